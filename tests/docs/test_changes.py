"""Change-log fragments are well formed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHANGES = Path(__file__).parent.parent.parent / "changes"
NAME = re.compile(r"\d{3}\.(added|changed|fixed|removed)\.md")


@pytest.mark.parametrize("path", sorted(CHANGES.iterdir()), ids=lambda p: p.name)
def test_a_fragment_is_a_few_plain_sentences(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert NAME.fullmatch(path.name), "expected NUMBER.KIND.md, KIND one of added, changed, fixed, removed"
    assert text.endswith(".\n"), "a fragment ends with a full stop and a newline"
    assert "\n\n" not in text.strip(), "a fragment is one paragraph"
    assert len(text.split()) <= 60


def test_fragments_have_numbers_of_their_own() -> None:
    numbers = [path.name[:3] for path in CHANGES.iterdir()]
    assert sorted(set(numbers)) == sorted(numbers)
