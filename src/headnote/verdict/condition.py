"""The conditions of a policy's rules."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from headnote.records import Advisory, Audit, Engine, Finding, Intensity, Level, Presence, Tier, Work
from headnote.taxonomy import canonical
from headnote.verdict.declared import Labels
from headnote.verdict.fuse import INTENSITIES, PRESENCES
from headnote.verdict.slang import MarkKind

_Confidence = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
_LEVELS: tuple[Level, ...] = ("note", "warning", "error")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a policy may ask about."""

    work: Work
    labels: Labels
    advisory: Advisory
    audit: Audit
    engine: Engine

    @property
    def was_read(self) -> bool:
        return self.advisory.rating.value is not None


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What must hold, all of it; a list holds where one of its words does. An empty condition always holds.

    The keys from `code` to `max_intensity` speak of one finding together. `any` needs one of its conditions, `all`
    each, `unless` none.
    """

    code: tuple[str, ...] = ()
    raised: bool | None = None
    min_confidence: _Confidence | None = None
    max_confidence: _Confidence | None = None
    min_presence: Presence | None = None
    max_presence: Presence | None = None
    min_intensity: Intensity | None = None
    max_intensity: Intensity | None = None
    rating: tuple[str, ...] = ()
    min_rating_confidence: _Confidence | None = None
    declared_rating: tuple[str, ...] = ()
    declared_warning: tuple[str, ...] = ()
    declared_code: tuple[str, ...] = ()
    declared_mark: tuple[MarkKind, ...] = ()
    undeclared: tuple[Literal["rating", "warnings", "tags"], ...] = ()
    audit: tuple[str, ...] = ()
    audit_level: Level | None = None
    language: tuple[str, ...] = ()
    language_not: tuple[str, ...] = ()
    tier: Tier | None = None
    read: bool | None = None
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether every part of the condition holds."""
        return (
            (not self.asks_finding or bool(self.findings(facts)))
            and self._rating(facts)
            and self._declared(facts)
            and self._audit(facts)
            and self._circumstances(facts)
            and (not self.any or any_holds(self.any, facts))
            and all(inner.holds(facts) for inner in self.all)
            and not any_holds(self.unless, facts)
        )

    @property
    def asks_finding(self) -> bool:
        limits = (self.min_confidence, self.max_confidence, self.min_presence, self.max_presence)
        return bool(self.code) or any_set(*limits, self.min_intensity, self.max_intensity, self.raised)

    def findings(self, facts: Facts) -> list[Finding]:
        """The findings of which the condition speaks."""
        return [f for f in facts.advisory.findings if self._fits(f)] if self.asks_finding else []

    def _fits(self, f: Finding) -> bool:
        presence, intensity = PRESENCES.index(f.presence), INTENSITIES.index(f.intensity)
        return (
            (not self.code or f.code in self.code)
            and self.raised in (None, f.raised)
            and (self.min_confidence or 0.0)
            <= f.confidence
            <= (1.0 if self.max_confidence is None else self.max_confidence)
            and (self.min_presence is None or presence >= PRESENCES.index(self.min_presence))
            and (self.max_presence is None or presence <= PRESENCES.index(self.max_presence))
            and (self.min_intensity is None or intensity >= INTENSITIES.index(self.min_intensity))
            and (self.max_intensity is None or intensity <= INTENSITIES.index(self.max_intensity))
        )

    def _rating(self, facts: Facts) -> bool:
        rating = facts.advisory.rating
        return (not self.rating or rating.value in self.rating) and (
            self.min_rating_confidence is None or rating.confidence >= self.min_rating_confidence
        )

    def _declared(self, facts: Facts) -> bool:
        labels, declared = facts.labels, facts.work.declared
        return (
            (not self.declared_rating or labels.rating in self.declared_rating)
            and (
                not self.declared_warning
                or bool({canonical(w) for w in self.declared_warning} & set(labels.warnings or ()))
            )
            and (not self.declared_code or any_true(labels.names(code) for code in self.declared_code))
            and (not self.declared_mark or any_true(mark in labels.marks for mark in self.declared_mark))
            and (not self.undeclared or any_true(getattr(declared, field) is None for field in self.undeclared))
        )

    def _audit(self, facts: Facts) -> bool:
        if not self.audit and self.audit_level is None:
            return True
        least = _LEVELS.index(self.audit_level or "note")
        return any_true(
            (not self.audit or item.rule in self.audit) and _LEVELS.index(item.level) >= least
            for item in facts.audit.items
        )

    def _circumstances(self, facts: Facts) -> bool:
        spoken = facts.work.source.language
        code = spoken.code if spoken else None
        return (
            (not self.language or code in self.language)
            and (not self.language_not or (code is not None and code not in self.language_not))
            and self.tier in (None, facts.engine.tier)
            and self.read in (None, facts.was_read)
        )


# The fields `any` and `all` above hide the built-in functions inside the class body only, but a reader should not have
# to know that: these three say what is meant.
def any_holds(conditions: tuple[Condition, ...], facts: Facts) -> bool:
    return any(inner.holds(facts) for inner in conditions)


any_true = any


def any_set(*values: object) -> bool:
    return any(value is not None for value in values)
