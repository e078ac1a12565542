"""Populations, views, assemblies and the low-level functions of 0.7."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest


@pytest.fixture
def pynn(jobs: Any) -> Any:
    import pyhmf

    pyhmf.setup()
    return pyhmf


def test_parameters_are_set_for_all_one_each_and_drawn(pynn: Any) -> None:
    cells = pynn.Population(4, pynn.IF_cond_exp, {"tau_m": 12.0, "cm": 0.8})
    assert (cells.get("tau_m") == 12.0).all() and (cells.get("cm") == 0.8).all()
    cells.set({"tau_m": 20.0, "v_rest": -66})
    cells.tset("i_offset", np.arange(4.0))
    assert cells.get("i_offset").tolist() == [0, 1, 2, 3]
    cells.rset("v_thresh", pynn.RandomDistribution("uniform", [-55, -50], pynn.NumpyRNG(1)))
    drawn = cells.get("v_thresh")
    assert len(set(drawn)) == 4 and (drawn >= -55).all() and (drawn <= -50).all()
    cells[1].tau_m = 7.0
    assert cells.get("tau_m").tolist() == [20, 7, 20, 20]


def test_a_wrong_parameter_is_refused_with_the_nearest_name(pynn: Any) -> None:
    with pytest.raises(pynn.NonExistentParameterError, match="did you mean tau_m"):
        pynn.Population(1, pynn.IF_cond_exp, {"tau_n": 1.0})
    with pytest.raises(pynn.InvalidParameterValueError, match="cm"):
        pynn.Population(1, pynn.IF_cond_exp, {"cm": "large"})


def test_cell_types_without_a_circuit_are_refused_by_name(pynn: Any) -> None:
    with pytest.raises(NotImplementedError, match=r"HH_cond_exp.*sodium"):
        pynn.Population(1, pynn.HH_cond_exp)


def test_views_and_assemblies_have_their_cells(pynn: Any) -> None:
    seed = 3
    drawn = np.random.default_rng(seed)
    a, b = pynn.Population(20, pynn.IF_cond_exp), pynn.Population(7, pynn.IF_cond_exp)
    mask = drawn.random(20) < 0.5
    view = pynn.PopulationView(a, mask)
    assert view.size == mask.sum(), f"seed {seed}"
    assert view.mask().tolist() == np.flatnonzero(mask).tolist(), f"seed {seed}"
    both = view + b
    assert [int(cell) for cell in both] == [a.first_id + i for i in np.flatnonzero(mask)] + [
        b.first_id + i for i in range(7)
    ]
    assert a[3:6].mask().tolist() == [3, 4, 5] and a[3:6][1:].mask().tolist() == [4, 5]
    assert a[5] == a.first_id + 5
    with pytest.raises(IndexError, match="20"):
        a[20]


def test_spike_times_are_one_list_for_all_or_one_each(pynn: Any) -> None:
    same = pynn.Population(2, pynn.SpikeSourceArray, {"spike_times": [3.0, 1.0]})
    assert [times.tolist() for times in same.get("spike_times")] == [[1, 3], [1, 3]]
    each = pynn.Population(2, pynn.SpikeSourceArray, {"spike_times": [[1.0], [2.0, 4.0]]})
    assert [times.tolist() for times in each.get("spike_times")] == [[1], [2, 4]]
    each[0].set_parameters(spike_times=[9.0])
    assert each.get("spike_times")[0].tolist() == [9]
    with pytest.raises(pynn.InvalidParameterValueError, match="3 lists"):
        pynn.Population(2, pynn.SpikeSourceArray, {"spike_times": [[1.0], [2.0], [3.0]]})


def test_spikes_have_the_index_in_the_population_and_are_counted_on_in_an_assembly(pynn: Any) -> None:
    source = pynn.Population(2, pynn.SpikeSourceArray, {"spike_times": [[5.0], [7.0]]})
    a, b = pynn.Population(3, pynn.IF_cond_exp), pynn.Population(2, pynn.IF_cond_exp)
    connector = pynn.FromListConnector([(0, 2, 0.01, 1.0), (1, 0, 0.01, 1.0)])
    pynn.Projection(source, a, connector)
    pynn.Projection(source, b, pynn.OneToOneConnector(weights=0.01), target="excitatory")
    a.record()
    pynn.run(10.0)
    assert a.getSpikes().tolist() == [[0, 8], [2, 6]]
    assert pynn.PopulationView(a, [2]).getSpikes().tolist() == [[2, 6]]
    assert pynn.Assembly(a, b).getSpikes().tolist() == [[0, 8], [2, 6], [3, 6], [4, 8]]
    assert a.meanSpikeCount() == pytest.approx(2 / 3)
    assert list(a.get_spike_counts().values()) == [1, 0, 1]
    pynn.end()
    assert a.getSpikes().tolist() == [[0, 8], [2, 6]], "results stay after end()"


def test_membranes_have_rows_of_cell_time_and_value(pynn: Any) -> None:
    cells = pynn.Population(3, pynn.IF_cond_exp)
    pynn.PopulationView(cells, [1, 2]).record_v()
    pynn.run(0.2)
    rows = cells.get_v()
    assert rows[:, 0].tolist() == [1, 1, 1, 2, 2, 2]
    assert rows[:, 1] == pytest.approx([0, 0.1, 0.2] * 2)
    assert rows[:3, 2].tolist() == [1000, 1001, 1002]
    with pytest.raises(pynn.RecordingError, match="gsyn"):
        cells.get_gsyn()


def test_files_are_written_at_the_end(pynn: Any, tmp_path: Any) -> None:
    cells = pynn.Population(2, pynn.IF_cond_exp)
    source = pynn.create(pynn.SpikeSourceArray, {"spike_times": [4.0]})
    pynn.connect(source, cells, weight=0.02, synapse_type="excitatory")
    file = str(tmp_path / "spikes.txt")
    pynn.record(cells, file)
    pynn.run(10.0)
    pynn.end()
    assert np.loadtxt(file).tolist() == [[5, 0], [5, 1]]
    assert pynn.StandardTextFile(file).get_metadata()["variable"] == "spikes"


def test_a_distribution_is_clipped_or_drawn_again(pynn: Any) -> None:
    rng = pynn.NativeRNG(0)
    redrawn = pynn.RandomDistribution("uniform", [0.0, 25.0], rng, (5.0, 20.0), "redraw").next(260)
    assert redrawn.min() >= 5 and redrawn.max() <= 20 and len(set(redrawn)) == 260
    clipped = pynn.RandomDistribution("uniform", [0.0, 25.0], rng, (12.5, 12.5), "clip").next(100)
    assert (clipped == 12.5).all()
    assert isinstance(pynn.RandomDistribution("normal", [1.0, 0.1]).next(), float)


def test_setup_refuses_what_it_does_not_know(pynn: Any) -> None:
    with pytest.raises(KeyError, match="did you mean silicon"):
        pynn.setup(silicone="ideal")
    pynn.setup(neuronPermutation=[1, 2], assertSilence=True)
