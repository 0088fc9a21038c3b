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
from headnote.corpus.places import Place, place
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

    source: str | Path | Place | None = None
    columns: tuple[str, ...] = ()
    size: int = 0
    checked: Path | None = None
    earlier: str | Path | Place | None = None


def report(out: str | Path | Place, asked: Asked, job: Job) -> Report:
    """The figures of an output of `headnote sweep`. It and the files of `asked` are named by path or by address.

    Args:
        job: names the input's columns, and the tier and policy with which sampled rows are read again.

    Raises:
        HeadnoteError: a file cannot be read, or the input is not that of the sweep.
    """
    if asked.columns and asked.source is None:
        raise UsageError("expected the sweep's input to group by its columns, got none", hint="Name it: --input FILE")
    swept_at, source = place(out), None if asked.source is None else place(asked.source)
    counts, draw = Counts(), Draw(asked.size)
    for number, (row, values) in enumerate(_rows(swept_at, source, asked.columns, job), 1):
        counts.add(row, values)
        draw.add(row, number)
    drawn, output, run = draw.by_code(), _file(swept_at), manifest.beside(swept_at)
    return Report(
        version=VERSION,
        run=run if run and run.output.sha256 == output.sha256 else None,
        output=output,
        source=_file(source) if source else None,
        rows=counts.rows,
        errors=counts.errors,
        words=counts.words,
        actions=counts.by_action(),
        ratings=dict(sorted(counts.ratings.items(), key=lambda item: (-item[1], item[0]))),
        columns=counts.by_column(),
        codes=counts.by_code(),
        reasons=counts.by_reason(),
        samples=sampling.samples(drawn, _texts(source, drawn, job), job),
        checked=sampling.read_sheet(asked.checked) if asked.checked else [],
        earlier=_earlier(place(asked.earlier), counts) if asked.earlier else None,
    )


def _rows(out: Place, source: Place | None, columns: tuple[str, ...], job: Job) -> Iterator[tuple[Swept, Values]]:
    """Every row of the output with its values in the columns to group by."""
    if source is None:
        return ((row, {}) for row in swept(out))
    inputs = (
        (row_id(fields.get(job.id_column)), {column: _shown(fields.get(column)) for column in columns})
        for fields in sources.fields(source, [job.id_column, *columns])
    )
    return paired(inputs, source, out)


def _shown(value: object) -> str:
    """A value of the user's own column as a group's name: words and numbers, bounded."""
    return str(value)[:80] if isinstance(value, str | int | float) and value != "" else UNKNOWN


def _texts(source: Place | None, drawn: Mapping[str, list[Drawn]], job: Job) -> dict[int, str]:
    """The texts of the drawn rows by number, without those for ``underage-sex``, of which nothing is shown."""
    wanted = {row.number for code, rows in drawn.items() if code != "underage-sex" for row in rows}
    if source is None or not wanted:
        return {}
    rows = enumerate(sources.rows(source, job), 1)
    return {number: row.text for number, (row, _) in rows if number in wanted and row.error is None}


def _file(found: Place) -> File:
    return File(name=found.name, bytes=found.size(), sha256=found.digest())


def _earlier(output: Place, now: Counts) -> Earlier:
    before = Counts()
    for row in swept(output):
        before.add(row, {})
    moved = [_drift(code, before, now) for code in codes() if before.raised[code] or now.raised[code]]
    moved.sort(key=lambda d: -abs(d.now - d.before))
    return Earlier(output=_file(output), rows=before.rows, moved=moved)


def _drift(code: str, before: Counts, now: Counts) -> Drift:
    beyond = beyond_chance(before.raised[code], before.read, now.raised[code], now.read, LEVEL / len(codes()))
    return Drift(code=code, before=before.share(code), now=now.share(code), beyond=beyond)
