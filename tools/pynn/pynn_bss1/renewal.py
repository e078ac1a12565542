"""Sources whose spikes are drawn here, as far as the network runs: gamma processes, Poisson with dead time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .errors import InvalidError
from .standardmodels.cells import SpikeSourceGamma, SpikeSourcePoissonRefractory

if TYPE_CHECKING:
    from .populations import Population


# always as many, so that the sums are the same to the last bit
_DRAWN_AT_ONCE = 64


def draws(population: Population) -> bool:
    """Whether its spikes are drawn here."""
    return isinstance(population.celltype, (SpikeSourceGamma, SpikeSourcePoissonRefractory))


class Trains:
    """Of a population. Every cell has a stream of its own, so that no train depends on how far the network runs."""

    def __init__(self, population: Population, seed: int, index: int) -> None:
        self._population = population
        self._key = (seed % 2**64, index)
        self.restart()

    def restart(self) -> None:
        """From time 0 on, the same trains again unless a parameter has changed."""
        size = self._population.size
        self._end = -np.inf
        self._begin = 0.0
        self._streams = [np.random.default_rng((*self._key, cell)) for cell in range(size)]
        self._times: list[NDArray[np.float64]] = [np.empty(0) for _ in range(size)]
        self._next: list[float | None] = [None] * size
        self._written = self._columns()

    def _columns(self) -> dict[str, NDArray[np.float64]]:
        return {name: np.asarray(c, dtype=float).copy() for name, c in self._population._parameters.items()}

    def needs(self, until: float) -> bool:
        """Whether there is more to draw."""
        return until > self._end

    def rewritten(self, now: float) -> None:
        """Takes new parameters from now on; trains of cells that keep theirs stay."""
        columns = self._columns()
        for cell in range(self._population.size):
            if any(columns[name][cell] != self._written[name][cell] for name in columns):
                self._times[cell] = self._times[cell][self._times[cell] <= now]
                self._next[cell] = None
        if any((columns[name] != self._written[name]).any() for name in columns):
            self._written = columns
            self._begin = now
            self._end = -np.inf

    def until(self, until: float) -> list[NDArray[np.float64]]:
        """The trains up to a time, ms."""
        celltype = self._population.celltype
        for cell in range(self._population.size):
            p = {name: float(column[cell]) for name, column in self._written.items()}
            mean = celltype.mean(p)
            if mean <= p.get("tau_refrac", 0):
                raise InvalidError(
                    f"cell {cell} of '{self._population.label}': an interval of {mean:g} ms on average, must be above "
                    f"the dead time of {p['tau_refrac']:g} ms"
                )
            if not np.isfinite(mean):
                continue
            stop = min(until, p["start"] + p["duration"])
            drawn = [self._times[cell]]
            last = self._next[cell]
            if last is None:
                last = max(p["start"], self._begin)
            while last <= stop:
                steps = last + np.cumsum(celltype.intervals(self._streams[cell], p, _DRAWN_AT_ONCE))
                drawn.append(steps)
                last = float(steps[-1])
            self._next[cell] = last
            self._times[cell] = np.concatenate(drawn)
        self._end = until
        ends = self._written["start"] + self._written["duration"]
        return [train[train <= min(until, end)] for train, end in zip(self._times, ends, strict=True)]
