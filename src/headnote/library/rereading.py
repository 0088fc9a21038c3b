"""Bringing stored works to this version of headnote, and saying what changed.

A work is read again from what is stored, so its file may be gone. The newest version of each work is read; older ones
stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from headnote.corpus import Job
from headnote.corpus.crew import Chunk
from headnote.corpus.readers import Readers, processes
from headnote.errors import UsageError
from headnote.library import crewing, schema
from headnote.library.crewing import StoredRow, Unread
from headnote.library.database import Library
from headnote.library.matching import KnownWork
from headnote.library.preparing import INTENSITIES, CodeRow, Prepared, engine_mark, policy_mark
from headnote.library.storing import make_current, version_columns
from headnote.records import Engine, Record, Tier
from headnote.signals import semantic
from headnote.verdict import Policy, load_policy, policy_names
from headnote.version import VERSION

#: Called with the works done so far and the share of all that they are (0..1).
Progress = Callable[[int, float], None]
#: Change of a confidence that is told of a code that stays what it is.
TOLD = 0.1


class Difference(Record, frozen=True, kw_only=True):
    """One thing that a new reading says otherwise: ``rating``, ``action`` or a code, in words before and after; null
    where there was nothing, or is nothing now."""

    what: str
    before: str | None
    after: str | None


class Change(Record, frozen=True, kw_only=True):
    """A work of which a new reading says something else."""

    key: str
    title: str
    differences: list[Difference]


class RereadReport(Record, frozen=True, kw_only=True):
    """What a run did: works that changed, how many did not, and those that could not be read."""

    changed: list[Change]
    same: int
    failed: list[Unread]


def reread(
    library: Library,
    *,
    tier: Tier,
    policy: Policy | None = None,
    only_stale: bool = True,
    workers: int | None = None,
    progress: Progress | None = None,
) -> RereadReport:
    """Read stored works again and keep what was found. People's decisions stay.

    Args:
        policy: null for the one that each work was read by, where that is a bundled one.
        only_stale: leave out works that were read by this version, model and policy, and those read in the full tier
            where only the fast one can be had.
        workers: processes that read; null is one a core, 0 reads in this process.

    Raises:
        UsageError: works were read by a policy of the user's own, and none is given.
        LibraryError: the library cannot be written.
    """
    run = _Run(library, tier, only_stale)
    tasks = [(each, run.stale(mark, each)) for mark, each in _policies(library, policy)]
    total = sum(len(versions) for _, versions in tasks)
    count = processes(workers)
    done = 0
    for each, versions in tasks:
        for version_id, answer in run.read(versions, each, min(count, len(versions))):
            run.take(version_id, answer)
            done += 1
            if progress:
                progress(done, done / total)
    return RereadReport(changed=run.changed, same=run.same, failed=run.failed)


def _policies(library: Library, policy: Policy | None) -> list[tuple[str | None, Policy]]:
    """Marks of policies that works were read by, each with the one to read them by now; a null mark is all."""
    if policy is not None:
        return [(None, policy)]
    versions = schema.versions
    with library.reading() as connection:
        current = select(versions.c.policy).join(schema.works, schema.works.c.version_id == versions.c.id)
        marks = list(connection.scalars(current.distinct().order_by(versions.c.policy)))
    return [(mark, _bundled(mark.partition("@")[0])) for mark in marks]


def _bundled(name: str) -> Policy:
    if name not in policy_names():
        raise UsageError(
            f"expected a bundled policy ({', '.join(policy_names())}), found works read by {name!r}",
            hint="Name its file: headnote reread --policy FILE",
        )
    return load_policy(name)


class _Run:
    """One call of `reread`: what it was asked and what it found."""

    def __init__(self, library: Library, tier: Tier, only_stale: bool) -> None:
        self.library, self.tier, self.only_stale = library, tier, only_stale
        model = semantic.model_name() if tier == "full" else None
        self.engine = Engine(version=VERSION, tier="full" if model else "fast", model=model)
        self.changed: list[Change] = []
        self.failed: list[Unread] = []
        self.same = 0

    def stale(self, mark: str | None, policy: Policy) -> list[int]:
        """Ids of the current versions to read, of those read by the policy of `mark`."""
        versions = schema.versions
        wanted: list[ColumnElement[bool]] = [] if mark is None else [versions.c.policy == mark]
        if self.only_stale:
            other = versions.c.engine != engine_mark(self.engine)
            if self.engine.tier == "fast":
                other = and_(other, versions.c.tier == "fast")
            wanted.append(or_(other, versions.c.policy != policy_mark(policy)))
        with self.library.reading() as connection:
            current = select(versions.c.id).join(schema.works, schema.works.c.version_id == versions.c.id)
            return list(connection.scalars(current.where(*wanted).order_by(versions.c.id)))

    def read(self, versions: list[int], policy: Policy, count: int) -> Iterator[tuple[int, bytes]]:
        """Answers for versions, in order."""
        job = Job(tier=self.tier, policy=policy)
        with Readers(job, count, task=crewing.TASK) as readers:
            for version_id, (answer,) in zip(versions, readers.read(self._rows(versions)), strict=True):
                yield version_id, answer

    def _rows(self, versions: Iterable[int]) -> Iterator[Chunk]:
        table = schema.versions
        for version_id in versions:
            columns = select(schema.works.c.key, table.c.text, table.c.document).join(
                schema.works, schema.works.c.id == table.c.work_id
            )
            with self.library.reading() as connection:
                row = connection.execute(columns.where(table.c.id == version_id)).one()
            yield (StoredRow(place=row.key, id=version_id, packed=(row.text, row.document)),)

    def take(self, version_id: int, answer: bytes) -> None:
        """Keep one answer."""
        result = crewing.decoded(answer)
        if isinstance(result, Unread):
            self.failed.append(result)
            return
        change = _keep(self.library, version_id, result)
        if change.differences:
            self.changed.append(change)
        else:
            self.same += 1


def _keep(library: Library, version_id: int, prepared: Prepared) -> Change:
    """Put a new reading of a version in place of the old one, in one transaction."""
    works, versions = schema.works, schema.versions
    with library.writing() as connection:
        row = connection.execute(
            select(
                works.c.id, works.c.key, works.c.version_id, works.c.rating, works.c.machine_action, versions.c.number
            )
            .join(versions, versions.c.work_id == works.c.id)
            .where(versions.c.id == version_id)
        ).one()
        if row.version_id != version_id:  # a newer version came while this one was read
            return Change(key=row.key, title=prepared.title, differences=[])
        found = {
            "rating": (row.rating, prepared.rating),
            "action": (row.machine_action, prepared.action),
            **_codes(connection, row.id, prepared),
        }
        connection.execute(update(versions).where(versions.c.id == version_id).values(**version_columns(prepared)))
        work = KnownWork(id=row.id, key=row.key, version_id=version_id)
        make_current(connection, prepared, work, version_id, row.number)
    differences = [Difference(what=what, before=a, after=b) for what, (a, b) in found.items() if a != b]
    return Change(key=row.key, title=prepared.title, differences=differences)


def _codes(connection: Connection, work_id: int, prepared: Prepared) -> dict[str, tuple[str | None, str | None]]:
    """Codes of which the two readings differ, in words."""
    table = schema.codes
    rows = connection.execute(select(table).where(table.c.work_id == work_id))
    old = {
        row.code: CodeRow(
            code=row.code, confidence=row.confidence, intensity=row.intensity, presence=row.presence, raised=row.raised
        )
        for row in rows
    }
    new = {code.code: code for code in prepared.codes}
    return {
        code: (_words(old.get(code)), _words(new.get(code)))
        for code in sorted({*old, *new})
        if _differ(old.get(code), new.get(code))
    }


def _differ(old: CodeRow | None, new: CodeRow | None) -> bool:
    if old is None or new is None:
        return True
    same = (old.presence, old.intensity, old.raised) == (new.presence, new.intensity, new.raised)
    return not same or abs(old.confidence - new.confidence) >= TOLD


def _words(code: CodeRow | None) -> str | None:
    """``depicted, graphic, 83%``; in brackets where the code is not raised."""
    if code is None:
        return None
    said = f"{code.presence}, {INTENSITIES[code.intensity]}, {code.confidence:.0%}"
    return said if code.raised else f"({said})"
