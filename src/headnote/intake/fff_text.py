"""FanFicFare's plain text: a title page, a table of contents, tab-indented chapter titles, "End file."."""

from __future__ import annotations

import re
from itertools import islice

from headnote.intake.draft import Draft
from headnote.intake.heads import label_of, lines_of, read_labels
from headnote.intake.labels import split_list
from headnote.intake.marks import find_marks
from headnote.records import Heading, Region

_CONTENTS = re.compile(r"^[ \t]*TABLE OF CONTENTS[ \t]*\r?$", re.MULTILINE)
_SIGNS = re.compile(r"^(?:Packaged|Story URL|Publisher):[ \t]\S", re.MULTILINE)
_INDENTED = re.compile(r"(?:^|\n)\r?\n(?:[ ]{8}|\t)[ \t]*(\S[^\r\n]*(?:\r?\n\S[^\r\n]*){0,3})(?=\r?\n[ \t]*\r?\n)")
_END = re.compile(r"End file\.\s*\Z")
#: Chapters that are looked for: more than any book has.
_MOST = 5000
_TITLE = "title page"


def looks_like_fff_text(head: str) -> bool:
    """Whether the head of a text is FanFicFare's title page: "by" on its second line, two of its own labels."""
    lines = list(lines_of(head))[:3]
    if len(lines) < 3 or not any(line.text.startswith("by ") for line in lines[1:]):
        return False
    return len({m[0][:8] for m in _SIGNS.finditer(head)}) >= 2


def read_fff_text(text: str) -> Draft:
    """The text as it is, with its title page declared and its chapter titles as headings."""
    draft = Draft(text=text, format="fanficfare-text")
    contents = _CONTENTS.search(text, 0, 200_000)
    titles = [(m.start(1), m.end(1)) for m in islice(_INDENTED.finditer(text), _MOST)]
    page_end = contents.start() if contents else (titles[0][0] if titles else _block_end(text))
    _read_page(draft, text, page_end)
    if contents:
        body = next((start for start, _ in titles if start > contents.end()), contents.end())
        stop = contents.start() + len(text[contents.start() : body].rstrip())
        draft.regions.append(Region(start=contents.start(), end=stop, kind="contents", label="TABLE OF CONTENTS"))
        listed = _squeezed(text[contents.end() : stop])
        titles = [(s, e) for s, e in titles if s >= body and _squeezed(text[s:e]) in listed]
    _read_titles(draft, [(s, e) for s, e in titles if s >= page_end])
    end = _END.search(text, max(0, len(text) - 200))
    if end:
        draft.regions.append(Region(start=end.start(), end=end.start() + 9, kind="signoff", label=None))
    return draft


def _read_page(draft: Draft, text: str, end: int) -> None:
    lines = list(lines_of(text[:end], end))
    into = draft.declaration
    by = next(i for i, line in enumerate(lines) if line.text.startswith("by "))
    labels = next((i for i in range(by, len(lines)) if label_of(lines[i].text)), len(lines))
    title = " ".join(line.text for line in lines[:by])
    into.say("title", title, f"FanFicFare {_TITLE}")
    authors = " ".join(line.text for line in lines[by:labels]).removeprefix("by ")
    into.add("authors", split_list(authors), f"FanFicFare {_TITLE}")
    for mark in find_marks(title, lines[0].start if by == 1 else None):
        into.mark(mark, f"FanFicFare {_TITLE}")
    read_labels(into, lines[labels:], f"FanFicFare {_TITLE}", dialect="fanficfare")
    draft.regions.append(Region(start=lines[0].start, end=lines[-1].end, kind="header", label=_TITLE))


def _read_titles(draft: Draft, titles: list[tuple[int, int]]) -> None:
    for start, end in titles:
        title = " ".join(draft.text[start:end].split())
        draft.headings.append(Heading(start=start, end=end, title=title))
        for mark in find_marks(draft.text[start:end], start):
            draft.declaration.mark(mark, "chapter title")


def _block_end(text: str) -> int:
    last = 0
    for line in lines_of(text):
        if re.match(r"[A-Z][\w /]{1,30}: ", line.text):
            last = line.end
    return last or len(text)


def _squeezed(text: str) -> str:
    return "".join(text.split())
