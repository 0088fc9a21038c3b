"""Works whose answer is known without annotators: published novels and our own examples, fit for any reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from headnote import card
from headnote.records import Card

EXAMPLES = Path(__file__).parent.parent / "examples"
NEVER_RAISED = ("underage-sex", "noncon", "incest", "sex-explicit")


def complaints(name: str, found: Card) -> Iterator[str]:
    """What a card of a control must not say."""
    if found.rating.value == "Explicit":
        yield f"{name}: rated Explicit"
    for finding in found.findings:
        if finding.raised and finding.code in NEVER_RAISED:
            yield f"{name}: {finding.code} raised"


def check(cards: Path) -> list[str]:
    """Complaints about the novels' cards in a folder and about the examples."""
    novels = ((path.stem, msgspec.json.decode(path.read_bytes(), type=Card)) for path in sorted(cards.glob("*.json")))
    return [line for name, found in (*novels, *_examples()) for line in complaints(name, found)]


def _examples() -> Iterable[tuple[str, Card]]:
    for path in sorted(EXAMPLES.iterdir()):
        if path.is_file():
            yield path.name, card(path)
