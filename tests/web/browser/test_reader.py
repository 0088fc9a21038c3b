"""The reader in a real browser: folding, how text is set, place, keyboard, without scripts, axe, every width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from headnote.library import own, schema
from headnote.library.storing import store
from headnote.library.viewers import OWNER
from tests.chromium import MARKS
from tests.web.browser.conftest import Visit
from tests.web.browser.looking import faults, focused, overflows
from tests.web.invented import WORD, reading_of
from tests.web.running import Desk, stored
from tests.web.stories import HOSTILE, SCENES, plain

pytestmark = MARKS

FOLDED = "?avoid=sex-explicit&sure=0.33"


@pytest.fixture(scope="module")
def key(desk: Desk) -> str:
    """A work in two chapters; its second has a folded scene."""
    loud = f"They {WORD}. They {WORD} again, and zanzled. Then tarnwick, which nobody had foreseen."
    text = "\n\n".join(
        [
            "Title: Two Days at the Ferry\nAuthor: A. Nobody\nSummary: A goat arrives.",
            "Chapter 1: A Goat",
            *SCENES * 8,
            "Chapter 2: The Vexquorl Night",
            "“Not now,” said مريم, “بعد قليل.” 夜は静かだった。",
            "* * *",
            loud,
            "* * *",
            *SCENES * 8,
        ]
    )
    return store(desk.library, reading_of(text), policy="test").key


@pytest.fixture(autouse=True)
def forgotten(desk: Desk) -> Iterator[None]:
    """What the owner chose and where they were is forgotten after each test."""
    yield
    with desk.library.writing() as connection:
        connection.execute(delete(schema.preferences))
        connection.execute(delete(schema.progress))


@pytest.mark.parametrize(("tone", "dark"), [("auto", False), ("auto", True), ("sepia", True), ("night", False)])
def test_axe_finds_nothing_and_it_fits(visit: Visit, desk: Desk, key: str, tone: str, dark: bool) -> None:
    page = visit(desk, f"/works/{key}/read/2{FOLDED}", dark=dark)
    page.evaluate(f"document.body.classList.replace('tone-auto', 'tone-{tone}')")
    assert faults(page) == ""
    if tone == "auto":
        for tool in ("contents", "folding", "look"):
            page.locator(f"#{tool} summary").click()
            assert faults(page) == ""
            assert overflows(page, 360, 768, 1280) == []
            page.set_viewport_size({"width": 1280, "height": 900})


def test_a_scene_opens_in_its_place_and_takes_the_focus(visit: Visit, desk: Desk, key: str) -> None:
    page = visit(desk, f"/works/{key}/read/2{FOLDED}")
    assert "tarnwick" not in page.content()
    assert "Vexquorl" not in page.content()
    page.locator(".fold a").focus()
    page.keyboard.press("Enter")
    page.locator(".opened").wait_for()
    assert "tarnwick" in page.locator(".opened").inner_text()
    assert "Vexquorl" in page.locator("#contents nav").text_content()  # type: ignore[operator]
    page.wait_for_function("document.activeElement.classList.contains('opened')")
    assert focused(page).startswith("fold-s")
    page.get_by_role("link", name="Fold it again").click()
    page.locator(".fold").wait_for()
    assert "tarnwick" not in page.content()


def test_everything_works_without_scripts(visit: Visit, desk: Desk, key: str) -> None:
    page = visit(desk, f"/works/{key}/read/1", scripts=False, width=390)
    page.locator("#folding summary").click()
    page.get_by_label("Explicit sex").check()
    page.get_by_role("button", name="Fold", exact=True).click()
    page.locator(".turn .primary").click()
    assert page.url.startswith(f"{desk.url}/works/{key}/read/2?avoid=sex-explicit")
    page.get_by_role("link", name="Open it").click()
    assert page.locator(".opened").count() == 1
    page.locator("#look summary").click()
    page.get_by_label("Sepia").check()
    page.get_by_role("button", name="Keep", exact=True).click()
    assert "tone-sepia" in (page.locator("body").get_attribute("class") or "")
    page.goto(f"/works/{key}/read")
    assert "/read/2" in page.url


def test_settings_show_at_once_and_are_kept(visit: Visit, desk: Desk, key: str) -> None:
    page = visit(desk, f"/works/{key}/read/1")
    size = "parseFloat(getComputedStyle(document.getElementById('text')).fontSize)"
    before = page.evaluate(size)
    page.locator("#look summary").click()
    with page.expect_response("**/look"):
        page.locator(".sizes input").nth(5).check(force=True)
    assert page.evaluate(size) > before
    with page.expect_response("**/look"):
        page.get_by_label("Night").check()
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert page.evaluate(size) > before
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == night
    page.keyboard.press("Escape")


def test_the_place_is_kept_while_one_reads(visit: Visit, desk: Desk, key: str) -> None:
    page = visit(desk, f"/works/{key}/read/1")
    middle = page.locator("#text p[data-at]").nth(14)
    with page.expect_response("**/progress"):
        middle.evaluate("e => e.scrollIntoView()")
    kept = own.progress_of(desk.library, OWNER, key)
    assert kept is not None
    assert kept.start > 0
    page.goto(f"/works/{key}/read")
    assert page.url.endswith(f"/read/1#o{kept.start}")
    top, under = page.evaluate(
        f"[document.getElementById('o{kept.start}').getBoundingClientRect().top,"
        " document.querySelector('.readerbar').getBoundingClientRect().bottom]"
    )
    assert top >= under - 1, "the paragraph is not under the bar"


def test_the_keyboard_turns_pages_and_closes_panels(visit: Visit, desk: Desk, key: str) -> None:
    page = visit(desk, f"/works/{key}/read/1")
    page.locator("#contents summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#contents nav").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#contents nav").is_visible()
    page.locator("#main").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/read/2")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/read/1")


def test_a_notice_stands_before_the_text(visit: Visit, desk: Desk) -> None:
    gated = stored(desk.library, plain("A Notice in the Browser"), "gate")
    page = visit(desk, f"/works/{gated}/read", dark=True)
    assert faults(page) == ""
    assert overflows(page, 360, 1280) == []
    page.get_by_role("button", name="I am an adult").click()
    assert "nobody had ordered a goat" in page.locator("#text").inner_text().lower()


def test_right_to_left_and_chinese_are_set_their_own_way(visit: Visit, desk: Desk) -> None:
    lines = ["البحر هادئ والمركب بعيد.", "夜は静かだった。船は来なかった。", "The sea was calm."]
    mixed = stored(desk.library, "\n\n".join(lines * 4), "list")
    page = visit(desk, f"/works/{mixed}/read/1", width=360)
    directions = page.locator("#text p[data-at]").evaluate_all("all => all.map(e => getComputedStyle(e).direction)")
    assert directions[:3] == ["rtl", "ltr", "ltr"]
    assert overflows(page, 360) == []


def test_a_hostile_story_does_nothing(visit: Visit, desk: Desk) -> None:
    page = visit(desk, f"/works/{stored(desk.library, HOSTILE)}/read/1")
    assert page.locator("#text script, #text img, #text b, #text svg").count() == 0
    assert "<script>alert(1)</script>" in page.locator("#text").inner_text()
