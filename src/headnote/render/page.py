"""The card as one self-contained page: no script, no request, everything escaped."""

from __future__ import annotations

from headnote.records import Card
from headnote.render import page_people, page_verdict, page_warnings
from headnote.render.document import Section, document
from headnote.render.markup import Markup, el, join
from headnote.render.places import SceneLink
from headnote.render.terminal import facts
from headnote.render.wording import CLOSING, own_marks


def page(card: Card) -> str:
    """An HTML document with the card's content as charts and tables.

    Its content security policy allows its own style sheet, by digest, and nothing else: no script, image, font, form
    or frame.
    """
    return document(name_of(card), identity(card), sections(card), _footer(card))


def sections(card: Card, reader: SceneLink | None = None) -> list[Section]:
    """What a card has to show, in order; parts that have nothing to say are left out.

    Args:
        card: whose sections they are; evidence is shown as the card carries it.
        reader: where its scenes can be read; null where there is only the card.
    """
    parts = [
        ("declared", "Declared and found", page_verdict.comparison(card)),
        ("warnings", "To know before starting", page_warnings.findings(card, reader)),
        ("scenes", "Scene by scene", page_warnings.scenes(card, reader)),
        ("people", "People", page_people.cast(card)),
        ("world", "World and themes", page_people.world(card)),
        ("damage", "Damage", page_verdict.damage(card, reader)),
        ("audit", "Audit", page_verdict.audit(card, reader)),
        ("decision", "Decision", page_verdict.decision(card)),
    ]
    return [Section(key, name, body) for key, name, body in parts if body is not None]


def name_of(card: Card) -> str:
    """What a work is called: its title, else its file, else "Untitled"."""
    return card.declared.title or card.source.name or "Untitled"


def identity(card: Card) -> Markup:
    """Title, authors, facts, series, the author's own marks, and what was not done."""
    declared = card.declared
    series = [f"part {s.part} of {s.name}" if s.part else s.name for s in declared.series or []]
    marks = own_marks(declared)
    return join(
        [
            el("h1", name_of(card), dir="auto"),
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
