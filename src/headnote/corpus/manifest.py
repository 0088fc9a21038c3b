"""What a finished sweep says of itself, beside its output: by what and from what it was written, and what it counts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from headnote.corpus.job import Job
from headnote.corpus.ledger import Ledger
from headnote.corpus.places import Place
from headnote.errors import HeadnoteError
from headnote.records import Engine, File, PolicyUsed, SweepRun
from headnote.taxonomy import codes
from headnote.version import VERSION

SUFFIX = ".run.json"


def of_run(source: Place, out: Place, job: Job, done: Ledger) -> SweepRun:
    """The manifest of a run whose output is in its place."""
    from headnote.signals import semantic

    model = semantic.model_name() if job.tier == "full" else None
    policy = hashlib.sha256(msgspec.json.encode(job.policy, order="deterministic")).hexdigest()
    return SweepRun(
        engine=Engine(version=VERSION, tier="full" if model else "fast", model=model),
        policy=PolicyUsed(name=job.policy.name, sha256=policy),
        job=done.job,
        input=File(name=source.name, bytes=source.size(), sha256=done.source),
        output=File(name=out.name, bytes=out.size(), sha256=out.digest()),
        rows=done.rows,
        errors=done.errors,
        actions=dict(sorted(done.actions.items())),
        codes={code: done.codes[code] for code in codes() if code in done.codes},
    )


def beside(out: Place) -> SweepRun | None:
    """The manifest beside an output, null where there is none; whether it is of the bytes that are there is for the
    caller to see."""
    try:
        return msgspec.json.decode(out.beside(SUFFIX).read(), type=SweepRun)
    except (HeadnoteError, msgspec.DecodeError):
        return None


def of_this(out: Place, run: Ledger) -> SweepRun | None:
    """The manifest beside an output that is whole and of this run; null where it is of another, or none."""
    found = beside(out)
    if found is None or (found.job, found.input.sha256) != (run.job, run.source) or not out.exists():
        return None
    return found if found.output.sha256 == out.digest() else None


def write(run: SweepRun, out: Place, made_at: Path) -> None:
    """Write it in one step: the same run gives the same bytes.

    Args:
        made_at: the local path that stands for the output while it is made.
    """
    fresh = made_at.with_name(made_at.name + SUFFIX + ".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
    out.beside(SUFFIX).deliver(fresh)
