"""Tables that stay tables: on narrow screens their rows stack, and the explicit roles keep them readable by ear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from headnote.render.markup import Child, Markup, el
from headnote.render.places import Places


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Child]], class_: str = "") -> Markup:
    """A table whose first column names its rows. Every cell repeats its column's name for the stacked form."""
    head = el("tr", *(el("th", h, scope="col", role="columnheader") for h in heads), role="row")
    body = [
        el("tr", el("th", row[0], scope="row", role="rowheader"),
           *(el("td", cell, role="cell", data_label=name) for name, cell in zip(heads[1:], row[1:], strict=True)),
           role="row")
        for row in rows
    ]  # fmt: skip
    return el(
        "table", el("caption", caption), el("thead", head, role="rowgroup"), el("tbody", *body, role="rowgroup"),
        role="table", class_=class_ or None,
    )  # fmt: skip


def named(name: str) -> Markup:
    """A name whose direction of writing may differ from the page's."""
    return el("bdi", name)


def placed(places: Places, offset: int) -> Child:
    """Where an offset lies, as a link where it can be read."""
    words, address = str(places.find(offset)), places.reading(offset)
    return el("a", words, href=address) if address else words
