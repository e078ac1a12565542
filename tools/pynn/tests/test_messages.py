import numpy as np
import pytest

from pynn_bss1 import messages


def test_columns_are_little_endian():
    assert messages.i32([1, 258]) == bytes([1, 0, 0, 0, 2, 1, 0, 0])
    assert messages.f64([1.0]) == bytes([0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
    big_endian = np.array([1, 258], dtype=">i8")
    assert messages.i32(big_endian) == messages.i32([1, 258])


def test_columns_of_views_are_what_they_show():
    column = np.arange(10.0)[::3]
    assert np.frombuffer(messages.f64(column)).tolist() == [0, 3, 6, 9]


@pytest.mark.parametrize("wrong", [2**31, -(2**31) - 1, 0.5])
def test_a_number_that_does_not_fit_is_named(wrong):
    with pytest.raises(ValueError, match="must be a whole number of 32 bits"):
        messages.i32([1, wrong])


def test_equal_values_are_sent_once():
    assert messages.values(2.5).all == 2.5
    assert messages.values([2.5, 2.5]).WhichOneof("of") == "all"
    assert messages.values([2.5, 3.5]).f64 == messages.f64([2.5, 3.5])
    assert messages.values([]).WhichOneof("of") == "f64"


def test_enums_go_by_name():
    assert messages.Options.Engine.Value("REALISED") == messages.Options.REALISED == 2
    assert messages.FetchText.Kind.Name(1) == "PICTURE"
