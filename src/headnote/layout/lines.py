"""How the lines of a text make paragraphs: hard-wrapped or one paragraph a line, decided once for a work."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from headnote.layout.headings import worded_head

#: Lines looked at to decide the style: enough for a stable share, few enough to cost nothing.
SAMPLE = 4000
#: A wrap wider than this is an editor's window, not a hard wrap.
WIDEST_WRAP = 100
NARROWEST_WRAP = 40
#: Share of line ends, inside blocks, at which the next word would not have fitted; prose wrapped by a program has
#: over .85, one-paragraph-a-line prose under .2 (measured on the 14 novels as they are and unwrapped).
WRAPPED_SHARE = 0.55

#: Indents show paragraphs where at least one line in so many has one; fewer are verse.
FEWEST_INDENTS = 30

LineStyle = Literal["blocks", "wrapped", "lines"]

_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\S[^\n]*")
_INDENT = re.compile(r"\n(?:\t|[ \u3000\xa0]{2,})(?=\S)")
_SENTENCE_END = (".", "!", "?", '"', "'", "”", "’", "»", "…", ":", "」", "*", "_", "-", "—")


_STOPS = frozenset(".!?…")
_OPENS, _CLOSES = frozenset('"“«'), frozenset('"”»')


class Block(NamedTuple):
    """A paragraph as the lines show it: span without blank space around it, and the blank lines before it."""

    start: int
    end: int
    gap: int


def line_view(text: str) -> str:
    """The text with every kind of line end as one ``\\n``, at the same offsets (CRLF becomes space and ``\\n``)."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for other in "\x0b\x0c\x85\u2028\u2029":
        if other in text:
            text = text.replace(other, "\n")
    return text


def _sample(view: str) -> list[str]:
    """Up to `SAMPLE` lines from the head, the middle and the tail, right-stripped; a blank line is ``""``."""
    if len(view) <= 600_000:
        return [line.rstrip() for line in view.split("\n", 3 * SAMPLE)[: 3 * SAMPLE]]
    middle = len(view) // 2
    parts = (view[:200_000], view[middle : middle + 200_000], view[-200_000:])
    return [line.rstrip() for part in parts for line in part.split("\n", SAMPLE)[:SAMPLE]]


def wrap_width(lines: list[str]) -> int:
    """Column at which the lines are wrapped, 0 where they are not."""
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.97)]
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    pairs = tight = 0
    for line, following in itertools.pairwise(lines):
        if line and following and following[0] != " ":
            pairs += 1
            tight += len(line) + 1 + len(following.split(None, 1)[0]) > width - 4
    return width if pairs >= 3 and tight >= WRAPPED_SHARE * pairs else 0


def line_style(view: str) -> tuple[LineStyle, int]:
    """How a text shows its paragraphs, and its wrap width (0 where it is not wrapped).

    ``blocks``: blank lines between paragraphs, lines inside one belong together. ``wrapped``: hard-wrapped without
    blank lines, paragraphs start by indent or after a short line. ``lines``: one paragraph a line.
    """
    lines = _sample(view)
    width = wrap_width(lines)
    if not width:
        return "lines", 0
    starts = sum(1 for before, line in zip(["", *lines], lines, strict=False) if line and not before)
    filled = sum(1 for line in lines if line)
    return ("blocks", width) if starts > 1 and starts * 25 > filled else ("wrapped", width)


def split_blocks(view: str, style: LineStyle, width: int) -> Iterator[Block]:
    """The paragraphs of a text in order."""
    if style == "lines":
        return _line_blocks(view)
    if style == "blocks":
        return _gap_blocks(view)
    return _indent_blocks(view, width)


def _trimmed(view: str, start: int, end: int) -> int:
    while end > start and view[end - 1].isspace():
        end -= 1
    return end


def _gap_blocks(view: str) -> Iterator[Block]:
    start = len(view) - len(view.lstrip())
    gap = view.count("\n", 0, start)
    for m in _GAP.finditer(view, start):
        yield Block(start, _trimmed(view, start, m.start()), gap)
        start = m.end()
        gap = view.count("\n", m.start(), start) - 1
    if start < len(view):
        yield Block(start, _trimmed(view, start, len(view)), gap)


def _line_blocks(view: str) -> Iterator[Block]:
    before = -1
    for m in _LINE.finditer(view):
        start, end = m.span()
        gap = 0
        if before >= 0 and start - before > 1:
            gap = view.count("\n", before, start) - 1
        elif before < 0:
            gap = view.count("\n", 0, start)
        before = end
        if view[end - 1].isspace():
            end = _trimmed(view, start, end)
        yield Block(start, end, gap)


def _indent_blocks(view: str, width: int) -> Iterator[Block]:
    """Hard-wrapped text without blank lines: a paragraph starts at an indent, or after a line that ends one because it
    is short or because the speaker changes."""
    indents = sum(1 for _ in _INDENT.finditer(view, 0, 200_000))
    indented = indents >= max(3, view.count("\n", 0, 200_000) // FEWEST_INDENTS)
    start = end = -1
    gap = 0
    headed = False
    for block in _line_blocks(view):
        deep = block.start >= 2 and view[block.start - 1] in " \t\u3000\xa0" and view[block.start - 2] != "."
        short = end >= 0 and not indented and (_ends_short(view, end, width, block) or _turns(view, end, block))
        heads = _heads(view, block, width) and (end < 0 or view[end - 1] in _SENTENCE_END)
        if start < 0:
            start, gap = block.start, block.gap
        elif block.gap or (indented and deep) or short or heads or headed:
            yield Block(start, end, gap)
            start, gap = block.start, block.gap
        end, headed = block.end, heads
    if start >= 0:
        yield Block(start, end, gap)


def _heads(view: str, line: Block, width: int) -> bool:
    """Whether a line well short of the wrap names a chapter ("Chapter Two", "PART I")."""
    return line.end - line.start < width // 2 and worded_head(view[line.start : line.end]) is not None


def _ends_short(view: str, end: int, width: int, following: Block) -> bool:
    """Whether the line that ends at `end` leaves room for the next line's first word and ends a sentence."""
    length = end - (view.rfind("\n", max(0, end - 2 * width), end) + 1)
    word = following.end - following.start
    space = view.find(" ", following.start, following.end)
    if space >= 0:
        word = space - following.start
    return length + 1 + word < width - 4 and view[end - 1] in _SENTENCE_END


def _turns(view: str, end: int, following: Block) -> bool:
    """Whether speech begins or ends between two lines that fill their column, the first of which ends a sentence.

    Of such line ends in the 14 novels, wrapped at 65 and 72 columns, speech after speech was a paragraph's end in .99,
    narration after speech in .85, speech after narration in .78; narration after narration in .19, so that a last line
    which fills its column is joined to the next there (Nov 2026).
    """
    last, first = view[end - 1], view[following.start]
    if last in _CLOSES:
        return view[end - 2] in _STOPS and (first in _OPENS or first.isupper())
    return last in _STOPS and first in _OPENS


def usual_gap(blocks: list[Block]) -> int:
    """The most common number of blank lines between paragraphs."""
    counts = Counter(block.gap for block in blocks[1:])
    return min(counts, key=lambda gap: (-counts[gap], gap)) if counts else 0
