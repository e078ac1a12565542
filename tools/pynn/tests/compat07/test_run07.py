"""Scripts run as they are, those of Python 2 after 2to3."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pynn_bss1 import run07
from pynn_bss1.compat07 import convert, install, published, uninstall

PYTHON2 = """
import numpy as np
import pyhmf as pynn
from pymarocco import PyMarocco
import Coordinate as C

marocco = PyMarocco()
marocco.default_wafer = C.Wafer(30)
marocco.backend = PyMarocco.Hardware
pynn.setup(marocco=marocco)
pops = []
for n in xrange(3):
    pops.append(pynn.Population(32/(4/2) - 12, pynn.IF_cond_exp, {"tau_m": 10}))
source = pynn.Population(1, pynn.SpikeSourceArray, {"spike_times": [0, 10]})
for pop in pops:
    pynn.Projection(source, pop, pynn.AllToAllConnector(weights=0.02), target="excitatory")
print "starting"
pynn.run(20)
pynn.end()
asm = pynn.Assembly()
for pop in pops:
    asm += pop
spikes = asm.getSpikes()
print "N spikes", len(spikes)
np.savetxt("spikes.dat", spikes)
"""

SYNFIRE = """
import sys
import pyNN.nest as sim
from pyNN.utility import get_script_args
from pyNN.random import NumpyRNG, RandomDistribution

name = get_script_args(1)[0]
sim.setup(timestep=0.1)
cells = sim.Population(4, sim.IF_cond_exp, {"v_rest": -70})
rng = NumpyRNG(seed=5)
cells.rset("v_thresh", RandomDistribution("normal", [-50.0, 1.0], rng=rng, boundaries=(-52, -48), constrain="redraw"))
assert -52 <= min(cells.get("v_thresh")) and max(cells.get("v_thresh")) <= -48
cells.record()
stimulus = sim.Population(1, sim.SpikeSourceArray, {"spike_times": [25.0]})
sim.Projection(stimulus, cells, sim.AllToAllConnector(weights=0.005, delays=3.0), target="excitatory")
sim.run(150.0)
print(name, cells.getSpikes()[:, 1].tolist())
"""


@pytest.fixture(autouse=True)
def _argv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)


def test_a_script_of_python_2_runs_after_2to3(jobs: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "exercise.py"
    script.write_text(PYTHON2)
    assert convert.is_python2(script)
    assert run07.main([str(script)]) == 0
    assert capsys.readouterr().out == "starting\nN spikes 24\n"
    assert len((tmp_path / "spikes.dat").read_text().splitlines()) == 24


def test_other_names_stand_for_pynn_07(jobs: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "synfire.py"
    script.write_text(SYNFIRE)
    assert not convert.is_python2(script)
    assert run07.main(["--also", "pyNN.nest", str(script), "hbp_pm"]) == 0
    assert capsys.readouterr().out == "hbp_pm [26.0, 26.0, 26.0, 26.0]\n"


def test_a_failing_script_shows_its_own_lines(jobs: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "wrong.py"
    script.write_text("import pyhmf\npyhmf.setup()\npyhmf.Population(1, pyhmf.IF_cond_exp, {'tau': 1})\n")
    assert run07.main([str(script)]) == 1
    shown = capsys.readouterr().err
    assert "wrong.py" in shown and "runpy" not in shown and "did you mean tau_m?" in shown
    assert run07.main([str(tmp_path / "none.py")]) == 2


def test_names_are_taken_away_again() -> None:
    import pyNN.random

    before = pyNN.random.RandomDistribution
    install("pyNN.nest")
    import pyhmf
    import pyNN.hardware.brainscales as brainscales

    assert pyhmf.Population is brainscales.Population
    uninstall()
    assert "pyhmf" not in sys.modules and "pyNN.nest" not in sys.modules
    assert pyNN.random.RandomDistribution is before


def test_the_manifest_names_repository_commit_and_path_of_each_script() -> None:
    manifest = json.loads(published.MANIFEST.read_text())
    names = [script["name"] for script in manifest["scripts"]]
    assert len(set(names)) == len(names) >= 20
    for script in manifest["scripts"]:
        repository = manifest["repositories"][script["repository"]]
        assert len(repository["commit"]) == 40 and script["path"].endswith(".py")
        assert ("needs" in script) != ("expect" in script)


def test_what_was_expected_is_compared_with_what_was_run(tmp_path: Path) -> None:
    run = {"engine": "emulator", "synapses": 100, "lost": 10, "spikes": 5}
    ok = {"runs": 1, "synapses": [90, 110], "spikes": [5, 5], "most_lost_percent": 10.0, "prints": ["^N spikes"]}
    assert published.check(ok, [run], "x\nN spikes 5\n", tmp_path) == []
    wrong = {"maps": True, "runs": 2, "spikes": [6, 9], "most_lost": 9, "silent": [0], "files": ["*.png"]}
    assert len(published.check(wrong, [run], "", tmp_path)) == 6
    rising = [run | {"spikes": n} for n in (0, 3, 3, 8)]
    assert published.check({"spikes_rise": [1, 3]}, rising, "", tmp_path) == []
    assert published.check({"spikes_rise": [1, 2]}, rising, "", tmp_path) != []
    assert published.check({}, [], "", tmp_path) == ["nothing was run"]


def test_a_missing_checkout_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert published.main([str(tmp_path), "--only", "marocco intro"]) == 0
    assert "1 missing" in capsys.readouterr().out
    assert published.main([str(tmp_path), "--list"]) == 0
    assert "brainscales-benchmarks" in capsys.readouterr().out
