"""The annotated texts, as the heads see them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np

from headnote import intake
from headnote.card import read
from headnote.records import Signal
from headnote.signals.semantic.encoder import LIMIT, Encoder
from headnote.signals.semantic.heads import SHARPNESS, lexical_columns, lexical_features
from headnote.signals.semantic.wordpiece import WordPiece
from headnote.taxonomy import codes, tropes
from train.encoder.phrases import Phrases, read_phrases

Array = np.ndarray[Any, np.dtype[Any]]
#: Head of rows that stand for prose in general: opening passages of 60 novels (LitBank).
GENERAL = "general"
#: Of those passages every so many'th is read.
EVERY = 2
#: Label of the moderation set -> head.
LABELS = {"S": "sex-explicit", "SH": "label-SH", "H": "label-H"}
#: Codes of passages that are hatred on one ground, so that a text without hatred does not show them either.
GROUNDS = ("ableism", "homophobia", "racism", "sexism")
#: Nats of evidence, of one plain word, from which the rules take a passage for such as shows a code.
PLAIN = 0.55


@dataclass(frozen=True)
class Rows:
    """Texts with one head each.

    Attributes:
        head: name of the head that a row has a label for.
        truth: whether readers say that it is there.
        share: of the readers who say so.
        group: digest of the text, so that no text is in two folds.
        dense: rows x encoder features.
        pieces: the word pieces of each row.
        lexical: rows x columns, as `headnote.signals.semantic.heads` takes them.
        phrases: words of the rules, which stand beside the rows of one head.
    """

    head: Array
    truth: Array
    share: Array
    group: Array
    dense: Array
    pieces: list[list[int]]
    lexical: Array
    phrases: Phrases

    def of(self, head: str) -> Array:
        """Indices of a head's rows."""
        return np.flatnonzero(self.head == head)

    def without(self, head: str) -> tuple[Array, Array, Array]:
        """Rows that were not read for a head, taken for such as do not show it since no rule found its code in them:
        those of general prose, and for a code those of the other codes' passages. Last, for a ground of hatred, the
        texts of the moderation set that readers say are without."""
        clear = self._evidence(head) == 0.0 if head in columns() else np.ones(len(self.head), dtype=bool)
        passages = self._passages() & (self.head != head) & (head not in LABELS.values())
        calm = (self.head == LABELS["H"]) & ~self.truth & (head in GROUNDS)
        return np.flatnonzero(clear & (self.head == GENERAL)), np.flatnonzero(clear & passages), np.flatnonzero(calm)

    def taken(self, head: str) -> tuple[Array, Array]:
        """Passages that the rules take for such as show a code, and those where they find nothing of it."""
        evidence, passages = self._evidence(head), self._passages()
        shown = passages & (evidence >= log1p(SHARPNESS * PLAIN))
        return np.flatnonzero(shown), np.flatnonzero(passages & (evidence == 0.0))

    def _evidence(self, code: str) -> Array:
        return self.lexical[:, columns().index(code)]

    def _passages(self) -> Array:
        return ~np.isin(self.head, [GENERAL, *LABELS.values()])


def columns() -> list[str]:
    """Names of the lexical features."""
    return lexical_columns([code for code in codes() if code not in tropes()])


def read_rows(data: Path) -> Rows:
    """All rows with their features; a text with several labels is several rows. Last come those of general prose."""
    labelled = list(_labelled(data))
    seen = _seen(dict.fromkeys(text for _, _, text in labelled))
    general = list(_general(data))
    every = [(head, share, text, seen[text]) for head, share, text in labelled]
    every += [(GENERAL, 0.0, text, found) for text, found in general]
    return Rows(
        head=np.array([head for head, _, _, _ in every]),
        truth=np.array([share > 0.5 for _, share, _, _ in every]),
        share=np.array([share for _, share, _, _ in every]),
        group=np.array([hashlib.sha256(text.encode()).hexdigest() for _, _, text, _ in every]),
        dense=np.stack([found.dense for *_, found in every]),
        pieces=[found.pieces for *_, found in every],
        lexical=np.array([found.lexical for *_, found in every]),
        phrases=read_phrases(),
    )


@dataclass(frozen=True)
class _Seen:
    """One text's features."""

    dense: Array
    pieces: list[int]
    lexical: list[float]


class _Eyes:
    """What the reader of passages sees with."""

    def __init__(self) -> None:
        self.pieces, self.encoder, self.columns = WordPiece.bundled(), Encoder(), columns()

    def see(self, text: str, signals: Iterable[Signal]) -> _Seen:
        ids = self.pieces.ids(text, LIMIT)
        return _Seen(self.encoder.features(ids), ids[1:-1], lexical_features(signals, self.columns))


def _seen(texts: Iterable[str]) -> dict[str, _Seen]:
    eyes = _Eyes()
    return {text: eyes.see(text, read(intake.read_text(text), tier="fast").signals) for text in texts}


def _general(data: Path) -> Iterator[tuple[str, _Seen]]:
    eyes = _Eyes()
    for path in sorted((data / "litbank").glob("*.txt")):
        got = read(intake.read_text(path.read_text(encoding="utf-8")), tier="fast")
        for p in got.layout.passages[::EVERY]:
            text = got.work.text[p.start : p.end]
            yield text, eyes.see(text, [s for s in got.signals if p.start <= s.start < p.end])


def _labelled(data: Path) -> Iterator[tuple[str, float, str]]:
    """Head, share of the readers who say yes, text."""
    for row in _records(data / "passages.jsonl"):
        yield row["code"], sum(row["votes"]) / len(row["votes"]), row["text"]
    for row in _records(data / "moderation.jsonl"):
        for label, head in LABELS.items():
            if label in row["labels"]:
                yield head, float(row["labels"][label]), row["text"]


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
