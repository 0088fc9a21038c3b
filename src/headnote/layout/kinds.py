"""What each block is: story, heading, separator or note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from headnote.layout.blocks import is_aside
from headnote.layout.chapters import find_heads
from headnote.layout.headings import LONGEST, Head
from headnote.layout.lines import Block
from headnote.layout.separators import LONGEST as LONGEST_ROW
from headnote.layout.separators import is_separator
from headnote.layout.speech import in_title_case
from headnote.records import ParagraphKind, Work

_NOTE = re.compile(
    r"[\s*_~#-]*(?:[ATE]/N|[ATE]N(?=[*_]*:)|"
    r"author['’]?s?['’]? notes?|translator['’]?s? notes?|(?:end|beginning|chapter) notes?|"
    r"disclaimer|(?:trigger|content) (?:warning|note)s?|TW|CW)[*_]*\s*[:\-–—]",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"[\W_]*(?:the end|fin|end(?: of (?:chapter|part|book)\b.{0,30})?|to be continued|tbc|and scene|finis|ende)[\W_]*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"[\s_*]*(?:by|von|par|por|written by|translated by)(?:\s+\S+){0,8}", re.IGNORECASE)


#: A first line is taken for an undeclared title only above so many paragraphs: in a passage it may be all there is.
FEWEST_TITLED = 6
#: A first line of a few words is taken for one only above a story of so many characters: a list has such a first item.
LEAST_TOLD = 1000
#: A text of fewer paragraphs than that of which the notes are so many times longer than the story is a passage whose
#: beginning looks like a note.
UNTOLD = 0.25
#: Most blanks in a title without a byline that is not capitalised as titles are.
FEW = 3
_SENTENCE_END = frozenset(".!?,\"'”’:;…—-")
#: What stands in code and markup, and in no title; a bracket that closes nothing is of a line that was cut.
_CODE = re.compile(r"[<>{}=|\\^;]|\A\W*\.\w|\A[^(]*\)\Z|\w\(")


class Kinds(NamedTuple):
    """The blocks of a work, what each is (story is "narration" so far), and those that head chapters."""

    blocks: list[Block]
    kinds: list[ParagraphKind]
    heads: dict[int, Head]


def classify(work: Work, view: str, blocks: list[Block]) -> Kinds:
    """What each block of a work is, before its quotations are known."""
    heads: dict[int, Head] = {}
    contents: set[int] = set()
    if len(work.headings) < 2:
        found = find_heads(view, blocks)
        if not work.headings or len(found.heads) > 1:
            blocks, heads, contents = found
    kinds: list[ParagraphKind] = ["narration"] * len(blocks)
    for index, block in enumerate(blocks):
        if index in heads:
            kinds[index] = "heading"
        elif index in contents or is_aside(view, block):
            kinds[index] = "note"
        elif block.end - block.start <= LONGEST_ROW and _is_row(view, block):
            kinds[index] = "separator"
        elif _NOTE.match(view, block.start, min(block.end, block.start + 60)):
            kinds[index] = "note"
    _subtitles(view, blocks, kinds, heads)
    _regions(work, blocks, kinds)
    return Kinds(blocks, kinds, {i: h for i, h in heads.items() if kinds[i] == "heading"})


def _is_row(view: str, block: Block) -> bool:
    first = view[block.start]
    return not (first.isalpha() and first not in "xXoO") and is_separator(view[block.start : block.end])


def _subtitles(view: str, blocks: Sequence[Block], kinds: list[ParagraphKind], heads: dict[int, Head]) -> None:
    """A title that stands alone below a heading: in capitals, or short and set off by the larger gap after it."""
    for index in heads:
        following = index + 1
        while following + 1 < len(blocks) and following - index < 4 and kinds[following] == "narration":
            block = blocks[following]
            if block.end - block.start > LONGEST:
                break
            text = view[block.start : block.end]
            set_off = blocks[following + 1].gap > block.gap and text.count(" ") < 12 and text[-1] not in ".!?,\"'”’:;"
            if not text.isupper() and not set_off:
                break
            kinds[following] = "heading"
            following += 1


def mark_frame(work: Work, view: str, kinds: Kinds) -> None:
    """Tell the frame from the story: title and byline on the first lines, "The End" on the last. After messages are
    known, for a first message looks like a title."""
    _front(view, kinds.blocks, kinds.kinds, work)
    _back(view, kinds.blocks, kinds.kinds)
    if _untold(kinds):
        _all_story(work, kinds)


def _untold(kinds: Kinds) -> bool:
    """Whether next to nothing would be read as story: nothing at all, or of a few paragraphs hardly any."""
    sizes = {True: 0, False: 0}
    for block, kind in zip(kinds.blocks, kinds.kinds, strict=True):
        sizes[kind in ("narration", "message")] += block.end - block.start
    short = len(kinds.blocks) < FEWEST_TITLED
    return not sizes[True] or (short and sizes[True] < UNTOLD * sizes[False])


def _all_story(work: Work, kinds: Kinds) -> None:
    """A text that reads as notes and headings only, or nearly so, is taken for story, but for what intake set apart:
    it may be a passage cut from a work, and nothing may go unread."""
    kinds.heads.clear()
    kinds.kinds[:] = ["narration" if kind != "separator" else kind for kind in kinds.kinds]
    _regions(work, kinds.blocks, kinds.kinds)


def _front(view: str, blocks: Sequence[Block], kinds: list[ParagraphKind], work: Work) -> None:
    """Title and byline on the first lines."""
    title = " ".join((work.declared.title or "").casefold().split())
    before = ""
    for index in range(min(4, len(blocks) - 1)):
        block = blocks[index]
        if kinds[index] != "narration":
            continue
        if block.end - block.start > LONGEST or "\n" not in view[block.end : blocks[index + 1].start]:
            return
        text = view[block.start : block.end].strip(" #*_=~")
        named = _names(text, title) or before == "by" or bool(_BYLINE.fullmatch(text))
        first = index == 0 and _is_title(text) and _is_titled(text, view, blocks, kinds)
        if not (named or first or (text.isupper() and index < 3 and not _CODE.search(text))):
            return
        kinds[index] = "heading"
        before = text.casefold()


def _is_titled(text: str, view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> bool:
    """Whether a work shows by a byline or heading below its first line that it bears a title, or is long enough for
    one and the line is set as one: few words, or capitals as a title has them."""
    below = view[blocks[1].start : min(blocks[1].end, blocks[1].start + LONGEST)].strip(" #*_=~")
    if kinds[1] == "heading" or _BYLINE.fullmatch(below):
        return True
    if len(blocks) < FEWEST_TITLED:
        return False
    told = blocks[-1].end - blocks[1].start
    return in_title_case(text) or (text.count(" ") <= FEW and told >= LEAST_TOLD)


def _names(text: str, title: str) -> bool:
    """Whether a line is the declared title, with no more than a mark or a subtitle after it."""
    bare = " ".join(text.casefold().split())
    return bool(title) and (
        bare == title or (bare.startswith(title) and len(bare) <= len(title) + 40 and text[-1] not in _SENTENCE_END)
    )


def _is_title(text: str) -> bool:
    """Whether a first line reads as a title: short, no sentence, and not in lower case."""
    sentence = text[-1:] in _SENTENCE_END or text[:1].islower()
    return text.count(" ") < 12 and not sentence and not _CODE.search(text)


def _back(view: str, blocks: Sequence[Block], kinds: list[ParagraphKind]) -> None:
    """What closes a work without being told: "The End", "TBC"."""
    for index in range(len(blocks) - 1, max(0, len(blocks) - 4), -1):
        block = blocks[index]
        short = kinds[index] == "narration" and block.end - block.start <= 60
        if short and _ENDING.fullmatch(view, block.start, block.end):
            kinds[index] = "note"
            return


def _regions(work: Work, blocks: Sequence[Block], kinds: list[ParagraphKind]) -> None:
    """What intake set apart is a note, whatever it looks like; headings that markup carries are headings."""
    spans = sorted(
        [(r.start, r.end, "note") for r in work.regions] + [(h.start, h.end, "heading") for h in work.headings],
    )
    at = 0
    for index, block in enumerate(blocks):
        while at < len(spans) and spans[at][1] <= block.start:
            at += 1
        if at < len(spans) and spans[at][0] <= block.start and kinds[index] != "separator":
            kinds[index] = "note" if spans[at][2] == "note" else "heading"
