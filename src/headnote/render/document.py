"""What every page that headnote writes as a file is made of: one document with its own style and nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template

import msgspec

from headnote.render.markup import Markup, el, escaped, join


class Section(msgspec.Struct, frozen=True):
    """One part of a page: its id, its heading, its content."""

    key: str
    name: str
    body: Markup


@cache
def _data(name: str) -> str:
    return files("headnote.render").joinpath(f"data/{name}").read_text(encoding="utf-8")


def document(title: str, header: Markup, sections: Sequence[Section], footer: Markup) -> str:
    """An HTML document. Its content security policy allows its own style sheet, by digest, and nothing else: no script,
    image, font, form or frame."""
    style = _data("page.css")
    return Template(_data("page.html")).substitute(
        style=style,
        digest=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        title=escaped(f"{title} - headnote"),
        header=header,
        contents=join(el("li", el("a", part.name, href=f"#{part.key}")) for part in sections),
        sections=join(_section(part) for part in sections),
        footer=footer,
    )


def _section(part: Section) -> Markup:
    heading = f"{part.key}-heading"
    return el("section", el("h2", part.name, id=heading), part.body, id=part.key, aria_labelledby=heading)
