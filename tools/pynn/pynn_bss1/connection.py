"""Calls of a server: of its sessions (`bss.v1.Jobs`) and of its queue (`bss.v1.JobQueue`)."""

from __future__ import annotations

import os
from typing import Any

import grpc

from . import messages
from .carrier import error
from .endpoint import Endpoint
from .errors import BssError, ClosedError, ServerError
from .server import EmbeddedServer

ASK_SECONDS = 20.0
"""For the first answer of a server."""

# gRPC's threads are not there after a fork: its calls might wait for ever
# (https://github.com/grpc/grpc/blob/master/doc/fork_support.md)
_connected = _forked = False


def _after_fork() -> None:
    global _forked
    _forked = _connected


os.register_at_fork(after_in_child=_after_fork)


class Calls:
    """The calls of both services on a channel."""

    def __init__(self, channel: grpc.Channel) -> None:
        def call(kind: str, name: str, request: Any, reply: Any, service: str = "Jobs") -> Any:
            return getattr(channel, kind)(
                f"/bss.v1.{service}/{name}",
                request_serializer=request.SerializeToString,
                response_deserializer=reply.FromString,
            )

        self.open = call("unary_unary", "Open", messages.OpenRequest, messages.OpenReply)
        self.append = call("stream_unary", "Append", messages.CommandPiece, messages.Appended)
        self.watch = call("unary_stream", "Watch", messages.WatchRequest, messages.Event)
        self.fetch = call("unary_stream", "Fetch", messages.FetchRequest, messages.Table)
        self.close = call("unary_unary", "Close", messages.CloseRequest, messages.CloseReply)
        self.queue = {
            name: call("unary_unary", name, request, reply, "JobQueue")
            for name, request, reply in (
                ("Upload", messages.UploadRequest, messages.UploadReply),
                ("Submit", messages.SubmitRequest, messages.JobStatus),
                ("ListJobs", messages.ListJobsRequest, messages.ListJobsReply),
                ("GetStatus", messages.JobRequest, messages.JobStatus),
                ("Follow", messages.FollowRequest, messages.FollowReply),
                ("Cancel", messages.JobRequest, messages.JobStatus),
                ("Download", messages.DownloadRequest, messages.DownloadReply),
                ("Delete", messages.JobRequest, messages.DeleteReply),
                ("GetQuota", messages.GetQuotaRequest, messages.Quota),
            )
        }


class Connection:
    """To the server that was given, or to one of our own, which the first call starts."""

    def __init__(self, endpoint: Endpoint | None) -> None:
        self.given = endpoint
        self.embedded = EmbeddedServer() if endpoint is None else None
        self.metadata: list[tuple[str, str]] = []
        self._channel: grpc.Channel | None = None
        self._calls: Calls | None = None
        self._has_queue: bool | None = None
        self._process = os.getpid()

    @property
    def here(self) -> bool:
        """Whether this is the process that made it."""
        return os.getpid() == self._process

    def calls(self) -> Calls:
        """Connects if that is not done."""
        global _connected
        if _forked:
            raise ServerError(
                "this process was forked from one that had called a server, which gRPC cannot do: fork before"
                ' the first setup(), or start it anew with multiprocessing.get_context("spawn")'
            )
        if not self.here:
            raise ClosedError("a job cannot be used in a forked process: call setup() there")
        if self._calls is None:
            _connected = True
            endpoint = self.given or (self.embedded.endpoint() if self.embedded else None)
            assert endpoint is not None
            self._channel = endpoint.channel()
            self.metadata = [("authorization", f"Bearer {endpoint.token}")]
            self._calls = Calls(self._channel)
        return self._calls

    def has_queue(self) -> bool:
        """Whether the server is a queue of jobs, not one of sessions; it is asked once."""
        if self.given is None:
            return False
        if self._has_queue is None:
            try:
                asked = self.calls().queue["GetQuota"]
                asked(messages.GetQuotaRequest(), metadata=self.metadata, timeout=ASK_SECONDS)
                self._has_queue = True
            except grpc.RpcError as failure:
                if failure.code() is not grpc.StatusCode.UNIMPLEMENTED:
                    raise self.error(failure) from None
                self._has_queue = False
        return self._has_queue

    def error(self, failure: grpc.RpcError) -> BssError:
        """What a failed call is here."""
        code, text = failure.code(), failure.details() or ""
        if self.embedded is not None and code.name in ("UNAVAILABLE", "UNKNOWN", "INTERNAL"):
            # the connection may break before the process is gone
            ended = self.embedded.failure(seconds=1)
            if ended is not None:
                return ServerError(ended)
        unreachable = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
        if code in unreachable and self.given is not None:
            return ServerError(
                f"the server {self.given.address} ($BSS_SERVER) cannot be reached: {text}{self._hint(text)}"
            )
        return error(code.name, text)

    def _hint(self, text: str) -> str:
        assert self.given is not None
        low = text.lower()
        if not self.given.encrypted:
            return (
                "; if it speaks TLS, $BSS_CA must name the authority (PEM) of its certificate" if "close" in low else ""
            )
        if "certificate" in low or "handshake" in low or "ssl" in low:
            return (
                "; $BSS_CA must name the authority (PEM) of a certificate that the server has for this name, "
                "and the server must speak TLS"
            )
        return ""

    def close(self) -> None:
        """Ends the server if it is our own."""
        if self._channel is not None:
            self._channel.close()
        self._channel = self._calls = None
        if self.embedded is not None:
            self.embedded.close()
