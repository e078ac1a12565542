"""`from pymarocco.runtime import Runtime`, and the strategies of placement, which are taken: the mapper has its own."""

from ..runtime import Runtime


class PlacementStrategy:
    """An order in which populations would be placed."""


class ClusterByPopulationConnectivity(PlacementStrategy):
    """Taken."""


class ClusterByNeuronConnectivity(PlacementStrategy):
    """Taken."""


class ConstrainedNeuronClusterer(PlacementStrategy):
    """Taken."""


class byNeuronBlockEnumAndPopulationIDasc(PlacementStrategy):
    """Taken."""


class bySmallerNeuronBlockAndLargerPopulation(PlacementStrategy):
    """Taken."""


__all__ = [
    "ClusterByNeuronConnectivity",
    "ClusterByPopulationConnectivity",
    "ConstrainedNeuronClusterer",
    "PlacementStrategy",
    "Runtime",
    "byNeuronBlockEnumAndPopulationIDasc",
    "bySmallerNeuronBlockAndLargerPopulation",
]
