"""The shelf in a real browser: choosing without a reload, keys, a phone, no script, axe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from headnote.web.shelf_view import control
from tests.chromium import MARKS
from tests.web.browser.conftest import Visit
from tests.web.browser.looking import faults, focused, overflows
from tests.web.running import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = MARKS

DEATH = f"#{control('code', 'death')}"
DRINK = f"#{control('code', 'substances')}"


def heading(page: Page, says: str) -> None:
    """Wait until the list says how many there are."""
    page.locator("#found", has_text=re.compile(f"^{says}$")).wait_for()


@pytest.mark.parametrize(
    ("path", "dark"),
    [("/", False), ("/?has=death>0.33&-has=war&order=title", True), ("/?q=zzz&has=war", False)],
    ids=["all", "some", "none"],
)
def test_axe_finds_nothing(visit: Visit, shop: Desk, path: str, dark: bool) -> None:
    page = visit(shop, path, dark=dark, role="reviewer")
    assert faults(page) == ""
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator("#drawer > summary").click()
    assert faults(page) == ""
    assert overflows(page, 360, 768, 1600) == []


def test_choosing_keeps_focus_folds_and_place_and_says_it_in_the_address(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.evaluate("window.here = true")
    page.locator("#facet-tag > summary").click()
    page.evaluate("scrollTo(0, 120)")
    page.locator(f"{DRINK}-with").click()
    heading(page, "8 works")
    assert page.url.endswith("/?has=substances")
    assert focused(page) == f"{DRINK[1:]}-with"
    assert page.locator("#announced").text_content() == "8 works"
    assert page.evaluate("scrollY") > 100
    page.locator(f"{DRINK}-without").click()
    heading(page, "22 works")
    assert page.url.endswith("/?-has=substances")
    assert page.locator(f"{DRINK}-without").get_attribute("aria-current") == "true"
    assert page.locator("#facet-tag").get_attribute("open") is not None
    page.go_back()
    heading(page, "8 works")
    page.go_back()
    heading(page, "30 works")
    assert page.locator("#shelf").count() == 1
    page.locator("#keys-open").click()
    page.keyboard.press("Escape")
    page.go_forward()
    heading(page, "8 works")
    page.locator(".chips .less").click()
    heading(page, "30 works")
    assert page.evaluate("window.here") is True
    assert page.title() == "Shelf · headnote"


def test_searching_sorting_and_paging_stay_on_the_page(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.evaluate("window.here = true")
    page.locator("#q").fill("letter has:substances")
    page.keyboard.press("Enter")
    heading(page, "8 works")
    assert page.url.endswith("/?q=letter&has=substances")
    assert page.locator("#q").input_value() == "letter"
    page.goto("/")
    page.locator("#order").select_option("title")
    page.wait_for_url("**/?order=title")
    page.locator("#page-after").click()
    page.wait_for_url("**/?order=title&page=2")
    page.locator(".entry").nth(5).wait_for()
    expect(page.locator("#found")).to_be_in_viewport()
    assert page.locator(".entry").count() == 6


def test_a_search_that_cannot_be_read_is_said_in_place(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.locator("#q").fill("words:many")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("expected a length").wait_for()
    assert page.locator("#q").input_value() == "words:many"


def test_a_value_is_found_by_typing(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.locator("#other-fandom").press_sequentially("ori")
    page.locator("#known-fandom option").first.wait_for(state="attached")
    assert page.locator("#known-fandom option").first.get_attribute("value") == "Original Work"
    page.locator("#other-fandom").fill("Original Work")
    page.keyboard.press("Enter")
    heading(page, "1 work")
    assert page.url.endswith("/?fandom=Original%20Work")


def test_keys_do_what_the_dialog_says(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/?order=title", role="reader")
    titles = page.locator(".entry .go").all_text_contents()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == titles[1].strip()
    page.keyboard.press("k")
    assert focused(page) == titles[0].strip()
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("j?/")
    assert page.locator("#q").input_value() == "j?/"
    page.locator("#found").click()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert faults(page) == ""
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.locator(f"{DRINK}-with").focus()
    page.keyboard.press("-")
    heading(page, "22 works")
    page.keyboard.press("n")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/works/w*")


def test_single_keys_can_be_turned_off(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.locator("#keys-open").click()
    page.get_by_label("Use single keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    assert focused(page) != "q"
    page.reload()
    page.keyboard.press("/")
    assert focused(page) != "q"


def test_how_sure_is_chosen_at_the_chip(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/?has=war", role="reader")
    heading(page, "0 works")
    page.locator(".active .more summary").click()
    page.get_by_role("link", name="a hint or more").click()
    heading(page, "1 work")
    assert page.url.endswith("/?has=war%3E0.05")
    page.locator(".active .more summary").click()
    page.keyboard.press("Escape")
    assert page.locator(".active .more").get_attribute("open") is None


@pytest.mark.parametrize("width", [360, 960, 1280])
def test_the_panel_of_a_chip_stays_on_the_page(visit: Visit, shop: Desk, width: int) -> None:
    page = visit(shop, "/?has=war&-has=abuse&-has=gore&-has=death&-has=slurs&-has=medical", width=width, role="reader")
    for summary in page.locator(".active .more summary").all():
        summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        left = page.locator(".active .more[open] .panel").evaluate("e => e.getBoundingClientRect().left")
        assert left >= 0


def test_everything_works_without_a_script(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/?-has=war", role="reader", scripts=False)
    page.locator("#other-fandom").fill("Elsewhere")
    page.locator("#facet-fandom .other .without").click()
    assert page.url.endswith("/?-has=war&-fandom=Elsewhere")
    page.goto("/")
    page.locator(f"{DRINK}-with").click()
    assert page.url.endswith("/?has=substances")
    page.locator("#order").select_option("title")
    page.get_by_role("button", name="Sort").click()
    assert page.url.endswith("/?has=substances&order=title")
    page.locator("#q").fill("letter -has:death")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/?q=letter&has=substances&-has=death&order=title")
    page.locator("#save > summary").click()
    page.get_by_label("Name").fill("Letters")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Letters", exact=True).click()
    assert page.locator(".entry").count() == 8
    page.get_by_role("button", name="Forget the search Letters").click()
    assert page.get_by_role("link", name="Letters", exact=True).count() == 0


def test_on_a_phone_the_facets_are_a_drawer(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/?-has=war", width=390, role="reader")
    assert not page.locator(f"{DRINK}-with").is_visible()
    page.locator("#drawer > summary").click()
    page.locator(f"{DRINK}-with").click()
    heading(page, "8 works")
    assert page.locator(f"{DRINK}-with").is_visible()
    sizes = page.locator(".sign:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 24


def test_the_filters_can_be_skipped_by_keyboard(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.locator("#how summary").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip the filters"
    assert page.locator(".inside > .skip").evaluate("e => e.getBoundingClientRect().height > 20")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "keys-open"


def test_the_name_of_a_value_asks_for_it(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/", role="reader")
    page.locator(".choice .label", has_text="Drink and drugs").click(force=True)
    heading(page, "8 works")


def test_keeping_a_search_is_one_press_away_on_a_phone(visit: Visit, shop: Desk) -> None:
    page = visit(shop, "/?has=substances", width=390, role="reader")
    page.locator("#keep").click()
    assert focused(page) == "filter-name"
    expect(page.locator("#filter-name")).to_be_in_viewport()
    page.keyboard.type("No drink")
    page.get_by_label("Never show me what this finds").check()
    page.get_by_role("button", name="Save").click()
    heading(page, "22 works")
    page.get_by_role("link", name="Your saved searches").click()
    page.get_by_role("button", name="Forget the search No drink").click()
    heading(page, "30 works")
