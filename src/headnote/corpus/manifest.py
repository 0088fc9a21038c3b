"""What a finished sweep says of itself, beside its output: by what and from what it was written, and what it counts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from headnote.corpus import sources
from headnote.corpus.job import Job
from headnote.corpus.ledger import Ledger, sync_folder
from headnote.records import Engine, File, PolicyUsed, SweepRun
from headnote.taxonomy import codes
from headnote.version import VERSION


def place(out: Path) -> Path:
    """Where the manifest of an output lies."""
    return out.with_name(out.name + ".run.json")


def of_run(source: Path, out: Path, job: Job, done: Ledger) -> SweepRun:
    """The manifest of a run whose output is in its place."""
    from headnote.signals import semantic

    model = semantic.model_name() if job.tier == "full" else None
    policy = hashlib.sha256(msgspec.json.encode(job.policy, order="deterministic")).hexdigest()
    return SweepRun(
        engine=Engine(version=VERSION, tier="full" if model else "fast", model=model),
        policy=PolicyUsed(name=job.policy.name, sha256=policy),
        job=done.job,
        input=File(name=source.name, bytes=source.stat().st_size, sha256=done.source),
        output=File(name=out.name, bytes=out.stat().st_size, sha256=sources.digest(out)),
        rows=done.rows,
        errors=done.errors,
        actions=dict(sorted(done.actions.items())),
        codes={code: done.codes[code] for code in codes() if code in done.codes},
    )


def beside(out: Path) -> SweepRun | None:
    """The manifest beside an output, null where there is none; whether it is of the bytes that are there is for the
    caller to see."""
    try:
        return msgspec.json.decode(place(out).read_bytes(), type=SweepRun)
    except (OSError, msgspec.DecodeError):
        return None


def write(run: SweepRun, out: Path) -> None:
    """Write it in one step: the same run gives the same bytes."""
    fresh = place(out).with_name(place(out).name + ".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
    fresh.replace(place(out))
    sync_folder(out.absolute().parent)
