"""`tags`, `sweep`, `explain`, `completion` and the help of each."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from headnote import signals, taxonomy, verdict
from headnote.cli.app import headnote
from headnote.version import VERSION
from tests.cli.conftest import STORY, Run, spawn


def test_version(run: Run) -> None:
    assert run("--version").out == f"headnote {VERSION}\n"


@pytest.mark.parametrize("name", sorted(headnote.commands))
def test_help_of_each_command_has_examples_that_begin_with_it(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert f"headnote {name}" in done.out.partition("Examples:")[2]


def test_no_command_prints_the_help(run: Run) -> None:
    assert run() == run("--help")


def test_tags_are_ready_to_paste(run: Run) -> None:
    done = run("tags", STORY, "--fast")
    assert done.code == 0
    assert any(rating in done.out for rating in taxonomy.RATINGS)


def test_explain_without_a_name_lists_what_it_explains(run: Run) -> None:
    listed = {line.split()[0] for line in run("explain").out.splitlines() if line.startswith("  ")}
    assert listed == {*taxonomy.codes(), *taxonomy.tropes(), *verdict.rules(), *verdict.policy_names()}


@pytest.mark.parametrize("code", sorted(taxonomy.codes()))
def test_every_code_is_explained(run: Run, code: str) -> None:
    done = run("explain", code)
    assert done.code == 0
    assert taxonomy.codes()[code].title.casefold() in done.out.casefold()


def test_every_trope_rule_and_policy_is_explained(run: Run) -> None:
    for name in (*taxonomy.tropes(), *verdict.rules(), *verdict.policy_names(), *signals.rules(), "fr.plain"):
        done = run("explain", name)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"{name}: ")


def test_a_rule_of_the_lexicon_is_explained_without_its_words(run: Run) -> None:
    rule = next(rule for rule in signals.rules().values() if rule.code == "gore")
    out = run("explain", rule.id).out
    assert f"spellings       {len(rule.words)}" in out
    assert not any(f" {word} " in out for word in rule.words)


def test_a_policy_is_explained_with_each_action_and_reason(run: Run) -> None:
    out = run("explain", "archive").out
    policy = verdict.load_policy("archive")
    assert all(rule.reason in out and rule.action in out for rule in policy.rule)


def test_an_unknown_name_is_wrong_use_and_a_near_one_is_offered(run: Run) -> None:
    done = run("explain", "gorey")
    assert done.code == 2
    assert "'gorey'" in done.err
    assert "Did you mean gore" in done.err


def test_sweep_exits_6_when_a_row_could_not_be_read(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "The door was open."}\n{"id": 2}\n', encoding="utf-8")
    done = run("sweep", source, out, "--workers", "0", "--fast")
    assert done.code == 6
    assert "1 of 2 rows" in done.err
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == [1, 2]
    before = out.stat()
    assert run("sweep", source, out, "--workers", "0", "--fast").err == done.err
    assert out.stat() == before  # what is done is not done again
    assert run("sweep", source, out, "--workers", "0").code == 2  # and not replaced by another command's


def test_sweep_in_processes_is_quiet_where_nobody_looks(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "The door was open."}\n', encoding="utf-8")
    done = spawn("sweep", source, out, "--fast", "--workers", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_sweep_shows_its_progress_to_a_terminal(tmp_path: Path) -> None:
    import pty

    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "The door was open."}\n', encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "headnote", "sweep", str(source), str(out), "--fast", "--workers", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"TERM": "xterm"}) as done:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how a pseudo-terminal says that the other end has closed
            while part := os.read(ours, 4096):
                shown += part
        os.close(ours)
        assert done.stdout is not None
        assert done.stdout.read() == b""
    assert done.returncode == 0
    assert b"in.jsonl" in shown
    assert b"1 rows" in shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_what_their_shell_reads(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    assert "_HEADNOTE_COMPLETE" in script
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=script.encode(), check=True, capture_output=True)


def test_completion_offers_the_commands() -> None:
    environment = {"_HEADNOTE_COMPLETE": "bash_complete", "COMP_WORDS": "headnote ", "COMP_CWORD": "1"}
    assert b"plain,sweep" in spawn(environment=environment).stdout


def test_a_report_is_json_or_a_page(run: Run, tmp_path: Path) -> None:
    rows, out, page = tmp_path / "rows.jsonl", tmp_path / "out.jsonl", tmp_path / "report.html"
    rows.write_text('{"id": 1, "text": "The lamp burned all night."}\n', encoding="utf-8")
    assert run("sweep", str(rows), str(out), "--fast", "--workers", "0").code == 0
    done = run("report", str(out))
    assert (done.code, json.loads(done.out)["rows"]) == (0, 1)
    assert run("report", str(out), "--html", str(page)) == (0, "", "")
    assert run("split", str(rows), str(out), str(tmp_path / "parts")) == (0, "list                1\n", "")
    assert "Sweep of out.jsonl" in page.read_text(encoding="utf-8")


def test_a_sheet_without_a_sample_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("report", "out.jsonl", "--sheet", str(tmp_path / "check.csv"))
    assert done.code == 2
    assert "expected --sample N with --sheet" in done.err


def test_a_folder_is_swept_into_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text('{"id": 1, "text": "The lamp burned."}\n', encoding="utf-8")
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(b"no gzip")
    done = run("sweep", str(tmp_path / "in"), str(tmp_path / "out"), "--fast", "--workers", "0")
    assert done.code == 6
    assert "b.jsonl.gz" in done.err
    assert "1 of 2 files could not be swept" in done.err
    assert (tmp_path / "out" / "a.jsonl").exists()
