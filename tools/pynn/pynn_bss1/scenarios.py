"""Runs PyNN's own scenarios: `python -m pynn_bss1.scenarios PYNN_SOURCE_DIR [--engine NAME] [TEST...]`.

`PYNN_SOURCE_DIR` is PyNN's source package, unpacked; nothing is taken from it. Lists what passed, what was refused (by
name) and what failed; ends with 1 if anything failed. Needs pytest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from .options import ENGINES, SILICON

SCENARIOS = Path("test", "system", "scenarios")


def main(arguments: list[str]) -> int:
    """Runs pytest in a child."""
    parser = argparse.ArgumentParser(prog="python -m pynn_bss1.scenarios", description="Runs PyNN's own scenarios.")
    parser.add_argument("source", type=Path, help="PyNN's source package, unpacked")
    parser.add_argument("tests", nargs="*", help="only these, as pytest's -k takes them (joined by 'or')")
    parser.add_argument("--engine", choices=[e for e in ENGINES if e != "map"], default="reference")
    parser.add_argument("--silicon", choices=SILICON, default="ideal")
    parser.add_argument("--approximate", action="store_true", help="allow cells that the circuit approximates")
    given = parser.parse_intermixed_args(arguments)
    folder = given.source.resolve() / SCENARIOS
    if not folder.is_dir():
        print(
            f"{folder} does not exist: unpack PyNN's source package (pip download --no-binary pynn pynn)",
            file=sys.stderr,
        )
        return 2
    environment = dict(os.environ, BSS_ENGINE=given.engine, BSS_SILICON=given.silicon)
    environment["BSS_APPROXIMATE"] = "1" if given.approximate else ""
    environment["MPLBACKEND"] = "Agg"
    package = str(Path(__file__).resolve().parents[1])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "-W", "ignore"]
    command += ["-p", "pynn_bss1.pytest_plugin", str(folder)]
    if given.tests:
        command += ["-k", " or ".join(given.tests)]
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
