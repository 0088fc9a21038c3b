"""`headnote report`: what a sweep found, as a page."""

from __future__ import annotations

from pathlib import Path

import click

from headnote.cli import options, streams
from headnote.errors import UsageError

EPILOG = """\
\b
Examples:
  headnote report swept.jsonl                                     print the figures as JSON
  headnote report swept.parquet --html report.html --against last-month.parquet
  headnote report swept.jsonl --input rows.jsonl --by source --sample 20 --sheet check.csv --html report.html
  headnote report swept.jsonl --checked check.csv --html report.html
  headnote report swept/ --input corpus/ --sample 20 --html report.html

A sample has masked evidence, and none of rows that the policy withholds. Write yes or no under `right` of the sheet
and give it back by --checked: the report then states each code's precision with its 95 % interval.
"""


@click.command(epilog=EPILOG)
@click.argument("out", metavar="OUT")
@click.option("--html", "page", metavar="FILE", help="Write the report as one self-contained page.")
@click.option("--input", "source", metavar="IN", help="The sweep's input, for --by and for the evidence of a sample.")
@click.option("--by", "columns", multiple=True, metavar="COLUMN", help="Group by this column of the input; repeatable.")
@click.option("--sample", "size", type=click.IntRange(0), default=0, help="Rows to draw for each code.")
@click.option("--sheet", metavar="FILE", help="Write the sample as a CSV sheet to fill in.")
@click.option("--checked", metavar="FILE", help="A sheet that was filled in.")
@click.option("--against", "earlier", metavar="OUT", help="Output of an earlier sweep: which codes moved.")
@options.policy
@options.fast
@options.columns
def report(
    out: str,
    *,
    page: str | None,
    source: str | None,
    columns: tuple[str, ...],
    size: int,
    sheet: str | None,
    checked: str | None,
    earlier: str | None,
    policy: str,
    fast: bool,
    text_column: str,
    id_column: str,
) -> None:
    """Say what a sweep found: counts, rates, reasons, a sample to check, what moved since an earlier run.

    OUT is what `headnote sweep` wrote, a file or a folder; IN is named as it was named to the sweep.
    """
    if sheet and not size:
        raise UsageError("expected --sample N with --sheet, got none")
    from headnote import corpus
    from headnote.render import as_json
    from headnote.render.report_page import report_page

    job = corpus.Job(
        tier=options.tier(fast), policy=options.load_policy(policy), text_column=text_column, id_column=id_column
    )
    sheet_read = Path(checked) if checked else None
    asked = corpus.Asked(source=source, columns=columns, size=size, checked=sheet_read, earlier=earlier)
    made = corpus.report(out, asked, job)
    if sheet:
        corpus.write_sheet(Path(sheet), made.samples)
    if page:
        Path(page).write_text(report_page(made), encoding="utf-8", errors="backslashreplace")
    else:
        streams.write_bytes(as_json.encode(made))
