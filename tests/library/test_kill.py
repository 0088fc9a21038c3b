"""Killed outright at random points and started again, `headnote add` loses nothing, repeats nothing and leaves nothing
half."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headnote.library.database import open_library
from tests.library.stories import story
from tests.library.wholeness import Totals, check

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
PATIENCE = 240.0


def write(folder: Path, count: int) -> Path:
    """Small stories, each tenth a version of the one before, and one twice."""
    folder.mkdir()
    for number in range(count):
        title = f"Evening {number - number % 10 // 9}"
        text = story(number, title=title, author="N. Example", lines=3) + "\n\nThe old captain died in the night."
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "again.txt").write_bytes((folder / "007.txt").read_bytes())
    return folder


def test_killed_at_any_moment_nothing_is_lost_repeated_or_half(empty_url: str, tmp_path: Path) -> None:
    # Where a server keeps what is done, fewer will do.
    count, kills = (50, 10) if "://" in empty_url else (180, 50)
    folder = write(tmp_path / "stories", count)
    command = [sys.executable, "-m", "tests.library.killing", str(folder), empty_url, str(kills), "3"]
    assert int(run(*command)) == kills, "the runs were over before their kills"
    run(*add(folder, empty_url))
    with open_library(empty_url) as library:
        assert check(library, folder) == Totals(works=count - count // 10, versions=count)
    assert run(*add(folder, empty_url)) == f"{count + 1} known already\n"


def test_workers_of_a_killed_run_end_by_themselves(tmp_path: Path) -> None:
    folder, library = write(tmp_path / "stories", 40), tmp_path / "library.db"
    process = subprocess.Popen(
        [*add(folder, str(library)), "--workers", "2"], stdout=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + PATIENCE
    while not stored(library):
        assert time.monotonic() < until, "nothing is stored"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while group_is_there(process.pid):
        assert time.monotonic() < until, "a worker outlives its run"
        time.sleep(0.01)


def stored(library: Path) -> int:
    """Versions in a library that may be about to be made."""
    with contextlib.closing(sqlite3.connect(library)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM versions").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def group_is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def add(folder: Path, library: str) -> list[str]:
    return [sys.executable, "-m", "headnote", "add", str(folder), "--fast", "--library", library]


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
