"""`headnote user`: accounts, and passwords that are never on the command line."""

from __future__ import annotations

import io
import os
import pty
import sys
from pathlib import Path

import click
import pytest

from headnote.cli.app import headnote
from headnote.library import accounts, passwords
from headnote.library.database import open_library
from tests.cli.conftest import Ran, Run, spawn
from tests.library.desks import CHEAP, PASSWORD


class Typed:
    """Runs `headnote user` with a password on standard input, over a library of the test's own."""

    def __init__(self, run: Run, where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.run, self.where, self.monkeypatch = run, where, monkeypatch

    def __call__(self, *arguments: str, stdin: bytes = f"{PASSWORD}\n".encode()) -> Ran:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        return self.run("user", *arguments, "--library", self.where)

    def knows(self, name: str, password: str) -> bool:
        with open_library(str(self.where)) as library:
            return accounts.check_password(library, name, password) is not None


@pytest.fixture
def user(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    return Typed(run, tmp_path / "library.db", monkeypatch)


def test_an_account_from_its_start_to_its_end(user: Typed) -> None:
    assert user("add", "ana", "--role", "admin").out == "added ana, admin\n"
    assert user("add", "ben").out == "added ben, reader\n"
    assert user("role", "ben", "reviewer").code == 0
    assert user("password", "ben", stdin=b"another lamp entirely\r\nand more").code == 0
    assert user("disable", "ana").code == 2  # the last admin
    assert user("disable", "ben").code == 0
    lines = user("list").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["ana", "admin"], ["ben", "reviewer"]]
    assert [line.endswith("disabled") for line in lines] == [False, True]
    assert user("enable", "ben").code == 0
    assert user.knows("ana", PASSWORD)
    assert user.knows("ben", "another lamp entirely")


def test_an_empty_list_is_empty(user: Typed) -> None:
    assert user("list") == Ran(0, "", "")


FAULTS = {
    "a short password": (("add", "ana"), b"short\n", "10 to 1000"),
    "no password": (("add", "ana"), b"", "standard input"),
    "an empty line first": (("add", "ana"), b"\na lamp on the sill\n", "standard input"),
    "bytes that are no text": (("add", "ana"), b"\xff\xfe a lamp on the sill\n", "UTF-8"),
    "a role that is none": (("add", "ana", "--role", "king"), b"", "king"),
    "a name that does not print": (("add", "an\na"), b"a lamp on the sill\n", "characters that print"),
    "nobody's role": (("role", "ana", "admin"), b"", "'ana'"),
    "the owner": (("disable", "owner"), b"", "owner"),
    "no command": (("juggle",), b"", "juggle"),
}


@pytest.mark.parametrize(("arguments", "stdin", "said"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_said_in_one_line(user: Typed, arguments: tuple[str, ...], stdin: bytes, said: str) -> None:
    done = user(*arguments, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_no_command_takes_a_password_as_an_argument() -> None:
    group = headnote.commands["user"]
    assert isinstance(group, click.Group)
    for command in group.commands.values():
        assert not [p.name for p in command.params if p.name and "password" in p.name]


def test_at_a_terminal_it_is_asked_for_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    asked: list[tuple[bool, bool]] = []

    def prompt(text: str, *, hide_input: bool, confirmation_prompt: bool) -> str:
        asked.append((hide_input, confirmation_prompt))
        return PASSWORD

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    with open(theirs, encoding="utf-8") as terminal:  # noqa: PTH123  # a file descriptor
        monkeypatch.setattr(sys, "stdin", terminal)
        headnote.main(["user", "add", "ana", "--library", str(tmp_path / "l.db")], standalone_mode=False)
    os.close(ours)
    assert asked == [(True, True)]


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    environment = {"HEADNOTE_LIBRARY": str(tmp_path / "library.db")}
    done = spawn("user", "add", "Zoë", stdin="grüne Lampe\n".encode(), environment=environment)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "added Zoë, reader\n", b"")
