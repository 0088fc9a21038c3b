"""What a person is told when something fails: one shape, an id for what nobody expected, no word of any story."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from sqlalchemy.exc import OperationalError

from headnote.errors import HeadnoteError, LibraryError, Refused, UsageError
from headnote.web.failures import Failure
from headnote.web.settings import Settings
from tests.web.running import LIMITS, Desk, running

SECRET = "The goat ate the letters."

RAISED: dict[str, tuple[Exception, int, str]] = {
    "unexpected": (ValueError(SECRET), 500, "internal"),
    "database": (OperationalError("SELECT", {"text": SECRET}, Exception(SECRET)), 500, "internal"),
    "library": (LibraryError(SECRET), 503, "library"),
    "ours": (HeadnoteError(SECRET), 500, "internal"),
    "refused": (Refused("Anna decided first."), 409, "refused"),
    "usage": (UsageError("expected a page"), 400, "wrong-use"),
    "failure": (Failure(418, "teapot", "Short and stout."), 418, "teapot"),
    "overflow": (OverflowError(SECRET), 422, "wrong-input"),
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with routes that fail."""
    with running(tmp_path_factory.mktemp("failing"), Settings(tier="fast", limits=LIMITS), _failing()) as desk:
        yield desk


def _failing() -> APIRouter:
    router = APIRouter()

    @router.get("/fail/{name}")
    @router.get("/api/v1/fail/{name}")
    def fail(name: str) -> None:
        raise RAISED[name][0]

    return router


@pytest.mark.parametrize("name", RAISED)
def test_the_api_has_one_shape(failing: Desk, name: str, caplog: pytest.LogCaptureFixture) -> None:
    _, status, code = RAISED[name]
    answer = failing.get(f"/api/v1/fail/{name}")
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert answer.json()["error"]["code"] == code
    assert SECRET not in answer.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("name", RAISED)
def test_elsewhere_it_is_a_page(
    failing: Desk, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = failing.get(f"/fail/{name}")
    assert answer.status_code == RAISED[name][1]
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>" in answer.text
    assert SECRET not in answer.text + caplog.text + "".join(capfd.readouterr())


def test_for_htmx_it_is_a_piece_of_a_page(failing: Desk) -> None:
    answer = failing.get("/fail/refused", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "Anna decided first." in answer.text
    assert "<html" not in answer.text


def test_what_nobody_expected_has_a_number_that_leads_to_its_place(
    failing: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "headnote")
    answer = failing.get("/api/v1/fail/unexpected")
    number = answer.json()["error"]["message"].split()[-1].rstrip(".")
    (record,) = [r for r in caplog.records if number in r.getMessage()]
    assert "ValueError at " in record.getMessage()
    assert record.exc_info is None


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not-found"),
        ("GET", "/api/nothing", 404, "not-found"),
        ("GET", "/api/v1/works/wnothing", 404, "not-found"),
        ("DELETE", "/api/v1/works", 405, "wrong-method"),
        ("GET", "/api/v1/works?nothing=1", 400, "wrong-use"),
        ("GET", "/api/v1/works?page=0", 400, "wrong-use"),
        ("GET", "/api/v1/review?page=x", 422, "wrong-input"),
        ("POST", "/api/v1/review/wnothing/decisions", 422, "wrong-input"),
        ("POST", "/api/v1/check", 422, "empty"),
    ],
)
def test_the_frameworks_own_failures_have_that_shape_too(
    failing: Desk, method: str, path: str, status: int, code: str
) -> None:
    answer = failing.client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    if status == 405:
        assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"action": "burn", "seen": 0}', b'{"seen": -1}', b"\xff", b'"\\ud800"']
)
def test_a_body_that_does_not_fit_is_told_where(desk: Desk, body: bytes) -> None:
    answer = desk.client.post("/api/v1/review/wnothing/decisions", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "wrong-input"


def test_pages_that_are_not_there(failing: Desk) -> None:
    for path in ("/nothing", "/works/wnothing", "/check/nothing", "/static/nothing.css"):
        answer = failing.get(path)
        assert answer.status_code == 404
        assert "text/html" in answer.headers["content-type"]


def test_an_address_is_not_echoed(failing: Desk) -> None:
    for path in ("/%3Cscript%3Ealert(1)", "/works/%3Cscript%3Ealert(1)", "/api/v1/%3Cscript%3E"):
        assert "<script>alert" not in failing.get(path).text
