"""Text as a page may show it, and what each chapter is called there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from headnote.library.documents import Document
from headnote.web.folding import Fold

#: What may not stand on a page: controls but for tab and line ends, lone surrogates, noncharacters, and the signs that
#: override the direction of letters. A reader sees that something was there.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NUMBERED = re.compile(
    r"^(?:chapter|part|book|act|canto|letter|section|kapitel|chapitre)\s+\S+\W*|^\W*(?:\d+|[ivxlc]+)\W+"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def shown(text: str) -> str:
    """Text as a page may show it: any line end as ``\\n``, nothing that is no character or turns others around."""
    return _UNSHOWN.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def chapter_titles(document: Document, folds: Sequence[Fold], opened: Collection[str]) -> list[str]:
    """What each chapter is called: its title, or "Chapter 3" where it has none or a scene of it is folded."""
    chapters = document.layout.chapters
    hidden = hidden_chapters(document, folds, opened)
    return [
        f"Chapter {index + 1}" if index in hidden or not chapter.title else shown(chapter.title)
        for index, chapter in enumerate(chapters)
    ]


def telling(title: str) -> str:
    """What a title says beyond its number, as it is looked for elsewhere: "vexing" of "Chapter 2: Vexing"."""
    return " ".join(_NUMBERED.sub("", " ".join(title.casefold().split())).split())


def hidden_chapters(document: Document, folds: Sequence[Fold], opened: Collection[str]) -> frozenset[int]:
    """Indices of the chapters whose titles are not shown. A title that is the work's own is no secret."""
    chapters = document.layout.chapters
    if len(chapters) < 2:
        return frozenset()
    starts = [c.start for c in chapters]
    found: set[int] = set()
    for fold in folds:
        if fold.kind != "passage" and fold.id not in opened:
            first, last = bisect_right(starts, fold.start) - 1, bisect_right(starts, fold.end - 1) - 1
            found |= set(range(max(first, 0), last + 1))
    return frozenset(found)
