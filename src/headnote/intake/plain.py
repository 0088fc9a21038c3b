"""Plain chapters: a title line with its marks, a byline, a block of labels, and warnings set above chapters."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
from headnote.intake.labels import split_list
from headnote.intake.marks import find_marks
from headnote.records import Mark, Region

#: What a mark further down starts with; each is sought with a plain scan before any pattern runs.
_SIGNS = (
    "NSFW",
    "nsfw",
    "Nsfw",
    "\U0001f51e",
    "18+",
    "TW:",
    "CW:",
    "tw:",
    "cw:",
    "TW/",
    "Trigger Warning",
    "Content Warning",
)
#: Longest line that can be a heading with a mark, or a warning set above a chapter.
_MARKED_LINE = 160
_WARNING = re.compile(
    r"[\W_]{0,6}(?:tw|cw|trigger warnings?|content warnings?|warnings?)\s?[:/]{1,2}\s?(.+)", re.IGNORECASE
)
_NOTE = re.compile(
    r"[*_~([ \t]{0,4}((?:author(?:'|\u2019)?s?(?:'|\u2019)?|end|beginning|chapter|start) ?notes?|a/?n)"
    r"[*_]{0,3}\s?[:\u2013\u2014-]",
    re.IGNORECASE,
)
#: Text forms of a note's name that are sought before the pattern runs.
_NOTE_SIGNS = (
    "A/N",
    "a/n",
    "AN:",
    "uthor's",
    "uthor\u2019s",
    "UTHOR",
    "uthors",
    "nd note",
    "nd Note",
    "ND NOTE",
    "note:",
    "Note:",
    "notes:",
    "Notes:",
)
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]")
_NEWLINE = re.compile(r"[\r\n]")
#: Most of these that are read: a text made of marks alone must not take long.
_MOST = 500
#: Code points within which a note must end with a blank line; else only its first line is taken for it.
_LONGEST_NOTE = 4000


def read_plain(text: str) -> Draft:
    """Text as it is, with what its head declares, marks above chapters, and notes that name themselves."""
    draft = Draft(text=text, format="text")
    lines = list(lines_of(text))[:80]
    block = label_block(lines)
    if block:
        _read_block(draft, lines, block)
    elif lines and looks_like_title(lines[0], text[lines[0].end : lines[0].end + LONG]):
        read_title(draft.declaration, lines[0], "text: title line")
        if len(lines) > 1:
            read_byline(draft.declaration, lines[1], "text: byline")
    read_notes(draft)
    read_marks(draft)
    return draft


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


def read_marks(draft: Draft) -> None:
    """Marks on short lines anywhere in the text: "Chapter 4 (NSFW)", "TW: blood"."""
    for line in _signed_lines(draft.text, _SIGNS):
        if len(line.text) > _MARKED_LINE:
            continue
        warning = _WARNING.fullmatch(line.text)
        marks = find_marks(line.text, line.start)
        if warning is None and not _set_apart(line, marks):
            continue
        for mark in marks:
            draft.declaration.mark(mark, "text: warning line" if warning else "text: heading")
        if warning:
            items = re.split(r"[,/;]", warning[1])
            draft.declaration.add("tags", split_list(", ".join(items)), "text: warning line")
            _region(draft, line.start, line.end, "content warning")


def _set_apart(line: Line, marks: Sequence[Mark]) -> bool:
    """A mark in brackets or asterisks, or a line of little else: prose that speaks of NSFW is no mark."""
    if not marks or line.text.endswith((".", ",", ";", '"', "\u201d")):
        return False
    return any(sign in line.text for sign in "([{*|~\U0001f51e") or len(line.text) <= 60


def read_notes(draft: Draft) -> None:
    """Notes that name themselves ("A/N:", "Author's note:") up to the next blank line."""
    text = draft.text
    for line in _signed_lines(text, _NOTE_SIGNS):
        found = _NOTE.match(line.text)
        if found is None or any(r.start <= line.start < r.end for r in draft.regions):
            continue
        gap = _BLANK_LINE.search(text, line.start, line.start + _LONGEST_NOTE)
        end = gap.start() if gap else line.end
        if gap is None and len(text) - line.start <= _LONGEST_NOTE:
            end = line.start + len(text[line.start :].rstrip())
        _region(draft, line.start, end, found[1])


def _region(draft: Draft, start: int, end: int, label: str) -> None:
    if any(r.start < end and start < r.end for r in draft.regions):
        return
    draft.regions.append(Region(start=start, end=end, kind="note", label=label))
    draft.declaration.note(draft.text[start:end], label=label, start=start, end=end)


def _signed_lines(text: str, signs: tuple[str, ...]) -> list[Line]:
    """Lines that hold one of the signs, in order, `_MOST` at most."""
    starts: dict[int, Line] = {}
    for sign in signs:
        at = text.find(sign)
        while at != -1 and len(starts) < _MOST:
            line = _line_around(text, at)
            starts.setdefault(line.start, line)
            at = text.find(sign, max(line.end, at + 1))
    return [starts[start] for start in sorted(starts)]


def _line_around(text: str, at: int) -> Line:
    start = text.rfind("\n", 0, at) + 1
    start = max(start, text.rfind("\r", start, at) + 1)
    found = _NEWLINE.search(text, at)
    end = found.start() if found else len(text)
    bare = text[start:end].strip()
    start += text[start:end].index(bare[0]) if bare else 0
    return Line(bare, start, start + len(bare))
