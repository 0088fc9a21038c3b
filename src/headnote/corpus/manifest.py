"""What a finished sweep says of itself, beside its output: by what and from what it was written, and what it counts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from headnote.corpus.forms import placed
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


def of_bytes(out: Place, found: File) -> SweepRun | None:
    """The manifest beside an output where it speaks of these bytes."""
    run = beside(out)
    return run if run and run.output.sha256 == found.sha256 else None


def merged(runs: Sequence[SweepRun | None], source: File, output: File) -> SweepRun | None:
    """One manifest for the files of one sweep; null where one of them has none, or one of another job.

    Args:
        source, output: what to call all inputs, and all outputs.
    """
    known = [run for run in runs if run]
    if len(known) < len(runs) or len({run.job for run in known}) != 1:
        return None
    actions, counted = Counter[str](), Counter[str]()
    for run in known:
        actions.update(run.actions)
        counted.update(run.codes)
    return msgspec.structs.replace(
        known[0],
        input=source,
        output=output,
        rows=sum(run.rows for run in known),
        errors=sum(run.errors for run in known),
        actions=dict(sorted(actions.items())),
        codes={code: counted[code] for code in codes() if code in counted},
    )


def together(name: str, files: Sequence[tuple[str, File]]) -> File:
    """Several files as one: its digest is that of their digests and names, a line each as `sha256sum` writes it."""
    lines = "".join(f"{found.sha256}  {its}\n" for its, found in files)
    return File(name=name, bytes=sum(f.bytes for _, f in files), sha256=hashlib.sha256(lines.encode()).hexdigest())


def write(run: SweepRun, out: Place, made_at: Path) -> None:
    """Write it in one step: the same run gives the same bytes.

    Args:
        made_at: the local path that stands for the output while it is made.
    """
    fresh = made_at.with_name(made_at.name + SUFFIX + ".new")
    with placed(out.beside(SUFFIX), fresh=fresh) as file:
        file.write(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
