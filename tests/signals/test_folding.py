"""Folded text finds words and leads back to the offsets of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote.signals import folding
from headnote.signals.folding import fold, fold_phrase
from headnote.signals.inflection import expand

TEXTS = st.text(alphabet=st.sampled_from("abcÄßİıſ ’'\"\r\n\t.,-—“😀é"), max_size=60)


@given(TEXTS)
def test_one_byte_is_one_code_point_but_for_returns(text: str) -> None:
    folded = fold(text)
    assert len(folded.words) - 2 == len(text) - text.count("\r\n")


@given(TEXTS)
def test_stops_stand_where_the_text_has_them(text: str) -> None:
    folded = fold(text)
    stops = folded.stops(1, len(folded.words) - 1)
    assert len(stops) == len(folded.words) - 2
    for i, byte in enumerate(stops):
        char = text[folded.offset(i)]
        assert (byte == ord(".")) == (char in '.!?;:"' or (ord(char) > 255 and char != "’"))


def test_a_long_text_folds_as_its_parts_do(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "One.\r\nTwo — “three”\r\n\r\nfour\r\n" * 3
    whole = fold(text)
    for block in range(1, 9):
        monkeypatch.setattr(folding, "BLOCK", block)
        assert fold(text) == whole


@given(TEXTS)
def test_offsets_lead_back_to_the_same_letters(text: str) -> None:
    folded = fold(text)
    for i, byte in enumerate(folded.words[1:-1]):
        offset = folded.offset(i)
        if byte < 128 and byte != 32:
            assert text[offset].lower() == chr(byte)
        assert folded.index(offset) == i


def test_a_phrase_is_found_over_a_line_end_of_either_kind() -> None:
    for text in ("He was\r\nburned", "He was\nburned", "He was burned"):
        assert fold_phrase("was burned") in fold(text).words


def test_letters_that_change_length_in_lower_case_do_not_shift_offsets() -> None:
    text = "İİİ Stab"
    folded = fold(text)
    at = folded.words.index(fold_phrase("stab"))
    assert text[folded.offset(at) : folded.offset(at + 3) + 1] == "Stab"


@pytest.mark.parametrize(
    ("short", "forms"),
    [
        ("punch+v", ["punch", "punches", "punched", "punching"]),
        ("stab+v him", ["stab him", "stabs him", "stabbed him", "stabbing him"]),
        ("bury+v", ["bury", "buries", "buried", "burying"]),
        ("choke+v", ["choke", "chokes", "choked", "choking"]),
        ("str(ike|uck)", ["strike", "struck"]),
        ("(a|the (old|new)) war+n", ["a war", "a wars", "the old war", "the old wars", "the new war", "the new wars"]),
        ("box+n", ["box", "boxes"]),
        ("ally+n", ["ally", "allies"]),
        ("hit( him|)", ["hit him", "hit"]),
    ],
)
def test_spellings_are_written_out(short: str, forms: list[str]) -> None:
    assert expand([short]) == forms
