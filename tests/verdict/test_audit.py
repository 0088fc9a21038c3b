from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from headnote import verdict
from headnote.records import AuditItem
from headnote.verdict.audit_rules import Example, rule
from tests.verdict.build import a_cast, a_work, read_or_not

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "audit.toml").read_text(encoding="utf-8")
)["case"]
#: A stand-in for story text: no word of it may stand in a message.
STORY = "Zindle quarrow vemmish tolk. " * 40


def audited(example: dict[str, Any]) -> tuple[AuditItem, ...]:
    work = a_work(example.get("declared", {}), example.get("text", "") or STORY, header=example.get("header", ""))
    advisory = read_or_not(work, example.get("found", []), example.get("read", True))
    return verdict.audit(work, a_cast(example.get("cast", {})), advisory).items


def example(shown: Example) -> dict[str, Any]:
    return {
        "declared": shown.declared,
        "found": shown.found,
        "cast": shown.cast,
        "text": shown.text,
        "read": shown.read,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["says"])
def test_an_audit_says_what_the_case_expects(case: dict[str, Any]) -> None:
    items = audited(case)
    got = [f"{item.level} {item.rule}" for item in items if item.rule not in case.get("aside", [])]
    assert Counter(got) == Counter(case["items"])


@pytest.mark.parametrize("name", verdict.rules())
def test_a_rule_speaks_in_its_own_example_and_keeps_silent_in_the_other(name: str) -> None:
    shown = rule(name)
    assert name in [item.rule for item in audited(example(shown.flags))]
    assert name not in [item.rule for item in audited(example(shown.passes))]


@pytest.mark.parametrize("name", verdict.rules())
def test_no_item_is_above_the_level_of_its_rule(name: str) -> None:
    order = ("note", "warning", "error")
    levels = {item.level for case in CASES for item in audited(case) if item.rule == name}
    assert levels, "no case flags this rule"
    assert max(map(order.index, levels)) == order.index(rule(name).level), "the rule's level is never reached or passed"
    assert name.startswith("label.") or rule(name).level == "note"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["says"])
def test_messages_are_one_sentence_without_story_text(case: dict[str, Any]) -> None:
    for item in audited(case):
        assert "\n" not in item.message
        assert item.message.endswith(".")
        assert not {w.strip(".").casefold() for w in STORY.split()} & set(item.message.casefold().split())


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60


def test_errors_come_first() -> None:
    for case in CASES:
        levels = [("error", "warning", "note").index(item.level) for item in audited(case)]
        assert levels == sorted(levels)


def test_a_long_label_is_cut_in_a_message() -> None:
    item = audited({"declared": {"rating": "x" * 300, "warnings": ["No Archive Warnings Apply"]}})[0]
    assert item.rule == "label.malformed"
    assert len(item.message) < 250
