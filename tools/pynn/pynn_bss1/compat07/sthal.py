"""The configuration of the wafer between mapping and run, as far as sweeps change it.

What a script writes into floating gates, gmax divisors and digital weights is translated back to the parameters and
weights of the network, which the next run writes: docs/pynn07.md tells how, and what is refused.
"""

from __future__ import annotations

import json
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .coordinates import Enum, HICANNOnWafer, NeuronOnHICANN, Place, RowOnSynapseDriver, SynapseDriverOnHICANN
from .errors import UnavailableError
from .halbe import HICANN
from .options import Options
from .results import SynapseOnWafer

if TYPE_CHECKING:
    from .runtime import Runtime


class SpeedUp(IntEnum):
    """The ranges of the leak conductance. The mapper chooses."""

    SLOW = 0
    NORMAL = 1
    FAST = 2


class ESSConfig(Options):
    """Of the simulated wafer."""

    def __init__(self) -> None:
        self._open(enable_weight_distortion=False, weight_distortion=0.0, pulse_statistics_file="")


class HICANNConfigurator:
    """How a chip is configured: taken, the emulator has one way."""

    def set_force(self) -> None:
        """Does nothing."""

    def set_smart(self) -> None:
        """Does nothing."""


class FGConfig:
    """How floating gates are programmed: taken, the emulator writes what is asked for."""

    def __init__(self) -> None:
        self.fg_biasn = self.fg_bias = 5
        self.maxcycle, self.readtime, self.acceleratorstep = 255, 63, 9
        self.voltagewritetime = self.currentwritetime = 15
        self.pulselength = 9


class FloatingGates:
    """The analog parameters of a chip, as codes 0 to 1023."""

    def __init__(self, runtime: Runtime, hicann: HICANNOnWafer) -> None:
        self._runtime, self._hicann = runtime, hicann
        self._passes = [FGConfig() for _ in range(4)]
        self.neuron: dict[tuple[int, Any], int] = {}
        self.shared: dict[tuple[int, Any], int] = {}

    def getNoProgrammingPasses(self) -> Enum:
        return Enum(len(self._passes))

    def getFGConfig(self, step: Any) -> FGConfig:
        return self._passes[int(step)]

    def setFGConfig(self, step: Any, config: FGConfig) -> None:
        self._passes[int(step)] = config

    def getNeuron(self, denmem: Any, parameter: Any) -> int:
        place = NeuronOnHICANN(denmem.toNeuronOnHICANN())
        written = self.neuron.get((int(place), parameter))
        return self._runtime.code(self._hicann, place, parameter) if written is None else written

    def setNeuron(self, denmem: Any, parameter: Any, code: Any) -> None:
        HICANN.translated(parameter)
        self.neuron[int(denmem.toNeuronOnHICANN()), parameter] = _code(parameter, code)

    def getShared(self, block: Any, parameter: Any) -> int:
        written = self.shared.get((int(block), parameter))
        if written is None:
            raise UnavailableError(f"getShared({parameter!r}): the mapper chose it, and does not tell; write it first")
        return written

    def setShared(self, block: Any, parameter: Any, code: Any) -> None:
        HICANN.translated(parameter)
        self.shared[int(block), parameter] = _code(parameter, code)


def _code(parameter: Any, code: Any) -> int:
    if not 0 <= int(code) <= 1023:
        raise ValueError(f"{parameter!r} is {code}, must be 0 to 1023")
    return int(code)


class SynapseProxy:
    """The digital weight and the decoder of a synapse; weight None: as the mapper chose it."""

    def __init__(self) -> None:
        self.weight: Any = None
        self.decoder: Any = HICANN.SynapseDecoder(0)

    def enabled(self) -> bool:
        """Whether its decoder lets any address through."""
        return int(self.decoder) != HICANN.DISABLED_DECODER


class SynapseRow:
    """A row of synapses at a driver."""

    def __init__(self, divisors: dict[tuple[int, int], int], key: tuple[int, int]) -> None:
        self._divisors, self._key = divisors, key

    def set_gmax_div(self, divisor: Any) -> None:
        self._divisors[self._key] = int(divisor)

    def get_gmax_div(self) -> Any:
        if self._key not in self._divisors:
            raise UnavailableError("get_gmax_div: the mapper chose it, and does not tell; write it first")
        return HICANN.GmaxDiv(self._divisors[self._key])


class _Driver:
    def __init__(self, divisors: dict[tuple[int, int], int], driver: int) -> None:
        self._divisors, self._driver = divisors, driver

    def __getitem__(self, row: Any) -> SynapseRow:
        return SynapseRow(self._divisors, (self._driver, int(RowOnSynapseDriver(row))))


class SynapseArray:
    """The drivers and synapses of a chip."""

    def __init__(self) -> None:
        self.divisors: dict[tuple[int, int], int] = {}
        self.proxies: dict[tuple[int, int], SynapseProxy] = {}

    def __getitem__(self, at: Place | SynapseOnWafer) -> Any:
        if isinstance(at, SynapseOnWafer):
            return self.proxies.setdefault((at.projection, at.connection), SynapseProxy())
        return _Driver(self.divisors, int(SynapseDriverOnHICANN(at)))


class HICANNConfig:
    """The configuration of a chip."""

    def __init__(self, runtime: Runtime, hicann: HICANNOnWafer) -> None:
        self.floating_gates = FloatingGates(runtime, hicann)
        self.synapses = SynapseArray()

    def __getattr__(self, name: str) -> Any:
        raise UnavailableError(f"hicann.{name}: floating_gates and synapses are here; measure with pynn.run()")


class WaferConfig:
    """The configuration of the wafer."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.chips: dict[int, HICANNConfig] = {}

    def __getitem__(self, hicann: Any) -> HICANNConfig:
        place = HICANNOnWafer(hicann)
        if int(place) not in self.chips:
            self.chips[int(place)] = HICANNConfig(self._runtime, place)
        return self.chips[int(place)]

    def getAllocatedHicannCoordinates(self) -> list[HICANNOnWafer]:
        """The chips that the mapping uses."""
        return [HICANNOnWafer(Enum(n)) for n in self._runtime.chips_in_use()]

    def clear(self) -> None:
        """Forgets what was written."""
        self.chips.clear()

    def configure(self, configurator: Any = None) -> None:
        """Does nothing: `run` configures the wafer."""

    def save(self, path: str, *ignored: Any) -> None:
        """Writes what was written into floating gates, divisors and synapses, in a format of its own."""
        chips = {str(n): _written(chip) for n, chip in sorted(self.chips.items())}
        Path(path).write_text(json.dumps({"version": 1, "chips": chips}))

    dump = save

    def load(self, path: str) -> None:
        """Reads what `save` wrote."""
        try:
            read = json.loads(Path(path).read_text())["chips"]
        except (UnicodeDecodeError, json.JSONDecodeError, KeyError):
            raise UnavailableError(f"{path} was not written by this package: others are not read") from None
        self.chips.clear()
        for number, parts in read.items():
            chip = self[Enum(int(number))]
            gates = chip.floating_gates
            gates.neuron = {(int(n), HICANN.neuron_parameter[name]): code for n, name, code in parts["neuron"]}
            gates.shared = {(int(n), HICANN.shared_parameter[name]): code for n, name, code in parts["shared"]}
            chip.synapses.divisors = {(driver, row): divisor for driver, row, divisor in parts["divisors"]}
            for projection, connection, weight, decoder in parts["synapses"]:
                proxy = chip.synapses.proxies.setdefault((projection, connection), SynapseProxy())
                proxy.weight = None if weight is None else HICANN.SynapseWeight(weight)
                proxy.decoder = HICANN.SynapseDecoder(decoder)

    def __getattr__(self, name: str) -> Any:
        raise UnavailableError(f"wafer.{name}: the wafer is configured and run by pynn.run() alone")


def _written(chip: HICANNConfig) -> dict[str, Any]:
    gates, synapses = chip.floating_gates, chip.synapses
    return {
        "neuron": [[n, parameter.name, code] for (n, parameter), code in gates.neuron.items()],
        "shared": [[n, parameter.name, code] for (n, parameter), code in gates.shared.items()],
        "divisors": [[driver, row, divisor] for (driver, row), divisor in synapses.divisors.items()],
        "synapses": [
            [*key, None if proxy.weight is None else int(proxy.weight), int(proxy.decoder)]
            for key, proxy in synapses.proxies.items()
        ],
    }
