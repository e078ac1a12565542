"""A stand-in for the wafer: every neuron fires once for each excitatory spike of at least `THRESHOLD` uS, 1 ms later.

Takes the commands of a job as the server does, and keeps them in `commands`.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from pynn_bss1 import messages

THRESHOLD = 0.001
LATENCY_MS = 1.0


class RelayJobs:
    """The connection, and the jobs that were opened."""

    def __init__(self) -> None:
        self.jobs: list[RelayJob] = []
        self.closed = False

    def open(self, name: str | None = None) -> RelayJob:
        self.jobs.append(RelayJob())
        return self.jobs[-1]

    def close(self) -> None:
        self.closed = True


class RelayJob:
    """One job. With a chain length of 5 it loses every fifth connection of a projection."""

    def __init__(self) -> None:
        self.commands: list[Any] = []
        self.now = 0.0
        self.net: Any = None

    def build(self, build: Any) -> Any:
        self.commands.append(("build", build))
        self.options, self.net = build.options, messages.JobNetwork.FromString(build.network.SerializeToString())
        neurons = sum(p.size for p in self.net.populations if not p.cell_type.startswith("SpikeSource"))
        synapses = sum(len(p.pre) // 4 for p in self.net.projections)
        lost = sum(int(np.isnan(self._realised(k)).sum()) for k in range(len(self.net.projections)))
        mapping = messages.MappingSummary(
            mapped=True,
            neurons_requested=neurons,
            neurons_placed=neurons,
            synapses_requested=synapses,
            synapses_realised=synapses - lost,
            lost_by_cause={"synapse_driver": lost} if lost else {},
        )
        return messages.Done(mapping=mapping)

    def advance(self, until: float) -> Any:
        assert self.options.engine != 3, "a mapping alone cannot run"
        self.commands.append(("advance", until))
        self.now = until
        return messages.Done(now_ms=until)

    def reset(self, trial: int = 0) -> Any:
        self.commands.append(("reset", trial))
        self.now = 0.0
        return messages.Done()

    def change(self, change: Any) -> Any:
        self.commands.append(("change", change))
        for each in change.trains:
            old = self._trains(each.population)
            counts = np.frombuffer(each.trains.counts, "<i4")
            times = np.split(np.frombuffer(each.trains.times, "<f8"), np.cumsum(counts)[:-1])
            for cell, new in zip(np.frombuffer(each.cells, "<i4"), times, strict=True):
                old[cell] = new
            trains = self.net.populations[each.population].spike_trains
            trains.counts = messages.i32([len(t) for t in old])
            trains.times = messages.f64(np.concatenate(old))
        for each in change.parameters:
            self.net.populations[each.population].parameters[each.name].CopyFrom(each.values)
        for each in change.synapses:
            if each.HasField("weight"):
                self.net.projections[each.projection].weight.CopyFrom(each.weight)
        for each in change.recordings:
            population = self.net.populations[each.population]
            del population.recordings[:]
            population.recordings.extend(each.recordings)
        return messages.Done()

    def fetch(self, request: Any) -> Any:
        what = request.WhichOneof("what")
        return getattr(self, "_" + what)(getattr(request, what))

    def text(self, kind: str) -> str:
        return json.dumps({"voltage_window": {"alpha": 10.0, "shift": 1.2}} if kind == "REPORT" else {"sent": 3})

    def close(self, why: str = "") -> None:
        self.commands.append(("close", why))

    def _trains(self, number: int) -> list[Any]:
        trains = self.net.populations[number].spike_trains
        counts = np.frombuffer(trains.counts, "<i4")
        return np.split(np.frombuffer(trains.times, "<f8"), np.cumsum(counts)[:-1])

    def _spikes(self, request: Any) -> Any:
        fired = self._fired(request.population)
        cells = np.concatenate([np.full(len(times), cell) for cell, times in enumerate(fired)]).astype("<i4")
        times = np.concatenate(fired)
        kept = times <= self.now
        return {"cell": cells[kept], "time": times[kept]}

    def _fired(self, number: int) -> list[Any]:
        population = self.net.populations[number]
        if population.cell_type == "SpikeSourceArray":
            return self._trains(number)
        fired: list[Any] = [np.zeros(0) for _ in range(population.size)]
        for k, projection in enumerate(self.net.projections):
            source = self.net.populations[projection.source]
            direct = projection.target == number and projection.receptor == "excitatory"
            if not direct or source.cell_type != "SpikeSourceArray":
                continue
            weights, sent = self._realised(k), self._trains(projection.source)
            pre, post = np.frombuffer(projection.pre, "<i4"), np.frombuffer(projection.post, "<i4")
            for i, j, w in zip(pre, post, weights, strict=True):
                if w >= THRESHOLD:
                    fired[j] = np.union1d(fired[j], sent[i] + LATENCY_MS)
        return fired

    def _trace(self, request: Any) -> Any:
        population = self.net.populations[request.population]
        recordings = [r for r in population.recordings if r.variable == request.variable]
        assert recordings, f"{request.variable} is not recorded"
        cells = np.frombuffer(recordings[0].cells, "<i4")
        cells = cells if cells.size else np.arange(population.size, dtype="<i4")
        n = round(self.now / self.net.timestep_ms) + 1
        samples = np.arange(n)[:, None] + 1000.0 * cells[None, :]
        return {"cell": cells, "sample": samples.ravel(), "begin": np.zeros(1)}

    def _synapses(self, request: Any) -> Any:
        realised = self._realised(request.projection)
        return {"weight": realised, "realised_weight": realised, "evolved_weight": realised}

    def _realised(self, number: int) -> Any:
        projection = self.net.projections[number]
        n = len(projection.pre) // 4
        given = projection.weight
        weights = np.frombuffer(given.f64, "<f8").copy() if given.WhichOneof("of") == "f64" else np.full(n, given.all)
        if self.options.chain_length == 5:
            weights[::5] = np.nan
        return weights

    def _placement(self, request: Any) -> Any:
        population = self.net.populations[request.population]
        external = population.cell_type.startswith("SpikeSource")
        size = 0 if external else population.neuron_size or self.options.neuron_size or 4
        hicann = population.hicanns[0] if population.hicanns else 144 + request.population
        block = population.neuron_blocks[0] if population.neuron_blocks else 0
        cells = np.arange(population.size)
        denmems = np.full(population.size, -1) if external else 32 * block + size // 2 * cells
        return {
            "hicann": np.full(population.size, hicann, "<i4"),
            "denmem": denmems.astype("<i4"),
            "size": np.full(population.size, size, "<i4"),
            "dnc_merger": np.zeros(population.size, "<i4"),
            "address": (cells % 64).astype("<i4"),
        }
