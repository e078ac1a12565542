"""`from pymarocco.results import Marocco`."""

from ..results import Marocco, Placement, SynapseRouting

__all__ = ["Marocco", "Placement", "SynapseRouting"]
