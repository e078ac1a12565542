"""Carries out what a script describes: one job on the wafer, built at the first run and changed at those after it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import messages
from ..carrier import Carrier
from ..client import Jobs
from ..errors import BssError
from ..progress import notice
from . import journal
from .describe import Description, describe
from .errors import MappingError, RecordingError
from .network import Network
from .populations import Population
from .projections import Projection

connect: Callable[[], Jobs] = Jobs.connect

_Table = NDArray[np.float64]
_TRACES = {"v": ("v",), "w": ("w",), "gsyn": ("gsyn_exc", "gsyn_inh")}


def engine_of(net: Network) -> str:
    """emulator, reference, realised or map."""
    named = str(net.options.get("engine") or os.environ.get("BSS_ENGINE") or "emulator").lower()
    if net.marocco is not None and net.marocco.backend == net.marocco.Without:  # type: ignore[attr-defined]
        return "map"
    return named


class Experiment:
    """The runs of one network."""

    def __init__(self, net: Network) -> None:
        self.now = 0.0
        self._net = net
        self._jobs: Jobs | None = None
        self._job: Carrier | None = None
        self._is: Description | None = None
        self._engine = ""
        self._mapped = False
        self._summed: Any = None
        self._spikes: dict[int, tuple[Any, Any]] = {}
        self._traces: dict[tuple[int, str], _Table] = {}
        self._evolved: dict[int, _Table] = {}
        self._closed = False

    def run(self, duration: float) -> None:
        """Maps if that is not done, and runs for a time; with the backend `Without` only maps."""
        try:
            self._prepare()
            if self._engine != "map" and duration > 0:
                assert self._job is not None
                self._job.advance(self.now + duration)
                self.now += duration
        except BssError as failure:
            raise MappingError(str(failure)) from None
        self._forget_results()
        self._write_counters()
        if journal.wanted():
            journal.note(self._summary())

    def reset(self) -> None:
        """Back to time 0."""
        self._forget_results()
        if self._job is not None and self._engine != "map":
            self._job.reset()
        self.now = 0.0

    def close(self) -> None:
        """Fetches what may still be asked for, and ends the job."""
        if self._closed:
            return
        if self._job is not None and self._engine != "map":
            self._fetch_all()
        self._closed = True
        if self._jobs is not None:
            self._jobs.close()
        self._job = self._jobs = None

    # results

    def recording(self, population: Population, variable: str, cells: NDArray[np.intp]) -> _Table:
        """Rows of cell, time and values of some cells."""
        if variable == "spikes":
            index, times = self._spikes_of(population)
            kept = np.isin(index, cells)
            return np.column_stack([index[kept], times[kept]]).astype(float)
        columns = 2 + len(_TRACES[variable])
        marked = self._marked(population, variable)
        if marked is None or not marked[cells].any():
            raise RecordingError(
                f"{variable} of {population.label} was not recorded: call record_{variable}() before run()"
            )
        table = self._trace_of(population, variable)
        return table[np.isin(table[:, 0], cells)].copy() if len(table) else np.zeros((0, columns))

    def evolved(self, projection: Projection) -> _Table | None:
        """The weights as plasticity left them; None: not run."""
        if projection.number not in self._evolved and self._job is not None and self.now > 0:
            self._evolved[projection.number] = self._synapses(projection, "evolved_weight")
        return self._evolved.get(projection.number)

    def _marked(self, population: Population, variable: str) -> NDArray[np.bool_] | None:
        return None if self._is is None else self._is.recorded[population.number].get(variable)

    def _running(self) -> bool:
        return self._job is not None and self._engine != "map" and self.now > 0

    def _spikes_of(self, population: Population) -> tuple[Any, Any]:
        if population.number not in self._spikes:
            found: list[tuple[Any, Any]] = [(np.zeros(0), np.zeros(0))]
            if self._running():
                assert self._job is not None and self._is is not None
                for piece in self._is.pieces_of(population):
                    request = messages.FetchSpikes(population=piece.number)
                    columns: Any = self._job.fetch(messages.FetchRequest(spikes=request))
                    if columns:
                        found.append((piece.cells[columns["cell"]], columns["time"]))
            index, times = (np.concatenate(part) for part in zip(*found, strict=True))
            order = np.lexsort((times, index))
            self._spikes[population.number] = index[order], times[order]
        return self._spikes[population.number]

    def _trace_of(self, population: Population, variable: str) -> _Table:
        key = population.number, variable
        if key not in self._traces:
            found = [np.zeros((0, 2 + len(_TRACES[variable])))]
            if self._running():
                assert self._job is not None and self._is is not None
                for piece in self._is.pieces_of(population):
                    if self._is.records(piece, variable):
                        found.append(self._trace_of_piece(piece, variable))
            rows = np.vstack(found)
            self._traces[key] = rows[np.argsort(rows[:, 0], kind="stable")]
        return self._traces[key]

    def _trace_of_piece(self, piece: Any, variable: str) -> _Table:
        assert self._job is not None
        columns = []
        cells: Any = np.zeros(0)
        begin = 0.0
        for name in _TRACES[variable]:
            request = messages.FetchTrace(population=piece.number, variable=name)
            table: Any = self._job.fetch(messages.FetchRequest(trace=request))
            cells, begin = table["cell"], float(table["begin"][0])
            columns.append(table["sample"].reshape(-1, cells.size).T.ravel())
        samples = columns[0].size // max(1, cells.size)
        times = begin + self._net.timestep * np.arange(samples)
        return np.column_stack([np.repeat(piece.cells[cells], samples), np.tile(times, cells.size), *columns])

    def _synapses(self, projection: Projection, column: str) -> _Table:
        values = np.full(len(projection), np.nan)
        assert self._job is not None and self._is is not None
        for part in self._is.parts_of(projection):
            request = messages.FetchRequest(synapses=messages.FetchSynapses(projection=part.number))
            values[part.connections] = self._job.fetch(request)[column]
        return values

    def _fetch_all(self) -> None:
        for population in self._net.populations:
            self._spikes_of(population)
            for variable in population.recorded:
                if variable != "spikes" and self._marked(population, variable) is not None:
                    self._trace_of(population, variable)
        for projection in self._net.projections:
            if projection.synapse_dynamics is not None and projection.synapse_dynamics.slow is not None:
                self.evolved(projection)

    def _forget_results(self) -> None:
        self._spikes.clear()
        self._traces.clear()
        self._evolved.clear()

    # building

    def _prepare(self) -> None:
        if self._closed:
            raise RuntimeError("end() was called: call setup() and build the network again")
        net = self._net
        marocco: Any = net.marocco
        if marocco is not None and marocco.skip_mapping and not self._mapped:
            raise MappingError(
                "skip_mapping: nothing was mapped yet in this script; run once with skip_mapping = False"
            )
        engine = engine_of(net)
        wanted = describe(net, engine)
        if self._job is not None and engine == self._engine and self._is is not None and self._is.key == wanted.key:
            change = wanted.change_from(self._is)
            if change is not None:
                done = self._job.change(change)
                if done.HasField("mapping"):
                    self._learn(wanted, done)
            self._is = wanted
            return
        if self.now > 0:
            raise RuntimeError("the network was changed after run(): call reset(), or build it anew after setup()")
        self._engine = engine
        self._jobs = self._jobs or connect()
        if self._job is not None:
            self._job.close()
        self._job = self._jobs.open()
        done = self._job.build(wanted.build())
        self._learn(wanted, done)

    def _learn(self, wanted: Description, done: Any) -> None:
        """Takes over what the mapping says."""
        assert self._job is not None
        self._is = wanted
        self._mapped = True
        self._summed = done.mapping
        net = self._net
        marocco: Any = net.marocco
        # with skip_mapping a script holds on to the places and synapses of the mapping before, and writes to them
        kept = marocco is not None and marocco.skip_mapping
        if net.runtime is not None and done.mapping.mapped and not kept:
            from .learn import results

            results(net, self._job, wanted, self._synapses)
        if marocco is None:
            _warn_of_loss(done.mapping)
            return
        marocco.stats.fill(done.mapping, len(net.populations), len(net.projections), done.seconds)
        for projection in net.projections:
            marocco.stats.set_weights(projection, self._synapses(projection, "realised_weight"))
        if marocco.persist and net.runtime is not None:
            net.runtime.results().save(marocco.persist, True)
        if marocco.wafer_cfg and net.runtime is not None:
            net.runtime.wafer().save(marocco.wafer_cfg)
        _check_loss(marocco)

    def _summary(self) -> dict[str, Any]:
        of = self._summed
        neurons = [population for population in self._net.populations if not population.celltype.source]
        return {
            "engine": self._engine,
            "until_ms": self.now,
            "neurons": of.neurons_requested,
            "placed": of.neurons_placed,
            "synapses": of.synapses_requested,
            "lost": of.synapses_requested - of.synapses_realised,
            "lost_by_cause": dict(of.lost_by_cause),
            "hicanns": of.hicanns,
            "spikes": sum(len(self._spikes_of(population)[0]) for population in neurons),
        }

    def _write_counters(self) -> None:
        marocco: Any = self._net.marocco
        if marocco is None or marocco.backend != marocco.ESS or not marocco.ess_config.pulse_statistics_file:
            return
        if self._job is not None and self._engine != "map":
            text = self._job.text("COUNTERS")
            with open(marocco.ess_config.pulse_statistics_file, "w", encoding="utf-8") as out:
                out.write(f"pulse_statistics = {text}\n")


def _warn_of_loss(mapping: Any) -> None:
    lost = mapping.synapses_requested - mapping.synapses_realised
    if lost:
        causes = ", ".join(f"{n} {cause}" for cause, n in sorted(mapping.lost_by_cause.items()))
        notice("warning", f"{lost} of {mapping.synapses_requested} synapses are lost ({causes})")


def _check_loss(marocco: Any) -> None:
    stats = marocco.stats
    if marocco.continue_despite_synapse_loss:
        return
    unplaced = stats.getNumNeurons() - stats.getNumNeuronsPlaced()
    if unplaced or stats.getSynapseLoss():
        causes = ", ".join(f"{n} {cause}" for cause, n in sorted(stats.lost_by_cause().items()))
        raise MappingError(
            f"{stats.getSynapseLoss()} of {stats.getSynapses()} synapses and {unplaced} of"
            f" {stats.getNumNeurons()} neurons are lost ({causes});"
            " marocco.continue_despite_synapse_loss = True runs without them"
        )
