"""A server of jobs for tests: keeps the log, and answers by a table of what to do. Run as a program, it is `java`."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from concurrent import futures
from typing import Any

import grpc

from pynn_bss1 import messages

TOKEN = "one-time"


class FakeJobs:
    """What a job did, and what its commands and fetches are to answer.

    `advance` to a negative time fails, to 13 warns, to 1e6 takes until the job is closed, to 666 kills the server.
    """

    def __init__(self) -> None:
        self.log: dict[str, list[Any]] = {}
        self.pieces = 0
        self.clients: list[str] = []
        self.closed = threading.Event()
        self.tables: list[Any] = []

    def open(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._check(context)
        self.clients.append(request.client)
        log = self.log.setdefault(request.job, [])
        return messages.OpenReply(version="fake", next_command=len(log), max_command_bytes=1 << 28)

    def append(self, pieces: Any, context: grpc.ServicerContext) -> Any:
        self._check(context)
        data, job, number, digest = b"", "", -1, b""
        for piece in pieces:
            assert len(piece.data) <= 1 << 20
            assert not digest, "the digest comes last"
            data, job, number, digest = data + piece.data, piece.job, piece.command, piece.sha256
            self.pieces += 1
        if digest != hashlib.sha256(data).digest():
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "not the command that was sent")
        log = self.log[job]
        if number != len(log):
            context.abort(grpc.StatusCode.ALREADY_EXISTS, f"command {number} is taken, must be {len(log)}")
        log.append(messages.Command.FromString(data))
        return messages.Appended(next_command=len(log))

    def watch(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._check(context)
        log = self.log[request.job]
        for number in range(request.from_command, len(log)):
            command = log[number]
            until = command.advance.until_ms
            yield messages.Event(command=number, progress=messages.JobProgress(stage="running", fraction=0.25))
            if until == 13:
                notice = messages.Notice(level=messages.Notice.WARNING, text="13 brings bad luck")
                yield messages.Event(command=number, notice=notice)
            if until == 666:
                print("Exception: out of luck", file=sys.stderr, flush=True)
                os._exit(3)
            if until == 1e6:
                self.closed.wait(20)
                context.abort(grpc.StatusCode.CANCELLED, "closed")
            if until < 0:
                failed = messages.Failed(code=3, message=f"until is {until:g} ms, must be 0 or above")
                yield messages.Event(command=number, failed=failed)
                return
            yield messages.Event(command=number, progress=messages.JobProgress(stage="running", fraction=1))
            yield messages.Event(command=number, done=messages.Done(now_ms=until, seconds=0.5))

    def fetch(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._check(context)
        if request.WhichOneof("what") == "spikes" and request.spikes.population == 99:
            context.abort(grpc.StatusCode.NOT_FOUND, "population 99, must be 0 to 1")
        yield from self.tables

    def close(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._check(context)
        self.log.pop(request.job, None)
        self.closed.set()
        return messages.CloseReply()

    def _check(self, context: grpc.ServicerContext) -> None:
        if ("authorization", f"Bearer {TOKEN}") not in context.invocation_metadata():
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "no token, or not the server's")


def serve(jobs: FakeJobs) -> tuple[grpc.Server, int]:
    """Listens on the loopback; its port."""

    def unary(act: Any, request: Any, reply: Any) -> Any:
        return grpc.unary_unary_rpc_method_handler(act, request.FromString, reply.SerializeToString)

    handlers = {
        "Open": unary(jobs.open, messages.OpenRequest, messages.OpenReply),
        "Append": grpc.stream_unary_rpc_method_handler(
            jobs.append, messages.CommandPiece.FromString, messages.Appended.SerializeToString
        ),
        "Watch": grpc.unary_stream_rpc_method_handler(
            jobs.watch, messages.WatchRequest.FromString, messages.Event.SerializeToString
        ),
        "Fetch": grpc.unary_stream_rpc_method_handler(
            jobs.fetch, messages.FetchRequest.FromString, messages.Table.SerializeToString
        ),
        "Close": unary(jobs.close, messages.CloseRequest, messages.CloseReply),
    }
    server = grpc.server(futures.ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bss.v1.Jobs", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def main() -> None:
    if os.environ.get("FAKE_DIES"):
        print("Error: no room for the heap", file=sys.stderr)
        sys.exit(1)
    _, port = serve(FakeJobs())
    if os.environ.get("FAKE_SLEEPS"):
        time.sleep(60)
    print(json.dumps({"port": port, "token": TOKEN, "version": "fake"}), flush=True)
    sys.stdin.buffer.read()
    if not os.environ.get("FAKE_STAYS"):
        os._exit(0)
    time.sleep(60)


if __name__ == "__main__":
    main()
