"""Accounts of a group: who they are, their role and their password. Every change is an entry of the history."""

from __future__ import annotations

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from headnote.errors import Refused, UsageError
from headnote.library import history, passwords, typed
from headnote.library.clock import now
from headnote.library.database import Library
from headnote.library.schema import sessions, users
from headnote.library.viewers import OWNER, ROLES, Role, Viewer
from headnote.records import Record


class Account(Record, frozen=True, kw_only=True):
    """One account as the list shows it. `created_at` is ISO 8601 in UTC."""

    user_id: int
    name: str
    role: Role
    created_at: str
    disabled: bool


def add_user(library: Library, name: str, role: Role, password: str, *, by: Viewer = OWNER) -> Viewer:
    """Add an account.

    Raises:
        UsageError: the name, the role or the password is not fit.
        Refused: an account of that name is there, by whatever case its letters are in; or `by` is no admin.
    """
    name = typed.name(name)
    _check_role(role)
    password = passwords.hashed(password, name)
    with library.writing() as connection:
        actor = _admin(connection, by)
        if name.casefold() in {known.casefold() for known in connection.scalars(select(users.c.name))}:
            raise Refused(f"expected a new name, got {name!r}, which an account has", hint="`headnote user list`")
        row = {"name": name, "role": role, "password": password, "created_at": now("milliseconds"), "disabled": False}
        user_id = connection.execute(insert(users).values(row).returning(users.c.id)).scalar_one()
        _record(connection, actor, by, name, "added", role=role)
    return Viewer(user_id=user_id, name=name, role=role)


def set_password(library: Library, name: str, password: str, *, by: Viewer = OWNER) -> None:
    """Give an account another password; its sessions end. Admins may for anyone, others for themselves.

    Raises:
        UsageError: the password is not fit, or there is no such account.
        Refused: `by` may not, or it is the person at their own machine, who has none.
    """
    made = passwords.hashed(password, name)
    with library.writing() as connection:
        row = _account(connection, name)
        actor = str(row.name) if row.id == by.user_id and not row.disabled else _admin(connection, by)
        connection.execute(update(users).where(users.c.id == row.id).values(password=made))
        _end_sessions(connection, row.id)
        _record(connection, actor, by, row.name, "password")


def set_role(library: Library, name: str, role: Role, *, by: Viewer = OWNER) -> None:
    """Give an account another role; its sessions end.

    Raises:
        UsageError: no such role or account.
        Refused: it is the last admin who can log in, or `by` is no admin.
    """
    _check_role(role)
    with library.writing() as connection:
        actor, row = _admin(connection, by), _account(connection, name)
        if role != "admin":
            _keep_an_admin(connection, row)
        connection.execute(update(users).where(users.c.id == row.id).values(role=role))
        _end_sessions(connection, row.id)
        _record(connection, actor, by, row.name, "role", role=role)


def disable(library: Library, name: str, *, by: Viewer = OWNER) -> None:
    """Shut an account; its sessions end. What it did stays in the history, so no account is ever deleted.

    Raises:
        UsageError: there is no such account.
        Refused: it is the last admin who can log in, or `by` is no admin.
    """
    _set_disabled(library, name, True, by)


def enable(library: Library, name: str, *, by: Viewer = OWNER) -> None:
    """Open an account again that was shut.

    Raises:
        UsageError: there is no such account.
        Refused: `by` is no admin.
    """
    _set_disabled(library, name, False, by)


def accounts(library: Library) -> list[Account]:
    """All accounts but the person at their own machine, by name."""
    with library.reading() as connection:
        rows = connection.execute(select(users).where(users.c.id != OWNER.user_id)).all()
    found = [
        Account(user_id=row.id, name=row.name, role=row.role, created_at=row.created_at, disabled=row.disabled)
        for row in rows
    ]
    return sorted(found, key=lambda account: account.name.casefold())


def check_password(library: Library, name: str, password: str) -> Viewer | None:
    """Whose name and password these are; null where they fit no account that is open.

    It takes the same work whether the name is known or not. To log someone in, `sessions.log_in` is safer: it opens the
    session only if the password is still the one that was checked.
    """
    checked = checked_account(library, name, password)
    return checked[0] if checked is not None else None


def checked_account(library: Library, name: str, password: str) -> tuple[Viewer, str] | None:
    """As `check_password`, with the hash that the password matched, brought to the parameters that are used now."""
    try:
        name = typed.name(name)
    except UsageError:
        name = ""  # no account has it, and the work is done all the same
    with library.reading() as connection:
        row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
    # Outside of any transaction: nobody waits for the database while a hash is made.
    if not passwords.matches(password, None if row is None or row.disabled else row.password) or row is None:
        return None
    stored = str(row.password)
    if passwords.outdated(stored):
        stored = _rehash(library, row.id, stored, password)
    return Viewer(user_id=row.id, name=row.name, role=row.role), stored


def _rehash(library: Library, user_id: int, stored: str, password: str) -> str:
    """The same password hashed anew, unless it was changed meanwhile."""
    made = passwords.rehashed(password)
    with library.writing() as connection:
        same = (users.c.id == user_id) & (users.c.password == stored)
        changed = connection.execute(update(users).where(same).values(password=made)).rowcount
    return made if changed else stored


def _set_disabled(library: Library, name: str, disabled: bool, by: Viewer) -> None:
    with library.writing() as connection:
        actor, row = _admin(connection, by), _account(connection, name)
        if disabled:
            _keep_an_admin(connection, row)
        connection.execute(update(users).where(users.c.id == row.id).values(disabled=disabled))
        _end_sessions(connection, row.id)
        _record(connection, actor, by, row.name, "disabled" if disabled else "enabled")


def _account(connection: Connection, name: str) -> Row[*tuple[object, ...]]:
    """The row of an account that is not the person at their own machine."""
    row = connection.execute(select(users).where(users.c.name == typed.name(name))).one_or_none()
    if row is None:
        raise UsageError(f"expected the name of an account, got {name!r}", hint="`headnote user list` names them.")
    if row.id == OWNER.user_id:
        raise Refused(
            f"{OWNER.name} is who sits at the machine of the library: without a password, and always an admin",
            hint="Add an account for each person: `headnote user add NAME`.",
        )
    return row


def _admin(connection: Connection, by: Viewer) -> str:
    """The name of an admin, as the library knows them now."""
    row = connection.execute(select(users).where(users.c.id == by.user_id)).one_or_none()
    if row is None or row.disabled or row.role != "admin":
        raise Refused("expected an admin, who looks after accounts", hint="Ask an admin.")
    return str(row.name)


def _keep_an_admin(connection: Connection, row: Row[*tuple[object, ...]]) -> None:
    """Refuse to take away the last admin who can log in."""
    if row.role != "admin" or row.disabled:
        return
    admin = (users.c.role == "admin") & ~users.c.disabled & users.c.password.is_not(None)
    if not connection.execute(select(func.count()).where(admin, users.c.id != row.id)).scalar_one():
        raise Refused(f"{row.name} is the last admin", hint="Make someone else an admin first.")


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UsageError(f"expected {', '.join(ROLES)}, got {role!r}", hint="")


def _end_sessions(connection: Connection, user_id: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.user_id == user_id))


def _record(connection: Connection, actor: str, by: Viewer, name: str, change: str, **more: object) -> None:
    payload = {"account": name, "change": change, "user": by.user_id, **more}
    history.append(connection, actor=actor, kind="account", payload=payload)
