"""Killed outright at random points and started again, a sweep ends with the bytes of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headnote.corpus.ledger import load
from tests.corpus.conftest import story

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
ROWS, KILLS, PATIENCE = 960, 10, 60.0


def start(source: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "headnote", "sweep", str(source), str(out), "--workers", "2", "--fast"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def done(out: Path) -> int:
    ledger = load(out.with_name(out.name + ".ledger"))
    return ledger.rows if ledger else 0


def kill_after(process: subprocess.Popen[bytes], out: Path, rows: int, moment: float) -> None:
    """Kill once so many rows are in the ledger, a moment later; a process that ended before is left alone."""
    until = time.monotonic() + PATIENCE
    while done(out) < rows and process.poll() is None:
        assert time.monotonic() < until, "the sweep stands still"
        time.sleep(0.002)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for_orphans(process.pid, until)


def wait_for_orphans(group: int, until: float) -> None:
    """Workers whose sweep is gone end by themselves."""
    while True:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        assert time.monotonic() < until, "a worker outlives its sweep"
        time.sleep(0.01)


def test_kill_minus_nine_loses_and_repeats_nothing(tmp_path: Path) -> None:
    source, whole, out = (tmp_path / name for name in ("in.jsonl", "whole.jsonl", "out.jsonl"))
    lines = [json.dumps({"id": n, "text": story(n)}) for n in range(ROWS)]
    lines[100] = "no JSON"
    lines[400] = lines[20]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert start(source, whole).wait(PATIENCE) == 6
    chance = random.Random(2)
    killed = 0
    for kill in range(KILLS):
        target = done(out) + (0 if kill == 0 else chance.randrange(1, ROWS // (KILLS + 1)))
        kill_after(start(source, out), out, target, chance.random() * 0.01)
        killed += not out.exists()
    assert killed, "every run was over before its kill: nothing was tested"
    if not out.exists():
        assert start(source, out).wait(PATIENCE) == 6
    assert out.read_bytes() == whole.read_bytes()
    assert [path.name for path in tmp_path.glob("out.jsonl.*")] == ["out.jsonl.run.json"]
