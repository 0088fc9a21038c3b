"""`headnote check`: what the labels say held against what the text shows, for people, editors and CI."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from headnote.cli import failure, options, streams
from headnote.cli.stories import Stories
from headnote.errors import HeadnoteError

if TYPE_CHECKING:
    from headnote.records import AuditItem, Card, Level, Work

LEVELS: tuple[Level, ...] = ("error", "warning", "note")  # strongest first
COULD_NOT_RUN = 2

EPILOG = """\
\b
Examples:
  headnote check draft.txt
  headnote check draft.txt --fail-on error
  headnote check works/*.html --format sarif > headnote.sarif
  headnote check draft.txt --policy teen-library

Exit code: 0 nothing to say, 1 findings at or above --fail-on, 2 something could not be read.
"""


class Check(click.Command):
    """A command whose errors all exit 2, so that 1 always means findings."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HeadnoteError as error:
            failure.report(error)
            return COULD_NOT_RUN


@click.command(epilog=EPILOG, cls=Check)
@options.paths
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@options.policy
@click.option("--fail-on", type=click.Choice(LEVELS), default="warning", show_default=True, help="Exit 1 from here up.")
@options.fast
def check(paths: tuple[str, ...], form: str, policy: str, fail_on: Level, fast: bool) -> int:
    """Hold what was declared against what the text shows, and say where they disagree."""
    from headnote.card import to_card

    stories = Stories(paths, tier=options.tier(fast), policy=options.load_policy(policy))
    checked = []
    for reading in stories.readings():
        card = to_card(reading)
        checked.append(card)
        if form == "text":
            _print_text(card, reading.work)
        elif form == "json":
            _print_json(card)
    if form == "sarif":
        _print_sarif(checked)
    if stories.exit_code:
        return COULD_NOT_RUN
    return int(any(at_or_above(item.level, fail_on) for card in checked for item in card.audit))


def at_or_above(level: Level, bar: Level) -> bool:
    return LEVELS.index(level) <= LEVELS.index(bar)


def _print_text(card: Card, work: Work) -> None:
    name = streams.shown(card.source.name or "standard input")
    for item in card.audit:
        click.echo(f"{name}{_place(item, work)}: {item.level}: {streams.shown(item.message)} [{item.rule}]")
    decision = card.decision
    because = f" ({streams.shown('; '.join(decision.reasons))})" if decision.reasons else ""
    click.echo(f"{name}: {_count(card.audit)}; policy {streams.shown(decision.policy)}: {decision.action}{because}")
    for notice in card.notices:
        click.echo(f"{name}: {streams.shown(notice)}")


def _place(item: AuditItem, work: Work) -> str:
    """``:line:column`` of the first evidence, both from 1, empty where the item points at no place."""
    if not item.evidence:
        return ""
    start = item.evidence[0].start
    line, column = work.text.count("\n", 0, start) + 1, start - work.text.rfind("\n", 0, start)
    return f":{line}:{column}"


def _count(items: Iterable[AuditItem]) -> str:
    levels: list[str] = [item.level for item in items]
    counts = [(levels.count(level), level) for level in LEVELS]
    return ", ".join(f"{n} {level}{'s' * (n != 1)}" for n, level in counts if n) or "nothing to say"


def _print_json(card: Card) -> None:
    """One object a work, one a line: what `card --json` has under the same keys."""
    import msgspec

    from headnote.render import as_json

    whole = msgspec.json.decode(as_json.encode(card))
    kept = {key: whole[key] for key in ("schema", "engine", "source", "declared", "rating", "audit", "decision")}
    streams.write_bytes(msgspec.json.encode(kept | {"notices": whole["notices"]}) + b"\n")


def _print_sarif(cards: list[Card]) -> None:
    import msgspec

    from headnote import verdict
    from headnote.render import sarif

    log = sarif.report(cards, verdict.rules())
    streams.write_bytes(msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n")
