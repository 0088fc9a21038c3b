"""`headnote add` and `headnote reread`: what they print, where, and how they end."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from headnote.cli import add as command
from headnote.library.adding import AddTally
from tests.cli.conftest import EXAMPLES, STORY, Run, spawn

BLOCKED = """
import sys
sys.modules["sqlalchemy"] = None
from headnote.cli import main
sys.argv = ["headnote", "add", {story!r}]
main()
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def test_the_examples_are_added_once(library: Path) -> None:
    first, second = (spawn("add", EXAMPLES, "--fast", "--library", library, "--workers", "2") for _ in range(2))
    count = len([path for path in EXAMPLES.iterdir() if path.is_file()])
    assert (first.returncode, first.stdout.decode(), first.stderr) == (0, f"{count} added\n", b"")
    assert (second.returncode, second.stdout.decode()) == (0, f"{count} known already\n")


def test_the_library_is_the_one_that_the_environment_names(
    run: Run, tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADNOTE_LIBRARY", str(library))
    assert run("add", STORY, "--fast").out == "1 added\n"
    assert library.exists()
    monkeypatch.delenv("HEADNOTE_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert run("add", STORY, "--fast").out == "1 added\n"
    assert (tmp_path / "data" / "headnote" / "library.db").exists()


def test_what_cannot_be_read_is_said_and_ends_with_six(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("add", tmp_path / "empty.txt", STORY, tmp_path / "none.txt", "--fast", "--library", library)
    assert (done.code, done.out) == (6, "1 added, 2 not read\n")
    assert done.err.count("headnote: ") == 3
    assert "empty.txt" in done.err
    assert "headnote: 2 of 3 files could not be read\n" in done.err


def test_near_duplicates_are_said(run: Run, library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(STORY.read_text(encoding="utf-8").partition("\n")[2] + "\nOne more line.\n", encoding="utf-8")
    run("add", STORY, "--fast", "--library", library)
    done = run("add", copy, "--fast", "--library", library)
    assert " is about " in done.out
    assert done.out.endswith("1 added\n")


def test_an_empty_folder_holds_no_story(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("add", tmp_path / "empty", "--library", library) == (0, "No story found.\n", "")


def test_an_interrupt_says_how_to_go_on(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> AddTally:
        raise KeyboardInterrupt

    monkeypatch.setattr("headnote.library.adding.add", interrupt)
    done = run("add", STORY, "--library", library)
    assert done.code == 130
    assert "start the same command again" in done.err


@pytest.mark.parametrize("name", ["add", "reread"])
def test_what_is_no_library_is_one_line_and_seven(run: Run, name: str, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("The lamp burned.\n" * 20, encoding="utf-8")
    done = run(name, *([story] if name == "add" else []), "--library", story)
    assert (done.code, done.out) == (7, "")
    assert done.err.startswith(f"headnote: {story}: expected a library, found a file of another kind\n")
    assert "Traceback" not in done.err


def test_a_missing_extra_names_its_install_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED.format(story=str(STORY))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'headnote[web]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_reread_says_what_changed(run: Run, library: Path) -> None:
    run("add", STORY, "--fast", "--library", library)
    assert run("reread", "--fast", "--library", library) == (0, "0 read again, 0 of them changed\n", "")
    with sqlite3.connect(library) as connection:
        connection.execute("UPDATE versions SET engine = '0.0.1 fast'")
        connection.execute("UPDATE works SET rating = 'Explicit'")
    connection.close()
    done = run("reread", "--fast", "--library", library, "--workers", "0")
    assert done.code == 0
    assert "  rating: Explicit -> " in done.out
    assert done.out.endswith("1 read again, 1 of them changed\n")


def test_reread_as_json_keeps_its_summary_apart(run: Run, library: Path) -> None:
    run("add", STORY, "--fast", "--library", library)
    done = run("reread", "--fast", "--all", "--policy", "dataset", "--json", "--library", library, "--workers", "0")
    assert "1 read again" in done.err
    changes = [json.loads(line) for line in done.out.splitlines()]
    assert [each["title"] for each in changes] == ["The Lamp at Skerry Head"]
    assert {each["what"] for each in changes[0]["differences"]} == {"action"}


def test_a_work_that_cannot_be_read_again_ends_with_six(run: Run, library: Path) -> None:
    run("add", STORY, "--fast", "--library", library)
    with sqlite3.connect(library) as connection:
        connection.execute("UPDATE versions SET engine = '0.0.1 fast', document = x'00'")
    connection.close()
    done = run("reread", "--fast", "--library", library, "--workers", "0")
    assert done.code == 6
    assert "1 of 1 works could not be read" in done.err


@pytest.mark.parametrize(
    ("tally", "says"),
    [
        (AddTally(), "No story found."),
        (AddTally(added=2, known=3, failed=1), "2 added, 3 known already, 1 not read"),
        (AddTally(versions=1), "1 new version of a known work"),
        (AddTally(versions=2), "2 new versions of known works"),
    ],
)
def test_the_summary_counts_what_there_is(tally: AddTally, says: str) -> None:
    assert command._summary(tally) == says
