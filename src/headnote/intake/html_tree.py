"""Markup to a tree that is safe to walk: no entities of its own, no network, no depth that could hurt."""

from __future__ import annotations

import html.entities
import re

from lxml import etree

from headnote.errors import Damaged, NotText, Unsafe

Element = etree._Element

#: Deepest nesting that is kept; libxml2 itself stops at 2,048, and nothing that a person wrote comes near.
DEPTH = 200
_ENTITY_BYTES = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SELF_CLOSED = re.compile(
    r"<(a|b|i|u|p|em|strong|span|div|title|script|style|td|th|li|dd|dt|h[1-6])\b([^<>]*)/>", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})\b[^<>]*>")
#: Elements that the parser closes by itself, or that hold nothing: they add no depth that needs counting.
_FLAT = frozenset(
    (
        "p", "li", "dt", "dd", "td", "th", "tr", "option", "br", "hr", "img", "input", "meta", "link", "area",
        "base", "col", "embed", "source", "track", "wbr", "html", "head", "body",
    )
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})[\"']", re.IGNORECASE)
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|style|article|section|main|div|p|h[1-6]|table|blockquote|center|font"
    r"|span|b|i|em|strong|hr|br)(?=[\s/>]))",
    re.IGNORECASE | re.DOTALL,
)


def text_of(element: Element) -> str:
    """All text within an element on one line, blanks collapsed."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def body_of(root: Element) -> Element:
    """The body of a page, the root itself where it has none."""
    return next(root.iter("body"), root)


def looks_like_html(head: str) -> bool:
    """Whether the head of a text is HTML: it opens with a tag that only HTML has."""
    return _MARKUP.match(head) is not None


def declared_charset(head: bytes) -> str | None:
    """The encoding that markup names for itself, null where it names none."""
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found[1].decode("ascii") if found else None


def parse_html(text: str) -> Element:
    """Root element of an HTML text; damaged markup is read as browsers would.

    Raises:
        NotText: no element can be made of it.
    """
    root, too_deep = _html(text)
    if too_deep:
        root, _ = _html(_flattened(text))
    if root is None:
        raise NotText("expected HTML, found no element in it")
    return root


def parse_xhtml(data: bytes, where: str) -> Element:
    """Root of an XHTML file of a book. What is no well-formed XML is read as HTML.

    Raises:
        Unsafe: the file declares entities of its own.
        Damaged: no element can be made of it.
    """
    refuse_entities(data, where)
    try:
        root = etree.fromstring(_with_characters(data), _xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return _as_html(data, where)
    return _without_namespaces(root)


def parse_xml(data: bytes, where: str) -> Element:
    """Root of an XML file of a container (OPF, DOCX part), namespaces kept.

    Raises:
        Unsafe, Damaged: as `parse_xhtml`.
    """
    refuse_entities(data, where)
    try:
        return etree.fromstring(_with_characters(data), _xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        raise Damaged(f"expected well-formed XML in {where}, found something else") from None


def refuse_entities(data: bytes, where: str) -> None:
    """No book needs entities of its own, and a few nested ones can fill any memory."""
    if _DECLARES.search(data) or _DECLARES.search(data.replace(b"\x00", b"")):
        raise Unsafe(f"expected plain markup in {where}, found entity declarations")


def _xml_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _html(text: str) -> tuple[Element | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    data = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None, False
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, too_deep


def _as_html(data: bytes, where: str) -> Element:
    from headnote.intake.decode import decode_as

    text = decode_as(data, declared_charset(data[:2048])).text
    root, too_deep = _html(_SELF_CLOSED.sub(r"<\1\2></\1>", text))
    if too_deep:
        root, _ = _html(_flattened(text))
    if root is None:
        raise Damaged(f"expected XHTML in {where}, found no element in it")
    return root


def _with_characters(data: bytes) -> bytes:
    """HTML's named entities as characters, since XML knows only five of them."""
    if b"&" not in data:
        return data
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data if wide else _ENTITY_BYTES.sub(_character, data)


def _character(found: re.Match[bytes]) -> bytes:
    name = found[1].decode("ascii")
    if name in _XML_OWN:
        return found[0]
    character = html.entities.html5.get(name + ";")
    return b"".join(b"&#%d;" % ord(sign) for sign in character) if character else b"&amp;" + found[1] + b";"


def _without_namespaces(root: Element) -> Element:
    for element in root.iter(etree.Element):
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _flattened(text: str) -> str:
    """The same markup without the tags that lie deeper than `DEPTH`; text and its order stay."""
    stack: list[tuple[str, bool]] = []
    kept: list[str] = []
    at = 0
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name in _FLAT or found[0].endswith("/>"):
            continue
        keep = _closes(stack, name) if found[1] else _opens(stack, name)
        if not keep:
            kept.append(text[at : found.start()])
            at = found.end()
    kept.append(text[at:])
    return "".join(kept)


def _opens(stack: list[tuple[str, bool]], name: str) -> bool:
    keep = len(stack) < DEPTH
    stack.append((name, keep))
    return keep


def _closes(stack: list[tuple[str, bool]], name: str) -> bool:
    if stack and stack[-1][0] == name:
        return stack.pop()[1]
    return len(stack) < DEPTH
