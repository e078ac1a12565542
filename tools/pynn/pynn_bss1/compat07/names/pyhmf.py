"""`import pyhmf as pynn`: PyNN 0.7."""

from ..cells import *  # noqa: F403
from ..connectors import (
    Connector,
)
from ..control import *  # noqa: F403
from ..populations import ID
from ..projections import Projection

__version__ = "0.7.5"
PyID = ID
Projection.Connector = Connector  # type: ignore[attr-defined]

__all__ = [name for name in dir() if not name.startswith("_")]
