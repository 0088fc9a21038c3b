"""AO3's HTML download, whole or as Calibre splits it into the files of an EPUB.

Calibre rewrites classes and cuts the preface in two, so elements are known by id, order and the text of their labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from lxml import etree

from headnote.intake.declaration import Declaration
from headnote.intake.flow import SKIP, Plan, Role
from headnote.intake.html_tree import Element, text_of
from headnote.intake.labels import field_of, read_chapters, read_number, tell, tell_list
from headnote.records import Series
from headnote.taxonomy import canonical

#: Labels before a blockquote, to the kind of region that it is.
_NOTES = {
    "summary": "summary",
    "notes": "note",
    "end notes": "note",
    "chapter summary": "summary",
    "chapter notes": "note",
    "chapter end notes": "note",
}
_ESCAPES = {"*s*": "/", "*a*": "&", "*d*": ".", "*q*": "?", "*h*": "#"}
_ESCAPED = re.compile(r"\*[sadqh]\*")
_TAG_LINK = re.compile(r"/tags/([^/?#]+)")
_WORK_LINK = re.compile(r"https?://(?:www\.)?archiveofourown\.org/works/\d+")
_STATS = re.compile(r"(Published|Updated|Completed|Words|Chapters):\s*([\d,/?-]+)")
_PART = re.compile(r"Part\s+(\d{1,9})\s+of\s*\Z")
_BYLINE = re.compile(r"\s*by\s+", re.IGNORECASE)
_PARTS = ("preface", "chapters", "afterword")
_PREFACE = "AO3 preface"


def is_ao3(roots: Sequence[Element]) -> bool:
    """Whether trees are an AO3 download: a preface with its list of tags, or chapters beside a preface or afterword."""
    ids = {name for root in roots for name in _PARTS if _by_id(root, name) is not None}
    if not ids & {"preface", "afterword"}:
        return False
    labels = {_label(dt) for root in roots for dt in root.iter("dt")}
    return "chapters" in ids or bool(labels & {"rating", "archive warning", "archive warnings", "fandom", "fandoms"})


def plan_ao3(root: Element, into: Declaration) -> Plan:
    """What each element of one file is, and what its preface declares."""
    plan: Plan = {}
    walker = etree.iterwalk(root, events=("start",))
    for _, part in walker:
        name = part.get("id")
        if name == "preface":
            _plan_preface(part, into, plan)
        elif name == "chapters":
            _plan_chapters(part, plan)
        elif name == "afterword":
            _plan_afterword(part, plan)
        if name in _PARTS:
            walker.skip_subtree()
    return plan


def tag_name(link: Element) -> str:
    """A tag's displayed name, or the one in its address where nothing is displayed."""
    shown = text_of(link)
    if shown:
        return shown
    found = _TAG_LINK.search(link.get("href") or "")
    return _ESCAPED.sub(lambda m: _ESCAPES[m[0]], unquote(found[1])) if found else ""


def _by_id(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter("*") if element.get("id") == name), None)


def _label(element: Element) -> str:
    return text_of(element).rstrip(":").strip().casefold()


def _plan_preface(preface: Element, into: Declaration, plan: Plan) -> None:
    for listing in preface.iter("dl"):
        _read_tags(listing, into)
        plan[listing] = SKIP
    for paragraph in preface.iterchildren("p", "h2"):
        _read_address(paragraph, into)
        plan[paragraph] = SKIP
    for block in preface.iterchildren("div"):
        _plan_title(block, into, plan)
        _plan_notes(block, plan)


def _read_address(paragraph: Element, into: Declaration) -> None:
    for link in paragraph.iter("a"):
        found = _WORK_LINK.match(link.get("href") or "")
        if found:
            into.say("url", found[0], f"{_PREFACE}: address")


def _plan_title(block: Element, into: Declaration, plan: Plan) -> None:
    heading = next(block.iterchildren("h1"), None)
    if heading is None:
        return
    into.say("title", text_of(heading), f"{_PREFACE}: title")
    plan[heading] = Role(kind="header", label="title")
    byline = heading.getnext()
    if byline is not None and byline.tag == "div" and _BYLINE.match(text_of(byline) + " "):
        authors = [text_of(link) for link in byline.iter("a")] or [_BYLINE.sub("", text_of(byline), count=1)]
        into.add("authors", [a for a in authors if a], f"{_PREFACE}: byline")
        plan[byline] = Role(kind="header", label="byline")


def _plan_chapters(chapters: Element, plan: Plan) -> None:
    for heading in chapters.iterchildren("h2"):
        plan[heading] = Role(heading=1)
    for block in chapters.iterchildren("div"):
        first = next(block.iterchildren("*"), None)
        if first is not None and first.tag == "h2":
            plan[first] = Role(heading=1)
            _plan_notes(block, plan)
        elif (block.get("id") or "").startswith("endnotes"):
            _plan_notes(block, plan)


def _plan_afterword(afterword: Element, plan: Plan) -> None:
    for element in afterword.iter("h2", "dl"):
        plan[element] = SKIP
    for paragraph in afterword.iterchildren("p"):
        plan[paragraph] = SKIP
    for block in afterword.iter("div"):
        if (block.get("id") or "").startswith("endnotes"):
            _plan_notes(block, plan)


def _plan_notes(block: Element, plan: Plan) -> None:
    """A label and the blockquote after it are a region; what else stands in such a block is only a way around."""
    label: str | None = None
    for child in block.iterchildren("*"):
        if child in plan:
            continue
        name = _label(child)
        if child.tag == "p" and name in _NOTES:
            label = text_of(child).rstrip(":")
            plan[child] = SKIP
        elif child.tag == "blockquote" and label:
            kind = _NOTES[label.casefold()]
            plan[child] = Role(kind="summary" if kind == "summary" else "note", label=label)
            label = None
        elif child.tag == "p":
            plan[child] = Role(kind="header", label="byline")
        elif child.tag == "div" and child.get("id") is None and len(name) < 120:
            plan[child] = SKIP


def _read_tags(listing: Element, into: Declaration) -> None:
    label = ""
    for child in listing.iterchildren("dt", "dd"):
        if child.tag == "dt":
            label = text_of(child)
        elif label:
            _read_values(label.rstrip(":").strip(), child, into)


def _read_values(label: str, value: Element, into: Declaration) -> None:
    origin = f"{_PREFACE}: {label}"
    field = field_of(label)
    if label.casefold() == "stats":
        _read_stats(text_of(value), into)
    elif field == "series":
        into.add("series", _series(value), origin)
    elif field == "rating":
        into.say("rating", canonical(text_of(value)), origin)
    elif field in ("warnings", "categories", "fandoms", "relationships", "characters", "tags"):
        links = [tag_name(link) for link in value.iter("a")]
        tell_list(into, field, links or [part for part in text_of(value).split(", ") if part], origin)
    elif field == "language":
        tell(into, label, text_of(value), origin)


def _series(value: Element) -> list[Series]:
    found = []
    before = value.text or ""
    for link in value.iter("a"):
        part = _PART.search(" ".join(before.split()))
        if text_of(link):
            found.append(Series(name=text_of(link), part=int(part[1]) if part else None))
        before = link.tail or ""
    return found


def _read_stats(stats: str, into: Declaration) -> None:
    for name, value in _STATS.findall(stats):
        origin = f"{_PREFACE}: {name}"
        if name == "Published":
            into.say("published", value, origin)
        elif name in ("Updated", "Completed"):
            into.say("updated", value, origin)
            into.say("status", "Completed" if name == "Completed" else "In Progress", origin)
        elif name == "Words":
            into.say("words", read_number(value), origin)
        else:
            _read_posted(value, into, origin)


def _read_posted(value: str, into: Declaration, origin: str) -> None:
    chapters = read_chapters(value)
    into.say("chapters", chapters, origin)
    if chapters and chapters.posted:
        whole = chapters.posted == chapters.planned
        into.say("status", "Completed" if whole else "In Progress", origin)
