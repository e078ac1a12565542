"""Plasticity in its 0.7 form: `SynapseDynamics(fast=..., slow=...)`."""

from __future__ import annotations

from typing import Any

from .errors import UnavailableError


class TsodyksMarkramMechanism:
    """Short-term plasticity."""

    def __init__(
        self,
        U: float = 0.5,
        tau_rec: float = 100.0,
        tau_facil: float = 0.0,
        u0: float = 0.0,
        x0: float = 1.0,
        y0: float = 0.0,
    ) -> None:
        self.parameters: dict[str, Any] = {"U": U, "tau_rec": tau_rec, "tau_facil": tau_facil}


class SpikePairRule:
    """Each pair of spikes counts."""

    def __init__(self, tau_plus: float = 20.0, tau_minus: float = 20.0) -> None:
        self.parameters: dict[str, Any] = {"tau_plus": tau_plus, "tau_minus": tau_minus}


class AdditiveWeightDependence:
    """Weight changes do not depend on the weight."""

    def __init__(self, w_min: float = 0.0, w_max: float = 1.0, A_plus: float = 0.01, A_minus: float = 0.01) -> None:
        self.parameters: dict[str, Any] = {"w_min": w_min, "w_max": w_max, "a_plus": A_plus, "a_minus": A_minus}


class _Refused:
    def __init__(self, *arguments: Any, **named: Any) -> None:
        name = type(self).__name__
        raise UnavailableError(f"{name}: the weights of a wafer change additively, use AdditiveWeightDependence")


class MultiplicativeWeightDependence(_Refused):
    """Refused."""


class AdditivePotentiationMultiplicativeDepression(_Refused):
    """Refused."""


class GutigWeightDependence(_Refused):
    """Refused."""


class STDPMechanism:
    """Long-term plasticity."""

    def __init__(
        self,
        timing_dependence: SpikePairRule | None = None,
        weight_dependence: AdditiveWeightDependence | None = None,
        voltage_dependence: None = None,
        dendritic_delay_fraction: float = 1.0,
        model: Any = None,
    ) -> None:
        if voltage_dependence is not None:
            raise UnavailableError("voltage_dependence: weights follow the times of spikes alone")
        timing, weight = timing_dependence or SpikePairRule(), weight_dependence or AdditiveWeightDependence()
        self.parameters: dict[str, Any] = {
            **timing.parameters,
            **weight.parameters,
            "dendritic_delay_fraction": dendritic_delay_fraction,
        }


class SynapseDynamics:
    """`fast`: short-term plasticity, `slow`: long-term plasticity."""

    def __init__(self, fast: TsodyksMarkramMechanism | None = None, slow: STDPMechanism | None = None) -> None:
        if fast is not None and slow is not None:
            raise UnavailableError("a synapse has either fast or slow dynamics here, not both")
        self.fast, self.slow = fast, slow

    def parameters(self) -> dict[str, Any]:
        """All of them, by name."""
        mechanism = self.fast or self.slow
        return {} if mechanism is None else mechanism.parameters
