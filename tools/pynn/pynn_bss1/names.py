"""Names that a script mistypes, and the nearest one that there is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pyNN.errors import NonExistentParameterError

from .errors import BssError, InvalidError


class UnknownParameterError(InvalidError, NonExistentParameterError):
    """A model has no such parameter or variable."""

    def __init__(self, name: str, of: str, known: Iterable[str], what: str = "parameter") -> None:
        NonExistentParameterError.__init__(self, name, of, list(known))
        self._text = f"{of} has no {what} '{name}'{nearest(name, self.valid_parameter_names)}"

    def __str__(self) -> str:
        return self._text


class UnknownNameError(BssError, AttributeError):
    """This package has nothing of that name."""


class ModelRefusedError(BssError, NotImplementedError):
    """A model that the engine does not have."""


def nearest(name: str, known: Iterable[str]) -> str:
    """`: did you mean 'x'?` and what there is."""
    names = sorted(known)
    close = get_close_matches(name, names, 1, 0.6) or [n for n in names if n.lower() == name.lower()]
    hint = f": did you mean '{close[0]}'?" if close else ""
    return f"{hint} ({'known are ' + ', '.join(names) if names else 'it has none'})"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean x?`, or nothing where no name is near."""
    close = get_close_matches(name, list(known), 1)
    return f"; did you mean {close[0]}?" if close else ""


def check_names(given: Iterable[str], known: Iterable[str], of: str, what: str = "parameter") -> None:
    """Refuses what is not known."""
    known = list(known)
    for name in given:
        if name not in known:
            raise UnknownParameterError(name, of, known, what)


class Checked:
    """A model whose parameters are checked by name; before PyNN's class among the bases."""

    default_parameters: dict[str, Any]

    def __init__(self, **parameters: Any) -> None:
        check_names(parameters, self.default_parameters, type(self).__name__)
        super().__init__(**parameters)
