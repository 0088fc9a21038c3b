"""`headnote search`: works of the library, by words and by what their cards say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from headnote.cli import options, streams
from headnote.errors import UsageError

if TYPE_CHECKING:
    from headnote.library.counting import FacetCount
    from headnote.library.query import Query
    from headnote.library.shelf import WorkRow
    from headnote.library.viewers import Viewer

EPILOG = """\
\b
Examples:
  headnote search lamp -storm
  headnote search 'fandom:"The Tide Office" rating:teen -has:gore words:>5000'
  headnote search has:death:graphic -trope:abo order:title --json
  headnote search --facets

docs/searching.md says what a search may hold. Put it in single quotes where a value has blanks.
"""

#: A search may begin with a dash, so these commands have no short options, and what is no option of theirs is a search.
SETTINGS = {"help_option_names": ["--help"], "ignore_unknown_options": True}
held = click.option("--held", is_flag=True, help="Also works that wait for a person or are withheld, marked.")
words = click.argument("words", nargs=-1, metavar="[SEARCH]...", type=click.UNPROCESSED)


@click.command(epilog=EPILOG, context_settings=SETTINGS)
@words
@options.library
@held
@click.option("--json", "as_json", is_flag=True, help="One JSON object a work, one a line, as `export` writes them.")
@click.option("--facets", is_flag=True, help="Count what the works have, in place of listing them.")
@click.option("--page", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="Which page.")
@click.option("--size", type=click.IntRange(1, 1000), default=20, show_default=True, help="Works on a page.")
def search(
    words: tuple[str, ...],
    *,
    library: str | None,
    held: bool,
    as_json: bool,
    facets: bool,
    page: int,
    size: int,
) -> None:
    """List the works of the library that a search finds: all of them, the latest first, without one."""
    if as_json and facets:
        raise UsageError("expected --json or --facets, got both")
    with options.open_library(library) as opened:
        import msgspec

        from headnote.library.shelf import shelf

        query = msgspec.structs.replace(read(words), page=page)
        found = shelf(opened, viewer(held), query, size=size, facets=facets)
    if facets:
        _print_facets(found.facets)
    elif as_json:
        from headnote.library.exporting import exported

        streams.write_bytes(msgspec.json.Encoder().encode_lines([exported(row) for row in found.works]))
        return
    else:
        for row in found.works:
            click.echo(_lines(row))
    hidden = f" ({found.hidden:,} more are hidden by your own filters)" if found.hidden else ""
    click.echo(f"{found.total:,} work{'s' * (found.total != 1)}, page {page:,} of {found.pages:,}{hidden}")


def read(words: tuple[str, ...]) -> Query:
    """The query of what was typed after a command.

    Raises:
        UsageError: a long option that there is not, or a search that does not fit.
    """
    from headnote.library.query import parse

    for word in words:
        if word.startswith("--"):
            raise UsageError(f"expected an option of this command or a search, got {word!r}")
    return parse(" ".join(words))


def viewer(held: bool) -> Viewer:
    """The person at their own machine; who does not ask for held works does not see them."""
    import msgspec

    from headnote.library.viewers import OWNER

    return OWNER if held else msgspec.structs.replace(OWNER, role="reader")


def _lines(row: WorkRow) -> str:
    """A work in two lines: what it is, and what to know before starting."""
    facts = [row.rating or "Not Rated", f"{row.words:,} words", *([row.language] if row.language else [])]
    facts += [code.label for code in row.codes]
    mark = f"[held: {row.action if row.action in ('review', 'withhold') else row.standing}] " if row.held else ""
    by = f", by {row.authors}" if row.authors else ""
    return f"{row.key}  {mark}{streams.shown(row.title + by)}\n{' ' * len(row.key)}  {streams.shown(' · '.join(facts))}"


def _print_facets(facets: dict[str, list[FacetCount]]) -> None:
    for facet, counts in facets.items():
        if counts:
            click.echo(facet)
        for count in counts:
            state = {"with": "  asked for", "without": "  excluded"}.get(count.state, "")
            name = count.label if count.label == count.value else f"{count.label} ({count.value})"
            click.echo(f"{count.count:>9,}  {streams.shown(name)}{state}")
