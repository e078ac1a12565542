"""What PyNN 0.7 and marocco raise. marocco's are RuntimeErrors, and its scripts catch them as such."""

from __future__ import annotations


class MappingError(RuntimeError):
    """The network cannot be mapped, or loses what the script does not allow to lose."""


class UnavailableError(NotImplementedError):
    """The name exists in BrainScaleS-1's software, and what it does has no counterpart here."""


class InvalidParameterValueError(ValueError):
    """A parameter has a value that makes no sense."""


class NonExistentParameterError(Exception):
    """A cell type has no parameter of this name."""


class RecordingError(Exception):
    """What is asked for was not recorded."""


class ConnectionError(Exception):
    """A connector cannot connect what it is given."""
