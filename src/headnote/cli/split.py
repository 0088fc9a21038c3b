"""`headnote split`: the rows of a corpus apart by what the policy says of them."""

from __future__ import annotations

from pathlib import Path

import click

from headnote.cli import options

EPILOG = """\
\b
Examples:
  headnote split rows.parquet swept.parquet parts/
  headnote split rows.jsonl.gz swept.jsonl parts/ --id-column post_id
  headnote split corpus/ swept/ parts/

FOLDER gets one file an action, in the form of IN: list, label, gate, review and withhold, and error for rows that could
not be read. Rows are as they came in, with what was found under `headnote`; of a withheld row only its id, its digest
and the reasons are written.
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="IN")
@click.argument("out", metavar="SWEPT")
@click.argument("folder", metavar="FOLDER")
@options.id_column
@click.option("--force", is_flag=True, help="Replace the files of an earlier split.")
def split(source: str, out: str, folder: str, *, id_column: str, force: bool) -> None:
    """Write the rows of IN into a file for each action, as the sweep SWEPT says.

    Where both are folders, FOLDER gets a folder an action, and in it files of the names that they have in IN.
    """
    from headnote import corpus

    counts = corpus.split(source, out, Path(folder), id_column=id_column, force=force)
    for part, rows in sorted(counts.items()):
        click.echo(f"{part:<9}{rows:>12,}")
