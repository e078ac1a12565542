"""A job on a queue, from any process: where it is, and what it gave."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import blocks, messages, written
from .carrier import Columns
from .errors import NotFoundError, WaitTimeoutError
from .follow import ENDED, Follower, ended, state
from .jobqueue import Queue
from .names import nearest
from .placement import Placement
from .progress import line, notice
from .report import MappingReport
from .result import Result


@dataclass(frozen=True)
class JobInfo:
    """Where a job is."""

    name: str
    user: str
    number: int
    """Rises by each job that the server took."""
    state: str
    """QUEUED, LEASED, CONFIGURING, RUNNING, READOUT; then DONE, FAILED, CANCELLED, TIMED_OUT or INTERRUPTED."""
    attempt: int
    """How often it was begun."""
    reason: str
    """Why it ended."""
    title: str
    priority: int
    submitted: datetime | None
    started: datetime | None
    ended: datetime | None
    result_bytes: int
    hardware_seconds: float
    partial: bool
    """The result is of what was done before it was TIMED_OUT."""
    cancelling: bool
    fpgas: tuple[int, ...]
    stage: str
    """What it does at present, with the part that is done."""
    fraction: float

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @staticmethod
    def of(status: Any) -> JobInfo:
        stage = status.stages[-1] if status.stages else None
        return JobInfo(
            name=status.job,
            user=status.user,
            number=status.number,
            state=state(status),
            attempt=status.attempt,
            reason=status.reason,
            title=status.title,
            priority=status.priority,
            submitted=_when(status.submitted_ms),
            started=_when(status.started_ms),
            ended=_when(status.ended_ms),
            result_bytes=status.result_bytes,
            hardware_seconds=status.hardware_seconds,
            partial=status.partial,
            cancelling=status.cancelling,
            fpgas=tuple(status.fpgas),
            stage=stage.stage if stage is not None else "",
            fraction=stage.fraction if stage is not None else 0.0,
        )


def _when(milliseconds: int) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1e3, timezone.utc) if milliseconds else None


class QueuedJob:
    """A job by its name. What it gave is waited for, and fetched once."""

    def __init__(self, queue: Queue, status: Any) -> None:
        self.name = str(status.job)
        self.user = str(status.user)
        self.number = int(status.number)
        """Rises by each job that the server took."""
        self._queue = queue
        self._status = status
        self._commands: Sequence[Any] | None = None
        self._fetched: Result | None = None

    def __repr__(self) -> str:
        known = self._status
        title = f" '{known.title}'" if known.title else ""
        return f"<job '{self.name}'{title} of {self.user}, number {self.number}: {state(known)} when last asked>"

    # --- where it is

    def status(self) -> JobInfo:
        """Asks the server."""
        self._status = self._queue.status(self.name, self.user)
        return JobInfo.of(self._status)

    def wait(self, timeout: float | None = None) -> JobInfo:
        """Until it is done. Raises if it ended otherwise, or not within so many seconds."""
        if state(self._status) not in ENDED:
            shown = line()
            try:
                last = self._follow(shown.show).until_end(timeout)
            finally:
                shown.clear()
            if last is None:
                now = self.status()
                raise WaitTimeoutError(
                    f"job '{self.name}' is {now.state} after {timeout:g} s: wait longer, or cancel()"
                )
            self._status = last
        failure = ended(self._status)
        if failure is not None:
            raise failure
        return JobInfo.of(self._status)

    def cancel(self) -> JobInfo:
        """Ends it: at once if it waits, within seconds if it runs."""
        self._status = self._queue.cancel(self.name, self.user)
        return JobInfo.of(self._status)

    def delete(self) -> None:
        """Forgets it and its result, once it has ended. Its name is never free again."""
        self._queue.delete(self.name, self.user)

    @property
    def partial(self) -> bool:
        """Whether the result is of a part, since the job was TIMED_OUT; waits for its end."""
        self._end()
        return bool(self._status.partial)

    def _end(self) -> None:
        if state(self._status) not in ENDED:
            self._status = self._follow().until_end()

    def _follow(self, show: Callable[[str, float], None] | None = None) -> Follower:
        return Follower(self._queue, self.name, self.user, show=show, warn=_warn)

    # --- what it was to do

    def log(self) -> list[Any]:
        """Its commands, messages of `job.proto`."""
        return list(self._log())

    @property
    def labels(self) -> list[str]:
        """Of its populations."""
        return [p.label for p in written.network(self._log()).populations]

    @property
    def projection_labels(self) -> list[str]:
        """Of its projections."""
        return [p.label for p in written.network(self._log()).projections]

    def _log(self) -> Sequence[Any]:
        if self._commands is None:
            file = io.BytesIO()
            self._queue.download("LOG", self.name, file, self.user, warn=_warn)
            self._commands = messages.JobLog.FromString(file.getvalue()).commands
        return self._commands

    def _population(self, label: str | int) -> int:
        return _place("population", label, self.labels, self.name)

    def _projection(self, label: str | int) -> int:
        return _place("projection", label, self.projection_labels, self.name)

    # --- what it gave

    def get_data(self, population: str | int) -> Any:
        """A `neo.Block` of a population, by its label or place: spikes of all cells, and what was sampled.

        It has one segment, of what was recorded since the last reset.
        """
        index = self._population(population)
        result = self._result()
        when = JobInfo.of(self._status).ended or datetime.now(timezone.utc)
        return blocks.block(self._done(), result, index, when.replace(tzinfo=None))

    def spikes(self, population: str | int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Cells and times (ms) of a population, by cell and time."""
        index = self._population(population)
        return blocks.spikes(self._result(), index)

    @property
    def ran_until(self) -> float:
        """Biological time (ms) of what was recorded last."""
        self._end()
        return written.ends(self._done())

    def weights(self, projection: str | int) -> NDArray[np.float64]:
        """uS, one per connection: as written, of plastic synapses as they have become."""
        plastic = written.network(self._log()).projections[self._projection(projection)].HasField("stdp")
        return self.synapses(projection)["evolved_weight" if plastic else "weight"]

    def synapses(self, projection: str | int) -> dict[str, NDArray[Any]]:
        """By connection: `pre`, `post`; `weight`, `realised_weight`, `evolved_weight` (uS); `realised_delay` (ms)."""
        index = self._projection(projection)
        given = written.synapses(self._log(), index)
        columns = self._fetch(messages.FetchRequest(synapses=messages.FetchSynapses(projection=index)))
        return {"pre": given["pre"], "post": given["post"], **columns}  # type: ignore[dict-item]

    def placement(self, population: str | int) -> Placement:
        """Where the cells were."""
        index = self._population(population)
        columns: Any = self._fetch(messages.FetchRequest(placement=messages.FetchPlacement(population=index)))
        return Placement(columns, np.arange(written.network(self._log()).populations[index].size))

    def mapping_report(self) -> MappingReport:
        """What the wafer realised of the network."""
        return MappingReport(self._text("REPORT"), lambda: self._text("PICTURE"))

    def counters(self) -> dict[str, Any]:
        """What the hardware counted: pulses sent, dropped, recorded."""
        counted: dict[str, Any] = json.loads(self._text("COUNTERS"))
        return counted

    def _text(self, kind: str) -> str:
        number = messages.FetchText.Kind.Value(kind)
        return str(self._fetch(messages.FetchRequest(text=messages.FetchText(kind=number)))["text"])

    def _fetch(self, request: Any) -> Columns:
        return self._result().fetch(request)

    def _result(self) -> Result:
        """Of a job that is DONE, or the part of one that was TIMED_OUT."""
        if self._fetched is None:
            self._end()
            if not self._status.partial:
                self.wait()
            file = tempfile.TemporaryFile(prefix="bss-")
            self._queue.download("RESULT", self.name, file, self.user, warn=_warn)  # type: ignore[arg-type]
            self._fetched = Result(file, self._done())  # type: ignore[arg-type]
        return self._fetched

    def _done(self) -> Sequence[Any]:
        log = self._log()
        return written.done(log, self._status.hardware_seconds) if self._status.partial else log


def _warn(text: str) -> None:
    notice("warning", text)


def _place(what: str, label: str | int, labels: Sequence[str], job: str) -> int:
    if isinstance(label, str):
        if label in labels:
            return labels.index(label)
        raise NotFoundError(f"job '{job}' has no {what} '{label}'{nearest(label, labels)}")
    if not 0 <= label < len(labels):
        raise NotFoundError(f"{what} {label} of job '{job}', must be 0 to {len(labels) - 1}")
    return int(label)
