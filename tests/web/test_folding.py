"""Folding: nothing of what is folded is in the page, and nothing else is missing."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Sequence

import lxml.html
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headnote.library.documents import Document
from headnote.records import Finding
from headnote.verdict.excerpts import sealed
from headnote.web import folding, paging, story, titles
from headnote.web.folding import Avoidance, Fold
from headnote.web.pages import environment
from tests.web.invented import CODE, WORD, made, sealed_at

AVOID = Avoidance(codes=frozenset({CODE}), confidence=0.33)
ALL = '{% from "reader_parts.html" import set %}{{ set(blocks, links) }}'


class Links:
    """Addresses as a page has them."""

    review = None

    def open(self, fold: Fold, at: int | None = None) -> str:
        return f"?open={fold.id}"

    def close(self, fold: Fold) -> str:
        return f"?close={fold.id}"


def page_html(document: Document, folds: Sequence[Fold], opened: Sequence[str] = ()) -> str:
    """All pages of a work as one piece of HTML, with the names of its chapters."""
    made_pages = [
        environment().from_string(ALL).render(blocks=story.blocks_of(document, page, folds, opened), links=Links())
        for page in paging.paginate(document.work.text, document.layout)
    ]
    names = titles.chapter_titles(document, folds, opened)
    return "\n".join(made_pages) + html.escape(" | ".join(names))


def shown_text(page: str) -> str:
    """The story's own text in a page, without any white space."""
    tree = lxml.html.fromstring(f"<div>{page}</div>")
    told = (e for e in tree.iter("p", "h2") if e.get("data-at") or e.get("class") == "unseen")
    lifts = {text for e in tree.iter("a") if e.get("class") == "lift" for text in e.itertext()}
    return "".join("".join(str(text) for e in told for text in e.itertext() if text not in lifts).split())


def without(text: str, folds: Sequence[Fold]) -> str:
    """A text without what is folded, without white space."""
    parts, at = [], 0
    for fold in folds:
        parts.append(text[at : fold.start])
        at = fold.end
    return "".join("".join([*parts, text[at:]]).split())


class Written:
    """A story of made-up words, each of which stands in it once, so that any of them gives its place away."""

    def __init__(self, seed: int, chapters: int, scenes: int, loud: float) -> None:
        self.random, self.count = random.Random(seed), 0
        self.loud: list[list[str]] = []
        self.quiet: list[list[str]] = []
        self.headings: list[tuple[str, bool]] = []
        blocks = []
        for number in range(chapters):
            title = self.word()
            blocks.append(f"Chapter {number + 1}: {title.capitalize()}")
            sounds = [self.random.random() < loud for _ in range(scenes)]
            self.headings.append((title, any(sounds)))
            blocks.append("\n\n* * *\n\n".join(self.scene(sound) for sound in sounds))
        self.text = "\n\n".join(blocks) + "\n"

    def word(self) -> str:
        """A word without meaning, of letters that no rule knows."""
        self.count += 1
        digits = "".join("kqvzjxwyug"[int(d)] for d in f"{self.count:04}")
        return f"b{digits}oo"

    def scene(self, loud: bool) -> str:
        paragraphs, words = [], []
        for _ in range(self.random.randint(2, 5)):
            own = [self.word() for _ in range(self.random.randint(8, 60))]
            said, line = " ".join(own[:4]).capitalize(), " ".join(own[4:]).capitalize() + "."
            spoken = f'"{said}. {line}" ' if self.random.random() < 0.5 else f'"{said}," they said. {line}'
            speaks = self.random.random() < 0.5
            words += own if speaks else own[4:]
            paragraphs.append(spoken if speaks else line)
        if loud:
            self.random.shuffle(paragraphs)
            paragraphs[0] += f" They {WORD}. They {WORD} again, and zanzled."
        (self.loud if loud else self.quiet).append(words)
        return "\n\n".join(paragraphs)


written = st.builds(
    Written,
    seed=st.integers(0, 2**32),
    chapters=st.integers(1, 3),
    scenes=st.integers(1, 4),
    loud=st.sampled_from([0.0, 0.3, 1.0]),
)


@settings(max_examples=60, deadline=None)
@given(written)
def test_no_word_of_a_folded_scene_is_in_the_page_and_every_other_is(tale: Written) -> None:
    document, found = made(tale.text)
    folds = folding.folds(document, found, AVOID)
    page = page_html(document, folds)
    folded = {f.id for f in folds if f.kind == "scene"}
    assert len(folded) == len(tale.loud), "every scene with the word folds"
    for words in tale.loud:
        assert not [word for word in words if word in page.lower()]
    for words in tale.quiet:
        assert all(word in page.lower() for word in words)
    assert WORD not in page
    for title, hidden in tale.headings:
        assert (title in page.lower()) is not (hidden and len(tale.headings) > 1)


@settings(max_examples=60, deadline=None)
@given(written, st.sampled_from([0.01, 0.4, 0.5, 0.6, 0.9]), st.booleans())
def test_no_word_of_anything_folded_is_in_the_page(tale: Written, confidence: float, closed: bool) -> None:
    mark = re.findall(r"b\w{4}oo", tale.text)[-1]
    document, found = made(tale.text, sealed=mark if closed else "")
    folds = folding.folds(document, found, Avoidance(codes=frozenset({CODE}), confidence=confidence))
    page = page_html(document, folds).lower()
    told = {word for fold in folds for word in re.findall(r"b\w{4}oo", tale.text[fold.start : fold.end].lower())}
    assert not told & set(re.findall(r"b\w{4}oo", page))
    assert not closed or mark in told


@settings(max_examples=60, deadline=None)
@given(written, st.booleans())
def test_what_is_not_folded_is_complete_and_in_order(tale: Written, opened: bool) -> None:
    document, found = made(tale.text)
    folds = folding.folds(document, found, AVOID)
    if opened:
        page, hidden = page_html(document, folds, [f.id for f in folds]), []
    else:
        # Titles of chapters with a folded scene go too; here only works of one chapter are compared.
        page, hidden = page_html(document, folds), list(folds)
        if titles.hidden_chapters(document, folds, ()):
            return
    assert shown_text(page) == without(tale.text, hidden)


def test_folds_do_not_overlap_and_lie_in_the_text() -> None:
    tale = Written(7, 3, 4, 0.5)
    document, found = made(tale.text)
    folds = folding.folds(document, found, AVOID)
    assert folds
    ends = [0]
    for fold in folds:
        assert ends[-1] <= fold.start < fold.end <= len(tale.text)
        ends.append(fold.end)


QUIET = "The ferry came in at noon with two sacks of post. Nobody was there. Tom signed for it in the rain."


def veiled(passage: str) -> tuple[str, Document, tuple[Finding, ...]]:
    """A work with one passage that alone reaches a confidence which its scene does not."""
    text = "\n\n".join([*(f"{QUIET} {n}" for n in range(30)), passage, *(f"{QUIET} {n}" for n in range(30, 60))])
    return (text, *made(text))


def test_a_single_passage_is_veiled_with_the_quotation_that_it_cuts() -> None:
    said = '"Oh, quorl vexit," said Ada. "We zanzled, yes. And tarnwick too, as far as the mill."'
    text, document, found = veiled(said)
    folds = folding.folds(document, found, Avoidance(codes=frozenset({CODE}), confidence=0.45))
    assert [fold.kind for fold in folds] == ["passage"]
    page = page_html(document, folds)
    assert "zanzled" not in page
    assert "tarnwick" not in page, "the rest of a quotation does not stand alone"
    assert shown_text(page) == without(text, folds)
    assert page.count('class="lift"') == 1
    assert "explicit sex, moderate" in page
    assert "zanzled" in page_html(document, folds, [folds[0].id])


def test_a_quotation_longer_than_a_passage_is_veiled_whole() -> None:
    lines = "Tom signed for it in the rain and led it up the lane. " * 20
    said = f'"Quorl vexit. {lines}Then we zanzled, yes. {lines}And tarnwick." Ada put the kettle on.'
    text, document, found = veiled(said)
    folds = folding.folds(document, found, Avoidance(codes=frozenset({CODE}), confidence=0.45))
    page = page_html(document, folds)
    assert "vexit" not in page
    assert "tarnwick" not in page
    assert "Ada put the kettle on." in page
    assert shown_text(page) == without(text, folds)


def test_confidence_decides_what_folds() -> None:
    text, document, found = veiled("They zanzled.")
    folds = [folding.folds(document, found, Avoidance(codes=frozenset({CODE}), confidence=c)) for c in (0.05, 0.99)]
    assert [f.kind for f in folds[0]] == ["scene"]
    assert folds[1] == ()
    assert shown_text(page_html(document, folds[1])) == without(text, ())


def test_a_work_that_is_sure_only_as_a_whole_folds_its_strongest_scene() -> None:
    tale = Written(3, 1, 3, 1.0)
    document, found = made(tale.text)
    finding = next(f for f in found if f.code == CODE)
    least = max(finding.by_scene) + 0.001
    folds = folding.folds(document, found, Avoidance(codes=frozenset({CODE}), confidence=least))
    strongest = finding.scenes[finding.by_scene.index(max(finding.by_scene))]
    assert (f"s{strongest}" in {f.id for f in folds}) is (finding.confidence >= least)


def test_what_implies_an_avoided_code_folds_too() -> None:
    assert folding.sources(["sex-implied"]) >= {"sex-implied", CODE}
    tale = Written(5, 1, 2, 1.0)
    document, found = made(tale.text)
    folds = folding.folds(document, found, Avoidance(codes=frozenset({"sex-implied"}), confidence=0.33))
    assert {f.kind for f in folds} == {"scene"}


SEALED = "\n\n* * *\n\n".join([QUIET, "Then vantrosk came. Nobody knew merrowquick.", QUIET])


@pytest.mark.parametrize("opened", [(), ("x", "s2", "scene-2")])
def test_what_is_closed_opens_for_nobody(opened: tuple[str, ...]) -> None:
    document, found = made(SEALED, sealed="vantrosk")
    folds = folding.folds(document, found, Avoidance())
    assert [f.kind for f in folds] == ["closed"]
    page = page_html(document, folds, [*opened, *(f.id for f in folds)])
    assert "vantrosk" not in page
    assert "merrowquick" not in page
    assert "is closed to readers" in page
    assert "?open=" not in page


def test_what_is_closed_stays_closed_within_an_opened_scene() -> None:
    text = f"{QUIET}\n\nThey {WORD}. They {WORD} again, and zanzled.\n\nThen vantrosk came. Nobody knew merrowquick."
    document, found = made(text, sealed="vantrosk")
    folds = folding.folds(document, found, AVOID)
    page = page_html(document, folds, [f.id for f in folds])
    assert "vantrosk" not in page
    assert "merrowquick" not in page


def test_what_is_closed_outside_a_scene_reaches_whole_paragraphs() -> None:
    """The seal around evidence outside any scene is counted in characters; a paragraph that it cuts goes whole."""
    filler = "The ferry came in at noon with two sacks of post and a goat. " * 12
    before, after = f"Vexquorl began it. {filler}{filler}", f"{filler}{filler}It ended in tarnwick."
    text = f"Far before.\n\n{before}\n\nThen vantrosk came.\n\n{after}\n\nFar after."
    document, _ = made(text)
    signal = sealed_at(text, "vantrosk")
    reach = sealed([signal], msgspec.structs.replace(document.layout, scenes=()))
    assert text.index("Vexquorl") < reach[0].start < reach[0].end < text.index("tarnwick")
    reaching = msgspec.structs.replace(document, sealed=reach)
    page = page_html(reaching, folding.folds(reaching, (), Avoidance()))
    assert shown_text(page) == "Farbefore.Farafter."


def test_a_list_of_chapters_does_not_tell_a_folded_title() -> None:
    scene = f"They {WORD}. They {WORD} again, and zanzled."
    contents = "Author's note: the chapters are Morning and Vexquorl Rising.\n\n"
    text = f"{contents}Chapter 1: Morning\n\n{QUIET}\n\nChapter 2: Vexquorl Rising\n\n{scene}\n"
    document, found = made(text)
    folds = folding.folds(document, found, AVOID)
    page = page_html(document, folds)
    assert "Vexquorl" not in page
    assert "Morning" in page
    assert "A note is left out here" in page
    assert "Chapter 2" in page
    assert "Vexquorl" in page_html(document, folds, [f.id for f in folds])


HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b> &lt;i&gt; &#0; {{ 7*7 }} {% raw %}",
    'a "quoted" <img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a> </p></article></main>',
    "\u202emirrored\u202c and \u2066isolated\u2069 \u200fright",
    "nul\x00 bell\x07 escape\x1b[31m c1\x9b delete\x7f nonchar\ufdd0\uffff",
    "<!-- <style>*{display:none}</style> --> ]]> <![CDATA[ <plaintext>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_text(hostile: str) -> None:
    document, found = made(f"{QUIET}\n\n{hostile}\n\n{QUIET}")
    page = page_html(document, folding.folds(document, found, AVOID))
    tree = lxml.html.fromstring(f"<div>{page}</div>")
    assert {e.tag for e in tree.iter()} <= {"div", "p", "span", "hr"}
    assert not [name for e in tree.iter() for name in e.attrib if str(name).startswith("on")]
    assert not set(page) & set("\x00\x07\x1b\x7f\x9b\u202e\u202d\ufdd0\uffff")
    assert html.escape(titles.shown(document.work.text).split("\n\n")[1], quote=True).split()[0] in page


def test_the_text_of_a_very_long_paragraph_is_on_pages_of_bounded_size() -> None:
    text = "lorn vex quim. " * 70_000
    document, _ = made(text)
    cut = paging.paginate(text, document.layout)
    assert [page.start for page in cut[1:]] == [page.end for page in cut[:-1]]
    assert max(page.end - page.start for page in cut) <= paging.MOST
    assert shown_text(page_html(document, ())) == "".join(text.split())


def test_a_scene_that_fills_several_pages_is_folded_on_each() -> None:
    document, found = made((f"They {WORD} and lorn vexed. " * 20 + "\n\n") * 200)
    folds = folding.folds(document, found, AVOID)
    pages = paging.paginate(document.work.text, document.layout)
    assert len(pages) > 1
    page = page_html(document, folds)
    assert WORD not in page
    assert page.count('class="fold"') == len(pages)
