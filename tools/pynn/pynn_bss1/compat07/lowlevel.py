"""Translates what was written into the configuration of the wafer back to parameters and weights of the network.

Voltages of denmems: the difference of the code to that of the mapping, by the ideal scale of 1.8 V over 1023 codes and
the window of voltages of the mapping; of a neuron the mean over its denmems. Digital weights: the ideal conductance of
the weight at the V_gmax and divisor that were written (calibtic:src/HMF/SynapseCalibration.cpp), in the membrane of the
neuron (2.16456 pF a denmem; marocco:marocco/parameter/HICANNTransformator.cpp): g_bio = g_hw C_bio / (C_hw speedup).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .coordinates import NeuronOnHICANN
from .errors import UnavailableError
from .halbe import GMAX, VOLTAGES, NeuronParameter
from .runtime import VOLT_PER_CODE, Runtime

if TYPE_CHECKING:
    from .populations import Population
    from .projections import Projection
    from .sthal import HICANNConfig

_SHAPE = (93.9406513768, 81.3443474483, -1.59734048208)
"""nS of weight 0, per step and per step squared, at V_gmax 500 nA and divisor 11."""
_FARAD_PER_DENMEM = 2.16456e-12


def conductance(weight: int, gmax_code: int, divisor: int) -> float:
    """The ideal conductance of a synapse in nS, in hardware."""
    scale = 2500 * gmax_code / 1023 / 500 * 11 / divisor
    return scale * (_SHAPE[0] + weight * (_SHAPE[1] + weight * _SHAPE[2]))


def parameters(runtime: Runtime | None, population: Population) -> dict[str, Any]:
    """The parameters of a population, with the voltages that were written."""
    if runtime is None or not any(chip.floating_gates.neuron for chip in runtime.wafer().chips.values()):
        return population.values
    changed: dict[str, Any] = {}
    for item in runtime.results().placement.find(population.number):
        chip = runtime.wafer().chips.get(int(item.hicann()))
        if chip is None:
            continue
        denmems = [int(denmem.place) for denmem in item.logical_neuron()]
        for parameter in VOLTAGES:
            codes = [chip.floating_gates.neuron.get((denmem, parameter)) for denmem in denmems]
            written = [code for code in codes if code is not None]
            if not written:
                continue
            name = Runtime.parameter(population, parameter)
            index = item.neuron_index()
            before = runtime.code(item.hicann(), NeuronOnHICANN(item.logical_neuron().front().place), parameter)
            mean = (sum(written) + before * (len(codes) - len(written))) / len(codes)
            if parameter is NeuronParameter.V_t:
                mean = codes[0] if codes[0] is not None else before
            column = changed.setdefault(name, population.values[name].copy())
            column[index] += (mean - before) * VOLT_PER_CODE / runtime.alpha * 1000
    return {**population.values, **changed} if changed else population.values


def weights(runtime: Runtime | None, projection: Projection, speedup: float) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The weights of a projection in uS with what was written, and which connections are not switched off."""
    values, enabled = projection.weights, np.ones(len(projection), bool)
    if runtime is None:
        return values, enabled
    for number, chip in runtime.wafer().chips.items():
        for (of, connection), proxy in chip.synapses.proxies.items():
            if of != projection.number:
                continue
            enabled[connection] = proxy.enabled()
            if proxy.weight is not None and enabled[connection]:
                values = values.copy() if values is projection.weights else values
                gmax, divisor = _strength(chip, number)
                g = conductance(int(proxy.weight), gmax, divisor)
                values[connection] = g * 1e-3 * _membrane(runtime, projection, connection, speedup)
    return values, enabled


def _strength(chip: HICANNConfig, number: int) -> tuple[int, int]:
    codes = {chip.floating_gates.shared.get((block, gmax)) for block in range(4) for gmax in GMAX}
    divisors = set(chip.synapses.divisors.values())
    if len(codes) != 1 or None in codes or len(divisors) != 1:
        raise UnavailableError(
            f"a digital weight was written on HICANN {number}: write the same V_gmax0 to V_gmax3 into all of its four"
            " blocks and the same gmax_div to its drivers as well, else what it conducts is not known"
        )
    return int(codes.pop() or 0), divisors.pop()


def _membrane(runtime: Runtime, projection: Projection, connection: int, speedup: float) -> float:
    """What a conductance in hardware is divided by."""
    cell = projection.post[int(projection.targets[connection])]
    items = runtime.results().placement.find(cell)
    if not items:
        return 0.0
    denmems = len(items[0].logical_neuron())
    return float(cell.cm * 1e-9 / (denmems * _FARAD_PER_DENMEM * speedup))
