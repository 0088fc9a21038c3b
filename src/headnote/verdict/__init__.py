"""Signals, Declared -> Advisory, Audit, Decision."""

from __future__ import annotations

from pathlib import Path

import msgspec

from headnote.records import Advisory, Audit, Cast, Decision, Engine, Layout, Rating, Signal, Work
from headnote.taxonomy import codes


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered list of rules: the first that holds decides."""

    name: str


def load_policy(policy: str | Path) -> Policy:
    return Policy(name=str(policy))


def unread() -> Advisory:
    return Advisory(
        rating=Rating(value=None, confidence=0.0, because=[]),
        findings=(),
        tropes=(),
        scores=dict.fromkeys(codes(), 0.0),
    )


def advise(work: Work, layout: Layout, cast: Cast, signals: tuple[Signal, ...]) -> Advisory:
    return unread()


def audit(work: Work, cast: Cast, advisory: Advisory) -> Audit:
    return Audit()


def decide(policy: Policy, work: Work, advisory: Advisory, audit: Audit, engine: Engine) -> Decision:
    return Decision(policy=policy.name, action="review", reasons=[])


def with_excerpts(advisory: Advisory, text: str, *, reveal: bool = False) -> Advisory:
    return advisory


def audit_with_excerpts(audit: Audit, text: str, *, reveal: bool = False) -> Audit:
    return audit
