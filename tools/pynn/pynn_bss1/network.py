"""The objects of a script as the messages of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import approximate, messages, renewal
from .errors import InvalidError
from .standardmodels.synapses import STDPMechanism, TsodyksMarkramSynapse

if TYPE_CHECKING:
    from .populations import Population
    from .projections import Projection

Columns = dict[str, NDArray[Any]]
Which = NDArray[np.int64] | slice

_STDP = ("tau_plus", "tau_minus", "A_plus", "A_minus", "w_min", "w_max", "dendritic_delay_fraction")
_SHORT_TERM = ("U", "tau_rec", "tau_facil")
_RECEPTORS = ("excitatory", "inhibitory")


class Network:
    """What the server has: populations and projections in their order, and what they were last written as."""

    def __init__(self, state: Any) -> None:
        self._state = state
        self.populations: list[Population] = list(state.populations)
        self.projections: list[Projection] = list(state.projections)
        # a projection between assemblies is one for each pair of populations
        self._branches: dict[int, list[tuple[int, Population, Which, NDArray[np.int32]]]] = {}
        self._renewal = {
            id(p): renewal.Trains(p, state.options.seed, i) for i, p in enumerate(self.populations) if renewal.draws(p)
        }
        self._approximated = {
            id(p): approximate.Cells(p)
            for p in self.populations
            if state.options.on_wafer and not type(p.celltype).on_wafer
        }

    def index(self, population: Population) -> int:
        """Of a population on the server."""
        try:
            return self.populations.index(population)
        except ValueError:
            raise InvalidError(f"population '{population.label}' is not of this network") from None

    def branches_of(self, projection: Projection) -> list[tuple[int, Which]]:
        """Indices of projections on the server, and which connections they are."""
        return [(index, which) for index, _, which, _ in self._branches.get(id(projection), [])]

    # --- all of it

    def build(self, until: float) -> Any:
        """To be run until a time at first."""
        state = self._state
        net = messages.JobNetwork(name="network", seed=state.options.seed, timestep_ms=state.dt)
        labels: set[str] = set()
        for population in self.populations:
            net.populations.append(self._population(population, _unique(population.label, labels), until))
        labels.clear()
        for projection in self.projections:
            self._projection(projection, labels, net.projections)
        net.currents.extend(self._currents())
        for population in self.populations:
            population._pending.clear()
        for projection in self.projections:
            projection._pending.clear()
        return messages.Build(options=state.options.message(), network=net)

    def _population(self, population: Population, label: str, until: float) -> Any:
        celltype = type(population.celltype)
        job = messages.JobPopulation(
            label=label,
            size=population.size,
            cell_type=self._job_type(population),
            hicanns=population.requested_hicanns,
            neuron_blocks=population.requested_blocks,
            neuron_size=population.requested_size,
            expected_rate_hz=population.expected_rate,
            recordings=_recordings(population),
        )
        for name, column in self._parameters(population).items():
            job.parameters[name].CopyFrom(messages.values(column))
        for name, column in _initial(population).items():
            job.initial_values[name].CopyFrom(messages.values(column))
        if celltype.job_type == "SpikeSourceArray":
            cells = np.arange(population.size)
            job.spike_trains.CopyFrom(messages.trains(self._times(population, cells, until)))
        return job

    def _job_type(self, population: Population) -> str:
        job_type = str(type(population.celltype).job_type)
        return approximate.JOB_TYPE[job_type] if id(population) in self._approximated else job_type

    def _parameters(self, population: Population) -> Columns:
        native = {name: column for name, column in population._parameters.items() if name != "spike_times"}
        cells = self._approximated.get(id(population))
        if cells is not None:
            return cells.parameters()
        return population.celltype.job_parameters(native) if native else {}  # type: ignore[no-any-return]

    def _times(self, population: Population, cells: NDArray[np.int64], until: float) -> list[NDArray[np.float64]]:
        drawn = self._renewal.get(id(population))
        if drawn is not None:
            return drawn.until(until)
        column = population._parameters["spike_times"]
        return [np.asarray(column[cell].value, dtype=float) for cell in cells]

    def _projection(self, projection: Projection, labels: set[str], to: Any) -> None:
        if projection.receptor_type not in _RECEPTORS:
            raise InvalidError(f"projection '{projection.label}': receptor_type is '{projection.receptor_type}'")
        branches = self._branches[id(projection)] = []
        for pre, post, which, pre_cells, post_cells in projection.branches():
            branches.append((len(to), post, which, post_cells))
            job = messages.JobProjection(
                label=_unique(str(projection.label), labels),
                source=self.index(pre),
                target=self.index(post),
                receptor=projection.receptor_type,
                pre=messages.i32(pre_cells),
                post=messages.i32(post_cells),
                weight=messages.values(self._weights(projection, post, which, post_cells)),
                delay=messages.values(projection._columns["delay"][which]),
            )
            if isinstance(projection.synapse_type, TsodyksMarkramSynapse):
                job.tsodyks_markram.CopyFrom(_short_term(projection, which))
            elif isinstance(projection.synapse_type, STDPMechanism):
                job.stdp.CopyFrom(self._stdp(projection, post))
            to.append(job)

    def _weights(
        self, projection: Projection, post: Population, which: Which, cells: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        weights = projection._columns["weight"][which]
        approximated = self._approximated.get(id(post))
        if approximated is not None:
            weights = approximated.weights(projection.receptor_type, weights, cells)
        return np.asarray(weights)

    def _stdp(self, projection: Projection, post: Population) -> Any:
        one: dict[str, float] = {}
        for name in _STDP:
            column = projection._columns[name]
            if (column != column[0]).any():
                raise InvalidError(
                    f"projection '{projection.label}': {name} is {column.min():g} to {column.max():g}, must be the "
                    "same for all of its connections: make one projection for each value"
                )
            one[name] = float(column[0])
        approximated = self._approximated.get(id(post))
        if approximated is not None:
            for name in ("w_min", "w_max"):
                one[name] = approximated.bound(projection.receptor_type, one[name])
        return messages.StdpParameters(
            tau_plus=one["tau_plus"],
            tau_minus=one["tau_minus"],
            a_plus=one["A_plus"],
            a_minus=one["A_minus"],
            w_min=one["w_min"],
            w_max=one["w_max"],
            dendritic_delay_fraction=one["dendritic_delay_fraction"],
        )

    def _currents(self) -> list[Any]:
        found: list[Any] = []
        for source in self._state.current_sources:
            source._first_index = len(found)
            found += source.job_currents(self.index)
        self._state.session.currents_changed = False
        return found

    def biological(self, projection: Projection, columns: dict[str, NDArray[np.float64]]) -> None:
        """Turns conductances that stand for currents back."""
        for _, post, which, cells in self._branches.get(id(projection), []):
            approximated = self._approximated.get(id(post))
            if approximated is None:
                continue
            asked = projection._columns["weight"][which]
            scale = approximated.scale(projection.receptor_type, asked, cells)
            for name in ("weight", "realised_weight", "evolved_weight"):
                if name in columns:
                    columns[name][which] = columns[name][which] * scale

    # --- what has changed

    def restart(self) -> None:
        """At time 0 again."""
        for drawn in self._renewal.values():
            drawn.restart()
        for projection in self.projections:
            if projection._evolves and projection._restore is not None:
                projection._columns["weight"], projection._restore = projection._restore, None
                projection._pending.add("weight")

    def change(self, until: float) -> Any | None:
        """Since the last command, for a run until a time; nothing if nothing has changed."""
        change = messages.Change()
        for index, population in enumerate(self.populations):
            self._changed_cells(index, population, until, change)
        for projection in self.projections:
            if projection._pending:
                change.synapses.extend(self._changed_synapses(projection))
                projection._pending.clear()
        if self._state.session.currents_changed:
            change.currents.CopyFrom(messages.CurrentList(currents=self._currents()))
        return change if change.ByteSize() else None

    def _changed_cells(self, index: int, population: Population, until: float, change: Any) -> None:
        pending = population._pending
        drawn = self._renewal.get(id(population))
        if drawn is not None:
            if drawn.needs(until) or pending.parameters:
                drawn.rewritten(self._state.t)
                times = drawn.until(until)
                change.trains.add(population=index, trains=messages.trains(times))
            pending.clear()
            return
        if pending.trains is not None:
            cells = np.flatnonzero(pending.trains)
            trains = messages.trains(self._times(population, cells, until))
            change.trains.add(population=index, cells=messages.i32(cells), trains=trains)
        approximated = self._approximated.get(id(population))
        if approximated is not None and pending.parameters:
            for name, column in approximated.parameters(again=True).items():
                change.parameters.add(population=index, name=name, values=messages.values(column))
            for projection in self.projections:
                if any(post is population for _, post, _, _ in self._branches[id(projection)]):
                    projection._pending.add("weight")
        elif pending.parameters:
            columns = self._parameters(population)
            for name, mask in pending.parameters.items():
                _add(change.parameters, index, name, mask, columns[name])
        written = _initial(population, everything=True)
        for name, mask in pending.initial.items():
            if name in written:
                _add(change.initial_values, index, name, mask, written[name])
        if pending.recordings:
            change.recordings.add(population=index, recordings=_recordings(population))
        pending.clear()

    def _changed_synapses(self, projection: Projection) -> list[Any]:
        names = projection._pending
        found = []
        for index, post, which, cells in self._branches[id(projection)]:
            changed = messages.ChangedSynapses(projection=index)
            if "weight" in names:
                changed.weight.CopyFrom(messages.values(self._weights(projection, post, which, cells)))
            if "delay" in names:
                changed.delay.CopyFrom(messages.values(projection._columns["delay"][which]))
            if names & set(_SHORT_TERM):
                changed.tsodyks_markram.CopyFrom(_short_term(projection, which))
            if names & set(_STDP):
                changed.stdp.CopyFrom(self._stdp(projection, post))
            found.append(changed)
        return found


def _unique(label: str, taken: set[str]) -> str:
    name, n = label, 1
    while name in taken:
        n += 1
        name = f"{label} #{n}"
    taken.add(name)
    return name


def _add(to: Any, index: int, name: str, mask: NDArray[np.bool_], column: NDArray[Any]) -> None:
    cells = np.flatnonzero(mask)
    if cells.size:
        which = b"" if cells.size == mask.size else messages.i32(cells)
        to.add(population=index, name=name, cells=which, values=messages.values(column[cells]))


def _initial(population: Population, everything: bool = False) -> Columns:
    """Without those that mean nothing, as synaptic currents at rest."""
    found = {}
    for name, column in population._initial.items():
        if name.startswith("isyn"):
            if column.any():
                raise InvalidError(f"population '{population.label}': initial {name} must be 0")
        elif name in ("v", "w") or everything or column.any():
            found[name] = column
    if not population.celltype.injectable:
        return {}
    return found


def _recordings(population: Population) -> list[Any]:
    found = []
    for variable, (cells, interval) in sorted(population.recorder.intervals().items()):
        which = b"" if len(cells) == population.size else messages.i32(cells)
        found.append(messages.Recording(variable=variable, cells=which, interval_ms=interval))
    return found


def _short_term(projection: Projection, which: Which) -> Any:
    u, rec, facil = (messages.values(projection._columns[name][which]) for name in _SHORT_TERM)
    return messages.TsodyksMarkramColumns(u=u, tau_rec=rec, tau_facil=facil)
