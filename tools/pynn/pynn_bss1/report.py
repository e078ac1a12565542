"""What the hardware did to a model: what was placed, lost, clipped and changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from . import compare
from .compare import Moved
from .display import WaferPicture, html_table, text_table

MOST_ROWS = 12


@dataclass(frozen=True)
class Tally:
    """Synapses of all projections, or of one."""

    label: str
    requested: int
    realised: int
    lost_by_cause: Mapping[str, int]
    """Of those causes that occur, the largest first."""

    @property
    def lost(self) -> int:
        return self.requested - self.realised

    @property
    def loss(self) -> float:
        """Lost ones as a fraction of all, 0 if there are none."""
        return self.lost / self.requested if self.requested else 0.0

    @staticmethod
    def of(label: str, data: Mapping[str, Any]) -> Tally:
        causes = sorted(data["lost_by_cause"].items(), key=lambda each: (-each[1], each[0]))
        return Tally(label, data["requested"], data["realised"], {cause: n for cause, n in causes if n > 0})


@dataclass(frozen=True)
class Bounds:
    """Losses that nobody can avoid."""

    free: int
    """By no mapper on this wafer."""
    placed: int
    """By none with these places of cells."""
    routed: int
    """By none with this routing besides."""


@dataclass(frozen=True)
class Usage:
    """Components in use and those that could be used."""

    used: int
    available: int


@dataclass(frozen=True)
class Change:
    """What could not be realised as asked."""

    feature: str
    population: str
    parameter: str
    cells: int
    requested: tuple[float, float] | None
    """Least and largest value."""
    realised: tuple[float, float] | None
    reason: str

    @staticmethod
    def of(data: Mapping[str, Any]) -> Change:
        def span(values: Sequence[float] | None) -> tuple[float, float] | None:
            return None if values is None else (float(values[0]), float(values[1]))

        return Change(
            data["feature"],
            data["population"],
            data["parameter"],
            data["cells"],
            span(data["requested"]),
            span(data["realised"]),
            data["reason"],
        )


class MappingReport:
    """The report of a mapping, as `bss-map --report` writes it.

    Printed, it is a table of what was lost and what was changed; a notebook shows it with the picture of the wafer.
    """

    def __init__(self, text: str, picture: Callable[[], str] | None = None, moved: Sequence[Moved] = ()) -> None:
        self.data: dict[str, Any] = json.loads(text)
        """All of it, as the JSON has it."""
        self.rates = list(moved)
        """By population, if asked for: what it fires as written, as realised and on the wafer."""
        self._draw = picture

    @property
    def network(self) -> str:
        return str(self.data["network"])

    @property
    def neurons_requested(self) -> int:
        return int(self.data["neurons"]["requested"])

    @property
    def neurons_placed(self) -> int:
        return int(self.data["neurons"]["placed"])

    @property
    def hicanns(self) -> int:
        """Chips in use."""
        usage = self.resources.get("hicanns")
        return usage.used if usage is not None else 0

    @cached_property
    def synapses(self) -> Tally:
        """Of all projections."""
        return Tally.of("all", self.data["synapses"])

    @property
    def lost(self) -> int:
        return self.synapses.lost

    @property
    def loss(self) -> float:
        """Lost synapses as a fraction of all."""
        return self.synapses.loss

    @cached_property
    def bounds(self) -> Bounds:
        data = self.data["synapses"]["bounds"]
        return Bounds(data["free"], data["placed"], data["routed"])

    @cached_property
    def projections(self) -> dict[str, Tally]:
        """By label, in the order of the network."""
        return {data["label"]: Tally.of(data["label"], data) for data in self.data["projections"]}

    @cached_property
    def resources(self) -> dict[str, Usage]:
        """By class of component."""
        return {name: Usage(data["used"], data["available"]) for name, data in self.data["resources"].items()}

    @cached_property
    def changes(self) -> list[Change]:
        """Values that were clipped, and what was left out."""
        return [Change.of(data) for data in self.data["changed"]]

    @property
    def notices(self) -> list[str]:
        """What the calibration has to tell."""
        return list(self.data.get("calibration", {}).get("notices", []))

    @cached_property
    def picture(self) -> WaferPicture | None:
        """The wafer, with its synapse drivers in use."""
        return WaferPicture(self._draw()) if self._draw is not None else None

    def __repr__(self) -> str:
        parts = [self._headline(), text_table(*self._losses())]
        if self.lost:
            parts.insert(1, self._bounds())
        if self.changes:
            parts.append(text_table(*self._changed()))
        if len(self.changes) > MOST_ROWS:
            parts.append(self._more())
        if self.rates:
            parts.append(text_table(*compare.table(self.rates)))
        parts += self.notices
        return "\n\n".join(parts)

    def _repr_html_(self) -> str:
        parts = [f"<p><b>{escape(self._headline())}</b></p>"]
        if self.lost:
            parts.append(f"<p>{escape(self._bounds())}</p>")
        parts.append(html_table(*self._losses()))
        if self.changes:
            parts.append(html_table(*self._changed()))
        if len(self.changes) > MOST_ROWS:
            parts.append(f"<p>{escape(self._more())}</p>")
        if self.rates:
            parts.append(html_table(*compare.table(self.rates)))
        parts += [f"<p>{escape(notice)}</p>" for notice in self.notices]
        if self.picture is not None:
            parts.append(self.picture.html())
        return "<div>" + "".join(parts) + "</div>"

    def _headline(self) -> str:
        synapses = self.synapses
        return (
            f"{self.neurons_placed} of {self.neurons_requested} neurons placed on {self.hicanns} chips; "
            f"{synapses.realised} of {synapses.requested} synapses realised, "
            f"{synapses.lost} lost ({100 * synapses.loss:.2f} %)"
        )

    def _bounds(self) -> str:
        return (
            f"no mapper can lose less than {self.bounds.free}, with this placement none less than "
            f"{self.bounds.placed}, with this routing none less than {self.bounds.routed}"
        )

    def _losses(self) -> tuple[list[str], list[list[object]]]:
        causes = list(self.synapses.lost_by_cause)
        tallies = [*self.projections.values(), self.synapses]
        header = ["projection", "requested", "realised", "lost", "lost %", *(c.replace("_", " ") for c in causes)]
        return header, [
            [
                tally.label,
                tally.requested,
                tally.realised,
                tally.lost,
                float(f"{100 * tally.loss:.2f}"),
                *(tally.lost_by_cause.get(cause, 0) for cause in causes),
            ]
            for tally in tallies
        ]

    def _changed(self) -> tuple[list[str], list[list[object]]]:
        return ["population", "parameter", "cells", "change", "asked for", "realised", "reason"], [
            [
                change.population,
                change.parameter,
                change.cells,
                change.feature.replace("_", " "),
                _span(change.requested),
                _span(change.realised),
                change.reason,
            ]
            for change in self.changes[:MOST_ROWS]
        ]

    def _more(self) -> str:
        return f"... and {len(self.changes) - MOST_ROWS} more changes, see `changes`"


def _span(values: tuple[float, float] | None) -> str:
    if values is None:
        return ""
    low, high = values
    return f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"
