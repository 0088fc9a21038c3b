"""Review on a running desk: who may, what is masked, deciding, a second reader, undo, two people at once."""

from __future__ import annotations

import itertools

import httpx
import lxml.html
import pytest

from headnote.errors import Refused
from headnote.library import deciding, history, works
from headnote.library.storing import store
from headnote.library.viewers import OWNER
from headnote.records import Action
from tests.web.invented import WORD, reading_of
from tests.web.running import Desk, stored
from tests.web.stories import plain

NUMBER = itertools.count(1)


def waiting(desk: Desk, action: Action = "review") -> str:
    """A work of its own that the machine holds."""
    return stored(desk.library, plain(f"Waiting {next(NUMBER)}"), action)


def loud(desk: Desk, *, sealed: str = "") -> str:
    """A work in whose text the stand-in lexicon finds something."""
    scene = f"They {WORD}. They {WORD} again, and zanzled. Then tarnwick and vantrosk."
    text = f"Title: Loud {next(NUMBER)}\nAuthor: A. Nobody\nSummary: None.\n\nThe ferry came.\n\n* * *\n\n{scene}\n"
    return store(desk.library, reading_of(text, sealed=sealed), policy="test").key


def fields(page: str) -> dict[str, str]:
    """What the decision's form sends besides a reason and an action."""
    form = next(f for f in lxml.html.fromstring(page).iter("form") if f.get("id") == "decision")
    return {str(e.get("name")): str(e.get("value")) for e in form.iter("input")}


def decide(client: httpx.Client, key: str, action: str, reason: str = "", seen: str | None = None) -> httpx.Response:
    sent = fields(seen or client.get(f"/review/{key}").text)
    return client.post(f"/review/{key}/decide", data={**sent, "action": action, "reason": reason})


def press(client: httpx.Client, key: str, what: str, **data: str) -> httpx.Response:
    return client.post(f"/review/{key}/{what}", data={**fields(client.get(f"/review/{key}").text), **data})


def standing(desk: Desk, key: str) -> tuple[str, str]:
    work = works.find(desk.library, OWNER, key)
    assert work is not None
    return work.action, work.standing


def test_the_queue_is_by_urgency_with_reasons(desk: Desk) -> None:
    milder, graver = waiting(desk), waiting(desk)
    page = desk.get("/review").text
    assert f"/review/{milder}" in page
    assert f"/review/{graver}" in page
    assert "waits for a decision" in page
    assert "Nothing that the policy asks about" in page


def test_a_page_shows_where_and_masks_what(desk: Desk) -> None:
    page = desk.get(f"/review/{loud(desk)}").text
    assert "scene 2" in page
    assert "▇" in page
    assert WORD not in page
    assert "zanzled" not in page
    assert "Explicit sex" in page
    assert "Declared and found" in page


def test_a_decision_holds_and_leads_to_the_next_work(desk: Desk) -> None:
    key, other = waiting(desk), waiting(desk)
    done = decide(desk.client, key, "label", "read it")
    assert done.status_code == 303
    assert standing(desk, key) == ("label", "decided")
    after = desk.get(done.headers["location"])
    assert after.headers["location"].startswith("/review/w")
    assert key not in after.headers["location"].split("?")[0]
    page = desk.get(after.headers["location"]).text
    assert "you decided: list it with labels" in page
    assert f'action="/review/{key}/undo"' in page
    assert f"/review/{other}" in desk.get("/review").text


def test_undo_brings_back_what_was(desk: Desk) -> None:
    key = waiting(desk)
    decide(desk.client, key, "list")
    undone = press(desk.client, key, "undo")
    assert undone.headers["location"] == f"/review/{key}"
    assert standing(desk, key) == ("review", "machine")
    assert [e.kind for e in history.entries(desk.library, OWNER, key)] == ["decide", "undo"]


@pytest.mark.parametrize(
    ("machine", "action", "asked"),
    [("review", "list", False), ("review", "withhold", True), ("withhold", "list", True), ("gate", "list", True),
     ("gate", "gate", False), ("list", "gate", False), ("label", "list", True)],
)  # fmt: skip
def test_to_be_milder_than_the_machine_takes_a_reason(desk: Desk, machine: Action, action: str, asked: bool) -> None:
    key = waiting(desk, machine)
    bare = decide(desk.client, key, action)
    assert bare.status_code == (400 if asked else 303)
    if asked:
        assert "expected a reason" in bare.text
        assert standing(desk, key) == (machine, "machine")
        assert decide(desk.client, key, action, "I read it.").status_code == 303
    assert standing(desk, key) == (action, "decided")


def test_withholding_takes_another_person(group_desk: Desk) -> None:
    key = waiting(group_desk)
    vera, anna = group_desk.as_("reviewer"), group_desk.as_("admin")
    assert decide(vera, key, "withhold", "not for here").status_code == 303
    assert standing(group_desk, key) == ("withhold", "proposed")
    own = vera.get(f"/review/{key}").text
    assert "You cannot confirm your own proposal" in own
    assert "/confirm" not in own
    assert press(vera, key, "confirm").status_code == 409
    assert standing(group_desk, key) == ("withhold", "proposed")
    assert "waits for a second reader" in anna.get("/review").text
    assert "not for here" in anna.get(f"/review/{key}").text
    assert press(anna, key, "confirm").status_code == 303
    assert standing(group_desk, key) == ("withhold", "decided")


def test_of_two_who_decide_at_once_the_second_is_told_and_keeps_their_reason(group_desk: Desk) -> None:
    key = waiting(group_desk)
    vera, anna = group_desk.as_("reviewer"), group_desk.as_("admin")
    seen = anna.get(f"/review/{key}").text
    decide(vera, key, "gate", "for adults")
    late = decide(anna, key, "list", "harmless, I would say", seen)
    assert late.status_code == 409
    assert "someone was first" in late.text
    first = late.text.split('role="alert"')[1].split("</ul>")[0]
    assert "<bdi>vera</bdi></strong> decided: show it behind a notice" in first
    assert "<time datetime=" in first
    assert "for adults" in first
    assert "harmless, I would say</textarea>" in late.text
    assert standing(group_desk, key) == ("gate", "decided")
    again = decide(anna, key, "list", "harmless, I still say", late.text)
    assert again.status_code == 303
    assert standing(group_desk, key) == ("list", "decided")


def test_a_note_is_for_the_others(group_desk: Desk) -> None:
    key = waiting(group_desk)
    noted = group_desk.as_("reviewer").post(f"/review/{key}/note", data={"text": "See the <b>second</b> scene."})
    assert noted.headers["location"] == f"/review/{key}"
    assert "See the &lt;b&gt;second&lt;/b&gt; scene." in group_desk.as_("admin").get(f"/review/{key}").text
    empty = group_desk.as_("reviewer").post(f"/review/{key}/note", data={"text": " "})
    assert empty.status_code == 400


def test_a_place_is_shown_when_asked_for(desk: Desk) -> None:
    key = loud(desk)
    shown = desk.post(f"/review/{key}/reveal", data={"code": "sex-explicit", "place": "0"})
    assert shown.status_code == 200
    assert f"<mark>{WORD}</mark>" in shown.text
    assert history.entries(desk.library, OWNER, key) == []
    assert shown.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("data", [{}, {"code": "gore", "place": "0"}, {"code": "sex-explicit", "place": "999"}])
def test_a_place_that_is_none_is_not_shown(desk: Desk, data: dict[str, str]) -> None:
    assert desk.post(f"/review/{loud(desk)}/reveal", data=data).status_code == 404


@pytest.mark.parametrize("code", ["underage-sex", "sex-explicit"])
def test_what_is_sealed_is_recorded_before_it_is_shown(group_desk: Desk, code: str) -> None:
    key = loud(group_desk, sealed="vantrosk")
    vera = group_desk.as_("reviewer")
    page = vera.get(f"/review/{key}").text
    assert "vantrosk" not in page
    assert "tarnwick" not in page
    assert "it is recorded that I looked" in page
    shown = vera.post(f"/review/{key}/reveal", data={"code": code, "place": "0"})
    assert "tarnwick" in shown.text
    entry = history.entries(group_desk.library, OWNER, key)[-1]
    assert (entry.kind, entry.actor, entry.payload["code"]) == ("viewed", "vera", "underage-sex")
    assert "looked at evidence in clear" in shown.text


def test_what_cannot_be_recorded_is_not_shown(group_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    key = loud(group_desk, sealed="vantrosk")

    def refuse(*_: object, **__: object) -> None:
        raise Refused("expected room on the disk, found none")

    monkeypatch.setattr(deciding, "viewed", refuse)
    answer = group_desk.as_("reviewer").post(f"/review/{key}/reveal", data={"code": "underage-sex", "place": "0"})
    assert answer.status_code == 409
    assert "tarnwick" not in answer.text
    assert "vantrosk" not in answer.text


ROUTES = [
    ("GET", ""),
    ("POST", "/decide"),
    ("POST", "/confirm"),
    ("POST", "/undo"),
    ("POST", "/note"),
    ("POST", "/reveal"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_review_is_not_for_readers(group_desk: Desk, method: str, path: str) -> None:
    for key in (waiting(group_desk), "w000000000a"):
        answer = group_desk.as_("reader").request(method, f"/review/{key}{path}")
        assert answer.status_code == 403
        assert "Waiting" not in answer.text
    for path_of_all in ("/review", "/review/next"):
        assert group_desk.as_("reader").get(path_of_all).status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {"action": "list"},
        {"action": "list", "seen": "x", "changed": "1"},
        {"action": "list", "seen": "0", "changed": ""},
    ],
)
def test_a_form_without_what_was_seen_decides_nothing(desk: Desk, data: dict[str, str]) -> None:
    key = waiting(desk)
    assert desk.post(f"/review/{key}/decide", data=data).status_code == 422
    assert standing(desk, key) == ("review", "machine")


@pytest.mark.parametrize("what", ["decisions", "confirmations", "undoings"])
def test_a_program_is_told_that_a_work_was_read_anew_since(group_desk: Desk, what: str) -> None:
    client, key = group_desk.as_("reviewer"), waiting(group_desk)
    before = client.get(f"/api/v1/review/{key}").json()["changed"]
    decide(group_desk.as_("admin"), key, "withhold", "As read.")
    now = client.get(f"/api/v1/review/{key}").json()
    asked = {"seen": now["entries"][-1]["seq"], "changed": before, "reason": "As read."}
    asked |= {"action": "gate"} if what == "decisions" else {}
    assert client.post(f"/api/v1/review/{key}/{what}", json=asked).status_code == 409
    assert client.post(f"/api/v1/review/{key}/{what}", json=asked | {"changed": now["changed"]}).status_code == 201


@pytest.mark.parametrize(("role", "needs"), [("", "with a reason"), ("reviewer", "reason, second reader")])
def test_withholding_says_what_it_takes(desk: Desk, group_desk: Desk, role: str, needs: str) -> None:
    """At one's own machine nobody else is there to be asked."""
    where = group_desk if role else desk
    page = lxml.html.fromstring(where.as_(role).get(f"/review/{waiting(where)}").text)
    assert page.xpath("string(//button[@value='withhold']/small)") == needs


@pytest.mark.parametrize("action", ["burn", "", "LIST"])
def test_an_action_that_is_none_decides_nothing(desk: Desk, action: str) -> None:
    key = waiting(desk)
    assert decide(desk.client, key, action).status_code == 400
    assert standing(desk, key) == ("review", "machine")


def test_a_work_that_is_none_is_not_found(desk: Desk) -> None:
    assert desk.get("/review/w000000000a").status_code == 404
    assert desk.post("/review/w000000000a/decide", data={"action": "list"}).status_code == 404


def test_the_next_work_goes_round(desk: Desk) -> None:
    keys = {waiting(desk), waiting(desk), waiting(desk)}
    at, seen = next(iter(keys)), set[str]()
    for _ in range(200):
        at = desk.get(f"/review/next?start={at}").headers["location"].removeprefix("/review/")
        if at in seen:
            break
        seen.add(at)
    assert keys <= seen
