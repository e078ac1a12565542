"""Options as marocco has them: attributes, and functions that set with an argument and get without."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from ..names import did_you_mean


class Options:
    """Attributes that are known; others are refused with the nearest name."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(self, name):
            hint = did_you_mean(name, (known for known in dir(self) if not known.startswith("_")))
            raise AttributeError(f"{type(self).__name__} has no option {name}{hint}")
        object.__setattr__(self, name, value)

    def _open(self, **defaults: Any) -> None:
        """Declares options."""
        for name, value in defaults.items():
            object.__setattr__(self, name, value)


class Setting:
    """`option(value)` sets, `option()` gets."""

    def __init__(self, default: Any) -> None:
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = "_" + name

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        missing = object()

        def option(value: Any = missing) -> Any:
            if value is missing:
                return instance.__dict__.get(self.name, self.default)
            instance.__dict__[self.name] = value
            return None

        return option


class _Choice(IntEnum):
    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    __str__ = __repr__


def choice(name: str, members: str) -> Any:
    """An enumeration of some names, from 0 on."""
    make: Any = _Choice
    return make(name, members, start=0)
