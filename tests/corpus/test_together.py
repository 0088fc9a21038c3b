"""Outputs that wait for each other: duplicates are told over all files of a sweep, whatever stops it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from headnote.corpus import Job, sweep
from headnote.errors import OutputExists
from tests.corpus.conftest import SENTENCES, story
from tests.corpus.files import Write, convert, rows_of, unpacked

LONG = "\n\n".join(f"{n}. {sentence}" for n in range(12) for sentence in SENTENCES)
FILES: dict[str, list[dict[str, Any]]] = {
    "a.jsonl": [{"id": "one", "text": LONG}, {"id": 2, "text": story(3)}],
    "b.jsonl": [
        {"id": "one", "text": story(9)},
        {"id": "same", "text": LONG},
        {"id": "near", "text": LONG + "\n\nThe end."},
        {"id": "none"},
    ],
}
LIKE = {
    ("a.jsonl", "one"): None,
    ("a.jsonl", 2): None,
    ("b.jsonl", "one"): None,
    ("b.jsonl", "same"): "a.jsonl#one",
    ("b.jsonl", "near"): "a.jsonl#one",
}


class Stop(Exception):
    """Stands for a kill."""


@pytest.fixture
def together(job: Job) -> Job:
    return msgspec.structs.replace(job, duplicates=True)


@pytest.fixture
def folder(write_rows: Write, tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    for name, rows in FILES.items():
        shutil.move(write_rows(rows, name), tmp_path / "corpus" / name)
    return tmp_path / "corpus"


def found(out: Path) -> dict[tuple[str, Any], str | None]:
    return {
        (name, row["id"]): row["duplicate_of"] for name in FILES for row in rows_of(out / name) if "error" not in row
    }


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_row_is_told_to_be_like_one_of_another_file(folder: Path, tmp_path: Path, together: Job) -> None:
    out = tmp_path / "out"
    tally = sweep(folder, out, together, workers=0)
    assert (tally.rows, tally.errors, tally.failed) == (6, 1, [])
    assert found(out) == LIKE
    rows = {row["id"]: row for row in rows_of(out / "b.jsonl")}
    assert rows["same"]["likeness"] == 1.0
    assert 0.8 <= rows["near"]["likeness"] < 1.0
    assert rows["none"].keys() == {"id", "error"}
    assert all("sketch" not in row for row in rows.values())


def test_a_file_that_cannot_be_read_holds_all_back_and_nothing_is_lost(
    folder: Path, tmp_path: Path, together: Job
) -> None:
    whole, out, bad = tmp_path / "whole", tmp_path / "out", folder / "c.jsonl.gz"
    bad.write_bytes(b"no gzip")
    tally = sweep(folder, out, together, workers=0)
    assert [name for name, _ in tally.failed] == ["c.jsonl.gz"]
    assert not any((out / name).exists() for name in FILES)
    bad.unlink()
    done: list[int] = []
    sweep(folder, out, together, workers=0, progress=lambda rows, _: done.append(rows))
    assert done == []  # both files had been read
    sweep(folder, whole, together, workers=0)
    assert {n: b for n, b in files(out).items() if n in files(whole)} == files(whole)


STEPS = [(step, call) for step in ("delivering.deliver", "manifest.write", "Partial.forget") for call in (1, 2)]


@pytest.mark.parametrize("stop", STEPS, ids=lambda stop: f"{stop[0]}-{stop[1]}")
def test_a_stop_among_the_last_steps_is_gone_on_with(
    stop: tuple[str, int], folder: Path, tmp_path: Path, together: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    sweep(folder, whole, together, workers=0)
    with monkeypatch.context() as patch:
        patch.setattr(f"headnote.corpus.sweeping.{stop[0]}", stopping_at(*stop))
        with pytest.raises(Stop):
            sweep(folder, out, together, workers=0)
    tally = sweep(folder, out, together, workers=0)
    assert (tally.rows, tally.errors, tally.failed) == (6, 1, [])
    assert files(out) == files(whole)
    assert sweep(folder, out, together, workers=0).known == 2


def stopping_at(step: str, call: int) -> Callable[..., None]:
    import headnote.corpus.sweeping as module

    real: Any = module
    for name in step.split("."):
        real = getattr(real, name)
    calls = [0]

    def stops(*given: Any, **named: Any) -> None:
        calls[0] += 1
        if calls[0] == call:
            raise Stop
        real(*given, **named)

    return stops


def test_a_file_that_comes_later_is_not_told_from_half_of_the_rows(folder: Path, tmp_path: Path, together: Job) -> None:
    out = tmp_path / "out"
    sweep(folder, out, together, workers=0)
    before = files(out)
    shutil.copy(folder / "a.jsonl", folder / "c.jsonl")
    tally = sweep(folder, out, together, workers=0)
    assert {(name, type(error)) for name, error in tally.failed} == {(name, OutputExists) for name in FILES}
    assert {n: b for n, b in files(out).items() if n in before} == before
    assert not (out / "c.jsonl").exists()
    assert sweep(folder, out, together, workers=0, force=True).failed == []
    assert [row["duplicate_of"] for row in rows_of(out / "c.jsonl")] == ["a.jsonl#one", "a.jsonl#2"]


def test_input_columns_and_duplicates_go_into_a_table_too(folder: Path, tmp_path: Path, together: Job) -> None:
    source, out = convert(folder / "b.jsonl", tmp_path / "rows.parquet"), tmp_path / "out.parquet"
    job = msgspec.structs.replace(together, with_input=True)
    with pytest.raises(Exception, match="expected"):
        sweep(source, tmp_path / "out.jsonl", job, workers=0)
    sweep(source, out, job, workers=0)
    rows = unpacked(out)
    assert [row["text"] for row in rows] == [*(row["text"] for row in FILES["b.jsonl"][:3]), None]
    assert [row["headnote"]["duplicate_of"] for row in rows] == [None, None, "same", None]
