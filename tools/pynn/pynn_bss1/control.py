"""`setup()`, `run()`, `reset()`, `end()` and what asks for times."""

from __future__ import annotations

from typing import Any

from pyNN import common
from pyNN.common.control import DEFAULT_MIN_DELAY, DEFAULT_TIMESTEP
from pyNN.recording import get_io

from . import options, simulator
from .errors import BssError, InvalidError
from .report import MappingReport


def setup(timestep: float = DEFAULT_TIMESTEP, min_delay: Any = DEFAULT_MIN_DELAY, **extra_params: Any) -> int:
    """Begins a new network; any existing one is forgotten.

    `engine`: "emulator" (the emulated wafer, the default), "reference" (double precision, as written), "realised"
    (double precision, as the mapping realises it) or "map" (mapping alone). `silicon`: "ideal" or "typical", the latter
    with `wafer_seed`; `calibration` and `defects`: files of `bss-run calibrate` and of `bss-map`; `speedup`: 1e3 to
    1e5; `neuron_size`: denmems per neuron; `strategy`: "greedy" or "optimise", with `mapping_seed` and `time_limit`
    in s;
    `hicanns`: chips to use; `fpgas`: to have alone where jobs share a wafer; `seed`: of Poisson trains and noise;
    `trial`: write number of the analog parameters;
    `on_loss`: "warn", "raise" or "ignore" lost synapses; `approximate`: allow cells that the circuit approximates;
    `threads` of the emulator. What PyNN's scripts give to other simulators is ignored where it means nothing.
    """
    common.setup(timestep, min_delay, **extra_params)
    if not timestep > 0:
        raise InvalidError(f"setup(timestep={timestep!r}): must be above 0 ms")
    chosen = options.parse(extra_params)
    state = simulator.state
    state.clear()
    state.dt = timestep
    state.min_delay = min_delay
    state.max_delay = chosen.max_delay
    state.options = chosen
    return 0


def end(compatible_output: bool = True) -> None:
    """Writes what was to be written at the end, and ends the session; recorded data can still be had."""
    state = simulator.state
    try:
        to_write, state.write_on_end = state.write_on_end, []
        for population, variables, filename in to_write:
            population.write_data(get_io(filename), variables)
    finally:
        state.session.end()


run, run_until = common.build_run(simulator)
run_for = run

reset = common.build_reset(simulator)

initialize = common.initialize

get_current_time, get_time_step, get_min_delay, get_max_delay, num_processes, rank = common.build_state_queries(
    simulator
)


def mapping_report(rates: bool = False) -> MappingReport:
    """What the wafer realises of the network, which is mapped now if it has not run yet.

    `rates`: with how far that moves the populations' rates from those of the script as written. All commands since the
    network was built are carried out twice more, in double precision, as written and as realised.
    """
    state = simulator.state
    if not state.options.on_wafer:
        raise BssError("engine 'reference' maps nothing, so there is no mapping report: use engine 'emulator' or 'map'")
    moved = state.session.moved() if rates else []
    return MappingReport(state.session.text("REPORT"), lambda: state.session.text("PICTURE"), moved)


def counters() -> dict[str, Any]:
    """What the hardware counted: pulses sent, dropped, recorded."""
    import json

    counted: dict[str, Any] = json.loads(simulator.state.session.text("COUNTERS"))
    return counted
