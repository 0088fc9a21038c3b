"""Logging in and out, and what a group's desk shows to whom."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import msgspec
import pytest
from fastapi.routing import APIRoute

from headnote.web import api, api_review, app, check, feed, me, reader, review, shelf, work
from headnote.web.attempts import MANY
from headnote.web.login import inside
from headnote.web.settings import Settings
from tests.web.running import LIMITS, NAMES, PASSWORDS, Desk, running


def _routes() -> list[tuple[str, str]]:
    """Every route that is behind a session, with something in the place of each parameter."""
    found = []
    for module in (shelf, work, reader, check, me, feed, api, review, api_review):
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            path = "/".join("1" if part.startswith("{") else part for part in route.path.split("/"))
            found += [(method, path) for method in sorted(route.methods or ())]
    return found


def test_all_modules_are_looked_at() -> None:
    """Whoever adds a router adds it here."""
    assert {*app.FOR_ALL, *app.FOR_REVIEWERS} == {shelf, work, reader, check, me, feed, api, review, api_review}


@pytest.mark.parametrize(("method", "path"), _routes(), ids=lambda x: x)
def test_nothing_is_shown_without_a_session(group_desk: Desk, method: str, path: str) -> None:
    for cookie in ({}, {"Cookie": "headnote=made-up"}, {"Cookie": 'headnote="'}):
        answer = group_desk.client.request(method, path, headers=cookie)
        if path.startswith("/api/"):
            assert answer.status_code == 401
            assert answer.json()["error"]["code"] == "not-signed-in"
        else:
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize(
    ("method", "path"), [(m, p) for m, p in _routes() if p.startswith(("/review", "/api/v1/review"))], ids=lambda x: x
)
def test_a_reader_is_refused_whatever_they_ask_to_review(group_desk: Desk, method: str, path: str) -> None:
    """Alike for a work that exists and for one that does not: the role is looked at before anything else."""
    answer = group_desk.as_("reader").request(method, path, json={})
    assert answer.status_code == 403


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_a_reviewer_is_not(group_desk: Desk, role: str) -> None:
    assert group_desk.as_(role).get("/review").status_code == 200
    assert group_desk.as_(role).get("/api/v1/review").status_code == 200


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(group_desk: Desk) -> None:
    answer = _log_in(group_desk, "reader")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert answer.headers["cache-control"] == "no-store"


def test_over_https_the_cookie_is_sent_over_https_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    from headnote.library import accounts

    settings = Settings(group=True, secure=True, tier="fast", limits=LIMITS)
    with running(tmp_path_factory.mktemp("secure"), settings) as desk:
        accounts.add_user(desk.library, NAMES["admin"], "admin", PASSWORDS["admin"])
        answer = _log_in(desk, "admin")
        assert answer.headers["set-cookie"].startswith("__Host-headnote=")
        assert "Secure" in answer.headers["set-cookie"]
        assert "max-age" in answer.headers["strict-transport-security"]


def _log_in(desk: Desk, role: str, **more: str) -> httpx.Response:
    with httpx.Client(base_url=desk.url) as client:
        return client.post("/login", data={"name": NAMES[role], "password": PASSWORDS[role], **more})


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (NAMES["reader"], PASSWORDS["admin"]),
        (NAMES["reader"], ""),
        ("nobody", PASSWORDS["reader"]),
        ("owner", ""),
        ("", ""),
        ("rita\0", PASSWORDS["reader"] + "\0x"),
        ("' or 1=1 --", "' or 1=1 --"),
        ("x" * 5000, "y" * 5000),
    ],
)
def test_what_does_not_go_together_opens_nothing(group_desk: Desk, name: str, password: str) -> None:
    answer = group_desk.post("/login", data={"name": name, "password": password})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "do not go together" in answer.text


def test_a_wrong_name_and_a_wrong_password_are_told_alike(group_desk: Desk) -> None:
    one = group_desk.post("/login", data={"name": "nobody", "password": "x"}).text.replace("nobody", "")
    two = group_desk.post("/login", data={"name": NAMES["reader"], "password": "x"}).text.replace(NAMES["reader"], "")
    assert one == two


def test_logging_out_ends_the_session(group_desk: Desk) -> None:
    with httpx.Client(base_url=group_desk.url) as client:
        client.post("/login", data={"name": NAMES["reader"], "password": PASSWORDS["reader"]})
        token = client.cookies["headnote"]
        assert client.get("/check").status_code == 200
        assert client.post("/logout").headers["location"] == "/login"
        assert "headnote" not in client.cookies
        assert client.get("/check", headers={"Cookie": f"headnote={token}"}).status_code == 303


def test_logging_in_ends_the_session_that_was_there(group_desk: Desk) -> None:
    """A cookie that someone else planted is worth nothing afterwards."""
    with httpx.Client(base_url=group_desk.url) as client:
        client.post("/login", data={"name": NAMES["reader"], "password": PASSWORDS["reader"]})
        planted = client.cookies["headnote"]
        client.post("/login", data={"name": NAMES["reviewer"], "password": PASSWORDS["reviewer"]})
        assert client.cookies["headnote"] != planted
        assert client.get("/check", headers={"Cookie": f"headnote={planted}"}).status_code == 303


def test_one_is_led_back_to_where_one_was(group_desk: Desk) -> None:
    answer = group_desk.get("/works/wabc?x=1")
    assert answer.headers["location"] == "/login?next=%2Fworks%2Fwabc%3Fx%3D1"
    page = group_desk.get(answer.headers["location"]).text
    assert 'name="next" value="/works/wabc?x=1"' in page
    assert _log_in(group_desk, "reader", next="/works/wabc?x=1").headers["location"] == "/works/wabc?x=1"


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:x",
        "/a\r\nSet-Cookie: x=1",
        "/\t/elsewhere.example",
        "",
        "elsewhere",
        "/ä",
    ],
)
def test_nobody_is_led_elsewhere(path: str) -> None:
    assert inside(path) == "/"


def test_inside_is_inside() -> None:
    assert inside("/works/wabc/read?scene=3") == "/works/wabc/read?scene=3"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    from headnote.library import accounts

    limits = msgspec.structs.replace(LIMITS, logins=1)
    with running(tmp_path_factory.mktemp("strict"), Settings(group=True, tier="fast", limits=limits)) as desk:
        for role in ("reader", "reviewer"):
            accounts.add_user(desk.library, NAMES[role], role, PASSWORDS[role])
        yield desk


def test_attempts_are_counted(strict: Desk) -> None:
    name = NAMES["reader"]
    tried = [strict.post("/login", data={"name": name, "password": "x"}).status_code for _ in range(2)]
    assert tried == [401, 429]
    refused = strict.post("/login", data={"name": name.upper(), "password": PASSWORDS["reader"]})
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "60"
    assert _log_in(strict, "reviewer").status_code == 303
    names = [strict.post("/login", data={"name": f"n{n}", "password": "x"}).status_code for n in range(MANY)]
    assert names[-1] == 429, "one address may not try any number of names"


def test_htmx_is_sent_to_the_login(group_desk: Desk) -> None:
    answer = group_desk.get("/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/login"


def test_a_password_is_changed_by_who_knows_it(group_desk: Desk) -> None:
    from headnote.library import accounts

    accounts.add_user(group_desk.library, "paul", "reader", "an old long word")
    with httpx.Client(base_url=group_desk.url) as client:
        client.post("/login", data={"name": "paul", "password": "an old long word"})
        wrong = client.post("/me/password", data={"old": "not this", "new": "a new long word"})
        assert wrong.status_code == 422
        short = client.post("/me/password", data={"old": "an old long word", "new": "x"})
        assert short.status_code == 422
        changed = client.post("/me/password", data={"old": "an old long word", "new": "a new long word"})
        assert changed.headers["location"] == "/login"
        assert client.get("/me").status_code == 303
        assert client.post("/login", data={"name": "paul", "password": "an old long word"}).status_code == 401
        assert client.post("/login", data={"name": "paul", "password": "a new long word"}).status_code == 303
