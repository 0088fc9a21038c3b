"""Near-duplicates are told, and works that only share a way of writing are not."""

from __future__ import annotations

import pytest

from headnote.corpus import likeness
from headnote.corpus.folding import fold
from headnote.library import works
from headnote.library.database import Library
from headnote.library.storing import store
from headnote.library.viewers import OWNER
from tests.library.stories import reading, story

WORDS = [f"word{number}" for number in range(1000)]


def like(one: str, other: str) -> float:
    return likeness.likeness(*(likeness.signature(fold(text)) for text in (one, other)))


def test_the_same_words_are_wholly_alike_whatever_stands_between() -> None:
    assert like("The lamp, and the stair; and the sea.", "the LAMP and the\n\nstair -- and the sea") == 1.0


@pytest.mark.parametrize("changed", [0, 100, 300, 600, 1000])
def test_the_estimate_is_near_the_share_of_common_runs(changed: int) -> None:
    other = [*WORDS[changed:], *(f"other{number}" for number in range(changed))]
    common = max(0, len(WORDS) - changed - 4)
    share = common / (2 * (len(WORDS) - 4) - common)
    assert like(" ".join(WORDS), " ".join(other)) == pytest.approx(share, abs=0.15)


@pytest.mark.parametrize("text", ["", "one", "one two three", "\u4f60\u597d \u4e16\u754c"])
def test_short_texts_have_a_signature(text: str) -> None:
    assert len(likeness.signature(fold(text))) == 4 * likeness.PERMUTATIONS
    assert like(text, text) == 1.0
    assert like(text, "something else altogether that is longer") < likeness.ALIKE


def test_alike_pairs_share_a_band() -> None:
    one, other = (likeness.signature(fold(story(1, lines=lines))) for lines in (40, 43))
    assert set(enumerate(likeness.bands(one))) & set(enumerate(likeness.bands(other)))


def test_bands_are_signed_64_bit_numbers_that_never_change() -> None:
    values = likeness.bands(likeness.signature("the lamp and the stair and the sea"))
    assert len(values) == likeness.BANDS
    assert all(-(2**63) <= value < 2**63 for value in values)
    # Stored in every library: a change here needs a migration that makes them anew.
    assert (values[0], values[-1]) == (5056851074871209328, 6983503018735951337)


def test_near_duplicates_find_each_other(library: Library) -> None:
    first = store(library, reading(story(1, lines=40)), policy="archive")
    second = store(library, reading(story(1, lines=41)), policy="archive")
    third = store(library, reading(story(5, lines=40)), policy="archive")
    assert [(near.key, near.title) for near in second.near] == [(first.key, "story")]
    assert second.near[0].likeness >= likeness.ALIKE
    assert (first.near, third.near) == ([], [])
    for key, others in ((first.key, [second.key]), (second.key, [first.key]), (third.key, [])):
        work = works.find(library, OWNER, key)
        assert work is not None
        assert [near.key for near in work.near] == others


def test_versions_of_one_work_are_not_told_as_near(library: Library) -> None:
    for lines in (40, 41):
        stored = store(
            library, reading(story(1, lines=lines, title="The Long Stair", author="N. Example")), policy="archive"
        )
    assert (stored.outcome, stored.near) == ("version", [])


def test_a_new_version_that_differs_is_near_no_more(library: Library) -> None:
    def put(number: int, title: str, lines: int = 40) -> str:
        words = story(number, lines=lines, title=title, author="N. Example")
        return store(library, reading(words), policy="archive").key

    first, second = put(1, "The Long Stair"), put(1, "The Short Stair", 41)
    put(6, "The Short Stair")
    for key in (first, second):
        work = works.find(library, OWNER, key)
        assert work is not None
        assert work.near == []
