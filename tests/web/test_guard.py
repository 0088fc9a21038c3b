"""What every request passes: hosts, origins, sizes, times, headers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from headnote.web import attempts, tray
from headnote.web.settings import Limits, Settings
from tests.web.running import LIMITS, Desk, running

PAGES = ("/", "/check", "/me", "/static/desk.css", "/feed.atom", "/api/v1/works", "/nowhere", "/api/v1/nowhere")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(desk: Desk, path: str) -> None:
    headers = desk.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-store" if "static" not in path else "no-cache")
    assert "server" not in headers


def test_refusals_carry_the_headers_too(desk: Desk) -> None:
    answer = desk.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 421
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765", "LOCALHOST"])
def test_our_own_hosts_are_answered(desk: Desk, host: str) -> None:
    assert desk.get("/check", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.example",
        "localhost.elsewhere.example",
        "127.0.0.1.elsewhere.example",
        "localhost:8765.elsewhere.example",
        "elsewhere.example:8765",
        "user@localhost",
        "localhost/",
        "0.0.0.0",
        "[::]",
        "127.0.0.2",
        "",
    ],
)
def test_a_name_that_was_pointed_here_is_not_answered(desk: Desk, host: str) -> None:
    """Host rebinding: a page of another site whose name leads to this machine."""
    answer = _raw(desk, f"GET /check HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] in {b"421", b"400"}


def test_two_hosts_are_none(desk: Desk) -> None:
    answer = _raw(
        desk, "GET /check HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n"
    )
    assert answer.split()[1] in {b"421", b"400"}


def _raw(desk: Desk, request: str) -> bytes:
    host, port = desk.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request.encode())
        return connection.recv(4096)


FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
]
UNSAFE = ("/check", "/theme", "/api/v1/check", "/logout", "/works/wabc/progress", "/me/avoid")


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("headers", FOREIGN, ids=lambda h: " ".join(h.values()))
def test_a_post_from_another_site_is_refused(desk: Desk, path: str, headers: dict[str, str]) -> None:
    answer = desk.post(path, headers=headers, data={"theme": "dark", "text": "The lamp was lit."})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_from_another_site_are_refused_too(desk: Desk, method: str) -> None:
    answer = desk.client.request(method, "/check", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_a_post_from_our_own_page_and_one_from_a_program_pass(desk: Desk) -> None:
    own = {"Origin": desk.url, "Sec-Fetch-Site": "same-origin"}
    assert desk.post("/theme", data={"theme": "dark"}, headers=own).status_code == 303
    assert desk.post("/theme", data={"theme": "dark"}).status_code == 303
    desk.client.cookies.clear()


@pytest.mark.parametrize(
    ("mode", "dest", "status"),
    [
        ("navigate", "document", 200),  # a link on another site, followed by a person
        ("navigate", "iframe", 403),
        ("no-cors", "image", 403),
        ("no-cors", "script", 403),
        ("cors", "empty", 403),
    ],
)
def test_another_site_may_link_here_and_nothing_else(desk: Desk, mode: str, dest: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert desk.get("/check", headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/works/a%00b", "/api/v1/works?q=%00", "/static/%00"])
def test_a_null_character_in_an_address_is_refused(desk: Desk, path: str) -> None:
    assert desk.get(path).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2fapp.py",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/works/..%2f..%2fetc%2fpasswd",
        "/works/w/read/..%2f..%2f..%2fetc%2fpasswd",
        "/check/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out(desk: Desk, path: str) -> None:
    answer = _raw(desk, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] in {b"404", b"422"}
    assert b"root:" not in answer


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    limits = msgspec.structs.replace(LIMITS, upload=10_000, body=1000, arrival=0.5, files=2)
    with running(tmp_path_factory.mktemp("small"), Settings(tier="fast", limits=limits)) as desk:
        yield desk


@pytest.mark.parametrize(("path", "size"), [("/check", 10_001), ("/api/v1/check", 10_001), ("/theme", 1001)])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_body_is_bounded_as_it_comes(small: Desk, path: str, size: int, streamed: bool) -> None:
    """Declared by its length, or in chunks that say nothing of what is still to come."""
    whole = b"theme=" + b"x" * (size - 6)
    content = (whole[at : at + 500] for at in range(0, size, 500)) if streamed else whole
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = small.client.post(path, content=content, headers=kind)
    assert answer.status_code == 413
    assert str(10_000 if "check" in path else 1000) in answer.text.replace(",", "")


def test_a_body_at_the_limit_passes(small: Desk) -> None:
    assert small.post("/check", content=b"The lamp was lit. ".ljust(10_000)).status_code == 303


def test_an_upload_that_never_ends_is_ended(small: Desk) -> None:
    head = "POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nThe lamp"
    assert _raw(small, head).split()[1] == b"408"


@pytest.mark.parametrize("files", [1, 2, 3])
def test_files_are_counted(small: Desk, files: int) -> None:
    sent = [("files", (f"{n}.txt", b"The lamp was lit.")) for n in range(files)]
    assert small.post("/check", files=sent).status_code == (303 if files <= 2 else 400)


def test_fields_are_counted(small: Desk) -> None:
    assert small.post("/check", data={f"f{n}": "x" for n in range(50)}).status_code == 400


def test_the_owner_needs_no_session_and_has_no_login(desk: Desk) -> None:
    assert desk.get("/login").status_code == 404
    assert desk.post("/login", data={"name": "owner", "password": ""}).status_code == 404


def test_the_choice_of_colours_is_remembered(desk: Desk) -> None:
    answer = desk.post("/theme", data={"theme": "dark", "next": "/check"})
    cookie = answer.headers["set-cookie"]
    assert answer.headers["location"] == "/check"
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert 'data-theme="dark"' in desk.get("/check", headers={"Cookie": "headnote_theme=dark"}).text
    assert 'data-theme="auto"' in desk.get("/check", headers={"Cookie": 'headnote_theme="><script>'}).text
    desk.client.cookies.clear()


def test_the_page_about_the_desk_names_its_limits() -> None:
    page = " ".join((Path(__file__).parents[2] / "docs" / "desk.md").read_text(encoding="utf-8").split())
    limits = Limits()
    for told in (
        f"{limits.upload // 10**6} MB and {limits.files} files a submission",
        f"{limits.readers} stories read at once, {limits.waiting} submissions waiting ({limits.each} of one person)",
        f"{limits.seconds / 60:g} minutes and {limits.memory // 1024**3} GiB for each",
        f"{limits.body // 1000} kB for any other body",
        "five attempts a minute for a name from one address, thirty for",
        "ten submissions at most",
    ):
        assert told in page, told
    assert (limits.logins, limits.logins * attempts.MANY, tray.EACH, limits.arrival, tray.KEPT) == (5, 30, 10, 60, 3600)
