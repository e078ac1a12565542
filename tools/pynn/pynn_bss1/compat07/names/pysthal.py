"""`import pysthal`: the configuration between mapping and run. What drives the hardware itself is refused by name."""

from typing import Any

from ..errors import UnavailableError
from ..runtime import Runtime
from ..sthal import ESSConfig, FGConfig, HICANNConfigurator, SpeedUp, WaferConfig


class HICANNv4Configurator(HICANNConfigurator):
    """Taken."""


class ParallelHICANNv4Configurator(HICANNConfigurator):
    """Taken."""


class ParallelHICANNv4SmartConfigurator(HICANNConfigurator):
    """Taken."""


class DontProgramFloatingGatesHICANNConfigurator(HICANNConfigurator):
    """Taken."""


class Settings:
    """Taken."""

    @staticmethod
    def get() -> Any:
        return Settings()


def Wafer(*wafer: Any) -> WaferConfig:
    """A configuration of its own, to load one that was saved."""
    return Runtime(*wafer).wafer()


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise UnavailableError(f"pysthal.{name} drives the hardware itself: the wafer runs by pynn.run() alone")


__all__ = [
    "DontProgramFloatingGatesHICANNConfigurator",
    "ESSConfig",
    "FGConfig",
    "HICANNConfigurator",
    "HICANNv4Configurator",
    "ParallelHICANNv4Configurator",
    "ParallelHICANNv4SmartConfigurator",
    "Settings",
    "SpeedUp",
    "Wafer",
]
