"""One place of damage, before hits near each other are joined."""

from __future__ import annotations

from typing import Final, NamedTuple

from headnote.records import ParagraphKind

#: Kinds of paragraph that hold the story's prose.
PROSE: Final = frozenset[ParagraphKind](("narration", "dialogue"))


class Hit(NamedTuple):
    """Kind as in `headnote.layout.damage_kinds`, half-open span, confidence in 0..1."""

    kind: str
    start: int
    end: int
    confidence: float
