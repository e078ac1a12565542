"""Populations, views and assemblies of PyNN 0.7."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyNN import space as spaces

from . import network as networks
from .cells import Cell
from .errors import InvalidParameterValueError, RecordingError, UnavailableError
from .groups import Group
from .random import draw

_IDS = NDArray[np.intp]


class ID(int):
    """A cell: a number, with its parameters as attributes."""

    _parent: Population

    def __new__(cls, number: int, parent: Population) -> ID:
        made = super().__new__(cls, number)
        made._parent = parent
        return made

    @property
    def index(self) -> int:
        """Its place in its population."""
        return int(self) - self._parent.first_id

    def parent(self) -> Population:
        """Its population."""
        return self._parent

    def as_view(self) -> PopulationView:
        """A view of it alone."""
        return PopulationView(self._parent, [self.index])

    @property
    def celltype(self) -> type[Cell]:
        return self._parent.celltype

    cellclass = celltype

    @property
    def local(self) -> bool:
        return True

    def _get_position(self) -> Any:
        return self._parent.positions[:, self.index]

    def _set_position(self, position: Any) -> None:
        self._parent.positions[:, self.index] = position

    position = property(_get_position, _set_position)

    def get_parameters(self) -> dict[str, Any]:
        """All of its parameters."""
        return {name: self._parent.values[name][self.index] for name in self._parent.values}

    def set_parameters(self, **parameters: Any) -> None:
        """Sets some of its parameters."""
        self.as_view().set(parameters)

    def get_initial_value(self, variable: str) -> float:
        return float(self._parent.initial[variable][self.index])

    def set_initial_value(self, variable: str, value: float) -> None:
        self.as_view().initialize(variable, value)

    def inject(self, source: Any) -> None:
        """Lets a current flow into it."""
        source.inject_into([self])

    def __getattr__(self, name: str) -> Any:
        values = self.__dict__.get("_parent") and self._parent.values
        if not values or name not in values:
            raise AttributeError(name)
        return values[name][self.index]

    def __setattr__(self, name: str, value: Any) -> None:
        parent = self.__dict__.get("_parent")
        if parent is not None and name in parent.values:
            self.set_parameters(**{name: value})
        else:
            object.__setattr__(self, name, value)


class Population(Group):
    """Cells of one type: `Population(size, cellclass, cellparams=None, structure=None, label=None)`."""

    _numbers = itertools.count()

    def __init__(
        self,
        size: Any,
        cellclass: type[Cell],
        cellparams: dict[str, Any] | None = None,
        structure: Any = None,
        label: str | None = None,
    ) -> None:
        net = networks.current()
        if isinstance(size, (tuple, list)):  # the grids of 0.6
            structure = structure or _grid(size)
            size = int(np.prod(size))
        if int(size) < 1:
            raise InvalidParameterValueError(f"a population has {size} cells, must have 1 or more")
        if not (isinstance(cellclass, type) and issubclass(cellclass, Cell)):
            raise TypeError(f"{cellclass!r} is no cell type of this module, as IF_cond_exp is")
        cellclass.job_type()  # refuses by name
        self.size = int(size)
        self.celltype = cellclass
        self.number = next(Population._numbers)
        self.label = label or f"population{len(net.populations)}"
        self.network = net
        self.first_id = net.next_id
        net.next_id += self.size
        self.structure = structure
        self._positions: NDArray[np.float64] | None = None
        self.recorded: dict[str, NDArray[np.bool_]] = {}
        self.initial: dict[str, NDArray[np.float64]] = {}
        self.values: dict[str, Any] = {
            name: [np.zeros(0)] * self.size if isinstance(value, list) else np.full(self.size, float(value))
            for name, value in cellclass.default_parameters.items()
        }
        net.populations.append(self)
        self.set(cellparams or {})

    @property
    def last_id(self) -> int:
        return self.first_id + self.size - 1

    @property
    def all_cells(self) -> NDArray[Any]:
        made = np.empty(self.size, dtype=object)
        made[:] = list(self)
        return made

    local_cells = all_cells

    @property
    def grandparent(self) -> Population:
        return self

    def euter_id(self) -> int:
        """Its number among all populations of the process."""
        return self.number

    def parts(self) -> list[tuple[Population, _IDS]]:
        return [(self, np.arange(self.size))]

    def id_to_index(self, cell: Any) -> Any:
        """The place of a cell, or of several."""
        index = np.asarray(cell, int) - self.first_id
        if np.any(index < 0) or np.any(index >= self.size):
            raise ValueError(f"{cell} is no cell of {self.label}, which has {self.first_id} to {self.last_id}")
        return int(index) if index.ndim == 0 else index

    def set_cells(self, cells: _IDS, name: str, given: Any) -> None:
        """Sets a parameter of some cells, by index."""
        self.celltype.checked(name)
        values = self.values[name]
        if isinstance(values, list):
            for index, times in zip(cells, _trains(given, cells.size), strict=True):
                values[int(index)] = times
            return
        try:
            values[cells] = draw(given, cells.size)
        except (TypeError, ValueError) as failure:
            raise InvalidParameterValueError(f"{self.label}: {name} is {given!r}: {failure}") from None

    def set_initial(self, cells: _IDS, variable: str, given: Any) -> None:
        """Sets an initial value of some cells."""
        if self.celltype.source:
            raise UnavailableError(f"{self.label} has sources of spikes, which have no {variable}")
        default = self.values["v_rest"].copy() if variable == "v" else np.zeros(self.size)
        self.initial.setdefault(variable, default)[cells] = draw(given, cells.size)

    def mark(self, cells: _IDS, variable: str) -> None:
        """Records a variable of some cells."""
        if variable not in self.celltype.recordable:
            raise RecordingError(f"{self.celltype.__name__} has no {variable}; it has {self.celltype.recordable}")
        self.recorded.setdefault(variable, np.zeros(self.size, bool))[cells] = True

    def _get_positions(self) -> NDArray[np.float64]:
        if self._positions is None:
            structure = self.structure or spaces.Line()
            self._positions = np.asarray(structure.generate_positions(self.size), float)
        return self._positions

    def _set_positions(self, positions: Any) -> None:
        self._positions = np.asarray(positions, float)
        self.structure = None

    positions = property(_get_positions, _set_positions)

    def __repr__(self) -> str:
        return f"Population({self.celltype.__name__}, {self.size}, label={self.label!r})"


class PopulationView(Group):
    """Some cells of a population: `PopulationView(parent, selector, label=None)`."""

    def __init__(self, parent: Population | PopulationView, selector: Any, label: str | None = None) -> None:
        base = parent.parts()[0]
        wanted = _indices(selector, base[1].size)
        self.parent = parent
        self._mask = base[1][wanted]
        self.label = label or f'view of "{parent.label}" containing {wanted.size}'
        self.network = parent.network
        self.size = int(wanted.size)

    @property
    def celltype(self) -> type[Cell]:
        return self.grandparent.celltype

    @property
    def grandparent(self) -> Population:
        return self.parts()[0][0]

    @property
    def first_id(self) -> int:
        return self.grandparent.first_id + int(self._mask[0])

    @property
    def positions(self) -> NDArray[np.float64]:
        return np.asarray(self.grandparent.positions[:, self._mask])

    def mask(self) -> _IDS:
        """Indices in the population."""
        return self._mask

    def euter_id(self) -> int:
        return self.grandparent.euter_id()

    def parts(self) -> list[tuple[Population, _IDS]]:
        return [(self.parent.parts()[0][0], self._mask)]


class Assembly(Group):
    """Several populations and views one after the other: `Assembly(*populations, label=...)`."""

    _count = itertools.count()

    def __init__(self, *populations: Any, label: str | None = None, **more: Any) -> None:
        self.populations: list[Group] = []
        flat = self.populations
        for given in populations:
            each = list(given) if isinstance(given, (list, tuple)) else [given]
            for group in each:
                flat.extend(group.populations if isinstance(group, Assembly) else [group])
        self.label = label or f"assembly{next(Assembly._count)}"

    @property
    def network(self) -> networks.Network:  # type: ignore[override]
        return self.populations[0].network

    @property
    def size(self) -> int:  # type: ignore[override]
        return sum(group.size for group in self.populations)

    @property
    def positions(self) -> NDArray[np.float64]:
        return np.hstack([group.positions for group in self.populations])

    def parts(self) -> list[tuple[Population, _IDS]]:
        return [part for group in self.populations for part in group.parts()]

    def offsets(self) -> Iterator[int]:
        return itertools.accumulate((population.size for population, _ in self.parts()), initial=0)

    def __iadd__(self, other: Any) -> Assembly:
        self.populations.extend(Assembly(other).populations)
        return self


def group(given: Any) -> Group:
    """What a connection may lead from or to: a group, cells, or a list of those."""
    if isinstance(given, Group):
        return given
    if isinstance(given, ID):
        return given.as_view()
    if isinstance(given, Iterable):
        members = list(given)
        if members and all(isinstance(member, (Group, ID)) for member in members):
            same = members[0]._parent if isinstance(members[0], ID) else None
            if same is not None and all(isinstance(m, ID) and m._parent is same for m in members):
                return PopulationView(same, [m.index for m in members])
            return Assembly([group(member) for member in members])
    raise TypeError(f"{given!r} is no population, view, assembly or cell")


def _grid(size: Any) -> Any:
    dims = [int(n) for n in size]
    if len(dims) == 1:
        return spaces.Line()
    return spaces.Grid2D(dims[0] / dims[1]) if len(dims) == 2 else spaces.Grid3D(dims[0] / dims[1], dims[0] / dims[2])


def _indices(selector: Any, size: int) -> _IDS:
    if isinstance(selector, slice):
        return np.arange(size)[selector]
    array = np.asarray(selector)
    wanted = np.flatnonzero(array) if array.dtype == bool else np.atleast_1d(array).astype(np.intp)
    if array.dtype == bool and array.size != size:
        raise ValueError(f"the mask has {array.size} places for {size} cells")
    if wanted.size and not (-size <= wanted.min() and wanted.max() < size):
        raise IndexError(f"the view asks for cell {wanted.max()} of {size}")
    return np.asarray(wanted % size if size else wanted)


def _trains(given: Any, n: int) -> list[NDArray[np.float64]]:
    """Spike times of each of `n` cells: one list for all, or one each."""
    given = list(given)
    nested = bool(given) and all(np.ndim(each) == 1 for each in given)
    if nested and len(given) != n:
        raise InvalidParameterValueError(f"{len(given)} lists of spike times are given for {n} cells")
    lists = given if nested else [given] * n
    return [np.sort(np.asarray(each, float).ravel()) for each in lists]
