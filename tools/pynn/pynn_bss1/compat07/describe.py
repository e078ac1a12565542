"""The network of a script as the messages of a job.

A population whose views were placed by hand becomes several, and a projection between those several too.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import messages
from . import lowlevel
from .network import Network
from .populations import Population
from .projections import Projection

_TRACES = {"v": ("v",), "w": ("w",), "gsyn": ("gsyn_exc", "gsyn_inh")}
_TM = {"U": "u", "tau_rec": "tau_rec", "tau_facil": "tau_facil"}


@dataclass
class Piece:
    """Cells of a population that are placed in one way."""

    number: int
    population: Population
    cells: NDArray[np.intp]
    label: str
    where: dict[str, Any]


@dataclass
class Part:
    """Connections of a projection between two pieces."""

    number: int
    projection: Projection
    connections: NDArray[np.intp]
    source: int
    target: int
    pre: NDArray[np.intp]
    post: NDArray[np.intp]


@dataclass
class Description:
    """All that is sent."""

    net: Network
    options: Any
    pieces: list[Piece]
    parts: list[Part]
    parameters: dict[int, dict[str, Any]]
    recorded: dict[int, dict[str, NDArray[np.bool_]]]
    weights: dict[int, NDArray[np.float64]]
    delays: dict[int, NDArray[np.float64]]
    dynamics: dict[int, dict[str, Any]]
    initial: dict[int, dict[str, NDArray[np.float64]]]
    currents: list[Any] = field(default_factory=list)
    key: Any = None

    def pieces_of(self, population: Population) -> list[Piece]:
        return [piece for piece in self.pieces if piece.population is population]

    def parts_of(self, projection: Projection) -> list[Part]:
        return [part for part in self.parts if part.projection is projection]

    def records(self, piece: Piece, variable: str) -> bool:
        """Whether a variable of any of its cells is recorded."""
        marked = self.recorded[piece.population.number].get(variable)
        return marked is not None and bool(marked[piece.cells].any())

    def build(self) -> Any:
        """The first command."""
        network = messages.JobNetwork(
            name="pynn07",
            seed=int(self.net.options.get("seed", 0)) or 1,
            timestep_ms=self.net.timestep,
            populations=[self._population(piece) for piece in self.pieces],
            projections=[self._projection(part) for part in self.parts],
            currents=self.currents,
        )
        return messages.Build(options=self.options, network=network)

    def change_from(self, before: Description) -> Any:
        """What makes the network that was sent before this one; None: nothing."""
        change = messages.Change()
        for piece in self.pieces:
            self._parameter_changes(change, piece, before)
            recordings = self._recordings(piece)
            if recordings != before._recordings(piece):
                change.recordings.add(population=piece.number, recordings=recordings)
        for part in self.parts:
            self._synapse_changes(change, part, before)
        if self.currents != before.currents:
            change.currents.CopyFrom(messages.CurrentList(currents=self.currents))
        return change if change.ByteSize() else None

    def _parameter_changes(self, change: Any, piece: Piece, before: Description) -> None:
        cells = messages.i32(np.arange(piece.cells.size))
        number = piece.population.number
        old = before.parameters[number]
        for name, values in self.parameters[number].items():
            if isinstance(values, list):
                changed = [
                    k
                    for k, cell in enumerate(piece.cells)
                    if not np.array_equal(values[int(cell)], old[name][int(cell)])
                ]
                if changed:
                    trains = messages.trains([values[int(piece.cells[k])] for k in changed])
                    change.trains.add(population=piece.number, cells=messages.i32(changed), trains=trains)
            elif not np.array_equal(values[piece.cells], old[name][piece.cells]):
                column = messages.values(values[piece.cells])
                change.parameters.add(population=piece.number, name=name, cells=cells, values=column)
        for name, values in self.initial[number].items():
            was = before.initial[number].get(name)
            if was is None or not np.array_equal(values[piece.cells], was[piece.cells]):
                column = messages.values(values[piece.cells])
                change.initial_values.add(population=piece.number, name=name, cells=cells, values=column)

    def _synapse_changes(self, change: Any, part: Part, before: Description) -> None:
        number = part.projection.number
        changed = messages.ChangedSynapses(projection=part.number)
        for name, now, was in (
            ("weight", self.weights, before.weights),
            ("delay", self.delays, before.delays),
        ):
            values = now[number][part.connections]
            if not np.array_equal(values, was[number][part.connections]):
                getattr(changed, name).CopyFrom(messages.values(values))
        mechanism, old = self._mechanism(part), before._mechanism(part)
        for name, value in mechanism.items():
            if value != old.get(name):
                getattr(changed, name).CopyFrom(value)
        if len(changed.ListFields()) > 1 or (part.number == 0 and changed.ListFields()):
            change.synapses.append(changed)

    def _population(self, piece: Piece) -> Any:
        population = piece.population
        message = messages.JobPopulation(
            label=piece.label,
            size=piece.cells.size,
            cell_type=population.celltype.job_type(),
            recordings=self._recordings(piece),
            hicanns=piece.where.get("hicanns", ()),
            neuron_blocks=piece.where.get("blocks", ()),
            neuron_size=0 if population.celltype.source else piece.where.get("size", 0) or self._default_size(),
        )
        for name, values in self.parameters[population.number].items():
            if isinstance(values, list):
                message.spike_trains.CopyFrom(messages.trains([values[int(cell)] for cell in piece.cells]))
            else:
                message.parameters[name].CopyFrom(messages.values(values[piece.cells]))
        for name, values in self.initial[population.number].items():
            message.initial_values[name].CopyFrom(messages.values(values[piece.cells]))
        return message

    def _default_size(self) -> int:
        marocco: Any = self.net.marocco
        return 0 if marocco is None else int(marocco.neuron_placement.default_neuron_size())

    def _recordings(self, piece: Piece) -> list[Any]:
        found: list[Any] = []
        for variable, names in _TRACES.items():
            if self.records(piece, variable):
                marked = self.recorded[piece.population.number][variable][piece.cells]
                cells = b"" if marked.all() else messages.i32(np.flatnonzero(marked))
                found.extend(messages.Recording(variable=name, cells=cells) for name in names)
        return found

    def _projection(self, part: Part) -> Any:
        number = part.projection.number
        return messages.JobProjection(
            label=f"{part.projection.label} #{part.number}",
            source=part.source,
            target=part.target,
            receptor=part.projection.target,
            pre=messages.i32(part.pre),
            post=messages.i32(part.post),
            weight=messages.values(self.weights[number][part.connections]),
            delay=messages.values(self.delays[number][part.connections]),
            **self._mechanism(part),
        )

    def _mechanism(self, part: Part) -> dict[str, Any]:
        dynamics = part.projection.synapse_dynamics
        values = self.dynamics[part.projection.number]
        if dynamics is None or not values:
            return {}
        if dynamics.slow is not None:
            return {"stdp": messages.StdpParameters(**{name: float(value) for name, value in values.items()})}
        columns = {_TM[name]: messages.values(_each(value, part.connections)) for name, value in values.items()}
        return {"tsodyks_markram": messages.TsodyksMarkramColumns(**columns)}


def describe(net: Network, engine: str) -> Description:
    """The network as it stands, with what was written into the configuration."""
    pieces = _pieces(net)
    options = _options(net, engine)
    speedup = options.speedup or 1e4
    weights, enabled = {}, {}
    for projection in net.projections:
        weights[projection.number], enabled[projection.number] = lowlevel.weights(net.runtime, projection, speedup)
    _distort(net, weights)
    parts = _parts(net, pieces, enabled)
    parameters = {
        population.number: dict(population.celltype.translated(lowlevel.parameters(net.runtime, population)))
        for population in net.populations
    }
    made = Description(
        net=net,
        options=options,
        pieces=pieces,
        parts=parts,
        parameters={number: {name: _copy(of) for name, of in each.items()} for number, each in parameters.items()},
        recorded=_recorded(net),
        weights={number: values.copy() for number, values in weights.items()},
        delays={p.number: np.maximum(p.delays, net.min_delay) for p in net.projections},
        dynamics={projection.number: dict(projection._dynamics) for projection in net.projections},
        initial={p.number: {name: values.copy() for name, values in p.initial.items()} for p in net.populations},
        currents=_currents(net, pieces),
    )
    made.key = (
        options.SerializeToString(deterministic=True),
        [(piece.label, piece.cells.tobytes(), sorted(piece.where.items())) for piece in pieces],
        [(part.projection.number, part.source, part.target, part.connections.tobytes()) for part in parts],
    )
    return made


def _copy(values: Any) -> Any:
    if isinstance(values, list):
        return list(values)
    return np.array(values, float)


def _each(value: Any, connections: NDArray[np.intp]) -> Any:
    return value if np.ndim(value) == 0 else np.asarray(value, float)[connections]


def _options(net: Network, engine: str) -> Any:
    given, marocco = net.options, net.marocco
    names = {"emulator": 0, "reference": 1, "realised": 2, "map": 3}
    if engine not in names:
        raise ValueError(f"engine is {engine!r}, must be one of {', '.join(names)}")
    options = messages.Options(
        engine=names[engine],
        silicon=str(given.get("silicon") or os.environ.get("BSS_SILICON") or ""),
        speedup=float(given.get("speedup", 0)),
        neuron_size=int(given.get("neuron_size", 0)),
        strategy=str(given.get("strategy", "")),
        time_limit_s=float(given.get("time_limit", 0)),
        hicanns=[int(each) for each in given.get("hicanns", ())],
        wafer_seed=int(given.get("wafer_seed", 0)),
        trial=int(given.get("trial", 0)),
        threads=int(given.get("threads", 0)),
        calibration=_read(given.get("calibration")),
        defects=_read(given.get("defects")),
    )
    if marocco is not None:
        many: Any = marocco
        options.chain_length = int(many.synapse_routing.driver_chain_length())
        options.speedup = options.speedup or float(many.experiment.speedup())
        if options.silicon == "typical":
            options.wafer_seed = options.wafer_seed or int(many.default_wafer)
        options.defects = options.defects or many.defects.file()
        if engine != "reference":
            options.calibration = options.calibration or many.calibration()
    return options


def _read(path: Any) -> bytes:
    if not path:
        return b""
    with open(path, "rb") as file:
        return file.read()


def _pieces(net: Network) -> list[Piece]:
    of_cell = {population.number: np.full(population.size, -1) for population in net.populations}
    entries: list[dict[str, Any]] = []
    marocco: Any = net.marocco
    for group, where in marocco.manual_placement.entries if marocco is not None else ():
        for population, cells in group.parts():
            if population.network is net:
                of_cell[population.number][cells] = len(entries)
        entries.append(where)
    pieces: list[Piece] = []
    labels: set[str] = set()
    for population in net.populations:
        for entry in sorted(set(of_cell[population.number].tolist())):
            cells = np.flatnonzero(of_cell[population.number] == entry)
            where = entries[entry] if entry >= 0 else {}
            label = population.label
            if cells.size < population.size:
                label += f" [{cells[0]}...]"
            while label in labels:
                label += "'"
            labels.add(label)
            pieces.append(Piece(len(pieces), population, cells, label, where))
    return pieces


def _by_id(net: Network, pieces: list[Piece]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The piece of each cell, and its index in it."""
    piece_of, index_of = np.zeros(net.next_id, np.intp), np.zeros(net.next_id, np.intp)
    for piece in pieces:
        ids = piece.population.first_id + piece.cells
        piece_of[ids], index_of[ids] = piece.number, np.arange(ids.size)
    return piece_of, index_of


def _parts(net: Network, pieces: list[Piece], enabled: dict[int, NDArray[np.bool_]]) -> list[Part]:
    piece_of, index_of = _by_id(net, pieces)
    parts: list[Part] = []
    for projection in net.projections:
        pre = _ids(projection.pre)[projection.sources]
        post = _ids(projection.post)[projection.targets]
        code = np.where(enabled[projection.number], piece_of[pre] * len(pieces) + piece_of[post], -1)
        for each in np.unique(code):
            if each < 0:
                continue
            chosen = np.flatnonzero(code == each)
            source, target = divmod(int(each), len(pieces))
            ends = index_of[pre[chosen]], index_of[post[chosen]]
            parts.append(Part(len(parts), projection, chosen, source, target, *ends))
    return parts


def _ids(group: Any) -> NDArray[np.intp]:
    return np.concatenate([population.first_id + cells for population, cells in group.parts()])


def _recorded(net: Network) -> dict[int, dict[str, NDArray[np.bool_]]]:
    recorded = {p.number: {name: marked.copy() for name, marked in p.recorded.items()} for p in net.populations}
    if net.runtime is not None:
        placement = net.runtime.results().placement
        for neuron in net.runtime.results().analog_outputs.recorded:
            for item in placement.find(neuron):
                number = item.population()
                size = net.runtime.populations[number].size
                recorded[number].setdefault("v", np.zeros(size, bool))[item.neuron_index()] = True
    return recorded


def _currents(net: Network, pieces: list[Piece]) -> list[Any]:
    piece_of, index_of = _by_id(net, pieces)
    found = []
    for source in net.currents:
        for target in source.targets:
            ids = _ids(target)
            for number in np.unique(piece_of[ids]):
                cells = np.sort(index_of[ids[piece_of[ids] == number]])
                found.append(messages.JobCurrent(target=int(number), cells=messages.i32(cells), **source.waveform()))
    return found


def _distort(net: Network, weights: dict[int, NDArray[np.float64]]) -> None:
    """What ESSConfig asks for: each weight times a normal number around 1, not negative; the same in each run."""
    marocco: Any = net.marocco
    if marocco is None or marocco.backend != marocco.ESS or not marocco.ess_config.enable_weight_distortion:
        return
    sigma = float(marocco.ess_config.weight_distortion)
    for place, projection in enumerate(net.projections):
        values = weights[projection.number]
        factor = np.random.default_rng([int(net.options.get("seed", 0)), place]).normal(1, sigma, values.size)
        weights[projection.number] = values * np.maximum(factor, 0)
