"""The cell types that 0.7 scripts name, with PyNN's parameters and defaults."""

from __future__ import annotations

from typing import Any, ClassVar

from pyNN.standardmodels import cells as standard

from ..names import did_you_mean
from .errors import NonExistentParameterError, UnavailableError


class Cell:
    """A cell type: what a population is made of. Never instantiated."""

    default_parameters: ClassVar[dict[str, Any]] = {}
    default_initial_values: ClassVar[dict[str, float]] = {}
    recordable: tuple[str, ...] = ("spikes",)
    synapse_types: tuple[str, ...] = ()
    source = False

    @classmethod
    def checked(cls, name: str) -> str:
        """The name of a parameter, or an error that names the nearest."""
        if name in cls.default_parameters:
            return name
        hint = did_you_mean(name, cls.default_parameters) or "."
        known = ", ".join(sorted(cls.default_parameters))
        raise NonExistentParameterError(f"{cls.__name__} has no parameter {name}{hint} It has {known}.")

    @classmethod
    def job_type(cls) -> str:
        """The name of the cell type in a job."""
        return cls.__name__

    @classmethod
    def translated(cls, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters in a job, by name."""
        return parameters


def _cell(name: str, neuron: bool) -> type[Cell]:
    model = getattr(standard, name)
    members: dict[str, Any] = {
        "default_parameters": {key: _plain(value) for key, value in model.default_parameters.items()},
        "default_initial_values": dict(model.default_initial_values),
        "source": not neuron,
        "__doc__": f"PyNN's {name}.",
        "__module__": __name__,
    }
    if neuron:
        members["recordable"] = ("spikes", "v", "gsyn", "w") if name.startswith("EIF") else ("spikes", "v", "gsyn")
        members["synapse_types"] = ("excitatory", "inhibitory")
    return type(name, (Cell,), members)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (int, float)) else []


IF_cond_exp = _cell("IF_cond_exp", True)
IF_cond_alpha = _cell("IF_cond_alpha", True)
IF_curr_exp = _cell("IF_curr_exp", True)
IF_curr_alpha = _cell("IF_curr_alpha", True)
EIF_cond_exp_isfa_ista = _cell("EIF_cond_exp_isfa_ista", True)
EIF_cond_alpha_isfa_ista = _cell("EIF_cond_alpha_isfa_ista", True)
SpikeSourcePoisson = _cell("SpikeSourcePoisson", False)
SpikeSourceArray = _cell("SpikeSourceArray", False)


class IF_facets_hardware1(Cell):
    """The neuron of the earlier chip Spikey: IF_cond_exp of 0.2 nF, 1 ms refractory, e_rev_E 0 mV; g_leak in nS."""

    default_parameters: ClassVar[dict[str, Any]] = {
        "g_leak": 40.0,
        "tau_syn_E": 30.0,
        "tau_syn_I": 30.0,
        "v_reset": -80.0,
        "e_rev_I": -80.0,
        "v_rest": -65.0,
        "v_thresh": -55.0,
    }
    default_initial_values: ClassVar[dict[str, float]] = {"v": -65.0}
    recordable = ("spikes", "v", "gsyn")
    synapse_types = ("excitatory", "inhibitory")

    @classmethod
    def job_type(cls) -> str:
        return "IF_cond_exp"

    @classmethod
    def translated(cls, parameters: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in parameters.items() if name != "g_leak"}
        return kept | {"tau_m": 200.0 / parameters["g_leak"], "cm": 0.2, "tau_refrac": 1.0, "e_rev_E": 0.0}


def _absent(name: str, term: str) -> type[Cell]:
    def refuse(cls: type[Cell]) -> str:
        raise UnavailableError(f"{name} has no place here: {term}")

    return type(
        name, (Cell,), {"job_type": classmethod(refuse), "__doc__": f"Refused: {term}.", "__module__": __name__}
    )


HH_cond_exp = _absent("HH_cond_exp", "the circuit has no gated sodium and potassium currents")
IF_multicond_exp = _absent("IF_multicond_exp", "a neuron here has two synaptic inputs: use IF_cond_exp")
EIF_multicond_exp_isfa_ista = _absent(
    "EIF_multicond_exp_isfa_ista", "a neuron here has two synaptic inputs: use EIF_cond_exp_isfa_ista"
)
SpikeSourceInhGamma = _absent("SpikeSourceInhGamma", "draw the spike times and use SpikeSourceArray")

ALL = (
    IF_cond_exp,
    IF_cond_alpha,
    IF_curr_exp,
    IF_curr_alpha,
    EIF_cond_exp_isfa_ista,
    EIF_cond_alpha_isfa_ista,
    IF_facets_hardware1,
    SpikeSourcePoisson,
    SpikeSourceArray,
)
