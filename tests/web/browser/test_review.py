"""Review in a real browser: keys, evidence on request, without scripts, two people, axe, every width."""

from __future__ import annotations

import itertools

import pytest

from headnote.library import works
from headnote.library.storing import store
from headnote.library.viewers import OWNER
from tests.chromium import MARKS
from tests.web.browser.conftest import Visit
from tests.web.browser.looking import faults, focused, overflows
from tests.web.invented import WORD, reading_of
from tests.web.running import Desk, stored
from tests.web.stories import HOSTILE, SCENES, plain

pytestmark = MARKS

NUMBER = itertools.count(1)


def waiting(desk: Desk) -> str:
    return stored(desk.library, plain(f"In the Browser's Queue {next(NUMBER)}"), "review")


@pytest.fixture(scope="module")
def loud(group_desk: Desk) -> str:
    """A work with evidence, some of it sealed."""
    scene = f"They {WORD}. They {WORD} again, and zanzled. Then tarnwick."
    text = "\n\n* * *\n\n".join([*SCENES, scene, *SCENES, "Then vantrosk came. Nobody knew merrowquick."])
    read = reading_of(f"Title: With Evidence\nAuthor: A. Nobody\nSummary: None.\n\n{text}\n", sealed="vantrosk")
    return store(group_desk.library, read, policy="test").key


def standing(desk: Desk, key: str) -> tuple[str, str]:
    work = works.find(desk.library, OWNER, key)
    assert work is not None
    return work.action, work.standing


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_it_fits(visit: Visit, group_desk: Desk, loud: str, dark: bool) -> None:
    waiting(group_desk)
    page = visit(group_desk, "/review", dark=dark, role="reviewer")
    assert faults(page) == ""
    assert overflows(page, 360, 1280) == []
    page.goto(f"/review/{loud}")
    page.locator("#keys summary").click()
    assert faults(page) == ""
    assert overflows(page, 360, 768, 1600) == []


def test_keys_decide_go_on_and_undo(visit: Visit, desk: Desk) -> None:
    key = waiting(desk)
    waiting(desk)
    page = visit(desk, f"/review/{key}")
    page.keyboard.press("?")
    assert page.locator("#keys dl").is_visible()
    page.keyboard.press("b")
    page.locator(".done").wait_for()
    assert standing(desk, key) == ("label", "decided")
    assert key not in page.url.split("?")[0]
    page.keyboard.press("u")
    page.wait_for_url(f"**/review/{key}")
    assert standing(desk, key) == ("review", "machine")
    page.keyboard.press("n")
    page.wait_for_function(f"!location.pathname.endsWith('{key}')")


def test_withholding_by_key_asks_for_a_reason_first(visit: Visit, desk: Desk) -> None:
    key = waiting(desk)
    page = visit(desk, f"/review/{key}")
    page.keyboard.press("w")
    page.wait_for_function("document.activeElement.id === 'reason'")
    assert standing(desk, key) == ("review", "machine")
    page.keyboard.type("we list no goats")
    page.keyboard.press("Escape")
    assert focused(page) != "reason"
    with page.expect_navigation():
        page.keyboard.press("w")
    assert standing(desk, key) == ("withhold", "decided"), "alone at one's own machine it takes effect at once"


def test_letters_in_a_note_are_letters(visit: Visit, desk: Desk) -> None:
    key = waiting(desk)
    page = visit(desk, f"/review/{key}")
    page.keyboard.press("/")
    page.keyboard.type("glbwnu")
    assert page.locator("#reason").input_value() == "glbwnu"
    assert standing(desk, key) == ("review", "machine")


def test_a_place_is_shown_where_it_stands_and_recorded(visit: Visit, group_desk: Desk, loud: str) -> None:
    page = visit(group_desk, f"/review/{loud}", role="reviewer")
    assert "vantrosk" not in page.content()
    assert WORD not in page.content()
    page.locator("#place-underage-sex-0 button").click()
    page.locator("#place-underage-sex-0 blockquote").wait_for()
    assert page.locator("mark").inner_text() == "vantrosk"
    assert WORD not in page.content(), "nothing else is shown"
    assert "looked at evidence in clear" in page.locator("#history").inner_text()
    page.wait_for_function("document.activeElement.localName === 'blockquote'")
    page.reload()
    assert "vantrosk" not in page.content()


def test_a_second_reader_confirms_without_scripts(visit: Visit, group_desk: Desk) -> None:
    key = waiting(group_desk)
    first = visit(group_desk, f"/review/{key}", scripts=False, role="reviewer", width=390)
    first.get_by_label("Reason").fill("not for here")
    first.get_by_role("button", name="Withhold").click()
    assert standing(group_desk, key) == ("withhold", "proposed")
    assert "a second reader has to confirm it" in first.locator(".done").inner_text()
    second = visit(group_desk, "/review", scripts=False, role="admin")
    second.locator(f'a[href="/review/{key}"]').first.click()
    second.get_by_role("button", name="Confirm withhold").click()
    assert standing(group_desk, key) == ("withhold", "decided")


def test_a_hostile_title_and_reason_do_nothing(visit: Visit, desk: Desk) -> None:
    key = stored(desk.library, HOSTILE.replace("Title: ", "Title: Held "), "review")
    page = visit(desk, f"/review/{key}")
    page.get_by_label("Reason").fill("<img src=x onerror=alert(9)>")
    with page.expect_navigation():
        page.get_by_role("button", name="Gate").click()
    page.goto(f"/review/{key}")
    assert page.locator("main img, main script").count() == 0
    assert "<img src=x onerror=alert(9)>" in page.locator("#history").inner_text()
