"""The full tier over fan fiction, beside what it would cost to have the encoder read all of it: run as
``python -m bench.full_tier STORY...``.

Prints one JSON object: `tier`, `words`, `passages`, and seconds in all for whole cards and for the encoder over every
passage.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from time import perf_counter

from headnote import card, intake, layout
from headnote.card import read, to_card
from headnote.render import as_json
from headnote.signals.semantic.encoder import LIMIT, Encoder
from headnote.signals.semantic.wordpiece import WordPiece


def whole_cards(stories: list[Path]) -> float:
    begin = perf_counter()
    for path in stories:
        as_json.encode(to_card(read(intake.read_file(path))))
    return perf_counter() - begin


def every_passage(stories: list[Path]) -> tuple[float, int]:
    """Seconds for the encoder over every passage, and how many there are; layout is not counted."""
    pieces, encoder = WordPiece.bundled(), Encoder()
    works = [intake.read_file(path) for path in stories]
    texts = [work.text[p.start : p.end] for work in works for p in layout.lay_out(work).passages]
    begin = perf_counter()
    for text in texts:
        encoder.features(pieces.ids(text, LIMIT))
    return perf_counter() - begin, len(texts)


def main(stories: list[Path]) -> None:
    words = sum(len(re.findall(r"\w+", path.read_text(encoding="utf-8"))) for path in stories)
    tier = card("She opened the door. \u201cCome in,\u201d said Mara.").engine.tier  # loads rules, tables and model
    seconds = whole_cards(stories)
    encoder, passages = every_passage(stories) if tier == "full" else (0.0, 0)
    print(json.dumps({"tier": tier, "words": words, "passages": passages, "card": seconds, "encoder": encoder}))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
