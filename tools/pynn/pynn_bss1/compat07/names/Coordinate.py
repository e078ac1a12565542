"""`import Coordinate as C`, the name of halco's coordinates in earlier versions."""

from .pyhalco_common import *  # noqa: F403
from .pyhalco_hicann_v2 import *  # noqa: F403
