"""headnote's blocks in real runs of datatrove: the rows of a sweep, whatever happens on the way."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from datatrove.data import Document
from datatrove.pipeline.readers import JsonlReader, ParquetReader
from datatrove.pipeline.writers import JsonlWriter
from loguru import logger

from headnote.corpus import Job, datatrove_blocks, sweep, worker
from headnote.corpus.crew import Serve
from headnote.corpus.datatrove_blocks import Annotator, EveryRow, Filter, as_swept
from headnote.corpus.readers import Readers, Task
from headnote.errors import HeadnoteError, UsageError
from tests.corpus import deadly, trove
from tests.corpus.conftest import story
from tests.corpus.files import convert, rows_of

ROOT = Path(__file__).parent.parent.parent
ROWS: list[dict[str, Any]] = [
    *({"id": n, "text": story(n), "site": "quay"} for n in range(40)),
    *({"id": f's{n}é "\u2028\\\x01', "text": story(n)} for n in range(40, 45)),
    {"id": "empty", "text": ""},
    {"id": "blank", "text": " \n"},
    {"id": "null", "text": None},
    {"id": "none"},
    {"id": "list", "text": ["The lamp burned."]},
    {"id": None, "text": "The lamp burned."},
    {"text": "The lamp burned."},
    {"id": 2.5, "text": "The lamp burned."},
    {"id": "told", "text": "The lamp burned.", "headnote": {"place": "x", "id": "y", "error": "z"}},
    {"id": "nested", "text": "The lamp burned.", "metadata": {"headnote": {"action": "list"}, "site": "quay"}},
]
TAME = {
    "list": "The keeper climbed the stair. " * 3,
    "label": "Mara died in the night. They buried her beside the chapel, and her brother wept at the grave. " * 3,
    "gate": "He stabbed the guard with a knife; blood ran over the stones, and the guard bled to death. " * 3,
    "review": "Le gardien monta l'escalier avec la lampe. La pluie entrait sous la porte et personne ne venait. " * 3,
    "withhold": "He drank whisky until he was drunk, and lit another cigarette, then drank until he vomited. " * 3,
    "error": " ",
}


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """datatrove's runs end with a handler on whatever was standard error then."""
    yield
    logger.remove()


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def swept(source: Path, out: Path, job: Job) -> list[bytes]:
    sweep(source, out, job, workers=0)
    return out.read_bytes().splitlines()


def read_by(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that run in this process have their documents read by `serve` beside it."""
    monkeypatch.setattr(datatrove_blocks, "Readers", partial(Readers, task=Task(serve, worker.lines)))


@pytest.fixture
def wanted(tmp_path: Path, job: Job) -> list[bytes]:
    """What a sweep writes of two files in ``in``, sorted."""
    files = [write(tmp_path / "in" / f"{n}.jsonl", ROWS[n::2]) for n in range(2)]
    return sorted(line for path in files for line in swept(path, tmp_path / path.name, job))


@pytest.mark.parametrize(("start", "guard"), [("fork", True), ("spawn", True), ("fork", False)])
def test_the_lines_are_those_of_a_sweep(start: str, guard: bool, wanted: list[bytes], tmp_path: Path, job: Job) -> None:
    counted = trove.annotate(tmp_path, job, guard=guard, start=start)
    assert trove.written(tmp_path / "out") == wanted
    rows = [json.loads(line) for line in wanted]
    assert counted["error"] == sum("error" in row for row in rows) == 8
    assert counted["action_list"] == sum(row.get("action") == "list" for row in rows)


def test_a_table_gives_the_lines_of_a_sweep_too(tmp_path: Path, job: Job) -> None:
    rows = [{"id": row["id"], "text": row.get("text"), "site": "quay"} for row in ROWS[:40]]
    rows[3]["text"], rows[5]["id"], rows[7]["text"] = None, None, " "
    (tmp_path / "in").mkdir()
    table = convert(write(tmp_path / "rows.jsonl", rows), tmp_path / "in" / "rows.parquet")
    reader = ParquetReader(str(table.parent), adapter=EveryRow(job))
    writer = JsonlWriter(str(tmp_path / "out"), adapter=as_swept, compression=None)
    trove.execute(tmp_path, reader, Annotator(job), writer, tasks=1, workers=1)
    assert trove.written(tmp_path / "out") == sorted(swept(table, tmp_path / "swept.jsonl", job))


def test_what_is_found_stands_beside_what_came_in(wanted: list[bytes], tmp_path: Path, job: Job) -> None:
    reader = JsonlReader(str(tmp_path / "in"), adapter=EveryRow(job))
    writer = JsonlWriter(str(tmp_path / "out"), compression=None)
    trove.execute(tmp_path, reader, Annotator(job, guard=False), writer, workers=1)
    rows = [json.loads(line) for line in trove.written(tmp_path / "out")]
    found = [json.dumps(row["metadata"]["headnote"], ensure_ascii=False, separators=(",", ":")) for row in rows]
    assert sorted(line.encode() for line in found) == wanted
    by_id = {row.get("id", 0): row for row in rows}
    assert (by_id[7]["text"], by_id[7]["metadata"]["site"]) == (story(7), "quay")
    assert (by_id["nested"]["text"], by_id["nested"]["metadata"]["site"]) == ("The lamp burned.", "quay")


def test_a_document_of_another_reader_is_read_as_it_comes(job: Job) -> None:
    documents = [Document(story(0), "a"), Document(" ", "b"), Document(5, "c"), Document("x", None)]
    documents[0].metadata["headnote"] = {"place": "x", "id": "y", "error": "z"}
    rows = [document.metadata["headnote"] for document in Annotator(job, guard=False)(iter(documents))]
    assert rows[0]["action"] == "list"
    assert rows[1:] == [
        {"id": "b", "error": "document 2: expected a story as `text`, got no text"},
        {"id": "c", "error": "document 3: expected text as `text`, got a number"},
        {"id": None, "error": "document 4: expected text or a whole number as `id`, got null"},
    ]


def test_a_filter_keeps_by_action_and_leaves_nothing_of_what_is_withheld(tmp_path: Path) -> None:
    job = Job(tier="fast", policy=trove.POLICY)
    source = write(
        tmp_path / "in" / "a.jsonl",
        [{"id": name, "text": text, "site": f"quay of {name}"} for name, text in TAME.items()],
    )
    out = JsonlWriter(str(tmp_path / "out"), compression=None)
    excluded = JsonlWriter(str(tmp_path / "not"), "${filter_reason}/${rank}.jsonl", compression=None)
    reader = JsonlReader(str(source.parent), adapter=EveryRow(job))
    counted = trove.execute(tmp_path, reader, Filter(job, exclusion_writer=excluded), out, workers=1)
    lines = {json.loads(line)["id"]: json.loads(line) for line in swept(source, tmp_path / "swept.jsonl", job)}
    kept = [json.loads(line) for line in trove.written(tmp_path / "out")]
    assert {row["id"]: row["metadata"]["headnote"] for row in kept} == {k: lines[k] for k in ("list", "label")}
    parts = {path.parent.name: rows_of(path) for path in (tmp_path / "not").rglob("*.jsonl")}
    assert {name: [row["id"] for row in rows] for name, rows in parts.items()} == {
        name: [name] for name in ("gate", "review", "withhold", "error")
    }
    assert parts["gate"][0]["text"] == TAME["gate"]
    left = {name: lines["withhold"][name] for name in ("id", "sha256", "action", "reasons")}
    assert parts["withhold"] == [{"id": "withhold", "metadata": {"headnote": left, "filter_reason": "withhold"}}]
    assert parts["error"] == [{"id": "error", "metadata": {"headnote": lines["error"], "filter_reason": "error"}}]
    some = ("dropped_gate", "action_label", "code_death", "error")
    assert [counted[name] for name in some] == [1, 1, 2, 1]
    assert not any("whisky" in path.read_text(encoding="utf-8") for path in (tmp_path / "logs").rglob("*.*"))


def test_one_document_is_asked_about_without_a_run() -> None:
    asked = Filter(Job(tier="fast", policy=trove.POLICY), keep=["gate"])
    assert [asked.filter(Document(TAME[name], name)) for name in ("gate", "list")] == [True, (False, "list")]


@pytest.mark.parametrize("action", ["withhold", "error"])
def test_what_is_withheld_or_unread_never_goes_on(action: Any, job: Job) -> None:
    with pytest.raises(UsageError, match="expected actions to keep among list, label, gate, review, got"):
        Filter(job, keep=["list", action])


def test_a_row_that_kills_its_reader_costs_itself_only(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by(trove.reads_until_death, monkeypatch)
    source = write(tmp_path / "in" / "a.jsonl", [*ROWS[:2], {"id": "x", "text": "die"}, *ROWS[2:4]])
    trove.annotate(tmp_path, job, tasks=1, workers=1)
    lines = swept(source, tmp_path / "swept.jsonl", job)
    lines[2] = b'{"id":"x","error":"line 3: the process that read this row died"}'
    assert trove.written(tmp_path / "out") == sorted(lines)


def test_a_row_that_never_ends_is_given_up(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(trove.reads_until_death, monkeypatch)
    (document,) = Annotator(job, limit=1.0)(iter([Document("hang", "a")]))
    assert document.metadata["headnote"] == {"id": "a", "error": "document 1: reading took longer than 1 seconds"}


def test_an_error_of_ours_carries_no_text_into_the_log(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """datatrove's log writes the variables of every frame that an exception went through."""
    read_by(deadly.never_starts, monkeypatch)
    write(tmp_path / "in" / "a.jsonl", ROWS[:5])
    reader = JsonlReader(str(tmp_path / "in"))
    with pytest.raises(HeadnoteError, match="expected a worker process to start") as failed:
        trove.execute(tmp_path, reader, Filter(job), tasks=1, workers=1)
    (log,) = (tmp_path / "logs" / "logs").iterdir()
    said = log.read_text(encoding="utf-8")
    assert "expected a worker process to start" in said
    assert "Evening" not in said
    assert "guard=False" in failed.value.__notes__[0]


def test_a_block_looks_for_no_duplicates(job: Job) -> None:
    with pytest.raises(UsageError, match="a block sees only the documents of its task"):
        Annotator(msgspec.structs.replace(job, duplicates=True))


def test_blocks_can_be_sent_to_another_process(job: Job) -> None:
    for block in (Annotator(job), Filter(job, keep=["list"])):
        sent = pickle.loads(pickle.dumps(block))
        (document,) = sent(iter([Document(story(1), "a")]))
        assert document.metadata["headnote"]["action"] == "list"
    assert pickle.loads(pickle.dumps(EveryRow(job))).job == job


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_only_the_blocks_need_datatrove() -> None:
    done = python("import sys, headnote.corpus; print('datatrove' in sys.modules)")
    assert (done.stdout, done.stderr) == ("False\n", "")
    done = python("import sys; sys.modules['datatrove'] = None; import headnote.corpus.datatrove_blocks")
    assert done.stderr.splitlines()[-1] == (
        "headnote.errors.MissingExtra: expected datatrove and what its readers and filters need, found no "
        "`datatrove.data`: pip install 'headnote[datatrove]'"
    )


FILES, ROWS_EACH, KILLS, PATIENCE = 4, 40, 3, 120.0


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.corpus.trove", str(folder)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def done(folder: Path) -> set[str]:
    """Ranks that datatrove says are complete."""
    return {path.name for path in (folder / "logs" / "completions").glob("*")}


def kill_after(process: subprocess.Popen[bytes], folder: Path, complete: int, moment: float) -> bool:
    """Kill the run with all its processes, a moment after so many of its tasks are complete; returns whether it was
    still running."""
    until = time.monotonic() + PATIENCE
    while len(done(folder)) < complete and process.poll() is None:
        assert time.monotonic() < until, "the run stands still"
        time.sleep(0.01)
    time.sleep(moment)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_kill_minus_nine_loses_and_repeats_nothing(tmp_path: Path, job: Job) -> None:
    rows = [{"id": n, "text": story(n)} for n in range(FILES * ROWS_EACH)]
    rows[ROWS_EACH] = {"id": ROWS_EACH, "text": ""}
    wanted = []
    for n in range(FILES):
        path = write(tmp_path / "in" / f"{n}.jsonl", rows[n * ROWS_EACH :][:ROWS_EACH])
        wanted += swept(path, tmp_path / path.name, job)
    chance = random.Random(6)
    stood: dict[Path, int] = {}
    for kill in range(KILLS):
        killed = kill_after(start(tmp_path), tmp_path, len(done(tmp_path)) + min(kill, 1), chance.random() * 0.3)
        complete = [tmp_path / "out" / f"{rank}.jsonl" for rank in done(tmp_path)]
        stood |= {path: path.stat().st_mtime_ns for path in complete if killed}
    assert stood, "no run was killed on its way with tasks complete: nothing was tested"
    assert start(tmp_path).wait(PATIENCE) == 0
    assert trove.written(tmp_path / "out") == sorted(wanted)
    assert {path: path.stat().st_mtime_ns for path in stood} == stood
