"""From a story to its card. This is the only module that knows all stages; it reads as the dataflow.

bytes -> Work -> Layout -> Cast -> signals -> Advisory -> Audit, Decision -> Card
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from headnote import intake, layout, people, signals, verdict
from headnote.records import (
    Advisory,
    Audit,
    Card,
    Cast,
    Decision,
    Declared,
    Device,
    Engine,
    Layout,
    Shape,
    Signal,
    SweepRow,
    Tier,
    Work,
)
from headnote.signals import semantic
from headnote.version import VERSION


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Every stage's result for one work, before it becomes a card or a row."""

    work: Work
    layout: Layout
    cast: Cast
    signals: tuple[Signal, ...]
    advisory: Advisory
    audit: Audit
    decision: Decision
    engine: Engine
    notices: tuple[str, ...]


def read(work: Work, *, tier: Tier = "full", policy: verdict.Policy | None = None, device: Device = "cpu") -> Reading:
    """Run every stage over a work.

    Args:
        work: as intake returns it.
        tier: "fast" for rules only; "full" falls back to "fast", and says so, where no model is installed.
        policy: what a collection does with works; the bundled ``archive`` when null.
        device: what the encoder runs on.
    """
    policy = policy or verdict.load_policy("archive")
    shape = layout.lay_out(work)
    unread = intake.unread_reason(work.source)
    model = semantic.model_name(device) if tier == "full" else None
    engine = Engine(version=VERSION, tier="full" if model else "fast", model=model)
    cast, found, advisory = (_read_content if unread is None else _glance)(work, shape, engine, device)
    audit = verdict.audit(work, cast, advisory)
    return Reading(
        work=work,
        layout=shape,
        cast=cast,
        signals=found,
        advisory=advisory,
        audit=audit,
        decision=verdict.decide(policy, work, advisory, audit, engine),
        engine=engine,
        notices=_notices(tier, engine, work, unread),
    )


def _read_content(
    work: Work, shape: Layout, engine: Engine, device: Device
) -> tuple[Cast, tuple[Signal, ...], Advisory]:
    cast = people.find_cast(work, shape)
    found = signals.scan(work, shape, cast)
    if engine.tier == "full":
        found = (*found, *semantic.read(work.text, shape, found, device))
    return cast, found, verdict.advise(work, shape, cast, found)


def _glance(work: Work, shape: Layout, engine: Engine, device: Device) -> tuple[Cast, tuple[Signal, ...], Advisory]:
    """Of a work in another language its own words, where we list them, and the encoder say something, and of few
    codes; it gets no rating."""
    found = signals.glance(work, shape)
    if engine.tier == "full":
        found = (*found, *semantic.glance(work.text, shape, found, device))
    return Cast(), found, verdict.unread(shape, found, len(work.text))


def _notices(tier: Tier, engine: Engine, work: Work, unread: str | None) -> tuple[str, ...]:
    if unread:
        worded = signals.languages.listed(work.source.language)
        by = ["a list of its words"] * worded + ["the encoder"] * (engine.tier == "full")
        looked = f" It was searched for explicit sexual content by {' and '.join(by)}." if by else ""
        return (unread + looked,)
    fell_back = tier == "full" and engine.tier == "fast"
    return ("Read in the fast tier, by rules alone: no model is installed.",) if fell_back else ()


def to_card(reading: Reading, *, reveal: bool = False) -> Card:
    """The card of a reading. Excerpts are masked unless `reveal`; evidence for ``underage-sex`` is masked always."""
    text = reading.work.text
    advisory = verdict.with_excerpts(reading.advisory, text, reveal=reveal)
    audit = verdict.audit_with_excerpts(reading.audit, text, reveal=reveal)
    declared, chapters = verdict.without_sealed(reading.work.declared, reading.layout.chapters, advisory)
    return Card(
        engine=reading.engine,
        source=reading.work.source,
        declared=declared,
        layout=Shape(
            chapters=chapters,
            scenes=list(reading.layout.scenes),
            damage=list(reading.layout.damage),
        ),
        people=list(reading.cast.people),
        pairs=list(reading.cast.pairs),
        fandoms=list(reading.cast.fandoms),
        world=reading.cast.world,
        quotes=list(reading.cast.quotes),
        findings=list(advisory.findings),
        tropes=list(advisory.tropes),
        rating=advisory.rating,
        audit=list(audit.items),
        decision=reading.decision,
        notices=list(reading.notices),
    )


def archive_labels(declared: Declared) -> tuple[str | None, tuple[str, ...]]:
    """The declared rating and warnings in the archive's words, whatever the file calls them ("T", "MCD")."""
    return verdict.archive_labels(declared)


def to_row(reading: Reading, row_id: str | int) -> SweepRow:
    """What `headnote sweep` writes for one row."""
    advisory, source = reading.advisory, reading.work.source
    return SweepRow(
        id=row_id,
        sha256=source.sha256,
        language=source.language.code if source.language else None,
        words=source.words,
        rating=advisory.rating.value,
        rating_confidence=advisory.rating.confidence,
        scores=advisory.scores,
        warnings=[f.code for f in advisory.findings if f.raised],
        action=reading.decision.action,
        reasons=reading.decision.reasons,
    )


def card(story: str | Path, *, tier: Tier = "full", reveal: bool = False, policy: str | Path = "archive") -> Card:
    """Read one story and return its card.

    Args:
        story: a `str` is the text itself, a `Path` a file.
        tier: "full" or "fast".
        reveal: show excerpts in clear (never those for ``underage-sex``).
        policy: name of a bundled policy, or the path of a policy file.

    Raises:
        HeadnoteError: the story or the policy cannot be read; see `headnote.errors`.
    """
    work = intake.read_text(story) if isinstance(story, str) else intake.read_file(story)
    return to_card(read(work, tier=tier, policy=verdict.load_policy(policy)), reveal=reveal)
