"""The heads: a passage's features, its words and its lexical evidence to a probability for each code.

A head is a logistic regression over three groups of features, fitted apart and added (`train/encoder/`): what the
encoder makes of the passage, which word pieces stand in it, and what the rules of the fast tier found in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from math import exp, log1p
from typing import Any

from headnote.records import Signal
from headnote.signals.semantic import shipped

#: Highest score of a single signal, so that no hit is certainty.
CAP = 0.98
#: What the second, third, ... hit of one rule in a passage counts, as a power; of codes not named, the strongest hit
#: counts alone. Out of fold (Nov 2026) average precision of S was .003 higher so, that of H by repeated insults .008
#: lower.
REPEAT = {"sex-explicit": 0.7, "sex-implied": 0.7}
#: Nats are taken as ``ln(1 + SHARPNESS * nats)``: the first hit says most.
SHARPNESS = 20.0
#: Codes whose graphic hits are a feature of their own as well: what trades in sex or speaks of it is not what shows it.
#: Out of fold (Nov 2026) average precision of S is .006 higher so; the other heads gain nothing by theirs.
GRAPHIC = ("sex-explicit",)
#: Probabilities are given to so many decimals, and never as certainty. Two would be what calibration supports; the
#: third keeps the order of those near the ends, by which works are ranked: with two, average precision of S was .003 to
#: .01 lower (Nov 2026).
DECIMALS = 3
LEAST, MOST = 0.001, 0.999


class Heads:
    """Weights of the heads.

    Args:
        arrays: ``names`` (heads), ``columns`` (of the lexical features), ``dense`` (heads x features), ``words`` (heads
            x vocabulary), ``rarity`` (vocabulary), ``lexical`` (heads x columns), ``offset`` (heads).
        digest: SHA-256 of the file that holds them.
    """

    def __init__(self, arrays: dict[str, Any], digest: str = "") -> None:
        import numpy as np

        self.digest = digest
        self.names: list[str] = [str(name) for name in arrays["names"]]
        self.columns: list[str] = [str(column) for column in arrays["columns"]]
        self._words, self._rarity = arrays["words"].astype(np.float32), arrays["rarity"].astype(np.float32)
        self._dense, self._lexical, self._offset = arrays["dense"], arrays["lexical"], arrays["offset"]

    @classmethod
    def bundled(cls) -> Heads:
        import numpy as np

        raw = shipped.content(shipped.HEADS)
        with np.load(BytesIO(raw), allow_pickle=False) as arrays:
            return cls({name: arrays[name] for name in arrays.files}, hashlib.sha256(raw).hexdigest())

    def probabilities(self, features: Any, ids: Sequence[int], signals: Iterable[Signal]) -> dict[str, float]:
        """Probability of each head for one passage.

        Args:
            features: from `Encoder.features`.
            ids: the passage's word pieces.
            signals: of the fast tier, those that lie in the passage.
        """
        import numpy as np

        lexical = np.array(lexical_features(signals, self.columns), dtype=np.float32)
        kinds = np.unique(np.array(ids[1:-1], dtype=np.int64))
        rarity = self._rarity[kinds]
        rarity = rarity / max(1e-6, float(np.sqrt(rarity @ rarity)))
        logits = self._dense @ features + self._words[:, kinds] @ rarity + self._lexical @ lexical + self._offset
        return {name: _probability(float(logit)) for name, logit in zip(self.names, logits, strict=True)}


def lexical_columns(codes: Sequence[str]) -> list[str]:
    """Names of the lexical features: the codes, and those whose graphic hits are apart."""
    return [*codes, *map(_graphic, GRAPHIC)]


def lexical_features(signals: Iterable[Signal], columns: Sequence[str]) -> list[float]:
    """The evidence of the rules in one passage, a number a column."""
    told = list(signals)
    nats = lexical_nats(told)
    alone = lexical_nats(s for s in told if s.code in GRAPHIC and s.intensity == "graphic")
    nats |= {_graphic(code): found for code, found in alone.items()}
    return [log1p(SHARPNESS * nats.get(column, 0.0)) for column in columns]


def _graphic(code: str) -> str:
    return f"{code} graphic"


def lexical_nats(signals: Iterable[Signal]) -> dict[str, float]:
    """Evidence in nats for each code: the hits of each rule, the strongest in full and the next by `REPEAT`, added
    up."""
    scores: dict[tuple[str, str], list[float]] = {}
    for signal in signals:
        scores.setdefault((signal.code, signal.rule), []).append(min(CAP, signal.score))
    nats: dict[str, float] = {}
    for (code, _), found in sorted(scores.items()):
        for n, score in enumerate(sorted(found, reverse=True)):
            nats[code] = nats.get(code, 0.0) - log1p(-score * REPEAT.get(code, 0.0) ** n)
    return nats


def _probability(logit: float) -> float:
    return min(MOST, max(LEAST, round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit)))), DECIMALS)))
