"""Jobs on a server: opens them, appends commands, hears what happens, fetches what was recorded."""

from __future__ import annotations

import hashlib
import os
import uuid
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import numpy as np
from numpy.typing import NDArray

from . import messages, progress, server
from .errors import BY_STATUS, BssError, ClosedError, ServerError, TooLargeError
from .version import VERSION

PIECE_BYTES = 1 << 20
CLIENT = f"pynn_bss1 {VERSION}"

Columns = dict[str, "NDArray[Any] | str"]

_UNLIMITED = [
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.use_local_subchannel_pool", 1),
]
_LOOPBACK = [("grpc.enable_http_proxy", 0)]
_FAR = [("grpc.keepalive_time_ms", 60_000), ("grpc.keepalive_timeout_ms", 20_000)]


# gRPC's threads are not there after a fork: its calls might wait for ever
# (https://github.com/grpc/grpc/blob/master/doc/fork_support.md)
_connected = _forked = False


def _after_fork() -> None:
    global _forked
    _forked = _connected


os.register_at_fork(after_in_child=_after_fork)


class _Stub:
    """The calls of the service."""

    def __init__(self, channel: grpc.Channel) -> None:
        def call(kind: str, name: str, request: Any, reply: Any) -> Any:
            return getattr(channel, kind)(
                f"/bss.v1.Jobs/{name}",
                request_serializer=request.SerializeToString,
                response_deserializer=reply.FromString,
            )

        self.open = call("unary_unary", "Open", messages.OpenRequest, messages.OpenReply)
        self.append = call("stream_unary", "Append", messages.CommandPiece, messages.Appended)
        self.watch = call("unary_stream", "Watch", messages.WatchRequest, messages.Event)
        self.fetch = call("unary_stream", "Fetch", messages.FetchRequest, messages.Table)
        self.close = call("unary_unary", "Close", messages.CloseRequest, messages.CloseReply)


class Jobs:
    """A connection to a server. `connect` neither starts nor asks one: the first job does."""

    def __init__(self, endpoint: server.Endpoint | None) -> None:
        self._given = endpoint
        self._embedded = server.EmbeddedServer() if endpoint is None else None
        self._channel: grpc.Channel | None = None
        self._stub: _Stub | None = None
        self._metadata: list[tuple[str, str]] = []
        self._open: weakref.WeakSet[Job] = weakref.WeakSet()
        self._process = os.getpid()

    @staticmethod
    def connect() -> Jobs:
        """To the server that `$BSS_SERVER` (HOST:PORT) and `$BSS_TOKEN` name, else to one of our own."""
        return Jobs(server.remote())

    def open(self, name: str | None = None) -> Job:
        """Begins a job, or finds it again by its name."""
        job = Job(self, name or f"pynn-{uuid.uuid4().hex}")
        self._open.add(job)
        return job

    def close(self) -> None:
        """Closes its jobs, and ends the server if it is our own."""
        if os.getpid() != self._process:
            return
        for job in list(self._open):
            if self._embedded is None:
                job.close()
            else:
                job._closed = "it was closed"
        if self._channel is not None:
            self._channel.close()
        self._channel = self._stub = None
        if self._embedded is not None:
            self._embedded.close()

    def __enter__(self) -> Jobs:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _calls(self) -> _Stub:
        global _connected
        if _forked:
            raise ServerError(
                "this process was forked from one that had called a server, which gRPC cannot do: fork before"
                ' the first setup(), or start it anew with multiprocessing.get_context("spawn")'
            )
        if os.getpid() != self._process:
            raise ClosedError("a job cannot be used in a forked process: call setup() there")
        if self._stub is None:
            _connected = True
            endpoint = self._given or (self._embedded.endpoint() if self._embedded else None)
            assert endpoint is not None
            options = _UNLIMITED + (_LOOPBACK if endpoint.embedded else _FAR)
            self._channel = grpc.insecure_channel(endpoint.address, options)
            self._metadata = [("authorization", f"Bearer {endpoint.token}")]
            self._stub = _Stub(self._channel)
        return self._stub

    def _error(self, failure: grpc.RpcError) -> BssError:
        code, text = failure.code(), failure.details() or ""
        if self._embedded is not None and code.name in ("UNAVAILABLE", "UNKNOWN", "INTERNAL"):
            # the connection may break before the process is gone
            ended = self._embedded.failure(seconds=1)
            if ended is not None:
                return ServerError(ended)
        if code is grpc.StatusCode.UNAVAILABLE and self._given is not None:
            return ServerError(f"the server {self._given.address} ($BSS_SERVER) cannot be reached: {text}")
        return _error(code.name, text)


class Job:
    """A network in one session: the log of its commands.

    `on_progress(stage, fraction)` and `on_notice(level, text)` hear what happens while a command runs; `level` is
    "info" or "warning".
    """

    def __init__(self, jobs: Jobs, name: str) -> None:
        self.name = name
        self.log: list[Any] = []
        """The commands that were carried out; of advances that follow each other the last."""
        self.on_progress: Callable[[str, float], None]
        self.on_notice: Callable[[str, str], None]
        self._line = progress.line()
        self.on_progress = self._line.show
        self.on_notice = progress.notice
        self._jobs = jobs
        self._next: int | None = None
        self._most_bytes = 0
        self._closed: str | None = None

    def build(self, build: Any) -> Any:
        """Maps a network, or builds it in the reference simulator."""
        return self.carry_out(messages.Command(build=build))

    def advance(self, until_ms: float) -> Any:
        """Runs until a biological time."""
        return self.carry_out(messages.Command(advance=messages.Advance(until_ms=until_ms)))

    def change(self, change: Any) -> Any:
        """Changes at the present time."""
        return self.carry_out(messages.Command(change=change))

    def reset(self, trial: int = 0) -> Any:
        """Back to time 0; `trial`: writes the analog parameters anew under this number."""
        return self.carry_out(messages.Command(reset=messages.Reset(trial=trial)))

    def end(self) -> Any:
        """The last command: what was recorded can still be fetched."""
        return self.carry_out(messages.Command(end=messages.End()))

    def fetch(self, request: Any) -> Columns:
        """What was recorded or realised, by the names of its columns."""
        stub = self._begun()
        wanted = messages.FetchRequest()
        wanted.CopyFrom(request)
        wanted.job = self.name
        call = stub.fetch(wanted, metadata=self._jobs._metadata)
        try:
            return _join(call)
        except grpc.RpcError as failure:
            raise self._jobs._error(failure) from None
        finally:
            call.cancel()

    def text(self, kind: str) -> str:
        """The "REPORT", "PICTURE" or "COUNTERS"."""
        number = messages.FetchText.Kind.Value(kind)
        return str(self.fetch(messages.FetchRequest(text=messages.FetchText(kind=number)))["text"])

    def close(self, why: str = "it was closed") -> None:
        """Ends the job whatever it does, and forgets it."""
        if self._closed is not None:
            return
        self._closed = why
        if self._next is None or os.getpid() != self._jobs._process:
            return
        try:
            request = messages.CloseRequest(job=self.name)
            self._jobs._calls().close(request, metadata=self._jobs._metadata, timeout=10)
        except grpc.RpcError:
            pass  # there is nothing left to close

    def _begun(self) -> _Stub:
        if self._closed is not None:
            raise ClosedError(
                f"this job takes no more commands, {self._closed}: call setup() and build the network again"
            )
        stub = self._jobs._calls()
        if self._next is None:
            try:
                request = messages.OpenRequest(job=self.name, client=CLIENT)
                reply = stub.open(request, metadata=self._jobs._metadata)
            except grpc.RpcError as failure:
                raise self._jobs._error(failure) from None
            self._next, self._most_bytes = reply.next_command, reply.max_command_bytes
        return stub

    def carry_out(self, command: Any) -> Any:
        """Any command."""
        stub = self._begun()
        data = command.SerializeToString()
        if 0 < self._most_bytes < len(data):
            raise TooLargeError(f"the command has {len(data)} bytes, the server takes {self._most_bytes}")
        try:
            assert self._next is not None
            number = self._next
            pieces = _pieces(self.name, number, data)
            self._next = stub.append(pieces, metadata=self._jobs._metadata).next_command
            done = self._watch(stub, number)
        except grpc.RpcError as failure:
            raise self._jobs._error(failure) from None
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            self.close("it was interrupted")
            raise
        finally:
            self._line.clear()
        if self.log and command.HasField("advance") and self.log[-1].HasField("advance"):
            self.log.pop()
        self.log.append(command)
        return done

    def _watch(self, stub: _Stub, number: int) -> Any:
        request = messages.WatchRequest(job=self.name, from_command=number)
        call = stub.watch(request, metadata=self._jobs._metadata)
        held: Exception | None = None
        try:
            for event in call:
                body = event.WhichOneof("body")
                if body == "failed":
                    raise _error(_status(event.failed.code), event.failed.message)
                if body == "done" and event.command == number:
                    if held is not None:
                        raise held
                    return event.done
                try:
                    self._tell(body, event)
                except Exception as failure:  # a warning turned into an error, say: the command goes on
                    held = held or failure
        finally:
            call.cancel()
        raise ServerError("the server forgot the command")

    def _tell(self, body: str, event: Any) -> None:
        if body == "progress":
            self.on_progress(event.progress.stage, event.progress.fraction)
        elif body == "notice":
            self._line.clear()
            warning = event.notice.level == messages.Notice.WARNING
            self.on_notice("warning" if warning else "info", event.notice.text)


def _status(number: int) -> str:
    for code in grpc.StatusCode:
        if code.value[0] == number:
            return str(code.name)
    return "UNKNOWN"


def _error(status: str, text: str) -> BssError:
    return BY_STATUS.get(status, ServerError)(text or f"the server says {status} and no more")


def _pieces(job: str, number: int, data: bytes) -> Iterator[Any]:
    last = max(0, (len(data) - 1) // PIECE_BYTES) * PIECE_BYTES
    for begin in range(0, last + 1, PIECE_BYTES):
        piece = messages.CommandPiece(job=job, command=number, data=data[begin : begin + PIECE_BYTES])
        if begin == last:
            piece.sha256 = hashlib.sha256(data).digest()
        yield piece


def _join(tables: Iterator[Any]) -> Columns:
    pieces: dict[str, list[Any]] = {}
    for table in tables:
        for column in table.columns:
            pieces.setdefault(column.name, []).append(messages.array(column))
    return {
        name: "".join(parts) if isinstance(parts[0], str) else np.concatenate(parts) for name, parts in pieces.items()
    }
