"""Declared against found, damage, audit and decision on the page."""

from __future__ import annotations

from headnote.records import Card
from headnote.render.markup import Child, Markup, el, join, parted
from headnote.render.page_tables import named, placed, table
from headnote.render.places import Places, SceneLink
from headnote.render.sides import State, sides
from headnote.render.wording import ACTIONS, certainty, count, percent

STATES: dict[State, str] = {"agree": "agree", "differ": "differ", "found": "only found", "declared": "not compared"}


def comparison(card: Card) -> Markup | None:
    rows = sides(card)
    if not rows:
        return None
    return table(
        "What the author declared, and what headnote found",
        ("Label", "Declared", "Found", "Together"),
        [
            (
                row.label,
                el("span", "not declared", class_="quiet") if row.declared is None else named(row.declared),
                el("span", "nothing found", class_="quiet") if row.found is None else named(row.found),
                el("span", STATES[row.state], class_=f"state {row.state}"),
            )
            for row in rows
        ],
        "sides",
    )


def damage(card: Card, reader: SceneLink | None = None) -> Markup | None:
    if not card.layout.damage:
        return None
    places = Places(card, reader)
    rows: list[tuple[Child, ...]] = []
    for kind in dict.fromkeys(d.kind for d in card.layout.damage):
        spots = [d for d in card.layout.damage if d.kind == kind]
        sure = max(d.confidence for d in spots)
        rows.append(
            (
                kind.replace("-", " "),
                count(len(spots), "place"),
                f"{certainty(sure)}, {percent(sure)}",
                placed(places, spots[0].start),
            )
        )
    return table("What seems lost or broken in the text", ("Kind", "How often", "How sure", "First at"), rows)


def audit(card: Card, reader: SceneLink | None = None) -> Markup | None:
    if not card.audit:
        return None
    places = Places(card, reader)
    items = []
    for item in card.audit:
        at = [placed(places, e.start) for e in item.evidence[:5]]
        items.append(
            el(
                "li",
                el("p", el("strong", item.level, class_=f"level {item.level}"), " ", el("code", item.rule)),
                el("p", item.message),
                el("p", "At ", *parted(at, "; "), class_="quiet") if at else None,
            )
        )
    return el("ul", *items, class_="audit")


def decision(card: Card) -> Markup:
    verdict = card.decision
    head = el("p", el("strong", verdict.action, class_=f"action {verdict.action}"), f" {ACTIONS[verdict.action]}")
    reasons = el("ul", *(el("li", reason) for reason in verdict.reasons)) if verdict.reasons else None
    said = el("p", f"By the policy {verdict.policy}. It advises; people decide.", class_="quiet")
    return join([head, reasons, said])
