"""`from pymarocco import PyMarocco, Defects`."""

from ..defects import Defects
from ..marocco import InputPlacement, L1Routing, ManualPlacement, NeuronPlacement, ParamTrafo, PyMarocco, SynapseRouting
from ..stats import MappingStats

__version__ = PyMarocco.__version__

__all__ = [
    "Defects",
    "InputPlacement",
    "L1Routing",
    "ManualPlacement",
    "MappingStats",
    "NeuronPlacement",
    "ParamTrafo",
    "PyMarocco",
    "SynapseRouting",
]
