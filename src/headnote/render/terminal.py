"""The card on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.text import Text

from headnote.records import Card
from headnote.render import terminal_people, terminal_verdict, terminal_warnings
from headnote.render.ink import Ink
from headnote.render.wording import CLOSING, count, format_name, language_name, own_marks, reading_time


def print_card(card: Card, console: Console) -> None:
    """Print a card, fitted to the console's width.

    Only the terminal's own palette is used, every colour is doubled by a word or a sign, and nothing from the story or
    its labels reaches the console without `clean`.
    """
    ink = Ink(console)
    options = console.options.update(width=ink.width, markup=False, highlight=False)
    for block in _blocks(card, ink):
        for line in console.render_lines(block, options, pad=False):
            console.print(Segments([*_trimmed(line, ink), Segment.line()]), end="")


def _trimmed(line: list[Segment], ink: Ink) -> list[Segment]:
    """A line without the blanks that fill its last cells, so that copied text and files have none either. Where a
    line was cut, Rich has put an ellipsis, which a plain terminal cannot show."""
    kept = [Segment(s.text.replace("…", "~"), s.style) for s in line] if ink.plain else list(line)
    while kept and not kept[-1].text.rstrip(" "):
        kept.pop()
    if kept:
        kept[-1] = Segment(kept[-1].text.rstrip(" "), kept[-1].style)
    return kept


def _blocks(card: Card, ink: Ink) -> Iterator[RenderableType]:
    yield Text()
    yield _inside(_identity(card, ink))
    for title, body in (
        ("Declared and found", terminal_verdict.comparison(card, ink)),
        ("To know before starting", terminal_warnings.findings(card, ink)),
        ("Where it falls", terminal_warnings.strips(card, ink)),
        ("Places", terminal_warnings.evidence(card, ink)),
        ("People", terminal_people.cast(card, ink)),
        ("World and themes", terminal_people.world(card, ink)),
        ("Damage", terminal_verdict.damage(card, ink)),
        ("Audit", terminal_verdict.audit(card, ink)),
        ("Decision", terminal_verdict.decision(card, ink)),
    ):
        if body is not None:
            yield Text()
            yield ink.rule(title)
            yield _inside(body)
    yield Text()
    yield _inside(_closing(card, ink))


def _inside(body: RenderableType) -> RenderableType:
    return Padding(body, (0, 0, 0, 2))


def _identity(card: Card, ink: Ink) -> RenderableType:
    declared, source = card.declared, card.source
    title = declared.title or source.name or "Untitled"
    lines = [ink.text(title, "bold")]
    if declared.authors:
        lines.append(ink.text(f"by {', '.join(declared.authors)}"))
    lines.append(ink.text(" · ".join(facts(card)), "dim"))
    if declared.series:
        series = ", ".join(f"part {s.part} of {s.name}" if s.part else s.name for s in declared.series)
        lines.append(ink.text(series, "dim"))
    if marks := own_marks(declared):
        lines.append(ink.text(f"marked by its author: {', '.join(marks)}"))
    return Group(*lines)


def facts(card: Card) -> list[str]:
    """What a reader wants to know of a work's size and kind, most wanted first."""
    source, declared = card.source, card.declared
    out = [count(source.words, "word")]
    if source.words:
        out.append(f"{reading_time(source.words)} to read")
    if source.language:
        out.append(language_name(source.language.code))
    if declared.chapters and declared.chapters.posted is not None:
        planned = "?" if declared.chapters.planned is None else declared.chapters.planned
        out.append(f"chapters {declared.chapters.posted}/{planned}")
    elif len(card.layout.chapters) > 1:
        out.append(count(len(card.layout.chapters), "chapter"))
    if card.layout.scenes:
        out.append(count(len(card.layout.scenes), "scene"))
    if declared.status:
        out.append(declared.status.lower())
    return [*out, format_name(source.format)]


def _closing(card: Card, ink: Ink) -> RenderableType:
    lines = [ink.text(notice, "yellow") for notice in card.notices]
    return Group(*lines, ink.text(CLOSING, "italic"))
