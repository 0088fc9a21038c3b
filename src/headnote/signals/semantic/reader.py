"""Reads passages and says what it makes of them, as signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from headnote.records import Passage, Signal
from headnote.signals.semantic.encoder import LIMIT, Encoder
from headnote.signals.semantic.heads import LEAST, Heads, lexical_nats
from headnote.signals.semantic.windows import Window, windows
from headnote.signals.semantic.wordpiece import WordPiece

DETECTOR = "encoder"
#: Heads trained on a label that covers several codes: their probability goes to those that the rules found in the
#: passage, where they found none to the first. Codes with a head of their own are left out.
LABELS: Mapping[str, tuple[str, ...]] = {
    "label-SH": ("self-harm", "suicide", "eating-body"),
    "label-H": ("slurs", "transphobia", "classism", "fatphobia", "religious-hate"),
}


class Reader:
    """The model, ready to read."""

    def __init__(self, pieces: WordPiece, encoder: Encoder, heads: Heads) -> None:
        self._pieces, self._encoder, self._heads = pieces, encoder, heads
        self.name = f"minilm-l6-heads@{encoder.digest[:8]}.{heads.digest[:8]}"

    def tried(self) -> Reader:
        """Itself, after a first word: parts that do not fit each other fail here and not in a work."""
        ids = self._pieces.ids("A first word.", LIMIT)
        self._heads.probabilities(self._encoder.features(ids), ids, ())
        return self

    def read(self, text: str, passages: Sequence[Passage], lexical: Sequence[Signal]) -> tuple[Signal, ...]:
        """For each passage that is read and each code that the model knows one signal, in text order."""
        return tuple(signal for window in windows(passages, lexical) for signal in self._signals(text, window))

    def _signals(self, text: str, window: Window) -> Iterator[Signal]:
        ids = self._pieces.ids(text[window.start : window.end], LIMIT)
        heads = self._heads.probabilities(self._encoder.features(ids), ids, window.signals)
        for code, probability in by_code(heads, lexical_nats(window.signals)):
            yield Signal(
                start=window.start,
                end=window.end,
                code=code,
                detector=DETECTOR,
                rule=DETECTOR,
                raw=probability,
                score=probability,
                scene=window.scene,
            )


def by_code(heads: Mapping[str, float], found: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Code and probability, for each code of each head.

    Args:
        heads: probability of each head.
        found: evidence of the rules by code.
    """
    for head, probability in heads.items():
        covered = LABELS.get(head, (head,))
        named = [code for code in covered if code in found] or covered[:1]
        for code in covered:
            yield code, probability if code in named else LEAST
