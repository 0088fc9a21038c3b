"""What is said when something goes wrong: one line, a hint, the right code, never a traceback or story text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from headnote import errors
from headnote.cli import failure
from headnote.version import VERSION
from tests.cli.conftest import STORY, Run, spawn


class Caught(errors.HeadnoteError):
    exit_code = 5
    hint = "Do this."


def reported(error: Exception, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = failure.report(error)
    return code, capsys.readouterr().err.splitlines()


def test_an_error_of_ours_is_its_message_and_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert reported(Caught("expected a, got b"), capsys) == (5, ["headnote: expected a, got b", "  Do this."])


def test_a_message_never_takes_a_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = reported(Caught("a\nb\u2028c\x1b[0m", hint=""), capsys)
    assert lines == ["headnote: a\\nb\\u2028c\\x1b[0m"]


def test_an_error_of_the_system_names_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert reported(PermissionError(13, "Permission denied", "x.html"), capsys) == (
        3,
        ["headnote: x.html: Permission denied"],
    )


def test_a_mistake_of_our_own_says_where_and_nothing_of_what(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("once upon a lantern")

    monkeypatch.setattr("headnote.people.find_cast", fail)
    done = run("card", STORY, "--fast")
    assert done.code == 70
    assert "internal error: ValueError at headnote.card:" in done.err
    assert VERSION in done.err
    assert "report" in done.err
    assert "lantern" not in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("HEADNOTE_DEBUG", "1")
    assert "Traceback" in run("card", STORY, "--fast").err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["crad"], "crad"),
        (["card"], "PATH"),
        (["card", "x", "--policy"], "--policy"),
        (["sweep", "in.jsonl"], "OUT"),
        (["check", "x", "--format", "pdf"], "pdf"),
        (["sweep", "a.jsonl", "b.jsonl", "--workers", "-1"], "-1"),
        (["completion", "tcsh"], "tcsh"),
    ],
)
def test_wrong_use_says_what_and_where_help_is(run: Run, arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert "--help" in done.err
    assert done.err.startswith("headnote: ")


def test_an_unknown_policy_is_a_data_error(run: Run) -> None:
    done = run("card", STORY, "--policy", "nobody-wrote-this")
    assert done.code == errors.PolicyError.exit_code
    assert "nobody-wrote-this" in done.err


def test_every_error_has_a_code_of_the_documented_ones() -> None:
    def below(kind: type[errors.HeadnoteError]) -> set[type[errors.HeadnoteError]]:
        return {kind} | {each for sub in kind.__subclasses__() for each in below(sub)}

    ours = {kind for kind in below(errors.HeadnoteError) if kind.__module__ == "headnote.errors"}
    assert {kind.exit_code for kind in ours} == {2, 3, 4, 5, 6, 7}


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    many = ["card", *[str(STORY)] * 20, "--json", "--fast"]
    command = [sys.executable, "-m", "headnote", *many]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == failure.HUNG_UP


def test_an_interrupt_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("headnote.people.find_cast", interrupt)
    done = run("card", STORY, "--fast")
    assert (done.code, "Traceback" in done.err) == (130, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_output_that_cannot_be_written_is_one_line() -> None:
    for command in (["explain"], ["card", str(STORY), "--fast"], ["card", str(STORY), "--json"], ["--help"]):
        with Path("/dev/full").open("wb") as full:
            whole = [sys.executable, "-m", "headnote", *command]
            done = subprocess.run(whole, stdout=full, stderr=subprocess.PIPE, check=False)
        assert (done.returncode, done.stderr) == (3, b"headnote: output: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="no sh")
def test_a_closed_output_is_nobody_listening() -> None:
    whole = f"exec '{sys.executable}' -m headnote explain >&-"
    done = subprocess.run(["sh", "-c", whole], stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_bad_files_end_without_a_traceback(tmp_path: Path) -> None:
    files = {"empty.txt": b"", "binary.txt": bytes(range(256)) * 20, "cut.epub": b"PK\x03\x04 and no more"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = spawn("card", *(tmp_path / name for name in files), "--fast")
    assert done.returncode == 4
    assert done.stderr.count(b"headnote: ") == len(files)
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr
