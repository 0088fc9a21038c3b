"""Ray as an engine: the lines of a local sweep, whatever is lost on the way. All tests share one cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from headnote.corpus import Job, ray_blocks, ray_pipeline, spans, sweep
from headnote.corpus.engines import Engine, Local, Todo
from headnote.corpus.places import place
from headnote.corpus.ray_engine import Ray
from headnote.errors import Incomplete, SourceError
from tests.corpus import ray_tasks
from tests.corpus.conftest import story
from tests.corpus.files import Write, convert, stories

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL"),
    pytest.mark.xdist_group("ray"),
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:ray\."),  # Ray warns of settings of its own
]
pytest.importorskip("ray")
PATIENCE = 120.0


class Read(NamedTuple):
    """What was answered of a file."""

    lines: list[bytes]
    places: list[str]
    end: str


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        head = {"num_cpus": 2, "num_gpus": 1, "include_dashboard": False, "object_store_memory": 100 << 20}
        found: Any = Cluster(initialize_head=True, head_node_args=head)
        yield found
        found.shutdown()


def read(engine: Engine, *sources: Path, done: Sequence[int] = ()) -> list[Read]:
    """Everything that is answered, file by file."""
    todos = [Todo(number=n, source=place(path), done=done[n] if done else 0) for n, path in enumerate(sources)]
    found = [Read([], [], "no end") for _ in todos]
    now = 0
    with engine:
        for answer in engine.read(todos):
            assert answer.number >= now, "files out of order"
            assert found[answer.number].end == "no end", "an answer after the end"
            assert len(answer.lines) == len(answer.places)
            now = answer.number
            end = f"{type(answer.error).__name__}: {answer.error}" if answer.end else "no end"
            found[now] = Read(found[now].lines + answer.lines, found[now].places + answer.places, end)
    return found


def collect(engine: Engine, source: Path, lines: list[bytes]) -> None:
    """All lines of a file, as they come."""
    with engine:
        for answer in engine.read([Todo(number=0, source=place(source))]):
            lines += answer.lines


def expected(rows: list[dict[str, Any]]) -> list[bytes]:
    """The lines of `ray_tasks.ids` for rows with ids that count from 0."""
    from headnote.corpus.rows import Row

    job: Any = None
    return ray_tasks.ids([Row(place="", id=row["id"], text=row["text"]) for row in rows], job)


def test_it_answers_what_local_processes_answer(
    cluster: Any, write_rows: Write, job: Job, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(spans, "BYTES", 1)
    good = write_rows([{"id": n, "text": story(n)} for n in range(40)])
    wrong: list[object] = ["no JSON", "", {"id": 5}, {"id": "a", "text": ""}, "[]"]
    odd = write_rows([{"id": "a", "text": story(1)}, *wrong], "odd.jsonl")
    forms = [convert(good, tmp_path / f"rows{suffix}") for suffix in (".jsonl.gz", ".jsonl.zst", ".parquet")]
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(forms[0].read_bytes()[:400])
    nothing = write_rows([], "nothing.jsonl")
    monkeypatch.chdir(tmp_path)
    sources = [good, torn, odd, tmp_path / "missing.parquet", *forms, nothing, Path("torn.jsonl.gz")]
    done = [35, 0, 1, 0, 0, 40, 33, 0, 0]
    here, there = (read(engine, *sources, done=done) for engine in (Local(job, 0), Ray(job, cluster.address, 2)))
    assert there == here
    assert there[1].end.startswith("Damaged")
    assert len(there[6].lines) == 7


def test_what_kills_hangs_or_is_very_long_costs_its_row_only(
    cluster: Any, write_rows: Write, job: Job, tmp_path: Path
) -> None:
    rows = [{"id": n, "text": f"three short words {n}"} for n in range(300)]
    rows[40]["text"] = "word " * 1_000_000
    rows[100]["text"] = "die"
    rows[150]["text"] = f"fall {tmp_path / 'fallen'}"
    rows[210]["text"] = "hang"
    (found,) = read(Ray(job, cluster.address, 2, limit=3.0, task=ray_tasks.HARMED), write_rows(rows))
    lines = expected(rows)
    lines[100] = b'{"id":100,"error":"line 101: the process that read this row died"}\n'
    lines[210] = b'{"id":210,"error":"line 211: reading took longer than 3 seconds"}\n'
    assert found.lines == lines
    assert (tmp_path / "fallen").exists()


def test_workers_on_graphics_cards_share_what_there_is_and_see_it(cluster: Any, write_rows: Write, job: Job) -> None:
    on_cards = msgspec.structs.replace(job, device="cuda")
    rows = [{"id": n, "text": "card"} for n in range(70)]
    (found,) = read(Ray(on_cards, cluster.address, 2, task=ray_tasks.HARMED), write_rows(rows))
    assert found.lines == [b"card 0\n"] * 70


def test_workers_that_are_lost_again_and_again_end_in_one_error(
    cluster: Any, write_rows: Write, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_blocks, "PATIENCE", 1)
    monkeypatch.setattr(ray_pipeline, "BLOCK", 1)
    rows = [{"id": n, "text": "fall" if n == 80 else "words"} for n in range(160)]
    answered: list[bytes] = []
    with pytest.raises(Incomplete, match="expected Ray to read on"):
        collect(Ray(job, cluster.address, 1, task=ray_tasks.HARMED), write_rows(rows), answered)
    assert answered == expected(rows)[: len(answered)]
    assert len(answered) <= 64


def test_a_node_that_is_lost_loses_nothing(
    cluster: Any, write_rows: Write, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_pipeline, "BLOCK", 1)
    node = cluster.add_node(num_cpus=2, object_store_memory=100 << 20)
    cluster.wait_for_nodes()
    rows = [{"id": n, "text": "nap"} for n in range(256)]
    with Ray(job, cluster.address, 4, task=ray_tasks.HARMED) as engine:
        lines: list[bytes] = []
        for answer in engine.read([Todo(number=0, source=place(write_rows(rows)))]):
            lines += answer.lines
            if node and lines:
                cluster.remove_node(node, allow_graceful=False)
                node = None
    assert lines == expected(rows)


def run(source: Path, out: Path, lost: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.corpus.ray_run", str(source), str(out), lost]
    settings = os.environ | {"HOME": str(home)}
    settings.pop("RAY_AUTH_MODE", None)
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=settings, check=False)


def runs(pid: int) -> bool:
    """Whether a process is there and more than an entry that nobody has asked for."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.startswith("Z")


def test_a_local_ray_whose_driver_and_then_raylet_is_killed_ends_with_the_same_bytes(
    write_rows: Write, job: Job, tmp_path: Path
) -> None:
    source, whole, out = write_rows(stories(320)), tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    sweep(source, whole, job, workers=0)

    killed = run(source, out, "driver", tmp_path)
    assert killed.returncode == -9, killed.stderr
    below = dict(line.split(None, 1) for line in killed.stdout.splitlines())
    assert len(below) > 5
    until = time.monotonic() + PATIENCE
    while left := [args for pid, args in below.items() if runs(int(pid))]:
        assert time.monotonic() < until, left
        time.sleep(0.1)
    before = json.loads((tmp_path / "out.jsonl.ledger").read_bytes())["rows"]
    assert 0 < before < 320

    lost = run(source, out, "raylet", tmp_path)
    assert lost.returncode == Incomplete.exit_code
    assert "expected Ray to read on" in lost.stderr
    assert "Start the same command again" in lost.stderr
    assert before < json.loads((tmp_path / "out.jsonl.ledger").read_bytes())["rows"] < 320

    sweep(source, out, job, workers=0)
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere"])
def test_a_cluster_that_is_not_there_is_told_at_once(address: str, write_rows: Write, job: Job) -> None:
    with pytest.raises(SourceError, match="expected a Ray cluster, none answers"):
        read(Ray(job, address, 1), write_rows(stories(1)))


def test_what_goes_wrong_unexpectedly_is_told_without_a_word_of_it(
    write_rows: Write, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Iterator[Any]:
        raise ValueError("a story's text")
        yield

    monkeypatch.setattr(spans, "rows", fails)
    (span,) = spans.spans(Todo(number=4, source=place(write_rows(stories(1)))))
    (part,) = ray_blocks._parts_of(span, job)
    answer = ray_blocks.answer(part)
    assert answer.end
    assert "internal error: ValueError at" in str(answer.error)
    assert "story" not in str(answer.error)
