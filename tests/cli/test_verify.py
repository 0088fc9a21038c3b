"""`headnote verify`: what it says of a history that holds and of one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from headnote.library import history
from headnote.library.database import open_library
from tests.cli.conftest import Run
from tests.library.desks import put


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A library with two entries and a work."""
    path = tmp_path / "library.db"
    with open_library(str(path)) as library:
        with library.writing() as connection:
            for name in ("ana", "ben"):
                history.append(connection, actor=name, kind="note", payload={"text": "Read."})
        put(library, "One", "review")
    return path


def change(where: Path, *statements: str) -> None:
    with open_library(str(where)) as library, library.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def head(run: Run, where: Path) -> str:
    return run("verify", "--library", where).out.split()[-1]


def test_it_says_how_many_entries_and_the_head(run: Run, where: Path) -> None:
    done = run("verify", "--library", where)
    assert done.code == 0
    assert done.out.startswith("2 entries, each as it was written\nhead ")


def test_an_empty_library_holds(run: Run, tmp_path: Path) -> None:
    assert (
        run("verify", "--library", tmp_path / "new.db").out == f"0 entries, each as it was written\nhead {'0' * 64}\n"
    )


def test_a_changed_entry_exits_7_and_is_named(run: Run, where: Path) -> None:
    change(where, "DROP TRIGGER history_no_update", "UPDATE history SET actor = 'eve' WHERE seq = 2")
    done = run("verify", "--library", where)
    assert (done.code, done.out) == (7, "")
    assert "entry 2 is not as it was written" in done.err


def test_a_work_that_was_changed_outside_is_named(run: Run, where: Path) -> None:
    change(where, "UPDATE works SET action = 'list'")
    done = run("verify", "--library", where)
    assert done.code == 7
    assert "found 1 otherwise: w" in done.err


def test_a_head_from_before(run: Run, where: Path) -> None:
    kept = head(run, where)
    with open_library(str(where)) as library, library.writing() as connection:
        history.append(connection, actor="ana", kind="note", payload={})
    done = run("verify", "--library", where, "--expect", kept)
    assert (done.code, done.out.splitlines()[1]) == (0, "1 since the head that was expected")


def test_a_head_that_is_no_more(run: Run, where: Path) -> None:
    done = run("verify", "--library", where, "--expect", "a" * 64)
    assert done.code == 7
    assert "found none in 2" in done.err


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "A" * 64])
def test_what_is_no_digest(run: Run, where: Path, digest: str) -> None:
    assert run("verify", "--library", where, "--expect", digest).code == 2
