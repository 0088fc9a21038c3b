"""docs/policies.md: its example works, and it names every key and no other."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from headnote import verdict
from headnote.errors import PolicyError
from headnote.verdict.condition import Condition
from headnote.verdict.decide import ACTIONS
from headnote.verdict.policy import Policy, PolicyRule, parse_policy

PAGE = (Path(__file__).parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")


def test_the_example_is_a_policy() -> None:
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    policy = parse_policy(example[1].encode(), "example.toml")
    assert [rule.id for rule in policy.rule] == ["explicit", "unsure", "heavy"]


def test_the_page_names_every_key_of_a_condition_and_no_other() -> None:
    keys = {field.name for field in msgspec.structs.fields(Condition)}
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE.split("## Conditions")[1], re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert named == keys


def test_the_page_names_every_key_of_a_policy_and_of_a_rule() -> None:
    for struct in (Policy, PolicyRule):
        for field in msgspec.structs.fields(struct):
            assert re.search(rf"`(?:\[\[)?{field.name}(?:\]\])?`", PAGE), field.name


def test_the_page_names_the_bundled_policies_and_the_actions_in_order() -> None:
    assert all(f"| `{name}` |" in PAGE for name in verdict.policy_names())
    assert ", ".join(f"`{action}`" for action in ACTIONS) in PAGE


def test_the_message_on_the_page_is_the_real_one() -> None:
    shown = re.search(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    assert shown
    wrong = 'name = "mine"\n\n[[rule]]\nid = "one"\naction = "ban"\nreason = "Why."\nwhen = {}\n'
    with pytest.raises(PolicyError) as error:
        parse_policy(wrong.encode(), "mine.toml")
    assert str(error.value) == shown[1]
