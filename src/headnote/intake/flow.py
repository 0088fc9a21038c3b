"""Markup to running text: a walk over a tree that composes paragraphs and keeps what markup says as spans.

Paragraphs are joined by a blank line, a line break within one is a newline, blanks are collapsed as a browser does.
The walk does not recurse, so depth cannot hurt it.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from lxml import etree

from headnote.intake.html_tree import Element
from headnote.records import Emphasis, Heading, Region, RegionKind

_BLOCKS = frozenset(
    (
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "ul", "ol", "dl", "dt", "dd",
        "table", "tbody", "thead", "tfoot", "tr", "caption", "section", "article", "header", "footer", "aside",
        "main", "nav", "pre", "hr", "body", "center", "figure", "figcaption", "form", "fieldset", "address",
        "details", "summary", "hgroup",
    )
)  # fmt: skip
_UNREAD = frozenset(
    (
        "script", "style", "head", "template", "noscript", "iframe", "object", "embed", "svg", "math", "audio",
        "video", "canvas", "select", "textarea", "button", "input", "img", "title", "meta", "link", "rp",
    )
)  # fmt: skip
_KINDS: dict[str, Literal["emphasis", "strong", "strike"]] = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "strong": "strong",
    "b": "strong",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLANKS = re.compile("[ \t\n\r\f\v]+")
#: Line breaks in a row that make a new paragraph.
_GAP = 2


class Role(msgspec.Struct, frozen=True):
    """What a format says of an element: `skip` it with all within, or take it as a region or heading."""

    skip: bool = False
    kind: RegionKind | None = None
    label: str | None = None
    heading: int = 0


SKIP = Role(skip=True)
Plan = dict[Element, Role]


class Flow:
    """Composes text from one tree after another.

    Args:
        headings: whether every h1 to h6 is a heading; else only those that a plan names.
    """

    def __init__(self, *, headings: bool = False) -> None:
        self._all_headings = headings
        self._parts: list[str] = []
        self._length = 0
        self._paragraph: list[str] = []
        self._size = 0
        self._newlines = 0
        self._blank = True
        self._verbatim = 0
        self._open: dict[Element, int] = {}
        self._regions: list[tuple[int, int, Role]] = []
        self._headings: list[tuple[int, int, int]] = []
        self._emphasis: list[tuple[int, int, Literal["emphasis", "strong", "strike"]]] = []
        self._breaks: list[int] = []

    def walk(self, root: Element, plan: Plan | None = None) -> None:
        """Append the text of a tree, without the tail of its root."""
        plan = plan or {}
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            role = plan.get(element)
            if event == "start":
                if tag in _UNREAD or not tag or (role is not None and role.skip):
                    walker.skip_subtree()
                else:
                    self._enter(element, tag, role)
            else:
                if tag and tag not in _UNREAD and not (role is not None and role.skip):
                    self._leave(element, tag, role)
                if element.tail and element is not root:
                    self._say(element.tail)
        self.flush()

    def _enter(self, element: Element, tag: str, role: Role | None) -> None:
        if tag in _BLOCKS or (role and role.kind):
            self.flush()
        if tag == "pre":
            self._verbatim += 1
        elif tag == "br":
            self._newline()
        elif tag == "hr":
            self._breaks.append(self._here())
        elif tag in ("td", "th") and self._size:
            self._put("\t")
        if role is not None or tag in _KINDS or (self._all_headings and tag in _HEADINGS):
            self._open[element] = self._here()
        if element.text:
            self._say(element.text)

    def _leave(self, element: Element, tag: str, role: Role | None) -> None:
        if tag == "pre":
            self._verbatim -= 1
        start = self._open.pop(element, None)
        if start is not None:
            end = self._end()
            if role is not None and role.kind:
                self._regions.append((start, end, role))
            if role is not None and role.heading:
                self._headings.append((start, end, role.heading))
            elif self._all_headings and tag in _HEADINGS:
                self._headings.append((start, end, _HEADINGS[tag]))
            if tag in _KINDS:
                self._emphasis.append((start, end, _KINDS[tag]))
        if tag in _BLOCKS or (role and role.kind):
            self.flush()

    def flush(self) -> None:
        """End the paragraph, if one is open."""
        text = "".join(self._paragraph).rstrip() if self._paragraph else ""
        self._paragraph.clear()
        self._size, self._newlines, self._blank = 0, 0, True
        if text.strip("\u00a0\u200b\ufeff \t\n"):
            joint = "\n\n" if self._parts else ""
            self._parts.append(joint + text)
            self._length += len(joint) + len(text)

    def finished(self) -> tuple[str, list[Region], list[Heading], list[Emphasis], list[int]]:
        """Text, regions, headings, emphasis and breaks of all that was walked, spans trimmed and empty ones dropped."""
        self.flush()
        text = "".join(self._parts)
        regions = [
            Region(start=s, end=e, kind=role.kind, label=role.label)
            for start, end, role in self._regions
            if role.kind and (s := _inward(text, start, end)) < (e := _outward(text, s, end))
        ]
        headings = [
            Heading(start=s, end=e, title=" ".join(text[s:e].split()), level=level)
            for start, end, level in self._headings
            if (s := _inward(text, start, end)) < (e := _outward(text, s, end))
        ]
        emphasis = [
            Emphasis(start=s, end=e, kind=kind)
            for start, end, kind in self._emphasis
            if (s := _inward(text, start, end)) < (e := _outward(text, s, end))
        ]
        return text, regions, headings, emphasis, [at for at in self._breaks if 0 < at < len(text)]

    def _here(self) -> int:
        """Where the next character will stand."""
        return self._length + (2 if self._parts else 0) + self._size

    def _end(self) -> int:
        """Where the last character ended."""
        return self._here() if self._size else self._length

    def _put(self, text: str) -> None:
        self._paragraph.append(text)
        self._size += len(text)

    def _newline(self) -> None:
        self._newlines += 1
        if self._newlines >= _GAP:
            self.flush()
        elif self._size:
            self._put("\n")
        self._blank = True

    def _say(self, text: str) -> None:
        if self._verbatim:
            self._put(text.replace("\r\n", "\n"))
            self._blank = False
            return
        squeezed = _BLANKS.sub(" ", text)
        if self._blank:
            squeezed = squeezed.lstrip(" ")
        if squeezed:
            self._put(squeezed)
            self._newlines = 0
            self._blank = squeezed.endswith(" ")


def _inward(text: str, start: int, end: int) -> int:
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    return min(start, end) if end >= 0 else 0


def _outward(text: str, start: int, end: int) -> int:
    end = min(end, len(text))
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
