"""What connectors of 0.7 connect, against what their names say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def pynn(jobs: Any) -> Any:
    import pyhmf

    pyhmf.setup(min_delay=0.3)
    return pyhmf


def _pairs(projection: Any) -> list[tuple[int, int]]:
    return list(zip(projection.sources.tolist(), projection.targets.tolist(), strict=True))


def test_all_to_all_leaves_out_a_cell_with_itself_only(pynn: Any) -> None:
    a, b = pynn.Population(4, pynn.IF_cond_exp), pynn.Population(3, pynn.IF_cond_exp)
    connector = pynn.AllToAllConnector(weights=0.1, allow_self_connections=False)
    assert len(pynn.Projection(a, b, connector)) == 12
    own = pynn.Projection(a, a, connector)
    assert set(_pairs(own)) == {(i, j) for i in range(4) for j in range(4) if i != j}
    view = pynn.Projection(pynn.PopulationView(a, [2]), a, connector)
    assert set(_pairs(view)) == {(0, 0), (0, 1), (0, 3)}


def test_fixed_probability_connects_about_that_part(pynn: Any) -> None:
    seed = 11
    a = pynn.Population(200, pynn.IF_cond_exp)
    projection = pynn.Projection(a, a, pynn.FixedProbabilityConnector(0.3, weights=0.1), rng=pynn.NumpyRNG(seed))
    sigma = (40000 * 0.3 * 0.7) ** 0.5
    assert abs(len(projection) - 12000) < 5 * sigma, f"seed {seed}"
    assert len(set(_pairs(projection))) == len(projection)
    again = pynn.Projection(a, a, pynn.FixedProbabilityConnector(0.3, weights=0.1), rng=pynn.NumpyRNG(seed))
    assert _pairs(again) == _pairs(projection)


def test_fixed_numbers_count_sources_and_targets(pynn: Any) -> None:
    a, b = pynn.Population(9, pynn.IF_cond_exp), pynn.Population(13, pynn.IF_cond_exp)
    pre = _pairs(pynn.Projection(a, b, pynn.FixedNumberPreConnector(4, weights=0.1)))
    assert set(Counter(j for _, j in pre).values()) == {4} and len(set(pre)) == len(pre) == 52
    post = _pairs(pynn.Projection(a, b, pynn.FixedNumberPostConnector(n=5, weights=0.1)))
    assert set(Counter(i for i, _ in post).values()) == {5} and len(set(post)) == len(post) == 45
    own = _pairs(pynn.Projection(a, a, pynn.FixedNumberPreConnector(8, allow_self_connections=False)))
    assert set(own) == {(i, j) for i in range(9) for j in range(9) if i != j}


def test_distances_decide_by_an_expression_of_d(pynn: Any) -> None:
    line = pynn.Population(10, pynn.IF_cond_exp, structure=pynn.Line(dx=2.0))
    connector = pynn.DistanceDependentProbabilityConnector("d < 5", weights="0.01*exp(-d/4)", delays="0.5 + d/10")
    projection = pynn.Projection(line, line, connector)
    assert set(_pairs(projection)) == {(i, j) for i in range(10) for j in range(10) if abs(i - j) <= 2}
    d = 2.0 * np.abs(projection.sources - projection.targets)
    assert projection.weights == pytest.approx(0.01 * np.exp(-d / 4))
    assert projection.delays == pytest.approx(0.5 + d / 10)
    with pytest.raises(pynn.ConnectionError, match="__import__"):
        pynn.DistanceDependentProbabilityConnector("__import__('os').system('true')")


def test_lists_and_files_give_back_what_they_hold(pynn: Any, tmp_path: Any) -> None:
    a = pynn.Population(3, pynn.IF_cond_exp)
    rows = [(0, 1, 0.1, 1.0), (2, 2, 0.2, 2.0), (0, 1, 0.3, 3.0)]
    projection = pynn.Projection(a, a, pynn.FromListConnector(rows))
    file = str(tmp_path / "connections.txt")
    projection.saveConnections(file)
    read = pynn.Projection(a, a, pynn.FromFileConnector(file))
    assert [(*p, w, d) for p, w, d in zip(_pairs(read), read.weights, read.delays, strict=True)] == rows
    matrix = projection.getWeights(format="array")
    assert matrix[0, 1] == pytest.approx(0.4) and matrix[2, 2] == 0.2 and np.isnan(matrix).sum() == 7
    with pytest.raises(pynn.ConnectionError, match="target 3"):
        pynn.Projection(a, a, pynn.FromListConnector([(0, 3, 0.1, 1.0)]))


def test_weights_are_numbers_lists_matrices_and_distributions(pynn: Any) -> None:
    a, b = pynn.Population(2, pynn.IF_cond_exp), pynn.Population(3, pynn.IF_cond_exp)
    matrix = np.arange(6.0).reshape(2, 3)
    projection = pynn.Projection(a, b, pynn.AllToAllConnector(weights=matrix))
    assert projection.getWeights("array").tolist() == matrix.tolist()
    assert set(projection.getDelays()) == {0.3}
    projection.setWeights(0.5)
    assert projection.getWeights() == [0.5] * 6
    projection.randomizeDelays(pynn.RandomDistribution("uniform", [1, 2], pynn.NumpyRNG(2)))
    assert len(set(projection.getDelays())) == 6
    with pytest.raises(pynn.ConnectionError, match="2 values are given for 6"):
        pynn.Projection(a, b, pynn.AllToAllConnector(weights=[1.0, 2.0]))


def test_a_list_of_populations_is_one_after_the_other(pynn: Any) -> None:
    a = pynn.Population(2, pynn.IF_cond_exp)
    many = [pynn.Population(1, pynn.IF_cond_exp) for _ in range(5)]
    projection = pynn.Projection(a, many, pynn.FixedNumberPreConnector(n=1, weights=0.3), rng=pynn.NativeRNG(42))
    assert sorted(projection.targets.tolist()) == [0, 1, 2, 3, 4]


def test_plasticity_goes_into_the_job(pynn: Any, jobs: Any) -> None:
    a, b = pynn.Population(2, pynn.IF_cond_exp), pynn.Population(2, pynn.IF_cond_exp)
    fast = pynn.SynapseDynamics(fast=pynn.TsodyksMarkramMechanism(U=0.4, tau_rec=200.0, tau_facil=0.0))
    pynn.Projection(a, b, pynn.OneToOneConnector(weights=0.01), synapse_dynamics=fast)
    rule = pynn.STDPMechanism(
        timing_dependence=pynn.SpikePairRule(tau_plus=17.0, tau_minus=18.0),
        weight_dependence=pynn.AdditiveWeightDependence(w_min=0.0, w_max=0.02, A_plus=0.01, A_minus=0.012),
    )
    pynn.Projection(b, a, pynn.OneToOneConnector(weights=0.01), synapse_dynamics=pynn.SynapseDynamics(slow=rule))
    pynn.run(1.0)
    first, second = jobs.jobs[0].commands[0][1].network.projections
    assert first.tsodyks_markram.u.all == 0.4 and first.tsodyks_markram.tau_rec.all == 200
    assert (second.stdp.tau_plus, second.stdp.a_minus, second.stdp.w_max) == (17, 0.012, 0.02)
    with pytest.raises(NotImplementedError, match="additively"):
        pynn.MultiplicativeWeightDependence()
