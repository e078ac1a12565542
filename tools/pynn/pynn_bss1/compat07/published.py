"""Runs BrainScaleS-1's published scripts: `python -m pynn_bss1.compat07.published FOLDER [--only WORD] [--json FILE]`.

FOLDER holds checkouts of the repositories that `published.json` names. Each script runs in a folder of its own, those
of Python 2 converted by 2to3 alone; what becomes of it is compared with what is expected and with what was published.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ..display import text_table
from . import convert

MANIFEST = Path(__file__).with_name("published.json")


def run(script: dict[str, Any], checkouts: Path, seconds: float) -> dict[str, Any]:
    """Runs one script, and says what became of it."""
    result: dict[str, Any] = {"name": script["name"], "script": f"{script['repository']}:{script['path']}"}
    path = checkouts / script["repository"] / script["path"]
    if not path.is_file():
        return result | {"result": "missing", "why": f"there is no {path}"}
    result["python"] = 2 if convert.is_python2(path) else 3
    if "needs" in script:
        return result | {"result": "not run", "why": "needs " + script["needs"]}
    with tempfile.TemporaryDirectory(prefix="pynn07-") as folder:
        begin = time.monotonic()
        journal = Path(folder) / "journal.json"
        environment = {**os.environ, "PYNN07_JOURNAL": str(journal), "MPLBACKEND": "Agg"}
        also = [word for name in script.get("also", ()) for word in ("--also", name)]
        command = [sys.executable, "-m", "pynn_bss1.run07", *also, str(path), *script.get("arguments", ())]
        package = str(Path(__file__).resolve().parents[2])
        environment["PYTHONPATH"] = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return result | {"result": "failed", "why": f"took more than {seconds:g} s"}
        result["seconds"] = round(time.monotonic() - begin, 1)
        runs = json.loads(journal.read_text())["runs"] if journal.is_file() else []
        result["runs"] = runs
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            return result | {"result": "failed", "why": lines[-1]}
        wrong = check(script.get("expect", {}), runs, done.stdout, Path(folder))
    return result | ({"result": "failed", "why": "; ".join(wrong)} if wrong else {"result": "runs", "why": ""})


def check(expect: dict[str, Any], runs: list[dict[str, Any]], printed: str, folder: Path) -> list[str]:
    """What is not as expected."""
    if not runs:
        return ["nothing was run"]
    wrong = []
    last, spikes = runs[-1], [each["spikes"] for each in runs]
    if expect.get("maps") and last["engine"] != "map":
        wrong.append(f"ran on {last['engine']}, must map alone")
    if "runs" in expect and len(runs) != expect["runs"]:
        wrong.append(f"{len(runs)} runs, must be {expect['runs']}")
    for name in ("synapses", "spikes"):
        low, high = expect.get(name, (0, last[name]))
        if not low <= last[name] <= high:
            wrong.append(f"{last[name]} {name}, must be {low} to {high}")
    if last["lost"] > expect.get("most_lost", last["lost"]):
        wrong.append(f"{last['lost']} synapses lost, must be {expect['most_lost']} at most")
    percent = 100 * last["lost"] / max(1, last["synapses"])
    if percent > expect.get("most_lost_percent", percent):
        wrong.append(f"{percent:.1f} % lost, must be {expect['most_lost_percent']} % at most")
    if any(spikes[k] for k in expect.get("silent", ())):
        wrong.append(f"spikes of the runs are {spikes}: {expect['silent']} must be silent")
    if "spikes_rise" in expect:
        first, final = expect["spikes_rise"]
        part = spikes[first : final + 1]
        if part != sorted(part) or part[0] >= part[-1]:
            wrong.append(f"spikes of the runs are {spikes}, must rise from run {first} to {final}")
    wrong += [f"it did not print {each}" for each in expect.get("prints", ()) if not re.search(each, printed, re.M)]
    wrong += [f"it did not write {each}" for each in expect.get("files", ()) if not list(folder.glob(each))]
    return wrong


def _words(script: dict[str, Any]) -> dict[str, str]:
    return {name: script[name] for name in ("published", "note") if name in script}


def row(result: dict[str, Any]) -> list[object]:
    """A line of the table."""
    runs = result.get("runs") or [{}]
    last = runs[-1]
    lost = f"{last['lost']} of {last['synapses']}" if "lost" in last else ""
    spikes = " ".join(str(each["spikes"]) for each in runs if each.get("engine") != "map") if last else ""
    engine = last.get("engine", "")
    return [result["name"], result["result"], result.get("python", ""), engine, last.get("neurons", ""), lost, spikes]


def main(arguments: list[str]) -> int:
    """Prints a table; exit code 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m pynn_bss1.compat07.published", description=__doc__)
    parser.add_argument("folder", type=Path, help="checkouts of the repositories, by name")
    parser.add_argument("--only", default="", help="a part of the names of the scripts to run")
    parser.add_argument("--json", type=Path, help="writes the results")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for each")
    parser.add_argument("--list", action="store_true", help="names repositories and scripts, and runs none")
    options = parser.parse_args(arguments)
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    if options.list:
        for name, repository in manifest["repositories"].items():
            print(f"{name}: {repository['address']} at {repository['commit']}")
            print(
                "".join(f"  {s['path']}: {s['name']}\n" for s in manifest["scripts"] if s["repository"] == name), end=""
            )
        return 0
    results = []
    for script in manifest["scripts"]:
        if options.only in script["name"]:
            results.append(run(script, options.folder, options.timeout) | _words(script))
            last = results[-1]
            words = [
                last["why"] or last.get("note", ""),
                f"(published: {last['published']})" if "published" in last else "",
            ]
            print(f"{last['name']}: {last['result']}", *filter(None, words), flush=True)
    header = ["script", "result", "Python", "engine", "neurons", "lost", "spikes of each run"]
    print("\n" + text_table(header, [row(result) for result in results]))
    counts = {kind: sum(r["result"] == kind for r in results) for kind in ("runs", "failed", "not run", "missing")}
    print("\n" + ", ".join(f"{n} {kind}" for kind, n in counts.items() if n))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
