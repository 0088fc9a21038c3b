"""Findings -> rating.

For each rating the strongest finding that speaks for it or for a stronger one gives the odds that the work is at least
there; the rating is the strongest that is more likely than not. What was read covers the tags and the summary too: a
content that the author's own labels name counts with `LABEL_SAYS`. A rating says what was found, never that a work is
safe: its confidence is at most `NOTHING_FOUND` where it rests on having found nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.errors import DataError
from headnote.records import Finding, Intensity, Presence, Rating
from headnote.taxonomy import RATINGS
from headnote.verdict.fuse import INTENSITIES, PRESENCES, rounded

#: How likely a content named in the author's own tags or summary is in the work; set by hand: authors know their work,
#: and tags also name what is only touched.
LABEL_SAYS = 0.7
#: Highest confidence of a rating that rests on having found nothing; set by hand in November 2026: of fourteen short
#: stories of ten kinds, written without a look at the rules, in which nothing was found, six were for all by their
#: writer's own reading, and the floor stays a little above that for works that are longer and plainer.
NOTHING_FOUND = 0.6


class RatingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of ``rating.toml``: which findings speak for a rating."""

    rating: Literal["Teen And Up Audiences", "Mature", "Explicit"]
    codes: list[str]
    presence: Presence
    intensity: Intensity
    weight: float
    graphic: bool = False

    def says(self, finding: Finding) -> float:
        """Odds in 0..1 that this finding gives to the rule's rating."""
        fits = (
            finding.code in self.codes
            and PRESENCES.index(finding.presence) >= PRESENCES.index(self.presence)
            and INTENSITIES.index(finding.intensity) >= INTENSITIES.index(self.intensity)
        )
        return self.weight * finding.confidence if fits else 0.0


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: list[RatingRule]


@cache
def rating_rules() -> tuple[RatingRule, ...]:
    raw = files("headnote.verdict").joinpath("rating.toml").read_bytes()
    try:
        return tuple(msgspec.toml.decode(raw, type=_File).rule)
    except msgspec.DecodeError as error:
        raise DataError(f"rating.toml: {error}") from error


def rate(findings: Iterable[Finding], labelled: Mapping[str, str]) -> Rating:
    """The rating that a work's content speaks for. A hint that was not raised moves no rating and makes it less sure.

    Args:
        findings: of the work.
        labelled: code -> rating that a tag or the summary alone speaks for (see `headnote.verdict.declared`).
    """
    every = list(findings)
    says = _odds(f for f in every if f.raised)
    doubts = {rating: max(odds.values()) for rating, odds in _odds(f for f in every if not f.raised).items()}
    for code, rating in labelled.items():
        at = says.setdefault(rating, {})
        at[code] = max(at.get(code, 0.0), LABEL_SAYS)
    at_least = 0.0
    above = 0.0
    for rating in reversed(RATINGS[1:]):
        at_least = max([at_least, *says.get(rating, {}).values()])
        if at_least >= 0.5:
            because = sorted(says.get(rating, {}).items(), key=lambda item: (-item[1], item[0]))
            return Rating(
                value=rating,
                confidence=rounded(at_least * (1.0 - above)),
                because=[c for c, odds in because if odds >= 0.5],
            )
        above = max(above, at_least, doubts.get(rating, 0.0))
    return Rating(value=RATINGS[0], confidence=rounded(min(NOTHING_FOUND, 1.0 - above)), because=[])


def _odds(findings: Iterable[Finding]) -> dict[str, dict[str, float]]:
    """Rating -> code -> the strongest say that any rule gives it."""
    says: dict[str, dict[str, float]] = {}
    for finding in findings:
        for rule in rating_rules():
            if odds := rule.says(finding):
                at = says.setdefault(rule.rating, {})
                at[finding.code] = max(at.get(finding.code, 0.0), odds)
    return says


def is_graphic(code: str) -> bool:
    """Whether a code is among those that AO3's own rules bar from General and Teen when shown in detail."""
    return any(rule.graphic and code in rule.codes for rule in rating_rules())
