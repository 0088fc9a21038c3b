"""For any bytes: a work whose every span lies in its text, or an error of ours; nothing else."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headnote import intake
from headnote.errors import HeadnoteError
from headnote.records import Work
from tests.fuzz import WRAPPERS, read, seeds
from tests.intake.making import check_spans

QUIET = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck), derandomize=True)
#: Pieces that steer texts towards each format and each kind of span.
PIECES = (
    *(
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\t",
        "\ufeff",
        "\u00a0",
        "a",
        "The boat was late.",
        "\u201cNo,\u201d",
        "\U0001f51e",
        "\ufffd",
    ),
    *(
        "# ",
        "## Two",
        "***",
        "---",
        "*a*",
        "**b**",
        "~~c~~",
        "(18+)",
        "*mild NSFW*",
        "NSFW",
        "TW: a, b",
        "A/N: c",
        "by W",
    ),
    *(
        "Rating: M",
        "Warnings: none",
        "Summary: d",
        "Title: e",
        "content notes:",
        "- f",
        "1/ ",
        "(2/3)",
        "thread \u2193",
    ),
    *(
        "and scene",
        "#g | h / i",
        "TABLE OF CONTENTS",
        "Packaged: 1",
        "Story URL: u",
        "End file.",
        "\x00",
        "\x85",
        "\u2028",
    ),
    *("\u00e2\u20ac\u2122", "\u00c3\u00a9", "title: j"),
)
TAGS = (
    "p",
    "div",
    "b",
    "i",
    "em",
    "h1",
    "h2",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "pre",
    "ul",
    "li",
    "a",
    "s",
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)
opened = st.builds("<{}>".format, st.sampled_from((*TAGS, "br", "hr", "hr/", 'div id="preface"', 'div id="chapters"')))
closed = st.builds("</{}>".format, st.sampled_from(TAGS))
markup = st.lists(opened | closed | st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)


def check(work: Work) -> None:
    check_spans(work)
    assert work.source.characters == len(work.text)
    assert set(work.declared.origins) >= {
        field
        for field in work.declared.__struct_fields__
        if field not in ("origins", "notes", "marks") and getattr(work.declared, field) is not None
    }
    for first, second in zip(work.headings, work.headings[1:], strict=False):
        assert first.start <= second.start
    assert work.text.encode("utf-8")


@QUIET
@given(texts)
def test_any_text_is_kept_with_its_spans(text: str) -> None:
    try:
        work = intake.read_text(text)
    except HeadnoteError:
        assert not text.strip()
        return
    check(work)
    assert len(work.text) == len(text)
    assert intake.read_text(text) == work


@QUIET
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    try:
        check(intake.read_bytes(data))
    except HeadnoteError:
        return


@QUIET
@given(markup, st.sampled_from(range(1, 6)))
def test_any_markup_in_any_container(text: str, wrapper: int) -> None:
    try:
        check(intake.read_bytes(WRAPPERS[wrapper](text.encode("utf-8", "replace"))))
    except HeadnoteError:
        return


@QUIET
@given(st.sampled_from(seeds()), st.data())
def test_any_damage_to_a_good_file(seed: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(seed) - 1))
    size = data.draw(st.integers(0, 30))
    read(seed[:at] + data.draw(st.binary(max_size=20)) + seed[at + size :])


@QUIET
@given(texts, st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")))
def test_any_encoding(text: str, encoding: str) -> None:
    try:
        work = intake.read_bytes(text.encode(encoding, "replace"))
    except HeadnoteError:
        return
    check(work)
