"""Runs a PyNN script with `pyNN.bss1` in place: `python -m pynn_bss1.run SCRIPT [ARGUMENT...]`.

PyNN's own scripts take the simulator's name and import `pyNN.NAME` (`pyNN.utility.get_simulator`); with this package
run as a module they find it under the name `bss1`, as in `python -m pynn_bss1.run VAbenchmarks.py bss1`.
"""

from __future__ import annotations

import importlib
import runpy
import sys
import traceback
from pathlib import Path
from types import ModuleType, TracebackType


def install() -> ModuleType:
    """Makes this package importable as `pyNN.bss1`, with what is in it."""
    import pyNN

    backend = importlib.import_module("pynn_bss1")
    sys.modules["pyNN.bss1"] = backend
    pyNN.bss1 = backend
    for name, module in list(sys.modules.items()):
        if name.startswith("pynn_bss1."):
            sys.modules["pyNN.bss1" + name.removeprefix("pynn_bss1")] = module
    return backend


def main(arguments: list[str]) -> int:
    """Runs a script as `python SCRIPT` would."""
    script = named(arguments, "usage: python -m pynn_bss1.run SCRIPT [ARGUMENT...]")
    if isinstance(script, int):
        return script
    install()
    prepare(script, arguments)
    return execute(script)


def named(arguments: list[str], usage: str) -> Path | int:
    """The script that the arguments begin with, or the status to end with."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage, file=sys.stderr)
        return 0 if arguments else 2
    script = Path(arguments[0])
    if not script.is_file():
        print(f"{script}: no such script", file=sys.stderr)
        return 2
    return script


def prepare(script: Path, arguments: list[str]) -> None:
    """What a script finds in `sys` when Python runs it."""
    sys.argv = arguments
    sys.path[0] = str(script.resolve().parent)


def execute(script: Path) -> int:
    """Runs a script; a traceback begins at its own line."""
    try:
        runpy.run_path(str(script), run_name="__main__")
    except SystemExit:
        raise
    except BaseException as failure:
        shown = failure.__traceback__
        while shown is not None and _of_runner(shown):
            shown = shown.tb_next
        traceback.print_exception(type(failure), failure, shown)
        return 130 if isinstance(failure, KeyboardInterrupt) else 1
    return 0


def _of_runner(frame: TracebackType) -> bool:
    return frame.tb_frame.f_code.co_filename in (__file__, runpy.__file__, "<frozen runpy>")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
