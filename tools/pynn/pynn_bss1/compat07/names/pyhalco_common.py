"""`from pyhalco_common import Enum, X, Y, iter_all`."""

from ..coordinates import Enum, SideHorizontal, SideVertical, X, Y, bottom, iter_all, left, right, top

__all__ = ["Enum", "SideHorizontal", "SideVertical", "X", "Y", "bottom", "iter_all", "left", "right", "top"]
