"""The reader on a running desk: pages, places, settings, the notice, and who may read what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import pytest
from sqlalchemy import delete

from headnote.library import own, schema
from headnote.library.storing import store
from headnote.library.viewers import OWNER
from headnote.web import look
from headnote.web.look import Look
from tests.web.invented import WORD, reading_of
from tests.web.running import Desk, stored
from tests.web.stories import HOSTILE, plain

QUIET = "The ferry came in at noon with two sacks of post. Nobody was there. Tom signed for it in the rain."
LOUD = f"They {WORD}. They {WORD} again, and zanzled. Then tarnwick."


def chapters(*scenes: str, title: str = "Two Halves") -> str:
    """A story in chapters with a header."""
    parts = (f"Chapter {n}: Part Vex{n}\n\n{text}" for n, text in enumerate(scenes, 1))
    return f"Title: {title}\nAuthor: A. Nobody\nSummary: A ferry comes.\n\n" + "\n\n".join(parts) + "\n"


def kept(desk: Desk, text: str, *, sealed: str = "") -> str:
    """Store a work that only the stand-in lexicon has read."""
    return store(desk.library, reading_of(text, sealed=sealed), policy="test").key


def link_of(page: str, words: str) -> str:
    """Where the link with these words leads, without its anchor."""
    links = (a for a in lxml.html.fromstring(page).iter("a") if a.text == words)
    return str(next(links).get("href")).split("#")[0]


@pytest.fixture
def own_desk(desk: Desk) -> Iterator[Desk]:
    """The desk of one's own; what its owner chose is forgotten after the test."""
    yield desk
    with desk.library.writing() as connection:
        connection.execute(delete(schema.preferences))
        connection.execute(delete(schema.progress))


def test_reading_starts_at_the_start_and_goes_on_where_one_was(own_desk: Desk) -> None:
    key = kept(own_desk, chapters(QUIET, f"{QUIET}\n\nAnother day.", title="Going On"))
    first = own_desk.get(f"/works/{key}/read")
    assert (first.status_code, first.headers["location"]) == (303, f"/works/{key}/read/1")
    page = own_desk.get(f"/works/{key}/read/2").text
    at = re.findall(r'<p id="o(\d+)"', page)[-1]
    assert own_desk.post(f"/works/{key}/progress", data={"at": at, "version": "1"}).status_code == 204
    assert own_desk.get(f"/works/{key}/read").headers["location"] == f"/works/{key}/read/2#o{at}"
    assert f'id="o{at}"' in page


def test_the_next_button_keeps_the_place_without_script(own_desk: Desk) -> None:
    key = kept(own_desk, chapters(QUIET, QUIET, title="The Next"))
    tree = lxml.html.fromstring(own_desk.get(f"/works/{key}/read/1?avoid=violence&sure=0.5").text)
    form = next(f for f in tree.iter("form") if str(f.get("action")).endswith("/progress"))
    fields = {str(e.get("name")): str(e.get("value")) for e in form.iter("input", "button")}
    turned = own_desk.post(str(form.get("action")), data=fields)
    assert turned.headers["location"] == f"/works/{key}/read/2?avoid=violence&sure=0.5"
    assert own_desk.get(f"/works/{key}/read").headers["location"].startswith(f"/works/{key}/read/2")


@pytest.mark.parametrize(
    "data",
    [
        {"at": "-1", "version": "1"},
        {"at": "x", "version": "1"},
        {"at": "9" * 30, "version": "1"},
        {"at": "0"},
        {"at": "0", "version": "1", "go": "//evil.example"},
    ],
)
def test_a_place_that_is_none_is_refused(own_desk: Desk, data: dict[str, str]) -> None:
    key = kept(own_desk, chapters(QUIET, title="No Place"))
    assert own_desk.post(f"/works/{key}/progress", data=data).status_code == 422


def test_a_version_that_is_none_is_not_found(own_desk: Desk) -> None:
    key = kept(own_desk, chapters(QUIET, title="No Version"))
    assert own_desk.post(f"/works/{key}/progress", data={"at": "0", "version": "7"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("?scene=1", "/1#scene-1"),
        ("?scene=3", "/2#scene-3"),
        ("?at=0", "/1"),
        ("?scene=3&avoid=gore", "/2?avoid=gore#scene-3"),
    ],
)
def test_a_scene_is_found_on_its_page(own_desk: Desk, query: str, where: str) -> None:
    key = kept(own_desk, chapters(f"{QUIET}\n\n* * *\n\n{QUIET} Again.", QUIET, title="By Scene"))
    found = own_desk.get(f"/works/{key}/read{query}")
    assert found.headers["location"].split("#")[0] == f"/works/{key}/read{where}".split("#")[0]
    if "#scene" in where:
        assert found.headers["location"].endswith(where)
        assert f'id="{where.split("#")[1]}"' in own_desk.get(found.headers["location"].split("#")[0]).text


@pytest.mark.parametrize("path", ["/read/99", "/read?scene=99", "/read/0", "/read/x"])
def test_pages_that_are_none(own_desk: Desk, path: str) -> None:
    key = kept(own_desk, chapters(QUIET, title="No Page"))
    assert own_desk.get(f"/works/{key}{path}").status_code in (404, 422)


def test_a_folded_scene_opens_by_its_link_and_folds_again(own_desk: Desk) -> None:
    key = kept(own_desk, chapters(QUIET, LOUD, title="Open and Fold"))
    there = f"/works/{key}/read/2"
    assert "tarnwick" in own_desk.get(there).text, "nobody avoids anything yet"
    folded = own_desk.get(f"{there}?avoid=sex-explicit&sure=0.33").text
    assert "tarnwick" not in folded
    assert "a few words: explicit sex, graphic" in folded
    opened = own_desk.get(link_of(folded, "Open it")).text
    assert "tarnwick" in opened
    assert "tarnwick" not in own_desk.get(link_of(opened, "Fold it again")).text


def test_what_one_avoids_is_kept_for_every_work(own_desk: Desk) -> None:
    key = kept(own_desk, chapters(QUIET, LOUD, title="Kept for All"))
    own.avoid(own_desk.library, OWNER, ("gore",))
    kept_now = own_desk.post(f"/works/{key}/read/2/avoid", data={"avoid": ["sex-explicit", "war"], "sure": "0.66"})
    assert kept_now.status_code == 303
    assert own.avoided(own_desk.library, OWNER) == ("sex-explicit", "gore"), "what this work does not offer stays"
    other = kept(own_desk, chapters(LOUD, QUIET, title="Another"))
    page = own_desk.get(f"/works/{other}/read/1").text
    assert "tarnwick" not in page
    assert '<option value="0.66" selected>' in page
    assert "tarnwick" in own_desk.get(f"/works/{other}/read/1?avoid=none").text
    own_desk.post(f"/works/{key}/read/2/avoid", data={"sure": "0.66"})
    assert own.avoided(own_desk.library, OWNER) == ("gore",)


def test_how_the_text_is_set_is_kept(own_desk: Desk) -> None:
    key = kept(own_desk, chapters(QUIET, title="Set Well"))
    chosen = {"size": "5", "face": "sans", "tone": "sepia", "leading": "3", "measure": "1", "paragraphs": "indented"}
    assert own_desk.post(f"/works/{key}/read/1/look", data=chosen).headers["location"] == f"/works/{key}/read/1"
    body = lxml.html.fromstring(own_desk.get(f"/works/{key}/read/1").text).find("body")
    assert body is not None
    assert body.get("class") == "reading size-5 leading-3 measure-1 face-sans tone-sepia paragraphs-indented"


@pytest.mark.parametrize(
    "choice",
    [{}, {"size": "99", "tone": "<script>", "face": ["serif"]}, {"size": None, "other": "x"}],
)
def test_a_look_that_is_none_is_the_usual_one(choice: dict[str, object]) -> None:
    assert look.from_choice(choice) == Look()


def test_a_notice_stands_before_a_work_for_adults_until_one_agrees(own_desk: Desk) -> None:
    key = stored(own_desk.library, plain("Behind a Notice"), "gate")
    there = f"/works/{key}/read/1"
    page = own_desk.get(there).text
    assert "stands behind a notice" in page
    assert "goat. Nobody" not in page
    agreed = own_desk.post(f"/works/{key}/read/agree", data={"page": "1"})
    assert agreed.headers["location"] == there
    assert "goat. Nobody" in own_desk.get(there).text
    other = stored(own_desk.library, plain("Behind Another Notice"), "gate")
    assert "stands behind a notice" in own_desk.get(f"/works/{other}/read/1").text


@pytest.mark.parametrize("role", ["reader", "reviewer", "admin"])
def test_what_is_closed_opens_for_nobody_in_the_reader(group_desk: Desk, role: str) -> None:
    text = chapters(f"{QUIET}\n\n* * *\n\nThen vantrosk came. Nobody knew merrowquick.", QUIET, title=f"Closed {role}")
    key = kept(group_desk, text, sealed="vantrosk")
    client = group_desk.as_(role)
    for query in ("", "?open=s2", "?avoid=none&open=x0&open=s2", "?avoid=underage-sex&open=s2&sure=0.01"):
        page = client.get(f"/works/{key}/read/1{query}").text
        assert "merrowquick" not in page
        assert "vantrosk" not in page
        assert ("review desk" in page) is (role != "reader"), query
        assert '<input type="checkbox" name="avoid" value="underage-sex"' not in page


def test_a_hostile_story_is_text(own_desk: Desk) -> None:
    key = stored(own_desk.library, HOSTILE)
    answer = own_desk.get(f"/works/{key}/read/1")
    tree = lxml.html.fromstring(answer.text)
    sources = {str(s.get("src")).split("?")[0] for s in tree.iter("script")}
    assert sources == {"/static/htmx.min.js", "/static/desk.js", "/static/reader.js"}
    assert not list(tree.iter("style", "img", "iframe", "object", "b", "svg"))
    assert not [name for e in tree.iter() for name in e.attrib if str(name).startswith("on") or name == "style"]
    assert "{{ 7*7 }}" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_work_that_was_not_read_says_that_nothing_can_fold(own_desk: Desk) -> None:
    french = (
        "Le bateau arriva à midi avec deux sacs de lettres, et personne ne l’attendait sur le quai ce jour-là. " * 20
    )
    key = stored(own_desk.library, f"Title: Le Bateau\nAuthor: A. Personne\n\n{french}", "list")
    page = own_desk.get(f"/works/{key}/read/1").text
    assert 'lang="fr"' in page
    assert "nothing can be folded" in page
