"""`import pylogging`: Python's logging under the names of its levels and functions there."""

import logging
from enum import IntEnum
from typing import Any

TRACE = 5


class LogLevel(IntEnum):
    """How much is logged."""

    TRACE = TRACE
    DEBUG = logging.DEBUG
    INFO = logging.INFO
    WARN = logging.WARNING
    ERROR = logging.ERROR
    FATAL = logging.CRITICAL


class Logger:
    """A logger by its name."""

    def __init__(self, name: str) -> None:
        self.logger = logging.getLogger("" if name in ("", "Default") else name)

    def trace(self, text: Any) -> None:
        self.logger.log(TRACE, text)

    def debug(self, text: Any) -> None:
        self.logger.debug(text)

    def info(self, text: Any) -> None:
        self.logger.info(text)

    def warn(self, text: Any) -> None:
        self.logger.warning(text)

    warning = warn

    def error(self, text: Any) -> None:
        self.logger.error(text)

    def fatal(self, text: Any) -> None:
        self.logger.critical(text)

    critical = fatal


_FORMAT = "%(levelname)-5s %(asctime)s %(name)s %(message)s"


def get(name: str = "") -> Logger:
    """The logger of a name."""
    return Logger(name)


def level(name: str) -> LogLevel:
    """A level by its name."""
    return LogLevel["WARN" if name == "WARNING" else name]


def set_loglevel(logger: Logger, loglevel: int) -> None:
    """How much a logger logs."""
    logger.logger.setLevel(int(loglevel))


def reset() -> None:
    """Forgets where logs go."""
    for handler in list(logging.getLogger().handlers):
        if isinstance(handler, _OWN):
            logging.getLogger().removeHandler(handler)
            handler.close()


class _Screen(logging.StreamHandler[Any]):
    pass


class _File(logging.FileHandler):
    pass


_OWN = (_Screen, _File)


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.getLogger().addHandler(handler)


def default_config(
    level: int = LogLevel.WARN,
    fname: str = "",
    dual: bool = False,
    print_location: bool = False,
    color: bool = True,
    date_format: str = "",
    **more: Any,
) -> None:
    """Logs to the screen, or to a file, or to both."""
    logging.getLogger().setLevel(int(level))
    if fname:
        _add(_File(fname, mode="w"))
    if not fname or dual:
        _add(_Screen())


def append_to_file(fname: str, logger: Any = None) -> None:
    """Logs to a file as well."""
    _add(_File(fname))


def log_to_file(fname: str, level: int = LogLevel.INFO) -> None:
    """Logs to a file as well."""
    _add(_File(fname, mode="w"))


def log_to_cout(level: int = LogLevel.INFO) -> None:
    """Logs to the screen."""
    _add(_Screen())


append_to_cout = log_to_cout

__all__ = [
    "LogLevel",
    "Logger",
    "append_to_cout",
    "append_to_file",
    "default_config",
    "get",
    "level",
    "log_to_cout",
    "log_to_file",
    "reset",
    "set_loglevel",
]
