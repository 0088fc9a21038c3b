"""Markdown: front matter, headings, breaks and emphasis, found in the text as it is."""

from __future__ import annotations

import re
from itertools import islice

from headnote.intake.draft import Draft
from headnote.intake.heads import Line, label_block, lines_of, read_byline, read_labels, read_title
from headnote.intake.labels import tell
from headnote.intake.marks import find_marks
from headnote.intake.notes import read_marks, read_notes
from headnote.records import Emphasis, Heading, Region

_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+(\S[^\r\n]*?)[ \t#]*\r?$", re.MULTILINE)
_SETEXT = re.compile(r"^(?=\S)([^\r\n]{1,120})\r?\n[ ]{0,3}(={3,})[ \t]*\r?$", re.MULTILINE)
_RULE = re.compile(
    r"(?:\A|(?<=\n))[ \t]*\r?\n[ ]{0,3}(?:(?:\*[ \t]*){3,80}|(?:[-_][ \t]*){3,80})\r?$",
    re.MULTILINE,
)
_STRONG = re.compile(
    r"(?<![*\w])\*\*(?=\S)([^*\r\n]{1,2000})(?<=\S)\*\*(?![*\w])|(?<![_\w])__(?=\S)([^_\r\n]{1,2000})(?<=\S)__(?![_\w])"
)
_EMPHASIS = re.compile(
    r"(?<![*\w])\*(?=[^\s*])([^*\r\n]{1,2000})(?<=\S)\*(?![*\w])|(?<![_\w])_(?=[^\s_])([^_\r\n]{1,2000})(?<=\S)_(?![_\w])"
)
_STRIKE = re.compile(r"(?<!~)~~(?=\S)([^~\r\n]{1,2000})(?<=\S)~~(?!~)")
_FRONT = re.compile(r"\A---[ \t]*\r?\n((?:[^\r\n]*\r?\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
#: Spans of each kind that are kept, and headings in which marks are looked for: more than any book has.
_MOST, _MARKED = 20_000, 1000
_KEY = re.compile(r"^([A-Za-z][\w -]{0,40}):[ \t]*(.*)$")


def looks_like_markdown(head: str) -> bool:
    """Whether the head of a text has front matter or a heading in Markdown."""
    front = _FRONT.match(head)
    if front and any(_KEY.match(line) for line in front[1].splitlines()):
        return True
    return bool(_HEADING.search(head) or _SETEXT.search(head))


def read_markdown(text: str) -> Draft:
    """The text as it is, with headings, breaks and emphasis as spans and what the front matter declares."""
    draft = Draft(text=text, format="markdown")
    at = _read_front(draft)
    _read_headings(draft)
    _read_title(draft)
    lines = [line for line in lines_of(text[at:]) if not line.text.startswith("#")][:60]
    lines = [Line(line.text, line.start + at, line.end + at) for line in lines]
    block = label_block(lines)
    if block:
        first, last = lines[block[0]], lines[block[1] - 1]
        read_labels(draft.declaration, lines[block[0] : block[1]], "header")
        draft.regions.append(Region(start=first.start, end=last.end, kind="header", label=None))
    elif lines:
        read_byline(draft.declaration, Line(lines[0].text.strip("*_ "), 0, 0), "text: byline")
    draft.breaks.extend(
        m.end() - len(m[0].strip()) - (1 if m[0].endswith("\r") else 0) for m in islice(_RULE.finditer(text, at), _MOST)
    )
    _read_emphasis(draft, at)
    read_notes(draft)
    read_marks(draft)
    return draft


def _read_front(draft: Draft) -> int:
    found = _FRONT.match(draft.text)
    if found is None:
        return 0
    key, values = "", list[str]()
    for line in [*found[1].splitlines(), "end:"]:
        pair = _KEY.match(line)
        if pair:
            if key:
                _tell(draft, key, values)
            key, values = pair[1], [pair[2].strip()]
        elif line.strip():
            values.append(line.strip().removeprefix("- "))
    draft.regions.append(Region(start=0, end=len(found[0].rstrip()), kind="header", label="front matter"))
    return found.end()


def _tell(draft: Draft, key: str, values: list[str]) -> None:
    plain = [value.strip("[]").strip(" \"'") for value in values if value]
    tell(draft.declaration, key, ", ".join(plain), f"front matter: {key}")


def _read_headings(draft: Draft) -> None:
    for found in islice(_HEADING.finditer(draft.text), _MOST):
        draft.headings.append(
            Heading(start=found.start(1), end=found.end(2), title=found[2].strip("*_ "), level=len(found[1]))
        )
    for found in islice(_SETEXT.finditer(draft.text), _MOST):
        draft.headings.append(Heading(start=found.start(), end=found.end(1), title=found[1].strip(), level=1))
    draft.headings.sort(key=lambda h: h.start)
    for heading in draft.headings[:_MARKED]:
        line = draft.text[heading.start : heading.end]
        for mark in find_marks(line, heading.start):
            draft.declaration.mark(mark, "heading")


def _read_title(draft: Draft) -> None:
    """The first heading is the title where it is the only one of the highest level, or stands before others."""
    if not draft.headings or draft.declaration.has("title"):
        return
    first = draft.headings[0]
    if first.level == min(h.level for h in draft.headings):
        start = draft.text.index((first.title or "#")[0], first.start) if first.title else first.start
        read_title(draft.declaration, Line(draft.text[start : first.end], start, first.end), "heading")


def _read_emphasis(draft: Draft, at: int) -> None:
    kinds = (("strong", _STRONG), ("emphasis", _EMPHASIS), ("strike", _STRIKE))
    for kind, pattern in kinds:
        for found in islice(pattern.finditer(draft.text, at), _MOST):
            group = next(g for g in range(1, pattern.groups + 1) if found[g] is not None)
            draft.emphasis.append(Emphasis(start=found.start(group), end=found.end(group), kind=kind))  # type: ignore[arg-type]
