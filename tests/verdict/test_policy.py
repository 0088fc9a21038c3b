from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote import verdict
from headnote.errors import PolicyError
from headnote.records import Action, Audit, Cast, Decision
from headnote.taxonomy import RATINGS
from headnote.verdict.condition import Condition
from headnote.verdict.decide import ACTIONS
from headnote.verdict.policy import Policy, PolicyRule, parse_policy
from headnote.verdict.thresholds import thresholds
from tests.verdict.build import ENGINE, a_rating, a_work, an_advisory, read_or_not

CASES_AT = Path(__file__).parent / "cases"
BAD: list[dict[str, Any]] = tomllib.loads((CASES_AT / "bad_policies.toml").read_text(encoding="utf-8"))["case"]
DECISIONS: list[dict[str, Any]] = tomllib.loads((CASES_AT / "decisions.toml").read_text(encoding="utf-8"))["case"]


def decided(case: dict[str, Any]) -> Decision:
    known = case["policy"] in verdict.policy_names()
    policy = verdict.load_policy(case["policy"]) if known else parse_policy(case["policy"].encode(), "mine.toml")
    work = a_work(case.get("declared", {}), "Quarrow.", language=case.get("language", "en"))
    advisory = read_or_not(work, case.get("found", []), case.get("read", True))
    return verdict.decide(policy, work, advisory, verdict.audit(work, Cast(), advisory), ENGINE)


@pytest.mark.parametrize("case", DECISIONS, ids=lambda c: c["says"])
def test_a_policy_decides_as_the_case_expects(case: dict[str, Any]) -> None:
    decision = decided(case)
    assert decision.action == case["action"]
    assert [reason.partition(":")[0] for reason in decision.reasons] == case["rules"]


@pytest.mark.parametrize("case", BAD, ids=lambda c: c["says"])
def test_a_bad_policy_is_refused_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(case["file"].encode())
    with pytest.raises(PolicyError) as error:
        verdict.load_policy(path)
    assert str(error.value) == case["message"]
    assert error.value.exit_code == 5
    assert "docs/policies.md" in error.value.hint


def test_bytes_that_are_no_utf8_are_refused_with_their_place() -> None:
    with pytest.raises(PolicyError, match=r"mine\.toml, line 2, column 5: expected UTF-8"):
        parse_policy(b'name = "mine"\n# a \xff', "mine.toml")


def test_tables_nested_too_deep_are_refused() -> None:
    with pytest.raises(PolicyError, match="line"):
        parse_policy(b"name = " + b"[" * 5000, "mine.toml")


@pytest.mark.parametrize("policy", ["no-such", Path("/no/such/file.toml"), "a\nb", Path()])
def test_a_policy_that_is_not_there_is_one_line(policy: str | Path) -> None:
    with pytest.raises(PolicyError) as error:
        verdict.load_policy(policy)
    assert "\n" not in str(error.value)
    assert "archive, dataset, teen-library" in str(error.value)


def test_a_policy_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"#" * (1 << 21))
    with pytest.raises(PolicyError, match="at most"):
        verdict.load_policy(path)


def refusal(file: str) -> str:
    """The message with which a file is refused, empty where it is a policy."""
    try:
        parse_policy(file.encode("utf-8", "surrogatepass"), "mine.toml")
    except PolicyError as error:
        return str(error)
    return ""


@given(st.text(max_size=200))
def test_no_text_makes_a_policy_crash(text: str) -> None:
    message = refusal(text)
    assert message.startswith("mine.toml, line ")
    assert "\n" not in message


@given(st.sampled_from([c["file"] for c in BAD]), st.integers(0, 300), st.text(max_size=3))
def test_no_change_of_a_policy_makes_it_crash(file: str, at: int, put: str) -> None:
    assert "\n" not in refusal(file[:at] + put + file[at + 1 :])


@pytest.mark.parametrize("name", verdict.policy_names())
def test_bundled_policies_carry_their_name_and_say_what_they_are(name: str) -> None:
    policy = verdict.load_policy(name)
    assert policy.name == name
    assert policy.about.endswith(".")
    assert all(rule.reason.endswith(".") for rule in policy.rule)


def test_the_bundled_policies_are_the_three() -> None:
    assert verdict.policy_names() == ("archive", "dataset", "teen-library")


conditions = st.builds(
    Condition,
    raised=st.sampled_from((None, True, False)),
    read=st.sampled_from((None, True, False)),
    min_confidence=st.sampled_from((None, 0.0, 0.5, 1.0)),
    rating=st.lists(st.sampled_from(RATINGS), max_size=2).map(tuple),
)
policies = st.builds(
    Policy,
    name=st.just("mine"),
    default=st.sampled_from(ACTIONS),
    rule=st.lists(
        st.builds(
            PolicyRule, id=st.just("one"), action=st.sampled_from(ACTIONS), reason=st.just("Why."), when=conditions
        ),
        max_size=4,
    ).map(tuple),
)


def act(policy: Policy, found: list[dict[str, Any]], declared: dict[str, Any], **changes: Any) -> Action:
    work = a_work(declared, "Quarrow.")
    advisory = msgspec.structs.replace(an_advisory(work, found), **changes)
    return verdict.decide(policy, work, advisory, Audit(), ENGINE).action


@given(policies, st.floats(0.0, 1.0), st.booleans())
def test_no_policy_lists_underage_sex(policy: Policy, confidence: float, raised: bool) -> None:
    limits = thresholds().underage
    found = [{"code": "underage-sex", "confidence": confidence, "raised": raised}]
    action = act(policy, found, {"rating": "Explicit", "warnings": ["Underage Sex"]})
    if confidence >= limits.withhold:
        assert action == "withhold"
    else:
        assert action in ("review", "withhold")


@given(policies)
def test_no_policy_lists_what_its_author_declares_as_underage_sex(policy: Policy) -> None:
    for declared in ({"warnings": ["Underage"]}, {"tags": ["Underage Sex"]}, {"title": "A stand-in (underage)"}):
        assert act(policy, [], declared, rating=a_rating("General Audiences")) in ("review", "withhold")


@given(policies)
def test_low_confidence_of_underage_sex_is_reviewed_by_every_policy(policy: Policy) -> None:
    found = [{"code": "underage-sex", "confidence": thresholds().underage.review, "raised": False}]
    assert act(policy, found, {}) in ("review", "withhold")


def test_underage_drinking_is_no_underage_sex() -> None:
    mine = Policy(name="mine")
    assert act(mine, [], {"tags": ["Underage Drinking"]}) == "list"
    assert act(mine, [], {"tags": ["No Underage Sex"]}) == "list"


def test_a_declared_warning_is_meant_by_any_of_its_names() -> None:
    for name in ("Underage", "Creator Chose Not To Use Archive Warnings", "Major Character Death"):
        file = 'name = "mine"\n[[rule]]\nid = "one"\naction = "gate"\nreason = "Why."\n'
        policy = parse_policy(f'{file}when = {{ declared_warning = ["{name}"] }}\n'.encode(), "mine.toml")
        assert act(policy, [], {"rating": "Mature", "warnings": [name]}) in ("gate", "review")
    assert act(policy, [], {"rating": "Mature", "warnings": ["MCD"]}) == "gate"
    assert act(policy, [], {"rating": "Mature", "warnings": ["none"]}) == "list"
