"""What the log of a job says by itself: what was written last, what is recorded, how far it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import messages

Column = NDArray[Any]

SPEEDUP = 1e4
"""Where the build names none."""
DELAY_MS = 0.1


def network(log: Sequence[Any]) -> Any:
    """As it was built."""
    return log[0].build.network


def engine(log: Sequence[Any]) -> str:
    """Of the build, in capitals."""
    return str(messages.Options.Engine.Name(log[0].build.options.engine))


def recordings(log: Sequence[Any], population: int) -> list[Any]:
    """As they were at the end."""
    last = list(network(log).populations[population].recordings)
    for command in log:
        for changed in command.change.recordings:
            if changed.population == population:
                last = list(changed.recordings)
    return last


def synapses(log: Sequence[Any], index: int) -> dict[str, Column]:
    """Cells of the connections, and weights (uS) and delays (ms) as written last."""
    projection = network(log).projections[index]
    pre, post = (np.frombuffer(ends, "<i4").copy() for ends in (projection.pre, projection.post))
    weight = _column(projection.weight, pre.size)
    delay = _column(projection.delay, pre.size) if projection.HasField("delay") else np.full(pre.size, DELAY_MS)
    for command in log:
        for changed in command.change.synapses:
            if changed.projection == index:
                weight = _column(changed.weight, pre.size) if changed.HasField("weight") else weight
                delay = _column(changed.delay, pre.size) if changed.HasField("delay") else delay
    return {"pre": pre, "post": post, "weight": weight, "delay": delay}


def parameters(log: Sequence[Any], index: int) -> dict[str, Column]:
    """Of a population, one value per cell, as written last."""
    population = network(log).populations[index]
    columns = {name: _column(values, population.size) for name, values in sorted(population.parameters.items())}
    for command in log:
        for changed in command.change.parameters:
            if changed.population == index:
                which = np.frombuffer(changed.cells, "<i4") if changed.cells else np.arange(population.size)
                column = columns.setdefault(changed.name, np.full(population.size, np.nan))
                column[which] = _column(changed.values, which.size)
    return columns


def ends(log: Sequence[Any]) -> float:
    """Biological time at the end, in ms."""
    now = 0.0
    for command in log:
        if command.HasField("advance"):
            now = command.advance.until_ms
        elif command.HasField("reset"):
            now = 0.0
    return now


def done(log: Sequence[Any], hardware_seconds: float) -> list[Any]:
    """The commands of a job that was stopped, as far as it came: what it had of the wafer's time says it."""
    left = whole = hardware_seconds * 1e3 * (log[0].build.options.speedup or SPEEDUP)
    found, now = [log[0]], 0.0
    for command in log[1:]:
        if left <= 1e-9 * whole:
            break  # a change or a reset that may have followed takes no time: it is taken as not done
        if command.HasField("advance"):
            until = command.advance.until_ms
            if until - now > left * (1 + 1e-9):
                return [*found, messages.Command(advance=messages.Advance(until_ms=round(now + left, 6)))]
            left, now = left - (until - now), until
        elif command.HasField("reset"):
            now = 0.0
        found.append(command)
    return found


def resets(log: Sequence[Any]) -> int:
    """How often it goes back to time 0."""
    return sum(command.HasField("reset") for command in log)


def _column(values: Any, size: int) -> Column:
    if values.WhichOneof("of") == "f64":
        return np.array(np.frombuffer(values.f64, "<f8"))
    return np.full(size, float(values.all))
