"""HTML of any origin to a draft: AO3's, FanFicFare's, or any other page."""

from __future__ import annotations

from headnote.intake.ao3 import is_ao3, plan_ao3
from headnote.intake.declaration import Declaration
from headnote.intake.draft import Draft
from headnote.intake.fanficfare import is_fff_html, plan_fff_html
from headnote.intake.flow import SKIP, Flow, Plan, Role
from headnote.intake.heads import Line, label_block, lines_of, read_byline, read_labels
from headnote.intake.html_tree import Element, body_of, parse_html, text_of
from headnote.intake.marks import find_marks, without_marks
from headnote.intake.notes import read_marks, read_notes
from headnote.records import Region

#: Headings in which marks are looked for: more than any book has.
_MARKED = 1000


def read_html(text: str) -> Draft:
    """Draft of an HTML text."""
    root = parse_html(text)
    into = Declaration()
    if is_ao3([root]):
        flow = Flow()
        flow.walk(body_of(root), plan_ao3(root, into))
        return composed(flow, "ao3-html", into)
    if is_fff_html(root):
        flow = Flow()
        flow.walk(body_of(root), plan_fff_html(root, into))
        return composed(flow, "fanficfare-html", into)
    return _read_page(root, into)


def composed(flow: Flow, kind: str, into: Declaration) -> Draft:
    """The draft of what a flow holds: its notes declared, the marks of its headings found."""
    text, regions, headings, emphasis, breaks = flow.finished()
    draft = Draft(text, kind, into, regions, headings, breaks, emphasis)
    for region in regions:
        said = text[region.start : region.end]
        if region.kind == "note":
            into.note(said, label=region.label, start=region.start, end=region.end)
        elif region.kind == "summary" and region.label == "Summary":
            into.say("summary", said, "text: Summary")
    _read_title_marks(draft)
    for heading in headings[:_MARKED]:
        for mark in find_marks(text[heading.start : heading.end], heading.start):
            into.mark(mark, "chapter title")
    return draft


def _read_title_marks(draft: Draft) -> None:
    title = draft.declaration.get("title")
    if not isinstance(title, str):
        return
    shown = next((r for r in draft.regions if r.kind == "header" and r.label in ("title", "title page")), None)
    if shown is None:
        return
    for mark in find_marks(draft.text[shown.start : shown.end], shown.start):
        draft.declaration.mark(mark, "title")


def _read_page(root: Element, into: Declaration) -> Draft:
    """Any other page: every heading is one, the head's labels are read as in plain text."""
    _read_meta(root, into)
    flow = Flow(headings=True)
    flow.walk(body_of(root), navigation(root))
    draft = composed(flow, "html", into)
    first = draft.headings[0] if draft.headings else None
    if first and (first.level == 1 or len(draft.headings) == 1) and not draft.text[: first.start].strip():
        marks = find_marks(draft.text[first.start : first.end], first.start)
        into.say("title", without_marks(draft.text[first.start : first.end], marks, first.start), "heading")
    title = _title(root)
    if title:
        marks = find_marks(title, 0)
        into.say("title", without_marks(title, marks), "title element")
        for mark in find_marks(title, None) if not into.has("marks") else ():
            into.mark(mark, "title element")
    read_page_head(draft)
    return draft


def read_page_head(draft: Draft) -> None:
    """Labels, byline, notes and marks that a page writes as plain text."""
    lines: list[Line] = list(lines_of(draft.text))[:80]
    block = label_block(lines)
    if block:
        read_labels(draft.declaration, lines[block[0] : block[1]], "header")
        start, end = lines[block[0]].start, lines[block[1] - 1].end
        draft.regions.append(Region(start=start, end=end, kind="header", label=None))
    elif len(lines) > 1:
        read_byline(draft.declaration, lines[1], "text: byline")
    read_notes(draft)
    read_marks(draft)


def navigation(root: Element) -> Plan:
    """Menus and the like are not read; an aside is a note."""
    plan: Plan = dict.fromkeys(root.iter("nav"), SKIP)
    plan.update((element, Role(kind="note", label="aside")) for element in root.iter("aside"))
    return plan


def _title(root: Element) -> str:
    return next((text_of(t) for t in root.iter("title")), "")


def _read_meta(root: Element, into: Declaration) -> None:
    for meta in root.iter("meta"):
        name, value = (meta.get("name") or "").casefold(), " ".join((meta.get("content") or "").split())
        if name == "author" and value:
            into.add("authors", [value], "meta: author")
        elif name in ("description", "dc.description") and value:
            into.say("summary", value, "meta: description")
