"""Accounts and sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from headnote.errors import HeadnoteError, Refused, UsageError
from headnote.library import accounts, history, passwords, schema, sessions
from headnote.library.database import Library
from headnote.library.viewers import OWNER, Viewer
from tests.library.desks import PASSWORD, person

OTHER = "another lamp entirely"


pytestmark = pytest.mark.usefixtures("cheap")


def stored(library: Library, name: str) -> str:
    with library.reading() as connection:
        password = select(schema.users.c.password).where(schema.users.c.name == name)
        return str(connection.execute(password).scalar_one())


def token(library: Library, name: str, password: str = PASSWORD) -> str:
    login = sessions.log_in(library, name, password)
    assert login is not None
    return login.token


# Names and passwords.


@pytest.mark.parametrize("name", ["ana", "Ana Ruiz", "Zoë", "李雷", "a" * 80, "o'neil-2"])
def test_a_name_that_is_fit(library: Library, name: str) -> None:
    viewer = person(library, name)
    assert accounts.check_password(library, name, PASSWORD) == viewer
    assert [account.name for account in accounts.accounts(library)] == [name]


BAD_NAMES = {
    "empty": "", "a space": " ", "a space before": " ana", "too long": "a" * 81, "a newline": "an\na",
    "no character": "an\x00a", "unseen": "an\u200ba", "turned": "an\u202ea", "half a character": "an\ud800",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_name_that_is_not(library: Library, name: str) -> None:
    with pytest.raises(UsageError):
        person(library, name)
    assert accounts.check_password(library, name, PASSWORD) is None
    assert accounts.accounts(library) == []


@pytest.mark.parametrize("name", ["ana", "ANA", "ａｎａ"])
def test_a_name_is_given_once_however_it_is_written(library: Library, name: str) -> None:
    person(library, "Ana")
    with pytest.raises(Refused):
        person(library, name)


def test_the_owners_name_is_taken(library: Library) -> None:
    with pytest.raises(Refused):
        person(library, "Owner")


@pytest.mark.parametrize("password", ["", "short", "a" * 9, "a" * 1001, "Ana of the lamp"])
def test_a_password_that_is_not_fit(library: Library, password: str) -> None:
    with pytest.raises(UsageError):
        accounts.add_user(library, "ana of the lamp", "reader", password)
    person(library, "ana of the lamp")
    with pytest.raises(UsageError):
        accounts.set_password(library, "ana of the lamp", password)
    assert accounts.check_password(library, "ana of the lamp", password) is None
    assert accounts.check_password(library, "ana of the lamp", PASSWORD) is not None


@pytest.mark.parametrize(
    "password", ["a" * 10, "a" * 1000, "grüne Lampe", "ランプの下で読む本だ", "with a \ud800 in it"]
)
def test_a_password_that_is(library: Library, password: str) -> None:
    viewer = accounts.add_user(library, "ana", "reader", password)
    assert accounts.check_password(library, "ana", password) == viewer
    assert accounts.check_password(library, "ana", password + " ") is None
    assert accounts.check_password(library, "ana", password[:-1]) is None


def test_one_password_however_its_letters_are_composed(library: Library) -> None:
    accounts.add_user(library, "ana", "reader", "gru\u0308ne Lampe")
    assert accounts.check_password(library, "ana", "gr\u00fcne Lampe") is not None


def test_it_is_argon2id_with_a_salt_of_its_own(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher())
    person(library, "ana")
    person(library, "ben")
    one, other = stored(library, "ana"), stored(library, "ben")
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other
    assert PASSWORD not in one


def test_an_unknown_name_takes_the_work_of_a_known_one(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    person(library, "ana")
    person(library, "shut")
    accounts.disable(library, "shut")
    done: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  # the library's name
            done.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for name in ("ana", "shut", "nobody", "owner", "", "a\x00", "a" * 999):
        for password in ("wrong lamp here", "", "a" * 5000):
            assert accounts.check_password(library, name, password) is None
    assert accounts.check_password(library, "owner", PASSWORD) is None
    assert len(done) == 7 * 3 + 1
    parameters = {hashed.rpartition("$")[0].rpartition("$")[0] for hashed in done}
    assert len(parameters) == 1


def test_a_hash_of_old_parameters_is_made_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    person(library, "ana")
    held, old = token(library, "ana"), stored(library, "ana")
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert accounts.check_password(library, "ana", "wrong lamp here") is None
    assert stored(library, "ana") == old
    login = sessions.log_in(library, "ana", PASSWORD)
    assert login is not None
    assert "m=16,t=2,p=1" in stored(library, "ana")
    assert sessions.whose(library, held) is not None  # it is the same password: nobody is sent out
    assert accounts.check_password(library, "ana", PASSWORD) is not None


# Roles.


def test_only_admins_look_after_accounts(library: Library) -> None:
    ana, ben = person(library, "ana", "admin"), person(library, "ben")
    calls: list[Callable[[Viewer], object]] = [
        lambda by: accounts.add_user(library, "eve", "admin", PASSWORD, by=by),
        lambda by: accounts.set_role(library, "ben", "admin", by=by),
        lambda by: accounts.set_password(library, "ana", OTHER, by=by),
        lambda by: accounts.disable(library, "ana", by=by),
        lambda by: accounts.enable(library, "ana", by=by),
    ]
    for call in calls:
        for by in (
            ben,
            Viewer(user_id=ben.user_id, name="ana", role="admin"),
            Viewer(user_id=77, name="x", role="admin"),
        ):
            with pytest.raises(Refused):
                call(by)
    accounts.set_password(library, "ben", OTHER, by=ben)
    accounts.set_role(library, "ben", "admin", by=ana)
    assert accounts.check_password(library, "ben", OTHER) == Viewer(user_id=ben.user_id, name="ben", role="admin")


def test_the_last_admin_stays(library: Library) -> None:
    person(library, "ana", "admin")
    person(library, "ben", "admin")
    person(library, "cleo", "reviewer")
    accounts.disable(library, "ben")
    with pytest.raises(Refused, match="last admin"):
        accounts.disable(library, "ana")
    with pytest.raises(Refused, match="last admin"):
        accounts.set_role(library, "ana", "reviewer")
    accounts.set_role(library, "ana", "admin")
    accounts.set_role(library, "ben", "reader")  # shut already, so no admin is lost
    accounts.set_role(library, "cleo", "admin")
    accounts.disable(library, "ana")
    assert [a.name for a in accounts.accounts(library) if a.role == "admin" and not a.disabled] == ["cleo"]


def test_the_owner_is_no_account(library: Library) -> None:
    calls: list[Callable[[], None]] = [
        lambda: accounts.set_password(library, "owner", PASSWORD),
        lambda: accounts.set_role(library, "owner", "reader"),
        lambda: accounts.disable(library, "owner"),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert accounts.accounts(library) == []


def test_what_is_unknown_is_said(library: Library) -> None:
    ana = person(library, "ana", "admin")
    with pytest.raises(UsageError):
        accounts.set_role(library, "nobody", "reader")
    with pytest.raises(UsageError):
        accounts.set_role(library, "ana", "king")  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        accounts.add_user(library, "eve", "king", PASSWORD, by=ana)  # type: ignore[arg-type]


def test_every_change_is_in_the_history_and_no_password(library: Library) -> None:
    ana = person(library, "ana", "admin")
    person(library, "ben")
    accounts.set_role(library, "ben", "reader", by=ana)
    accounts.set_password(library, "ben", OTHER, by=ana)
    accounts.disable(library, "ben", by=ana)
    accounts.enable(library, "ben", by=ana)
    with library.reading() as connection:
        rows = connection.execute(select(schema.history).order_by(schema.history.c.seq)).all()
    assert [row.actor for row in rows] == ["owner"] * 2 + ["ana"] * 4
    text = " ".join(row.payload for row in rows)
    for change in ("added", "role", "password", "disabled", "enabled"):
        assert f'"change":"{change}"' in text
    assert OTHER not in text
    assert "argon2" not in text
    assert history.verify(library).count == 6


def test_a_change_that_is_refused_leaves_no_entry(library: Library) -> None:
    person(library, "ana", "admin")
    before = history.verify(library)
    with pytest.raises(HeadnoteError):
        accounts.disable(library, "ana")
    assert history.verify(library) == before


# Sessions.


def test_a_session_is_someones_until_they_log_out(library: Library) -> None:
    ana = person(library, "ana")
    one, other = token(library, "ana"), token(library, "ana")
    assert one != other
    assert sessions.whose(library, one) == ana
    sessions.log_out(library, one)
    sessions.log_out(library, "never opened")
    assert sessions.whose(library, one) is None
    assert sessions.whose(library, other) == ana


def test_a_wrong_password_opens_none(library: Library) -> None:
    person(library, "ana")
    assert sessions.log_in(library, "ana", OTHER) is None
    assert sessions.log_in(library, "nobody", PASSWORD) is None
    assert sessions.log_in(library, "owner", "") is None


def test_the_library_keeps_no_token(library: Library) -> None:
    person(library, "ana")
    opened = token(library, "ana")
    assert len(opened) >= 43  # 256 bits in base64
    with library.reading() as connection:
        (row,) = connection.execute(select(schema.sessions)).all()
    assert opened not in (row.token, *map(str, row))
    assert sessions.whose(library, row.token) is None


@pytest.mark.parametrize("bad", ["", "x", "a" * 10_000, "\ud800", "' OR 1=1 --", "\x00"])
def test_a_token_of_nobody(library: Library, bad: str) -> None:
    person(library, "ana")
    token(library, "ana")
    assert sessions.whose(library, bad) is None


def test_a_session_expires(library: Library) -> None:
    ana = person(library, "ana")
    old, new = token(library, "ana"), token(library, "ana")
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat(timespec="microseconds")
    with library.writing() as connection:
        row = schema.sessions.c.token == sessions._digest(old)
        connection.execute(update(schema.sessions).where(row).values(expires_at=past))
    assert sessions.whose(library, old) is None
    assert sessions.whose(library, new) == ana
    token(library, "ana")  # the next login clears what expired
    with library.reading() as connection:
        assert len(connection.execute(select(schema.sessions)).all()) == 2


def test_only_so_many_at_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    person(library, "ana")
    person(library, "ben")
    other = token(library, "ben")
    opened = [token(library, "ana") for _ in range(5)]
    assert [sessions.whose(library, each) is not None for each in opened] == [False, False, True, True, True]
    assert sessions.whose(library, other) is not None


def shut_and_open(library: Library) -> None:
    accounts.disable(library, "ana")
    accounts.enable(library, "ana")


CHANGES: dict[str, Callable[[Library], None]] = {
    "another password": lambda library: accounts.set_password(library, "ana", OTHER),
    "another role": lambda library: accounts.set_role(library, "ana", "reader"),
    "shut": lambda library: accounts.disable(library, "ana"),
    "shut and opened again": shut_and_open,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_session_ends_with(library: Library, change: Callable[[Library], None]) -> None:
    person(library, "ana")
    ben = person(library, "ben")
    opened, other = token(library, "ana"), token(library, "ben")
    change(library)
    assert sessions.whose(library, opened) is None
    assert sessions.whose(library, other) == ben


@pytest.mark.parametrize("change", ["another password", "shut"])
def test_what_changes_between_the_check_and_the_session_opens_none(
    library: Library, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    person(library, "ana")
    check = accounts.checked_account

    def slow(*arguments: str) -> object:
        checked = check(library, "ana", PASSWORD)
        CHANGES[change](library)
        return checked

    monkeypatch.setattr(sessions, "checked_account", slow)
    assert sessions.log_in(library, "ana", PASSWORD) is None


def test_an_account_that_was_shut_logs_in_no_more(library: Library) -> None:
    person(library, "ana")
    accounts.disable(library, "ana")
    assert sessions.log_in(library, "ana", PASSWORD) is None
    assert accounts.check_password(library, "ana", PASSWORD) is None
    accounts.enable(library, "ana")
    assert sessions.log_in(library, "ana", PASSWORD) is not None


def test_an_account_that_was_shut_has_no_session_even_where_one_is_left(library: Library) -> None:
    person(library, "ana")
    opened = token(library, "ana")
    with library.writing() as connection:
        connection.execute(update(schema.users).where(schema.users.c.name == "ana").values(disabled=True))
    assert sessions.whose(library, opened) is None


def test_the_owner_may_do_all_by_default(library: Library) -> None:
    assert accounts.add_user(library, "ana", "admin", PASSWORD, by=OWNER).role == "admin"
