"""The coordinates of halco that BrainScaleS-1's scripts use.

A coordinate is made from its `Enum`, from a number, or from `X` and `Y`; `toEnum()` or `id()` is its number, `x()` and
`y()` are its place. Numbers and tables as in halco:include/halco/hicann/v2 and src/halco/hicann/v2/lookup_tables.cpp.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import total_ordering
from typing import Any, ClassVar


class _Number(int):
    """A number with a name."""

    def value(self) -> int:
        return int(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({int(self)})"

    __str__ = __repr__


class Enum(_Number):
    """The number of a place, in the order of all places."""


class X(_Number):
    """A column, from the west."""


class Y(_Number):
    """A row, from the north."""


class _Side(_Number):
    names: ClassVar[tuple[str, str]]

    def __repr__(self) -> str:
        return self.names[int(self)]

    __str__ = __repr__


class SideHorizontal(_Side):
    """left or right."""

    names = ("left", "right")


class SideVertical(_Side):
    """top or bottom."""

    names = ("top", "bottom")


left, right = SideHorizontal(0), SideHorizontal(1)
top, bottom = SideVertical(0), SideVertical(1)


@total_ordering
class Place:
    """A place in a row or a grid of `columns` columns."""

    size: ClassVar[int] = 0
    columns: ClassVar[int] = 0
    """Of a grid; 0: a row without columns."""

    def __init__(self, *at: Any) -> None:
        if len(at) == 2:
            x, y = (at[0], at[1]) if isinstance(at[0], (X, SideHorizontal)) else (at[1], at[0])
            self._n = self._number(int(x), int(y))
        elif len(at) == 1:
            self._n = int(at[0].toEnum()) if isinstance(at[0], Place) else int(at[0])
        elif not at:
            self._n = 0
        else:
            raise TypeError(f"{type(self).__name__} is made from an Enum, or from X and Y")
        if not 0 <= self._n < self.size:
            raise IndexError(f"{type(self).__name__} is {self._n}, must be 0 to {self.size - 1}")

    @classmethod
    def _number(cls, x: int, y: int) -> int:
        rows = cls.size // cls.columns if cls.columns else 0
        if not (cls.columns and 0 <= x < cls.columns and 0 <= y < rows):
            raise IndexError(f"there is no {cls.__name__} at x={x}, y={y}")
        return cls.columns * y + x

    def _grid(self) -> tuple[int, int]:
        if not self.columns:
            raise TypeError(f"{type(self).__name__} has no x and y")
        return self._n % self.columns, self._n // self.columns

    def toEnum(self) -> Enum:
        return Enum(self._n)

    id = toEnum

    def value(self) -> int:
        return self._n

    def x(self) -> X:
        return X(self._grid()[0])

    def y(self) -> Y:
        return Y(self._grid()[1])

    def __int__(self) -> int:
        return self._n

    __index__ = __int__

    def _key(self) -> tuple[Any, ...]:
        return (self._n,)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()  # type: ignore[attr-defined]

    def __lt__(self, other: Any) -> bool:
        return bool(self._key() < other._key())

    def __hash__(self) -> int:
        return hash((type(self).__name__, *self._key()))

    def __repr__(self) -> str:
        inner = f"{self.x()!r}, {self.y()!r}" if self.columns else str(self._n)
        return f"{type(self).__name__}({inner})"


def iter_all(kind: type[Place]) -> Iterator[Any]:
    """All places of a kind, in order."""
    return (kind(Enum(n)) for n in range(kind.size))


_RETICLES = (3, 5, 7, 9, 9, 7, 5, 3)
_FPGA = (
    12, 13, 11,
    16, 14, 15, 10, 9,
    20, 17, 19, 7, 6, 8, 3,
    22, 21, 23, 18, 5, 4, 0, 2, 1,
    25, 26, 24, 28, 43, 42, 47, 45, 46,
    27, 29, 30, 41, 40, 38, 44,
    31, 32, 39, 37, 36,
    33, 34, 35,
)  # fmt: skip


class Wafer(Place):
    """The number of a wafer. There is one here, whatever its number."""

    size = 1 << 16


class HICANNOnWafer(Place):
    """A chip: `Enum` 0 to 383, or `X` 0 to 35 and `Y` 0 to 15 on the round wafer."""

    size = 384
    columns = 36

    @classmethod
    def _number(cls, x: int, y: int) -> int:
        if not 0 <= y < 16:
            raise IndexError(f"there is no HICANNOnWafer at x={x}, y={y}")
        width = 4 * _RETICLES[y // 2]
        begin = (36 - width) // 2
        if not begin <= x < begin + width:
            raise IndexError(
                f"there is no HICANNOnWafer at x={x}, y={y}: in this row x is {begin} to {begin + width - 1}"
            )
        return sum(4 * _RETICLES[row // 2] for row in range(y)) + x - begin

    def _grid(self) -> tuple[int, int]:
        rest, y = self._n, 0
        while rest >= 4 * _RETICLES[y // 2]:
            rest -= 4 * _RETICLES[y // 2]
            y += 1
        return rest + (36 - 4 * _RETICLES[y // 2]) // 2, y

    def toHICANNOnWafer(self) -> HICANNOnWafer:
        return self

    def toDNCOnWafer(self) -> DNCOnWafer:
        x, y = self._grid()
        return DNCOnWafer(X(x // 4), Y(y // 2))

    def toFPGAOnWafer(self) -> FPGAOnWafer:
        return FPGAOnWafer(_FPGA[self.toDNCOnWafer().value()])

    def toWafer(self) -> Wafer:
        return Wafer(0)


class HICANNGlobal(HICANNOnWafer):
    """A chip of a wafer; the wafer's number means nothing here."""

    def __init__(self, *at: Any) -> None:
        kept = [each for each in at if not isinstance(each, Wafer)]
        super().__init__(*kept)

    def toHICANNOnWafer(self) -> HICANNOnWafer:
        return HICANNOnWafer(Enum(self._n))


class DNCOnWafer(Place):
    """A reticle of eight chips."""

    size = 48
    columns = 9

    @classmethod
    def _number(cls, x: int, y: int) -> int:
        begin = (9 - _RETICLES[y]) // 2
        if not begin <= x < begin + _RETICLES[y]:
            raise IndexError(f"there is no DNCOnWafer at x={x}, y={y}")
        return sum(_RETICLES[:y]) + x - begin

    def _grid(self) -> tuple[int, int]:
        rest, y = self._n, 0
        while rest >= _RETICLES[y]:
            rest -= _RETICLES[y]
            y += 1
        return rest + (9 - _RETICLES[y]) // 2, y

    def toHICANNOnWafer(self) -> list[HICANNOnWafer]:
        x, y = self._grid()
        return [HICANNOnWafer(X(4 * x + i), Y(2 * y + j)) for i in range(4) for j in range(2)]

    def toFPGAOnWafer(self) -> FPGAOnWafer:
        return FPGAOnWafer(_FPGA[self._n])


class FPGAOnWafer(Place):
    """The board of a reticle."""

    size = 48

    def toDNCOnWafer(self) -> DNCOnWafer:
        return DNCOnWafer(_FPGA.index(self._n))

    def toHICANNOnWafer(self) -> list[HICANNOnWafer]:
        return self.toDNCOnWafer().toHICANNOnWafer()


class NeuronOnHICANN(Place):
    """A denmem: a membrane circuit of a chip."""

    size = 512
    columns = 256

    def toNeuronOnHICANN(self) -> NeuronOnHICANN:
        return self

    def toNeuronBlockOnHICANN(self) -> NeuronBlockOnHICANN:
        return NeuronBlockOnHICANN(int(self.x()) // 32)

    def toNeuronFGBlock(self) -> FGBlockOnHICANN:
        return FGBlockOnHICANN(2 * int(self.y()) + int(self.x()) // 128)

    def toSharedFGBlockOnHICANN(self) -> FGBlockOnHICANN:
        """The one whose V_reset it has."""
        return FGBlockOnHICANN(2 * int(self.y()) + int(self.x()) % 2)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.x()!r}, {SideVertical(int(self.y()))!r})"


class NeuronBlockOnHICANN(Place):
    """32 columns of denmems with one output."""

    size = 8


class NeuronOnNeuronBlock(Place):
    """A denmem of a block."""

    size = 64
    columns = 32


class FGBlockOnHICANN(Place):
    """A block of floating gates."""

    size = 4
    columns = 2


class SynapseDriverOnHICANN(Place):
    """A synapse driver: two rows of synapses."""

    size = 224


class RowOnSynapseDriver(Place):
    """The upper or the lower row."""

    size = 2


class DNCMergerOnHICANN(Place):
    """The merger before a link."""

    size = 8


class GbitLinkOnHICANN(Place):
    """A link of a chip to its FPGA."""

    size = 8


class AnalogOnHICANN(Place):
    """An analog output of a chip."""

    size = 2


class L1Address(Place):
    """The address of a neuron on a bus."""

    size = 64


class _OnWafer(Place):
    """Something of a chip, on the wafer."""

    of: ClassVar[type[Place]]

    def __init__(self, place: Any, hicann: Any = None) -> None:
        hicann = HICANNOnWafer() if hicann is None else hicann
        self.place = place if isinstance(place, self.of) else self.of(place)
        self.hicann = HICANNOnWafer(Enum(int(hicann)))
        self._n = int(self.hicann) * self.of.size + int(self.place)

    def toHICANNOnWafer(self) -> HICANNOnWafer:
        return self.hicann

    def _grid(self) -> tuple[int, int]:
        return self.place._grid()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.place!r}, {self.hicann!r})"


class NeuronOnWafer(_OnWafer):
    """A denmem of the wafer."""

    of = NeuronOnHICANN

    def toNeuronOnHICANN(self) -> Any:
        return self.place

    def toNeuronBlockOnWafer(self) -> NeuronBlockOnWafer:
        return NeuronBlockOnWafer(NeuronOnHICANN(self.place).toNeuronBlockOnHICANN(), self.hicann)


class NeuronBlockOnWafer(_OnWafer):
    """A block of denmems of the wafer."""

    of = NeuronBlockOnHICANN

    def toNeuronBlockOnHICANN(self) -> Any:
        return self.place


class DNCMergerOnWafer(_OnWafer):
    """A merger of the wafer."""

    of = DNCMergerOnHICANN

    def toDNCMergerOnHICANN(self) -> Any:
        return self.place


class L1AddressOnWafer:
    """An address behind a merger."""

    def __init__(self, merger: DNCMergerOnWafer, address: L1Address) -> None:
        self._merger, self._address = merger, address

    def toDNCMergerOnWafer(self) -> DNCMergerOnWafer:
        return self._merger

    def toDNCMergerOnHICANN(self) -> Any:
        return self._merger.place

    def toHICANNOnWafer(self) -> HICANNOnWafer:
        return self._merger.hicann

    def toL1Address(self) -> L1Address:
        return self._address

    def __repr__(self) -> str:
        return f"L1AddressOnWafer({self._merger!r}, {self._address!r})"


COMMON = (Enum, X, Y, SideHorizontal, SideVertical)
HICANN = (
    Wafer,
    HICANNOnWafer,
    HICANNGlobal,
    DNCOnWafer,
    FPGAOnWafer,
    NeuronOnHICANN,
    NeuronOnWafer,
    NeuronBlockOnHICANN,
    NeuronBlockOnWafer,
    NeuronOnNeuronBlock,
    FGBlockOnHICANN,
    SynapseDriverOnHICANN,
    RowOnSynapseDriver,
    DNCMergerOnHICANN,
    DNCMergerOnWafer,
    GbitLinkOnHICANN,
    AnalogOnHICANN,
    L1Address,
    L1AddressOnWafer,
)
