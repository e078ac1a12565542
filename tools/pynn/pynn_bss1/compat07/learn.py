"""Fills the results of a mapping that scripts look at between mapping and run."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import messages
from ..carrier import Carrier
from .describe import Description
from .network import Network
from .projections import Projection

_COLUMNS = ("hicann", "denmem", "size", "dnc_merger", "address")


def results(
    net: Network,
    job: Carrier,
    description: Description,
    synapses: Callable[[Projection, str], NDArray[np.float64]],
) -> None:
    """Placement, synapses and the window of voltages."""
    runtime = net.runtime
    assert runtime is not None
    found = runtime.results()
    found.placement.table = _placement(job, description)
    runtime.populations = {population.number: population for population in net.populations}
    report = json.loads(job.text("REPORT"))
    window = report["voltage_window"]
    runtime.alpha = float(window["alpha"])
    runtime.shift = float(window["shift"])
    found.synapse_routing.synapses().table = _synapses(net, found.placement.table, synapses)


def _placement(job: Carrier, description: Description) -> NDArray[np.int64]:
    tables = []
    for piece in description.pieces:
        request = messages.FetchPlacement(population=piece.number)
        columns: Any = job.fetch(messages.FetchRequest(placement=request))
        number = np.full(piece.cells.size, piece.population.number)
        table = np.column_stack([number, piece.cells, *(columns[name] for name in _COLUMNS)])
        tables.append(table[columns["hicann"] >= 0])
    placed = np.vstack(tables).astype(np.int64) if tables else np.zeros((0, 7), np.int64)
    return placed[np.lexsort((placed[:, 1], placed[:, 0]))]


def _synapses(
    net: Network, placement: NDArray[np.int64], synapses: Callable[[Projection, str], NDArray[np.float64]]
) -> NDArray[np.int64]:
    hicann_of = np.full(net.next_id, -1, np.int64)
    first = {population.number: population.first_id for population in net.populations}
    ids = np.array([first[int(number)] for number in placement[:, 0]], np.int64) + placement[:, 1]
    hicann_of[ids] = placement[:, 2]
    tables = [np.zeros((0, 3), np.int64)]
    for projection in net.projections:
        there = np.flatnonzero(~np.isnan(synapses(projection, "realised_weight")))
        post = np.concatenate([population.first_id + cells for population, cells in projection.post.parts()])
        number = np.full(there.size, projection.number)
        tables.append(np.column_stack([number, there, hicann_of[post[projection.targets[there]]]]))
    return np.vstack(tables)
