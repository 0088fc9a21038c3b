from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote.signals.semantic.wordpiece import LONGEST_WORD, WordPiece

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lamp", "light", "##light", "##er", "cafe", ",", "'", "t", "don", "灯"]
IDS = {piece: at for at, piece in enumerate(PIECES)}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("lamp", ["lamp"]),
        ("Lamp, LAMP", ["lamp", ",", "lamp"]),
        ("lamplighter", ["lamp", "##light", "##er"]),
        ("light", ["light"]),
        ("café", ["cafe"]),
        ("don't", ["don", "'", "t"]),
        ("lampx", ["[UNK]"]),
        ("灯灯", ["灯", "灯"]),
        ("lamp" * (LONGEST_WORD // 4 + 1), ["[UNK]"]),
        ("", []),
    ],
)
def test_words_become_the_longest_pieces(text: str, pieces: list[str]) -> None:
    assert WordPiece(IDS).ids(text, 64) == [IDS[p] for p in ["[CLS]", *pieces, "[SEP]"]]


@given(st.text(max_size=300), st.integers(2, 40))
def test_never_more_than_the_limit_and_always_whole(text: str, limit: int) -> None:
    ids = WordPiece(IDS).ids(text, limit)
    assert len(ids) <= limit
    assert ids[0] == IDS["[CLS]"]
    assert ids[-1] == IDS["[SEP]"]


def test_a_word_met_again_gives_the_same_pieces() -> None:
    pieces = WordPiece(IDS)
    assert pieces.ids("lamplighter", 64) == pieces.ids("lamplighter", 64)


def test_the_bundled_vocabulary_is_the_models() -> None:
    assert WordPiece.bundled().ids("the lamp", 8) == [101, 1996, 10437, 102]
