"""Records that are kept as columns read as the records that they stand for."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote.records import MENTION_KINDS, Cast, Mention, Mentions

#: Who is meant: someone with an id, someone without a name, nobody who could be told.
WHO = st.sampled_from([("p1", None), ("p2", None), ("p10", None), (None, 0), (None, 7), (None, None)])
MENTIONS = st.lists(
    st.builds(
        lambda start, end, who, kind, confidence: Mention(
            start=start, end=end, person=who[0], unnamed=who[1], kind=kind, confidence=confidence
        ),
        st.integers(0, 1 << 40),
        st.integers(0, 1 << 40),
        WHO,
        st.sampled_from(MENTION_KINDS),
        st.floats(0, 1),
    )
)


@given(MENTIONS, st.integers(-3, 3), st.integers(-3, 3))
def test_columns_hold_every_mention(mentions: list[Mention], low: int, high: int) -> None:
    kept = Mentions.of(mentions)
    assert list(kept) == mentions
    assert len(kept) == len(mentions)
    assert kept[low:high] == mentions[low:high]
    assert [kept[i] for i in range(-len(mentions), len(mentions))] == mentions * 2
    assert list(kept.column("starts")) == [m.start for m in mentions]
    assert list(kept.places()) == [(m.person, m.start, m.end) for m in mentions if m.person]
    assert len(list(kept.places("name"))) == sum(m.kind == "name" and m.person is not None for m in mentions)


@given(MENTIONS)
def test_a_cast_is_stored_and_read_back(mentions: list[Mention]) -> None:
    cast = Cast(mentions=Mentions.of(mentions))
    assert msgspec.json.decode(msgspec.json.encode(cast), type=Cast) == cast
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(cast), type=Cast) == cast


@pytest.mark.parametrize("at", [0, -1, 7])
def test_there_is_no_mention_beyond_the_last(at: int) -> None:
    with pytest.raises(IndexError):
        Mentions()[at]
