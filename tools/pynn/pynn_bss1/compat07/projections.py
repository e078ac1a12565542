"""Projections of PyNN 0.7: `Projection(pre, post, method, target="excitatory", synapse_dynamics=..., rng=...)`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import files
from . import network as networks
from .connectors import Connector
from .populations import group
from .random import NumpyRNG, draw
from .synapses import SynapseDynamics

_DYNAMICS = {"A_plus": "a_plus", "A_minus": "a_minus"}


class Connection:
    """One connection, with its weight and delay."""

    def __init__(self, projection: Projection, index: int) -> None:
        self._projection, self._index = projection, index

    @property
    def source(self) -> Any:
        return self._projection.pre[int(self._projection.sources[self._index])]

    @property
    def target(self) -> Any:
        return self._projection.post[int(self._projection.targets[self._index])]

    def _get_weight(self) -> float:
        return float(self._projection.current_weights()[self._index])

    def _set_weight(self, weight: float) -> None:
        self._projection.weights[self._index] = weight

    def _get_delay(self) -> float:
        return float(self._projection.delays[self._index])

    def _set_delay(self, delay: float) -> None:
        self._projection.delays[self._index] = delay

    weight = property(_get_weight, _set_weight)
    delay = property(_get_delay, _set_delay)


class Projection:
    """Connections between two groups. Drawn when it is made, in columns."""

    _numbers = itertools.count()

    def __init__(
        self,
        presynaptic_population: Any,
        postsynaptic_population: Any,
        method: Connector,
        source: Any = None,
        target: str | None = None,
        synapse_dynamics: SynapseDynamics | None = None,
        label: str | None = None,
        rng: Any = None,
    ) -> None:
        net = networks.current()
        self.pre, self.post = group(presynaptic_population), group(postsynaptic_population)
        self.target = target or "excitatory"
        if self.target not in ("excitatory", "inhibitory"):
            raise ValueError(f"target is {target!r}, must be 'excitatory' or 'inhibitory'")
        for population, _ in self.post.parts():
            if population.celltype.source:
                raise TypeError(f"{population.label} has sources of spikes: nothing connects to them")
        self.synapse_dynamics = synapse_dynamics
        self.number = next(Projection._numbers)
        self.label = label or f"projection{len(net.projections)}: {self.pre.label} -> {self.post.label}"
        self.network = net
        rng = rng or NumpyRNG(net.seed())
        columns = method.columns(self.pre, self.post, rng, net.min_delay)
        self.sources: NDArray[np.intp] = columns[0]
        self.targets: NDArray[np.intp] = columns[1]
        self.weights: NDArray[np.float64] = columns[2]
        self.delays: NDArray[np.float64] = columns[3]
        self._dynamics = dict(synapse_dynamics.parameters()) if synapse_dynamics else {}
        net.projections.append(self)

    def euter_id(self) -> int:
        """Its number among all projections of the process."""
        return self.number

    def __len__(self) -> int:
        return int(self.sources.size)

    def size(self, gather: bool = True) -> int:
        """The number of connections."""
        return len(self)

    def __getitem__(self, index: int) -> Connection:
        if not -len(self) <= index < len(self):
            raise IndexError(f"there is no connection {index} of {len(self)}")
        return Connection(self, index % len(self))

    def __iter__(self) -> Iterator[Connection]:
        return (Connection(self, index) for index in range(len(self)))

    @property
    def connections(self) -> list[Connection]:
        return list(self)

    def dynamics(self, name: str) -> Any:
        """A parameter of its plasticity: one value, or one each."""
        return self._dynamics[name]

    def current_weights(self) -> NDArray[np.float64]:
        """As written, or as plasticity left them."""
        experiment = self.network.experiment
        plastic = self.synapse_dynamics is not None and self.synapse_dynamics.slow is not None
        evolved = experiment.evolved(self) if experiment is not None and plastic else None
        return self.weights if evolved is None else evolved

    def matrix(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """By source and target, NaN without connection; of several connections of a pair the sum."""
        found = np.full((self.pre.size, self.post.size), np.nan)
        there = ~np.isnan(values)
        i, j = self.sources[there], self.targets[there]
        found[i, j] = 0
        np.add.at(found, (i, j), values[there])
        return found

    def _get(self, values: NDArray[np.float64], format: str) -> Any:
        if format not in ("list", "array"):
            raise ValueError(f"format is {format!r}, must be 'list' or 'array'")
        return values.tolist() if format == "list" else self.matrix(values)

    def _set(self, column: NDArray[np.float64], given: Any) -> None:
        if np.ndim(given) == 2 and not hasattr(given, "next"):
            given = np.asarray(given, float)[self.sources, self.targets]
        column[:] = draw(given, len(self))

    def getWeights(self, format: str = "list", gather: bool = True) -> Any:
        """Weights in uS: a list, or a matrix with NaN where there is no connection."""
        return self._get(self.current_weights(), format)

    def getDelays(self, format: str = "list", gather: bool = True) -> Any:
        """Delays in ms as written. On the wafer they follow from the routes."""
        return self._get(self.delays, format)

    def setWeights(self, w: Any) -> None:
        """One for all, one each, or a matrix."""
        self._set(self.weights, w)

    def setDelays(self, d: Any) -> None:
        """One for all, one each, or a matrix."""
        self._set(self.delays, d)

    def randomizeWeights(self, rand_distr: Any) -> None:
        """Draws them."""
        self._set(self.weights, rand_distr)

    def randomizeDelays(self, rand_distr: Any) -> None:
        """Draws them."""
        self._set(self.delays, rand_distr)

    def getSynapseDynamics(self, parameter_name: str, format: str = "list", gather: bool = True) -> Any:
        """A parameter of the plasticity of each connection."""
        value = self._dynamics[_DYNAMICS.get(parameter_name, parameter_name)]
        return self._get(np.broadcast_to(np.asarray(value, float), (len(self),)).copy(), format)

    def setSynapseDynamics(self, param: str, value: Any) -> None:
        """Sets a parameter of the plasticity."""
        name = _DYNAMICS.get(param, param)
        if name not in self._dynamics:
            raise KeyError(f"{self.label} has no {param}; it has {', '.join(self._dynamics) or 'no dynamics'}")
        self._dynamics[name] = value if np.ndim(value) == 0 and not hasattr(value, "next") else draw(value, len(self))

    def randomizeSynapseDynamics(self, param: str, rand_distr: Any) -> None:
        """Draws a parameter of the plasticity."""
        self.setSynapseDynamics(param, rand_distr)

    def weightHistogram(self, min: float | None = None, max: float | None = None, nbins: int = 10) -> Any:
        """How many weights lie in each of some bins, and the left edges of these."""
        weights = self.current_weights()
        low = weights.min() if min is None else min
        counts, edges = np.histogram(weights, nbins, (low, weights.max() if max is None else max))
        return counts, edges[:-1]

    def printWeights(self, file: Any, format: str = "list", gather: bool = True) -> None:
        """Writes the weights as text."""
        np.savetxt(file, np.asarray(self.getWeights(format)))

    def printDelays(self, file: Any, format: str = "list", gather: bool = True) -> None:
        """Writes the delays as text."""
        np.savetxt(file, np.asarray(self.getDelays(format)))

    def saveConnections(self, file: Any, gather: bool = True, compatible_output: bool = True) -> None:
        """Writes source, target, weight and delay; `FromFileConnector` reads them."""
        rows = np.column_stack([self.sources, self.targets, self.current_weights(), self.delays])
        target = files.StandardTextFile(file, "w") if isinstance(file, str) else file
        target.write(rows, {"pre": self.pre.label, "post": self.post.label})

    def describe(self, template: Any = None, engine: Any = None) -> str:
        """What it is."""
        return f"{self.label}: {len(self)} {self.target} connections"

    def __repr__(self) -> str:
        return f"Projection({self.pre.label} ({self.pre.size}) -> {self.post.label} ({self.post.size}))"
