"""Whose death it is: a main character's, a minor one's, one who comes back."""

from __future__ import annotations

from headnote.records import Signal
from tests.signals.casting import make_cast
from tests.signals.conftest import Read

LIFE = "Ada rowed. Ada sang. Ada laughed. Ada and Bran fished. Bran rowed. Bran sang. Ada slept. Bran slept. "


def major(signals: tuple[Signal, ...]) -> list[Signal]:
    return [s for s in signals if s.code == "major-death"]


def test_a_main_character_dies(read: Read) -> None:
    for end in (
        "Ada died at dawn.",
        "Then Ada was killed.",
        "The storm had killed Ada.",
        "After Ada's funeral they left.",
    ):
        text = LIFE + end
        found = major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []})))
        assert found, end
        assert {s.people for s in found} == {("p1",)}
        assert max(s.score for s in found) >= 0.35


def test_a_minor_character_dies(read: Read) -> None:
    text = LIFE + LIFE + LIFE + LIFE + "Old Cole died at dawn."
    signals = read(text, cast=make_cast(text, {"Ada": [], "Bran": [], "Cole": []}))
    assert not major(signals)
    assert any(s.code == "death" for s in signals)


def test_one_who_speaks_again_has_come_back(read: Read) -> None:
    text = LIFE + 'Ada died at dawn. "Boo!" said Ada. "It is only me," Ada said.'
    spans = [(text.index('"Boo'), text.index('"Boo') + 6), (text.index('"It'), text.index('me,"') + 4)]
    gone = major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []})))
    back = major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []}, speaking={"Ada": spans})))
    assert max(s.score for s in back) < 0.5 * max(s.score for s in gone)
    assert "returns" in back[0].context


def test_speech_without_a_tag_brings_nobody_back(read: Read) -> None:
    text = LIFE + 'Ada died at dawn. "Is she gone?" "Yes." "Then let her rest."'
    spans = [(text.index('"Is'), text.index('gone?"') + 6), (text.index('"Then'), len(text))]
    found = major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []}, speaking={"Ada": spans})))
    assert all("returns" not in s.context for s in found)
    assert max(s.score for s in found) >= 0.7


def test_a_death_that_did_not_happen_weighs_little(read: Read) -> None:
    for end in ("Ada did not die.", "Ada was dead tired.", "Ada was dying to know."):
        text = LIFE + end
        assert max((s.score for s in major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []})))), default=0) < 0.1


def test_the_name_must_stand_in_the_same_sentence(read: Read) -> None:
    text = LIFE + "It was Ada. The king died."
    assert not major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []})))


def test_a_death_that_is_thought_played_or_sung_weighs_half_at_most(read: Read) -> None:
    for end in (
        "They all thought that Ada was dead.",
        "Ada was presumed dead.",
        "On the last level Ada died, and threw the controller on the sofa.",
        "In the second act Ada died, and had the rest of the play off.",
        "Bran could have sworn that Ada would have died.",
    ):
        text = LIFE + end
        assert (
            max((s.score for s in major(read(text, cast=make_cast(text, {"Ada": [], "Bran": []})))), default=0) < 0.41
        )
