"""Quotations: every stretch of quoted speech with its marks, in any style, nested, continued or left open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from headnote.layout.apostrophes import role
from headnote.layout.marks import DASHES, FAMILY, Marks
from headnote.layout.speech import is_speech
from headnote.records import QuoteStyle


class Quoted(NamedTuple):
    """A quotation before it is a record. `open`: no closing mark; `headless`: no opening mark."""

    start: int
    end: int
    style: QuoteStyle
    depth: int = 0
    open: bool = False
    headless: bool = False


_AFTER_CLOSE = frozenset(".,;:!?)]}—–-_*’'…/\"”")
_BEFORE_OPEN = frozenset("([{—–-_*‘'…/“")
_NESTED_MARK = re.compile("['‘’]")
#: What threads put before and after a post: "2/", "(3/34)", "cont.", an arrow.
_MARKER = re.compile(
    r"(?:[(\[]?\d{1,3}/\d{0,3}[)\]]?|\d{1,3}[.)]|[(\[]?cont(?:inued|d)?\b\.?[)\]]?:?|[↓⬇🧵👇>]+)\s*", re.IGNORECASE
)
_TAIL_MARKER = re.compile(
    r"\s*(?:[(\[]?\d{1,3}/\d{0,3}[)\]]?|[(\[]?cont(?:inued|d)?\.?[)\]]?|[↓⬇🧵👇]+)\Z", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.!?,;:—–-]\s+(?=\S)")


def _opens(view: str, at: int, start: int, end: int, marks: Marks) -> tuple[bool, bool]:
    """Whether the mark at `at` looks like one that opens, and like one that closes."""
    mark = view[at]
    if mark in "「『„‟":
        return True, False
    if mark in "」』":
        return False, True
    if mark in "«»":
        opening = (mark == "»") if marks.reversed else (mark == "«")
        return opening, not opening
    before = view[at - 1] if at > start else " "
    after = view[at + 1] if at + 1 < end else " "
    free_before = before.isspace() or before in _BEFORE_OPEN
    free_after = after.isspace() or after in _AFTER_CLOSE
    opens = (free_before and not after.isspace()) or at == start
    closes = free_after and not before.isspace()
    if opens and closes and mark in "“”":
        return mark == "“", mark == "”"
    return opens, closes


class _Scan:
    """One paragraph's marks, read left to right."""

    def __init__(self, view: str, start: int, end: int, marks: Marks) -> None:
        self.view, self.start, self.end, self.marks = view, start, end, marks
        self.found: list[Quoted] = []
        self.outer = self.inner = -1
        self.family: QuoteStyle = "double"
        self.inner_family: QuoteStyle = "double"
        self.last = start
        self.weak = -1

    def run(self) -> list[Quoted]:
        pattern = self.marks.pattern
        if pattern is not None:
            for m in pattern.finditer(self.view, self.start, self.end):
                at = m.start()
                family = FAMILY.get(self.view[at])
                if family is None:
                    self._single(at)
                else:
                    self._mark(at, family)
        self._finish()
        return self.found

    def _mark(self, at: int, family: QuoteStyle) -> None:
        opens, closes = _opens(self.view, at, self.start, self.end, self.marks)
        if self.outer < 0:
            if opens or (not closes and not self._alone(at)):
                self.outer, self.family = at, family
            elif closes:
                self._orphan(at, family)
        elif family == self.family and not (family == "corner" and self._other_corner(at)):
            if self.inner >= 0 and self.inner_family == family:
                self.found.append(Quoted(self.inner, at + 1, family, depth=1))
                self.inner = -1
            elif closes or not opens:
                self._close(at)
            elif self._nests(at):
                self.inner, self.inner_family = at, family
            else:
                self._cut(at)
                self.outer = at
        elif self.inner < 0:
            if opens:
                self.inner, self.inner_family = at, family
        elif family == self.inner_family and (closes or not opens):
            self.found.append(Quoted(self.inner, at + 1, family, depth=1))
            self.inner = -1

    def _nests(self, at: int) -> bool:
        """Whether an opening mark inside an open quotation of the same marks begins one within it: the next two marks
        both close."""
        mark = self.view[at]
        closing = "”" if mark == "“" else mark
        for _ in range(2):
            at = self.view.find(closing, at + 1, self.end)
            if at < 0 or _opens(self.view, at, self.start, self.end, self.marks) != (False, True):
                return False
        return True

    def _other_corner(self, at: int) -> bool:
        return (self.view[at] in "『』") != (self.view[self.outer] == "『")

    def _alone(self, at: int) -> bool:
        """Whether a mark stands between blanks with no other to pair with."""
        return self.view.find(self.view[at], at + 1, self.end) < 0

    def _single(self, at: int) -> None:
        """A single mark in a work whose first marks are single ones."""
        what = role(self.view, at, self.start, self.end)
        if what == "none":
            return
        if self.outer >= 0 and self.family != "single":
            return
        if self.outer < 0:
            if what == "open":
                self.outer, self.family, self.weak = at, "single", -1
        elif what == "close":
            self._close(at)
        elif what == "weak" and self.weak < 0:
            self.weak = at
        elif what == "open" and self.weak >= 0:
            weak, self.weak = self.weak, -1
            self.found.append(Quoted(self.outer, weak + 1, "single"))
            self.outer = at

    def _close(self, at: int) -> None:
        self.found.append(Quoted(self.outer, at + 1, self._style()))
        self.outer = self.inner = self.weak = -1
        self.last = at + 1

    def _cut(self, at: int) -> None:
        """An opening mark inside an open quotation of the same marks: the closing mark before it was lost."""
        end = at
        while end > self.outer + 1 and self.view[end - 1].isspace():
            end -= 1
        self.found.append(Quoted(self.outer, end, self._style(), open=True))
        self.outer = self.inner = -1
        self.last = at

    def _orphan(self, at: int, family: QuoteStyle) -> None:
        """A closing mark that nothing opened. After a digit it is a sign for inches; else the opening mark was lost."""
        if at > self.start and self.view[at - 1].isdigit() and self.view[at] == '"':
            return
        start = self.start
        if self.last > self.start:
            *_, start = self.last, *(m.end() for m in _CLAUSE_END.finditer(self.view, self.last, at - 1))
            while start < at and self.view[start].isspace():
                start += 1
        if start < at:
            self.found.append(Quoted(start, at + 1, family, headless=True))
        self.last = at + 1

    def _finish(self) -> None:
        if self.outer < 0:
            return
        if self.family == "single" and self.weak >= 0:
            self.found.append(Quoted(self.outer, self.weak + 1, "single"))
        elif self.end > self.outer + 1:
            tail = _TAIL_MARKER.search(self.view, max(self.outer + 1, self.end - 16), self.end)
            self.found.append(Quoted(self.outer, tail.start() if tail else self.end, self._style(), open=True))

    def _style(self) -> QuoteStyle:
        return "low" if self.family == "double" and self.view[self.outer] == "„" else self.family


def _nested(view: str, outer: Quoted) -> list[Quoted]:
    """Speech in single marks inside a quotation: only what opens clearly and closes after the end of a clause."""
    start = outer.start + 1
    end = outer.end if outer.open else outer.end - 1
    opened = -1
    found = []
    for m in _NESTED_MARK.finditer(view, start, end):
        at = m.start()
        what = role(view, at, start, end)
        if what == "open":
            opened = at
        elif what == "close" and opened >= 0:
            found.append(Quoted(opened, at + 1, "single", depth=1))
            opened = -1
    return found


def _dashed(view: str, start: int, end: int) -> list[Quoted]:
    """Speech that a dash opens: to the end of the paragraph, less what stands between dashes as in Spanish
    (—So —he said—. And so.)."""
    found, at, opened = [], start + 1, start
    while (cut := min((p for p in (view.find(f" {d}", at, end) for d in DASHES) if p >= 0), default=-1)) >= 0:
        inside = cut + 2 < end and not view[cut + 2].isspace()
        back = min((p for p in (view.find(d, cut + 2, end) for d in DASHES) if p >= 0), default=-1) if inside else -1
        if not inside:
            at = cut + 2
            continue
        found.append(Quoted(opened, cut, "dash"))
        if back < 0:
            return found
        opened = at = back + 1
        while opened < end and view[opened] in " .,;:":
            opened += 1
        if opened >= end:
            return found
        at = opened
    found.append(Quoted(opened, end, "dash"))
    return found


def quotations_in(view: str, start: int, end: int, marks: Marks) -> list[Quoted]:
    """The quotations of one paragraph in text order, those inside another right after it."""
    found = _Scan(view, start, end, marks).run()
    if marks.dash and (view[start] in DASHES or view[start : start + 2] in ("- ", "--")):
        return _dashed(view, start, end)
    kept: list[Quoted] = []
    for quoted in found:
        if quoted.depth == 0 and not is_speech(view, quoted.start, quoted.end, start, open_=quoted.open):
            continue
        kept.append(quoted)
        if quoted.depth == 0 and quoted.style != "single":
            kept += _nested(view, quoted)
    if any(q.depth for q in kept):
        kept.sort(key=lambda q: (q.start, q.depth))
    return kept


def left_open(found: Sequence[Quoted]) -> Quoted | None:
    """The last quotation of a paragraph where it has no closing mark."""
    last = next((quoted for quoted in reversed(found) if not quoted.depth), None)
    return last if last is not None and last.open else None


def continues(view: str, found: Sequence[Quoted], following: Sequence[Quoted], next_start: int) -> bool:
    """Whether a paragraph's last quotation, left open, goes on in the next paragraph. A thread's marker may stand
    before it there."""
    if not following or left_open(found) is None:
        return False
    head = _MARKER.match(view, next_start)
    return following[0].start in (next_start, head.end() if head else next_start)
