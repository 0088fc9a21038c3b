"""One page of a story as blocks to set: paragraphs, headings, notes, breaks, and what is folded in their place.

Text is cut from `Work.text` by offset; what is folded is never cut, so it cannot reach the page. A chapter in which a
scene is folded keeps its number only, wherever its title would stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from headnote.library.documents import Document
from headnote.records import Paragraph, Region
from headnote.web.folding import Fold
from headnote.web.paging import Page
from headnote.web.titles import hidden_chapters, shown, telling

#: Titles shorter than this are too common to look for in notes.
SHORTEST_TITLE = 4

BlockKind = Literal[
    "paragraph", "message", "heading", "title", "front", "note", "silent", "break", "fold", "opened", "echo"
]


class Run(msgspec.Struct, frozen=True):
    """Text with what markup says of it, outermost first: "strong", "emphasis", "strike", and "sender"."""

    text: str
    kinds: tuple[str, ...] = ()


class Veil(msgspec.Struct, frozen=True):
    """A folded passage, or the part of it in one paragraph; only its first part can be opened (`leads`). `bars` is how
    many bars stand for it; they tell of its length and nothing else."""

    fold: Fold
    leads: bool
    bars: int


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One block of a page. `at` is its offset; `scene` is set on the first block of a scene on the page.

    ``heading`` is a chapter's, ``title`` any other line of that kind, ``echo`` the work's own title; ``front`` (what
    the file says of itself) and ``note`` hold `blocks` under a `label`; ``fold`` stands for folded text, ``silent`` for
    a note that tells a title which is not shown; ``opened`` holds the blocks of what was opened. `tight`: no blank line
    stood before it, where others have one. `lines`: its line ends are its own.
    """

    kind: BlockKind
    at: int
    pieces: tuple[Run | Veil, ...] = ()
    blocks: tuple[Block, ...] = ()
    label: str = ""
    fold: Fold | None = None
    scene: int = 0
    tight: bool = False
    lines: bool = False


def blocks_of(
    document: Document, page: Page, folds: Sequence[Fold], opened: Collection[str], *, title: str = ""
) -> list[Block]:
    """The blocks of a page in reading order.

    Args:
        document: the work.
        page: which part of it.
        folds: all of the work's, as `folding.folds` returns them.
        opened: ids of those that the person opened; a closed one stays closed.
        title: the work's, which stands above the page: where the text says it again it need not be seen.
    """
    return _Setter(document, page, folds, opened, title).blocks()


class _Setter:
    """Sets the paragraphs of one page, one after another."""

    def __init__(
        self, document: Document, page: Page, folds: Sequence[Fold], opened: Collection[str], title: str
    ) -> None:
        self._text, self._layout, self._page = document.work.text, document.layout, page
        self._opened = opened
        self._folds = [f for f in folds if f.start < page.end and f.end > page.start]
        self._emphasis = [e for e in document.work.emphasis if e.start < page.end and e.end > page.start]
        self._regions = [r for r in document.work.regions if r.start < page.end and r.end > page.start]
        self._senders = {m.paragraph: m.start for m in self._layout.messages if m.sender}
        self._wrapped = any(d.kind == "hard-wrap" for d in self._layout.damage)
        self._usual = _usual_gap(self._text, self._layout.paragraphs)
        hidden = hidden_chapters(document, folds, opened)
        self._untitled = page.chapter in hidden
        named = (telling(self._layout.chapters[i].title or "") for i in hidden)
        self._secret = [name for name in named if len(name) >= SHORTEST_TITLE]
        self._title = " ".join(title.casefold().split())
        self._led: set[str] = set()
        self._scene, self._headed = -1, False

    def blocks(self) -> list[Block]:
        return list(_nested(self._flat()))

    def _flat(self) -> Iterator[Block]:
        """Blocks without grouping: notes and what was opened are still one by one."""
        paragraphs, page = self._layout.paragraphs, self._page
        first = bisect_right(paragraphs, page.start, key=lambda p: p.end)
        before: Block | None = None
        for index in range(first, len(paragraphs)):
            paragraph = paragraphs[index]
            if paragraph.start >= page.end:
                break
            for block in self._paragraph(index, paragraph):
                if self._begins_unmarked(paragraph, before, block):
                    yield Block(kind="break", at=block.at)
                yield block
                before = block
                self._scene = paragraph.scene or self._scene

    def _begins_unmarked(self, paragraph: Paragraph, before: Block | None, block: Block) -> bool:
        """Whether a scene begins here and nothing on the page shows it."""
        fresh = paragraph.scene > 0 and self._scene > 0 and paragraph.scene != self._scene
        return (
            fresh
            and before is not None
            and before.kind not in ("break", "heading", "title", "echo")
            and block.kind != "break"
        )

    def _paragraph(self, index: int, paragraph: Paragraph) -> Iterator[Block]:
        start, end = max(paragraph.start, self._page.start), min(paragraph.end, self._page.end)
        folded = [f for f in self._folds if f.start < end and f.end > start and f.kind != "passage"]
        at = start
        for fold in folded:
            if at < fold.start:
                yield from self._set(index, paragraph, at, fold.start, None)
            low, high = max(start, fold.start), min(end, fold.end)
            if fold.kind == "scene" and fold.id in self._opened:
                yield from self._set(index, paragraph, low, high, fold)
            elif fold.id not in self._led:
                self._led.add(fold.id)
                yield Block(kind="fold", at=low, fold=fold, scene=self._anchor(paragraph))
            at = high
        if at < end:
            yield from self._set(index, paragraph, at, end, None)

    def _anchor(self, paragraph: Paragraph) -> int:
        return paragraph.scene if paragraph.scene != self._scene else 0

    def _set(self, index: int, paragraph: Paragraph, start: int, end: int, fold: Fold | None) -> Iterator[Block]:
        kind, label = self._kind(paragraph)
        cut = self._text[start:end]
        if kind in ("heading", "title", "echo") and self._untitled:
            return
        if kind in ("front", "note") and self._tells(cut):
            kind, cut = "silent", ""
        yield Block(
            kind=kind,
            at=start,
            pieces=tuple(self._pieces(start, end, self._senders.get(index, 0))) if cut else (),
            label=label,
            fold=fold,
            scene=self._anchor(paragraph) if paragraph.scene else 0,
            tight=self._is_tight(index),
            lines="\n" in cut and (not self._wrapped or _is_verse(cut)),
        )

    def _tells(self, text: str) -> bool:
        """Whether a note tells a title that is not shown, as a table of contents does."""
        folded = " ".join(text.casefold().split())
        return any(title in folded for title in self._secret)

    def _kind(self, paragraph: Paragraph) -> tuple[BlockKind, str]:
        region = next((r for r in self._regions if r.start <= paragraph.start < r.end), None)
        if region is not None and paragraph.kind in ("note", "heading"):
            return _named(region)
        if paragraph.kind == "note":
            return "note", ""
        if paragraph.kind == "heading":
            return self._heading(paragraph), ""
        if paragraph.kind == "separator":
            return "break", ""
        return ("message" if paragraph.kind == "message" else "paragraph"), ""

    def _heading(self, paragraph: Paragraph) -> BlockKind:
        """The first heading of a chapter is its heading; what stands below it, or before it, is a title."""
        if " ".join(self._text[paragraph.start : paragraph.end].casefold().split()) == self._title:
            return "echo"
        if self._headed or paragraph.start < self._layout.chapters[self._page.chapter].start:
            return "title"
        self._headed = True
        return "heading"

    def _is_tight(self, index: int) -> bool:
        paragraphs = self._layout.paragraphs
        return index > 0 and _gap(self._text, paragraphs[index - 1], paragraphs[index]) < self._usual

    def _pieces(self, start: int, end: int, sender: int) -> Iterator[Run | Veil]:
        """Runs of text with veils between them."""
        at = start
        for fold in self._folds:
            if fold.kind == "passage" and fold.start < end and fold.end > start and fold.id not in self._opened:
                low, high = max(start, fold.start), min(end, fold.end)
                yield from self._runs(at, low, sender)
                yield Veil(fold, fold.id not in self._led, _bars(len(self._text[low:high].split())))
                self._led.add(fold.id)
                at = high
        yield from self._runs(at, end, sender)

    def _runs(self, start: int, end: int, sender: int) -> Iterator[Run]:
        spans = [e for e in self._emphasis if e.start < end and e.end > start]
        edges = {start, end, *(x for e in spans for x in (e.start, e.end)), sender}
        for low, high in pairwise(sorted(x for x in edges if start <= x <= end)):
            kinds: list[str] = [e.kind for e in spans if e.start <= low and e.end >= high]
            if high <= sender:
                kinds.append("sender")
            yield Run(shown(self._text[low:high]), tuple(dict.fromkeys(kinds)))


def _named(region: Region) -> tuple[BlockKind, str]:
    """What a region of the file is to a reader, and what it is called."""
    if region.kind not in ("note", "summary"):
        return "front", "After the story" if region.kind == "signoff" else "Before the story"
    label = shown(region.label or region.kind)
    return "note", label[:1].upper() + label[1:]


def _bars(words: int) -> int:
    """How many bars stand for so many words: enough to tell a phrase from a page."""
    return min(24, max(2, words // 3))


def _gap(text: str, before: Paragraph, after: Paragraph) -> int:
    """Line ends between two paragraphs."""
    between = text[before.end : min(after.start, before.end + 40)]
    return len(shown(between).split("\n")) - 1


def _usual_gap(text: str, paragraphs: Sequence[Paragraph]) -> int:
    """Line ends between most paragraphs of the work: 1 or 2, by its first few hundred."""
    gaps = [_gap(text, a, b) for a, b in pairwise(paragraphs[:400])]
    return 2 if 2 * sum(gap >= 2 for gap in gaps) > len(gaps) else 1


def _is_verse(text: str) -> bool:
    """Whether every line after the first is indented, in a work whose other lines are wrapped by a program."""
    return all(line.startswith(("  ", "\t")) for line in shown(text).split("\n")[1:])


def _nested(flat: Iterator[Block]) -> Iterator[Block]:
    """Blocks of one note, or of one opened scene, put into one block."""
    group: list[Block] = []
    for block in flat:
        if group and _joins(group[-1]) != _joins(block):
            yield _group(group)
            group = []
        if _joins(block) is None:
            yield block
        else:
            group.append(block)
    if group:
        yield _group(group)


def _joins(block: Block) -> tuple[str, str] | None:
    """What a block shares with those that it is put together with; null for one that stands alone."""
    if block.kind != "fold" and block.fold is not None:
        return "opened", block.fold.id
    if block.kind in ("note", "front"):
        return block.kind, block.label
    return None


def _group(blocks: Sequence[Block]) -> Block:
    first = blocks[0]
    if first.fold is not None:
        bare = _nested(msgspec.structs.replace(b, fold=None) for b in blocks)
        return Block(kind="opened", at=first.at, blocks=tuple(bare), fold=first.fold)
    inner = tuple(msgspec.structs.replace(b, kind="paragraph", label="") for b in blocks)
    return Block(kind=first.kind, at=first.at, blocks=inner, label=first.label)
