"""Who is addressed by name inside a quotation, and who is only spoken of."""

from __future__ import annotations

import pytest

from headnote import intake, layout
from headnote.people.reading import read_names

NAMES = "Anna and Tam sat down. Tam looked at Anna, and Anna looked at Tam.\n\n"


@pytest.mark.parametrize(
    ("said", "hails"),
    [
        ('"Tam, come here," said Anna.', ["Tam"]),
        ('"Come here, Tam," said Anna.', ["Tam"]),
        ('"Tam—listen," said Anna.', ["Tam"]),
        ('"Come here, Tam" said Anna.', ["Tam"]),
        ('"Tam\'s skipper has sense," said Anna.', []),
        ("“Tam’s skipper has sense,” said Anna.", []),
        ('"Tam\'ll do it," said Anna.', []),
        ('"I saw Tam there," said Anna.', []),
    ],
)
def test_who_is_hailed(said: str, hails: list[str]) -> None:
    work = intake.read_text(NAMES + said + "\n")
    named = read_names(work.text, layout.lay_out(work)).stage.named
    spans = zip(named.starts, named.ends, named.hailed, strict=True)
    assert [work.text[start:end] for start, end, hailed in spans if hailed] == hails
