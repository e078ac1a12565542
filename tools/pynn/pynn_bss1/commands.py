"""The commands of the tools, from Python."""

from __future__ import annotations

import os
import re
import subprocess

from . import places, server
from .errors import BssError, InvalidError, MappingLossError, ServerError

_MAINS = {"bss-map": "bss.tools.cli.MapCommand", "bss-run": "bss.tools.cli.RunCommand"}

_PROGRESS = re.compile(r"[a-z ]+ \d+ %")

# of the commands' exit codes; whatever is not here is a `ServerError`
_BY_CODE: dict[int, type[BssError]] = {2: InvalidError, 3: MappingLossError}


def run(command: str, *arguments: str | os.PathLike[str]) -> str:
    """Runs `bss-map` or `bss-run` as the shell would, and gives what it prints to the standard output."""
    if command not in _MAINS:
        raise InvalidError(f"command is '{command}', must be one of {', '.join(_MAINS)}")
    options = os.environ.get("BSS_JAVA_OPTS", "").split()
    done = subprocess.run(
        [
            str(server.java()),
            *server.FLAGS,
            *options,
            "-cp",
            f"{places.jars()}/*",
            _MAINS[command],
            *(os.fspath(argument) for argument in arguments),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        said = [line for line in server.unexpected(done.stderr.splitlines()) if not _PROGRESS.fullmatch(line)]
        raise _BY_CODE.get(done.returncode, ServerError)("\n  ".join(said[-15:]) or f"{command} failed")
    return done.stdout
