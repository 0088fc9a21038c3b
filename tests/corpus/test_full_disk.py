"""A disk that takes no more: one clear line, and nothing that was done is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus.conftest import story

#: Bytes that a file may have: the system refuses to write more, as a full disk does.
ROOM = 60_000


#: Lets the system refuse long files once what reading needs is loaded, which unpacks a file of its own.
BOUND = """
import resource, sys
from headnote import verdict
from headnote.cli import main
from headnote.corpus import Job, worker
worker.warm(Job(tier="fast", policy=verdict.load_policy("archive")))
room = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
sys.exit(main())
"""


def sweep(source: Path, out: Path, room: int | None = None) -> subprocess.CompletedProcess[str]:
    start = ["-m", "headnote"] if room is None else ["-c", BOUND, str(room)]
    command = [sys.executable, *start, "sweep", str(source), str(out), "--fast", "--workers", "0"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files")
@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.zst"])
def test_a_full_disk_is_told_and_what_was_done_is_kept(suffix: str, tmp_path: Path) -> None:
    source, whole, out = tmp_path / "in.jsonl", tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    source.write_text("".join(json.dumps({"id": n, "text": story(n)}) + "\n" for n in range(200)), encoding="utf-8")
    assert sweep(source, whole).returncode == 0
    stopped = sweep(source, out, ROOM)
    assert stopped.returncode == 6
    assert stopped.stderr.splitlines() == [
        f"headnote: {out}.partial: expected to write rows, found: File too large",
        "  What was done is kept. Make room and start the same command again to go on.",
    ]
    assert not out.exists()
    kept = json.loads(Path(f"{out}.ledger").read_bytes())
    assert 0 < kept["bytes"] <= ROOM
    again = sweep(source, out)
    assert (again.returncode, again.stderr) == (0, "")
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files")
@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_cannot_be_loaded_ends_the_run_and_is_no_error_of_its_rows(workers: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "Lux."}) + "\n", encoding="utf-8")
    bound = BOUND.replace("worker.warm(", "repr(")
    command = [sys.executable, "-c", bound, "9000", "sweep", str(source), str(out), "--fast", "--workers", workers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "expected to load what reading needs, found: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
