"""EPUB: the package file, its metadata, and the spine in its order."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

import msgspec

from headnote.errors import Damaged, Encrypted, NotText
from headnote.intake.ao3 import is_ao3, plan_ao3
from headnote.intake.archive import Archive
from headnote.intake.declaration import Declaration
from headnote.intake.draft import Draft
from headnote.intake.fanficfare import is_fff_epub, plan_fff_file
from headnote.intake.flow import SKIP, Flow
from headnote.intake.html_tree import Element, body_of, parse_html, parse_xhtml, parse_xml, text_of
from headnote.intake.marks import find_marks
from headnote.intake.markup import composed, navigation, read_page_head
from headnote.taxonomy import CATEGORIES, CHOOSE_NOT, NO_WARNINGS, NOT_RATED, RATINGS, canonical

CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_RIGHTS = "META-INF/rights.xml"
#: Font obfuscation is no protection of the text.
_FONT_ONLY = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_MARKUP = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"))
_WARNINGS = frozenset(
    (NO_WARNINGS, CHOOSE_NOT, "Graphic Depictions Of Violence", "Major Character Death", "Rape/Non-Con", "Underage Sex")
)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Item(msgspec.Struct, frozen=True):
    """One file of the manifest: its name in the container and what it says it is."""

    name: str
    media: str
    properties: str


class Package(msgspec.Struct, frozen=True):
    """The package file: `metadata` as (local name, attributes, text) in order, and the spine."""

    metadata: list[tuple[str, dict[str, str], str]]
    spine: list[Item]

    def texts(self, name: str) -> list[str]:
        return [text for tag, _, text in self.metadata if tag == name and text]


def read_epub(archive: Archive) -> Draft:
    """Draft of a book.

    Raises:
        Encrypted: its text is protected.
        Damaged: a part that a book needs is missing or broken, or its spine is empty.
        Unsafe: it declares entities.
    """
    _refuse_protection(archive)
    package = _read_package(archive)
    roots = [_root(archive, item) for item in package.spine]
    kept = [(item, root) for item, root in zip(package.spine, roots, strict=True) if root is not None]
    if not kept:
        raise Damaged("expected a spine with at least one text in it, found none")
    into = Declaration()
    trees = [root for _, root in kept]
    if is_ao3(trees):
        draft = _read_ao3(trees, into)
    elif is_fff_epub(package.texts("identifier"), trees):
        draft = _read_fff(trees, into)
    else:
        draft = _read_any(kept, into)
    _read_metadata(package, into, "Fanworks" in package.texts("subject"))
    return draft


def _read_ao3(roots: list[Element], into: Declaration) -> Draft:
    flow = Flow()
    inside = [r for r in roots if any(e.get("id") in ("preface", "chapters", "afterword") for e in r.iter("div"))]
    first = roots.index(inside[0])
    for root in roots[first:]:
        flow.walk(body_of(root), plan_ao3(root, into))
    return composed(flow, "ao3-epub", into)


def _read_fff(roots: list[Element], into: Declaration) -> Draft:
    flow = Flow()
    for root in roots:
        flow.walk(body_of(root), plan_fff_file(root, into))
    return composed(flow, "fanficfare-epub", into)


def _read_any(kept: list[tuple[Item, Element]], into: Declaration) -> Draft:
    flow = Flow(headings=True)
    for item, root in kept:
        plan = navigation(root)
        if "nav" in item.properties.split():
            plan[body_of(root)] = SKIP
        flow.walk(body_of(root), plan)
    draft = composed(flow, "epub", into)
    read_page_head(draft)
    return draft


def _refuse_protection(archive: Archive) -> None:
    if _RIGHTS in archive and _ENCRYPTION not in archive:
        raise Encrypted("expected an open book, found a rights file for a protected one")
    if _ENCRYPTION not in archive:
        return
    root = parse_xml(archive.read(_ENCRYPTION), _ENCRYPTION)
    methods = {e.get("Algorithm", "") for e in root.iter("{*}EncryptionMethod")}
    real = [e for e in root.iter("{*}EncryptedData") if next(e.iter("{*}EncryptionMethod"), None) is None]
    if methods - _FONT_ONLY or real:
        raise Encrypted("expected an open book, found one whose text is encrypted")


def _read_package(archive: Archive) -> Package:
    container = parse_xml(archive.read(CONTAINER), CONTAINER)
    path = next((e.get("full-path") for e in container.iter("{*}rootfile") if e.get("full-path")), None)
    if not path:
        raise Damaged(f"expected the name of a package file in {CONTAINER}, found none")
    root = parse_xml(archive.read(path), path)
    items = {e.get("id", ""): _item(e, path) for e in root.iter("{*}item")}
    spine = [items[ref] for e in root.iter("{*}itemref") if (ref := e.get("idref", "")) in items]
    if not spine:
        raise Damaged("expected a spine in the package file, found none")
    return Package(metadata=_metadata(root), spine=spine)


def _item(element: Element, package: str) -> Item:
    href = unquote(_path_of(element.get("href", "")))
    name = posixpath.normpath(posixpath.join(posixpath.dirname(package), href))
    return Item(name=name, media=element.get("media-type", ""), properties=element.get("properties", ""))


def _path_of(href: str) -> str:
    """The path of a link inside a book; a link that is no address has none."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""


def _metadata(root: Element) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for element in root.iter("*"):
        if isinstance(element.tag, str) and element.tag.startswith("{http://purl.org/dc/elements/1.1/}"):
            attributes = {str(k).rpartition("}")[2]: str(v) for k, v in element.attrib.items()}
            found.append((element.tag.rpartition("}")[2], attributes, text_of(element)))
    return found


def _root(archive: Archive, item: Item) -> Element | None:
    """Tree of a spine file; null for one that is no markup (an image as a page)."""
    if item.media and item.media not in _MARKUP:
        return None
    data = archive.read(item.name)
    return parse_xhtml(data, item.name) if data.strip() else None


def _read_metadata(package: Package, into: Declaration, fanworks: bool) -> None:
    origin = "OPF: dc:"
    for title in package.texts("title")[:1]:
        into.say("title", title, f"{origin}title")
        if not into.has("marks"):
            for mark in find_marks(title, None):
                into.mark(mark, f"{origin}title")
    if not into.has("authors") and (authors := _authors(package)):
        into.add("authors", authors, f"{origin}creator")
    for language in package.texts("language")[:1]:
        into.say("language", language, f"{origin}language")
    for description in package.texts("description")[:1]:
        into.say("summary", _plain(description), f"{origin}description")
    for source in package.texts("source")[:1]:
        if source.startswith("http"):
            into.say("url", source, f"{origin}source")
    _read_dates(package, into, fanworks)
    if not any(into.has(field) for field in ("tags", "fandoms", "rating")):
        _read_subjects(package.texts("subject"), into, fanworks)


def _authors(package: Package) -> list[str]:
    return [
        text
        for tag, attributes, text in package.metadata
        if tag == "creator" and text and attributes.get("role", "aut") == "aut"
    ]


def _read_dates(package: Package, into: Declaration, fanworks: bool) -> None:
    for tag, attributes, text in package.metadata:
        found = _DATE.match(text) if tag == "date" else None
        if found is None or found[0].startswith("0101"):
            continue
        event = attributes.get("event", "")
        if event == "modification" or (fanworks and not event):
            into.say("updated", found[0], "OPF: dc:date")
        elif event in ("publication", ""):
            into.say("published", found[0], "OPF: dc:date")


def _read_subjects(subjects: list[str], into: Declaration, fanworks: bool) -> None:
    """Subjects are untyped: in AO3's own vocabulary a rating, warning or category is told by its name."""
    tags = []
    for subject in subjects:
        name = canonical(subject)
        if fanworks and (name in RATINGS or name == NOT_RATED):
            into.say("rating", name, "OPF: dc:subject")
        elif fanworks and name in _WARNINGS:
            into.add("warnings", [name], "OPF: dc:subject")
        elif fanworks and name in CATEGORIES:
            into.add("categories", [name], "OPF: dc:subject")
        elif name != "Fanworks":
            tags.append(name)
    if tags:
        into.add("tags", tags, "OPF: dc:subject")


def _plain(description: str) -> str:
    """A description without the markup that it often holds, escaped."""
    if "<" not in description:
        return description
    try:
        root = parse_html(description)
    except NotText:
        return description
    return text_of(root)
