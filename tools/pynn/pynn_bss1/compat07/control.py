"""`setup`, `run`, `reset`, `end` and the low-level functions of PyNN 0.7."""

from __future__ import annotations

import atexit
from typing import Any

from ..names import did_you_mean
from ..progress import notice
from . import network as networks
from .cells import Cell
from .connectors import FixedProbabilityConnector
from .experiment import Experiment
from .populations import Population, group
from .projections import Projection

_KNOWN = (
    "engine", "silicon", "wafer_seed", "calibration", "defects", "speedup", "neuron_size", "strategy", "hicanns",
    "seed", "trial", "threads", "time_limit", "marocco", "marocco_runtime",
)  # fmt: skip
_OF_OTHERS = (
    "neuronPermutation", "assertSilence", "useSystemSim", "mappingOptions", "ignoreHWParameterRanges", "hardware",
    "rng_seeds", "rng_seeds_seed", "rng_seed", "spike_precision", "native_rng_baseseed", "loglevel", "logfile",
    "quit_on_end",
)  # fmt: skip


def setup(
    timestep: float = 0.1, min_delay: float = 0.1, max_delay: float = 10.0, debug: Any = False, **extra_params: Any
) -> int:
    """Begins a network. `marocco` and `marocco_runtime` are those of BrainScaleS-1; others as in `pynn_bss1.setup`."""
    for name in extra_params:
        if name in _OF_OTHERS:
            notice("info", f"setup: {name} means nothing here")
        elif name not in _KNOWN:
            raise KeyError(f"setup has no {name}{did_you_mean(name, _KNOWN)}")
    before = networks.last()
    if before is not None and before.experiment is not None:
        before.experiment.close()
    marocco = extra_params.get("marocco")
    runtime = extra_params.get("marocco_runtime")
    if marocco is not None and runtime is None:
        from .runtime import Runtime

        runtime = Runtime(marocco.default_wafer)
    options = {name: value for name, value in extra_params.items() if name in _KNOWN and not name.startswith("marocco")}
    networks.begin(networks.Network(timestep, min_delay, max_delay, options, marocco, runtime))
    return 0


def run(simtime: float) -> float:
    """Runs for a time in ms."""
    net = networks.current()
    if net.experiment is None:
        net.experiment = Experiment(net)
    net.experiment.run(float(simtime))
    return net.experiment.now


def reset() -> None:
    """Back to time 0 with the same network; what was recorded is gone."""
    net = networks.current()
    if net.experiment is not None:
        net.experiment.reset()


def end(compatible_output: bool = True) -> None:
    """Writes the files that `record` named, and frees the wafer. Results can still be read."""
    net = networks.last()
    if net is None or net.experiment is None or net.ended:
        return
    net.ended = True
    net.experiment.close()
    for of, variable, file in net.files:
        {"spikes": of.printSpikes, "v": of.print_v, "gsyn": of.print_gsyn}[variable](file)


def _at_exit() -> None:
    net = networks.last()
    if net is not None and net.experiment is not None:
        net.experiment.close()


atexit.register(_at_exit)


def get_current_time() -> float:
    """In ms."""
    net = networks.current()
    return 0.0 if net.experiment is None else net.experiment.now


def get_time_step() -> float:
    """In ms."""
    return networks.current().timestep


def get_min_delay() -> float:
    """In ms."""
    return networks.current().min_delay


def get_max_delay() -> float:
    """In ms."""
    return networks.current().max_delay


def num_processes() -> int:
    """One."""
    return 1


def rank() -> int:
    """Zero."""
    return 0


def list_standard_models() -> list[str]:
    """The cell types."""
    from .cells import ALL

    return [cell.__name__ for cell in ALL]


def create(cellclass: type[Cell], cellparams: dict[str, Any] | None = None, n: int = 1) -> Population:
    """`n` cells."""
    return Population(n, cellclass, cellparams)


def connect(
    source: Any,
    target: Any,
    weight: Any = 0.0,
    delay: Any = None,
    synapse_type: str | None = None,
    p: float = 1,
    rng: Any = None,
) -> Projection:
    """Connects cells, each pair with the probability `p`."""
    connector = FixedProbabilityConnector(p, weights=weight, delays=delay)
    return Projection(source, target, connector, target=synapse_type, rng=rng)


def set(cells: Any, param: Any, val: Any = None) -> None:
    """Sets parameters of cells."""
    group(cells).set(param, val)


def initialize(cells: Any, variable: str, value: Any) -> None:
    """Sets the state of cells at time 0."""
    group(cells).initialize(variable, value)


def record(source: Any, filename: Any = True) -> None:
    """Records spikes; `end` writes them to the file."""
    group(source).record(filename)


def record_v(source: Any, filename: Any = True) -> None:
    """Records membrane potentials."""
    group(source).record_v(filename)


def record_gsyn(source: Any, filename: Any = True) -> None:
    """Records conductances."""
    group(source).record_gsyn(filename)


def colour(number: Any, text: str) -> str:
    """The text."""
    return text
