"""`headnote sweep`: a row for each row of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from headnote.cli import failure, options
from headnote.cli.progress import bar
from headnote.errors import Incomplete

if TYPE_CHECKING:
    from headnote.corpus import Readers

EPILOG = """\
\b
Examples:
  headnote sweep rows.jsonl swept.jsonl
  headnote sweep rows.parquet swept.parquet --workers 8 --policy dataset
  headnote sweep dump.jsonl.gz swept.jsonl --text-column body --id-column post_id
  headnote sweep corpus/ swept/ --workers 8

Rows come out in the order in which they went in. Stop it (or lose the machine) and start the same command again: it
goes on where it was. A row that cannot be read gets {"id", "error"}, and the run then exits with 6.
"""


AGAIN = "Mend or remove them and start the command again: files that are done are not read again."


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

    Both are JSON Lines (.jsonl, also .jsonl.gz and .jsonl.zst) or Parquet (.parquet), told by suffix; or both are
    folders, and every file of rows in IN gets an output of the same name in OUT.
    """
    from headnote import corpus

    job = corpus.Job(
        tier=options.tier(fast), policy=options.load_policy(policy), text_column=text_column, id_column=id_column
    )
    try:
        with corpus.Readers(job, workers, row_seconds) as readers:
            if Path(source).is_dir():
                _sweep_folder(Path(source), Path(out), readers, force=force)
            else:
                _sweep_file(Path(source), Path(out), readers, force=force)
    except KeyboardInterrupt:
        click.echo("headnote: stopped; start the same command again to go on", err=True)
        raise


def _sweep_file(source: Path, out: Path, readers: Readers, *, force: bool) -> None:
    from headnote.corpus import sweep_file

    with bar(source.name) as progress:
        tally = sweep_file(source, out, readers, force=force, progress=progress)
    if tally.errors:
        raise Incomplete(f"{tally.errors} of {tally.rows} rows could not be read: {out}")


def _sweep_folder(source: Path, out: Path, readers: Readers, *, force: bool) -> None:
    from headnote.corpus import shards, sweep_folder

    found = shards(source, out)
    with bar(source.name, "files") as progress:
        tally = sweep_folder(
            found, readers, force=force, begun=(lambda n: progress(n, n / len(found))) if progress else None
        )
    for path, error in tally.failed:
        failure.report(error, path)
    if tally.failed:
        raise Incomplete(f"{len(tally.failed)} of {len(found)} files could not be swept: {source}", hint=AGAIN)
    if tally.errors:
        raise Incomplete(f"{tally.errors} of {tally.rows} rows could not be read: {out}")
