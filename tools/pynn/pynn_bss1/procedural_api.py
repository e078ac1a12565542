"""`create`, `connect` and `record`, as PyNN's old scripts call them."""

from __future__ import annotations

from typing import Any

from pyNN import common
from pyNN.connectors import FixedProbabilityConnector

from . import simulator
from .populations import Population
from .projections import Projection
from .standardmodels.synapses import StaticSynapse

create = common.build_create(Population)

connect = common.build_connect(Projection, FixedProbabilityConnector, StaticSynapse)

record = common.build_record(simulator)


def record_v(source: Any, filename: str) -> None:
    """Records the membrane potential to a file."""
    record(["v"], source, filename)


def record_gsyn(source: Any, filename: str) -> None:
    """Records the synaptic conductances to a file."""
    record(["gsyn_exc", "gsyn_inh"], source, filename)
