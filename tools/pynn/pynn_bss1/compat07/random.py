"""Random numbers as in PyNN 0.7: `RandomDistribution(distribution, parameters, rng, boundaries, constrain)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from pyNN import random as current
from pyNN.random import GSLRNG, AbstractRNG

__all__ = ["GSLRNG", "AbstractRNG", "NativeRNG", "NumpyRNG", "RandomDistribution"]


class NumpyRNG(current.NumpyRNG):
    """A Mersenne twister. `rank` and `num_processes` of 0.7 mean nothing: there is one process."""

    def __init__(
        self, seed: int | None = None, rank: int = 0, num_processes: int = 1, parallel_safe: bool = True
    ) -> None:
        super().__init__(seed=seed, parallel_safe=parallel_safe)

    def next(self, n: int | None = None, distribution: str = "uniform", parameters: Any = None, **rest: Any) -> Any:
        """`n` numbers; parameters by place as in 0.7, or by name as later."""
        if parameters is None:
            parameters = () if distribution == "uniform" else {}
        if not isinstance(parameters, dict):
            if distribution == "uniform" and not len(parameters):
                parameters = (0.0, 1.0)
            parameters = RandomDistribution(distribution, parameters).parameters
        return super().next(n, _later(distribution), parameters, **rest)


class NativeRNG(NumpyRNG):
    """The backend's own generator: here the same as `NumpyRNG`."""


def _later(distribution: str) -> str:
    return "uniform_int" if distribution == "randint" else distribution


class RandomDistribution(current.RandomDistribution):
    """A distribution and a generator; with `boundaries`, values outside are clipped or drawn again."""

    def __init__(
        self,
        distribution: str = "uniform",
        parameters: Sequence[float] | None = None,
        rng: Any = None,
        boundaries: tuple[float, float] | None = None,
        constrain: str = "clip",
        parameters_pos: Sequence[float] | None = None,
        **named: float,
    ) -> None:
        if constrain not in ("clip", "redraw"):
            raise ValueError(f"constrain is {constrain!r}, must be 'clip' or 'redraw'")
        given = parameters if parameters is not None else parameters_pos
        if given is None and not named and distribution == "uniform":
            given = (0.0, 1.0)
        self.boundaries = boundaries
        self.constrain = constrain
        position = None if given is None else tuple(given)
        super().__init__(_later(distribution), position, rng=rng or NumpyRNG(), **named)

    def next(self, n: int | None = None, mask: Any = None) -> Any:
        """`n` values, one without `n`."""
        drawn = super().next(n, mask)
        if self.boundaries is None:
            return drawn
        low, high = min(self.boundaries), max(self.boundaries)
        values = np.atleast_1d(np.asarray(drawn, float))
        if self.constrain == "clip":
            values = np.clip(values, low, high)
        else:
            self._redraw(values, low, high)
        return float(values[0]) if n is None else values

    def _redraw(self, values: Any, low: float, high: float) -> None:
        for _ in range(1000):
            outside = (values < low) | (values > high)
            if not outside.any():
                return
            values[outside] = super().next(int(outside.sum()))
        raise ValueError(f"{self.name}{self.parameters} hardly ever lies in {low} to {high}")


def draw(given: Any, n: int) -> Any:
    """`n` numbers of what a script gives: a number, a list, a distribution."""
    if hasattr(given, "next"):
        return np.atleast_1d(np.asarray(given.next(n), float))
    array = np.asarray(given, float)
    if array.ndim == 0:
        return np.full(n, float(array))
    if array.size != n:
        raise ValueError(f"{array.size} values are given for {n}")
    return array.ravel().copy()
