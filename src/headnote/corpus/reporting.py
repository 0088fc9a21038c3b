"""The report on a sweep: its output counted, a sample drawn, an earlier run held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from headnote.corpus import manifest, sampling, sources
from headnote.corpus.counting import UNKNOWN, Counts
from headnote.corpus.intervals import beyond_chance
from headnote.corpus.job import Job
from headnote.corpus.pairing import paired
from headnote.corpus.rows import row_id
from headnote.corpus.sampling import Draw, Drawn
from headnote.corpus.swept import Swept, swept
from headnote.errors import UsageError
from headnote.records import Drift, Earlier, File, Report
from headnote.taxonomy import codes
from headnote.version import VERSION

#: Level at which a code's share is said to have moved beyond chance, over all codes together (Bonferroni).
LEVEL = 0.01
Values = dict[str, str]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is to hold besides the counts.

    `source` is the sweep's input, which `columns` (to group by) and the excerpts of a sample need; `size` rows a code
    are drawn; `checked` is a sheet that a person filled in; `earlier` the output of an earlier run.
    """

    source: Path | None = None
    columns: tuple[str, ...] = ()
    size: int = 0
    checked: Path | None = None
    earlier: Path | None = None


def report(out: Path, asked: Asked, job: Job) -> Report:
    """The figures of an output of `headnote sweep`.

    Args:
        job: names the input's columns, and the tier and policy with which sampled rows are read again.

    Raises:
        HeadnoteError: a file cannot be read, or the input is not that of the sweep.
    """
    if asked.columns and asked.source is None:
        raise UsageError("expected the sweep's input to group by its columns, got none", hint="Name it: --input FILE")
    counts, draw = Counts(), Draw(asked.size)
    for number, (row, values) in enumerate(_rows(out, asked, job), 1):
        counts.add(row, values)
        draw.add(row, number)
    drawn, output, run = draw.by_code(), _file(out), manifest.beside(out)
    return Report(
        version=VERSION,
        run=run if run and run.output.sha256 == output.sha256 else None,
        output=output,
        source=_file(asked.source) if asked.source else None,
        rows=counts.rows,
        errors=counts.errors,
        words=counts.words,
        actions=counts.by_action(),
        ratings=dict(sorted(counts.ratings.items(), key=lambda item: (-item[1], item[0]))),
        columns=counts.by_column(),
        codes=counts.by_code(),
        reasons=counts.by_reason(),
        samples=sampling.samples(drawn, _texts(asked.source, drawn, job), job),
        checked=sampling.read_sheet(asked.checked) if asked.checked else [],
        earlier=_earlier(asked.earlier, counts) if asked.earlier else None,
    )


def _rows(out: Path, asked: Asked, job: Job) -> Iterator[tuple[Swept, Values]]:
    """Every row of the output with its values in the columns to group by."""
    if asked.source is None:
        return ((row, {}) for row in swept(out))
    columns = (job.id_column, *asked.columns)
    inputs = (
        (row_id(fields.get(job.id_column)), {column: _shown(fields.get(column)) for column in asked.columns})
        for fields in sources.fields(asked.source, list(columns))
    )
    return paired(inputs, asked.source, out)


def _shown(value: object) -> str:
    """A value of the user's own column as a group's name: words and numbers, bounded."""
    return str(value)[:80] if isinstance(value, str | int | float) and value != "" else UNKNOWN


def _texts(source: Path | None, drawn: Mapping[str, list[Drawn]], job: Job) -> dict[int, str]:
    """The texts of the drawn rows by number, without those for ``underage-sex``, of which nothing is shown."""
    wanted = {row.number for code, rows in drawn.items() if code != "underage-sex" for row in rows}
    if source is None or not wanted:
        return {}
    rows = enumerate(sources.rows(source, job), 1)
    return {number: row.text for number, (row, _) in rows if number in wanted and row.error is None}


def _file(path: Path) -> File:
    return File(name=path.name, bytes=path.stat().st_size, sha256=sources.digest(path))


def _earlier(path: Path, now: Counts) -> Earlier:
    before = Counts()
    for row in swept(path):
        before.add(row, {})
    moved = [_drift(code, before, now) for code in codes() if before.raised[code] or now.raised[code]]
    moved.sort(key=lambda d: -abs(d.now - d.before))
    return Earlier(output=_file(path), rows=before.rows, moved=moved)


def _drift(code: str, before: Counts, now: Counts) -> Drift:
    beyond = beyond_chance(before.raised[code], before.read, now.raised[code], now.read, LEVEL / len(codes()))
    return Drift(code=code, before=before.share(code), now=now.share(code), beyond=beyond)
