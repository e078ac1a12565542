"""Puts the names of BrainScaleS-1's software into place, so that its scripts import them."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

NAMES = {
    "pyhmf": "pyhmf",
    "pymarocco": "pymarocco",
    "pymarocco.results": "pymarocco_results",
    "pymarocco.runtime": "pymarocco_runtime",
    "pymarocco.coordinates": "pymarocco_coordinates",
    "pymarocco_runtime": "pymarocco_runtime",
    "pymarocco_results": "pymarocco_results",
    "pymarocco_coordinates": "pymarocco_coordinates",
    "pyhalco_common": "pyhalco_common",
    "pyhalco_hicann_v2": "pyhalco_hicann_v2",
    "Coordinate": "Coordinate",
    "pyhalbe": "pyhalbe",
    "pyhalbe.Coordinate": "Coordinate",
    "pysthal": "pysthal",
    "pysthal.command_line_util": "pysthal_command_line_util",
    "pylogging": "pylogging",
    "pyredman": "pyredman",
    "pyNN.hardware": "pyhmf",
    "pyNN.hardware.brainscales": "pyhmf",
    "pyNN.hardware.hbp_pm": "pyhmf",
    "pyNN.hardware.nmpm1": "pyhmf",
    "pyNN.hardware.stage1": "pyhmf",
}
"""By the name that scripts import, the module of `compat07.names`."""

_replaced: dict[str, ModuleType | None] = {}
_distribution: list[type] = []


def install(*also: str) -> None:
    """Makes the names importable, and `also`, as "pyNN.nest", as names of PyNN 0.7."""
    import pyNN.random

    from .random import RandomDistribution

    for name, module in [*NAMES.items(), *((each, "pyhmf") for each in also)]:
        _replaced.setdefault(name, sys.modules.get(name))
        made = importlib.import_module(f"{__package__}.names.{module}")
        if name == "pyNN.hardware":
            made = _package(name, made)
        sys.modules[name] = made
        parent, _, child = name.rpartition(".")
        if parent == "pyNN":
            setattr(importlib.import_module("pyNN"), child, made)
        elif parent:
            setattr(sys.modules[parent], child, made)
    if not _distribution:
        _distribution.append(pyNN.random.RandomDistribution)
        pyNN.random.RandomDistribution = RandomDistribution


def _package(name: str, of: ModuleType) -> ModuleType:
    """A module of its own with the same names, which can have modules in it."""
    package = ModuleType(name, of.__doc__)
    package.__dict__.update({each: value for each, value in vars(of).items() if not each.startswith("__")})
    package.__path__ = []
    return package


def uninstall() -> None:
    """Takes the names away again."""
    import pyNN.random

    for name, module in _replaced.items():
        if module is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = module
    _replaced.clear()
    if _distribution:
        pyNN.random.RandomDistribution = _distribution.pop()
