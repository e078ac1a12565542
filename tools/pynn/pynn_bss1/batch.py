"""A network on a queue: every run is a job of its own that carries out all commands from the build on.

What a job gives depends on its log alone, so that the second run comes to where the first one ended, and goes on.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from . import messages, written
from .carrier import Carrier, Columns, append, status_name
from .errors import ClosedError, RefusedError
from .follow import Follower, ended, failure, state
from .jobqueue import Queue
from .result import Result, summary

_INTERRUPTS = (KeyboardInterrupt, SystemExit, GeneratorExit)


class BatchJob(Carrier):
    """Jobs by the name of the first, with the number of the run behind it from the second on.

    Where jobs share a wafer each has these FPGAs to itself. A job is deleted when a later one has its result, the last
    by `close`. One that did not end well stays.
    """

    def __init__(self, queue: Queue, name: str, fpgas: Sequence[int] = ()) -> None:
        super().__init__(name)
        self._queue = queue
        self._fpgas = list(fpgas)
        self._runs = 0
        self._result: Result | None = None
        self._done: str | None = None
        # a reset alone is not worth a job: it waits for the next command
        self._waiting: list[Any] = []
        # commands of earlier jobs are carried out again, but said once
        self._said: set[tuple[int, int, str]] = set()
        self._closed: str | None = None

    def carry_out_all(self, commands: Sequence[Any]) -> Iterator[Any]:
        self._check()
        if all(command.HasField("end") for command in commands):
            for _ in commands:
                yield messages.Done(now_ms=written.ends(self.log))
        elif len(commands) == 1 and commands[0].HasField("reset"):
            self._waiting.append(commands[0])
            yield messages.Done(now_ms=0)
        else:
            waited, self._waiting = self._waiting, []
            new = [*waited, *commands]
            for k, done in enumerate(self._run(new)):
                if k >= len(waited):
                    yield done

    def fetch(self, request: Any) -> Columns:
        self._check()
        if self._result is None or self._waiting:
            if not self.log:
                raise RefusedError("nothing has been built yet")
            waited, self._waiting = self._waiting, []
            for _ in self._run(waited):
                pass
        assert self._result is not None
        return self._result.fetch(request)

    def close(self, why: str = "it was closed") -> None:
        """Deletes the last job, whose result is forgotten."""
        if self._closed is not None:
            return
        self._closed = why
        if self._result is not None:
            self._result.close()
        if self._queue.usable:
            self._delete_last()

    def _check(self) -> None:
        if self._closed is not None:
            raise ClosedError(
                f"this job takes no more commands, {self._closed}: call setup() and build the network again"
            )

    def _run(self, new: Sequence[Any]) -> Iterator[Any]:
        """Carries out the log with some more commands, and gives what these did."""
        log, numbers = list(self.log), []
        for command in new:
            append(log, command)
            numbers.append(len(log) - 1)
        self._runs += 1
        name = self.name if self._runs == 1 else f"{self.name}.{self._runs}"
        listener = _Listener(self._tell, self._said)
        try:
            status = self._wait(name, log, listener)
            if state(status) == "DONE":
                result = self._download(name, log, listener)
        except _INTERRUPTS:
            self._queue.try_once("Cancel", name)
            self.close("it was interrupted")
            raise
        finally:
            self._line.clear()
        if state(status) != "DONE":
            yield from self._failed(status, new, numbers, listener)
            return
        self._take(name, result)
        for command in new:
            self._keep(command)
        if listener.held is not None:
            raise listener.held
        for command, number in zip(new, numbers, strict=True):
            yield listener.dones.get(number) or self._unheard(command, new)

    def _wait(self, name: str, log: Sequence[Any], listener: _Listener) -> Any:
        payload = messages.JobLog(commands=log).SerializeToString(deterministic=True)
        warn = listener.warning(self.on_notice, self._line.clear)
        self._queue.submit(name, payload, warn, fpgas=self._fpgas)
        show = listener.holding(self.on_progress)
        show("waits in the queue", 0.0)
        last = Follower(self._queue, name, "", listener.hear, show, warn).until_end()
        assert last is not None
        return last

    def _download(self, name: str, log: Sequence[Any], listener: _Listener) -> Result:
        show = listener.holding(self.on_progress)
        warn = listener.warning(self.on_notice, self._line.clear)
        file = tempfile.TemporaryFile(prefix="bss-")
        try:
            self._queue.download("RESULT", name, file, "", lambda part: show("fetching", part), warn)
            return Result(file, log)
        except BaseException:
            file.close()
            raise

    def _take(self, name: str, result: Result) -> None:
        if self._result is not None:
            self._result.close()
        self._delete_last()
        self._result, self._done = result, name

    def _delete_last(self) -> None:
        if self._done is not None:
            self._queue.try_once("Delete", self._done)
            self._done = None

    def _failed(self, status: Any, new: Sequence[Any], numbers: Sequence[int], listener: _Listener) -> Iterator[Any]:
        """As in a session, what was done before the command that failed stays."""
        if state(status) == "FAILED" and listener.failed is not None:
            for command, number in zip(new, numbers, strict=True):
                if number < listener.failed.command:
                    if self._result is not None:
                        self._result.close()
                    self._result = None
                    self._keep(command)
                    yield listener.dones.get(number) or messages.Done()
            told = listener.failed.failed
            self._queue.try_once("Delete", status.job)
            raise failure(status, status_name(told.code), told.message)
        known = ended(status)
        assert known is not None
        raise known

    def _unheard(self, command: Any, new: Sequence[Any]) -> Any:
        """What a command did if the server was started anew meanwhile; a mapping is told by its report."""
        done = messages.Done(now_ms=command.advance.until_ms)
        mapped = command.HasField("build") and not any(c.HasField("change") for c in new)
        if mapped and written.engine(self.log) != "REFERENCE":
            done.mapping.CopyFrom(summary(json.loads(self.text("REPORT"))))
        return done


class _Listener:
    """Hears a job: what each command did, and notices that were not said before."""

    def __init__(self, tell: Callable[[Any], None], said: set[tuple[int, int, str]]) -> None:
        self.dones: dict[int, Any] = {}
        self.failed: Any = None
        self.held: Exception | None = None
        self._tell, self._said = tell, said

    def hear(self, event: Any) -> None:
        body = event.WhichOneof("body")
        if body == "done":
            self.dones[event.command] = event.done
        elif body == "failed":
            self.failed = event
        elif body == "notice":
            notice = (event.command, event.notice.level, event.notice.text)
            if notice not in self._said:
                self._said.add(notice)
                self.holding(self._tell)(event)
        else:
            self.holding(self._tell)(event)

    def holding(self, call: Callable[..., None]) -> Callable[..., None]:
        """What raises, as a warning turned into an error, waits until the job has ended."""

        def held(*given: Any) -> None:
            try:
                call(*given)
            except Exception as failure:
                self.held = self.held or failure

        return held

    def warning(self, notice: Callable[[str, str], None], clear: Callable[[], None]) -> Callable[[str], None]:
        def warn(text: str) -> None:
            clear()
            self.holding(notice)("warning", text)

        return warn
