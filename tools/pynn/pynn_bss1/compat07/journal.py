"""A journal of the runs of a script, for whoever wants to know what became of it: `$PYNN07_JOURNAL` names the file."""

from __future__ import annotations

import json
import os
from typing import Any

_runs: list[dict[str, Any]] = []


def wanted() -> bool:
    """Whether there is to be one."""
    return bool(os.environ.get("PYNN07_JOURNAL"))


def note(run: dict[str, Any]) -> None:
    """Adds a run, and writes the file anew."""
    _runs.append(run)
    with open(os.environ["PYNN07_JOURNAL"], "w", encoding="utf-8") as out:
        json.dump({"runs": _runs}, out, indent=1)
