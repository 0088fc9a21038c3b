"""The blocks of a work: its paragraphs as the lines show them, cut where markup says that something begins or ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from headnote.layout.lines import Block, line_style, split_blocks
from headnote.records import Work

#: Begins with one sign alone, so that a search skips the rest quickly.
_ASIDE = re.compile(
    r"[(\[{][(\[{]?\s*(?:[ATE]/N|[ATE]N:|"
    r"author['’]?s?['’]? (?:note|comment)s?|translator['’]?s? notes?|note from the author)\b"
    r"[^()\[\]{}]{0,2000}[)\]}]{1,2}",
    re.IGNORECASE,
)


def blocks_of(work: Work, view: str) -> tuple[list[Block], int]:
    """The blocks of a work in order, and the column at which its lines are wrapped (0 where they are not).

    No block crosses the bound of a region, of a heading that markup carries, or of a
    note in brackets."""
    style, width = line_style(view)
    blocks: Iterable[Block] = split_blocks(view, style, width)
    cuts = _cuts(work, view)
    return list(_cut(view, blocks, cuts) if cuts else blocks), width


def _cuts(work: Work, view: str) -> list[int]:
    cuts = set(work.breaks)
    for span in (*work.regions, *work.headings):
        cuts |= {span.start, span.end}
    if "(" in view or "[" in view or "{" in view:
        for m in _ASIDE.finditer(view):
            cuts |= {m.start(), m.end()}
    return sorted(cuts)


def _cut(view: str, blocks: Iterable[Block], cuts: list[int]) -> Iterator[Block]:
    at = 0
    for block in blocks:
        while at < len(cuts) and cuts[at] <= block.start:
            at += 1
        start, gap = block.start, block.gap
        while at < len(cuts) and cuts[at] < block.end:
            yield from _trimmed(view, start, cuts[at], gap)
            start, gap = cuts[at], 0
            at += 1
        if start == block.start:
            yield block
        else:
            yield from _trimmed(view, start, block.end, gap)


def _trimmed(view: str, start: int, end: int, gap: int) -> Iterator[Block]:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    if start < end:
        yield Block(start, end, gap)


def is_aside(view: str, block: Block) -> bool:
    """Whether a block is a note in brackets: "(A/N: ...)", "[Author's note ...]"."""
    return view[block.start] in "([{" and bool(_ASIDE.match(view, block.start, block.end))
