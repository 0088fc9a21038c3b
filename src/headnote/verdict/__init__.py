"""Signals, Declared -> Advisory, Audit, Decision: what the signals add up to, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from headnote.records import Advisory, Audit, Cast, Chapter, Declared, Layout, Rating, Signal, Work
from headnote.verdict import auditing, excerpts
from headnote.verdict.audit_rules import AuditRule, rules
from headnote.verdict.decide import decide
from headnote.verdict.declared import archive_labels, labelled_ratings, read_labels
from headnote.verdict.fuse import named_tropes, weigh
from headnote.verdict.policy import Policy, load_policy, policy_names
from headnote.verdict.rating import rate
from headnote.verdict.readings import is_read
from headnote.verdict.thresholds import thresholds as constants

__all__ = [
    "AuditRule",
    "Policy",
    "advise",
    "archive_labels",
    "audit",
    "audit_with_excerpts",
    "decide",
    "load_policy",
    "policy_names",
    "rules",
    "unread",
    "with_excerpts",
    "without_sealed",
]


def unread(layout: Layout | None = None, signals: tuple[Signal, ...] = (), characters: int = 1) -> Advisory:
    """The advisory of a work whose content was not read: it gives no rating, and claims no more than the signals of
    its own language's words and the encoder's do, where there are any."""
    found, scores = weigh(layout or Layout(), signals, characters)
    least = constants().unread.raised
    return Advisory(
        rating=Rating(value=None, confidence=0.0, because=[]),
        findings=tuple(structs.replace(f, raised=f.raised and f.confidence >= least) for f in found),
        tropes=(),
        scores=scores,
        masks=excerpts.masks(signals),
    )


def advise(work: Work, layout: Layout, cast: Cast, signals: tuple[Signal, ...]) -> Advisory:  # noqa: ARG001
    """What the signals of a work add up to. Who takes part is in the signals already, so the cast is not asked."""
    found, scores = weigh(layout, signals, len(work.text))
    return Advisory(
        rating=rate(found, labelled_ratings(read_labels(work))),
        findings=found,
        tropes=named_tropes(signals, len(work.text)),
        scores=scores,
        masks=excerpts.masks(s for s in signals if not is_read(s)),
        sealed=excerpts.sealed(signals, layout),
    )


def audit(work: Work, cast: Cast, advisory: Advisory) -> Audit:
    """Declared held against found, by the archive's own rules; empty where they agree."""
    return Audit(items=auditing.check(work, cast, advisory), masks=advisory.masks, sealed=advisory.sealed)


def with_excerpts(advisory: Advisory, text: str, *, reveal: bool = False) -> Advisory:
    """The advisory with an excerpt on each piece of evidence, masked unless `reveal`."""
    return excerpts.show(advisory, text, reveal)


def without_sealed(
    declared: Declared, chapters: Iterable[Chapter], advisory: Advisory
) -> tuple[Declared, list[Chapter]]:
    """What a card shows beside its evidence: where that for ``underage-sex`` lies, notes and titles are blocked out."""
    sealed = advisory.sealed
    return excerpts.without_sealed_notes(declared, sealed), excerpts.without_sealed_titles(chapters, sealed)


def audit_with_excerpts(audit: Audit, text: str, *, reveal: bool = False) -> Audit:
    """The audit likewise."""
    return excerpts.show_audit(audit, text, reveal)
