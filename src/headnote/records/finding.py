"""What signals and verdict make: signals, findings, audit, decision."""

from __future__ import annotations

from typing import Literal

from headnote.records.base import Evidence, Record, Span

Presence = Literal["mentioned", "implied", "depicted"]
Intensity = Literal["mild", "moderate", "graphic"]
Level = Literal["error", "warning", "note"]
Action = Literal["list", "label", "gate", "review", "withhold"]


class Signal(Span, frozen=True, kw_only=True):
    """One piece of evidence for a code. `raw` is the rule's weight, `score` what is left after `context` adjusted it,
    both in 0..1; `context` names each adjustment ("negated", "figure-of-speech") in the order in which it was
    applied."""

    code: str
    detector: str
    rule: str
    raw: float
    score: float
    scene: int = 0
    intensity: Intensity = "moderate"
    presence: Presence = "depicted"
    context: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class Finding(Record, frozen=True, kw_only=True):
    """What the signals of one code add up to. `confidence` in 0..1, `raised` when at or over the code's threshold.
    `scenes` are scene ids in order, `by_scene` their confidences; `signals` counts all, `evidence` shows the
    strongest."""

    code: str
    presence: Presence
    intensity: Intensity
    confidence: float
    raised: bool
    scenes: list[int]
    by_scene: list[float]
    signals: int
    evidence: list[Evidence]


class Trope(Record, frozen=True, kw_only=True):
    code: str
    confidence: float
    evidence: list[Evidence]


class Rating(Record, frozen=True, kw_only=True):
    """`value` is null where the content was not read. `because` lists the codes that carry it, strongest first."""

    value: str | None
    confidence: float
    because: list[str]


class Advisory(Record, frozen=True, kw_only=True):
    """`scores` has every code of the taxonomy, 0.0 where nothing speaks for it; `findings` only those with evidence.

    `masks` are the places of all signals, which excerpts block out; `sealed` those near evidence for
    ``underage-sex``, which no option shows. Both in text order, without overlap.
    """

    rating: Rating
    findings: tuple[Finding, ...]
    tropes: tuple[Trope, ...]
    scores: dict[str, float]
    masks: tuple[Span, ...] = ()
    sealed: tuple[Span, ...] = ()


class AuditItem(Record, frozen=True, kw_only=True):
    """One disagreement between declared and found. `rule` is a key of the audit's rule file."""

    rule: str
    level: Level
    message: str
    codes: list[str]
    evidence: list[Evidence] = []


class Audit(Record, frozen=True, kw_only=True):
    """`masks` and `sealed` are the advisory's, so that excerpts of audit evidence are masked as its own are."""

    items: tuple[AuditItem, ...] = ()
    masks: tuple[Span, ...] = ()
    sealed: tuple[Span, ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """What a collection's policy does with the work. Each reason names the rule of the policy and says why in
    words."""

    policy: str
    action: Action
    reasons: list[str]
