"""Results of a mapping: where neurons and synapses went, and what a run sets before it.

`save` and `load` have a format of their own, whatever the name of the file ends in; marocco's are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .coordinates import (
    DNCMergerOnHICANN,
    DNCMergerOnWafer,
    Enum,
    HICANNOnWafer,
    L1Address,
    L1AddressOnWafer,
    NeuronBlockOnWafer,
    NeuronOnHICANN,
    NeuronOnWafer,
)
from .errors import UnavailableError

_COLUMNS = 7
"""Of the placement: population, cell, HICANN, denmem, size, merger, address."""


class BioNeuron:
    """A cell of a population, by their numbers."""

    def __init__(self, cell: Any, index: int | None = None) -> None:
        if index is None:
            self._key = (cell._parent.number, cell.index)
        else:
            self._key = (int(cell), int(index))

    def population(self) -> int:
        return int(self._key[0])

    def neuron_index(self) -> int:
        return int(self._key[1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BioNeuron) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"BioNeuron({self._key[0]}, {self._key[1]})"


class LogicalNeuron:
    """The denmems of a neuron: first those of the top row, then those of the bottom row."""

    def __init__(self, denmems: list[NeuronOnWafer] | None = None) -> None:
        self._denmems = denmems or []

    @staticmethod
    def on(block: NeuronBlockOnWafer) -> LogicalNeuronBuilder:
        """Begins one in a block: `LogicalNeuron.on(block).add(place, columns).done()`."""
        return LogicalNeuronBuilder(block)

    @staticmethod
    def rectangular(first: NeuronOnWafer, size: int) -> LogicalNeuron:
        """Full columns to the right of a denmem."""
        x = int(first.place.x())
        columns = range(x, x + max(1, size // 2))
        places = [NeuronOnHICANN(Enum(256 * y + column)) for y in (0, 1) for column in columns]
        return LogicalNeuron([NeuronOnWafer(place, first.hicann) for place in places])

    def is_external(self) -> bool:
        """Whether it is a source outside of the wafer."""
        return not self._denmems

    def size(self) -> int:
        return len(self._denmems)

    def front(self) -> NeuronOnWafer:
        """The first of its denmems."""
        return self._denmems[0]

    def __iter__(self) -> Iterator[NeuronOnWafer]:
        return iter(self._denmems)

    def __len__(self) -> int:
        return len(self._denmems)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LogicalNeuron) and self._denmems == other._denmems

    def __hash__(self) -> int:
        return hash(tuple(self._denmems))

    def __repr__(self) -> str:
        return f"LogicalNeuron({self._denmems!r})"


class LogicalNeuronBuilder:
    """Collects the denmems of a neuron."""

    def __init__(self, block: NeuronBlockOnWafer) -> None:
        self._block = block
        self._denmems: list[NeuronOnWafer] = []

    def add(self, place: Any, columns: int = 1) -> LogicalNeuronBuilder:
        begin = 32 * int(self._block.place) + int(place.x())
        for x in range(begin, begin + columns):
            self._denmems.append(NeuronOnWafer(NeuronOnHICANN(Enum(256 * int(place.y()) + x)), self._block.hicann))
        return self

    def done(self) -> LogicalNeuron:
        return LogicalNeuron(self._denmems)


class PlacementItem:
    """Where a cell went."""

    def __init__(self, row: NDArray[Any]) -> None:
        self._row = [int(value) for value in row]

    def bio_neuron(self) -> BioNeuron:
        return BioNeuron(self._row[0], self._row[1])

    def population(self) -> int:
        return self._row[0]

    def neuron_index(self) -> int:
        return self._row[1]

    def hicann(self) -> HICANNOnWafer:
        return HICANNOnWafer(Enum(self._row[2]))

    def firing_denmem(self) -> NeuronOnWafer | None:
        """The denmem whose comparator fires for the neuron."""
        return None if self._row[4] <= 0 else NeuronOnWafer(NeuronOnHICANN(Enum(self._row[3])), self.hicann())

    def logical_neuron(self) -> LogicalNeuron:
        firing = self.firing_denmem()
        return LogicalNeuron() if firing is None else LogicalNeuron.rectangular(firing, self._row[4])

    def neuron_block(self) -> NeuronBlockOnWafer | None:
        firing = self.firing_denmem()
        return None if firing is None else firing.toNeuronBlockOnWafer()

    def dnc_merger(self) -> DNCMergerOnWafer | None:
        if self._row[5] < 0:
            return None
        return DNCMergerOnWafer(DNCMergerOnHICANN(Enum(self._row[5])), self.hicann())

    def address(self) -> L1AddressOnWafer | None:
        merger = self.dnc_merger()
        return None if merger is None or self._row[6] < 0 else L1AddressOnWafer(merger, L1Address(self._row[6]))

    def __repr__(self) -> str:
        return f"PlacementItem({self.bio_neuron()!r}, {self.logical_neuron()!r})"


class Placement:
    """Where cells went; those without a place are left out."""

    def __init__(self) -> None:
        self.table: NDArray[np.int64] = np.zeros((0, _COLUMNS), np.int64)

    def find(self, what: Any) -> list[PlacementItem]:
        """By a cell, a neuron on the wafer, a chip, a block, or the number of a population."""
        table = self.table
        if hasattr(what, "_parent"):
            what = BioNeuron(what)
        if isinstance(what, BioNeuron):
            found = (table[:, 0] == what.population()) & (table[:, 1] == what.neuron_index())
        elif isinstance(what, HICANNOnWafer):
            found = table[:, 2] == int(what)
        elif isinstance(what, (LogicalNeuron, NeuronBlockOnWafer)):
            return [item for item in self if what in (item.logical_neuron(), item.neuron_block())]
        elif isinstance(what, DNCMergerOnWafer):
            found = (table[:, 2] == int(what.hicann)) & (table[:, 5] == int(what.place))
        elif isinstance(what, (int, np.integer)):
            found = table[:, 0] == what
        else:
            raise TypeError(f"{what!r} cannot be found: give a cell, a neuron, a chip or a block")
        return [PlacementItem(row) for row in table[found]]

    def __iter__(self) -> Iterator[PlacementItem]:
        return (PlacementItem(row) for row in self.table)

    def __len__(self) -> int:
        return len(self.table)

    size = __len__

    def empty(self) -> bool:
        return not len(self.table)


@dataclass(frozen=True, order=True)
class SynapseOnWafer:
    """The synapse of a connection, by the number of its projection and its place in it."""

    projection: int
    connection: int
    hicann: int

    def toHICANNOnWafer(self) -> HICANNOnWafer:
        return HICANNOnWafer(Enum(self.hicann))


class SynapseItem:
    """A connection that has a synapse."""

    def __init__(self, synapse: SynapseOnWafer) -> None:
        self._synapse = synapse

    def hardware_synapse(self) -> SynapseOnWafer:
        return self._synapse

    def projection(self) -> int:
        return self._synapse.projection


class Synapses:
    """Connections that have synapses."""

    def __init__(self) -> None:
        self.table: NDArray[np.int64] = np.zeros((0, 3), np.int64)

    def find(self, projection: Any) -> list[SynapseItem]:
        """Of a projection."""
        number = getattr(projection, "number", projection)
        return [SynapseItem(SynapseOnWafer(*map(int, row))) for row in self.table[self.table[:, 0] == number]]

    def size(self) -> int:
        return len(self.table)


class SynapseRouting:
    """The synapses."""

    def __init__(self) -> None:
        self._synapses = Synapses()

    def synapses(self) -> Synapses:
        return self._synapses


class AnalogOutputs:
    """Neurons whose membranes a script records between mapping and run."""

    def __init__(self) -> None:
        self.recorded: list[LogicalNeuron] = []

    def record(self, neuron: LogicalNeuron) -> None:
        if neuron not in self.recorded:
            self.recorded.append(neuron)

    def unrecord(self, neuron: LogicalNeuron) -> None:
        if neuron in self.recorded:
            self.recorded.remove(neuron)


class SpikeTimes:
    """Spike times of sources, changed between mapping and run. In ms."""

    def set(self, cell: Any, times: Any) -> None:
        cell.set_parameters(spike_times=times)

    def get(self, cell: Any) -> Any:
        return cell._parent.values["spike_times"][cell.index]


class Marocco:
    """All results of a mapping."""

    def __init__(self) -> None:
        self.placement = Placement()
        self.synapse_routing = SynapseRouting()
        self.analog_outputs = AnalogOutputs()
        self.spike_times = SpikeTimes()

    @staticmethod
    def from_file(path: str) -> Marocco:
        """Reads what `save`, or a run with `persist`, wrote."""
        results = Marocco()
        results.load(path)
        return results

    def load(self, path: str) -> None:
        """Reads what `save` wrote."""
        if not Path(path).is_file():
            raise FileNotFoundError(f"{path}: there are no results of a mapping")
        try:
            with np.load(path) as read:
                self.placement.table = read["placement"]
                self.synapse_routing.synapses().table = read["synapses"]
        except (ValueError, OSError, KeyError):
            raise UnavailableError(f"{path} was not written by this package: other results are not read") from None

    def save(self, path: str, overwrite: bool = False) -> None:
        """Writes placement and synapses."""
        if Path(path).exists() and not overwrite:
            raise RuntimeError(f"{path} exists: save(path, True) replaces it")
        with open(path, "wb") as out:
            synapses = self.synapse_routing.synapses().table
            np.savez_compressed(out, placement=self.placement.table, synapses=synapses)
