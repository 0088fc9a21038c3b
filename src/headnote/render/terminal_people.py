"""People, pairs, fandoms, world and tropes on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from headnote.records import Age, Card, Person
from headnote.render.clean import clean, shorten
from headnote.render.ink import Ink
from headnote.render.sides import pair_name
from headnote.render.talk import Talk, talk
from headnote.render.wording import certainty, count, entry_title, percent, world_name

#: People that get a row, and exchanges that are named, before the rest is counted.
ROWS, EXCHANGES = 10, 3
#: Above any age that has no upper bound.
OLDEST = 10**6


def cast(card: Card, ink: Ink) -> RenderableType | None:
    """One row a person: names, pronouns, share of speech; then who speaks with whom."""
    if not card.people:
        return None
    speech = talk(card)
    names = min(max(cell_len(clean(p.name)) for p in card.people[:ROWS]), ink.width // (2 if ink.narrow else 3))
    wide = ink.width >= 76
    parts: list[RenderableType] = [
        _row(ink, names, "", who="", speech=ink.text("speech" * bool(card.quotes), "dim"), share="", also="also" * wide)
    ]
    for person in card.people[:ROWS]:
        share = speech.shares.get(person.id, 0.0)
        bar, also = ink.bar(share, 10, "blue") if card.quotes else Text(), about(person)
        cells = {"who": pronouns(person), "share": percent(share) * bool(card.quotes), "also": also if wide else ""}
        parts.append(_row(ink, names, person.name, speech=bar, **cells))
        if also and not wide:
            parts.append(Padding(ink.text(also, "dim"), (0, 0, 0, 2)))
    if rest := len(card.people) - ROWS:
        parts += [ink.text(f"and {count(rest, 'more person', 'more people')}", "dim")] if rest > 0 else []
    if not card.quotes:
        parts.append(ink.text("No quotation was found: who speaks cannot be told.", "dim"))
    if line := with_whom(card, speech):
        parts.append(ink.text(line))
    return Group(*parts)


def _row(ink: Ink, names: int, name: str, *, who: str, speech: Text, share: str, also: str) -> Table:
    """One line of fixed columns, so that lines of text may stand between them."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for width in (names, 4 if ink.narrow else 9, 6 if ink.narrow else 10):
        table.add_column(width=width, no_wrap=True)
    table.add_column(width=4, no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    cells = [ink.text(shorten(name, names), "bold"), ink.text(shorten(who, 4 if ink.narrow else 9), "dim")]
    if ink.narrow and share:
        speech, share = ink.text(share), ""
    table.add_row(*cells, speech, ink.text(share), ink.text(also, "dim"))
    return table


def pronouns(person: Person) -> str:
    """The one or two sets of pronouns used most, by their first word: "she, they"."""
    return ", ".join(p.split("/")[0] for p in person.pronouns[:2])


def about(person: Person) -> str:
    """Aliases, ages and facets of a person in one line."""
    parts = [", ".join(shorten(a, 24) for a in person.aliases[:4])] if person.aliases else []
    if len(person.aliases) > 4:
        parts[0] += f" and {len(person.aliases) - 4} more"
    parts += list(dict.fromkeys(f"age {years(a)}" for a in _telling(person.ages)))[:2]
    parts += [f"{key} {facets[0].value}" for key, facets in person.facets.items() if facets]
    return " · ".join(parts)


def _telling(ages: Sequence[Age]) -> list[Age]:
    """The ages of the story's now, without a bound that a closer one says already: "18 or over" beside "31"."""
    now = [a for a in ages if a.time == "now"]
    spans = [(a.low or 0, OLDEST if a.high is None else a.high) for a in now]
    covered = [any(s != o and s[0] <= o[0] and o[1] <= s[1] for o in spans) for s in spans]
    return [a for a, idle in zip(now, covered, strict=True) if not idle]


def years(age: Age) -> str:
    """An age in years as a reader says it: "17", "16–18", "18 or over"."""
    if age.low is None:
        return "unknown" if age.high is None else f"up to {age.high}"
    if age.high is None:
        return f"{age.low} or over"
    return str(age.low) if age.low == age.high else f"{age.low}–{age.high}"


def with_whom(card: Card, speech: Talk) -> str:
    """The pairs that speak with each other most, and how much of the speech could be given to anyone."""
    names = {p.id: shorten(p.name, 30) for p in card.people}
    most = [f"{names[a]} ↔ {names[b]} ({n:,})" for (a, b), n in list(speech.exchanges.items())[:EXCHANGES]]
    parts = [f"Speak with each other most: {', '.join(most)}."] if most else []
    if card.quotes:
        parts.append(f"Speaker known for {percent(speech.known)} of {count(len(card.quotes), 'quotation')}.")
    return " ".join(parts)


def world(card: Card, ink: Ink) -> RenderableType | None:
    """Pairs, fandoms, tropes and the rules of the story's world, a line each."""
    names = {p.id: shorten(p.name, 40) for p in card.people}
    rows: list[tuple[str, str]] = [
        (p.kind, f"{pair_name(p, names)} ({certainty(p.confidence)}, {percent(p.confidence)})")
        for p in card.pairs[:ROWS]
    ]
    rows += [("fandom", f"{f.name} ({certainty(f.confidence)}, {percent(f.confidence)})") for f in card.fandoms[:5]]
    if card.tropes:
        rows.append(("themes", ", ".join(f"{entry_title(t.code)} {percent(t.confidence)}" for t in card.tropes)))
    if card.world:
        rules = "; ".join(f"{r.key}: {r.value}" for r in card.world.rules)
        rows.append(("world", world_name(card.world.system) + (f" · {rules}" if rules else "")))
    if not rows:
        return None
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(ink.text(label, "dim"), ink.text(value))
    return table
