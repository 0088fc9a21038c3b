"""Killed outright at random points and started again, `headnote add` loses nothing, repeats nothing and leaves nothing
half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headnote.library.database import open_library
from tests.library.stories import story
from tests.library.wholeness import Totals, check

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
STORIES, PATIENCE = 240, 240.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small stories, some of them versions of one another and one twice."""
    path = tmp_path_factory.mktemp("stories")
    for number in range(STORIES):
        title = f"Evening {number - number % 10 // 9}"  # each tenth has the title of the one before
        text = story(number, title=title, author="N. Example", lines=3)
        (path / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (path / "again.txt").write_bytes((path / "007.txt").read_bytes())
    return path


@pytest.mark.parametrize("seed", [3])
def test_killed_at_any_moment_nothing_is_lost_repeated_or_half(empty_url: str, folder: Path, seed: int) -> None:
    kills = 10 if "://" in empty_url else 50  # it is the server that keeps what is done there
    command = [sys.executable, "-m", "tests.library.killing", str(folder), empty_url, str(kills), str(seed)]
    assert int(run(*command)) == kills, "the runs were over before their kills"
    run(*add(folder, empty_url))
    library = open_library(empty_url)
    assert check(library, folder) == Totals(works=STORIES - STORIES // 10, versions=STORIES)
    library.close()
    assert run(*add(folder, empty_url)) == f"{STORIES + 1} known already\n"


def test_workers_of_a_killed_run_end_by_themselves(tmp_path: Path, folder: Path) -> None:
    library = tmp_path / "library.db"
    process = subprocess.Popen(
        [*add(folder, str(library)), "--workers", "2"], stdout=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + PATIENCE
    while not library.with_name("library.db-wal").exists() or not library.with_name("library.db-wal").stat().st_size:
        assert time.monotonic() < until, "nothing is stored"
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while group_is_there(process.pid):
        assert time.monotonic() < until, "a worker outlives its run"
        time.sleep(0.01)


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
