"""Texts on which a quadratic scan would not come back: each is laid out whole, and what comes out is bounded by what
went in. Nothing here is timed."""

from __future__ import annotations

import pytest

from headnote.layout import lay_out
from tests.layout.making import work_of

N = 100_000
TEXTS = {
    "one line without blanks": "a" * 10 * N,
    "one line of sentences": "It is so. " * N,
    "blank lines": "\n" * 10 * N,
    "blank lines with blanks in them": "\n  " * 3 * N,
    "straight marks": '"' * 3 * N,
    "straight marks around letters": '"a" ' * N,
    "single marks": "'a " * N,
    "closing marks only": "a.” " * N,
    "guillemets": "«" * 2 * N,
    "corner brackets": "「" * 2 * N,
    "stars": "***\n" * N,
    "one row of stars": "*" * 5 * N,
    "full stops": "." * 5 * N,
    "dashes": "—a" + " —b" * N,
    "lines that a dash opens": "—a\n" * N,
    "headings": "Chapter 1\n\n" * (N // 2),
    "numbers": "1\n\n" * N,
    "capitals": "THE LAMP\n\n" * (N // 2),
    "opening brackets": "(" * 3 * N,
    "notes that never close": "(A/N " * N,
    "nested": '"' + "'a.' " * N,
    "messages": "Kit: are you up\n" * N,
    "chat": "are you up lol\n" * N,
    "the same paragraph": ("The tide went out at four, and nobody saw it go, for nobody was left there." + "\n\n")
    * (N // 5),
    "mojibake": "Ã©" * N,
    "stray blanks": "isn t . " * N,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_comes_back(name: str) -> None:
    text = TEXTS[name]
    layout = lay_out(work_of(text))
    assert sum(p.end - p.start for p in layout.paragraphs) <= len(text)
    assert len(layout.passages) <= len(text) // 150 + len(layout.scenes)
    assert bool(layout.paragraphs) == bool(text.strip())
