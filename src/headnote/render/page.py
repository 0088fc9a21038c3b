"""The card as one self-contained page: no script, no request, everything escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from string import Template

from headnote.records import Card
from headnote.render import page_people, page_verdict, page_warnings
from headnote.render.markup import Markup, el, escaped, join
from headnote.render.terminal import facts
from headnote.render.wording import CLOSING


@cache
def _data(name: str) -> str:
    return files("headnote.render").joinpath(f"data/{name}").read_text(encoding="utf-8")


def page(card: Card) -> str:
    """An HTML document with the card's content as charts and tables.

    Its content security policy allows its own style sheet, by digest, and nothing else: no script, image, font, form
    or frame.
    """
    style = _data("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    title = card.declared.title or card.source.name or "Untitled"
    sections = [
        ("declared", "Declared and found", page_verdict.comparison(card)),
        ("warnings", "To know before starting", page_warnings.findings(card)),
        ("scenes", "Scene by scene", page_warnings.scenes(card)),
        ("people", "People", page_people.cast(card)),
        ("world", "World and themes", page_people.world(card)),
        ("damage", "Damage", page_verdict.damage(card)),
        ("audit", "Audit", page_verdict.audit(card)),
        ("decision", "Decision", page_verdict.decision(card)),
    ]
    shown = [(key, name, body) for key, name, body in sections if body is not None]
    return Template(_data("page.html")).substitute(
        style=style,
        digest=digest,
        title=escaped(f"{title} - headnote"),
        header=_identity(card, title),
        contents=join(el("li", el("a", name, href=f"#{key}")) for key, name, _ in shown),
        sections=join(_section(key, name, body) for key, name, body in shown),
        footer=_footer(card),
    )


def _section(key: str, name: str, body: Markup) -> Markup:
    return el("section", el("h2", name, id=f"{key}-heading"), body, id=key, aria_labelledby=f"{key}-heading")


def _identity(card: Card, title: str) -> Markup:
    declared = card.declared
    series = [f"part {s.part} of {s.name}" if s.part else s.name for s in declared.series or []]
    marks = [f"“{m.text}” ({m.meaning})" for m in declared.marks]
    return join(
        [
            el("h1", title, dir="auto"),
            el("p", "by ", el("bdi", ", ".join(declared.authors)), class_="by") if declared.authors else None,
            el("ul", *(el("li", fact) for fact in facts(card)), class_="facts"),
            el("p", ", ".join(series), class_="quiet", dir="auto") if series else None,
            el("p", "Marked by its author: ", ", ".join(marks)) if marks else None,
            *(el("p", notice, class_="notice") for notice in card.notices),
        ]
    )


def _footer(card: Card) -> Markup:
    engine = card.engine
    made = f"headnote {engine.version}, {engine.tier} tier" + (f", model {engine.model}" if engine.model else "")
    digest = f"File {card.source.name or 'standard input'}, SHA-256 {card.source.sha256 or 'unknown'}"
    return join([el("p", CLOSING, class_="closing"), el("p", made, class_="quiet"), el("p", digest, class_="quiet")])
