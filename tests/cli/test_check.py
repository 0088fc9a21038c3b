"""`headnote check`: its exit codes, and that each form says the same."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from headnote.cli.check import LEVELS, at_or_above
from headnote.records import Audit, AuditItem, Evidence, Level
from tests.cli.conftest import STORY, Run, spawn

PLACES: tuple[tuple[Level, int], ...] = (("warning", 0), ("note", 60))
ITEMS = tuple(
    AuditItem(
        rule=f"test.{level}", level=level, message=f"A {level} for the test.", codes=["gore"],
        evidence=[Evidence(start=start, end=start + 4, score=0.9, detector="test")],
    )
    for level, start in PLACES
)  # fmt: skip


@pytest.fixture
def disagreements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the text, the audit has a warning and a note."""
    monkeypatch.setattr("headnote.verdict.audit", lambda *_: Audit(items=ITEMS))
    monkeypatch.setattr("headnote.verdict.audit_with_excerpts", lambda audit, *_, **__: audit)


def test_levels_are_ordered_from_the_strongest() -> None:
    table = {(level, bar) for level in LEVELS for bar in LEVELS if at_or_above(level, bar)}
    assert table == {
        ("error", "error"), ("error", "warning"), ("error", "note"),
        ("warning", "warning"), ("warning", "note"), ("note", "note"),
    }  # fmt: skip


@pytest.mark.usefixtures("disagreements")
@pytest.mark.parametrize(("bar", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_it_exits_1_from_the_bar_up(run: Run, bar: str, code: int) -> None:
    assert run("check", STORY, "--fast", "--fail-on", bar).code == code


def test_nothing_to_say_is_0(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headnote.verdict.audit", lambda *_: Audit())
    done = run("check", STORY, "--fast", "--fail-on", "note")
    assert done.code == 0
    assert "nothing to say" in done.out


@pytest.mark.usefixtures("disagreements")
def test_what_could_not_run_is_2_and_the_rest_is_still_checked(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path / "none.txt", STORY, "--fast")
    assert done.code == 2
    assert "test.warning" in done.out


def test_an_error_before_the_first_story_is_2_too(run: Run) -> None:
    assert run("check", STORY, "--policy", "nobody-wrote-this").code == 2


@pytest.mark.usefixtures("disagreements")
def test_the_text_form_points_at_line_and_column(run: Run) -> None:
    text = STORY.read_text(encoding="utf-8")
    line, column = text.count("\n", 0, 60) + 1, 60 - text.rfind("\n", 0, 60)
    lines = run("check", STORY, "--fast").out.splitlines()
    assert lines[0] == f"{STORY.name}:1:1: warning: A warning for the test. [test.warning]"
    assert lines[1].startswith(f"{STORY.name}:{line}:{column}: note: ")
    assert "1 warning, 1 note" in lines[2]


@pytest.mark.usefixtures("disagreements")
def test_json_has_the_audit_of_each_work_on_a_line(run: Run) -> None:
    out = run("check", STORY, STORY, "--fast", "--format", "json").out
    first, second = (json.loads(line) for line in out.splitlines())
    assert first == second
    assert [item["rule"] for item in first["audit"]] == ["test.warning", "test.note"]
    assert {"source", "declared", "rating", "decision"} < set(first)


@pytest.mark.usefixtures("disagreements")
def test_sarif_is_one_log_for_all_works(run: Run) -> None:
    log = json.loads(run("check", STORY, STORY, "--fast", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    results = [result for each in log["runs"] for result in each["results"]]
    assert len(results) == 2 * len(ITEMS)


def test_forms_are_whole_json_in_a_process_of_their_own() -> None:
    for form in ("json", "sarif"):
        done = spawn("check", STORY, "--fast", "--format", form)
        assert done.returncode in {0, 1}
        msgspec.json.decode(done.stdout)
