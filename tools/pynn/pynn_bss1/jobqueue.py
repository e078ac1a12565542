"""The calls of a queue of jobs. Each may be repeated, and is, while the server is away or started anew."""

from __future__ import annotations

import hashlib
import math
import os
import time
from collections.abc import Callable
from typing import Any, BinaryIO

import grpc

from . import messages
from .carrier import CLIENT, PIECE_BYTES
from .connection import Connection
from .errors import InvalidError, NotFoundError, RefusedError, ServerError

PATIENCE_SECONDS = 600.0
CALL_SECONDS = 90.0
QUIET_SECONDS = 2.0
"""An interruption that is shorter is not told."""
TICK_SECONDS = 0.5
MOST_WAIT_SECONDS = 5.0

_GONE = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
# of a connection that broke in the middle of an answer, or of a server that has a fault
_PERHAPS = ("CANCELLED", "INTERNAL", "UNKNOWN")
_MOST_PERHAPS = 5


def patience() -> float:
    """How long to wait for a server that does not answer, in seconds."""
    given = os.environ.get("BSS_PATIENCE")
    if not given:
        return PATIENCE_SECONDS
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not seconds >= 0:
        raise InvalidError(f"$BSS_PATIENCE is '{given}', must be seconds, 0 or more")
    return seconds


class Queue:
    """The jobs of a server, by the names that their users gave them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.interruptions = 0
        """How often a call was repeated."""

    @property
    def address(self) -> str:
        """HOST:PORT of the server."""
        return self._connection.given.address if self._connection.given is not None else ""

    @property
    def usable(self) -> bool:
        """Not in a forked process."""
        return self._connection.here

    def ask(
        self,
        method: str,
        request: Any,
        tick: Callable[[], None] | None = None,
        warn: Callable[[str], None] | None = None,
        seconds: float = CALL_SECONDS,
    ) -> Any:
        """Calls until there is an answer; `tick` is called meanwhile, `warn` if the server is away for long."""
        began: float | None = None
        tries, most = 0, patience()
        while True:
            try:
                return self._once(method, request, tick, seconds)
            except grpc.RpcError as failure:
                code, now = failure.code().name, time.monotonic()
                began = now if began is None else began
                gone = code in _GONE and now - began < most
                if not gone and not (code in _PERHAPS and tries < _MOST_PERHAPS and most > 0):
                    raise self._connection.error(failure) from None
                if warn is not None and now - began > QUIET_SECONDS:
                    why = failure.details() or code
                    warn(
                        f"the server {self.address} does not answer ({why}): asked again for {most:g} s ($BSS_PATIENCE)"
                    )
                    warn = None
                self.interruptions += 1
                self._pause(min(MOST_WAIT_SECONDS, 0.1 * 2**tries), tick)
                tries += 1

    def _once(self, method: str, request: Any, tick: Callable[[], None] | None, seconds: float) -> Any:
        calls = self._connection.calls()
        call = calls.queue[method].future(request, metadata=self._connection.metadata, timeout=seconds)
        try:
            while True:
                try:
                    return call.result(timeout=TICK_SECONDS)
                except grpc.FutureTimeoutError:
                    if tick is not None:
                        tick()
                except grpc.FutureCancelledError:
                    raise ServerError("the connection to the server was closed") from None
        finally:
            call.cancel()

    @staticmethod
    def _pause(seconds: float, tick: Callable[[], None] | None) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, TICK_SECONDS))
            if tick is not None:
                tick()

    # --- jobs

    def submit(self, name: str, log: bytes, warn: Callable[[str], None] | None = None, **fields: Any) -> Any:
        """Has a job wait for its turn; the same again is the same job."""
        digest = hashlib.sha256(log).digest()
        request = messages.SubmitRequest(job=name, log_sha256=digest, client=CLIENT, **fields)
        if len(log) <= PIECE_BYTES:
            request.log = log
            return self.ask("Submit", request, warn=warn)
        refused: RefusedError | None = None
        for _ in range(3):
            self._upload(log, digest, warn)
            try:
                return self.ask("Submit", request, warn=warn)
            except RefusedError as failure:
                # the upload is gone: its job has it if the answer to it was lost, else another job of the same log
                refused = failure
                known = self._same(name, digest)
                if known is not None:
                    return known
        assert refused is not None
        raise refused

    def _same(self, name: str, digest: bytes) -> Any | None:
        try:
            status = self.status(name)
        except NotFoundError:
            return None
        return status if status.log_sha256 == digest else None

    def _upload(self, log: bytes, digest: bytes, warn: Callable[[str], None] | None) -> None:
        """In pieces, from where the server has it."""
        offset, again = self._piece(log, digest, 0, b"", warn), 0
        while offset < len(log):
            try:
                reached = self._piece(log, digest, offset, log[offset : offset + PIECE_BYTES], warn)
            except InvalidError:
                # what arrived was not what was sent, and is thrown away
                again += 1
                if again == 3:
                    raise
                reached = self._piece(log, digest, 0, b"", warn)
            if reached == offset:
                again += 1
                if again == 3:
                    raise ServerError(f"the server takes no more of a log of {len(log)} bytes than {offset}")
            offset = reached

    def _piece(self, log: bytes, digest: bytes, offset: int, data: bytes, warn: Callable[[str], None] | None) -> int:
        request = messages.UploadRequest(sha256=digest, size=len(log), offset=offset, data=data)
        return int(self.ask("Upload", request, warn=warn).offset)

    def status(self, name: str, user: str = "") -> Any:
        """Where a job is; of the caller unless another user is named."""
        return self.ask("GetStatus", messages.JobRequest(user=user, job=name))

    def cancel(self, name: str, user: str = "") -> Any:
        """Ends it; its status meanwhile."""
        return self.ask("Cancel", messages.JobRequest(user=user, job=name))

    def delete(self, name: str, user: str = "") -> None:
        """Forgets it, once it has ended."""
        self.ask("Delete", messages.JobRequest(user=user, job=name))

    def try_once(self, method: str, name: str) -> None:
        """Cancels or deletes a job if the server is there and lets it; else it stays as it is."""
        try:
            self._once(method, messages.JobRequest(job=name), None, 10)
        except (grpc.RpcError, ServerError):
            pass

    def download(
        self,
        what: str,
        name: str,
        to: BinaryIO,
        user: str = "",
        tick: Callable[[float], None] | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        """The "RESULT" or the "LOG" of a job; `tick` is told which part of it has come."""
        request = messages.DownloadRequest(user=user, job=name, length=PIECE_BYTES)
        request.what = messages.DownloadRequest.What.Value(what)
        for _ in range(2):
            to.seek(0)
            to.truncate()
            digest, request.offset = hashlib.sha256(), 0
            while True:
                # a range: after an interruption it goes on where it was
                reply = self.ask("Download", request, warn=warn)
                to.write(reply.data)
                digest.update(reply.data)
                request.offset += len(reply.data)
                if tick is not None:
                    tick(request.offset / max(1, reply.size))
                if request.offset >= reply.size or not reply.data:
                    break
            if digest.digest() == reply.sha256:
                to.seek(0)
                return
        raise ServerError(
            f"the {what.lower()} of job '{name}' came with SHA-256 {digest.hexdigest()}, twice, "
            f"must be {reply.sha256.hex()}: the connection or the server changes data"
        )
