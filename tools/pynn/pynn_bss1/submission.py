"""Jobs that run while no script waits for them: `submit()`, and `job()` to find them again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import endpoint, messages, simulator
from .connection import Connection
from .errors import InvalidError, RefusedError
from .jobqueue import Queue
from .names import nearest
from .queued import QueuedJob

_queues: dict[endpoint.Endpoint, Queue] = {}


def submit(
    simtime: float,
    name: str | None = None,
    title: str = "",
    priority: int = 0,
    wall_limit: float | None = None,
    hardware_limit: float | None = None,
    once: bool = False,
    fpgas: Iterable[int] | None = None,
) -> QueuedJob:
    """Has the network as it stands run for so many ms, as a job on the queue of `$BSS_SERVER`; returns at once.

    `name`: under which `job()` finds it, of letters, digits and `._-`; the same network under the same name again is
    the same job, another one is refused. `priority`: of your own jobs, -10 to 10. `wall_limit`, `hardware_limit`: in s.
    `once`: do not begin it again if the server or its worker dies meanwhile. `fpgas`: reticles of the wafer to have
    alone, 0 to 47 (those of `setup()`). The script may change its network and submit again.
    """
    queue = _queue("submit()")
    log = _log(simtime)
    status = queue.submit(
        name or f"pynn-{uuid.uuid4().hex}",
        log,
        title=title,
        priority=priority,
        wall_limit_s=wall_limit or 0,
        hardware_limit_s=hardware_limit or 0,
        once=once,
        fpgas=list(simulator.state.options.fpgas if fpgas is None else fpgas),
    )
    return QueuedJob(queue, status)


def job(name: str, user: str = "") -> QueuedJob:
    """A job on the queue of `$BSS_SERVER`, from whatever process it came; of another user if you may see it."""
    queue = _queue("job()")
    return QueuedJob(queue, queue.status(name, user))


def jobs(states: Iterable[str] = (), limit: int = 100, user: str = "") -> list[QueuedJob]:
    """The newest jobs on the queue of `$BSS_SERVER`, in these states (as "DONE"), or in all."""
    queue = _queue("jobs()")
    numbers = {name: number for number, name in messages.JOB_STATES.items()}
    wanted = []
    for each in [states] if isinstance(states, str) else states:
        if each.upper() not in numbers:
            raise InvalidError(f"jobs(states={each!r}){nearest(each.upper(), numbers)}")
        wanted.append(numbers[each.upper()])
    if not 1 <= limit <= 1000:
        raise InvalidError(f"jobs(limit={limit!r}): must be 1 to 1000")
    request = messages.ListJobsRequest(user=user, states=wanted, limit=limit)
    return [QueuedJob(queue, status) for status in queue.ask("ListJobs", request).jobs]


def save_job(path: str | Path, simtime: float) -> None:
    """Writes the job that `submit(simtime)` would submit to a file, for `bss-run submit`."""
    log = _log(simtime)
    try:
        Path(path).write_bytes(log)
    except OSError as failure:
        raise InvalidError(f"save_job('{path}'): {failure.strerror or failure}") from None


def _log(simtime: float) -> bytes:
    commands: Any = simulator.state.session.commands(float(simtime))
    return bytes(messages.JobLog(commands=commands).SerializeToString(deterministic=True))


def _queue(asked: str) -> Queue:
    given = endpoint.remote()
    if given is None:
        raise RefusedError(f"{asked} needs a shared server: set $BSS_SERVER to its HOST:PORT, and $BSS_TOKEN")
    if given not in _queues:
        connection = Connection(given)
        if not connection.has_queue():
            raise RefusedError(
                f"{asked} needs a queue, and the server {given.address} ($BSS_SERVER) has sessions alone: "
                "start one by `bss-run serve --jobs`"
            )
        _queues[given] = Queue(connection)
    return _queues[given]
