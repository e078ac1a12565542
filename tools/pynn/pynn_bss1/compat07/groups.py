"""What populations, views and assemblies of PyNN 0.7 have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import files
from .random import NumpyRNG

if TYPE_CHECKING:
    from .network import Network
    from .populations import ID, Population, PopulationView


class Group:
    """Cells in an order. A subclass says by `parts` which cells of which populations."""

    label: str
    size: int
    network: Network
    positions: Any

    def parts(self) -> list[tuple[Population, NDArray[np.intp]]]:
        """Populations and the indices of the cells in them, in order."""
        raise NotImplementedError

    def offsets(self) -> Iterator[int]:
        """What is added to the indices of each part where results name cells."""
        return iter([0] * len(self.parts()))

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[ID]:
        from .populations import ID

        for population, cells in self.parts():
            for index in cells:
                yield ID(population.first_id + int(index), population)

    def all(self) -> Iterator[ID]:
        """Its cells."""
        return iter(self)

    def __getitem__(self, which: Any) -> Any:
        from .populations import Assembly, PopulationView

        if isinstance(which, (int, np.integer)):
            return self._cell(int(which))
        if isinstance(self, Assembly):
            raise TypeError("take a view of one of the populations of the assembly")
        return PopulationView(self, which)  # type: ignore[arg-type]

    def _cell(self, which: int) -> ID:
        from .populations import ID

        left = which if which >= 0 else which + self.size
        for population, cells in self.parts() if left >= 0 else ():
            if left < cells.size:
                return ID(population.first_id + int(cells[left]), population)
            left -= cells.size
        raise IndexError(f"there is no cell {which}: {self.label} has {self.size}")

    def __add__(self, other: Any) -> Any:
        from .populations import Assembly

        return Assembly(self, other)

    def sample(self, n: int, rng: Any = None) -> PopulationView:
        """`n` cells drawn without replacement."""
        order = (rng or NumpyRNG(self.network.seed())).permutation(np.arange(self.size))
        view: PopulationView = self[np.sort(np.asarray(order)[:n])]
        return view

    # parameters

    def set(self, param: Any, val: Any = None) -> None:
        """`set("tau_m", 20.0)` or `set({"tau_m": 20.0, "cm": 0.2})`: one value for all cells."""
        given = {param: val} if isinstance(param, str) else dict(param)
        for name, value in given.items():
            for population, cells in self.parts():
                population.set_cells(cells, name, value)

    def tset(self, parametername: str, value_array: Any) -> None:
        """One value for each cell."""
        from .populations import _trains

        begin = 0
        for population, cells in self.parts():
            values = value_array
            if parametername != "spike_times":
                values = np.asarray(value_array, float).ravel()[begin : begin + cells.size]
            elif len(self.parts()) > 1:
                values = _trains(value_array, self.size)[begin : begin + cells.size]
            population.set_cells(cells, parametername, values)
            begin += cells.size

    def rset(self, parametername: str, rand_distr: Any) -> None:
        """A value for each cell, drawn."""
        self.set(parametername, rand_distr)

    def get(self, parameter_name: str, gather: bool = False) -> Any:
        """A parameter of each cell."""
        found: list[Any] = []
        for population, cells in self.parts():
            values = population.values[population.celltype.checked(parameter_name)]
            found.extend(values[int(index)] for index in cells)
        return found if parameter_name == "spike_times" else np.asarray(found, float)

    def initialize(self, variable: str, value: Any) -> None:
        """The state at time 0: a number, one each, or a distribution."""
        for population, cells in self.parts():
            population.set_initial(cells, variable, value)

    def randomInit(self, rand_distr: Any) -> None:
        """Membrane potentials at time 0, drawn."""
        self.initialize("v", rand_distr)

    def inject(self, current_source: Any) -> None:
        """Lets a current flow into its cells."""
        current_source.inject_into(self)

    # recording

    def can_record(self, variable: str) -> bool:
        return all(variable in population.celltype.recordable for population, _ in self.parts())

    def _record(self, variable: str, to_file: Any) -> None:
        for population, cells in self.parts():
            population.mark(cells, variable)
        if isinstance(to_file, str):
            self.network.files.append((self, variable, to_file))

    def record(self, to_file: Any = True) -> None:
        """Spikes; a name is the file that `end` writes."""
        self._record("spikes", to_file)

    def record_v(self, to_file: Any = True) -> None:
        """Membrane potentials."""
        self._record("v", to_file)

    def record_gsyn(self, to_file: Any = True) -> None:
        """Synaptic conductances."""
        self._record("gsyn", to_file)

    # results: rows begin with the index of the cell in its population, in an assembly counted on

    def getSpikes(self, gather: bool = True, compatible_output: bool = True) -> NDArray[np.float64]:
        """Rows of cell and time in ms."""
        return self._results("spikes", 2)

    def get_v(self, gather: bool = True, compatible_output: bool = True) -> NDArray[np.float64]:
        """Rows of cell, time in ms and membrane potential in mV."""
        return self._results("v", 3)

    def get_gsyn(self, gather: bool = True, compatible_output: bool = True) -> NDArray[np.float64]:
        """Rows of cell, time in ms, excitatory and inhibitory conductance in uS."""
        return self._results("gsyn", 4)

    def _results(self, variable: str, columns: int) -> NDArray[np.float64]:
        experiment = self.network.experiment
        tables = [np.zeros((0, columns))]
        for (population, cells), offset in zip(self.parts(), self.offsets(), strict=False):
            if experiment is not None:
                table = experiment.recording(population, variable, cells)
                table[:, 0] += offset
                tables.append(table)
        return np.vstack(tables)

    def get_spike_counts(self, gather: bool = True) -> dict[ID, int]:
        """The number of spikes of each cell."""
        spikes = self.getSpikes()
        counts: dict[ID, int] = {}
        cells = iter(self)
        for (_, members), offset in zip(self.parts(), self.offsets(), strict=False):
            for index in members:
                counts[next(cells)] = int(np.count_nonzero(spikes[:, 0] == index + offset))
        return counts

    def meanSpikeCount(self, gather: bool = True) -> float:
        """The mean number of spikes of a cell."""
        return len(self.getSpikes()) / self.size

    mean_spike_count = meanSpikeCount

    def printSpikes(self, file: Any, gather: bool = True, compatible_output: bool = True) -> None:
        """Writes the spikes."""
        files.write(file, self.getSpikes(), self, "spikes")

    def print_v(self, file: Any, gather: bool = True, compatible_output: bool = True) -> None:
        """Writes the membrane potentials."""
        files.write(file, self.get_v(), self, "v")

    def print_gsyn(self, file: Any, gather: bool = True, compatible_output: bool = True) -> None:
        """Writes the conductances."""
        files.write(file, self.get_gsyn(), self, "gsyn")

    def describe(self, template: Any = None, engine: Any = None) -> str:
        """What it is, in a line for each of its parts."""
        kinds = [f"{cells.size} cells of {population!r}" for population, cells in self.parts()]
        return f"{self.label}: " + ", ".join(kinds)
