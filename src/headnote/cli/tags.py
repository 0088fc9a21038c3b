"""`headnote tags`: tags to paste into the archive's form."""

from __future__ import annotations

import click

from headnote.cli import options
from headnote.cli.stories import Stories

EPILOG = """\
\b
Examples:
  headnote tags draft.txt
  headnote tags draft.txt --fast
"""


@click.command(epilog=EPILOG)
@options.paths
@options.fast
def tags(paths: tuple[str, ...], fast: bool) -> int:
    """Print rating, warnings and tags that the text shows, ready to paste into the archive's form."""
    from headnote.card import to_card
    from headnote.render.tags import tag_list

    stories = Stories(paths, tier=options.tier(fast), policy=options.load_policy("archive"))
    for number, reading in enumerate(stories.readings()):
        if number:
            click.echo()
        click.echo(tag_list(to_card(reading)).rstrip("\n"))
    return stories.exit_code
