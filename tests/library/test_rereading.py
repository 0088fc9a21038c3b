"""`reread`: stored works by this version, what changed told, what people decided kept."""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from headnote import verdict
from headnote.corpus import Job
from headnote.corpus.rows import Row
from headnote.errors import UsageError
from headnote.library import crewing, documents, rereading, schema, works
from headnote.library.database import Library
from headnote.library.preparing import policy_mark
from headnote.library.rereading import Difference, RereadReport
from headnote.library.storing import store
from headnote.library.viewers import OWNER
from headnote.verdict import Policy
from tests.library.stories import reading, story
from tests.library.wholeness import Totals, check

ARCHIVE = verdict.load_policy("archive")
GRIM = "The old miller died in the night, and his widow wept by the grave.\n\n" * 3


def put(library: Library, words: str, name: str = "story.txt", policy: Policy = ARCHIVE) -> str:
    return store(library, reading(words, name), policy=policy_mark(policy)).key


def reread(library: Library, **options: object) -> RereadReport:
    return rereading.reread(library, **({"tier": "fast", "workers": 0} | options))  # type: ignore[arg-type]


def age(library: Library, key: str, **columns: object) -> None:
    """Make a work look as if an earlier version had read it, and had seen other things."""
    with library.writing() as connection:
        work_id = connection.execute(select(schema.works.c.id).where(schema.works.c.key == key)).scalar_one()
        if columns:
            connection.execute(update(schema.works).where(schema.works.c.id == work_id).values(**columns))
        connection.execute(
            update(schema.versions).where(schema.versions.c.work_id == work_id).values(engine="0.0.1 fast")
        )


def test_what_this_version_read_is_left_alone(library: Library) -> None:
    put(library, story(1))
    assert reread(library) == RereadReport(changed=[], same=0, failed=[])
    assert reread(library, only_stale=False) == RereadReport(changed=[], same=1, failed=[])


def test_a_stale_work_that_says_the_same_becomes_fresh(library: Library) -> None:
    key = put(library, story(1))
    age(library, key)
    old = works.find(library, OWNER, key)
    assert old is not None
    assert not old.fresh
    assert reread(library) == RereadReport(changed=[], same=1, failed=[])
    new = works.find(library, OWNER, key)
    assert new is not None
    assert new.fresh
    assert new.changed > old.changed
    assert (new.card, new.updated_at, len(new.versions)) == (old.card, old.updated_at, 1)


@pytest.mark.parametrize("workers", [0, 2])
def test_what_changed_is_told(library: Library, tmp_path: Path, workers: int) -> None:
    (tmp_path / "grim.txt").write_text(GRIM, encoding="utf-8")
    key, other = put(library, GRIM, "grim.txt"), put(library, story(1))
    fresh = works.find(library, OWNER, key)
    assert fresh is not None
    assert [finding.code for finding in fresh.card.findings] == ["death"]
    age(library, key, rating="Explicit", machine_action="gate")
    age(library, other)
    with library.writing() as connection:
        connection.execute(update(schema.codes).values(code="gore", raised=False, confidence=0.2, intensity=2))
    report = reread(library, workers=workers)
    (change,) = report.changed
    assert (change.key, change.title, report.same) == (key, "grim", 1)
    assert {each.what: each.before for each in change.differences} == {
        "rating": "Explicit",
        "action": "gate",
        "death": None,
        "gore": f"({fresh.card.findings[0].presence}, graphic, 20%)",
    }
    assert Difference(what="rating", before="Explicit", after=fresh.rating) in change.differences
    again = works.find(library, OWNER, key)
    assert again is not None
    assert again.card == fresh.card


def test_everything_of_a_work_agrees_after_a_reading(library: Library, tmp_path: Path) -> None:
    (tmp_path / "grim.txt").write_text(GRIM, encoding="utf-8")
    put(library, GRIM, "grim.txt")
    reread(library, only_stale=False)
    assert check(library, tmp_path) == Totals(1, 1)


def test_only_the_newest_version_is_read(library: Library) -> None:
    key = put(library, story(1, title="The Long Stair", author="N. Example"), "one.txt")
    put(library, story(2, title="The Long Stair", author="N. Example"), "two.txt")
    age(library, key)
    assert reread(library).same == 1
    work = works.find(library, OWNER, key)
    assert work is not None
    assert [(version.number, version.engine == "0.0.1 fast") for version in work.versions] == [(2, False), (1, True)]


def test_each_work_is_read_by_its_own_policy(library: Library) -> None:
    keys = [put(library, story(number), policy=verdict.load_policy(name)) for number, name in
            enumerate(("archive", "dataset"))]  # fmt: skip
    for key in keys:
        age(library, key)
    assert reread(library).same == 2
    found = [works.find(library, OWNER, key) for key in keys]
    assert [work.versions[0].policy.partition("@")[0] for work in found if work] == ["archive", "dataset"]
    assert reread(library, policy=ARCHIVE).same == 1
    assert reread(library) == RereadReport(changed=[], same=0, failed=[])


def test_a_policy_of_ones_own_has_to_be_named(library: Library) -> None:
    own = Policy(name="our-club")
    put(library, story(1), policy=own)
    with pytest.raises(UsageError, match="our-club"):
        reread(library)
    assert reread(library, policy=own) == RereadReport(changed=[], same=0, failed=[])
    changed = msgspec.structs.replace(own, default="label")
    assert reread(library, policy=changed).changed[0].differences == [
        Difference(what="action", before="list", after="label")
    ]


def test_what_the_full_tier_read_is_not_read_in_the_fast_one(library: Library) -> None:
    key = put(library, story(1))
    with library.writing() as connection:
        connection.execute(update(schema.versions).values(tier="full", engine="0.1.0 model@1"))
    assert reread(library).same == 0
    assert reread(library, only_stale=False).same == 1
    work = works.find(library, OWNER, key)
    assert work is not None
    assert work.versions[0].tier == "fast"


def test_a_work_that_cannot_be_read_is_told_and_stays_as_it_is(library: Library) -> None:
    bad, good = put(library, story(1)), put(library, story(2))
    for key in (bad, good):
        age(library, key)
    with library.writing() as connection:
        first = select(schema.works.c.version_id).where(schema.works.c.key == bad).scalar_subquery()
        connection.execute(update(schema.versions).where(schema.versions.c.id == first).values(document=b"none"))
    report = reread(library)
    assert [each.place for each in report.failed] == [bad]
    assert report.same == 1
    work = works.find(library, OWNER, bad)
    assert work is not None
    assert not work.fresh


def test_a_document_whose_other_parts_changed_is_read(library: Library) -> None:
    """What starts a new reading is the work alone."""
    key = put(library, story(1))
    with library.writing() as connection:
        packed, document = connection.execute(select(schema.versions.c.text, schema.versions.c.document)).one()
        work = msgspec.structs.replace(documents.unpack_work(packed, document), text="")
        other = zlib.compress(msgspec.json.encode({"work": work, "later": {"a": 1}}))
        connection.execute(update(schema.versions).values(document=other, engine="0.0.1 fast"))
    assert reread(library).same == 1
    assert works.document(library, OWNER, key) is not None


def test_a_version_that_came_while_its_work_was_read_is_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    key = put(library, story(1, title="The Long Stair", author="N. Example"), "one.txt")
    age(library, key)
    answer = crewing.answer

    def meanwhile(row: Row, job: Job) -> bytes:
        put(library, story(2, title="The Long Stair", author="N. Example"), "two.txt")
        return answer(row, job)

    monkeypatch.setattr(crewing, "answer", meanwhile)
    assert reread(library) == RereadReport(changed=[], same=1, failed=[])
    work = works.find(library, OWNER, key)
    assert work is not None
    assert work.card.source.name == "two.txt"


def test_progress_counts_works(library: Library) -> None:
    for number in range(3):
        put(library, story(number))
    shown: list[tuple[int, float]] = []
    reread(library, only_stale=False, progress=lambda done, share: shown.append((done, share)))
    assert [done for done, _ in shown] == [1, 2, 3]
    assert shown[-1] == (3, 1.0)
