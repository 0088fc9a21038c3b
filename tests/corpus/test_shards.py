"""A folder of files of rows: each by itself, and what is done is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from headnote.corpus import Job, shards, sweep
from headnote.errors import Damaged, HeadnoteError, NotFound, OutputExists, UsageError
from tests.corpus.files import Write, convert, stories

NAMES = ["a.jsonl", "b.jsonl.gz", "deep/c.parquet", "deep/d.jsonl.zst"]


@pytest.fixture
def corpus(write_rows: Write, tmp_path: Path) -> Path:
    """Four files of three rows each, one with a row that cannot be read, beside files that are none of rows."""
    folder = tmp_path / "corpus"
    (folder / "deep").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        rows = stories(3) if number else [*stories(2), {"id": "empty", "text": ""}]
        convert(write_rows(rows), folder / name)
    (folder / "README.md").write_text("About these rows.", encoding="utf-8")
    (folder / ".hidden.jsonl").write_text("{}", encoding="utf-8")
    return folder


def swept(corpus: Path, out: Path, job: Job, *, force: bool = False) -> tuple[int, int, int, int]:
    tally = sweep(corpus, out, job, workers=0, force=force)
    return tally.shards, tally.known, tally.rows, tally.errors


def test_every_file_of_rows_gets_an_output_of_its_name(corpus: Path, tmp_path: Path, job: Job) -> None:
    out = tmp_path / "swept"
    assert swept(corpus, out, job) == (4, 0, 12, 1)
    written = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert written == {*NAMES, *(f"{name}.run.json" for name in NAMES)}
    sweep(corpus / "a.jsonl", tmp_path / "a.jsonl", job, workers=0)
    assert (out / "a.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def test_files_that_are_done_are_not_read_again(corpus: Path, tmp_path: Path, job: Job) -> None:
    out = tmp_path / "swept"
    swept(corpus, out, job)
    (out / "a.jsonl").unlink()
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file() and not p.name.startswith("a.")}
    assert swept(corpus, out, job) == (4, 3, 12, 1)
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert (out / "a.jsonl").exists()


def test_an_output_of_other_rows_or_of_another_job_is_not_replaced_unless_asked(
    corpus: Path, write_rows: Write, tmp_path: Path, job: Job
) -> None:
    out = tmp_path / "swept"
    swept(corpus, out, job)
    convert(write_rows(stories(1)), corpus / "a.jsonl")
    tally = sweep(corpus, out, job, workers=0)
    assert (tally.known, [(name, type(error)) for name, error in tally.failed]) == (
        3,
        [("a.jsonl", OutputExists)],
    )
    assert swept(corpus, out, job, force=True) == (4, 3, 10, 0)


def test_a_file_that_cannot_be_read_does_not_lose_the_others(corpus: Path, tmp_path: Path, job: Job) -> None:
    path = corpus / "b.jsonl.gz"
    path.write_bytes(path.read_bytes()[:40])
    tally = sweep(corpus, tmp_path / "swept", job, workers=2)
    assert [(name, type(error)) for name, error in tally.failed] == [("b.jsonl.gz", Damaged)]
    assert tally.rows == 9
    assert not (tmp_path / "swept" / "b.jsonl.gz").exists()


@pytest.mark.parametrize(
    ("source", "out", "error"),
    [
        ("empty", "swept", NotFound),
        ("corpus", "corpus/swept", UsageError),
        ("corpus", "corpus", UsageError),
        ("corpus", "corpus/a.jsonl", UsageError),
    ],
)
def test_folders_that_cannot_be_used_are_told(
    source: str, out: str, error: type[HeadnoteError], corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(error):
        shards(tmp_path / source, tmp_path / out)
