"""Jobs on a server, and the sessions of one that has sessions: commands one at a time, each answered."""

from __future__ import annotations

import hashlib
import uuid
import weakref
from collections.abc import Iterator, Sequence
from typing import Any

import grpc

from . import messages, server
from .batch import BatchJob
from .carrier import CLIENT, PIECE_BYTES, Carrier, Columns, error, join, status_name
from .connection import Calls, Connection
from .errors import ClosedError, ServerError, TooLargeError
from .jobqueue import Queue


class Jobs:
    """A connection to a server. `connect` neither starts nor asks one: the first job does."""

    def __init__(self, endpoint: server.Endpoint | None) -> None:
        self._connection = Connection(endpoint)
        self._open: weakref.WeakSet[Carrier] = weakref.WeakSet()

    @property
    def _embedded(self) -> server.EmbeddedServer | None:
        return self._connection.embedded

    @staticmethod
    def connect() -> Jobs:
        """To the server that `$BSS_SERVER` (HOST:PORT) and `$BSS_TOKEN` name, else to one of our own."""
        return Jobs(server.remote())

    def open(self, name: str | None = None, fpgas: Sequence[int] = ()) -> Carrier:
        """Begins a job, or finds it again by its name; on a queue, a job for each run, with these FPGAs."""
        name = name or f"pynn-{uuid.uuid4().hex}"
        queued = self._connection.has_queue()
        job = BatchJob(Queue(self._connection), name, fpgas) if queued else Job(self._connection, name)
        self._open.add(job)
        return job

    def close(self) -> None:
        """Closes its jobs, and ends the server if it is our own."""
        if not self._connection.here:
            return
        for job in list(self._open):
            if isinstance(job, Job) and self._embedded is not None:
                job._closed = "it was closed"
            else:
                job.close()
        self._connection.close()

    def __enter__(self) -> Jobs:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Job(Carrier):
    """A network in one session."""

    def __init__(self, connection: Connection, name: str) -> None:
        super().__init__(name)
        self._connection = connection
        self._next: int | None = None
        self._most_bytes = 0
        self._closed: str | None = None

    def carry_out_all(self, commands: Sequence[Any]) -> Iterator[Any]:
        for command in commands:
            yield self._carry_out(command)

    def fetch(self, request: Any) -> Columns:
        calls = self._begun()
        wanted = messages.FetchRequest()
        wanted.CopyFrom(request)
        wanted.job = self.name
        call = calls.fetch(wanted, metadata=self._connection.metadata)
        try:
            return join(call)
        except grpc.RpcError as failure:
            raise self._connection.error(failure) from None
        finally:
            call.cancel()

    def close(self, why: str = "it was closed") -> None:
        """Ends the job whatever it does, and forgets it."""
        if self._closed is not None:
            return
        self._closed = why
        if self._next is None or not self._connection.here:
            return
        try:
            request = messages.CloseRequest(job=self.name)
            self._connection.calls().close(request, metadata=self._connection.metadata, timeout=10)
        except grpc.RpcError:
            pass  # there is nothing left to close

    def _begun(self) -> Calls:
        if self._closed is not None:
            raise ClosedError(
                f"this job takes no more commands, {self._closed}: call setup() and build the network again"
            )
        calls = self._connection.calls()
        if self._next is None:
            try:
                request = messages.OpenRequest(job=self.name, client=CLIENT)
                reply = calls.open(request, metadata=self._connection.metadata)
            except grpc.RpcError as failure:
                raise self._connection.error(failure) from None
            self._next, self._most_bytes = reply.next_command, reply.max_command_bytes
        return calls

    def _carry_out(self, command: Any) -> Any:
        calls = self._begun()
        data = command.SerializeToString()
        if 0 < self._most_bytes < len(data):
            raise TooLargeError(f"the command has {len(data)} bytes, the server takes {self._most_bytes}")
        try:
            assert self._next is not None
            number = self._next
            pieces = _pieces(self.name, number, data)
            self._next = calls.append(pieces, metadata=self._connection.metadata).next_command
            done = self._watch(calls, number)
        except grpc.RpcError as failure:
            raise self._connection.error(failure) from None
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            self.close("it was interrupted")
            raise
        finally:
            self._line.clear()
        self._keep(command)
        return done

    def _watch(self, calls: Calls, number: int) -> Any:
        request = messages.WatchRequest(job=self.name, from_command=number)
        call = calls.watch(request, metadata=self._connection.metadata)
        held: Exception | None = None
        try:
            for event in call:
                body = event.WhichOneof("body")
                if body == "failed":
                    raise error(status_name(event.failed.code), event.failed.message)
                if body == "done" and event.command == number:
                    if held is not None:
                        raise held
                    return event.done
                try:
                    self._tell(event)
                except Exception as failure:  # a warning turned into an error, say: the command goes on
                    held = held or failure
        finally:
            call.cancel()
        raise ServerError("the server forgot the command")


def _pieces(job: str, number: int, data: bytes) -> Iterator[Any]:
    last = max(0, (len(data) - 1) // PIECE_BYTES) * PIECE_BYTES
    for begin in range(0, last + 1, PIECE_BYTES):
        piece = messages.CommandPiece(job=job, command=number, data=data[begin : begin + PIECE_BYTES])
        if begin == last:
            piece.sha256 = hashlib.sha256(data).digest()
        yield piece
