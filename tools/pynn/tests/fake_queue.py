"""A queue of jobs for tests: takes jobs, finishes them at once, and fails as it is told to."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent import futures
from typing import Any

import grpc
import numpy as np

from pynn_bss1 import messages

TOKEN = "shown-to-the-server-alone"
STATE = {name: number for number, name in messages.JOB_STATES.items()}


def record(request: Any, table: Any) -> bytes:
    data = messages.ResultRecord(request=request, table=table).SerializeToString()
    length, prefix = len(data), bytearray()
    while length > 0x7F:
        prefix.append(length & 0x7F | 0x80)
        length >>= 7
    prefix.append(length)
    return bytes(prefix) + data


def spikes(population: int, cells: Any, times: Any) -> bytes:
    """A record in two pieces."""
    request = messages.FetchRequest(spikes=messages.FetchSpikes(population=population))
    first = messages.Table(columns=[messages.Column(name="cell", i32=messages.i32(cells))])
    second = messages.Table(columns=[messages.Column(name="time", f64=messages.f64(times))])
    return record(request, first) + record(request, second)


class Job:
    def __init__(self, request: Any, log: bytes, number: int) -> None:
        self.request, self.log, self.number = request, log, number
        self.state, self.reason, self.partial, self.attempt = "QUEUED", "", False, 0
        self.result = b""
        self.updates: list[Any] = []

    def status(self) -> Any:
        return messages.JobStatus(
            user="ada",
            job=self.request.job,
            number=self.number,
            state=STATE[self.state],
            attempt=self.attempt,
            reason=self.reason,
            title=self.request.title,
            partial=self.partial,
            log_sha256=hashlib.sha256(self.log).digest(),
            result_bytes=len(self.result),
        )


class FakeQueue:
    """`fail[method]` is called before the act of a method, `after[method]` behind it; both may abort.

    `finish` makes what a job leaves.
    """

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.deleted: list[str] = []
        self.cancelled: list[str] = []
        self.uploads: dict[bytes, bytes] = {}
        self.calls: list[tuple[str, Any]] = []
        self.fail: dict[str, Callable[[Any, Any], None]] = {}
        self.after: dict[str, Callable[[Any, Any], None]] = {}
        self.finish: Callable[[Job], None] = done
        self.corrupt = 0
        self.released = threading.Event()
        self.released.set()

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    def call(self, method: str, request: Any, context: Any) -> Any:
        if ("authorization", f"Bearer {TOKEN}") not in context.invocation_metadata():
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "no such token")
        self.calls.append((method, request))
        self.fail.get(method, nothing)(request, context)
        reply = getattr(self, f"_{method.lower()}")(request, context)
        self.after.get(method, nothing)(request, context)
        return reply

    def _getquota(self, request: Any, context: Any) -> Any:
        return messages.Quota(queued_limit=1000)

    def _upload(self, request: Any, context: Any) -> Any:
        have = self.uploads.get(request.sha256, b"")
        if request.data and request.offset == len(have):
            have = self.uploads[request.sha256] = have + request.data
        if len(have) == request.size and hashlib.sha256(have).digest() != request.sha256:
            del self.uploads[request.sha256]
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "upload: send them again")
        return messages.UploadReply(offset=len(have))

    def _submit(self, request: Any, context: Any) -> Any:
        log = request.log or self.uploads.get(request.log_sha256)
        if log is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "there is no upload: upload the log first")
        job = self.jobs.get(request.job)
        if job is not None and job.log != log:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, "another job has this name")
        if job is None:
            job = self.jobs[request.job] = Job(request, log, len(self.jobs) + 1)
            self.finish(job)
        self.uploads.pop(request.log_sha256, None)
        return job.status()

    def _job(self, request: Any, context: Any) -> Job:
        if request.job not in self.jobs:
            context.abort(grpc.StatusCode.NOT_FOUND, "you have no such job")
        return self.jobs[request.job]

    def _getstatus(self, request: Any, context: Any) -> Any:
        return self._job(request, context).status()

    def _listjobs(self, request: Any, context: Any) -> Any:
        found = [job.status() for job in reversed(self.jobs.values())]
        wanted = [s for s in found if not request.states or s.state in request.states]
        return messages.ListJobsReply(jobs=wanted[: request.limit])

    def _follow(self, request: Any, context: Any) -> Any:
        job = self._job(request, context)
        self.released.wait(20)
        updates = [u for u in job.updates if u.place > request.after]
        return messages.FollowReply(updates=updates, status=job.status())

    def _cancel(self, request: Any, context: Any) -> Any:
        self.cancelled.append(request.job)
        return self._job(request, context).status()

    def _delete(self, request: Any, context: Any) -> Any:
        self._job(request, context)
        del self.jobs[request.job]
        self.deleted.append(request.job)
        return messages.DeleteReply()

    def _download(self, request: Any, context: Any) -> Any:
        job = self._job(request, context)
        data = job.log if request.what == messages.DownloadRequest.What.Value("LOG") else job.result
        piece = data[request.offset : request.offset + request.length]
        if self.corrupt and piece:
            self.corrupt -= 1
            piece = bytes([piece[0] ^ 1]) + piece[1:]
        return messages.DownloadReply(data=piece, size=len(data), sha256=hashlib.sha256(data).digest())


def nothing(request: Any, context: Any) -> None:
    pass


def done(job: Job) -> None:
    """Fires a spike in every ms, and hears of every command."""
    job.state, job.attempt = "DONE", 1
    commands = messages.JobLog.FromString(job.log).commands
    times = np.arange(1.0, 1 + max([c.advance.until_ms for c in commands]))
    job.result = spikes(0, np.zeros(len(times)), times)
    for number, command in enumerate(commands):
        progress = messages.JobProgress(stage="running", fraction=1)
        finished = messages.Done(now_ms=command.advance.until_ms)
        for event in (
            messages.Event(command=number, progress=progress),
            messages.Event(command=number, done=finished),
        ):
            job.updates.append(messages.JobUpdate(place=len(job.updates) + 1, attempt=1, event=event))


def failing(number: int, code: int, text: str) -> Callable[[Job], None]:
    """Fails at a command."""

    def finish(job: Job) -> None:
        done(job)
        job.state, job.reason, job.result = "FAILED", text, b""
        failed = messages.Event(command=number, failed=messages.Failed(code=code, message=text))
        job.updates = [u for u in job.updates if u.event.command < number]
        job.updates.append(messages.JobUpdate(place=99, attempt=1, event=failed))

    return finish


def ending(state: str, reason: str, partial: bool = False) -> Callable[[Job], None]:
    def finish(job: Job) -> None:
        done(job)
        job.state, job.reason, job.partial = state, reason, partial

    return finish


def aborting(times: int, code: grpc.StatusCode = grpc.StatusCode.UNAVAILABLE) -> Callable[[Any, Any], None]:
    """The first so many calls."""
    left = [times]

    def fail(request: Any, context: Any) -> None:
        if left[0] > 0:
            left[0] -= 1
            context.abort(code, "come again")

    return fail


METHODS = {
    "Upload": (messages.UploadRequest, messages.UploadReply),
    "Submit": (messages.SubmitRequest, messages.JobStatus),
    "ListJobs": (messages.ListJobsRequest, messages.ListJobsReply),
    "GetStatus": (messages.JobRequest, messages.JobStatus),
    "Follow": (messages.FollowRequest, messages.FollowReply),
    "Cancel": (messages.JobRequest, messages.JobStatus),
    "Download": (messages.DownloadRequest, messages.DownloadReply),
    "Delete": (messages.JobRequest, messages.DeleteReply),
    "GetQuota": (messages.GetQuotaRequest, messages.Quota),
}


def serve(queue: FakeQueue, credentials: Any = None) -> tuple[grpc.Server, int]:
    """Listens on the loopback; its port."""

    def handler(name: str) -> Any:
        request, reply = METHODS[name]
        act = lambda given, context: queue.call(name, given, context)  # noqa: E731
        return grpc.unary_unary_rpc_method_handler(act, request.FromString, reply.SerializeToString)

    server = grpc.server(futures.ThreadPoolExecutor(4))
    handlers = {name: handler(name) for name in METHODS}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bss.v1.JobQueue", handlers),))
    if credentials is None:
        port = server.add_insecure_port("127.0.0.1:0")
    else:
        port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    return server, port
