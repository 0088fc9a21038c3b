"""The `headnote` command and its commands."""

from __future__ import annotations

import click

from headnote.cli.add import add
from headnote.cli.card import card
from headnote.cli.check import check
from headnote.cli.completion import completion
from headnote.cli.explain import explain
from headnote.cli.export import export
from headnote.cli.report import report
from headnote.cli.reread import reread
from headnote.cli.search import search
from headnote.cli.serve import serve
from headnote.cli.split import split
from headnote.cli.streams import HungUp
from headnote.cli.sweep import sweep
from headnote.cli.tags import tags
from headnote.cli.user import user
from headnote.cli.verify import verify
from headnote.version import VERSION

EPILOG = """\
\b
Examples:
  headnote card story.epub                 what it is, who is in it, what to know before starting
  headnote card *.html --json              one JSON object a work, one a line
  headnote check draft.txt                 what the labels do not say and the text shows
  headnote tags draft.txt                  tags to paste into the archive's form
  headnote sweep rows.jsonl swept.jsonl    a row for each row of a corpus
  headnote split rows.jsonl swept.jsonl parts/   its rows apart, by what the policy says
  headnote report swept.jsonl --html r.html  what a sweep found, in figures
  headnote add ~/stories                   stories into a library, each with its card
  headnote search 'lamp -has:gore'         works of the library, by words and by what their cards say
  headnote export shelf.csv                what a search finds, as rows
  headnote serve                           the desk in the browser: check, shelf, reader, review
  headnote explain gore                    what a code means and what it rests on

headnote advises; people decide. What it did not find, it did not find: it never says that a work is safe. Nothing
leaves this machine.
"""


class Headnote(click.Group):
    """The group of commands; keeps a broken pipe from click, so that `failure.guard` ends it."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise HungUp from None


@click.group(
    cls=Headnote,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(VERSION, "--version", message="%(prog)s %(version)s")
@click.pass_context
def headnote(context: click.Context) -> None:
    """Read a work of fiction and write the note that belongs at its head."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (
    card,
    check,
    tags,
    sweep,
    split,
    report,
    add,
    reread,
    search,
    export,
    serve,
    user,
    verify,
    explain,
    completion,
):
    headnote.add_command(command)
