"""marocco's statistics of a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .projections import Projection

_BEFORE_DRIVERS = ("neuron_unplaced", "egress", "input_rate", "l1_route")


class MappingStats:
    """What was mapped and lost. Filled by `run`."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._by_cause: dict[str, int] = {}
        self._weights: dict[int, NDArray[np.float64]] = {}
        self._realised: dict[int, NDArray[np.float64]] = {}
        self.timeTotal = 0

    def fill(self, summary: Any, populations: int, projections: int, seconds: float) -> None:
        """From the summary of a mapping."""
        self._numbers = {
            "neurons": summary.neurons_requested,
            "placed": summary.neurons_placed,
            "synapses": summary.synapses_requested,
            "set": summary.synapses_realised,
            "populations": populations,
            "projections": projections,
        }
        self._by_cause = dict(summary.lost_by_cause)
        self._weights.clear()
        self._realised.clear()
        self.timeTotal = round(1000 * seconds)

    def set_weights(self, projection: Projection, realised: NDArray[np.float64]) -> None:
        """What became of the connections of a projection: realised weights, NaN where lost."""
        lost = np.isnan(realised)
        self._weights[projection.number] = projection.matrix(np.where(lost, np.nan, projection.weights))
        self._realised[projection.number] = projection.matrix(realised)

    def getWeights(self, projection: Projection) -> NDArray[np.float64]:
        """Weights as written by source and target; NaN where there is no synapse or it was lost."""
        return self._of(self._weights, projection)

    def realised_weights(self, projection: Projection) -> NDArray[np.float64]:
        """The same with the weights as the hardware has them, in uS."""
        return self._of(self._realised, projection)

    def _of(self, weights: dict[int, NDArray[np.float64]], projection: Projection) -> NDArray[np.float64]:
        if not hasattr(projection, "number"):
            raise TypeError("not a pyhmf.Projection")
        if projection.number not in weights:
            raise KeyError(f"{projection!r} was not mapped: call run() first")
        return weights[projection.number]

    def lost_by_cause(self) -> dict[str, int]:
        """Lost synapses by cause, in the words of the mapping report."""
        return dict(self._by_cause)

    def getSynapses(self) -> int:
        return self._numbers.get("synapses", 0)

    def getSynapsesSet(self) -> int:
        return self._numbers.get("set", 0)

    def getSynapseLoss(self) -> int:
        return self.getSynapses() - self.getSynapsesSet()

    def getSynapseLossAfterL1Routing(self) -> int:
        """Those of them whose bus did not reach the target chip."""
        return sum(self._by_cause.get(cause, 0) for cause in _BEFORE_DRIVERS)

    def getNumPopulations(self) -> int:
        return self._numbers.get("populations", 0)

    def getNumProjections(self) -> int:
        return self._numbers.get("projections", 0)

    def getNumNeurons(self) -> int:
        return self._numbers.get("neurons", 0)

    def getNumNeuronsPlaced(self) -> int:
        """Those of them that found a place."""
        return self._numbers.get("placed", 0)

    def __str__(self) -> str:
        lost, of = self.getSynapseLoss(), self.getSynapses()
        lines = (
            f"synapse_loss: {lost} ({100 * lost / of if lost else 0:g}%)",
            f"synapses: {of}",
            f"synapses set: {self.getSynapsesSet()}",
            f"synapses lost: {lost}",
            f"synapses lost(l1): {self.getSynapseLossAfterL1Routing()}",
            f"populations: {self.getNumPopulations()}",
            f"projections: {self.getNumProjections()}",
            f"neurons: {self.getNumNeurons()}",
        )
        return "MappingStats {" + "".join("\n\t" + line for line in lines) + "}"

    __repr__ = __str__
