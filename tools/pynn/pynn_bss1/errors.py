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


class WaitTimeoutError(BssError, TimeoutError):
    """A queued job has not ended in the time that was given."""


class JobEndedError(BssError):
    """A queued job ended without doing all that it was to do."""

    def __init__(self, text: str, name: str = "", reason: str = "", partial: bool = False) -> None:
        super().__init__(text)
        self.name = name
        """Of the job."""
        self.reason = reason
        """What the server says."""
        self.partial = partial
        """Whether there is a result of the part that was done."""


class JobFailedError(JobEndedError):
    """The job cannot be carried out."""


class JobCancelledError(JobEndedError):
    """Somebody cancelled it."""


class JobTimedOutError(JobEndedError):
    """It took longer than it may."""


class JobInterruptedError(JobEndedError):
    """The server or its worker died, and the job may not be begun again."""


BY_STATE: dict[str, type[JobEndedError]] = {
    "FAILED": JobFailedError,
    "CANCELLED": JobCancelledError,
    "TIMED_OUT": JobTimedOutError,
    "INTERRUPTED": JobInterruptedError,
}
"""By the state in which a queued job ended."""

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
