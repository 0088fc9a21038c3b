"""Makes the files that intake reads, byte by byte, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from headnote.records import Span, Work

STORY = (
    "The boat was late and the rain had found its way under her collar. Mara counted the lamps along the quay, and "
    "when she had counted them twice she sat down on her trunk and waited for the morning."
)
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def make_zip(files: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip of the files in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def opf(spine: Iterable[str], metadata: str = "", items: Iterable[str] | None = None) -> str:
    """A package file whose items are named as their files."""
    names = list(spine)
    manifest = "".join(
        f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in (names if items is None else items)
    )
    refs = "".join(f'<itemref idref="{n}"/>' for n in names)
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{metadata}'
        f"</metadata><manifest>{manifest}</manifest><spine>{refs}</spine></package>"
    )


def page(body: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>t</title>{head}</head><body>{body}</body></html>"
    )


def make_epub(pages: Mapping[str, str], metadata: str = "", extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A book whose spine is its pages in the order given."""
    files: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    files["OEBPS/content.opf"] = opf(pages, metadata)
    files.update({f"OEBPS/{name}": text for name, text in reversed(list(pages.items()))})
    return make_zip({**files, **(extra or {})})


def make_docx(body: str, *, title: str = "", styles: Mapping[str, str] | None = None) -> bytes:
    """A document from the XML of its body; `styles` are names by id."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>'
        for i, n in (styles or {}).items()
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?><w:document {w}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<?xml version="1.0"?><w:styles {w}>{named}</w:styles>',
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
            "<dc:creator>A. Writer</dc:creator></cp:coreProperties>"
        ),
    }
    return make_zip(files)


def spans_of(work: Work) -> list[Span]:
    """Every span that a work holds."""
    return [*work.regions, *work.headings, *work.emphasis, *work.repairs]


def check_spans(work: Work) -> None:
    """Every span lies in the text, and what carries its text twice says the same in both places."""
    size = len(work.text)
    for span in spans_of(work):
        assert 0 <= span.start <= span.end <= size
    for offset in work.breaks:
        assert 0 <= offset <= size
    for note in work.declared.notes:
        if note.start is not None and note.end is not None:
            assert work.text[note.start : note.end] == note.text
    for mark in work.declared.marks:
        if mark.start is not None and mark.end is not None:
            assert work.text[mark.start : mark.end] == mark.text
    for heading in work.headings:
        if heading.title and heading.start < heading.end:
            assert heading.title.split()[0] in work.text[heading.start : heading.end]
