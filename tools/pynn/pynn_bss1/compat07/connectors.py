"""The connectors of PyNN 0.7, which hold weights and delays."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pyNN import space as spaces

from .errors import ConnectionError
from .random import draw

if TYPE_CHECKING:
    from .groups import Group

_Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
_CHUNK = 4_000_000


class Connector:
    """Says which cells of two groups are connected, and with which weights and delays."""

    def __init__(
        self,
        weights: Any = 0.0,
        delays: Any = None,
        space: Any = None,
        safe: bool = True,
        verbose: bool = False,
        allow_self_connections: bool = True,
    ) -> None:
        self.weights = weights
        self.delays = delays
        self.space = space or spaces.Space()
        self.safe = safe
        self.allow_self_connections = allow_self_connections

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        """Indices of the cells of each connection."""
        raise NotImplementedError

    def columns(self, pre: Group, post: Group, rng: Any, min_delay: float) -> tuple[Any, Any, Any, Any]:
        """Source, target, weight and delay of each connection."""
        i, j = self.pairs(pre, post, rng)
        weights = self._values(self.weights, pre, post, i, j)
        delays = self._values(min_delay if self.delays is None else self.delays, pre, post, i, j)
        return i, j, weights, delays

    def _values(self, given: Any, pre: Group, post: Group, i: Any, j: Any) -> Any:
        if isinstance(given, str):
            return expression(given)(self.distances(pre, post, i, j)) + np.zeros(i.size)
        if np.ndim(given) == 2 and not hasattr(given, "next"):
            return np.asarray(given, float)[i, j]
        try:
            return draw(given, i.size)
        except ValueError as failure:
            raise ConnectionError(f"{type(self).__name__}: {failure} connections") from None

    def distances(self, pre: Group, post: Group, i: Any, j: Any) -> Any:
        """The distance of each pair."""
        a, b = pre.positions, post.positions  # type: ignore[attr-defined]
        return np.concatenate(
            [
                np.sqrt((self._apart(a[:, i[k : k + _CHUNK]], b[:, j[k : k + _CHUNK]]) ** 2).sum(axis=0))
                for k in range(0, max(1, i.size), _CHUNK)
            ]
        )

    def _apart(self, a: Any, b: Any) -> Any:
        axes = self.space.axes if self.space.axes is not None else np.arange(3)
        moved = self.space.scale_factor * (a + np.reshape(self.space.offset, (-1, 1)))[axes] - b[axes]
        bounds = self.space.periodic_boundaries
        if bounds is not None:
            for row, axis in enumerate(np.arange(3)[axes]):
                if bounds[axis] is not None:
                    period = bounds[axis][1] - bounds[axis][0]
                    moved[row] = np.abs(moved[row]) % period
                    moved[row] = np.minimum(moved[row], period - moved[row])
        return moved

    def _random(self, pre: Group, post: Group, chosen: Callable[[Any, Any], Any]) -> _Pairs:
        """Pairs that `chosen` marks, a few targets at a time; it gets indices of sources and targets."""
        sources, found_i, found_j = np.arange(pre.size), [], []
        step = max(1, _CHUNK // max(1, pre.size))
        for begin in range(0, post.size, step):
            targets = np.arange(begin, min(post.size, begin + step))
            j, i = np.repeat(targets, pre.size), np.tile(sources, targets.size)
            marked = chosen(i, j)
            found_i.append(i[marked])
            found_j.append(j[marked])
        return self._without_self(pre, post, np.concatenate(found_i), np.concatenate(found_j))

    def _without_self(self, pre: Group, post: Group, i: Any, j: Any) -> _Pairs:
        if self.allow_self_connections:
            return i, j
        kept = _ids(pre)[i] != _ids(post)[j]
        return i[kept], j[kept]


class AllToAllConnector(Connector):
    """Every cell with every cell."""

    def __init__(
        self, allow_self_connections: bool = True, weights: Any = 0.0, delays: Any = None, **rest: Any
    ) -> None:
        super().__init__(weights, delays, allow_self_connections=allow_self_connections, **rest)

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        return self._random(pre, post, lambda i, j: slice(None))


class OneToOneConnector(Connector):
    """Each cell with the one at the same place."""

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        if pre.size != post.size and min(pre.size, post.size) != 1:
            raise ConnectionError(f"one to one: {pre.label} has {pre.size} cells, {post.label} has {post.size}")
        both = np.arange(min(pre.size, post.size))
        return both, both


class FixedProbabilityConnector(Connector):
    """Each pair with one probability."""

    def __init__(
        self,
        p_connect: float,
        allow_self_connections: bool = True,
        weights: Any = 0.0,
        delays: Any = None,
        **rest: Any,
    ) -> None:
        super().__init__(weights, delays, allow_self_connections=allow_self_connections, **rest)
        self.p_connect = float(p_connect)
        if not 0 <= self.p_connect <= 1:
            raise ConnectionError(f"p_connect is {p_connect}, must be 0 to 1")

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        return self._random(pre, post, lambda i, j: np.asarray(rng.next(i.size)) < self.p_connect)


class DistanceDependentProbabilityConnector(Connector):
    """Each pair with a probability that is an expression of the distance `d`."""

    def __init__(
        self,
        d_expression: str,
        allow_self_connections: bool = True,
        weights: Any = 0.0,
        delays: Any = None,
        space: Any = None,
        safe: bool = True,
        verbose: bool = False,
        n_connections: int | None = None,
    ) -> None:
        super().__init__(weights, delays, space, safe, verbose, allow_self_connections)
        self.probability = expression(d_expression)
        self.n_connections = n_connections

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        def chosen(i: Any, j: Any) -> Any:
            return np.asarray(rng.next(i.size)) < self.probability(self.distances(pre, post, i, j))

        i, j = self._random(pre, post, chosen)
        if self.n_connections is not None:
            kept = np.sort(np.asarray(rng.permutation(np.arange(i.size)))[: self.n_connections])
            i, j = i[kept], j[kept]
        return i, j


class _FixedNumber(Connector):
    def __init__(
        self, n: Any, allow_self_connections: bool = True, weights: Any = 0.0, delays: Any = None, **rest: Any
    ) -> None:
        super().__init__(weights, delays, allow_self_connections=allow_self_connections, **rest)
        self.n = n

    def _drawn(self, fixed: Group, free: Group, rng: Any) -> _Pairs:
        """For each cell of `fixed`, cells of `free` without replacement."""
        many = np.rint(draw(self.n, fixed.size)).astype(int)
        if many.min() < 0:
            raise ConnectionError(f"{type(self).__name__}: n is {many.min()}, must not be negative")
        ids, names, found = _ids(free), _ids(fixed), []
        for k in range(fixed.size):
            of = np.arange(free.size) if self.allow_self_connections else np.flatnonzero(ids != names[k])
            found.append(np.sort(np.asarray(rng.permutation(of))[: many[k]]))
        counts = [len(each) for each in found]
        return np.repeat(np.arange(fixed.size), counts), np.concatenate(found).astype(np.intp)


class FixedNumberPreConnector(_FixedNumber):
    """Each target gets `n` sources."""

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        j, i = self._drawn(post, pre, rng)
        return i, j


class FixedNumberPostConnector(_FixedNumber):
    """Each source gets `n` targets."""

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        return self._drawn(pre, post, rng)


class SmallWorldConnector(Connector):
    """Sources nearer than `degree`, each with the probability `rewiring` replaced by another one."""

    def __init__(
        self,
        degree: float,
        rewiring: float,
        allow_self_connections: bool = True,
        weights: Any = 0.0,
        delays: Any = None,
        space: Any = None,
        safe: bool = True,
        verbose: bool = False,
        n_connections: int | None = None,
    ) -> None:
        super().__init__(weights, delays, space, safe, verbose, allow_self_connections)
        self.degree, self.rewiring, self.n_connections = degree, rewiring, n_connections

    def pairs(self, pre: Group, post: Group, rng: Any) -> _Pairs:
        i, j = self._random(pre, post, lambda i, j: self.distances(pre, post, i, j) < self.degree)
        moved = np.asarray(rng.next(i.size)) < self.rewiring
        i = np.where(moved, np.floor(np.asarray(rng.next(i.size)) * pre.size).astype(np.intp), i)
        i, j = self._without_self(pre, post, i, j)
        return i[: self.n_connections], j[: self.n_connections]


class FromListConnector(Connector):
    """A list of source, target, weight and delay."""

    def __init__(self, conn_list: Any, safe: bool = True, verbose: bool = False) -> None:
        super().__init__(safe=safe, verbose=verbose)
        rows = np.asarray([tuple(row) for row in conn_list], float)
        self.table = rows.reshape(len(rows), -1) if rows.size else np.zeros((0, 4))
        if self.table.shape[1] != 4:
            raise ConnectionError(f"a row has {self.table.shape[1]} entries, must have source, target, weight, delay")

    def columns(self, pre: Group, post: Group, rng: Any, min_delay: float) -> tuple[Any, Any, Any, Any]:
        i, j = self.table[:, 0].astype(np.intp), self.table[:, 1].astype(np.intp)
        for name, index, of in (("source", i, pre), ("target", j, post)):
            if index.size and not (index.min() >= 0 and index.max() < of.size):
                raise ConnectionError(f"{name} {index.max()} is not in {of.label}, which has {of.size} cells")
        return i, j, self.table[:, 2].copy(), self.table[:, 3].copy()


class FromFileConnector(FromListConnector):
    """The same from a text file, as `saveConnections` writes it."""

    def __init__(self, file: Any, distributed: bool = False, safe: bool = True, verbose: bool = False) -> None:
        super().__init__(file.read() if hasattr(file, "read") else np.loadtxt(file, ndmin=2), safe, verbose)


class CSAConnector(Connector):
    """A set of the connection-set algebra."""

    def __init__(self, cset: Any, weights: Any = None, delays: Any = None, **rest: Any) -> None:
        super().__init__(0.0 if weights is None else weights, delays, **rest)
        self.cset = cset

    def columns(self, pre: Group, post: Group, rng: Any, min_delay: float) -> tuple[Any, Any, Any, Any]:
        import csa  # type: ignore[import-not-found]

        rows = np.asarray(list(csa.cross(range(pre.size), range(post.size)) * self.cset), float)
        i, j = rows[:, 0].astype(np.intp), rows[:, 1].astype(np.intp)
        if rows.shape[1] == 4:
            return i, j, rows[:, 2], rows[:, 3]
        delays = min_delay if self.delays is None else self.delays
        return i, j, self._values(self.weights, pre, post, i, j), self._values(delays, pre, post, i, j)


_NAMES = {name: getattr(np, name) for name in ("exp", "sqrt", "sin", "cos", "tan", "log", "log10", "abs", "pi", "cosh")}
_NODES = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Name, ast.Constant, ast.Load,
    ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Subscript, ast.Slice,
)  # fmt: skip


def expression(text: str) -> Callable[[Any], Any]:
    """A function of the distance `d`, of the arithmetic and functions that 0.7 knows."""
    tree = ast.parse(text.strip(), mode="eval")
    for node in ast.walk(tree):
        unknown = isinstance(node, ast.Name) and node.id not in (*_NAMES, "d")
        if unknown or not isinstance(node, _NODES):
            raise ConnectionError(f"{text!r}: {ast.unparse(node)} is not understood in an expression of d")
    code = compile(tree, "expression of d", "eval")
    return lambda d: np.asarray(eval(code, {"__builtins__": {}}, {**_NAMES, "d": d}), float)


def _ids(group: Group) -> NDArray[np.intp]:
    return np.concatenate([population.first_id + cells for population, cells in group.parts()])
