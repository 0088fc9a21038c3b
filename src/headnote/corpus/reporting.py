"""The report on a sweep: its output counted, a sample drawn, an earlier run held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from headnote.corpus import listing, manifest, sampling, sources
from headnote.corpus.counting import UNKNOWN, Counts
from headnote.corpus.intervals import beyond_chance
from headnote.corpus.job import Job
from headnote.corpus.listing import Output
from headnote.corpus.pairing import paired
from headnote.corpus.places import Place, place
from headnote.corpus.rows import row_id
from headnote.corpus.sampling import Draw, Drawn
from headnote.corpus.swept import Swept, swept
from headnote.errors import UsageError
from headnote.records import Drift, Earlier, File, Report, SweepRun
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
    """The figures of what `headnote sweep` wrote: one output, or all of a folder or a pattern (`listing.outputs`).

    Args:
        job: names the input's columns, and the tier and policy with which sampled rows are read again.

    Raises:
        HeadnoteError: a file cannot be read, or the input is not that of the sweep.
    """
    if asked.columns and asked.source is None:
        raise UsageError("expected the sweep's input to group by its columns, got none", hint="Name it: --input FILE")
    found = listing.outputs(out, asked.source)
    counts, draw = Counts(), Draw(asked.size)
    for number, (row, values) in enumerate(_all_rows(found, asked.columns, job), 1):
        counts.add(row, values)
        draw.add(row, number)
    drawn, output, run = draw.by_code(), *_swept_by(place(out).name, found)
    return Report(
        version=VERSION,
        run=run,
        output=output,
        source=None if asked.source is None else _file(place(asked.source).name, [(f.name, f.source) for f in found]),
        rows=counts.rows,
        errors=counts.errors,
        words=counts.words,
        actions=counts.by_action(),
        ratings=dict(sorted(counts.ratings.items(), key=lambda item: (-item[1], item[0]))),
        columns=counts.by_column(),
        codes=counts.by_code(),
        reasons=counts.by_reason(),
        samples=sampling.samples(drawn, _texts(found, drawn, job), job),
        checked=sampling.read_sheet(asked.checked) if asked.checked else [],
        earlier=_earlier(asked.earlier, counts) if asked.earlier else None,
    )


def _all_rows(found: Sequence[Output], columns: tuple[str, ...], job: Job) -> Iterator[tuple[Swept, Values]]:
    """Every row, file after file, with its values in the columns to group by; of several files, ids after ``NAME#``."""
    for each in found:
        for row, values in _rows(each.out, each.source, columns, job):
            whole = row if each.alone else msgspec.structs.replace(row, id=f"{each.name}#{row.id}")
            yield whole, values


def _rows(out: Place, source: Place | None, columns: tuple[str, ...], job: Job) -> Iterator[tuple[Swept, Values]]:
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


def _texts(found: Sequence[Output], drawn: Mapping[str, list[Drawn]], job: Job) -> dict[int, str]:
    """The texts of the drawn rows by number, without those for ``underage-sex``, of which nothing is shown."""
    wanted = {row.number for code, rows in drawn.items() if code != "underage-sex" for row in rows}
    if not wanted:
        return {}
    rows = enumerate((row for each in found if each.source for row, _ in sources.rows(each.source, job)), 1)
    return {number: row.text for number, row in rows if number in wanted and row.error is None}


def _swept_by(name: str, found: Sequence[Output]) -> tuple[File, SweepRun | None]:
    """The output as one file, and the manifest of the run that wrote it, null where it is not known."""
    files = [_file(each.out.name, [(each.name, each.out)]) for each in found]
    runs = [manifest.of_bytes(each.out, file) for each, file in zip(found, files, strict=True)]
    if found[0].alone:
        return files[0], runs[0]
    output = manifest.together(name, [(each.name, file) for each, file in zip(found, files, strict=True)])
    inputs = [(each.name, run.input) for each, run in zip(found, runs, strict=True) if run]
    return output, manifest.merged(runs, manifest.together(f"{len(inputs)} files", inputs), output)


def _file(name: str, found: Sequence[tuple[str, Place | None]]) -> File:
    """One file, or several under the name of their folder."""
    files = [
        (its, File(name=each.name, bytes=each.size(), sha256=each.digest())) for its, each in found if each is not None
    ]
    return files[0][1] if len(files) == 1 and files[0][1].name == name else manifest.together(name, files)


def _earlier(output: str | Path | Place, now: Counts) -> Earlier:
    before, found = Counts(), listing.outputs(output)
    for each in found:
        for row in swept(each.out):
            before.add(row, {})
    moved = [_drift(code, before, now) for code in codes() if before.raised[code] or now.raised[code]]
    moved.sort(key=lambda d: -abs(d.now - d.before))
    return Earlier(output=_swept_by(place(output).name, found)[0], rows=before.rows, moved=moved)


def _drift(code: str, before: Counts, now: Counts) -> Drift:
    beyond = beyond_chance(before.raised[code], before.read, now.raised[code], now.read, LEVEL / len(codes()))
    return Drift(code=code, before=before.share(code), now=now.share(code), beyond=beyond)
