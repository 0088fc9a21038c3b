"""The shelf over HTTP: what is listed, what can be chosen, what is said, and to whom."""

from __future__ import annotations

import re

import pytest

from headnote.library.query import from_params, to_params
from headnote.web import shelf_view
from headnote.web.settings import Settings
from headnote.web.shelf_rows import rated
from tests.web.markup_of import Page, shown
from tests.web.running import LIMITS, Desk, running
from tests.web.stock import BAD, put


def total(page: Page) -> int:
    found = re.search(r'id="found"[^>]*>([\d,]+) works?<', page.source)
    assert found
    return int(found[1].replace(",", ""))


def test_an_entry_says_what_a_reader_wants_to_know(shop: Desk) -> None:
    page = shown(shop, "/?q=skerry")
    words = " ".join(page.text.split())
    for said in ("The Lamp at Skerry Head", "by Wren Alder", "11,240 words", "43 min", "A light goes out."):
        assert said in words
    assert "Teen declared · Mature found, 71%, likely" in words
    assert "Death of a main character 93%, very likely, depicted, moderate" in words
    assert "War 22%" not in words


@pytest.mark.parametrize(
    ("found", "sure", "said", "expected"),
    [
        ("Mature", 0.7, None, ("mature", None, "Mature", "70%, likely")),
        ("Mature", 0.7, "Mature", ("mature", "Mature", None, None)),
        ("Mature", 0.7, "teen and up audiences", ("mature", "Teen", "Mature", "70%, likely")),
        ("Explicit", 0.5, "Not Rated", ("explicit", "Not Rated", "Explicit", "50%, possible")),
        (None, 0.0, "General Audiences", ("general", "General", None, None)),
        (None, 0.0, None, ("unknown", None, None, None)),
        (None, 0.0, "17+", ("unknown", "17+", None, None)),
    ],
)
def test_a_rating_is_said_twice_where_the_two_differ(
    found: str | None, sure: float, said: str | None, expected: tuple[str | None, ...]
) -> None:
    got = rated(found, sure, said)
    assert (got.tone, got.declared, got.found, got.sure) == expected


def test_a_value_is_asked_for_excluded_and_left_alone(shop: Desk) -> None:
    name = shelf_view.control("code", "death")
    neutral = shown(shop, "/")
    asked = shown(shop, neutral.links[f"{name}-with"])
    assert neutral.links[f"{name}-with"] == "/?has=death"
    assert neutral.links[f"{name}-without"] == "/?-has=death"
    assert asked.links[f"{name}-with"] == "/"
    assert asked.links[f"{name}-without"] == "/?-has=death"
    assert total(asked) == 1
    assert total(shown(shop, asked.links[f"{name}-without"])) == total(neutral) - 1


def test_every_count_is_what_one_gets(shop: Desk) -> None:
    answer = shop.as_("reader").get("/?-has=substances").text
    counts = re.findall(r'class="count">([\d,]+)<.*?class="sign with" href="([^"]+)"', answer, re.S)
    assert len(counts) > 8
    for count, address in counts:
        assert total(shown(shop, address.replace("&amp;", "&"))) == int(count), address


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/?q=lamp+has:death&-has=gore", "/?q=lamp&has=death&-has=gore"),
        ("/?q=++lamp&order=relevance", "/?q=lamp"),
        ("/?q=&order=title&page=1", "/?order=title"),
        ("/?has=death&facet=fandom&value=Original+Work&state=without", "/?has=death&-fandom=Original%20Work"),
        ("/?facet=tag&value=&state=with", "/"),
        ("/?q=rating:teen", "/?rating=Teen%20And%20Up%20Audiences"),
    ],
)
def test_what_a_form_asks_becomes_one_address(shop: Desk, asked: str, canonical: str) -> None:
    answer = shop.as_("reader").get(asked)
    assert (answer.status_code, answer.headers.get("location")) == (303, canonical)
    assert shop.as_("reader").get(canonical).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "/?q=has:deth",
        "/?nonsense=1",
        "/?page=0",
        "/?action=withhold",
        "/?facet=lamp&value=x&state=with",
        "/?has=death>2",
    ],
)
def test_a_search_that_cannot_be_read_says_so(shop: Desk, asked: str) -> None:
    answer = shop.as_("reader").get(asked)
    assert answer.status_code == 400
    assert "This search cannot be read." in answer.text
    assert "expected" in answer.text
    assert Page(answer.text).unsafe == []


def test_what_was_typed_stays_in_the_box(shop: Desk) -> None:
    answer = shop.as_("reader").get("/", params={"q": f"has:deth {BAD}"})
    assert answer.status_code == 400
    assert Page(answer.text).unsafe == []
    assert 'value="has:deth &lt;script&gt;' in answer.text


def test_chips_say_what_is_chosen_and_take_it_back(shop: Desk) -> None:
    page = shown(shop, "/?has=death>0.33&-has=war&-tag=Lighthouses&words=100-20000")
    for said in ("Death and grief: possible or more", "War", "Tags: Lighthouses", "100 to 20,000 words", "Clear all"):
        assert said in page.text
    taken = {link for name, link in page.links.items() if name.startswith("chip-") and name.count("-") < 4}
    rest = [("has", "death>0.33"), ("-has", "war"), ("-tag", "Lighthouses"), ("words", "100-20000")]
    for gone in rest:
        assert shelf_view.address(from_params([p for p in rest if p != gone])) in taken


def test_how_sure_and_how_strong_can_be_asked_of_a_code() -> None:
    chip = shelf_view.chips(from_params([("-has", "gore:graphic>0.66"), ("has", "death>0.42")]))[1]
    assert chip.label == "Blood and gore: likely or more, graphic"
    assert chip.without
    sure, strong = chip.ways
    assert [w.address for w in sure if w.current] == [shelf_view.address(from_params(
        [("has", "death>0.42"), ("-has", "gore:graphic>0.66")]))]  # fmt: skip
    assert any(w.address.endswith("-has=gore%3E0.66") for w in strong)
    assert any(w.address.endswith("-has=gore%3Agraphic") for w in sure)


def test_pages_are_turned_and_far_ones_left_out(shop: Desk) -> None:
    first = shown(shop, "/?order=title")
    assert total(first) == 30
    second = shown(shop, first.links["page-after"])
    assert first.links["page-after"] == "/?order=title&page=2"
    assert second.links["page-before"] == "/?order=title"
    titles = [a for a in [*first.addresses, *second.addresses] if re.fullmatch("/works/w[a-z0-9]+", a)]
    assert len(titles) == len(set(titles)) == 30


def test_a_page_past_the_end_leads_back(shop: Desk) -> None:
    page = shown(shop, "/?page=9")
    assert "There is no page 9" in page.text
    assert page.links["page-last"] == "/?page=2"


def test_numbers_of_pages() -> None:
    page = shelf_view.pager(6, 20, from_params([]))
    assert [n[0] if n else None for n in page.numbers] == [1, None, 5, 6, 7, None, 20]
    assert [n[0] if n else None for n in shelf_view.pager(1, 2, from_params([])).numbers] == [1, 2]


def test_nothing_found_says_what_to_loosen(shop: Desk) -> None:
    source = shown(shop, "/?has=gore&-has=war&tag=Lighthouses").source
    ways = Page(source.partition("No work fits all of this.")[2].partition("Start again")[0]).addresses
    assert ways[:-1] == ["/?-has=war&tag=Lighthouses", "/?has=gore&-has=war"]


def test_an_empty_shelf_says_how_to_fill_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("bare"), Settings(tier="fast", limits=LIMITS)) as bare:
        text = bare.get("/").text
        assert "headnote add" in text
        assert "No work fits" not in text
        put(bare.library, "The only one", action="review")
        assert "The only one" in bare.get("/").text


@pytest.mark.parametrize("path", ["/", "/?q=someone", "/?has=abuse", "/?author=Held+Author", "/?order=title&page=2"])
def test_held_works_are_neither_listed_nor_counted(shop: Desk, path: str) -> None:
    asked = shop.as_("reader").get(path, follow_redirects=True).text
    for held in ("Someone Should Look", "Not For The Shelf", "Unseen Fandom", "withheld", "under review", "Standing"):
        assert held not in asked
    assert "Held Author" not in asked or "author=Held" in path
    counts = {name: int(n) for n, name in re.findall(r'"count">(\d+)<.*?Only with ([\w ]+)<', asked, re.S)}
    assert counts.get("Abuse", 0) == counts.get("Held Author", 0) == 0


def test_a_reader_is_not_told_that_a_facet_has_held_works(shop: Desk) -> None:
    assert total(shown(shop, "/?has=abuse")) == 0
    assert total(shown(shop, "/?has=abuse", "reviewer")) == 2
    assert "Unseen" not in shop.as_("reader").get("/suggest/fandom?value=un").text
    assert "Unseen Fandom" in shop.as_("reviewer").get("/suggest/fandom?value=un").text


def test_reviewers_see_held_works_marked(shop: Desk) -> None:
    page = shown(shop, "/?action=withhold", "reviewer")
    assert "Not For The Shelf" in page.text
    assert "withheld" in page.text


@pytest.mark.parametrize("field", ["fandom", "-tag", "author", "-series", "q"])
def test_hostile_values_stay_text_in_chips_facets_and_addresses(shop: Desk, field: str) -> None:
    answer = shop.as_("reader").get("/", params={field: BAD}, follow_redirects=True)
    page = Page(answer.text)
    assert page.unsafe == []
    assert page.open == []
    assert "alert(2)" in page.text or field == "q"


def test_hostile_values_stay_text_in_suggestions(shop: Desk) -> None:
    answer = shop.as_("reader").get("/suggest/tag", params={"value": "script"})
    page = Page(answer.text)
    assert page.unsafe == []
    assert 'value="&lt;script&gt;' in answer.text
    assert shop.as_("reader").get("/suggest/nonsense?value=a").status_code == 404
    assert shop.as_("reader").get("/suggest/action?value=w").status_code == 404


def test_a_search_is_kept_used_and_forgotten(shop: Desk) -> None:
    reader = shop.as_("reader")
    kept = reader.post("/filters", data={"name": BAD, "query": "has=substances&order=title"})
    assert (kept.status_code, kept.headers["location"]) == (303, "/?has=substances&order=title")
    page = shown(shop, "/")
    assert "/?has=substances" in page.addresses
    assert "alert(1)" in page.text
    assert BAD not in shop.as_("reviewer").get("/").text
    assert reader.post("/filters/forget", data={"name": BAD, "next": "has=death"}).headers["location"] == "/?has=death"
    assert "alert(1)" not in shown(shop, "/?q=letter").text
    assert reader.post("/filters/forget", data={"name": "never was"}).headers["location"] == "/me"


def test_what_is_never_shown_is_gone_and_said(shop: Desk) -> None:
    reader = shop.as_("reader")
    before = total(shown(shop, "/"))
    assert reader.post("/filters", data={"name": "no drink", "query": "has=substances", "hide": "yes"}).headers[
        "location"
    ] == "/"  # fmt: skip
    page = shown(shop, "/")
    assert total(page) == before - 8
    assert "8 more are never shown to you." in page.text
    assert total(shown(shop, "/", "reviewer")) == 32
    reader.post("/filters/forget", data={"name": "no drink", "next": ""})
    assert total(shown(shop, "/")) == before


@pytest.mark.parametrize(
    "form", [{"name": "", "query": "has=death"}, {"name": "x", "query": "has=deth"}, {"name": "all", "hide": "yes"}]
)
def test_a_search_that_cannot_be_kept_is_refused(shop: Desk, form: dict[str, str]) -> None:
    assert shop.as_("reader").post("/filters", data=form).status_code == 400


def test_forms_and_links_carry_the_whole_state(shop: Desk) -> None:
    query = from_params([("q", "letter"), ("has", "substances>0.4"), ("-fandom", "A & B"), ("order", "title")])
    assert dict(shelf_view.kept(query, "q")) == {"has": "substances>0.4", "-fandom": "A & B", "order": "title"}
    assert from_params(to_params(query)) == query
    page = shown(shop, shelf_view.address(query))
    assert total(page) == 8
