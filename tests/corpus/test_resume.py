"""Going on after a stop at any point, and outputs that a sweep must not touch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headnote.corpus import Job, engines, partial, sweep
from headnote.errors import OutputExists
from headnote.records import SweepRun
from tests.corpus.conftest import story
from tests.corpus.files import Write, rows_of, stories


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


NAMES = ("whole", "out")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=lines_in, stops=st.lists(st.integers(1, 4), max_size=4), torn=st.binary(max_size=40))
def test_stopped_anywhere_and_started_again_it_writes_the_same_bytes(
    lines: list[str], stops: list[int], torn: bytes, job: Job, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("sweep")
    source, whole, out = folder / "in.jsonl", folder / "whole.jsonl", folder / "out.jsonl"
    source.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "CHUNK_ROWS", 3)
        patch.setattr(partial, "SYNC", 0.0)
        expected = sweep(source, whole, job, workers=0)
        for stop in stops:
            try:
                sweep(source, out, job, workers=0, progress=stopping_after(stop))
            except Stop:
                if not out.exists():
                    with (folder / "out.jsonl.partial").open("ab") as file:
                        file.write(torn)  # a chunk that was being written
            if out.exists():
                break
        tally = expected if out.exists() else sweep(source, out, job, workers=0)
    assert out.read_bytes() == whole.read_bytes()
    assert tally == expected
    runs = [msgspec.json.decode((folder / f"{name}.jsonl.run.json").read_bytes(), type=SweepRun) for name in NAMES]
    assert {path.name for path in folder.iterdir()} == {
        "in.jsonl", "whole.jsonl", "out.jsonl", "whole.jsonl.run.json", "out.jsonl.run.json"
    }  # fmt: skip
    assert msgspec.structs.replace(runs[0], output=runs[1].output) == runs[1]
    assert (runs[1].rows, runs[1].errors) == (tally.rows, tally.errors)


def interrupted(source: Path, out: Path, job: Job) -> None:
    with pytest.raises(Stop):
        sweep(source, out, job, workers=0, progress=stopping_after(1))


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_a_stop_just_before_the_last_renaming_is_gone_on_with(
    suffix: str, write_rows: Write, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, whole, out = write_rows(stories(40)), tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    sweep(source, whole, job, workers=0)
    for step in ("delivering.deliver", "Partial.forget"):
        with monkeypatch.context() as patch:
            patch.setattr(f"headnote.corpus.sweeping.{step}", stop)
            with pytest.raises(Stop):
                sweep(source, out, job, workers=0)
    assert sweep(source, out, job, workers=0).rows == 40
    assert out.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*.ledger"))


def stop(*_: object, **__: object) -> None:
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
    tried: list[int] = []

    def second(rows: int, share: float) -> None:
        if out.exists():
            return
        tried.append(rows)
        with pytest.raises(OutputExists, match="another run is writing"):
            sweep(source, out, job, workers=0)

    assert sweep(source, out, job, workers=0, progress=second).rows == 70
    assert tried
