"""`headnote sweep`: a row for each row of a corpus."""

from __future__ import annotations

from pathlib import Path

import click

from headnote.cli import options
from headnote.cli.progress import bar
from headnote.errors import Incomplete

EPILOG = """\
\b
Examples:
  headnote sweep rows.jsonl swept.jsonl
  headnote sweep rows.parquet swept.parquet --workers 8 --policy dataset
  headnote sweep dump.jsonl.gz swept.jsonl --text-column body --id-column post_id

Rows come out in the order in which they went in. Stop it (or lose the machine) and start the same command again: it
goes on where it was. A row that cannot be read gets {"id", "error"}, and the run then exits with 6.
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="IN")
@click.argument("out", metavar="OUT")
@options.workers
@options.policy
@options.fast
@click.option("--text-column", default="text", show_default=True, metavar="NAME")
@click.option("--id-column", default="id", show_default=True, metavar="NAME")
@click.option(
    "--row-seconds",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    help="Give up a row that is read for longer; it gets an error.",
)
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
def sweep(
    source: str,
    out: str,
    *,
    workers: int | None,
    policy: str,
    fast: bool,
    text_column: str,
    id_column: str,
    row_seconds: float,
    force: bool,
) -> None:
    """Read every row of IN and write what was found to OUT.

    Both are JSON Lines (.jsonl, also .jsonl.gz and .jsonl.zst) or Parquet (.parquet), told by suffix.
    """
    from headnote import corpus

    job = corpus.Job(
        tier=options.tier(fast), policy=options.load_policy(policy), text_column=text_column, id_column=id_column
    )
    try:
        with bar(Path(source).name) as progress:
            tally = corpus.sweep(
                Path(source), Path(out), job, workers=workers, force=force, progress=progress, limit=row_seconds
            )
    except KeyboardInterrupt:
        click.echo("headnote: stopped; start the same command again to go on", err=True)
        raise
    if tally.errors:
        raise Incomplete(f"{tally.errors} of {tally.rows} rows could not be read: {out}")
