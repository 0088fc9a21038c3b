"""Reads passages and says what it makes of them, as signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from headnote.records import Passage, Signal
from headnote.signals.semantic.encoder import LIMIT, Encoder
from headnote.signals.semantic.heads import Heads, lexical_nats
from headnote.signals.semantic.windows import Window, windows
from headnote.signals.semantic.wordpiece import WordPiece

DETECTOR = "encoder"
#: Heads trained on a label that covers several codes: their probability goes to the code that the rules found most of in
#: the passage, else to the first. Codes with a head of their own are left out.
LABELS: Mapping[str, tuple[str, ...]] = {
    "label-SH": ("self-harm", "suicide", "eating-body"),
    "label-H": ("slurs", "transphobia", "classism", "fatphobia", "religious-hate"),
}


class Reader:
    """The model, ready to read."""

    def __init__(self, pieces: WordPiece, encoder: Encoder, heads: Heads) -> None:
        self._pieces, self._encoder, self._heads = pieces, encoder, heads
        self.name = f"minilm-l6-heads@{encoder.digest[:8]}.{heads.digest[:8]}"

    def read(self, text: str, passages: Sequence[Passage], lexical: Sequence[Signal]) -> tuple[Signal, ...]:
        """For each passage that is read and each code that the model knows one signal, in text order."""
        return tuple(signal for window in windows(passages, lexical) for signal in self._signals(text, window))

    def _signals(self, text: str, window: Window) -> Iterator[Signal]:
        ids = self._pieces.ids(text[window.start : window.end], LIMIT)
        heads = self._heads.probabilities(self._encoder.features(ids), ids, window.signals)
        nats = lexical_nats(window.signals)
        for head, probability in heads.items():
            code = max(LABELS[head], key=lambda c: nats.get(c, 0.0)) if head in LABELS else head
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
