"""A sweep from end to end: forms, bad rows, refusals, and going on after a stop at any point."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headnote.corpus import Job, sweep, sweeping
from headnote.errors import Damaged, NotFound, OutputExists, UsageError
from headnote.records import SweepError, SweepRow
from headnote.taxonomy import codes
from tests.corpus.conftest import story

Write = Callable[..., Path]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def stories(count: int) -> list[dict[str, Any]]:
    return [{"id": f"s{n}", "text": story(n)} for n in range(count)]


def test_every_row_comes_out_in_order_as_the_contract_says(write_rows: Write, tmp_path: Path, job: Job) -> None:
    out = tmp_path / "out.jsonl"
    tally = sweep(write_rows(stories(40)), out, job, workers=0)
    rows = [msgspec.json.decode(line, type=SweepRow) for line in out.read_bytes().splitlines()]
    assert (tally.rows, tally.errors) == (40, 0)
    assert [row.id for row in rows] == [f"s{n}" for n in range(40)]
    assert all(list(row.scores) == list(codes()) for row in rows)
    assert all(round(score, 4) == score for row in rows for score in row.scores.values())
    assert {path.name for path in tmp_path.iterdir()} == {"rows.jsonl", "out.jsonl"}


def test_bad_rows_are_errors_in_their_place_and_every_other_row_is_written(
    write_rows: Write, tmp_path: Path, job: Job
) -> None:
    lines: list[object] = [
        {"id": 1, "text": story(1)},
        "The lantern is no JSON",
        {"id": 2},
        "",
        {"id": 1, "text": "lantern"},
        {"id": 3, "text": ""},
        {"id": 4, "text": story(4)},
    ]
    out = tmp_path / "out.jsonl"
    tally = sweep(write_rows(lines), out, job, workers=0)
    rows = rows_of(out)
    assert (tally.rows, tally.errors) == (6, 4)
    assert [row["id"] for row in rows] == [1, None, 2, 1, 3, 4]
    assert ["error" in row for row in rows] == [False, True, True, True, True, False]
    assert [row["error"].split(":")[0] for row in rows if "error" in row] == ["line 2", "line 3", "line 5", "line 6"]
    assert b"lantern" not in out.read_bytes()
    for row in rows:
        if "error" in row:
            msgspec.convert(row, SweepError)


def test_worker_processes_write_the_same_bytes(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = write_rows([*stories(100), "no JSON", {"id": "s1", "text": "again"}])
    outs = [tmp_path / f"out{n}.jsonl" for n in (0, 1, 2)]
    for count, out in enumerate(outs):
        sweep(source, out, job, workers=count)
    first, *others = [out.read_bytes() for out in outs]
    assert first.count(b"\n") == 102
    assert all(other == first for other in others)


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"])
def test_forms_in_and_out_hold_the_same_rows(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    plain = tmp_path / "plain.jsonl"
    source = write_rows(stories(70))
    sweep(source, plain, job, workers=0)
    packed = convert(source, tmp_path / f"in{suffix}")
    out = tmp_path / f"out{suffix}"
    sweep(packed, out, job, workers=0)
    assert unpacked(out) == [row | ({"error": None} if suffix == ".parquet" else {}) for row in rows_of(plain)]
    again = tmp_path / f"again{suffix}"
    sweep(packed, again, job, workers=0)
    assert again.read_bytes() == out.read_bytes()


def convert(source: Path, to: Path) -> Path:
    import zstandard

    data = source.read_bytes()
    if to.suffix == ".parquet":
        import pyarrow
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist([json.loads(line) for line in data.splitlines()]), to)
    else:
        pack: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstandard.compress}
        to.write_bytes(pack.get(to.suffix, bytes)(data))
    return to


def unpacked(path: Path) -> list[dict[str, Any]]:
    import zstandard
    from pyarrow import parquet

    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return rows
    with path.open("rb") as file:
        unpack: dict[str, Callable[[bytes], bytes]] = {
            ".gz": gzip.decompress,
            ".zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data).read(),
        }
        return [json.loads(line) for line in unpack.get(path.suffix, bytes)(file.read()).splitlines()]


def test_a_table_with_ids_of_both_kinds_has_text_ids_and_null_for_none(
    write_rows: Write, tmp_path: Path, job: Job
) -> None:
    out = tmp_path / "out.parquet"
    sweep(write_rows([{"id": 1, "text": story(1)}, {"id": "b", "text": story(2)}, "no JSON"]), out, job, workers=0)
    assert [row["id"] for row in unpacked(out)] == ["1", "b", None]


def test_no_rows_are_an_empty_output(write_rows: Write, tmp_path: Path, job: Job) -> None:
    for name in ("out.jsonl", "out.parquet"):
        assert sweep(write_rows([]), tmp_path / name, job, workers=2).rows == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""
    assert unpacked(tmp_path / "out.parquet") == []


class Stop(Exception):
    """Stands for a kill between two chunks."""


def stopping_after(chunks: int) -> Callable[[int, float], None]:
    left = [chunks]

    def progress(rows: int, share: float) -> None:
        assert 0 <= share <= 1
        left[0] -= 1
        if left[0] == 0:
            raise Stop

    return progress


lines_in = st.lists(
    st.one_of(
        st.builds(lambda n: json.dumps({"id": n, "text": story(n)}), st.integers(0, 30)),
        st.sampled_from(["no JSON", '{"id": 5}', '{"text": "x"}', "", '{"id": "z", "text": ""}']),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=lines_in, stops=st.lists(st.integers(1, 4), max_size=4), torn=st.binary(max_size=40))
def test_stopped_anywhere_and_started_again_it_writes_the_same_bytes(
    lines: list[str], stops: list[int], torn: bytes, job: Job, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("sweep")
    source, whole, out = folder / "in.jsonl", folder / "whole.jsonl", folder / "out.jsonl"
    source.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweeping, "CHUNK_ROWS", 3)
        expected = sweep(source, whole, job, workers=0)
        for stop in stops:
            try:
                sweep(source, out, job, workers=0, progress=stopping_after(stop))
            except Stop:
                with (folder / "out.jsonl.partial").open("ab") as file:
                    file.write(torn)  # a chunk that was being written
            if out.exists():
                break
        tally = expected if out.exists() else sweep(source, out, job, workers=0)
    assert out.read_bytes() == whole.read_bytes()
    assert tally == expected
    assert {path.name for path in folder.iterdir()} == {"in.jsonl", "whole.jsonl", "out.jsonl"}


def interrupted(source: Path, out: Path, job: Job) -> None:
    with pytest.raises(Stop):
        sweep(source, out, job, workers=0, progress=stopping_after(1))


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_a_stop_just_before_the_last_renaming_is_gone_on_with(
    suffix: str, write_rows: Write, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, whole, out = write_rows(stories(40)), tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    sweep(source, whole, job, workers=0)
    for step in ("outputs.deliver", "Partial.forget"):
        with monkeypatch.context() as patch:
            patch.setattr(f"headnote.corpus.sweeping.{step}", stop)
            with pytest.raises(Stop):
                sweep(source, out, job, workers=0)
    assert sweep(source, out, job, workers=0).rows == 40
    assert out.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*.ledger"))


def stop(*_: object) -> None:
    raise Stop


def test_an_output_that_exists_is_refused_unless_forced(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source, out = write_rows(stories(3)), tmp_path / "out.jsonl"
    out.write_text("something dear\n", encoding="utf-8")
    with pytest.raises(OutputExists):
        sweep(source, out, job, workers=0)
    assert out.read_text(encoding="utf-8") == "something dear\n"
    assert sweep(source, out, job, workers=0, force=True).rows == 3
    assert len(rows_of(out)) == 3


def test_an_unfinished_run_of_another_input_or_job_is_refused(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source, out = write_rows(stories(70)), tmp_path / "out.jsonl"
    interrupted(source, out, job)
    other_job = Job(tier="full", policy=job.policy)
    other_source = write_rows(stories(50), "other.jsonl")
    for path, each in ((source, other_job), (other_source, job)):
        with pytest.raises(OutputExists, match="another command or another input"):
            sweep(path, out, each, workers=0)
    assert sweep(other_source, out, job, workers=0, force=True).rows == 50


def test_a_forced_run_that_was_stopped_leaves_the_old_output_until_it_is_done(
    write_rows: Write, tmp_path: Path, job: Job
) -> None:
    source, out = write_rows(stories(70)), tmp_path / "out.jsonl"
    out.write_text("old\n", encoding="utf-8")
    with pytest.raises(Stop):
        sweep(source, out, job, workers=0, force=True, progress=stopping_after(1))
    assert out.read_text(encoding="utf-8") == "old\n"
    done: list[int] = []
    sweep(source, out, job, workers=0, progress=lambda rows, _: done.append(rows))
    assert done[0] > 32  # it went on, it did not start again
    assert len(rows_of(out)) == 70


def test_two_runs_of_one_output_at_a_time_are_refused(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source, out = write_rows(stories(70)), tmp_path / "out.jsonl"

    def second(rows: int, share: float) -> None:
        with pytest.raises(OutputExists, match="another run is writing"):
            sweep(source, out, job, workers=0)

    assert sweep(source, out, job, workers=0, progress=second).rows == 70


def test_files_that_cannot_be_used_say_so(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = write_rows(stories(2))
    out = tmp_path / "out.jsonl"
    broken_table = tmp_path / "broken.parquet"
    broken_table.write_bytes(b"PAR1 nothing")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(source.read_bytes())[:-12])
    other = write_rows(stories(2), "rows.csv")
    refused: Iterable[tuple[Path, Path, type[Exception]]] = [
        (tmp_path / "none.jsonl", out, NotFound),
        (source, tmp_path / "no" / "folder.jsonl", NotFound),
        (source, source, UsageError),
        (other, out, UsageError),
        (source, tmp_path / "out.csv", UsageError),
        (broken_table, out, Damaged),
        (cut, tmp_path / "cut-out.jsonl", Damaged),
    ]
    for path, to, error in refused:
        with pytest.raises(error):
            sweep(path, to, job, workers=0)


def test_a_table_without_the_column_names_those_it_has(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = convert(write_rows([{"id": 1, "body": "x"}]), tmp_path / "in.parquet")
    with pytest.raises(UsageError, match="expected a column `text`, found id, body"):
        sweep(source, tmp_path / "out.jsonl", job, workers=0)


def test_a_missing_extra_names_its_install_line(
    write_rows: Write, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    from headnote.errors import MissingExtra

    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra) as raised:
        sweep(write_rows(stories(1)), tmp_path / "out.parquet", job, workers=0)
    assert raised.value.hint == "pip install 'headnote[corpus]'"


def test_what_goes_wrong_within_a_row_is_named_without_its_text(
    write_rows: Write, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the lantern")

    monkeypatch.setattr("headnote.people.find_cast", fail)
    out = tmp_path / "out.jsonl"
    assert sweep(write_rows(stories(1)), out, job, workers=0).errors == 1
    (row,) = rows_of(out)
    assert row["error"].startswith("line 1: internal error: RuntimeError at headnote.card:")
    assert b"lantern" not in out.read_bytes()


def test_chunks_end_at_a_long_row_or_at_enough_rows(job: Job) -> None:
    from headnote.corpus.rows import Row

    sizes = [1] * 40 + [600_000] + [1] * 3
    rows = [Row(place="", id=n, text="x" * size) for n, size in enumerate(sizes)]
    assert [len(chunk) for chunk in sweeping.chunked(rows)] == [32, 9, 3]
