"""`headnote sweep`: a row for each row of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from headnote.cli import failure, options
from headnote.cli.progress import bar
from headnote.errors import Incomplete, UsageError

if TYPE_CHECKING:
    from headnote.corpus import Job
    from headnote.corpus.engines import Engine

EPILOG = """\
\b
Examples:
  headnote sweep rows.jsonl swept.jsonl
  headnote sweep rows.parquet swept.parquet --workers 8 --policy dataset
  headnote sweep dump.jsonl.gz labelled.jsonl.gz --text-column body --id-column post_id --with-input
  headnote sweep corpus/ swept/ --duplicates
  headnote sweep 's3://bucket/corpus/**/*.parquet' s3://bucket/swept --engine ray --address auto

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
@options.columns
@click.option("--with-input", is_flag=True, help="Write the input's columns too; of a withheld row only its id.")
@click.option("--duplicates", is_flag=True, help="Say of each row whether it is like an earlier one.")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Who reads the rows."
)
@click.option("--address", metavar="ADDRESS", help="Of a Ray cluster.  [default: a Ray of this machine's own]")
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="What the encoder runs on."
)
@click.option(
    "--row-seconds",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    help="Give up a row that is read for longer; it gets an error.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where unfinished runs lie whose OUT is an address.  [default: a folder of your own]",
)
@click.option("--force", is_flag=True, help="Replace outputs that are there.")
def sweep(
    source: str,
    out: str,
    *,
    workers: int | None,
    policy: str,
    fast: bool,
    text_column: str,
    id_column: str,
    with_input: bool,
    duplicates: bool,
    engine: Literal["local", "ray"],
    address: str | None,
    device: Literal["cpu", "cuda"],
    row_seconds: float,
    state: Path | None,
    force: bool,
) -> None:
    """Read every row of IN and write what was found to OUT.

    Both are JSON Lines (.jsonl, also .jsonl.gz and .jsonl.zst) or Parquet (.parquet), told by suffix; or IN is a folder
    or a pattern, and every file of rows in it gets an output of the same name in the folder OUT. Either may be an
    address that fsspec knows, such as s3://.
    """
    from headnote import corpus
    from headnote.corpus import listing

    if fast and device != "cpu":
        raise UsageError(f"expected the full tier beside --device {device}", hint="Leave --fast out.")
    if address and engine != "ray":
        raise UsageError("expected --engine ray beside --address", hint="Add --engine ray.")
    job = corpus.Job(
        tier=options.tier(fast),
        policy=options.load_policy(policy),
        text_column=text_column,
        id_column=id_column,
        with_input=with_input,
        duplicates=duplicates,
        device=device,
    )
    shards = listing.shards(source, out)
    try:
        with _engine(engine, job, address, workers, row_seconds) as reading, bar(Path(source).name) as progress:
            tally = corpus.sweep_by(reading, shards, force=force, progress=progress, state=state)
    except KeyboardInterrupt:
        click.echo("headnote: stopped; start the same command again to go on", err=True)
        raise
    for name, error in tally.failed:
        failure.report(error, name)
    if tally.failed:
        raise Incomplete(f"{len(tally.failed)} of {len(shards)} files could not be swept: {source}", hint=AGAIN)
    if tally.errors:
        raise Incomplete(f"{tally.errors} of {tally.rows} rows could not be read: {out}")


def _engine(name: str, job: Job, address: str | None, workers: int | None, limit: float) -> Engine:
    if name == "ray":
        from headnote.corpus.ray_engine import Ray

        return Ray(job, address, workers, limit)
    from headnote.corpus.engines import Local

    return Local(job, workers, limit)
