"""FanFicFare's HTML and EPUB: a title page of "Label: value", chapters with headings, notes in marked boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from headnote.intake.declaration import Declaration
from headnote.intake.flow import SKIP, Plan, Role
from headnote.intake.html_tree import Element, body_of, text_of
from headnote.intake.labels import field_of, tell

_SECTION = re.compile(r"section\d{4,}")
_OWN_LABELS = frozenset(("packaged", "publisher", "story url", "status", "words", "chapters", "category", "rating"))
_TITLE_PAGE = "FanFicFare title page"
_FOOT = "fff_foot_notes"


def is_fff_html(root: Element) -> bool:
    """Whether a tree is FanFicFare's HTML: a table of its labels, and sections that it numbers."""
    table = _metadata(root)
    if table is None:
        return False
    labels = {label.casefold() for label, _ in _rows(table)}
    return len(labels & _OWN_LABELS) >= 3 and any(_is_section(a) for a in root.iter("a"))


def plan_fff_html(root: Element, into: Declaration) -> Plan:
    """What each element is, and what the table declares."""
    plan: Plan = {}
    heading = next(root.iter("h1"), None)
    if heading is not None:
        _read_heading(heading, into)
        plan[heading] = Role(kind="header", label="title page")
    table = _metadata(root)
    if table is not None:
        plan[table] = SKIP
        for label, value in _rows(table):
            _read_value(label, value, into)
    for link in root.iter("a"):
        if link.get("name") == "TOCTOP":
            plan[link] = SKIP
            listing = link.getnext()
            if listing is not None and listing.tag == "p":
                plan[listing] = SKIP
        elif _is_section(link):
            plan.update((h2, Role(heading=1)) for h2 in link.iter("h2"))
    _plan_notes(root, plan)
    return plan


def is_fff_epub(identifiers: Sequence[str], roots: Sequence[Element]) -> bool:
    """Whether a book is FanFicFare's: by its identifier, or by its title page where that was replaced."""
    if any(name.startswith("fanficfare-uid:") for name in identifiers):
        return True
    return any("fff_titlepage" in (body.get("class") or "") for root in roots[:3] for body in root.iter("body"))


def plan_fff_file(root: Element, into: Declaration) -> Plan:
    """What each element of one file of the book is; a title page is declared."""
    body = body_of(root)
    kind = body.get("class") or ""
    plan: Plan = {}
    if "fff_titlepage" in kind or _has_labels(body):
        heading = next(body.iter("h3"), None)
        if heading is not None:
            _read_heading(heading, into)
            plan[heading] = Role(kind="header", label="title page")
        for block in body.iterchildren("div", "table", "p"):
            plan[block] = SKIP
            for label, value in _bold_pairs(block):
                _read_value(label, value, into)
    elif "fff_chapter" in kind or _meta(root, "chapterurl"):
        _plan_chapter(body, plan)
    else:
        plan[body] = SKIP
    return plan


def _plan_chapter(body: Element, plan: Plan) -> None:
    heading = next(body.iter("h1", "h2", "h3"), None)
    if heading is not None:
        plan[heading] = Role(heading=1)
    _plan_notes(body, plan)


def _plan_notes(root: Element, plan: Plan) -> None:
    for box in root.iter("div"):
        kind = box.get("class") or ""
        if "fff_chapter_notes" in kind or "fff_head_notes" in kind or _FOOT in kind:
            label = next((text_of(bold).rstrip(":") for bold in box.iter("b")), None)
            plan[box] = Role(kind="note", label=label or ("End Notes" if _FOOT in kind else "Notes"))


def _read_heading(heading: Element, into: Declaration) -> None:
    """``<a>Title</a> by <a class="authorlink">Name</a>``; the first link is the title."""
    links = list(heading.iter("a"))
    names = [a for a in links if "authorlink" in (a.get("class") or "")]
    titles = [a for a in links if a not in names]
    title, _, author = text_of(heading).rpartition(" by ")
    into.say("title", text_of(titles[0]) if titles else title or author, _TITLE_PAGE)
    if titles and (titles[0].get("href") or "").startswith("http"):
        into.say("url", titles[0].get("href"), _TITLE_PAGE)
    if names:
        into.add("authors", [text_of(a) for a in names], _TITLE_PAGE)
    elif title and author:
        into.add("authors", [author], _TITLE_PAGE)


def _read_value(label: str, value: str, into: Declaration) -> None:
    tell(into, label, value, f"{_TITLE_PAGE}: {label}", dialect="fanficfare")


def _metadata(root: Element) -> Element | None:
    return next((t for t in root.iter("table") if sum(1 for _ in zip(_rows(t), range(3), strict=False)) == 3), None)


def _rows(table: Element) -> Iterator[tuple[str, str]]:
    rows = table if next(table.iterchildren("tr"), None) is not None else next(table.iterchildren("tbody"), table)
    for row in rows.iterchildren("tr"):
        cells = list(row.iterchildren("td", "th"))
        if len(cells) == 2 and next(cells[0].iter("b"), None) is not None:
            label = text_of(cells[0]).rstrip(":").strip()
            if label:
                yield label, _paragraphs(cells[1])


def _has_labels(body: Element) -> bool:
    labels = {label.casefold() for block in body.iterchildren("div", "p") for label, _ in _bold_pairs(block)}
    return len(labels & _OWN_LABELS) >= 3


def _bold_pairs(block: Element) -> Iterator[tuple[str, str]]:
    """``<b>Label:</b> value``: the value is all up to the next label, elements included."""
    label, value = "", list[str]()
    for child in block.iterchildren("*"):
        text = text_of(child)
        if child.tag == "b" and text.endswith(":") and (not label or field_of(text) or len(text) < 40):
            if label:
                yield label, "".join(value).strip()
            label, value = text.rstrip(":").strip(), [child.tail or ""]
        elif label:
            value.append(_paragraphs(child) if child.tag != "br" else "\n")
            value.append(child.tail or "")
    if label:
        yield label, "".join(value).strip()


def _is_section(link: Element) -> bool:
    return _SECTION.fullmatch(link.get("name") or "") is not None


def _meta(root: Element, name: str) -> str | None:
    return next((m.get("content") for m in root.iter("meta") if m.get("name") == name), None)


def _paragraphs(element: Element) -> str:
    """Text of an element with its paragraphs kept apart."""
    pieces: list[str] = [element.text or ""]
    for child in element.iterdescendants("*"):
        if child.tag in ("p", "div", "br", "blockquote"):
            pieces.append("\n\n")
        pieces.append(child.text or "")
        pieces.append(child.tail or "")
    lines = [" ".join(part.split()) for part in "".join(pieces).split("\n\n")]
    return "\n\n".join(line for line in lines if line)
