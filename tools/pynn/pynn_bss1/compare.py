"""How far the hardware moves a network: the same commands again in double precision, as written and as realised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import messages
from .carrier import Carrier
from .client import Jobs
from .errors import BssError
from .progress import notice


@dataclass(frozen=True)
class Activity:
    """What a population fired."""

    rate: float
    """Mean over its cells in Hz."""
    cv: float
    """Mean coefficient of variation of the intervals, over cells with three spikes or more; NaN if there are none."""

    @staticmethod
    def of(cells: NDArray[np.int64], times: NDArray[np.float64], size: int, until_ms: float) -> Activity:
        """Of spikes by cell and time."""
        rate = 1e3 * len(times) / (size * until_ms) if size and until_ms > 0 else float("nan")
        same = cells[1:] == cells[:-1]
        intervals, owners = np.diff(times)[same], cells[1:][same]
        n = np.bincount(owners, minlength=size).astype(float)
        enough = n >= 2
        if not enough.any():
            return Activity(rate, float("nan"))
        mean = np.bincount(owners, intervals, minlength=size)[enough] / n[enough]
        square = np.bincount(owners, intervals**2, minlength=size)[enough] / n[enough]
        spread = np.sqrt(np.maximum(square - mean**2, 0))
        return Activity(rate, float(np.mean(np.divide(spread, mean, out=np.zeros_like(mean), where=mean > 0))))


@dataclass(frozen=True)
class Moved:
    """A population as written, as the mapping realises it, and on the wafer; None: not run."""

    population: str
    cells: int
    written: Activity
    realised: Activity | None
    wafer: Activity | None


HEADER = ["population", "cells", "rate as written", "as realised", "on the wafer", "CV as written", "realised", "wafer"]


def table(moved: Sequence[Moved]) -> tuple[list[str], list[list[object]]]:
    """In Hz, with the change from what is written."""

    def rate(of: Moved, run: Activity | None) -> str:
        if run is None:
            return ""
        part = f" ({100 * (run.rate / of.written.rate - 1):+.1f} %)" if of.written.rate > 0 else ""
        return f"{run.rate:.4g} Hz{part}"

    def cv(run: Activity | None) -> str:
        return "" if run is None or np.isnan(run.cv) else f"{run.cv:.3g}"

    return HEADER, [
        [
            each.population,
            each.cells,
            f"{each.written.rate:.4g} Hz",
            rate(each, each.realised),
            rate(each, each.wafer),
            *(cv(run) for run in (each.written, each.realised, each.wafer)),
        ]
        for each in moved
    ]


def activities(job: Carrier, sizes: Sequence[int], until_ms: float) -> list[Activity]:
    """Of all populations of a job."""
    found = []
    for index, size in enumerate(sizes):
        columns = job.fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=index)))
        cells = np.asarray(columns.get("cell", np.empty(0, np.int32)), np.int64)
        found.append(Activity.of(cells, np.asarray(columns.get("time", np.empty(0))), size, until_ms))
    return found


def again(jobs: Jobs, log: Sequence[Any], engine: str, sizes: Sequence[int], until_ms: float) -> list[Activity] | None:
    """The commands of a job carried out by another engine; None with a warning if it cannot."""
    job = jobs.open()
    commands = []
    try:
        for command in log:
            copy = messages.Command()
            copy.CopyFrom(command)
            if copy.HasField("build"):
                copy.build.options.engine = messages.Options.Engine.Value(engine.upper())
                for population in copy.build.network.populations:
                    del population.recordings[:]
            elif copy.HasField("change"):
                del copy.change.recordings[:]
                if not copy.change.ByteSize():
                    continue
            commands.append(copy)
        for _ in job.carry_out_all(commands):
            pass
        return activities(job, sizes, until_ms)
    except BssError as failure:
        notice("warning", f"cannot be run with engine '{engine}': {failure}")
        return None
    finally:
        job.close()
