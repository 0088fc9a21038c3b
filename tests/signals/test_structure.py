"""Consent, ages in scene and kin, read beside sexual signals; the sexual words are invented (``stand_in.toml``)."""

from __future__ import annotations

import msgspec
import pytest

from headnote.records import Age, Cast, Evidence, Pair, Signal
from headnote.signals import Lexicon
from tests.signals.casting import age, make_cast
from tests.signals.conftest import Read

ACT = "They blorped and zanzled."
FAR = "The road went on past the mill and the ford and the long wall of the orchard. " * 8


def top(signals: tuple[Signal, ...], code: str) -> float:
    return max((s.score for s in signals if s.code == code), default=0.0)


def contexts(signals: tuple[Signal, ...], code: str) -> set[str]:
    return {name for s in signals if s.code == code for name in s.context}


def test_an_ambiguous_word_counts_only_in_company(read: Read, stand_in: Lexicon) -> None:
    alone = read("They wumped along the road.", lexicon=stand_in)
    beside = read(f"{ACT} They wumped.", lexicon=stand_in)
    apart = read(f"{ACT} {FAR} They wumped.", lexicon=stand_in)
    assert not alone
    assert "standin.company" in {s.rule for s in beside}
    assert "standin.company" not in {s.rule for s in apart}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"Please stop, said Ada. {ACT}", "noncon"),
        (f"{ACT} Ada did not want this; it was against her will.", "noncon"),
        (f"Bran held her down. {ACT}", "noncon"),
        (f"Ada was drunk. {ACT}", "dubcon"),
        (f"{ACT} Ada was asleep.", "dubcon"),
        (f"He was blackmailed into it. {ACT}", "dubcon"),
    ],
)
def test_cues_of_consent_count_beside_sexual_activity_only(read: Read, stand_in: Lexicon, text: str, code: str) -> None:
    assert top(read(text, lexicon=stand_in), code) >= 0.2
    assert top(read(text.replace(ACT, "They baked bread."), lexicon=stand_in), code) == 0.0
    assert top(read(text.replace(ACT, f"{FAR}{ACT}{FAR}"), lexicon=stand_in), code) == 0.0


def test_an_answered_question_softens_a_refusal(read: Read, stand_in: Lexicon) -> None:
    refused = read(f"Please stop, said Ada. {ACT}", lexicon=stand_in)
    answered = read(
        f"Are you sure? said Bran. Don't stop, please yes, said Ada. {ACT} Please stop, I can't.", lexicon=stand_in
    )
    assert top(answered, "noncon") < top(refused, "noncon")
    assert "agreement-near" in contexts(answered, "dubcon")


def test_someone_under_age_in_the_same_scene(read: Read, stand_in: Lexicon) -> None:
    text = "Ada met Bran. They blorped. Ada and Bran zanzled."
    young = read(text, cast=make_cast(text, {"Ada": [age(15, 15)], "Bran": []}), lexicon=stand_in)
    grown = read(text, cast=make_cast(text, {"Ada": [age(25, 25)], "Bran": []}), lexicon=stand_in)
    assert top(young, "underage-sex") >= 0.8
    assert {s.people for s in young if s.code == "underage-sex"} == {("p1",)}
    assert top(grown, "underage-sex") == 0.0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Ada played in the yard.\n***\nBran and Cole blorped. Bran and Cole zanzled.",
            {"Ada": [age(9, 9)], "Bran": [], "Cole": []},
        ),
        (
            f"Ada played in the yard. {FAR} Bran and Cole blorped and zanzled.",
            {"Ada": [age(9, 9)], "Bran": [], "Cole": []},
        ),
        ("Ada and Bran blorped. They zanzled.", {"Ada": [age(12, 12, time="then"), age(30, 30)], "Bran": []}),
        ("Ada and Bran blorped. Come here, baby, he said. Good girl, kid. They zanzled.", {"Ada": [], "Bran": []}),
        ("Ada and Bran kissed in the yard of the high school.", {"Ada": [age(16, 16)], "Bran": [age(16, 16)]}),
    ],
    ids=["another-scene", "elsewhere", "then", "endearments", "kissing"],
)
def test_what_does_not_raise_by_itself(read: Read, stand_in: Lexicon, text: str, names: dict[str, list[Age]]) -> None:
    signals = read(text, cast=make_cast(text, names), lexicon=stand_in)
    assert top(signals, "underage-sex") == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "She was sixteen years old. They blorped and zanzled.",
        "They met in homeroom. They blorped and zanzled.",
        "They blorped and zanzled, as when she was fifteen years old.",
    ],
)
def test_what_cannot_be_told_apart_goes_to_a_person(read: Read, stand_in: Lexicon, text: str) -> None:
    signals = read(text, lexicon=stand_in)
    assert 0.1 <= top(signals, "underage-sex") <= 0.4
    assert "undecided" in contexts(signals, "underage-sex")


def test_people_named_earlier_in_the_scene_may_be_meant(read: Read, stand_in: Lexicon) -> None:
    names = {"Ada": [age(15, 15)], "Bran": [], "Cole": []}
    meant = f"Ada and Bran went up. {FAR} {ACT}"
    others = f"Ada went up. {FAR} Bran met Cole. {FAR} {ACT}"
    signals = read(meant, cast=make_cast(meant, names), lexicon=stand_in)
    assert 0.2 <= top(signals, "underage-sex") <= 0.4
    assert {"not-named-near", "undecided"} <= contexts(signals, "underage-sex")
    assert top(read(others, cast=make_cast(others, names), lexicon=stand_in), "underage-sex") == 0.0


def test_the_strongest_of_a_scene_counts(read: Read, stand_in: Lexicon) -> None:
    text = f"Ada and Bran went up. {FAR} {ACT} {FAR} Ada blorped. Ada zanzled."
    signals = read(text, cast=make_cast(text, {"Ada": [age(15, 15)], "Bran": []}), lexicon=stand_in)
    assert top(signals, "underage-sex") >= 0.8
    assert sum(s.code == "underage-sex" for s in signals) == 1


def test_a_narrator_under_age_may_be_meant(read: Read, stand_in: Lexicon) -> None:
    cast = make_cast("", {"Ada": [age(15, 15)]})
    told = read(f"I went up. {ACT}", cast=msgspec.structs.replace(cast, narrator="p1"), lexicon=stand_in)
    assert 0.2 <= top(told, "underage-sex") <= 0.4
    assert top(read(f"I went up. {ACT}", cast=cast, lexicon=stand_in), "underage-sex") == 0.0


def test_ages_that_disagree_are_undecided(read: Read, stand_in: Lexicon) -> None:
    text = "Ada met Bran. They blorped. Ada and Bran zanzled."
    signals = read(text, cast=make_cast(text, {"Ada": [age(16, 17), age(19, 19)], "Bran": []}), lexicon=stand_in)
    assert 0.2 <= top(signals, "underage-sex") <= 0.4
    assert {"ages-disagree", "undecided"} <= contexts(signals, "underage-sex")


def test_kin_count_beside_sexual_activity_only(read: Read, stand_in: Lexicon) -> None:
    assert top(read("They zanzled; he blorped his sister.", lexicon=stand_in), "incest") >= 0.4
    assert top(read("His sister came home. She baked bread.", lexicon=stand_in), "incest") == 0.0
    assert top(read(f"His sister came home. {FAR} {ACT}", lexicon=stand_in), "incest") == 0.0
    assert top(read("They zanzled and blorped while his sister's friend slept.", lexicon=stand_in), "incest") == 0.0


def test_a_pair_that_is_family_and_lovers_goes_to_a_person(read: Read) -> None:
    text = "Ada loved Bran."
    at = [Evidence(start=0, end=15, score=0.8, detector="pairs")]
    kinds = [Pair(people=("p1", "p2"), kind=kind, confidence=0.8, evidence=at) for kind in ("family", "romantic")]
    both = read(text, cast=make_cast(text, {"Ada": [], "Bran": []}, pairs=tuple(kinds)))
    one = read(text, cast=make_cast(text, {"Ada": [], "Bran": []}, pairs=tuple(kinds[1:])))
    assert 0.1 <= top(both, "incest") <= 0.3
    assert top(one, "incest") == 0.0


def test_no_cast_no_crash(read: Read, stand_in: Lexicon) -> None:
    assert read(ACT, cast=Cast(), lexicon=stand_in)


def test_a_cue_of_somebody_who_takes_no_part_is_weak(read: Read, stand_in: Lexicon) -> None:
    names: dict[str, list[Age]] = {"Ada": [], "Bran": [], "Cole": []}
    other = f"Cole was drunk. {FAR[:200]}Ada blorped, and Bran zanzled Ada."
    own = other.replace("Cole", "Bran")
    signals = read(other, cast=make_cast(other, names), lexicon=stand_in)
    assert "someone-else" in contexts(signals, "dubcon")
    assert top(signals, "dubcon") < 0.5 * top(read(own, cast=make_cast(own, names), lexicon=stand_in), "dubcon")


def test_a_cue_counts_in_its_own_scene_only(read: Read, stand_in: Lexicon) -> None:
    assert top(read(f"Ada was drunk. {ACT}", lexicon=stand_in), "dubcon") >= 0.3
    assert top(read(f"Ada was drunk.\n***\n{ACT}", lexicon=stand_in), "dubcon") == 0.0
    assert top(read(f"They were brother and sister.\n***\n{ACT}", lexicon=stand_in), "incest") == 0.0


def test_a_refusal_that_is_heeded_is_weak(read: Read, stand_in: Lexicon) -> None:
    heeded = read(f"{ACT} Please stop, said Ada, and Bran stopped at once.", lexicon=stand_in)
    assert "heeded" in contexts(heeded, "noncon")
    assert top(heeded, "noncon") < 0.15 < top(read(f"{ACT} Please stop, said Ada.", lexicon=stand_in), "noncon")


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("They zanzled; he blorped his sister.", 0.5),
        ("They zanzled; his sister blorped him.", 0.5),
        ("They zanzled, and his sister's blorp was near.", 0.5),
    ],
)
def test_kin_who_take_part(read: Read, stand_in: Lexicon, text: str, least: float) -> None:
    signals = read(text, lexicon=stand_in)
    assert top(signals, "incest") >= least
    assert "undecided" not in contexts(signals, "incest")


def test_kin_who_are_only_near_go_to_a_person_or_nowhere(read: Read, stand_in: Lexicon) -> None:
    near = read(f"{ACT} His sister knocked.", lexicon=stand_in)
    assert 0.0 < top(near, "incest") < 0.2
    assert contexts(near, "incest") == {"sexual-near", "undecided"}
    assert top(read(f"{ACT} His sister's friend knocked.", lexicon=stand_in), "incest") == 0.0
