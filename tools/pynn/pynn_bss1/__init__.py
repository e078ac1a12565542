"""PyNN on an emulated BrainScaleS-1 wafer: `import pynn_bss1 as sim`."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

# before the connectors: PyNN 0.10 imports in a circle
from pyNN import common, random, space  # noqa: F401
from pyNN.connectors import *  # noqa: F403
from pyNN.network import Network  # noqa: F401
from pyNN.random import GSLRNG, NumpyRNG, RandomDistribution  # noqa: F401
from pyNN.space import Space  # noqa: F401
from pyNN.standardmodels import StandardCellType

from .control import (  # noqa: F401
    counters,
    end,
    get_current_time,
    get_max_delay,
    get_min_delay,
    get_time_step,
    initialize,
    mapping_report,
    num_processes,
    rank,
    reset,
    run,
    run_for,
    run_until,
    setup,
)
from .names import UnknownNameError
from .names import nearest as _nearest
from .old import mend as _mend
from .populations import Assembly, Population, PopulationView  # noqa: F401
from .procedural_api import connect, create, record, record_gsyn, record_v  # noqa: F401
from .projections import Projection  # noqa: F401
from .standardmodels import refused as _refused
from .standardmodels.cells import (  # noqa: F401
    EIF_cond_alpha_isfa_ista,
    EIF_cond_exp_isfa_ista,
    IF_cond_alpha,
    IF_cond_exp,
    IF_curr_alpha,
    IF_curr_exp,
    IF_facets_hardware1,
    SpikeSourceArray,
    SpikeSourceGamma,
    SpikeSourcePoisson,
    SpikeSourcePoissonRefractory,
)
from .standardmodels.electrodes import ACSource, DCSource, NoisyCurrentSource, StepCurrentSource  # noqa: F401
from .standardmodels.synapses import (  # noqa: F401
    AdditiveWeightDependence,
    SpikePairRule,
    StaticSynapse,
    STDPMechanism,
    TsodyksMarkramSynapse,
)
from .submission import job, jobs, save_job, submit  # noqa: F401
from .version import VERSION as __version__  # noqa: F401

globals().update(_refused.ALL)
_mend()


def list_standard_models() -> list[str]:
    """The cells and sources that can be used."""
    return [
        name
        for name, obj in globals().items()
        if isinstance(obj, type) and issubclass(obj, StandardCellType) and obj is not StandardCellType
    ]


class _Package(ModuleType):
    """`run` is PyNN's function, though there is a module of that name for `python -m pynn_bss1.run`."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name == "run" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    known = [n for n in globals() if not n.startswith("_")]
    hint = _nearest(name, known).partition(" (known")[0]
    raise UnknownNameError(f"pynn_bss1 has no '{name}'{hint}")
