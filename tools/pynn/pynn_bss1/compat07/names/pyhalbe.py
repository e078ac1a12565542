"""`from pyhalbe import HICANN`."""

from ..halbe import HICANN
from . import Coordinate

__all__ = ["HICANN", "Coordinate"]
