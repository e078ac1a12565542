"""Components not to use: `marocco.defects`, and what `pyredman` injects."""

from __future__ import annotations

import json
from typing import Any

from .coordinates import HICANNOnWafer, Place
from .options import Options, choice


class _Resources:
    """Components of one kind on a chip."""

    def __init__(self) -> None:
        self.off: set[int] = set()

    def disable(self, place: Place) -> None:
        self.off.add(int(place))

    def enable(self, place: Place) -> None:
        self.off.discard(int(place))

    def has(self, place: Place) -> bool:
        return int(place) not in self.off

    def disable_all(self, kind: type[Place]) -> None:
        self.off.update(range(kind.size))


class Hicann:
    """The defects of a chip."""

    def __init__(self, *ignored: Any) -> None:
        self._kinds = {kind: _Resources() for kind in ("synapse_drivers", "denmems", "dnc_mergers", "hlines", "vlines")}

    def drivers(self) -> _Resources:
        return self._kinds["synapse_drivers"]

    def neurons(self) -> _Resources:
        return self._kinds["denmems"]

    def dncmergers(self) -> _Resources:
        return self._kinds["dnc_mergers"]

    def hbuses(self) -> _Resources:
        return self._kinds["hlines"]

    def vbuses(self) -> _Resources:
        return self._kinds["vlines"]

    def entries(self, hicann: int) -> dict[str, list[Any]]:
        """As the defects file has them."""
        return {kind: [[hicann, n] for n in sorted(of.off)] for kind, of in self._kinds.items() if of.off}


class Wafer:
    """The defects of a wafer: chips that are missing, and what their own defects are."""

    def __init__(self, *ignored: Any) -> None:
        self._missing = _Resources()
        self._chips: dict[int, Hicann] = {}

    def hicanns(self) -> _Resources:
        return self._missing

    def inject(self, place: Place, chip: Hicann) -> None:
        self._chips[int(HICANNOnWafer(place))] = chip

    def entries(self) -> dict[str, list[Any]]:
        """As the defects file has them."""
        found: dict[str, list[Any]] = {"hicanns": sorted(self._missing.off)} if self._missing.off else {}
        for number in sorted(self._chips):
            for kind, entries in self._chips[number].entries(number).items():
                found.setdefault(kind, []).extend(entries)
        return found


class Defects(Options):
    """`backend`: Without or XML; `path`: a defects file (JSON) or a folder with one."""

    Backend = choice("Backend", "XML Without")

    def __init__(self) -> None:
        self._open(backend=Defects.Backend["XML"], path="/wang/data/calibration/brainscales/default")
        self._wafer = Wafer()

    def set(self, wafer: Wafer) -> None:
        """Defects that a script makes itself."""
        self._wafer = wafer

    def wafer(self) -> Wafer:
        return self._wafer

    def inject(self, place: Place, chip: Hicann) -> None:
        """The defects of one chip."""
        self._wafer.inject(place, chip)

    def file(self) -> bytes:
        """The defects file; empty: none."""
        from .marocco import _file

        options: Any = self
        read = b""
        if options.backend == Defects.Backend["XML"]:
            read = _file(options.path, ".json", "defects.path", "the wafer has no defects")
        own = self._wafer.entries()
        if not own:
            return read
        merged: dict[str, Any] = json.loads(read) if read else {"version": 1}
        for kind, entries in own.items():
            merged[kind] = merged.get(kind, []) + entries
        return json.dumps(merged).encode()
