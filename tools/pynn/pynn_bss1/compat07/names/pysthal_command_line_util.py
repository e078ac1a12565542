"""`from pysthal.command_line_util import init_logger`."""

from argparse import ArgumentParser
from collections.abc import Iterable

from ..coordinates import Enum, HICANNOnWafer
from ..coordinates import Wafer as WaferNumber
from . import pylogging


def init_logger(default_level: str = "WARN", defaults: Iterable[tuple[str, str]] = ()) -> None:
    """Levels of all loggers, and of some by name."""
    pylogging.reset()
    pylogging.default_config(level=pylogging.level(default_level))
    for name, each in defaults:
        pylogging.set_loglevel(pylogging.get(name), pylogging.level(each))


def add_logger_options(parser: ArgumentParser) -> None:
    """`--loglevel`."""
    parser.add_argument("--loglevel", default="WARN")


def add_default_coordinate_options(parser: ArgumentParser) -> None:
    """`--wafer`, `--hicann`."""
    parser.add_argument("--wafer", type=lambda text: WaferNumber(int(text)))
    parser.add_argument("--hicann", type=lambda text: HICANNOnWafer(Enum(int(text))))


def folder_or_file(path: str) -> str:
    """The path."""
    return path


__all__ = ["add_default_coordinate_options", "add_logger_options", "folder_or_file", "init_logger"]
