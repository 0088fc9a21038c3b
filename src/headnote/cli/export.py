"""`headnote export`: what the library holds as rows, or the card's page of one work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from headnote.cli import options
from headnote.cli.search import SETTINGS, held, read, viewer, words
from headnote.errors import NotFound, UsageError

if TYPE_CHECKING:
    from headnote.library.database import Library

EPILOG = """\
\b
Examples:
  headnote export shelf.jsonl
  headnote export safe-for-teens.csv rating:general rating:teen -has:gore
  headnote export all.parquet --held
  headnote export card.html w4k2m9x7qa

JSON Lines (.jsonl), CSV (.csv) or Parquet (.parquet), told by suffix: a row for each work that the search finds, with
labels and what was found, without any text of the stories. A name that ends in .html takes the key of one work and
writes its card as a page.
"""


@click.command(epilog=EPILOG, context_settings=SETTINGS)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@words
@options.library
@held
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
def export(out: Path, words: tuple[str, ...], *, library: str | None, held: bool, force: bool) -> None:
    """Write the works that a search finds to OUT, all of them without one."""
    with options.open_library(library) as opened:
        if out.suffix.lower() == ".html":
            _export_page(opened, out, words, force=force)
            return
        from headnote.library import exporting

        count = exporting.export(opened, viewer(held), read(words), out, force=force)
    click.echo(f"{count:,} work{'s' * (count != 1)} in {out}")


def _export_page(library: Library, out: Path, words: tuple[str, ...], *, force: bool) -> None:
    """The card of one work as a page. Its evidence has excerpts, so that a held work has none here."""
    from headnote.library import exporting, works
    from headnote.render.page import page

    if len(words) != 1:
        raise UsageError(f"expected the key of one work after {out}, got {len(words)} words")
    work = works.find(library, viewer(held=False), words[0])
    if work is None:
        raise NotFound(
            f"expected the key of a work in the library, got {words[0]!r}", hint="`headnote search` prints keys."
        )
    with exporting.fresh_file(out, force=force) as file:
        file.write(page(work.card).encode("utf-8", "backslashreplace"))
