"""`import pyhmf as pynn`: PyNN 0.7."""

from pyNN.space import Cuboid, Grid2D, Grid3D, Line, RandomStructure, Space, Sphere
from pyNN.utility import Timer, init_logging, notify

from ..cells import *  # noqa: F403
from ..connectors import (
    AllToAllConnector,
    Connector,
    CSAConnector,
    DistanceDependentProbabilityConnector,
    FixedNumberPostConnector,
    FixedNumberPreConnector,
    FixedProbabilityConnector,
    FromFileConnector,
    FromListConnector,
    OneToOneConnector,
    SmallWorldConnector,
)
from ..control import *  # noqa: F403
from ..electrodes import ACSource, DCSource, NoisyCurrentSource, StepCurrentSource
from ..errors import (
    ConnectionError,
    InvalidParameterValueError,
    NonExistentParameterError,
    RecordingError,
)
from ..files import NumpyBinaryFile, PickleFile, StandardTextFile
from ..populations import ID, Assembly, Population, PopulationView
from ..projections import Connection, Projection
from ..random import AbstractRNG, GSLRNG, NativeRNG, NumpyRNG, RandomDistribution
from ..synapses import (
    AdditivePotentiationMultiplicativeDepression,
    AdditiveWeightDependence,
    GutigWeightDependence,
    MultiplicativeWeightDependence,
    SpikePairRule,
    STDPMechanism,
    SynapseDynamics,
    TsodyksMarkramMechanism,
)

__version__ = "0.7.5"
PyID = ID
Projection.Connector = Connector  # type: ignore[attr-defined]

__all__ = [name for name in dir() if not name.startswith("_")]
