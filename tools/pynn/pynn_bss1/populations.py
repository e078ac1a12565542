"""Populations, views and assemblies; parameters are columns of numbers by PyNN's names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyNN import common
from pyNN.errors import InvalidParameterValueError
from pyNN.parameters import ArrayParameter, LazyArray, ParameterSpace, simplify
from pyNN.standardmodels import StandardCellType

from . import simulator
from .names import ModelRefusedError, check_names
from .neo_data import OLD
from .placement import Placement
from .recording import Recorder
from .standardmodels.cells import Cell


@dataclass
class Pending:
    """What the server has not been told yet, by cells."""

    parameters: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    initial: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    trains: NDArray[np.bool_] | None = None
    recordings: bool = False

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]


class _Common:
    """What populations and views share: cells of a population by index."""

    celltype: Any
    size: int
    label: str

    def _root(self) -> Population:
        raise NotImplementedError

    def _indices(self) -> NDArray[np.int64]:
        raise NotImplementedError

    def get(self, parameter_names: Any, *args: Any, **kwargs: Any) -> Any:
        names = [parameter_names] if isinstance(parameter_names, str) else parameter_names
        check_names(names, self.celltype.get_parameter_names(), type(self.celltype).__name__)
        return super().get(parameter_names, *args, **kwargs)  # type: ignore[misc]

    def set(self, **parameters: Any) -> None:
        check_names(parameters, self.celltype.get_parameter_names(), type(self.celltype).__name__)
        super().set(**parameters)  # type: ignore[misc]

    def initialize(self, **initial_values: Any) -> None:
        check_names(
            initial_values, self.celltype.default_initial_values, type(self.celltype).__name__, "state variable"
        )
        for variable, value in initial_values.items():
            lazy = LazyArray(value, shape=(self.size,), dtype=float)
            self._set_initial_value_array(variable, lazy)

    def record(self, variables: Any, *args: Any, **kwargs: Any) -> None:
        if variables is not None:
            given = [variables] if isinstance(variables, str) else list(variables)
            names = [getattr(v, "name", v) for v in given]
            if names != ["all"]:
                check_names(names, self.celltype.recordable, type(self.celltype).__name__, "recordable variable")
        super().record(variables, *args, **kwargs)  # type: ignore[misc]

    def _set_initial_value_array(self, variable: str, values: Any) -> None:
        column = values.evaluate(simplify=False)
        self._root()._write_initial(
            variable, self._indices(), np.broadcast_to(np.asarray(column, dtype=float), (self.size,))
        )

    def _get_parameters(self, *names: str) -> Any:
        if OLD:  # there it asks for native ones, and translates them itself
            return self._get_native_parameters(*names)
        native = self.celltype.get_native_names(*names)
        return self.celltype.reverse_translate(self._get_native_parameters(*native))

    def _get_native_parameters(self, *names: str) -> Any:
        index, columns = self._indices(), self._root()._parameters
        wanted = {name: columns[name][index] for name in names}
        simple = {name: simplify(column) if column.dtype != object else column for name, column in wanted.items()}
        return ParameterSpace(simple, shape=(self.size,))

    def _set_parameters(self, parameter_space: Any) -> None:
        parameter_space.evaluate(simplify=False)
        for name, value in parameter_space.items():
            self._root()._write(name, self._indices(), np.broadcast_to(np.asarray(value), (self.size,)))

    def _get_view(self, selector: Any, label: str | None = None) -> PopulationView:
        return PopulationView(self, selector, label)

    @property
    def placement(self) -> Placement:
        """Where the wafer has the cells; the network is mapped now if it has not run yet."""
        root = self._root()
        return Placement(root._session.placement(root), self._indices())

    def realised_parameters(self) -> dict[str, NDArray[np.float64]]:
        """The parameters as the wafer realises them (NaN: the cell has no place)."""
        root, index = self._root(), self._indices()
        return {name: column[index] for name, column in root._session.parameters(root).items()}


class Assembly(common.Assembly):  # type: ignore[misc]
    __doc__ = common.Assembly.__doc__
    _simulator = simulator


class PopulationView(_Common, common.PopulationView):  # type: ignore[misc]
    __doc__ = common.PopulationView.__doc__
    _simulator = simulator
    _assembly_class = Assembly

    def _root(self) -> Population:
        root: Population = self.grandparent
        return root

    def _indices(self) -> NDArray[np.int64]:
        return np.asarray(self.index_in_grandparent(np.arange(self.size)))

    @property
    def initial_values(self) -> dict[str, Any]:
        """Of the cells in the view."""
        index = self._indices()
        return {name: LazyArray(column[index]) for name, column in self._root()._initial.items()}


class Population(_Common, common.Population):  # type: ignore[misc]
    __doc__ = common.Population.__doc__
    _simulator = simulator
    _recorder_class = Recorder
    _assembly_class = Assembly

    def __init__(self, size: Any, cellclass: Any, *args: Any, **kwargs: Any) -> None:
        simulator.state.may_grow("a population")
        self._initial: dict[str, NDArray[np.float64]] = {}
        self._pending = Pending()
        self._session = simulator.state.session
        self.requested_hicanns: tuple[int, ...] = ()
        self.requested_blocks: tuple[int, ...] = ()
        self.requested_size = 0
        self.expected_rate = 0.0
        if isinstance(cellclass, type) and not args and kwargs.get("cellparams") is None:
            kwargs["cellparams"] = {}
        super().__init__(size, cellclass, *args, **kwargs)
        simulator.state.populations.append(self)
        self._session.grew()

    def _root(self) -> Population:
        return self

    def _indices(self) -> NDArray[np.int64]:
        return np.arange(self.size)

    def _create_cells(self) -> None:
        if not isinstance(self.celltype, Cell) or not isinstance(self.celltype, StandardCellType):
            raise ModelRefusedError(
                f"{type(self.celltype).__name__} is no cell of this backend: take the cells of pynn_bss1"
            )
        self.celltype.check_engine(simulator.state.options)
        first = simulator.state.id_counter
        self.all_cells = np.array([simulator.ID(n) for n in range(first, first + self.size)], dtype=simulator.ID)
        for cell in self.all_cells:
            object.__setattr__(cell, "parent", self)
        self._mask_local = np.ones(self.size, dtype=bool)
        simulator.state.id_counter += self.size
        celltype: Any = self.celltype
        native = celltype.native_parameters
        native.shape = (self.size,)
        native.evaluate(simplify=False)
        self._parameters: dict[str, NDArray[Any]] = {}
        for name, value in native.as_dict().items():
            column = np.array(np.broadcast_to(np.asarray(value), (self.size,)))
            self._check(name, column)
            self._parameters[name] = column

    def _check(self, name: str, column: NDArray[Any]) -> None:
        if name != "spike_times":
            if column.dtype == object:
                raise InvalidParameterValueError(f"{name} of '{self.label}' must be numbers")
            if np.isnan(column.astype(float)).any():
                raise InvalidParameterValueError(f"{name} of '{self.label}' has a NaN, must be numbers")
            return
        for sequence in column:
            if not isinstance(sequence, ArrayParameter):
                raise InvalidParameterValueError(f"spike_times of '{self.label}' must be a list of times for each cell")
            times = np.asarray(sequence.value, dtype=float)
            if times.size and not (np.isfinite(times).all() and (np.diff(times) >= 0).all()):
                raise InvalidParameterValueError(f"spike_times of '{self.label}' must be finite and must not descend")

    def _write(self, name: str, index: NDArray[np.int64], value: NDArray[Any]) -> None:
        column = self._parameters[name]
        self._check(name, value)
        changed = np.zeros(self.size, dtype=bool)
        changed[index] = True if column.dtype == object else column[index] != value
        if column.dtype != object and value.dtype.kind == "f" and column.dtype.kind != "f":
            column = self._parameters[name] = column.astype(float)
        column[index] = value
        if name == "spike_times":
            self._pending.trains = changed if self._pending.trains is None else self._pending.trains | changed
        elif changed.any():
            before = self._pending.parameters.get(name, np.zeros(self.size, dtype=bool))
            self._pending.parameters[name] = before | changed

    def _write_initial(self, variable: str, index: NDArray[np.int64], value: NDArray[np.float64]) -> None:
        column = self._initial.setdefault(variable, np.zeros(self.size))
        column[index] = value
        same = bool((column == column[0]).all())
        shown = float(column[0]) if same else column.copy()
        self.initial_values[variable] = LazyArray(shown, shape=(self.size,), dtype=float)
        changed = self._pending.initial.setdefault(variable, np.zeros(self.size, dtype=bool))
        changed[index] = True

    def _set_cell_initial_value(self, id: Any, variable: str, value: float) -> None:
        self._write_initial(variable, np.array([self.id_to_index(id)]), np.array([value]))

    def place(
        self,
        hicanns: Iterable[int] = (),
        neuron_blocks: Iterable[int] = (),
        neuron_size: int = 0,
        expected_rate: float = 0,
    ) -> None:
        """Asks for chips (0 to 383), neuron blocks (0 to 7), denmems per neuron (even, 2 to 64); before the first run.

        `expected_rate` (Hz, of a cell) tells the mapper how much of a bus the cells will need.
        """
        simulator.state.may_grow(f"the place of population '{self.label}'")
        self.requested_hicanns = tuple(hicanns)
        self.requested_blocks = tuple(neuron_blocks)
        self.requested_size, self.expected_rate = neuron_size, expected_rate
        self._session.grew()
