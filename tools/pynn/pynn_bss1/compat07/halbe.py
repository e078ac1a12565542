"""The names of `pyhalbe.HICANN`: parameters of floating gates, and values of synapses."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from .errors import UnavailableError


class NeuronParameter(IntEnum):
    """Of a denmem."""

    E_l = 0
    E_syni = 1
    E_synx = 2
    I_bexp = 3
    I_convi = 4
    I_convx = 5
    I_fire = 6
    I_gl = 7
    I_gladapt = 8
    I_intbbi = 9
    I_intbbx = 10
    I_pl = 11
    I_radapt = 12
    I_rexp = 13
    I_spikeamp = 14
    V_exp = 15
    V_syni = 16
    V_syntci = 17
    V_syntcx = 18
    V_synx = 19
    V_t = 20


class SharedParameter(IntEnum):
    """Of a block of floating gates."""

    I_breset = 0
    I_bstim = 1
    V_bexp = 2
    V_bout = 3
    V_br = 4
    V_bstdf = 5
    V_ccas = 6
    V_clra = 7
    V_clrc = 8
    V_dep = 9
    V_dllres = 10
    V_dtc = 11
    V_fac = 12
    V_gmax0 = 13
    V_gmax1 = 14
    V_gmax2 = 15
    V_gmax3 = 16
    V_m = 17
    V_reset = 18
    V_stdf = 19
    V_thigh = 20
    V_tlow = 21
    int_op_bias = 22


class _Bounded(int):
    most = 0
    least = 0

    def __new__(cls, value: Any = 0) -> Any:
        if not cls.least <= int(value) <= cls.most:
            raise IndexError(f"{cls.__name__} is {int(value)}, must be {cls.least} to {cls.most}")
        return super().__new__(cls, int(value))

    def value(self) -> int:
        return int(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({int(self)})"

    __str__ = __repr__


class SynapseWeight(_Bounded):
    """A digital weight."""

    most = 15


class SynapseDecoder(_Bounded):
    """Which addresses a synapse hears."""

    most = 15


class GmaxDiv(_Bounded):
    """By how much V_gmax is divided."""

    most = 30
    least = 1


VOLTAGES = {
    NeuronParameter.E_l: "v_rest",
    NeuronParameter.E_synx: "e_rev_E",
    NeuronParameter.E_syni: "e_rev_I",
    NeuronParameter.V_t: "v_thresh",
}
"""What a voltage of a denmem is in the network; of EIF cells V_t is v_spike."""

GMAX = (SharedParameter.V_gmax0, SharedParameter.V_gmax1, SharedParameter.V_gmax2, SharedParameter.V_gmax3)
WITHOUT_MEANING = (SharedParameter.V_dllres, SharedParameter.V_ccas)
"""Of the locking of repeaters and drivers, which the emulator does not need."""

_INSTEAD = {
    "I_gl": "tau_m",
    "V_syntcx": "tau_syn_E",
    "V_syntci": "tau_syn_I",
    "I_pl": "tau_refrac",
    "I_gladapt": "a",
    "I_fire": "b",
    "I_radapt": "tau_w",
    "I_rexp": "delta_T",
    "V_exp": "v_thresh",
    "V_reset": "v_reset",
}


class HICANN:
    """`HICANN.E_l`, `HICANN.neuron_parameter.E_l`, `HICANN.shared_parameter.V_gmax0`, `HICANN.SynapseWeight(15)`."""

    neuron_parameter = NeuronParameter
    shared_parameter = SharedParameter
    SynapseWeight = SynapseWeight
    SynapseDecoder = SynapseDecoder
    GmaxDiv = GmaxDiv
    DISABLED_DECODER = 1
    """marocco's value for synapses that hear no address."""

    @staticmethod
    def translated(parameter: Any) -> None:
        """Refuses what cannot be translated back to the network."""
        if parameter in VOLTAGES and isinstance(parameter, NeuronParameter):
            return
        if isinstance(parameter, SharedParameter) and parameter in (*GMAX, *WITHOUT_MEANING):
            return
        instead = _INSTEAD.get(parameter.name)
        what = f"set {instead} of the population instead" if instead else "it has no counterpart in the network"
        raise UnavailableError(f"{parameter.name} cannot be written: {what}")


for _parameter in NeuronParameter:
    setattr(HICANN, _parameter.name, _parameter)
for _shared in SharedParameter:
    if not hasattr(HICANN, _shared.name):
        setattr(HICANN, _shared.name, _shared)
