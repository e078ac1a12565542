"""Waits for a queued job, and passes on what is heard of it meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from . import messages
from .carrier import error
from .errors import BY_STATE, BssError, JobEndedError, ServerError
from .jobqueue import Queue

ENDED = frozenset(["DONE", *BY_STATE])
WAITING = frozenset(["ACCEPTED", "QUEUED"])
WAITS = "waits in the queue"


def state(status: Any) -> str:
    """Of a job, by name."""
    return messages.JOB_STATES.get(status.state, "JOB_STATE_UNKNOWN")


class Follower:
    """Of one job, until it has ended.

    `hear` is given all events; some again after an interruption, and those are lost that came while the server was
    started anew.
    """

    def __init__(
        self,
        queue: Queue,
        name: str,
        user: str = "",
        hear: Callable[[Any], None] | None = None,
        show: Callable[[str, float], None] | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self._queue, self._name, self._user = queue, name, user
        self._hear, self._show, self._warn = hear, show, warn
        self._shown = (WAITS, 0.0)

    def until_end(self, seconds: float | None = None) -> Any | None:
        """Its last status; nothing if it has not ended after so long."""
        until = None if seconds is None else time.monotonic() + seconds
        request = messages.FollowRequest(user=self._user, job=self._name)
        attempt, interruptions = 0, self._queue.interruptions
        while True:
            left = None if until is None else until - time.monotonic()
            reply = self._ask(request, left)
            if reply is None:
                return None
            for update in reply.updates:
                request.after = max(request.after, update.place)
                self._heard(update.event)
            status = reply.status
            if state(status) in ENDED:
                return status
            if state(status) in WAITING:
                self._shown = (WAITS, 0.0)
            elif self._shown[0] == WAITS:
                self._shown = ("configuring", 0.0)
            self._tick()
            # another server counts its updates from 1 again, and so may the one that answered after an interruption
            if status.attempt != attempt or self._queue.interruptions != interruptions:
                if attempt:
                    request.after = 0
                attempt, interruptions = status.attempt, self._queue.interruptions

    def _ask(self, request: Any, left: float | None) -> Any | None:
        if left is None:
            return self._queue.ask("Follow", request, self._tick, self._warn)
        if left <= 0:
            return None
        try:
            return self._queue.ask("Follow", request, _Until(self._tick, left), self._warn)
        except _TooLongError:
            return None

    def _heard(self, event: Any) -> None:
        if event.WhichOneof("body") == "progress":
            self._shown = (event.progress.stage, event.progress.fraction)
        if self._hear is not None:
            self._hear(event)

    def _tick(self) -> None:
        if self._show is not None:
            self._show(*self._shown)


class _TooLongError(Exception):
    pass


class _Until:
    """Ends a call that is waited for."""

    def __init__(self, tick: Callable[[], None], seconds: float) -> None:
        self._tick, self._until = tick, time.monotonic() + seconds

    def __call__(self) -> None:
        self._tick()
        if time.monotonic() > self._until:
            raise _TooLongError


def ended(status: Any) -> JobEndedError | None:
    """The exception of a job that was not carried out to its end."""
    name, reason = status.job, status.reason
    if state(status) == "DONE":
        return None
    kind = BY_STATE.get(state(status))
    if kind is None:
        raise ServerError(f"job '{name}' is {state(status)}, which is no end")
    text = f"job '{name}' ended {state(status)}: {reason or 'the server gives no reason'}"
    if status.partial:
        text += f"; pynn_bss1.job('{name}').get_data(...) has what was done until then"
    return kind(text, name, reason, status.partial)


def failure(status: Any, code: str | None, text: str) -> BssError:
    """As `ended`, but as the session would say it if it is known which command failed."""
    known = ended(status)
    if state(status) == "FAILED" and code is not None:
        return error(code, text)
    assert known is not None
    return known
