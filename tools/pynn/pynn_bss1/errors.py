"""What goes wrong, as one message that says what to do."""

from __future__ import annotations


class BssError(Exception):
    """Something that the wafer, the server or this package refuses."""


class InvalidError(BssError, ValueError):
    """What is asked makes no sense."""


class RefusedError(BssError):
    """The order makes sense, but not now or not on this engine."""


class NotFoundError(BssError, LookupError):
    """There is no such job, population or projection."""


class TooLargeError(BssError):
    """Larger than the server allows."""


class AccessError(BssError):
    """The server does not know the token."""


class ServerError(BssError):
    """The server cannot be started, cannot be reached, or broke."""


class ClosedError(BssError):
    """The job is closed."""


class MappingLossError(BssError):
    """The hardware loses what the script forbids to lose (`on_loss="raise"`)."""


BY_STATUS: dict[str, type[BssError]] = {
    "INVALID_ARGUMENT": InvalidError,
    "OUT_OF_RANGE": InvalidError,
    "FAILED_PRECONDITION": RefusedError,
    "UNIMPLEMENTED": RefusedError,
    "ABORTED": RefusedError,
    "ALREADY_EXISTS": RefusedError,
    "NOT_FOUND": NotFoundError,
    "RESOURCE_EXHAUSTED": TooLargeError,
    "UNAUTHENTICATED": AccessError,
    "PERMISSION_DENIED": AccessError,
    "CANCELLED": ClosedError,
}
"""By the name of the gRPC status; whatever is not here is a `ServerError`."""
