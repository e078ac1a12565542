"""Runs a script of BrainScaleS-1: `python -m pynn_bss1.run07 [--also pyNN.nest] SCRIPT [ARGUMENT...]`.

The modules that such scripts import (`pyhmf`, `pymarocco`, ...) are in place; `--also` names others that stand for PyNN
0.7. A script of Python 2 is converted by 2to3 first.
"""

from __future__ import annotations

import runpy
import sys
import tempfile
import traceback
from pathlib import Path

from .compat07 import convert, install
from .run import _of_runner


def main(arguments: list[str]) -> int:
    """Runs a script as `python SCRIPT` would."""
    also: list[str] = []
    while arguments and arguments[0] == "--also":
        also.append(arguments[1])
        arguments = arguments[2:]
    if not arguments or arguments[0] in ("-h", "--help"):
        print("usage: python -m pynn_bss1.run07 [--also MODULE] SCRIPT [ARGUMENT...]", file=sys.stderr)
        return 0 if arguments else 2
    script = Path(arguments[0])
    if not script.is_file():
        print(f"{script}: no such script", file=sys.stderr)
        return 2
    install(*also)
    sys.argv = arguments
    sys.path[0] = str(script.resolve().parent)
    with tempfile.TemporaryDirectory(prefix="pynn07-") as folder:
        runnable = script
        if convert.is_python2(script):
            runnable = convert.convert(script, Path(folder))
            sys.argv = [str(runnable), *arguments[1:]]
        try:
            runpy.run_path(str(runnable), run_name="__main__")
        except SystemExit:
            raise
        except BaseException as failure:
            _show(failure)
            return 130 if isinstance(failure, KeyboardInterrupt) else 1
    return 0


def _show(failure: BaseException) -> None:
    """The traceback from the script's own line on."""
    shown = failure.__traceback__
    while shown is not None and (_of_runner(shown) or shown.tb_frame.f_code.co_filename == __file__):
        shown = shown.tb_next
    traceback.print_exception(type(failure), failure, shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
