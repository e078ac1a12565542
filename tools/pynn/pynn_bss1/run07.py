"""Runs a script of BrainScaleS-1: `python -m pynn_bss1.run07 [--also pyNN.nest] SCRIPT [ARGUMENT...]`.

The modules that such scripts import (`pyhmf`, `pymarocco`, ...) are in place; `--also` names others that stand for PyNN
0.7. A script of Python 2 is converted by 2to3 first.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .compat07 import convert, install
from .run import execute, named, prepare


def main(arguments: list[str]) -> int:
    """Runs a script as `python SCRIPT` would."""
    also: list[str] = []
    while len(arguments) > 1 and arguments[0] == "--also":
        also.append(arguments[1])
        arguments = arguments[2:]
    script = named(arguments, "usage: python -m pynn_bss1.run07 [--also MODULE] SCRIPT [ARGUMENT...]")
    if isinstance(script, int):
        return script
    install(*also)
    prepare(script, arguments)
    with tempfile.TemporaryDirectory(prefix="pynn07-") as folder:
        runnable = script
        if convert.is_python2(script):
            runnable = convert.convert(script, Path(folder))
            sys.argv = [str(runnable), *arguments[1:]]
        return execute(runnable)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
