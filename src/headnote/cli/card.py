"""`headnote card`: the card of each work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from headnote.cli import options, streams
from headnote.cli.stories import Stories
from headnote.errors import UsageError

if TYPE_CHECKING:
    from headnote.records import Card

EPILOG = """\
\b
Examples:
  headnote card story.epub
  headnote card shelf/*.html --json > cards.jsonl
  headnote card story.txt --html story.card.html
  headnote card shelf.zip --html pages/
  cat story.txt | headnote card -

Excerpts are masked: the telling words are blocked out until --reveal asks for them. Evidence for underage-sex is
never shown in clear.
"""


@click.command(epilog=EPILOG)
@options.paths
@click.option("--json", "as_json", is_flag=True, help="One JSON object a work, one a line.")
@click.option("--html", "page", metavar="FILE", help="Write one self-contained page (a folder for several works).")
@options.fast
@click.option("--reveal", is_flag=True, help="Show excerpts in clear.")
@options.policy
def card(paths: tuple[str, ...], *, as_json: bool, page: str | None, fast: bool, reveal: bool, policy: str) -> int:
    """Print the card of each work: identity, declared against found, warnings, people, audit, decision.

    PATH is a story as text, Markdown, HTML, EPUB, DOCX, or a .zip of these; - reads standard input.
    """
    if as_json and page:
        raise UsageError("expected --json or --html, got both")
    from headnote.card import to_card

    stories = Stories(paths, tier=options.tier(fast), policy=options.load_policy(policy))
    write = _writer(as_json, page)
    for reading in stories.readings():
        write(to_card(reading, reveal=reveal))
    return stories.exit_code


def _writer(as_json: bool, page: str | None) -> _Terminal | _Lines | _Pages:
    if as_json:
        return _Lines()
    return _Pages(page) if page else _Terminal()


class _Lines:
    def __call__(self, card: Card) -> None:
        from headnote.render import as_json

        streams.write_bytes(as_json.encode(card).rstrip(b"\n") + b"\n")


class _Terminal:
    def __init__(self) -> None:
        self.console = streams.console()

    def __call__(self, card: Card) -> None:
        from headnote.render import terminal

        terminal.print_card(card, self.console)


class _Pages:
    """Pages into one file, or, one a work, into a folder."""

    def __init__(self, target: str) -> None:
        self.target, self.written = Path(target), 0
        self.folder = target.endswith(("/", "\\")) or self.target.is_dir()

    def __call__(self, card: Card) -> None:
        from headnote.render.page import page

        if self.folder:
            self.target.mkdir(parents=True, exist_ok=True)
        elif self.written:
            raise UsageError(
                f"expected one work for --html {self.target}, found more", hint="Name a folder: --html pages/"
            )
        self.written += 1
        path = self.target / _file_name(card) if self.folder else self.target
        path.write_text(page(card), encoding="utf-8", errors="backslashreplace")


def _file_name(card: Card) -> str:
    """A plain name that no two different works share: the name of the source, then its digest."""
    stem = re.sub(r"[^\w.-]+", "-", card.source.name or "work").strip(".-")[:60] or "work"
    return f"{stem}.{card.source.sha256[:8]}.html"
