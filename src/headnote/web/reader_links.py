"""Addresses and facts of one page of the reader, for its template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from fastapi import Request

from headnote.library.viewers import Viewer
from headnote.library.visibility import is_held
from headnote.render.wording import percent
from headnote.web.folding import Avoidance, Fold
from headnote.web.paging import Page
from headnote.web.reading import SURENESS, Reading
from headnote.web.story import Block

#: Parameters of an address that every link of the reader carries on.
CARRIED = ("avoid", "sure")


def carried(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those parameters of an address or a form that links carry on."""
    return [(name, value) for name, value in pairs if name in CARRIED]


def address(path: str, params: Sequence[tuple[str, str]] = (), anchor: str = "") -> str:
    """A path with parameters and an anchor, escaped."""
    query = f"?{urlencode(params)}" if params else ""
    return path + query + (f"#{anchor}" if anchor else "")


class Links:
    """What a page's template asks for. `review` is where a reviewer finds the evidence, null for a reader; `heading`
    stands above a page whose text has no heading; `sure` is the offered confidence nearest to the person's."""

    def __init__(self, request: Request, reading: Reading, viewer: Viewer, page: Page, avoid: Avoidance) -> None:
        self._key = reading.work.key
        self.here = f"/works/{self._key}/read/{page.number}"
        self.version, self.length = reading.version, len(reading.document.work.text)
        self.carried = carried(request.query_params.multi_items())
        self.opened = tuple(dict.fromkeys(request.query_params.getlist("open")))
        self.sure = min((value for value, _ in SURENESS), key=lambda value: abs(float(value) - avoid.confidence))
        self.review = f"/review/{self._key}" if viewer.sees_held else None
        self.held = is_held(reading.work.action, reading.work.standing)
        language = reading.document.work.source.language
        self.language = language.code if language else "und"
        self.heading = self.whereabouts = ""

    def place(self, page: Page, titles: Sequence[str], blocks: Sequence[Block]) -> Links:
        """Say where in the work the page is, and head it where its text does not."""
        part = f"part {page.part} of {page.parts}" if page.parts > 1 else ""
        chapter = f"chapter {page.chapter + 1} of {len(titles)}" if len(titles) > 1 else ""
        share = (
            "the end of the work" if page.end >= self.length else f"to {percent(page.end / self.length)} of the work"
        )
        self.whereabouts = " · ".join(x for x in (chapter, part, share) if x).capitalize()
        if not any(block.kind == "heading" for block in blocks) and (chapter or part):
            self.heading = ", ".join(x for x in (titles[page.chapter] if chapter else "", part) if x).strip()
            self.heading = self.heading[:1].upper() + self.heading[1:]
        return self

    def page(self, number: int) -> str:
        return address(f"/works/{self._key}/read/{number}", self.carried)

    def open(self, fold: Fold, at: int | None = None) -> str:
        """Where a fold is open; for a passage, `at` is the offset of its paragraph."""
        return self._opening((*self.opened, fold.id), f"fold-{fold.id}" if at is None else f"o{at}")

    def close(self, fold: Fold) -> str:
        return self._opening((o for o in self.opened if o != fold.id), f"fold-{fold.id}")

    def _opening(self, ids: Iterable[str], anchor: str) -> str:
        return address(self.here, [*self.carried, *(("open", each) for each in ids)], anchor)
