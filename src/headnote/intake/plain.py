"""Plain chapters: a title line with its marks, a byline, a block of labels, and warnings set above chapters."""

from __future__ import annotations

from headnote.intake.draft import Draft
from headnote.intake.heads import (
    LONG,
    Line,
    label_block,
    lines_of,
    looks_like_title,
    read_byline,
    read_labels,
    read_title,
)
from headnote.intake.marks import find_marks
from headnote.intake.notes import is_aside, read_hashtags, read_marks, read_notes
from headnote.records import Region

#: Lines of warnings and notes that may stand above a title.
_ABOVE_TITLE = 4
#: Longest line below a title that can be a sign.
_SIGN = 80


def read_plain(text: str) -> Draft:
    """Text as it is, with what its head declares, marks above chapters, and notes that name themselves."""
    draft = Draft(text=text, format="text")
    lines = list(lines_of(text))[:80]
    block = label_block(lines)
    if block:
        _read_block(draft, lines, block)
    else:
        _read_title_line(draft, lines)
    read_hashtags(draft, lines[:12])
    read_notes(draft)
    read_marks(draft)
    return draft


def _read_title_line(draft: Draft, lines: list[Line]) -> None:
    first = next((i for i, line in enumerate(lines[: _ABOVE_TITLE + 1]) if not is_aside(line)), None)
    if first is None:
        return
    line, text = lines[first], draft.text
    below = _signs_below(lines[first + 1 : first + 1 + _ABOVE_TITLE])
    end = below[-1].end if below else line.end
    if looks_like_title(line, text[end : end + LONG]):
        read_title(draft.declaration, line, "text: title line")
        for sign in below:
            for mark in find_marks(sign.text, sign.start):
                draft.declaration.mark(mark, "text: below the title")
        if below:
            draft.regions.append(Region(start=below[0].start, end=end, kind="header", label=None))
        if len(lines) > first + 1:
            read_byline(draft.declaration, lines[first + 1], "text: byline")


def _signs_below(lines: list[Line]) -> list[Line]:
    """Short lines right below a title that are signs of the author's own: "rated m for violence"."""
    signs = []
    for line in lines:
        if line.apart or len(line.text) > _SIGN or not find_marks(line.text):
            break
        signs.append(line)
    return signs


def _read_block(draft: Draft, lines: list[Line], block: tuple[int, int]) -> None:
    into = draft.declaration
    first, last = block
    for line in lines[:first]:
        if not read_byline(into, line, "header: byline") and not into.has("title"):
            read_title(into, line, "header: title line")
    read_labels(into, lines[first:last], "header")
    for line in lines[first:last]:
        for mark in find_marks(line.text, line.start):
            into.mark(mark, "header")
    draft.regions.append(Region(start=lines[0].start, end=lines[last - 1].end, kind="header", label=None))
