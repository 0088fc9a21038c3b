"""Which of the plain-text formats a text is, from a cheap look at its head."""

from __future__ import annotations

from headnote.intake.draft import Draft
from headnote.intake.fff_text import looks_like_fff_text, read_fff_text
from headnote.intake.heads import HEAD
from headnote.intake.markdown import looks_like_markdown, read_markdown
from headnote.intake.plain import read_plain
from headnote.intake.thread import looks_like_thread, read_thread


def read_textual(text: str) -> Draft:
    """A draft of text that is no HTML; its text is `text`, unchanged."""
    head = text[:HEAD]
    if looks_like_fff_text(head):
        return read_fff_text(text)
    if looks_like_thread(head):
        return read_thread(text)
    if looks_like_markdown(head):
        return read_markdown(text)
    return read_plain(text)
