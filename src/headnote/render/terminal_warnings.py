"""Findings on a terminal: how sure, how present, where in the work."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from headnote.records import Card, Finding
from headnote.render.clean import shorten
from headnote.render.ink import Ink
from headnote.render.places import Places
from headnote.render.strip import columns, ruler
from headnote.render.wording import certainty, count, entry_title, manner, percent, ranked, scene_list

#: Findings that get a row of their own, and places shown for each, before the rest is counted.
ROWS, PLACES = 16, 2
#: Cells from which presence and intensity stand beside the confidence and not below it.
WIDE = 76


def findings(card: Card, ink: Ink) -> RenderableType | None:
    """One row a raised finding; weaker hints in one line below."""
    raised, weaker = ranked(card)
    if card.rating.value is None and not card.findings:
        return ink.text("The content was not read: nothing can be said here.", "yellow")
    parts: list[RenderableType] = []
    if raised:
        parts.append(_table(raised[:ROWS], ink))
    else:
        parts.append(ink.text("Nothing was raised."))
    if len(raised) > ROWS:
        parts.append(ink.text(f"and {len(raised) - ROWS} more: {_inline(raised[ROWS:])}", "dim"))
    if weaker:
        parts.append(ink.text(f"Weaker hints, not raised: {_inline(weaker)}", "dim"))
    return Group(*parts)


def _inline(rows: list[Finding]) -> str:
    return ", ".join(f"{entry_title(f.code)} {percent(f.confidence)}" for f in rows)


def _title_width(ink: Ink) -> int:
    return 16 if ink.narrow else min(34, max(18, ink.width // 3))


def _table(rows: list[Finding], ink: Ink) -> RenderableType:
    if ink.width >= WIDE:
        table = _grid(ink)
        table.add_column(overflow="ellipsis", no_wrap=True)
        for f in rows:
            table.add_row(*_cells(f, ink), ink.text(manner(f), "dim"))
        return table
    parts: list[RenderableType] = []
    for f in rows:
        row = _grid(ink)
        row.add_row(*_cells(f, ink))
        parts += [row, Padding(ink.text(manner(f), "dim"), (0, 0, 0, 2))]
    return Group(*parts)


def _grid(ink: Ink) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=_title_width(ink), overflow="fold")
    if width := _bar_width(ink):
        table.add_column(width=width, no_wrap=True)
    table.add_column(width=4, justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    return table


def _cells(finding: Finding, ink: Ink) -> list[Text]:
    width = _bar_width(ink)
    bar = [ink.bar(finding.confidence, width, _style(finding))] if width else []
    sure = [ink.text(percent(finding.confidence)), ink.text(certainty(finding.confidence))]
    return [ink.text(entry_title(finding.code), "bold"), *bar, *sure]


def _bar_width(ink: Ink) -> int:
    return 20 if ink.width >= 100 else 0 if ink.narrow else 8


def _style(finding: Finding) -> str:
    return {"mild": "cyan", "moderate": "yellow", "graphic": "red"}[finding.intensity]


def strips(card: Card, ink: Ink) -> RenderableType | None:
    """A row of columns a raised finding, drawn to the length of the scenes, over a ruler of chapters."""
    raised = ranked(card)[0][:ROWS]
    scenes = card.layout.scenes
    if not raised or not scenes:
        return None
    first = _title_width(ink)
    room = ink.width - first - 6
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=first + 1, no_wrap=True)
    table.add_column(width=room + 2, no_wrap=True)
    for f in raised:
        row = ink.text("▏", "dim").append_text(ink.strip(columns(scenes, f, room), _style(f)))
        table.add_row(ink.text(shorten(entry_title(f.code), first)), row.append_text(ink.text("▕", "dim")))
    if marks := ruler(card.layout.chapters, scenes, room):
        table.add_row(ink.text("chapter", "dim"), Text(f" {marks}", style="dim"))
    else:
        ends = f"{'start':<{room - 3}}end"
        table.add_row(ink.text(count(len(scenes), "scene"), "dim"), Text(f" {ends}", style="dim"))
    return table


def centred(excerpt: str, room: int) -> str:
    """The middle of an excerpt, where its evidence stands, in at most `room` code points."""
    if len(excerpt) <= room:
        return excerpt
    kept = max(1, room - 4)
    first = (len(excerpt) - kept) // 2
    return f"… {excerpt[first : first + kept].strip()} …"


def evidence(card: Card, ink: Ink) -> RenderableType | None:
    """The strongest places of each raised finding, with the masked excerpt where the card carries one."""
    places = Places(card)
    lines: list[Text] = []
    for finding in ranked(card)[0][:ROWS]:
        if not finding.evidence:
            continue
        summary = count(finding.signals, "sign")
        if finding.scenes:
            summary += f" · {scene_list(finding.scenes, len(card.layout.scenes))}"
        lines.append(ink.add(ink.text(entry_title(finding.code), "bold"), summary, "dim", gap=2))
        for item in finding.evidence[:PLACES]:
            where = Text("  ").append_text(ink.text(str(places.find(item.start)), "cyan"))
            if item.excerpt and ink.narrow:
                lines.append(where)
                where = ink.text("    ").append_text(ink.text(centred(item.excerpt, ink.width - 4)))
            elif item.excerpt:
                ink.add(where, centred(item.excerpt, ink.width - where.cell_len - 2), gap=2)
            where.overflow, where.no_wrap = "ellipsis", True
            lines.append(where)
    return Group(*lines) if lines else None
