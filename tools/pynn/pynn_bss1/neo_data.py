"""Spikes and samples of a population as Neo's objects, annotated as PyNN does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import neo
import numpy as np
import quantities as pq
from numpy.typing import NDArray
from pyNN import recording

OLD = not hasattr(recording, "Variable")
"""Before PyNN 0.11: variables are strings, and cells are named `source_id`."""


def split(cell: NDArray[Any], time: NDArray[Any], index: NDArray[Any]) -> list[NDArray[Any]]:
    """The times of some cells, of spikes by cell and time."""
    begin, end = np.searchsorted(cell, index, "left"), np.searchsorted(cell, index, "right")
    return [time[b:e] for b, e in zip(begin, end, strict=True)]


def sampled(
    cells: NDArray[Any],
    begin: float,
    samples: NDArray[Any],
    index: NDArray[Any],
    start: float,
    stop: float,
    interval: float,
) -> NDArray[np.float64]:
    """Samples of some cells from a start (ms) on, NaN of those that were not recorded yet."""
    length = round((stop - start) / interval) + 1
    table = np.full((max(0, length), len(index)), np.nan)
    if not len(index):
        return table
    position = np.searchsorted(cells, index)
    missing = round((begin - start) / interval)
    source = samples[max(0, -missing) :]
    target = table[max(0, missing) :]
    n = min(len(source), len(target))
    target[:n] = source[:n][:, position]
    if 0 < n == len(target) - 1:
        target[n] = target[n - 1]  # the wafer's sampling may end just before the run does
    return table


def spike_trains(
    label: str,
    ids: Sequence[int],
    index: NDArray[Any],
    trains: Iterable[NDArray[Any]],
    start: float,
    stop: float,
    segment: Any,
) -> list[Any]:
    """One for each cell, in ms."""
    found = []
    for i, source_index, times in zip(ids, index, trains, strict=True):
        train = neo.SpikeTrain(
            times,
            t_start=start,
            t_stop=stop,
            units="ms",
            source_population=label,
            source_index=int(source_index),
            **{"source_id" if OLD else "channel_id": i},
        )
        train.segment = segment
        found.append(train)
    return found


def signal(
    name: str,
    samples: NDArray[Any],
    units: Any,
    start: Any,
    interval: float,
    label: str,
    ids: Sequence[int],
    index: NDArray[Any],
) -> Any:
    """One for all cells; nothing if there are no samples."""
    if samples.size == 0:
        return None
    return neo.AnalogSignal(
        samples,
        units=units,
        t_start=start,
        sampling_period=interval * pq.ms,
        name=name,
        source_population=label,
        array_annotations={"channel_index": index},
        **{"source_ids" if OLD else "channel_ids": np.asarray(ids)},
    )


def attach(signal: Any, segment: Any) -> None:
    """Puts a signal into a segment."""
    segment.analogsignals.append(signal)
    if not OLD:  # there, signals of an assembly are merged only if they have none
        signal.segment = segment
