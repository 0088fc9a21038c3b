"""The constants of fusing, read from ``thresholds.toml``, which says how each came about."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import msgspec

from headnote.errors import DataError


class Pool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How hits add up: see `headnote.verdict.evidence`."""

    window: int
    repeat: float
    spread: float
    toll: float
    density: float
    least: float
    cap: float
    faint: float


class Default(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    threshold: float
    trope: float


class Underage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    withhold: float
    review: float


class Unread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    raised: float


class Auditing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    high: float
    absent: float


class Fitted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the curves were fitted, on what, and by what command; `rules` is the digest of the rules as they were."""

    when: str = ""
    how: str = ""
    data: str = ""
    rules: str = ""


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence to confidence for one code.

    With a slope, ``1 / (1 + exp(-(offset + slope * ln(faint + evidence))))`` (Platt's curve over the logarithm of the
    evidence); without one the noisy-or itself, ``1 - exp(-evidence)``. `kin` are the weights with which the evidence of
    other codes counts. `basis` says on what it was fitted.
    """

    threshold: float
    slope: float | None = None
    offset: float = 0.0
    kin: dict[str, float] = {}
    basis: str = ""

    def raises(self, confidence: float, windows: float) -> bool:
        """Whether a confidence raises the code in a work of so many windows of text.

        The threshold is that of a passage, which was picked for a word in it; in a long work some word stands
        somewhere anyway, so it climbs to even odds, in full from a hundred windows on.
        """
        climb = min(1.0, math.log10(max(1.0, windows)) / 2.0)
        return confidence >= max(self.threshold, self.threshold + (0.5 - self.threshold) * climb)

    def confidence(self, evidence: float) -> float:
        """Confidence in 0..1 for evidence in nats; 0.0 for none; never falls as evidence grows."""
        if evidence <= 0.0:
            return 0.0
        if self.slope is None:
            return -math.expm1(-evidence)
        return 1.0 / (
            1.0 + math.exp(min(700.0, -self.offset - self.slope * math.log(thresholds().pool.faint + evidence)))
        )


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"underage": "underage-sex"}):
    pool: Pool
    default: Default
    underage: Underage
    unread: Unread
    audit: Auditing
    fitted: Fitted = Fitted()
    encoder: dict[str, Curve] = {}
    code: dict[str, Curve] = {}

    def curve(self, code: str) -> Curve:
        """The curve of a code; the plain noisy-or where it has none of its own."""
        return self.code.get(code) or Curve(threshold=self.default.threshold)


@cache
def thresholds() -> Thresholds:
    """The constants in use.

    Raises:
        DataError: the data file is wrong.
    """
    raw = files("headnote.verdict").joinpath("thresholds.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=Thresholds)
    except msgspec.DecodeError as error:
        raise DataError(f"thresholds.toml: {error}") from error
