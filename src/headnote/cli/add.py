"""`headnote add`: stories into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from headnote.cli import options, streams
from headnote.cli.progress import bar
from headnote.errors import Incomplete

if TYPE_CHECKING:
    from headnote.library.adding import AddTally
    from headnote.library.crewing import Unread
    from headnote.library.storing import Stored

EPILOG = """\
\b
Examples:
  headnote add story.epub
  headnote add ~/stories
  headnote add shelf.zip --policy dataset --library shelf.db
  headnote add ~/stories --library postgresql://archive@host/headnote

The same bytes are stored once. A file with the address of a stored work, or with its title and author, becomes a new
version of it. Stop it (or lose the machine) and start the same command again: it goes on where it was. A file that
cannot be read does not lose the others; the run then exits with 6.
"""


#: Works that one is said to be like; its page shows all.
LIKEST = 3


@click.command(epilog=EPILOG)
@options.paths
@options.library
@options.workers
@options.policy
@options.fast
def add(paths: tuple[str, ...], *, library: str | None, workers: int | None, policy: str, fast: bool) -> None:
    """Read stories and store them in the library, each with its card.

    PATH is a story in any format that `headnote card` reads, a .zip of these, or a folder.
    """
    rules = options.load_policy(policy)
    try:
        with options.open_library(library) as opened, bar("Adding", "works") as progress:
            from headnote.library import adding

            tally = adding.add(
                opened,
                map(Path, paths),
                tier=options.tier(fast),
                policy=rules,
                workers=workers,
                progress=progress,
                tell=_tell,
            )
    except KeyboardInterrupt:
        click.echo("headnote: stopped; start the same command again to go on", err=True)
        raise
    click.echo(_summary(tally))
    if tally.failed:
        raise Incomplete(
            f"{tally.failed} of {tally.files} files could not be read", hint="The others are stored; see above."
        )


def _tell(news: Stored | Unread) -> None:
    """One line for what a person may want to look at."""
    from headnote.library.crewing import Unread

    if isinstance(news, Unread):
        place = "" if news.place in news.message else f"{news.place}: "
        lines = [f"headnote: {place}{news.message}", *([f"  {news.hint}"] if news.hint else [])]
        click.echo("\n".join(map(streams.shown, lines)), err=True)
        return
    for other in news.near[:LIKEST]:
        alike = f"{news.key} {news.title} is about {other.likeness:.0%} like {other.key} {other.title}"
        click.echo(streams.shown(alike))


def _summary(tally: AddTally) -> str:
    counts = (
        (tally.added, "added"),
        (tally.versions, "new version of a known work" if tally.versions == 1 else "new versions of known works"),
        (tally.known, "known already"),
        (tally.failed, "not read"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "No story found."
