"""Works with a verdict of the test's choice, and the people who decide on them."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple

import msgspec
from argon2 import PasswordHasher
from sqlalchemy import select, update

from headnote.card import Reading
from headnote.library import documents, schema, settling
from headnote.library.accounts import add_user
from headnote.library.database import Library, advance
from headnote.library.storing import store
from headnote.library.viewers import Role, Viewer
from headnote.records import Action, Card, Decision
from tests.library.stories import reading, story

#: Hashes that cost nothing: the tests that do not ask about the cost put it into `passwords.HASHER`.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "a lamp on the sill"
#: What the machine says first of every reason that rests on the one code which no policy lists.
GUARD = "always.underage-unsure: A stand-in for the reason; a person decides."


class Row(NamedTuple):
    """What holds of a work."""

    machine_action: str
    action: str
    standing: str
    urgency: float


@cache
def _read() -> Reading:
    return reading(story(1, title="A Lamp", author="N. Example"))


def verdict(action: Action, guarded: bool = False) -> Decision:
    return Decision(policy="test", action=action, reasons=[GUARD if guarded else f"test.rule: Says {action}."])


def put(library: Library, title: str, action: Action = "list", *, guarded: bool = False, version: int = 1) -> str:
    """Store a version of the work of a title, of which the machine says what the test wants; its key."""
    read = _read()
    digest = hashlib.sha256(f"{title} {version}".encode()).hexdigest()
    work = msgspec.structs.replace(
        read.work,
        declared=msgspec.structs.replace(read.work.declared, title=title),
        source=msgspec.structs.replace(read.work.source, sha256=digest),
    )
    made = msgspec.structs.replace(read, work=work, decision=verdict(action, guarded))
    return store(library, made, policy="test").key


def say(library: Library, key: str, action: Action, *, guarded: bool = False) -> None:
    """The machine says something else of the same text, as a re-read by another engine or policy would."""
    with library.writing() as connection:
        work = connection.execute(select(schema.works).where(schema.works.c.key == key)).one()
        current = schema.versions.c.id == work.version_id
        packed = connection.execute(select(schema.versions.c.card).where(current)).scalar_one()
        card: Card = msgspec.structs.replace(documents.unpack_card(packed), decision=verdict(action, guarded))
        squeezed = documents._squeeze(card)
        connection.execute(update(schema.versions).where(current).values(card=squeezed))
        row = schema.works.c.id == work.id
        connection.execute(update(schema.works).where(row).values(machine_action=action, changed=advance(connection)))
        settling.settle(connection, work.id)


def row(library: Library, key: str) -> Row:
    columns = [schema.works.c[name] for name in Row._fields]
    with library.reading() as connection:
        return Row(*connection.execute(select(*columns).where(schema.works.c.key == key)).one())


def held(library: Library, key: str) -> tuple[str, str]:
    """Action and standing."""
    found = row(library, key)
    return found.action, found.standing


def person(library: Library, name: str, role: Role = "reviewer") -> Viewer:
    return add_user(library, name, role, PASSWORD)
