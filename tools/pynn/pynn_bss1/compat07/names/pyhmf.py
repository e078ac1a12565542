"""`import pyhmf as pynn`: PyNN 0.7."""

# ruff: noqa: F401

from pyNN.space import Cuboid, Grid2D, Grid3D, Line, RandomStructure, Space, Sphere
from pyNN.utility import Timer, init_logging, notify

from ..cells import (
    EIF_cond_alpha_isfa_ista,
    EIF_cond_exp_isfa_ista,
    EIF_multicond_exp_isfa_ista,
    HH_cond_exp,
    IF_cond_alpha,
    IF_cond_exp,
    IF_curr_alpha,
    IF_curr_exp,
    IF_facets_hardware1,
    IF_multicond_exp,
    SpikeSourceArray,
    SpikeSourceInhGamma,
    SpikeSourcePoisson,
)
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
from ..control import (
    colour,
    connect,
    create,
    end,
    get_current_time,
    get_max_delay,
    get_min_delay,
    get_time_step,
    initialize,
    list_standard_models,
    num_processes,
    rank,
    record,
    record_gsyn,
    record_v,
    reset,
    run,
    set,
    setup,
)
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
from ..random import GSLRNG, AbstractRNG, NativeRNG, NumpyRNG, RandomDistribution
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
