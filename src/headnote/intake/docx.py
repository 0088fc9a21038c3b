"""DOCX: the paragraphs of the main part with their styles, and the core properties."""

from __future__ import annotations

from lxml import etree

from headnote.errors import Damaged
from headnote.intake.archive import Archive
from headnote.intake.declaration import Declaration
from headnote.intake.draft import Draft
from headnote.intake.flow import Flow
from headnote.intake.html_tree import Element, parse_xml, text_of
from headnote.intake.markup import composed, read_page_head

DOCUMENT = "word/document.xml"
_STYLES, _CORE = "word/styles.xml", "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OFF = ("0", "false", "off", "none")
_KINDS: tuple[tuple[str, str], ...] = (("i", "em"), ("b", "strong"), ("strike", "s"))
#: What a paragraph's parts may not be read from: deleted text, field codes, notes and drawings.
_UNREAD = frozenset(
    ("del", "moveFrom", "instrText", "drawing", "pict", "object", "footnoteReference", "AlternateContent")
)


def read_docx(archive: Archive) -> Draft:
    """Draft of a document.

    Raises:
        Damaged: its main part is missing or no XML.
    """
    root = parse_xml(archive.read(DOCUMENT), DOCUMENT)
    body = next((e for e in root.iter(f"{_W}body", f"{_STRICT}body")), None)
    if body is None:
        raise Damaged(f"expected a body in {DOCUMENT}, found none")
    styles = _styles(archive)
    into = Declaration()
    flow = Flow(headings=True)
    flow.walk(_as_markup(body, styles, into))
    draft = composed(flow, "docx", into)
    _read_core(archive, into)
    read_page_head(draft)
    return draft


def _as_markup(body: Element, styles: dict[str, str], into: Declaration) -> Element:
    """The body as the few HTML elements that `Flow` reads: p, h1 to h6, hr, br, em, strong, s."""
    page = etree.Element("body")
    for paragraph in body.iter("{*}p"):
        if _local(paragraph) != "p" or not paragraph.tag.startswith((_W, _STRICT)):
            continue
        style = styles.get(_value(paragraph, "pPr", "pStyle").casefold(), "")
        target = etree.SubElement(page, "p")
        _copy_runs(paragraph, target)
        text = text_of(target)
        if style == "title" and text:
            into.say("title", text, "DOCX: title style")
            target.tag = "h1"
        elif style.startswith("heading ") and style[8:9].isdigit() and text:
            target.tag = f"h{min(6, max(1, int(style[8:9])))}"
        elif not text and paragraph.find("{*}pPr/{*}pBdr") is not None:
            target.tag = "hr"
    return page


def _copy_runs(paragraph: Element, target: Element) -> None:
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        name = _local(element)
        if name in _UNREAD or (name == "p" and element is not paragraph):
            walker.skip_subtree()
        elif name == "r":
            _copy_run(element, target)
            walker.skip_subtree()


def _copy_run(run: Element, target: Element) -> None:
    for tag in _marked(run):
        target = etree.SubElement(target, tag)
    for child in run.iterchildren("*"):
        name = _local(child)
        if name == "t":
            _append(target, child.text or "")
        elif name == "tab":
            _append(target, "\t")
        elif name == "noBreakHyphen":
            _append(target, "\u2011")
        elif name in ("br", "cr"):
            etree.SubElement(target, "br")


def _marked(run: Element) -> list[str]:
    properties = run.find("{*}rPr")
    if properties is None:
        return []
    found = []
    for name, tag in _KINDS:
        mark = properties.find("{*}" + name)
        if mark is not None and _attribute(mark, "val").casefold() not in _OFF:
            found.append(tag)
    return found


def _append(target: Element, text: str) -> None:
    last = target[-1] if len(target) else None
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        target.text = (target.text or "") + text


def _styles(archive: Archive) -> dict[str, str]:
    """Names of the paragraph styles by id, both in lower case: "heading 1", "title"."""
    if _STYLES not in archive:
        return {}
    names = {}
    for style in parse_xml(archive.read(_STYLES), _STYLES).iter("{*}style"):
        name = style.find("{*}name")
        if name is not None:
            names[_attribute(style, "styleId").casefold()] = _attribute(name, "val").casefold()
    return names


def _read_core(archive: Archive, into: Declaration) -> None:
    if _CORE not in archive:
        return
    for element in parse_xml(archive.read(_CORE), _CORE).iterchildren("*"):
        text = " ".join((element.text or "").split())
        if not text:
            continue
        name = _local(element)
        if name == "title":
            into.say("title", text, "DOCX: properties")
        elif name == "creator" and not into.has("authors"):
            into.add("authors", [text], "DOCX: properties")
        elif name == "description":
            into.say("summary", text, "DOCX: properties")
        elif name == "keywords":
            into.add(
                "tags", [part.strip() for part in text.replace(";", ",").split(",") if part.strip()], "DOCX: keywords"
            )


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(paragraph: Element, *path: str) -> str:
    found = paragraph.find("/".join("{*}" + part for part in path))
    return _attribute(found, "val") or _attribute(found, "styleId") if found is not None else ""


def _attribute(element: Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")
