"""Tables and pictures, in a terminal and in a notebook."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path


def text_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns side by side: numbers to the right, words to the left."""
    table = [[_word(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *table, strict=True)]
    right = [bool(rows) and all(_number(row[k]) for row in rows) for k in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(cells, widths, right, strict=True)
        ).rstrip()

    return "\n".join([line(header), line(["-" * width for width in widths]), *map(line, table)])


def html_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The same as HTML."""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:{"right" if _number(cell) else "left"}">{escape(_word(cell))}</td>' for cell in row
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _number(cell: object) -> bool:
    return isinstance(cell, (int, float))


def _word(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


class WaferPicture:
    """The picture of the wafer that `bss-map --picture` draws; `save("wafer.svg")`, or shown by a notebook."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def save(self, file: str | Path) -> None:
        """Writes it as SVG."""
        Path(file).write_text(self.svg, encoding="utf-8")

    def html(self, width: str = "100%") -> str:
        """As an image of its own, whose styles stay inside of it."""
        data = base64.b64encode(self.svg.encode()).decode()
        return f'<img alt="wafer" style="width:{width};max-width:60em" src="data:image/svg+xml;base64,{data}">'

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return f"<picture of the wafer, {len(self.svg)} bytes of SVG: save('wafer.svg') writes it>"
