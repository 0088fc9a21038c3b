"""Declared against found, damage, audit and decision on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from headnote.records import Card, Evidence
from headnote.render.ink import Ink
from headnote.render.places import Places
from headnote.render.sides import Side, State, sides
from headnote.render.wording import ACTIONS, certainty, count, listed, percent

#: Sign, style and meaning of each state of a row.
STATES: dict[State, tuple[str, str, str]] = {
    "agree": ("=", "green", "agree"),
    "differ": ("≠", "bold yellow", "differ"),
    "found": ("+", "cyan", "only found"),
    "declared": ("·", "dim", "not compared"),
}
LEVELS = {"error": ("■", "bold red"), "warning": ("▲", "yellow"), "note": ("●", "cyan")}


def comparison(card: Card, ink: Ink) -> RenderableType | None:
    rows = sides(card)
    if not rows:
        return None
    used = [s for s in STATES if any(r.state == s for r in rows)]
    legend = ", ".join(f"{STATES[s][0]} {STATES[s][2]}" for s in used)
    body = _stacked(rows, ink) if ink.narrow else _beside(rows, ink)
    return Group(body, ink.text(legend, "dim"))


def _beside(rows: list[Side], ink: Ink) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=13, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    table.add_row("", ink.text("declared", "dim"), "", ink.text("found", "dim"))
    for row in rows:
        table.add_row(*_cells(row, ink))
    return table


def _stacked(rows: list[Side], ink: Ink) -> RenderableType:
    """Label, declared and found below each other, where there is no room for them beside each other."""
    parts: list[RenderableType] = []
    for row in rows:
        label, declared, sign, found = _cells(row, ink)
        parts.append(Text.assemble(label, " ", sign))
        for name, cell, shown in (("declared", declared, row.declared), ("found", found, row.found)):
            if shown is not None:
                line = ink.text(f"{name}:", "dim").append(" ").append_text(cell)
                parts.append(Padding(line, (0, 0, 0, 2)))
    return Group(*parts)


def _cells(row: Side, ink: Ink) -> tuple[Text, Text, Text, Text]:
    sign, style, _ = STATES[row.state]
    nothing = ink.text("–", "dim")
    return (
        ink.text(row.label, "bold"),
        nothing if row.declared is None else ink.text(row.declared),
        ink.text(sign, style),
        nothing if row.found is None else ink.text(row.found),
    )


def damage(card: Card, ink: Ink) -> RenderableType | None:
    """One line a kind of damage: how often, how sure, where first."""
    kinds = list(dict.fromkeys(d.kind for d in card.layout.damage))
    places = Places(card)
    lines = []
    for kind in kinds:
        spots = [d for d in card.layout.damage if d.kind == kind]
        sure = max(d.confidence for d in spots)
        where = listed([str(places.find(d.start)) for d in spots[:2]])
        text = ink.text(kind.replace("-", " "), "bold")
        ink.add(text, f"{count(len(spots), 'place')}, {certainty(sure)} ({percent(sure)})", gap=2)
        lines.append(ink.add(text, f"· {'first at ' if len(spots) > 2 else ''}{where}", "dim"))
    return Group(*lines) if lines else None


def audit(card: Card, ink: Ink) -> RenderableType | None:
    """Each disagreement: level, rule, message, first places."""
    if not card.audit:
        return None
    places = Places(card)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for item in card.audit:
        sign, style = LEVELS[item.level]
        head = ink.add(ink.text(item.level, style), item.rule, "dim")
        table.add_row(ink.text(sign, style), head)
        table.add_row("", ink.text(item.message))
        if item.evidence:
            table.add_row("", ink.text(_spots(item.evidence, places), "dim"))
    return table


def _spots(evidence: list[Evidence], places: Places) -> str:
    rest = len(evidence) - 3
    shown = "; ".join(str(places.find(e.start)) for e in evidence[:3])
    return f"at {shown}" + (f" and {count(rest, 'more place', 'more places')}" if rest > 0 else "")


def decision(card: Card, ink: Ink) -> RenderableType:
    """What the policy does, with its reasons."""
    action = card.decision.action
    style = {"list": "green", "label": "cyan"}.get(action, "bold yellow")
    head = ink.add(ink.text(action, style), ACTIONS[action], gap=2)
    ink.add(head, f"· policy {card.decision.policy}", "dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for reason in card.decision.reasons:
        table.add_row(ink.text("·", "dim"), ink.text(reason))
    return Group(head, table)
