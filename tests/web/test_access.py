"""A withheld work does not exist for a reader: every route answers for it as for a work that never was."""

from __future__ import annotations

import re

import httpx
import pytest

from headnote.library import counting
from headnote.records import Action
from tests.web.running import Desk, stored
from tests.web.stories import plain

NOBODY = "wzzzzzzzzzz"

#: Every address at which a work can be asked for, by method.
ADDRESSES = (
    ("GET", "/works/{key}"),
    ("GET", "/works/{key}/card.json"),
    ("GET", "/works/{key}/card.html"),
    ("GET", "/works/{key}/card.sarif"),
    ("GET", "/works/{key}/tags.txt"),
    ("GET", "/works/{key}/read"),
    ("GET", "/works/{key}/read?scene=1"),
    ("GET", "/works/{key}/read?at=10"),
    ("GET", "/works/{key}/read/1"),
    ("POST", "/works/{key}/read/agree"),
    ("POST", "/works/{key}/read/1/look"),
    ("POST", "/works/{key}/read/1/avoid"),
    ("POST", "/works/{key}/progress"),
    ("GET", "/review/{key}"),
    ("POST", "/review/{key}"),
    ("POST", "/review/{key}/decide"),
    ("POST", "/review/{key}/confirm"),
    ("POST", "/review/{key}/undo"),
    ("POST", "/review/{key}/note"),
    ("POST", "/review/{key}/reveal"),
    ("GET", "/api/v1/works/{key}"),
    ("GET", "/api/v1/review/{key}"),
    ("POST", "/api/v1/review/{key}/decisions"),
    ("POST", "/api/v1/review/{key}/confirmations"),
    ("POST", "/api/v1/review/{key}/undoings"),
    ("POST", "/api/v1/review/{key}/notes"),
    ("GET", "/works/{key}/cover"),
    ("PUT", "/works/{key}"),
    ("DELETE", "/api/v1/works/{key}"),
)
FORM = {"at": "1", "version": "1", "page": "1", "seen": "0", "reason": "x", "action": "list", "text": "x"}
HELD: tuple[Action, ...] = ("review", "withhold")


@pytest.fixture(scope="module")
def held(group_desk: Desk) -> dict[str, str]:
    """Keys of works that are held, by action."""
    return {
        action: stored(group_desk.library, plain(f"The Quiet Cellar, {action}", author="Q. Unseen"), action)
        for action in HELD
    }


def _answer(client: httpx.Client, method: str, address: str, key: str) -> tuple[int, dict[str, str], str]:
    answer = client.request(method, address.format(key=key), data=FORM if method == "POST" else None)
    headers = {name: value.replace(key, "KEY") for name, value in answer.headers.items() if name != "date"}
    return answer.status_code, headers, answer.text.replace(key, "KEY")


@pytest.mark.parametrize("action", HELD)
@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_held_work_answers_as_one_that_never_was(
    group_desk: Desk, held: dict[str, str], action: str, method: str, address: str
) -> None:
    reader = group_desk.as_("reader")
    there = _answer(reader, method, address, held[action])
    assert there == _answer(reader, method, address, NOBODY)
    assert there[0] in ({303} if address.endswith("/look") else {403, 404, 405})  # how text is set belongs to no work


@pytest.mark.parametrize("action", HELD)
def test_the_addresses_are_real(group_desk: Desk, held: dict[str, str], action: str) -> None:
    """A reviewer reaches the same work at the same addresses: the test above does not pass because nothing is there."""
    reviewer = group_desk.as_("reviewer")
    for method, address in ADDRESSES[:9]:
        status, _, _ = _answer(reviewer, method, address, held[action])
        assert status in {200, 303}, address
    assert reviewer.get(f"/api/v1/works/{held[action]}").status_code == 200


LISTS = (
    "/",
    "/?q=cellar",
    "/?q=goat",
    "/?author=Q.+Unseen",
    "/suggest/author?value=Q",
    "/feed.atom",
    "/api/v1/works?q=cellar",
    "/api/v1/works?author=Q.+Unseen",
    "/api/v1/works?order=title",
    "/api/v1/facets",
    "/api/v1/facets/author?prefix=Q",
    "/api/v1/facets?q=cellar",
    "/me",
)


@pytest.mark.parametrize("path", LISTS)
def test_no_list_names_it(group_desk: Desk, held: dict[str, str], path: str) -> None:
    text = re.sub(r'value="[^"]*"', "", group_desk.as_("reader").get(path).text)
    for name in ("Quiet Cellar", *held.values()):
        assert name not in text
    if "author" not in path:
        assert "Unseen" not in text


@pytest.mark.parametrize("path", ["/api/v1/works?q=cellar", "/api/v1/facets?q=cellar"])
def test_no_count_counts_it(group_desk: Desk, held: dict[str, str], path: str) -> None:
    assert group_desk.as_("reader").get(path).json()["total"] == 0
    assert group_desk.as_("reviewer").get(path).json()["total"] == len(held)


def test_a_list_counts_no_facets(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(counting, "facets")
    assert desk.get("/api/v1/works").status_code == 200


def test_no_facet_counts_it(group_desk: Desk, held: dict[str, str]) -> None:
    reader, reviewer = (group_desk.as_(role).get("/api/v1/facets").json() for role in ("reader", "reviewer"))
    assert "Q. Unseen" not in {f["value"] for f in reader["facets"]["author"]}
    assert "Q. Unseen" in {f["value"] for f in reviewer["facets"]["author"]}
    assert not {"action", "standing"} & set(reader["facets"])


def test_a_reader_cannot_ask_by_what_is_held(group_desk: Desk) -> None:
    for path in ("/api/v1/works?action=withhold", "/api/v1/works?-action=list", "/api/v1/facets/action"):
        assert group_desk.as_("reader").get(path).status_code == 400


def test_the_feed_names_no_held_work_to_anyone(group_desk: Desk, held: dict[str, str]) -> None:
    assert "Quiet Cellar" not in group_desk.as_("admin").get("/feed.atom").text


def test_checking_the_same_text_says_nothing_of_the_shelf(group_desk: Desk, held: dict[str, str]) -> None:
    """What is checked is read for itself: whether the library holds it does not show."""
    answers = []
    for title in ("The Quiet Cellar, withhold", "The Quiet Cellar, nowhere"):
        answer = group_desk.as_("reader").post("/api/v1/check", data={"text": plain(title, author="Q. Unseen")})
        answers.append(set(answer.json()["results"][0]["card"]))
    assert answers[0] == answers[1]


def test_a_reader_puts_nothing_on_everyones_shelf(group_desk: Desk) -> None:
    reader = group_desk.as_("reader")
    where = reader.post("/check", data={"text": plain("Mine Alone")}).headers["location"]
    assert "Put it on the shelf" not in reader.get(where).text
    assert reader.post(f"{where}/1/keep").status_code == 403
    assert group_desk.as_("reviewer").get(where).status_code == 404, "and nobody else sees what one checks"


def test_nearly_the_same_work_does_not_name_it(group_desk: Desk) -> None:
    """A visible work that is much alike a held one does not lead to it."""
    stored(group_desk.library, plain("The Twin That Is Held", extra="One more line."), "withhold")
    shown = stored(group_desk.library, plain("The Twin That Is Shown", extra="One more line."), "list")
    assert group_desk.as_("reader").get(f"/api/v1/works/{shown}").json()["near"] == []
    assert "That Is Held" not in group_desk.as_("reader").get(f"/works/{shown}").text
    near = group_desk.as_("reviewer").get(f"/api/v1/works/{shown}").json()["near"]
    assert [other["title"] for other in near] == ["The Twin That Is Held"]
