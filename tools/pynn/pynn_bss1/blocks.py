"""What a queued job recorded, as PyNN would give it: from the log of the job and its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import neo
import numpy as np
import quantities as pq

from . import messages, neo_data, simulator, written
from .result import Result

UNITS = {"v": "mV", "w": "nA", "gsyn_exc": "uS", "gsyn_inh": "uS"}


def block(log: Sequence[Any], result: Result, index: int, when: datetime) -> Any:
    """Of one population: spikes of all cells, and what was sampled, since the last reset."""
    network = written.network(log)
    population = network.populations[index]
    first = sum(p.size for p in network.populations[:index])
    description = f"population '{population.label}' of {population.size} {population.cell_type}, of a queued job"
    segment = neo.Segment(name=f"segment{written.resets(log):03d}", description=description, rec_datetime=when)
    until = written.ends(log)
    segment.spiketrains = _spikes(result, population, index, first, until, segment)
    dt = network.timestep_ms or 0.1
    for recording in written.recordings(log, index):
        signal = _signal(result, population, index, first, until, recording, dt)
        if signal is not None:
            neo_data.attach(signal, segment)
    found = neo.Block(name=population.label, description=description, rec_datetime=when)
    found.segments = [segment]
    found.annotate(
        size=population.size,
        first_index=0,
        last_index=population.size,
        first_id=first,
        last_id=first + population.size - 1,
        label=population.label,
        simulator=simulator.name,
        dt=dt,
        mpi_processes=1,
    )
    return found


def spikes(result: Result, index: int) -> tuple[Any, Any]:
    """Cells and times (ms), by cell and time."""
    columns = result.fetch(messages.FetchRequest(spikes=messages.FetchSpikes(population=index)))
    return columns.get("cell", np.empty(0, np.int32)), columns.get("time", np.empty(0))


def _spikes(result: Result, population: Any, index: int, first: int, until: float, segment: Any) -> list[Any]:
    cells = np.arange(population.size)
    trains = neo_data.split(*spikes(result, index), cells)
    ids = [first + int(cell) for cell in cells]
    stop = max([until, *(float(train[-1]) for train in trains if len(train))])
    return neo_data.spike_trains(population.label, ids, cells, trains, 0.0, stop, segment)


def _signal(result: Result, population: Any, index: int, first: int, until: float, recording: Any, dt: float) -> Any:
    request = messages.FetchTrace(population=index, variable=recording.variable)
    columns = result.fetch(messages.FetchRequest(trace=request))
    cells = np.asarray(columns.get("cell", np.empty(0, np.int32)))
    if not cells.size:
        return None
    interval = recording.interval_ms or dt
    begin, samples = float(columns["begin"][0]), np.asarray(columns["sample"]).reshape(-1, cells.size)  # type: ignore[arg-type]
    table = neo_data.sampled(cells, begin, samples, cells, 0.0, until, interval)
    ids = [first + int(cell) for cell in cells]
    start = 0.0 * pq.ms
    return neo_data.signal(
        recording.variable, table, UNITS[recording.variable], start, interval, population.label, ids, cells
    )
