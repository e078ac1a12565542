"""Projections: connections as columns of numbers, without an object each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyNN import common
from pyNN.errors import InvalidDimensionsError
from pyNN.parameters import LazyArray, ParameterSpace
from pyNN.random import RandomDistribution
from pyNN.space import Space
from pyNN.standardmodels import check_weights

from . import simulator
from .errors import RefusedError
from .names import ModelRefusedError, check_names
from .populations import Population
from .standardmodels.synapses import StaticSynapse, STDPMechanism, TsodyksMarkramSynapse

Column = NDArray[np.float64]

_ADDRESSES = ("presynaptic_index", "postsynaptic_index")

_AGGREGATE: dict[str, tuple[Any, float]] = {
    "sum": (np.add.at, 0.0),
    "min": (np.minimum.at, np.inf),
    "max": (np.maximum.at, -np.inf),
}


class Connection(common.Connection):  # type: ignore[misc]
    """One connection of a projection: `weight`, `delay` and whatever else its synapse has can be read and set."""

    __slots__ = ("_index", "_projection")

    def __init__(self, projection: Projection, index: int) -> None:
        object.__setattr__(self, "_projection", projection)
        object.__setattr__(self, "_index", index)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        column = self._projection._column(name)
        value = column[self._index]
        return int(value) if name in _ADDRESSES else float(value)

    def __setattr__(self, name: str, value: float) -> None:
        self._projection._set_one(name, self._index, value)

    def as_tuple(self, *attribute_names: str) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in attribute_names)


class Projection(common.Projection):  # type: ignore[misc]
    __doc__ = common.Projection.__doc__
    _simulator = simulator
    _static_synapse_class = StaticSynapse

    def __init__(
        self,
        presynaptic_population: Any,
        postsynaptic_population: Any,
        connector: Any,
        synapse_type: Any = None,
        source: Any = None,
        receptor_type: Any = None,
        space: Any = None,
        label: str | None = None,
    ) -> None:
        simulator.state.may_grow("a projection")
        if synapse_type is not None and not isinstance(
            synapse_type, (StaticSynapse, TsodyksMarkramSynapse, STDPMechanism)
        ):
            raise ModelRefusedError(
                f"{type(synapse_type).__name__} is no synapse of this backend: take the synapses of pynn_bss1"
            )
        if source is not None:
            raise RefusedError(f"source={source!r}: the cells of the wafer have one output")
        common.Projection.__init__(
            self,
            presynaptic_population,
            postsynaptic_population,
            connector,
            synapse_type,
            source,
            receptor_type,
            Space() if space is None else space,
            label,
        )
        self._parts: list[tuple[Any, int, dict[str, Any]]] = []
        self._columns: dict[str, NDArray[Any]] = {}
        self._size = 0
        self._session = simulator.state.session
        self._pending: set[str] = set()
        self._restore: Column | None = None
        self._evolves = isinstance(self.synapse_type, STDPMechanism)
        connector.connect(self)
        self._collect()
        simulator.state.projections.append(self)
        self._session.grew()

    # --- connecting

    def _convergent_connect(
        self,
        presynaptic_indices: Any,
        postsynaptic_index: int,
        location_selector: Any = None,
        **connection_parameters: Any,
    ) -> None:
        if location_selector not in (None, "all"):
            raise RefusedError("location_selector: the cells of the wafer have one compartment")
        pre = np.asarray(presynaptic_indices, dtype=np.int32)
        self._parts.append((pre, int(postsynaptic_index), connection_parameters))
        self._size += pre.size

    def _collect(self) -> None:
        """The columns of all that was connected."""
        parts, self._parts = self._parts, []
        sizes = [pre.size for pre, _, _ in parts]
        post = np.array([post for _, post, _ in parts], dtype=np.int32)
        pre = np.concatenate([p for p, _, _ in parts]) if parts else np.empty(0, np.int32)
        self._columns = {"presynaptic_index": pre, "postsynaptic_index": np.repeat(post, sizes)}
        names = list(parts[0][2]) if parts else self.synapse_type.get_native_names()
        for name in names:
            values = [part[2][name] for part in parts]
            if all(np.ndim(value) == 0 for value in values):
                self._columns[name] = np.repeat(np.array(values, dtype=float), sizes)
            else:
                pieces = [np.broadcast_to(np.asarray(v, float), (n,)) for v, n in zip(values, sizes, strict=True)]
                self._columns[name] = np.concatenate(pieces)

    # --- reading

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return [Connection(self, k) for k in range(*i.indices(self._size))]
        if not -self._size <= i < self._size:
            raise IndexError(f"connection {i}, must be 0 to {self._size - 1}")
        return Connection(self, int(i) % self._size)

    def __iter__(self) -> Iterator[Connection]:
        return (Connection(self, k) for k in range(self._size))

    @property
    def connections(self) -> Iterator[Connection]:
        """Of all connections, one after the other."""
        return iter(self)

    def least_delay(self) -> float:
        """Of its connections, ms."""
        return float(self._columns["delay"].min())

    def get(self, attribute_names: Any, *args: Any, **kwargs: Any) -> Any:
        names = [attribute_names] if isinstance(attribute_names, str) else attribute_names
        check_names(names, self.synapse_type.get_parameter_names(), type(self.synapse_type).__name__)
        return super().get(attribute_names, *args, **kwargs)

    def _column(self, name: str) -> NDArray[Any]:
        """As the script sees it: weights as requested, or as plasticity has made them."""
        if name == "weight" and self._evolves and "weight" not in self._pending and simulator.state.running:
            evolved = self._session.evolved_weights(self)
            if evolved is not None:
                return evolved
        if name not in self._columns:
            known = [n for n in self._columns if n not in _ADDRESSES]
            check_names([name], known, type(self.synapse_type).__name__)
        return self._columns[name]

    def _get_attributes_as_list(self, names: Any) -> list[Any]:
        columns = [self._column(name).tolist() for name in names]
        return list(zip(*columns, strict=True))

    def _get_attributes_as_arrays(self, names: Any, multiple_synapses: str = "sum") -> list[Column]:
        return [self._matrix(self._column(name), multiple_synapses) for name in names]

    def _matrix(self, column: NDArray[Any], multiple_synapses: str) -> Column:
        pre, post = (self._columns[name] for name in _ADDRESSES)
        matrix = np.full(self.shape, np.nan)
        if multiple_synapses == "last":
            matrix[pre, post] = column
        elif multiple_synapses == "first":
            # copies: numpy walks along memory, whatever the order of the indices
            matrix[pre[::-1].copy(), post[::-1].copy()] = column[::-1].copy()
        else:
            aggregate, neutral = _AGGREGATE[multiple_synapses]
            matrix[pre, post] = neutral
            aggregate(matrix, (pre, post), column)
        return matrix

    def realised_weights(self, format: str = "list", multiple_synapses: str = "sum") -> Column:
        """The weights on the wafer (NaN: lost), one per connection in their order; `format="array"`: as a matrix.

        The network is mapped now if it has not run yet.
        """
        return self._realised("realised_weight", format, multiple_synapses)

    def realised_delays(self, format: str = "list", multiple_synapses: str = "min") -> Column:
        """The delays on the wafer in ms (NaN: lost), as `realised_weights`."""
        return self._realised("realised_delay", format, multiple_synapses)

    def _realised(self, name: str, format: str, multiple_synapses: str) -> Column:
        column = self._session.synapses(self)[name]
        return self._matrix(column, multiple_synapses) if format == "array" else column

    # --- writing

    def set(self, **attributes: Any) -> None:
        check_names(attributes, self.synapse_type.get_parameter_names(), type(self.synapse_type).__name__)
        for name, value in attributes.items():
            if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim == 1):
                column = self._from_list(name, np.asarray(value, dtype=float))
            else:
                space = ParameterSpace({name: value}, self.synapse_type.get_schema(), self.shape)
                column = self._evaluate(self._handle_distance_expressions(space)[name])
            self._write(name, column)

    def _set_attributes(self, parameter_space: Any) -> None:
        for name, value in parameter_space.items():
            self._write(name, self._evaluate(value))

    def _set_initial_value_array(self, variable: str, value: Any) -> None:
        raise RefusedError(f"the initial value of {variable} cannot be set: synapses begin at rest")

    def initialize(self, **initial_values: Any) -> None:
        for variable, value in initial_values.items():
            self._set_initial_value_array(variable, value)

    def _from_list(self, name: str, value: Column) -> Column:
        """A list has the pairs row by row, or the connections in their order where pairs stand twice."""
        pre, post = (self._columns[a].astype(np.int64) for a in _ADDRESSES)
        pairs, place = np.unique(pre * self.shape[1] + post, return_inverse=True)
        if value.size == pairs.size:
            return np.asarray(value[place.reshape(-1)])
        if value.size == self._size:
            return value
        raise InvalidDimensionsError(f"{name}: {value.size} values for {self._size} connections")

    def _evaluate(self, lazy: Any) -> Column:
        """One value per connection; the same for all connections of a pair."""
        if not isinstance(lazy, LazyArray):
            lazy = LazyArray(lazy, shape=self.shape, dtype=float)
        if lazy.is_homogeneous:
            return np.full(self._size, float(lazy.evaluate(simplify=True)))
        pre, post = (self._columns[a].astype(np.int64) for a in _ADDRESSES)
        if isinstance(lazy.base_value, np.ndarray) and not lazy.operations:
            column = np.asarray(lazy.base_value[pre, post], dtype=float)
        else:
            pairs, place = np.unique(post * self.shape[0] + pre, return_inverse=True)
            column = np.asarray(self._by_pairs(lazy, pairs)[place.reshape(-1)])
        if np.isnan(column).any():
            raise InvalidDimensionsError("a matrix has no value (NaN) for a connection that exists")
        return column

    def _by_pairs(self, lazy: Any, pairs: NDArray[np.int64]) -> Column:
        """Of pairs that ascend by target."""
        if isinstance(lazy.base_value, RandomDistribution) and not lazy.operations:
            return np.atleast_1d(np.asarray(lazy.base_value.next(pairs.size), dtype=float))
        pre, post = pairs % self.shape[0], pairs // self.shape[0]
        begins = np.concatenate([[0], np.flatnonzero(np.diff(post)) + 1, [post.size]]).astype(int)
        column = np.empty(pairs.size)
        for begin, end in itertools.pairwise(begins):
            if end > begin:
                column[begin:end] = lazy[pre[begin:end], int(post[begin])]
        return column

    def _set_one(self, name: str, index: int, value: float) -> None:
        column = self._column(name).copy()
        if name == "weight" and self._evolves and simulator.state.running and self._restore is None:
            self._restore = self._columns["weight"]
        column[index] = value
        self._write(name, column)

    def _write(self, name: str, column: Column) -> None:
        check_names([name], [n for n in self._columns if n not in _ADDRESSES], type(self.synapse_type).__name__)
        if name == "weight" and column.size:
            check_weights(column, self)
        self._columns[name] = column
        self._pending.add(name)
        self._session.changed()

    # --- for the job

    def branches(self) -> list[tuple[Population, Population, NDArray[np.int64] | slice, Any, Any]]:
        """By pairs of populations: which connections, and their cells in these populations."""
        pre_of, pre_cell = _cells(self.pre)
        post_of, post_cell = _cells(self.post)
        pre, post = (self._columns[a] for a in _ADDRESSES)
        if len(pre_of) == 1 and len(post_of) == 1:
            return [(pre_of[0], post_of[0], slice(None), pre_cell[0][1][pre], post_cell[0][1][post])]
        found: list[tuple[Population, Population, NDArray[np.int64] | slice, Any, Any]] = []
        for p, (of_pre, cells_pre) in zip(pre_of, pre_cell, strict=True):
            for q, (of_post, cells_post) in zip(post_of, post_cell, strict=True):
                which = np.flatnonzero(of_pre[pre] & of_post[post])
                if which.size:
                    found.append((p, q, which, cells_pre[pre[which]], cells_post[post[which]]))
        return found


def _cells(group: Any) -> tuple[list[Population], list[tuple[NDArray[np.bool_], NDArray[np.int32]]]]:
    """The populations of a group; of each, which members of the group are its, and their cells (elsewhere: 0)."""
    parts = group.populations if isinstance(group, common.Assembly) else [group]
    members: dict[int, tuple[Population, NDArray[np.bool_], NDArray[np.int32]]] = {}
    at = 0
    for part in parts:
        root = part._root()
        new = (root, np.zeros(group.size, dtype=bool), np.zeros(group.size, dtype=np.int32))
        _, of, cell = members.setdefault(id(root), new)
        of[at : at + part.size] = True
        cell[at : at + part.size] = part._indices()
        at += part.size
    return [m[0] for m in members.values()], [(m[1], m[2]) for m in members.values()]
