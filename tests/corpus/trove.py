"""Runs of datatrove as its users start them; ``python -m tests.corpus.trove FOLDER`` is one that a test may kill."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from headnote.corpus import Job, worker
from headnote.corpus.datatrove_blocks import Annotator, EveryRow, as_swept
from headnote.corpus.rows import Row
from headnote.verdict import load_policy
from headnote.verdict.condition import Condition
from headnote.verdict.policy import Policy, PolicyRule

#: Withholds, gates and labels by what tame texts can hold.
POLICY = Policy(
    name="quay",
    rule=(
        PolicyRule(id="drink", action="withhold", reason="None of it.", when=Condition(code=("substances",))),
        PolicyRule(id="wound", action="gate", reason="A door first.", when=Condition(code=("gore",))),
        PolicyRule(id="death", action="label", reason="Said before.", when=Condition(code=("death",))),
    ),
)


def execute(folder: Path, *steps: object, tasks: int = 2, workers: int = 2, start: str = "fork") -> dict[str, Any]:
    """Run steps and return what their statistics counted, over all tasks and steps; logs go to ``FOLDER/logs``."""
    run = LocalPipelineExecutor(
        list(steps), tasks=tasks, workers=workers, logging_dir=str(folder / "logs"), start_method=start
    )
    done = run.run()
    return {name: count.total for step in done.stats for name, count in step.stats.items()} if done else {}


def annotate(folder: Path, job: Job, *, guard: bool = True, limit: float = 600.0, **run: Any) -> dict[str, Any]:
    """``FOLDER/in`` to the lines of a sweep in ``FOLDER/out``."""
    reader = JsonlReader(str(folder / "in"), adapter=EveryRow(job))
    writer = JsonlWriter(str(folder / "out"), adapter=as_swept, compression=None)
    return execute(folder, reader, Annotator(job, guard=guard, limit=limit), writer, **run)


def written(folder: Path) -> list[bytes]:
    """Every line of a folder's files, sorted."""
    return sorted(line for path in folder.rglob("*.jsonl") for line in path.read_bytes().splitlines())


def reads_until_death(pipe: Connection, job: Job) -> None:
    """A worker that the text "die" kills and the text "hang" holds for ever."""
    worker.attend(pipe, job, _answers)


def _answers(rows: Sequence[Row], job: Job) -> list[bytes]:
    if any(row.text == "die" for row in rows):
        os._exit(9)
    if any(row.text == "hang" for row in rows):
        time.sleep(3600)
    return worker.lines(rows, job)


if __name__ == "__main__":
    here = Path(sys.argv[1])
    files = len(list((here / "in").iterdir()))
    annotate(here, Job(tier="fast", policy=load_policy("archive")), tasks=files)
