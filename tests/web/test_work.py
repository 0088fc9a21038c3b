"""The page of a work over HTTP: its card, its files, where its places lead, and for whom it exists."""

from __future__ import annotations

import json
import re

import pytest

from headnote.library import deciding, works
from headnote.library.history import Entry
from headnote.library.viewers import OWNER
from headnote.render.page import page as card_page
from headnote.render.tags import tag_list
from headnote.web.happened import happened
from tests.render.cards import CARDS, HOSTILE, rich
from tests.web.markup_of import shown
from tests.web.running import Desk, stored
from tests.web.stock import BAD, put
from tests.web.stories import plain

FORMS = ("", "/card.json", "/card.html", "/card.sarif", "/tags.txt")


def key_of(shop: Desk, title: str) -> str:
    """The key of a stocked work, as the shelf says it to a reviewer."""
    text = shop.as_("reviewer").get("/", params={"q": title}).text
    found = re.search(r'href="/works/(w[a-z0-9]+)"', text)
    assert found
    return found[1]


def of(key: str) -> str:
    """The address of a work's page."""
    return f"/works/{key}"


@pytest.fixture(scope="module")
def lamp(shop: Desk) -> str:
    return key_of(shop, "skerry")


def test_the_card_is_a_page(shop: Desk, lamp: str) -> None:
    page = shown(shop, of(lamp))
    assert {"declared", "warnings", "scenes", "people", "world", "damage", "audit", "decision", "tags", "kept"} <= set(
        page.ids
    )
    for said in (
        "The Lamp at Skerry Head",
        "Wren Alder",
        "93% very likely",
        "Maren Holt",
        "warning.missing",
        "name mark",
    ):
        assert said in page.text
    assert "Read in the fast tier: no model is installed." in page.text


def test_every_scene_leads_to_the_reader(shop: Desk, lamp: str) -> None:
    page = shown(shop, of(lamp))
    scenes = [a for a in page.addresses if "scene=" in a]
    assert f"/works/{lamp}/read?scene=10" in scenes
    assert all(re.fullmatch(rf"/works/{lamp}/read\?scene=\d+", a) for a in scenes)
    assert f"/works/{lamp}/read" in page.addresses


def test_what_it_shares_leads_to_the_shelf(shop: Desk, lamp: str) -> None:
    addresses = shown(shop, of(lamp)).addresses
    assert {"/?fandom=Original%20Work", "/?author=Wren%20Alder", "/?series=Skerry"} <= set(addresses)


def test_the_files_are_the_cards_own(shop: Desk, lamp: str) -> None:
    reader, found = shop.as_("reader"), works.find(shop.library, OWNER, lamp)
    assert found
    answers = {form: reader.get(f"/works/{lamp}{form}") for form in FORMS[1:]}
    for form, answer in answers.items():
        assert answer.headers["content-disposition"] == f'attachment; filename="{lamp}.{form[1:]}"'
        assert answer.headers["cache-control"] == "no-store"
    assert answers["/card.json"].json()["declared"]["title"] == "The Lamp at Skerry Head"
    assert answers["/card.html"].text == card_page(found.card)
    assert answers["/card.sarif"].json()["runs"][0]["results"]
    assert answers["/tags.txt"].text == tag_list(found.card)
    assert reader.get(f"/works/{lamp}/card.exe").status_code == 404


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("title", ["Someone Should Look", "Not For The Shelf"])
def test_a_held_work_is_told_as_one_that_never_was(shop: Desk, title: str, form: str) -> None:
    held, reader = key_of(shop, title), shop.as_("reader")
    here, nowhere = reader.get(f"/works/{held}{form}"), reader.get(f"/works/waaaaaaaaaa{form}")
    assert here.status_code == nowhere.status_code == 404
    assert here.text.replace(held, "") == nowhere.text.replace("waaaaaaaaaa", "")
    assert {k: v for k, v in here.headers.items() if k not in {"date", "content-length"}} == {
        k: v for k, v in nowhere.headers.items() if k not in {"date", "content-length"}
    }
    assert shop.as_("reviewer").get(f"/works/{held}{form}").status_code == 200


def test_a_near_work_that_is_held_is_not_told(desk: Desk, group_desk: Desk) -> None:
    library = group_desk.library
    near, counting = "The near one of the two", " ".join(f"and {number} of them" for number in range(300))
    seen = stored(library, plain("Seen by all", extra=counting))
    stored(library, plain(near, extra=counting), "withhold")
    assert near in group_desk.as_("reviewer").get(f"/works/{seen}").text
    assert near not in group_desk.as_("reader").get(f"/works/{seen}").text


@pytest.mark.parametrize("name", sorted(CARDS))
def test_no_card_breaks_its_page(desk: Desk, name: str) -> None:
    page = shown(desk, of(put(desk.library, f"Card {name}", card=CARDS[name]())), "")
    assert "Tags to copy" in page.text
    if name == "hostile":
        assert "alert(1)" in page.text
        assert "{{7*7}}" in page.text


def test_no_file_of_a_hostile_card_is_taken_for_a_page(desk: Desk) -> None:
    key = put(desk.library, HOSTILE, card=CARDS["hostile"]())
    for form in FORMS[1:]:
        answer = desk.get(f"/works/{key}{form}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.loads(desk.get(f"/works/{key}/card.json").content)["declared"]["title"] == HOSTILE


def test_excerpts_are_masked(desk: Desk) -> None:
    text = plain("A masked one", extra="The old keeper was dead. He had died in the night, and they buried his corpse.")
    page = shown(desk, of(stored(desk.library, text)), "")
    assert "▇" in page.text
    assert "buried his corpse" not in page.source


def test_a_persons_decision_stands_over_the_advice(desk: Desk) -> None:
    key = put(desk.library, "To be decided", card=rich(), action="review")
    before = shown(desk, of(key), "")
    assert "Under review." in before.text
    assert "history" not in before.ids
    deciding.decide(desk.library, OWNER, key, action="label", reason=f"Read it. {BAD}", seen=0)
    after = shown(desk, of(key), "")
    assert "A person decided: list it with labels." in after.text
    assert "Under review." not in after.text
    assert "owner decided: list it with labels" in " ".join(after.text.split())
    assert "Read it." in after.text


def test_history_is_for_those_who_decide(group_desk: Desk) -> None:
    key = put(group_desk.library, "With a past", card=rich())
    group_desk.as_("reviewer").get("/")
    deciding.note(group_desk.library, OWNER, key, text="Between us.")
    assert "Between us." in group_desk.as_("reviewer").get(f"/works/{key}").text
    assert "Between us." not in group_desk.as_("reader").get(f"/works/{key}").text


@pytest.mark.parametrize(
    ("kind", "payload", "says", "words"),
    [
        ("decide", {"action": "gate", "reason": "Gory."}, "decided: show it behind a notice", "Gory."),
        ("propose", {"action": "withhold", "reason": "x"}, "proposed: withhold it until a person has looked; a second"
         " reader has to confirm it", "x"),
        ("undo", {"of": 3, "reason": ""}, "took back entry 3", ""),
        ("note", {"text": "Look\nagain."}, "noted", "Look again."),
        ("viewed", {"code": "death"}, "looked at evidence in clear: Death and grief", ""),
        ("account", {}, "account", ""),
    ],
)  # fmt: skip
def test_history_in_words(kind: str, payload: dict[str, object], says: str, words: str) -> None:
    entry = Entry(seq=1, at="2026-01-01T00:00:00", actor="vera", kind=kind, work_key="w", payload=payload, digest="")  # type: ignore[arg-type]
    line = happened(entry)
    assert (line.says, line.words) == (says, words)


def test_where_one_stopped_is_where_one_goes_on(desk: Desk) -> None:
    from headnote.library import own

    key = stored(desk.library, plain("To be continued"))
    assert "Go on at" not in shown(desk, of(key), "").text
    found = works.find(desk.library, OWNER, key)
    assert found
    own.keep_progress(desk.library, OWNER, key, 1, found.card.source.characters // 2)
    assert "Go on at 50%" in shown(desk, of(key), "").text
