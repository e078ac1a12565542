"""Coordinates against the shape of the wafer, counted here by itself."""

from __future__ import annotations

from typing import Any

import pytest

from pynn_bss1.compat07.coordinates import (
    Enum,
    FGBlockOnHICANN,
    FPGAOnWafer,
    HICANNGlobal,
    HICANNOnWafer,
    NeuronOnHICANN,
    NeuronOnWafer,
    SynapseDriverOnHICANN,
    Wafer,
    X,
    Y,
    iter_all,
)


def test_chips_are_counted_row_by_row_on_the_round_wafer() -> None:
    widths = [12, 12, 20, 20, 28, 28, 36, 36, 36, 36, 28, 28, 20, 20, 12, 12]
    number = 0
    for y, width in enumerate(widths):
        for x in range(18 - width // 2, 18 + width // 2):
            chip = HICANNOnWafer(Enum(number))
            assert (chip.x(), chip.y()) == (x, y)
            assert HICANNOnWafer(X(x), Y(y)) == HICANNOnWafer(Y(y), X(x)) == chip
            number += 1
    assert number == HICANNOnWafer.size == 384
    with pytest.raises(IndexError, match="x is 12 to 23"):
        HICANNOnWafer(X(5), Y(0))
    with pytest.raises(IndexError, match="383"):
        HICANNOnWafer(Enum(384))


def test_every_board_serves_eight_neighbouring_chips() -> None:
    seen: list[HICANNOnWafer] = []
    for board in iter_all(FPGAOnWafer):
        chips = board.toHICANNOnWafer()
        assert all(chip.toFPGAOnWafer() == board for chip in chips)
        assert max(int(c.x()) for c in chips) - min(int(c.x()) for c in chips) == 3
        assert max(int(c.y()) for c in chips) - min(int(c.y()) for c in chips) == 1
        seen += chips
    assert len(set(seen)) == 384


def test_names_are_as_published() -> None:
    denmem = NeuronOnWafer(NeuronOnHICANN(Enum(257)), HICANNOnWafer(X(5), Y(5)))
    assert str(denmem) == "NeuronOnWafer(NeuronOnHICANN(X(1), bottom), HICANNOnWafer(X(5), Y(5)))"
    assert str(Wafer(33)) == "Wafer(33)" and str(Enum(4)) == "Enum(4)"
    assert denmem.toNeuronOnHICANN().x() == 1 and denmem.toHICANNOnWafer() == HICANNOnWafer(X(5), Y(5))


def test_places_are_keys_and_can_be_compared() -> None:
    assert len({NeuronOnHICANN(Enum(n % 5)) for n in range(20)}) == 5
    assert sorted([HICANNOnWafer(3), HICANNOnWafer(1)])[0] == HICANNOnWafer(1)
    assert HICANNGlobal(Enum(7)).toHICANNOnWafer() == HICANNOnWafer(7)
    assert HICANNOnWafer(1) != SynapseDriverOnHICANN(1)
    assert len(list(iter_all(FGBlockOnHICANN))) == 4


def test_the_mapper_knows_the_same_places(jobs: Any) -> None:
    import Coordinate as C
    import pyhalco_common
    import pyhalco_hicann_v2

    assert C.HICANNOnWafer is pyhalco_hicann_v2.HICANNOnWafer and C.Enum is pyhalco_common.Enum
