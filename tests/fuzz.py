"""Fuzzes intake: ``python -m tests.fuzz --seconds N`` (needs atheris; ``make fuzz``).

The first byte of an input says what the rest is put into (a file as it is, a page, a book, a document, a zip), so that
mutations reach past the container. Any exception but a `HeadnoteError`, and any span outside its text, is a finding:
the fuzzer stops there and writes the input beside the working folder.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from headnote.errors import HeadnoteError
from tests.intake.making import CONTAINER, STORY, check_spans, make_docx, make_epub, make_zip, opf, page

FIXTURES = Path(__file__).parent / "fixtures" / "intake"
#: Longest input in bytes; what goes wrong only in longer ones is a matter of the memory tests.
LONGEST = 20_000
#: Modules whose branches guide the mutations; what they import is taken as it is.
MODULES = ("reader", "archive", "detect", "epub", "docx", "markup", "textual", "words", "language")
BOOK: tuple[tuple[str, str | bytes], ...] = (("META-INF/container.xml", CONTAINER), ("OEBPS/a.xhtml", page("A")))
WRAPPERS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data,
    lambda data: b"<!DOCTYPE html><html><body>" + data + b"</body></html>",
    lambda data: make_epub({"a.xhtml": data.decode("latin-1")}),
    lambda data: make_epub({"a.xhtml": page(f"<p>{STORY}</p>")}, metadata=data.decode("latin-1")),
    lambda data: make_zip([*BOOK, ("OEBPS/content.opf", data)]),
    lambda data: make_docx(data.decode("latin-1"), styles={"a": "heading 1"}),
    lambda data: make_zip({"story.txt": data}),
)


def read(data: bytes) -> None:
    """One input: a work whose spans hold, or an error of our own."""
    from headnote import intake

    if not data:
        return
    wrapped = WRAPPERS[data[0] % len(WRAPPERS)](data[1:])
    try:
        work = intake.read_bytes(wrapped)
    except HeadnoteError:
        return
    check_spans(work)
    intake.unread_reason(work.source)


def seeds() -> list[bytes]:
    """A small corpus with one input for each format and wrapper."""
    html = (FIXTURES / "ao3-work.html").read_bytes()
    epub = (FIXTURES / "ao3-work.epub").read_bytes()
    thread = (
        "\U0001f51e quay (a thread)\n\n#a | a / b\n\ncontent notes:\n- storms\n\nthread \u2193\n\n1/ x\n\n2/ y\n\n"
        "and scene!"
    )
    labels = f"Quay\nby W\n\nRating: M\nWarnings: none\nSummary: x\ny\n\n{STORY}\n\nA/N: z\n\nTW: a, b\n"
    markdown = f"---\ntitle: Quay\n---\n\n# Quay (18+)\n\n*a* **b** ~~c~~\n\n***\n\n{STORY}"
    fff = (
        "Quay\n\nby W\n\nCategory: R\nPackaged: 1\nStory URL: u\n\nTABLE OF CONTENTS\n\nOne\n\n\tOne\n\n"
        f"{STORY}\n\nEnd file.\n"
    )
    page_body = f"<h1>Quay</h1><p>{STORY}<br/><br/><em>x</em></p><hr/><table><tr><td>a</td></tr></table>"
    document = "<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>x</w:t></w:r></w:p>"
    raw = [*(text.encode() for text in (thread, labels, markdown, fff)), html, epub, STORY.encode("utf-16")]
    raw += [b"caf\xe9 \x93" + STORY.encode() + b"\x81", "\u00e2\u20ac\u2122".encode()]
    wrapped = [(1, page_body), (2, page(page_body)), (3, "<dc:title>Quay</dc:title>"), (4, opf(["a.xhtml"]))]
    wrapped += [(5, document), (6, labels)]
    return [b"\x00" + data for data in raw] + [bytes([kind]) + text.encode() for kind, text in wrapped]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long to run")
    parser.add_argument("--seed", type=int, default=1, help="seed of the mutations")
    parser.add_argument("--crashes", default=".", help="folder for inputs that are findings")
    chosen = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["headnote.intake"], enable_loader_override=False):
        for module in MODULES:
            importlib.import_module(f"headnote.intake.{module}")
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(seeds()):
            (Path(corpus) / f"{number:02}").write_bytes(data)
        options = [
            f"-max_total_time={chosen.seconds}",
            f"-seed={chosen.seed}",
            f"-max_len={LONGEST}",
            "-timeout=20",
            "-len_control=0",
        ]
        atheris.Setup(
            [sys.argv[0], *options, "-rss_limit_mb=2000", f"-artifact_prefix={chosen.crashes}/", corpus], read
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
