"""What stands beside the story in a plain text: warnings and notes that name themselves, and signs on short lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from headnote.intake.draft import Draft
from headnote.intake.heads import Line, labels_of, lines_of
from headnote.intake.labels import field_of, split_list, tell_list
from headnote.intake.marks import find_marks
from headnote.records import Mark, Region

#: What a mark further down starts with; each is sought with a plain scan before any pattern runs.
_SIGNS = (
    "NSFW",
    "nsfw",
    "Nsfw",
    "\U0001f51e",
    "18+",
    "MDNI",
    "mdni",
    "TW",
    "CW",
    "tw:",
    "cw:",
    "tw/",
    "cw/",
    "tw /",
    "cw /",
    "tw for",
    "cw for",
    "rigger w",
    "rigger W",
    "riggers:",
    "RIGGER",
    "ontent w",
    "ontent W",
    "ontent n",
    "ontent N",
    "ONTENT ",
    "arnings",
    "arning:",
    "ARNING",
)
#: Longest line that can be a heading with a mark, or a warning set above a chapter.
_MARKED_LINE = 160
#: What may stand before a warning: a post's number, or a time and a name in a chat.
_LEAD = r"(?:\(?\d{1,3}/\d{0,3}\)?\s+|\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)?(?:<?\w{1,20}>?: )?[\W_]{0,6}"
_NAMED = r"(?:tw|cw|triggers?|(?:trigger|content) (?:warnings?|notes?)|warnings?)"
_KINDS = (
    r"(?:(?:possible|potential|some|other|general|additional|spoilery?|spoiler|main|big|usual|standard|a few|the) "
    r"){0,2}"
)
_WARNING = re.compile(
    rf"{_LEAD}(?:{_KINDS}{_NAMED}\b(?: ?\([^)]{{1,30}}\))?[*_]{{0,3}}(?: for (?:this |the )?[^:.]{{0,30}}(?=:))?"
    r"\s?[:/|]{1,2}|[tc]w (?:for )?(?=\w)|[^.!?\n]{1,40}[.!?]{1,3} [tc]w(?: for\b|:| ?//?))"
    r"[*_]{0,3}\s?(.+)",
    re.IGNORECASE,
)
#: "WARNING: HIGH VOLTAGE" is a sign in a story: without "content" or "trigger" it warns of one only at the head.
_BARE = re.compile(r"[\W_]{0,6}(?:(warning)|warnings|triggers?)\b", re.IGNORECASE)
_TOP, _HEAD = 400, 1500
_LIST_HEAD = re.compile(
    rf"[\W_]{{0,6}}{_KINDS}{_NAMED}(?: for this (?:chapter|part|work|story))?[\W_]{{0,6}}", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[-\u2013\u2014\u2022*\u00b7+]|\u26a0\ufe0f?|\d{1,2}[.)])\s*(\S.*)")
_NOTE = re.compile(
    r"[*_~([ \t]{0,4}"
    r"((?:author(?:'|\u2019)?s?(?:'|\u2019)?|end|beginning|chapter|start) ?notes?|a/?n|edit|eta|disclaimer)"
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
    "EDIT:",
    "Edit:",
    "ETA:",
    "isclaimer:",
    "DISCLAIMER",
)
_BELOW = re.compile(
    r"[ \t]*(?:\r\n|\n)[^\r\n]{0,60}\b(?:contains?|includes?|deals with|features)\b[^\r\n]*", re.IGNORECASE
)
_HASHES = re.compile(r"(?:#[^#\n]{1,40}){3,60}")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]")
_NEWLINE = re.compile(r"[\r\n]")
#: Most of these that are read: a text made of marks alone must not take long.
_MOST = 500
#: Items of one list of warnings that are read.
_ITEMS = 60
#: Code points within which a note must end with a blank line; else only its first line is taken for it.
_LONGEST_NOTE = 4000
#: Notes that leave less than this share of their own length for the story are not set apart from it.
UNTOLD = 0.25


def is_aside(line: Line) -> bool:
    """Whether a line at the head is a warning, a note or a row of hashtags, and no title."""
    return bool(_WARNING.fullmatch(line.text) or _NOTE.match(line.text) or _HASHES.fullmatch(line.text))


def read_marks(draft: Draft) -> None:
    """Marks on short lines anywhere in the text: "Chapter 4 (NSFW)", "TW: blood", and lists of warnings."""
    for line in _signed_lines(draft.text, _SIGNS):
        if len(line.text) > _MARKED_LINE or _is_read(draft, line):
            continue
        warning = _WARNING.fullmatch(line.text)
        if warning and (bare := _BARE.match(line.text)) and line.start > (_TOP if bare[1] else _HEAD):
            warning = None
        marks = find_marks(line.text, line.start)
        if warning is None and (line.start <= _HEAD or not _BARE.match(line.text)) and _LIST_HEAD.fullmatch(line.text):
            _read_list(draft, line)
            continue
        if warning is None and not _set_apart(line, marks):
            continue
        for mark in marks:
            draft.declaration.mark(mark, "text: warning line" if warning else "text: heading")
        if warning and not _in_end_or_note(draft, line):
            items = re.split(r"[,;]|(?<!\w)/|/(?!\w)", warning[1].rstrip(" ])"))
            tell_list(draft.declaration, "tags", split_list(", ".join(items)), "text: warning line")
        if warning:
            _region(draft, line.start, line.end, "content warning")


def _in_end_or_note(draft: Draft, line: Line) -> bool:
    """Whether a warning stands in a note or in the last third of a work: it is read there, and no tag."""
    in_note = any(r.kind == "note" and r.start <= line.start < r.end for r in draft.regions)
    return in_note or line.start > 2 * len(draft.text) / 3


def _is_read(draft: Draft, line: Line) -> bool:
    """Whether a line is a label of the header, which has been read as such."""
    inside = any(r.kind == "header" and r.start <= line.start < r.end for r in draft.regions)
    return inside and any(field_of(label) for label, _ in labels_of(line.text))


def _read_list(draft: Draft, head: Line) -> None:
    """Dash-led items below a line such as "Content warnings", or the paragraph right below it."""
    after = draft.text[head.end : head.end + _LONGEST_NOTE]
    items: list[str] = []
    end = head.end
    for line in lines_of(after, len(after)):
        found = _ITEM.fullmatch(line.text)
        if found is None or len(items) == _ITEMS:
            break
        items.append(found[1].strip())
        end = head.end + line.end
    if not items and (below := _BELOW.match(draft.text, head.end, head.end + _LONGEST_NOTE)):
        _region(draft, head.start, below.end(), "content warning")
    if items:
        draft.declaration.add("tags", items, "text: list of warnings")
        _region(draft, head.start, end, "content warning")


def _set_apart(line: Line, marks: Sequence[Mark]) -> bool:
    """A mark in brackets or asterisks, or a line of little else: prose that speaks of NSFW is no mark."""
    if not marks or line.text.endswith((".", ",", ";", '"', "\u201d")):
        return False
    return any(sign in line.text for sign in "([{*|~\U0001f51e") or len(line.text) <= 60


def read_hashtags(draft: Draft, lines: Sequence[Line]) -> None:
    """Rows of hashtags at the head, which are tags."""
    for line in lines:
        if _HASHES.fullmatch(line.text):
            draft.declaration.add(
                "tags", [tag.strip() for tag in line.text.split("#") if tag.strip()], "text: hashtags"
            )
            for mark in find_marks(line.text, line.start):
                draft.declaration.mark(mark, "text: hashtags")
            _region(draft, line.start, line.end, "hashtags")


def read_notes(draft: Draft) -> None:
    """Notes that name themselves ("A/N:", "Author's note:") up to the next blank line.

    Where they are so much longer than all else, they may be a passage or a page that begins like a note: what they say
    is told, and nothing is set apart, so that nothing goes unread.
    """
    notes = list(_named_notes(draft))
    noted = sum(end - start for start, end, _ in notes)
    rest = len(draft.text) - noted - sum(r.end - r.start for r in draft.regions)
    for start, end, label in notes:
        if rest >= UNTOLD * noted:
            _region(draft, start, end, label)
        else:
            draft.declaration.note(draft.text[start:end], label=label, start=start, end=end)


def _named_notes(draft: Draft) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of each that stands in no region and in no other."""
    text, end = draft.text, 0
    for line in _signed_lines(text, _NOTE_SIGNS):
        found = _NOTE.match(line.text)
        if found is None or line.start < end or any(r.start <= line.start < r.end for r in draft.regions):
            continue
        gap = _BLANK_LINE.search(text, line.start, line.start + _LONGEST_NOTE)
        end = gap.start() if gap else line.end
        if gap is None and len(text) - line.start <= _LONGEST_NOTE:
            end = line.start + len(text[line.start :].rstrip())
        yield line.start, end, found[1]


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
