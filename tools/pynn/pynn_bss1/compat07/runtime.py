"""What a mapping leaves for the runs after it: `Runtime(Wafer(33))`, its `wafer()` and `results()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .coordinates import HICANNOnWafer, NeuronOnHICANN, Wafer
from .errors import UnavailableError
from .halbe import VOLTAGES, NeuronParameter
from .results import Marocco
from .sthal import WaferConfig

if TYPE_CHECKING:
    from .populations import Population

VOLT_PER_CODE = 1.8 / 1023


class Runtime:
    """The results of the mapping, and the configuration of the wafer."""

    def __init__(self, wafer: Wafer | None = None) -> None:
        self._number = wafer or Wafer(33)
        self._results = Marocco()
        self._wafer = WaferConfig(self)
        self.alpha, self.shift = 10.0, 1.2
        """The window of voltages that the mapper chose: hardware volts per biological volt, and volts of 0 mV."""
        self.populations: dict[int, Population] = {}

    def wafer(self) -> WaferConfig:
        return self._wafer

    def results(self) -> Marocco:
        return self._results

    def wafer_coordinate(self) -> Wafer:
        return self._number

    def clear(self) -> None:
        """Forgets the mapping and what was written."""
        self._results = Marocco()
        self._wafer.clear()

    def chips_in_use(self) -> list[int]:
        """In ascending order."""
        return [int(n) for n in np.unique(self._results.placement.table[:, 2])]

    def code(self, hicann: HICANNOnWafer, denmem: NeuronOnHICANN, parameter: Any) -> int:
        """What the ideal scale gives for a voltage of the neuron of a denmem."""
        if not (isinstance(parameter, NeuronParameter) and parameter in VOLTAGES):
            known = ", ".join(each.name for each in VOLTAGES)
            raise UnavailableError(f"getNeuron({parameter.name}): only {known} can be read")
        for item in self._results.placement.find(hicann):
            if any(each.place == denmem for each in item.logical_neuron()):
                population = self.populations[item.population()]
                value = population.values[self.parameter(population, parameter)][item.neuron_index()]
                code = round((value * self.alpha / 1000 + self.shift) / VOLT_PER_CODE)
                return int(min(max(code, 0), 1023))
        raise KeyError(f"no neuron has {denmem!r} on {hicann!r}")

    @staticmethod
    def parameter(population: Population, parameter: NeuronParameter) -> str:
        """The parameter of a population that a voltage sets."""
        if parameter is NeuronParameter.V_t and "v_spike" in population.values:
            return "v_spike"
        return VOLTAGES[parameter]
