"""Which blocks head chapters: what markup says, else the headings that the text itself carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from headnote.layout.headings import LONGEST, Head, is_capitals, is_contents, lone_number, titled_number, worded_head
from headnote.layout.lines import Block, usual_gap

_QUOTES = frozenset('"“”‘«»„「『')
#: A run of so many headings with no story between them is a table of contents.
CONTENTS_RUN = 3
#: A title in capitals heads a chapter of its own only where at least so many stand in the work.
CAPITALS_ENOUGH = 2


class Found(NamedTuple):
    """The headings of a text. `blocks`: the blocks, some split after their first line; `heads`: index of each heading
    block, with what it is; `contents`: indices of blocks that are a table of contents."""

    blocks: list[Block]
    heads: dict[int, Head]
    contents: set[int]


def find_heads(view: str, blocks: list[Block]) -> Found:
    """Headings in the text of a work whose markup carries none."""
    split = _split_heads(view, blocks)
    heads: dict[int, Head] = {}
    numbers: dict[int, Head] = {}
    titled: dict[int, Head] = {}
    contents: set[int] = set()
    for index, block in enumerate(split):
        if block.end - block.start > LONGEST or view[block.start] in _QUOTES:
            continue
        text = view[block.start : block.end]
        line = text.split("\n", 1)[0].rstrip()
        if head := worded_head(line) or ("\n" in text and worded_head(" ".join(text.split()))):
            heads[index] = head
        elif head := lone_number(line):
            numbers[index] = head
        elif head := titled_number(line):
            titled[index] = head
        elif is_contents(text):
            contents.add(index)
    if not heads:
        heads = _sequence(numbers) or _sequence(titled, spaced=True) or _capitals(view, split)
    else:
        _add_inside(heads, numbers)
    contents |= _contents(heads, contents)
    for index in contents:
        heads.pop(index, None)
    return Found(split, heads, contents)


def _split_heads(view: str, blocks: list[Block]) -> list[Block]:
    """Split a block whose first line is a heading and whose rest is story; a title below the heading stays with it."""
    out: list[Block] = []
    for block in blocks:
        cut = (
            -1 if view[block.start] in _QUOTES else view.find("\n", block.start, min(block.end, block.start + LONGEST))
        )
        if cut < 0:
            out.append(block)
            continue
        line = view[block.start : cut].strip()
        rest = view[cut + 1 : min(block.end, cut + 1 + LONGEST)]
        if not _may_head(line) or _is_subtitle(line, rest, whole=block.end <= cut + 1 + LONGEST):
            out.append(block)
            continue
        start = cut + 1 + len(rest) - len(rest.lstrip())
        out += [Block(block.start, block.start + len(line), block.gap), Block(start, block.end, 0)]
    return out


def _may_head(line: str) -> bool:
    return bool(line) and bool(worded_head(line) or lone_number(line))


def _is_subtitle(line: str, rest: str, *, whole: bool) -> bool:
    """Whether the lines below a heading are its title: few, short, and not a sentence."""
    rest = rest.strip()
    if not whole or rest.count("\n") > 4 or not rest:
        return False
    return (
        rest.isupper()
        or line[-1] == ","
        or (rest[-1] not in ".!?\"'”’:;," and rest.count(" ") < 14 and not rest[0].islower())
    )


def _sequence(candidates: dict[int, Head], *, spaced: bool = False) -> dict[int, Head]:
    """Numbers that count up from one, as chapters do and other numbers do not."""
    kept: dict[int, Head] = {}
    for kind in ("roman", "number"):
        expected, last = 1, -2
        for index, head in candidates.items():
            near = spaced and index - last < 3
            if head.kind == kind and not near and head.number in (expected, 1):
                kept[index] = head
                expected, last = head.number + 1, index
    return dict(sorted(kept.items())) if len(kept) >= 2 and max(h.number for h in kept.values()) >= 2 else {}


def _add_inside(heads: dict[int, Head], numbers: dict[int, Head]) -> None:
    """Add lone numbers where the words head larger parts only ("BOOK I" with "1", "2" inside, or CHAPTER over 1)."""
    chapters = sum(1 for head in heads.values() if head.kind == "chapter")
    if chapters == 0:
        heads |= _sequence(numbers)
    else:
        heads |= {i: h for i, h in numbers.items() if i - 1 in heads and heads[i - 1].number == 0}


def _capitals(view: str, blocks: Sequence[Block]) -> dict[int, Head]:
    """Titles in capitals between blank lines, in a work without other headings."""
    usual = usual_gap(list(blocks))
    found = {}
    for index, block in enumerate(blocks):
        size = block.end - block.start
        if size > 80 or (index and block.gap <= usual):
            continue
        text = view[block.start : block.end]
        if is_capitals(text) and "\n" not in text:
            found[index] = Head("capitals", 0, size)
    if 0 in found and len(found) > 1:
        del found[0]
    return found if CAPITALS_ENOUGH <= len(found) <= len(blocks) // 6 else {}


def _contents(heads: dict[int, Head], opened: set[int]) -> set[int]:
    """Runs of headings with no story between them. The last heading of a run is the first chapter's own where its
    number starts again."""
    out: set[int] = set()
    run: list[int] = []
    for index in [*sorted(heads), None]:
        if run and (index is None or index > run[-1] + 1):
            out |= _listed(run, heads, opened)
            run = []
        if index is not None:
            run.append(index)
    return out


def _listed(run: list[int], heads: dict[int, Head], opened: set[int]) -> set[int]:
    if len(run) < CONTENTS_RUN + 1 and not (opened and run[0] - 1 in opened):
        return set()
    restart = len(run)
    for place in range(len(run) - 1, max(0, len(run) - 4), -1):
        if heads[run[place]].kind == "alone" or heads[run[place]].number <= 1:
            restart = place
    return set(run[:restart])


_TITLE_BREAKS = re.compile(r"\s*\n\s*|\s{2,}")


def title_of(view: str, blocks: Sequence[Block], indices: Sequence[int]) -> str:
    """The title that heading blocks make together, one space for each line break."""
    parts = [_TITLE_BREAKS.sub(" ", view[blocks[i].start : blocks[i].end]) for i in indices]
    return " ".join(part.strip(" *_#=~") for part in parts)[:LONGEST].strip()
