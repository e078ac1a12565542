"""Models that neither the wafer nor the reference simulator has: refused by name, with the term that is missing."""

from __future__ import annotations

from typing import Any

from pyNN.standardmodels import ModelNotAvailable

from ..names import ModelRefusedError

CELLS = {
    "HH_cond_exp": "the neurons of the wafer have no voltage-gated channels",
    "Izhikevich": "the neurons of the wafer have no quadratic term of the membrane potential",
    "GIF_cond_exp": "the neurons of the wafer have no stochastic and no moving threshold",
    "IF_cond_exp_gsfa_grr": "the neurons of the wafer adapt by a current, not by conductances of adaptation and of "
    "relative refractoriness: EIF_cond_exp_isfa_ista adapts",
    "IF_curr_delta": "the synaptic inputs of the wafer are conductances that decay, they make no voltage steps",
    "PointNeuron": "the neurons of the wafer have two synaptic inputs of fixed kind, excitatory and inhibitory: use "
    "IF_cond_exp or EIF_cond_exp_isfa_ista",
    "MultiCompartmentNeuron": "neurons of several compartments are not offered",
    "SpikeSourceInhGamma": "draw its spikes beforehand and give them to a SpikeSourceArray",
}

COMPONENTS = dict.fromkeys(
    (
        "LIF",
        "AdExp",
        "CurrExpPostSynapticResponse",
        "CondExpPostSynapticResponse",
        "CondAlphaPostSynapticResponse",
        "CondBetaPostSynapticResponse",
        "AlphaPSR",
        "ExpPSR",
    ),
    CELLS["PointNeuron"],
) | dict.fromkeys(("NaChannel", "KdrChannel", "PassiveLeak", "PassiveLeakHH"), CELLS["HH_cond_exp"])

SYNAPSES = {
    "SimpleStochasticSynapse": "the synapses of the wafer transmit every spike",
    "StochasticTsodyksMarkramSynapse": "the synapses of the wafer transmit every spike: TsodyksMarkramSynapse does",
    "MultiQuantalSynapse": "the synapses of the wafer have no release sites",
    "ElectricalSynapse": "there are no gap junctions on the wafer",
}

PLASTICITY = {
    "MultiplicativeWeightDependence": "the weight steps of the wafer do not depend on the weight in this way: use "
    "AdditiveWeightDependence",
    "AdditivePotentiationMultiplicativeDepression": "the weight steps of the wafer do not depend on the weight in this "
    "way: use AdditiveWeightDependence",
    "GutigWeightDependence": "the weight steps of the wafer do not depend on the weight in this way: use "
    "AdditiveWeightDependence",
    "Vogels2011Rule": "the synapses of the wafer tell pre-post from post-pre pairs, and have no constant depression: "
    "use SpikePairRule",
}


def refused(name: str, why: str) -> Any:
    """A class that cannot be instantiated."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        raise ModelRefusedError(f"{name} is not available: {why}")

    return type(name, (ModelNotAvailable,), {"__init__": __init__, "__doc__": f"Not available: {why}."})


ALL = {name: refused(name, why) for name, why in (CELLS | COMPONENTS | SYNAPSES | PLASTICITY).items()}
