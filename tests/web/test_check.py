"""Check on the running desk: stories in, cards out; nothing stored, nothing that outlives its time."""

from __future__ import annotations

import io
import logging
import threading
import zipfile
from collections.abc import Iterator

import httpx
import msgspec
import pytest
from sqlalchemy import func, select

from headnote.library import schema
from headnote.library.viewers import OWNER, Viewer
from headnote.web import tray
from headnote.web.reading_process import MOST_WORKS, Unread
from headnote.web.settings import Settings
from headnote.web.tray import Tray
from tests.web.running import LIMITS, Desk, running
from tests.web.stories import HOSTILE, SCRIPT, plain


def works_in(desk: Desk) -> int:
    with desk.library.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(schema.works)).scalar_one())


def checked(desk: Desk, text: str) -> httpx.Response:
    answer = desk.post("/check", data={"text": text})
    assert answer.status_code == 303
    return desk.get(answer.headers["location"])


def test_a_pasted_story_gets_its_card_and_is_not_stored(desk: Desk) -> None:
    before = works_in(desk)
    page = checked(desk, plain("The Goat"))
    assert page.status_code == 200
    for part in ('<h1 dir="auto">The Goat</h1>', "Tags to copy", "Declared and found", "To know before starting"):
        assert part in page.text
    assert "Characters (suggested): Tom Pell, Ada Marsh" in page.text or "Ada Marsh" in page.text
    assert works_in(desk) == before


def test_a_card_is_shown_again_until_it_is_forgotten(desk: Desk) -> None:
    where = desk.post("/check", data={"text": plain("The Goat")}).headers["location"]
    assert desk.get(where).text == desk.get(where).text
    assert desk.post(f"{where}/forget").headers["location"] == "/check"
    assert desk.get(where).status_code == 404


def test_putting_it_on_the_shelf_stores_it(desk: Desk) -> None:
    before = works_in(desk)
    where = desk.post("/check", data={"text": plain("Kept For Good")}).headers["location"]
    kept = desk.post(f"{where}/1/keep")
    assert kept.status_code == 303
    assert desk.get(kept.headers["location"]).status_code == 200
    assert works_in(desk) == before + 1
    assert desk.post(f"{where}/1/keep").headers["location"] == kept.headers["location"], "once"
    assert works_in(desk) == before + 1


def test_files_of_several_kinds_and_one_that_cannot_be_read(desk: Desk) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name in ("one.txt", "two.txt"):
            archive.writestr(name, plain(f"In A Box, {name}"))
    files = [
        ("files", ("a.txt", plain("A Plain File").encode())),
        ("files", ("b.html", b"<html><title>x</title><body><p>The lamp was lit.</p></body></html>")),
        ("files", ("c.bin", bytes(range(32)) * 20)),
        ("files", ("d.zip", box.getvalue())),
    ]
    page = desk.get(desk.post("/check", files=files).headers["location"])
    assert page.text.count("/check/") >= 4
    for words in ("A Plain File", "In A Box, one.txt", "In A Box, two.txt", "c.bin", "not read"):
        assert words in page.text


def test_an_archive_of_more_works_than_are_taken(desk: Desk) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for number in range(MOST_WORKS + 1):
            archive.writestr(f"{number}.txt", f"The lamp was lit {number} times.")
    results = desk.post("/api/v1/check", files={"files": ("box.zip", box.getvalue())}).json()["results"]
    assert [result["error"] is None for result in results] == [True] * MOST_WORKS + [False]
    assert f"first {MOST_WORKS} works" in results[-1]["error"]["message"]


def test_a_name_that_climbs_is_a_name(desk: Desk) -> None:
    files = {"files": ("../../etc/passwd\n<b>", b"The lamp was lit.")}
    page = desk.get(desk.post("/check", files=files).headers["location"])
    assert page.status_code == 200
    assert "<b>" not in page.text


def test_scripts_in_a_story_stay_text(desk: Desk) -> None:
    page = checked(desk, HOSTILE)
    assert SCRIPT not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<svg/onload" not in page.text
    assert "<img src=x" not in page.text
    assert "49" not in page.text.split("<h1", 1)[1].split("</h1>", 1)[0], "no template in a story is run"


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": " \n "}, {"other": "x"}])
def test_nothing_to_read_is_said_on_the_form(desk: Desk, body: dict[str, str]) -> None:
    answer = desk.post("/check", data=body)
    assert answer.status_code == 422
    assert "There is no story in this." in answer.text
    assert 'action="/check"' in answer.text


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data; boundary=x", b"--y--"),
        ("application/x-www-form-urlencoded", b"%ff%fe&&&==="),
        ("", b""),
    ],
)
def test_a_broken_form_is_no_mistake_of_ours(desk: Desk, kind: str, content: bytes) -> None:
    assert desk.client.post("/check", content=content, headers={"Content-Type": kind}).status_code in {400, 422}


@pytest.mark.parametrize("number", ["0", "2", "-1", "9" * 30, "x"])
def test_cards_that_are_not_there(desk: Desk, number: str) -> None:
    where = desk.post("/check", data={"text": "The lamp was lit."}).headers["location"]
    assert desk.get(f"{where}/{number}").status_code in {404, 422}
    assert desk.post(f"{where}/{number}/keep").status_code in {404, 422}


def test_the_api_gives_the_same_card(desk: Desk) -> None:
    text = plain("By Two Ways")
    by_text = desk.client.post("/api/v1/check", content=text, headers={"Content-Type": "text/plain"}).json()
    by_form = desk.post("/api/v1/check", data={"text": text}).json()
    assert by_text == by_form
    (result,) = by_text["results"]
    assert result["error"] is None
    assert result["card"]["declared"]["title"] == "By Two Ways"
    by_file = desk.client.post("/api/v1/check", content=bytes(range(32)) * 20).json()
    assert by_file["results"][0]["card"] is None
    assert by_file["results"][0]["error"]["code"] == "unreadable"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that gives a story next to no time, with one reader and one place to wait."""
    limits = msgspec.structs.replace(LIMITS, seconds=1.0, readers=1, waiting=1)
    with running(tmp_path_factory.mktemp("hasty"), Settings(tier="fast", limits=limits)) as desk:
        desk.post("/check", data={"text": "The lamp was lit."})
        yield desk


LONG = plain("Too Long", extra="The ferry came in at noon with two sacks of post. " * 150_000)


def test_a_reading_that_takes_too_long_is_ended_and_the_next_is_read(
    hasty: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    error = hasty.post("/api/v1/check", data={"text": LONG}).json()["results"][0]["error"]
    assert "longer than 1 seconds" in error["message"]
    assert "ferry" not in caplog.text
    answer = hasty.post("/api/v1/check", data={"text": "The lamp was lit."}).json()
    assert answer["results"][0]["card"] is not None


@pytest.mark.parametrize(("waiting", "each"), [(1, 9), (9, 2)], ids=["of all", "of one person"])
def test_more_than_can_wait_are_sent_away(tmp_path_factory: pytest.TempPathFactory, waiting: int, each: int) -> None:
    limits = msgspec.structs.replace(LIMITS, seconds=1.0, readers=1, waiting=waiting, each=each)
    with running(tmp_path_factory.mktemp("busy"), Settings(tier="fast", limits=limits)) as desk:
        answers: list[httpx.Response] = []
        ask = [threading.Thread(target=lambda: answers.append(_ask(desk))) for _ in range(4)]
        for thread in ask:
            thread.start()
        for thread in ask:
            thread.join()
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [200, 200, 503, 503]
        refused = next(answer for answer in answers if answer.status_code == 503)
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["error"]["code"] == "busy"
        assert _ask(desk, "The lamp was lit.").status_code == 200, "and places become free again"


def _ask(desk: Desk, text: str = LONG) -> httpx.Response:
    return httpx.post(f"{desk.url}/api/v1/check", data={"text": text}, timeout=60)


def test_a_process_without_memory_costs_its_story_and_not_the_desk(tmp_path_factory: pytest.TempPathFactory) -> None:
    limits = msgspec.structs.replace(LIMITS, memory=1)
    with running(tmp_path_factory.mktemp("poor"), Settings(tier="fast", limits=limits)) as desk:
        for _ in range(2):
            answer = _ask(desk, LONG)
            assert answer.status_code == 200
            assert "memory" in answer.json()["results"][0]["error"]["message"]
        assert desk.get("/check").status_code == 200


def test_the_tray_forgets() -> None:
    now = [0.0]
    held = Tray(clock=lambda: now[0])
    someone, other = OWNER, Viewer(user_id=7, name="x", role="admin")
    results = [Unread("a", "b")]
    token = held.put(someone, list(results))
    assert held.get(someone, token) == results
    assert held.get(other, token) is None, "not even an admin sees what another checks"
    held.forget(other, token)
    assert held.get(someone, token) == results
    now[0] = tray.KEPT
    assert held.get(someone, token) is None
    tokens = [held.put(someone, list(results)) for _ in range(tray.EACH + 1)]
    assert held.get(someone, tokens[0]) is None
    assert held.get(someone, tokens[1]) == results


def test_the_tray_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "MOST", 100)
    held = Tray()
    first = held.put(OWNER, [Unread("a", "x" * 80)])
    second = held.put(Viewer(user_id=2, name="y", role="reader"), [Unread("a", "x" * 80)])
    assert held.get(OWNER, first) is None
    assert set(held.held) == {second}
