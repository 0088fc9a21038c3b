"""Work -> Layout: chapters, scenes, paragraphs, quotations, messages, passages, damage."""

from __future__ import annotations

from headnote.records import Chapter, Layout, Scene, Work


def lay_out(work: Work) -> Layout:
    n = len(work.text)
    return Layout(
        chapters=(Chapter(start=0, end=n),),
        scenes=(Scene(id=1, chapter=0, start=0, end=n, words=work.source.words),),
    )
