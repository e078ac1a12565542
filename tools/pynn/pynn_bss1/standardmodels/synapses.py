"""Synapses and their plasticity. Native names and units are PyNN's own."""

from __future__ import annotations

from typing import Any

from pyNN.standardmodels import build_translations, synapses

from .. import simulator
from ..errors import InvalidError
from ..names import Checked
from .cells import same


class _Delayed:
    """Takes the least delay where none is given."""

    def _get_minimum_delay(self) -> float:
        least = simulator.state.asked_min_delay
        return float(simulator.state.dt if least == "auto" else least)


class StaticSynapse(_Delayed, Checked, synapses.StaticSynapse):  # type: ignore[misc]
    __doc__ = synapses.StaticSynapse.__doc__
    translations = same(synapses.StaticSynapse)


class TsodyksMarkramSynapse(_Delayed, Checked, synapses.TsodyksMarkramSynapse):  # type: ignore[misc]
    __doc__ = synapses.TsodyksMarkramSynapse.__doc__
    translations = same(synapses.TsodyksMarkramSynapse)


class SpikePairRule(synapses.SpikePairRule):  # type: ignore[misc]
    __doc__ = synapses.SpikePairRule.__doc__
    translations = same(synapses.SpikePairRule)


class AdditiveWeightDependence(synapses.AdditiveWeightDependence):  # type: ignore[misc]
    __doc__ = synapses.AdditiveWeightDependence.__doc__
    translations = same(synapses.AdditiveWeightDependence)


class STDPMechanism(_Delayed, synapses.STDPMechanism):  # type: ignore[misc]
    __doc__ = synapses.STDPMechanism.__doc__
    base_translations = build_translations(
        ("weight", "weight"), ("delay", "delay"), ("dendritic_delay_fraction", "dendritic_delay_fraction")
    )

    def __init__(self, timing_dependence: Any = None, weight_dependence: Any = None, *args: Any, **kwargs: Any) -> None:
        for given, needed in ((timing_dependence, SpikePairRule), (weight_dependence, AdditiveWeightDependence)):
            if not isinstance(given, needed):
                found = "nothing" if given is None else type(given).__name__
                raise InvalidError(
                    f"STDPMechanism was given {found}, must be SpikePairRule and AdditiveWeightDependence"
                )
        super().__init__(timing_dependence, weight_dependence, *args, **kwargs)
        if self.voltage_dependence is not None:
            raise InvalidError("STDPMechanism was given a voltage_dependence: the synapses of the wafer have none")
