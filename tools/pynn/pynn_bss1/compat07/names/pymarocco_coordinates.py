"""`from pymarocco.coordinates import LogicalNeuron, BioNeuron`."""

from ..results import BioNeuron, LogicalNeuron

__all__ = ["BioNeuron", "LogicalNeuron"]
