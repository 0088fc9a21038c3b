"""What is done with the outputs of a folder: a report on all of them, parts of each."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from headnote.corpus import Asked, Job, report, split, sweep
from headnote.errors import NotAFile, OutputExists
from headnote.records import Report
from tests.corpus.files import Write, convert, rows_of, stories, unpacked

#: Raises some codes.
END = "The keeper was stabbed, and there was blood on the floor.\n\nThey found the corpse at dawn, beaten to death."


@pytest.fixture
def folders(write_rows: Write, tmp_path: Path, job: Job) -> tuple[Path, Path]:
    """Two files of rows, two ids of which are the same, and what a sweep wrote of them."""
    corpus = tmp_path / "corpus"
    (corpus / "deep").mkdir(parents=True)
    rows = [{**row, "site": "quay", "text": f"{row['text']}\n\n{END}"} for row in stories(3)]
    convert(write_rows(rows), corpus / "a.jsonl")
    convert(write_rows([{**rows[1], "site": "loft"}, {"id": "z", "text": "", "site": None}]), corpus / "deep/b.parquet")
    sweep(corpus, tmp_path / "swept", job, workers=0)
    return corpus, tmp_path / "swept"


def counted(made: Report) -> object:
    return made.rows, made.errors, made.words, made.actions, made.codes, made.reasons, made.ratings


def test_a_report_on_a_folder_counts_all_files(folders: tuple[Path, Path], tmp_path: Path, job: Job) -> None:
    corpus, swept = folders
    one = tmp_path / "one.jsonl"
    lines = [*rows_of(swept / "a.jsonl"), *unpacked(swept / "deep" / "b.parquet")]
    one.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    made = report(swept, Asked(source=corpus, columns=("site",), size=9, earlier=swept), job)
    assert counted(made) == counted(report(one, Asked(), job))
    assert [(g.value, g.rows) for g in made.columns["site"]] == [("quay", 3), ("loft", 1)]
    assert [s.id for s in made.samples if s.code == made.samples[0].code] == [
        "a.jsonl#s0", "a.jsonl#s1", "a.jsonl#s2", "deep/b.parquet#s1"
    ]  # fmt: skip
    assert all(sample.excerpts for sample in made.samples)
    assert made.earlier is not None
    assert not any(drift.beyond or drift.now != drift.before for drift in made.earlier.moved)


def test_the_manifests_of_a_folder_are_one_while_they_are_of_one_sweep(folders: tuple[Path, Path], job: Job) -> None:
    corpus, swept = folders
    made = report(swept, Asked(source=corpus), job)
    assert made.run is not None
    assert (made.run.rows, made.run.errors) == (made.rows, made.errors) == (5, 1)
    assert made.run.actions == {action: rows for action, rows in made.actions.items() if rows}
    assert made.source is not None
    assert made.run.output == made.output
    assert (made.run.input.name, made.run.input.sha256) == ("2 files", made.source.sha256)
    policy = msgspec.structs.replace(job.policy, name="another")
    again = msgspec.structs.replace(job, policy=policy)
    sweep(corpus / "a.jsonl", swept / "a.jsonl", again, workers=0, force=True)
    assert report(swept, Asked(), job).run is None


def test_a_split_of_a_folder_keeps_the_names_of_its_files(folders: tuple[Path, Path], tmp_path: Path) -> None:
    corpus, swept = folders
    parts = tmp_path / "parts"
    counts = split(corpus, swept, parts)
    assert (sum(counts.values()), counts["error"]) == (5, 1)
    written = {path.relative_to(parts).as_posix() for path in parts.rglob("*") if path.is_file()}
    (action,) = set(counts) - {"error"}
    assert written == {f"{action}/a.jsonl", f"{action}/deep/b.parquet", "error/deep/b.parquet"}
    assert [row["id"] for row in rows_of(parts / action / "a.jsonl")] == ["s0", "s1", "s2"]
    with pytest.raises(OutputExists):
        split(corpus, swept, parts)
    assert split(corpus, swept, parts, force=True) == counts


def test_a_file_is_not_paired_with_a_folder(folders: tuple[Path, Path], tmp_path: Path, job: Job) -> None:
    corpus, swept = folders
    with pytest.raises(NotAFile, match="expected a folder"):
        report(swept, Asked(source=corpus / "a.jsonl"), job)
    with pytest.raises(NotAFile, match="expected a file"):
        split(corpus, swept / "a.jsonl", tmp_path / "parts")
