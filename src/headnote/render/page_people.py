"""People, speech, pairs, fandoms and world on the page."""

from __future__ import annotations

from headnote.records import Card
from headnote.render.charts import NODES, bar, network
from headnote.render.markup import Markup, el, join
from headnote.render.page_tables import named, table
from headnote.render.sides import pair_name
from headnote.render.talk import Talk, talk
from headnote.render.terminal_people import about, pronouns
from headnote.render.wording import certainty, count, entry_title, percent, world_name

#: People with a row of their own, and exchanges with one, before the rest is counted.
ROWS, EXCHANGES = 40, 12


def cast(card: Card) -> Markup | None:
    if not card.people:
        return None
    speech = talk(card)
    rows = [
        (
            named(p.name),
            named(about(p)),
            pronouns(p),
            f"{p.mentions:,}",
            el("span", bar(share := speech.shares.get(p.id, 0.0), "speech"), el("span", percent(share)), class_="share")
            if card.quotes
            else "no quotation found",
        )
        for p in card.people[:ROWS]
    ]
    rest = len(card.people) - ROWS
    return join(
        [
            table("The people of the work", ("Name", "Also", "Pronouns", "Mentions", "Share of speech"), rows, "cast"),
            el("p", f"And {count(rest, 'more person', 'more people')}.", class_="quiet") if rest > 0 else None,
            _speech(card, speech),
        ]
    )


def _speech(card: Card, speech: Talk) -> Markup | None:
    if not speech.exchanges:
        return None
    names = {p.id: p.name for p in card.people}
    rows = [(named(f"{names[a]} and {names[b]}"), f"{n:,}") for (a, b), n in list(speech.exchanges.items())[:EXCHANGES]]
    known = f"The speaker is known for {percent(speech.known)} of {count(len(card.quotes), 'quotation')}."
    crowd = f" The chart shows the first {NODES} people who speak." if len(speech.shares) > NODES else ""
    pairs = table("Who follows whom in speech", ("Two people", "Exchanges"), rows, "exchanges")
    return join(
        [el("h3", "Who speaks with whom"), network(card, speech), pairs, el("p", known + crowd, class_="quiet")]
    )


def world(card: Card) -> Markup | None:
    names = {p.id: p.name for p in card.people}
    rows: list[tuple[str, Markup, str]] = [
        (p.kind, named(pair_name(p, names)), f"{certainty(p.confidence)}, {percent(p.confidence)}") for p in card.pairs
    ]
    rows += [("fandom", named(f.name), f"{certainty(f.confidence)}, {percent(f.confidence)}") for f in card.fandoms]
    rows += [
        ("theme", named(entry_title(t.code)), f"{certainty(t.confidence)}, {percent(t.confidence)}")
        for t in card.tropes
    ]
    if card.world:
        rules = "; ".join(f"{r.key}: {r.value}" for r in card.world.rules)
        rows.append(("world", named(world_name(card.world.system) + (f": {rules}" if rules else "")), ""))
    return (
        table("Pairs, fandoms, themes and the world's own rules", ("Kind", "What", "How sure"), rows) if rows else None
    )
