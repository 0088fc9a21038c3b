"""Rows that are like an earlier one are told, those that are not are not, and it is the same as comparing all."""

from __future__ import annotations

import io
import random
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headnote.corpus import duplicates, likeness, nearness
from headnote.corpus.duplicates import Duplicate
from headnote.corpus.folding import fold
from headnote.errors import OutputFailed
from tests.corpus.conftest import SENTENCES

Partial = tuple[str, Path]


def partial(folder: Path, name: str, texts: dict[str | int, str | None]) -> Partial:
    """A finished partial output of rows by id; a row without a text is one that could not be read."""
    path = folder / f"{name}.partial"
    rows = [
        {"id": i, "error": "line 1: no text"}
        if text is None
        else {"id": i, "sha256": sha256(text.encode()).hexdigest(), "sketch": likeness.sketch(text)}
        for i, text in texts.items()
    ]
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return name, path


def words(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(5000)}" for _ in range(count)]


def edited(text: list[str], share: float, seed: int = 0) -> str:
    """A copy with a stretch in its middle written anew, so that about `share` of all runs of both are common."""
    # A stretch of n changed words leaves (1 - n) / (1 + n) of all runs common.
    changed = round(len(text) * (1 - share) / (1 + share))
    at = (len(text) - changed) // 2
    return " ".join([*text[:at], *words(seed + 1000, changed), *text[at + changed :]])


def one(folder: Path, *texts: str | None) -> dict[int, Duplicate]:
    (found,) = duplicates.find([partial(folder, "rows.jsonl", dict(enumerate(texts)))])
    return found


def test_the_same_text_and_an_edited_copy_point_at_the_first(tmp_path: Path) -> None:
    text = words(1, 600)
    whole = " ".join(text)
    found = one(tmp_path, "nothing of it", whole, edited(text, 0.95), whole, whole.upper())
    assert found.keys() == {2, 3, 4}
    assert {duplicate.of for duplicate in found.values()} == {"1"}
    assert found[2].likeness == pytest.approx(0.95, abs=0.05)
    # Other letters are another text: near, however near.
    assert (found[3].likeness, found[4].likeness) == (1.0, duplicates.NEARLY)


@pytest.mark.parametrize("share", [0.3, 0.4, 0.5, 0.6])
def test_texts_that_share_a_part_are_not_alike(share: float, tmp_path: Path) -> None:
    texts = [words(seed, 600) for seed in range(40)]
    assert (
        one(tmp_path, *(" ".join(text) for text in texts), *(edited(text, share, n) for n, text in enumerate(texts)))
        == {}
    )


@pytest.mark.parametrize("share", [0.93, 0.96, 0.99])
def test_edited_copies_are_found(share: float, tmp_path: Path) -> None:
    texts = [words(seed, 600) for seed in range(40)]
    found = one(
        tmp_path, *(" ".join(text) for text in texts), *(edited(text, share, n) for n, text in enumerate(texts))
    )
    assert {number: duplicate.of for number, duplicate in found.items()} == {n + 40: str(n) for n in range(40)}


def test_short_texts_are_alike_where_their_words_are_the_same(tmp_path: Path) -> None:
    found = one(tmp_path, "The lamp burned.", "The lamp burned", "The lamp went out.", "Lamp", "The lamp burned!")
    assert found == {1: Duplicate("0", 0.99), 4: Duplicate("0", 0.99)}


def test_texts_without_words_are_alike_only_where_they_are_the_same(tmp_path: Path) -> None:
    assert one(tmp_path, "…", "* * *", "?!", "* * *", "\u200b") == {3: Duplicate("1", 1.0)}


def test_a_row_never_points_at_one_that_points_on(tmp_path: Path) -> None:
    """Three that drift apart: the second is like the first, the third like the second alone."""
    text = words(3, 600)
    second = edited(text, 0.87, 1).split()
    far = [*text[:100], *words(9, 30), *second[130:]]
    alike = [likeness.likeness(*map(_signature, pair)) for pair in ((text, second), (second, far), (text, far))]
    assert [share >= likeness.ALIKE for share in alike] == [True, True, False]
    found = one(tmp_path, *map(" ".join, (text, second, far, far)))
    assert {n: d.of for n, d in found.items()} == {1: "0", 3: "2"}


def _signature(text: list[str]) -> bytes:
    return likeness.signature(fold(" ".join(text)))


def test_rows_of_other_files_are_named_with_their_file(tmp_path: Path) -> None:
    text = " ".join(words(1, 50))
    files = [
        partial(tmp_path, "a.jsonl", {"x": "Only here.", "y": text}),
        partial(tmp_path, "none.jsonl", {}),
        partial(tmp_path, "b.jsonl", {"x": text, 7: "Rain.", 8: None, 9: "Rain."}),
    ]
    of = {name: found for (name, _), found in zip(files, duplicates.find(files), strict=True)}
    assert of == {
        "a.jsonl": {},
        "none.jsonl": {},
        "b.jsonl": {0: Duplicate("a.jsonl#y", 1.0), 3: Duplicate("7", 1.0)},
    }
    # The other way round, the other is the first.
    assert list(duplicates.find(files[::-1])) == [{3: Duplicate("7", 1.0)}, {}, {1: Duplicate("b.jsonl#x", 1.0)}]


def test_rows_that_could_not_be_read_are_like_none(tmp_path: Path) -> None:
    assert one(tmp_path, None, None, "Rain.", None) == {}
    assert list(duplicates.find([])) == []


def test_nothing_is_left_beside_the_partial_outputs(tmp_path: Path) -> None:
    one(tmp_path, "Rain.", "Rain.")
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl.partial"]


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "TemporaryFile", lambda **_: io.FileIO("/dev/full", "w+"))
    files = [partial(tmp_path, "rows", dict.fromkeys(range(100), "Rain."))]
    with pytest.raises(OutputFailed, match="expected to compare rows there, found: No space left"):
        list(duplicates.find(files))


def brute(texts: list[str]) -> dict[int, Duplicate]:
    """Every row compared with every earlier one that points at none."""
    nothing = likeness.signature("")
    signatures = [likeness.signature(fold(text)) for text in texts]
    found: dict[int, Duplicate] = {}
    for number, text in enumerate(texts):
        for other in range(number):
            share = likeness.likeness(signatures[number], signatures[other])
            is_like = texts[other] == text or (share >= likeness.ALIKE and signatures[number] != nothing)
            if other not in found and is_like:
                how = 1.0 if texts[other] == text else min(duplicates.NEARLY, round(share, 2))
                found[number] = Duplicate(str(other), how)
                break
    return found


@given(seed=st.integers(0, 2**32), count=st.integers(0, 300), share=st.floats(0.5, 1.0))
@settings(max_examples=25, deadline=None)
def test_it_is_as_if_all_rows_were_compared(
    seed: int, count: int, share: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Texts that are copies of copies, of each length, more and less alike."""
    chance = random.Random(seed)
    texts: list[str] = []
    for _ in range(count):
        kind = chance.random()
        if texts and kind < 0.6:
            copied = chance.choice(texts).split()
            texts.append(edited(copied, min(1.0, share + chance.random() / 4), chance.randrange(10**6)))
        elif kind < 0.7:
            texts.append(chance.choice(["", "!", "?", "one two three", "One two, three.", *SENTENCES]))
        else:
            texts.append(" ".join(words(chance.randrange(10**6), chance.choice([1, 3, 8, 40, 200]))))
    assert one(tmp_path_factory.mktemp("rows"), *texts) == brute(texts)


def test_many_rows_from_one_mould_are_each_compared_with_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mould that fills the bands of all, and whose rows are not alike: what is compared grows with the rows, not with
    their square; copies are found all the same."""
    count = 2000
    signatures = numpy.random.default_rng(1).integers(0, 2**32, (count, 64), dtype="<u4")
    signatures[:, :20] = 7
    signatures[1500:] = signatures[:500]
    lines = [
        {"id": n, "sha256": f"{n:064x}", "sketch": b64encode(row.tobytes()).decode()}
        for n, row in enumerate(signatures)
    ]
    path = tmp_path / "rows.partial"
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    monkeypatch.setattr(nearness, "COMPARED", 10)
    (found,) = duplicates.find([("rows", path)])
    assert {number: duplicate.of for number, duplicate in found.items()} == {n + 1500: str(n) for n in range(500)}
