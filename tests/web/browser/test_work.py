"""The page of a work in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.chromium import MARKS
from tests.render.cards import CARDS
from tests.web.browser.conftest import Visit
from tests.web.browser.looking import faults, overflows
from tests.web.running import Desk
from tests.web.stock import put

pytestmark = MARKS


@pytest.fixture(scope="module")
def keys(desk: Desk) -> dict[str, str]:
    return {name: put(desk.library, f"In a browser: {name}", card=make()) for name, make in CARDS.items()}


@pytest.mark.parametrize(("name", "dark"), [("rich", False), ("rich", True), ("unread", True), ("hostile", False)])
def test_axe_finds_nothing_and_it_fits(visit: Visit, desk: Desk, keys: dict[str, str], name: str, dark: bool) -> None:
    page = visit(desk, f"/works/{keys[name]}", dark=dark)
    assert faults(page) == ""
    assert overflows(page, 360, 768, 1600) == []


@pytest.mark.parametrize("name", ["long", "crowded"])
def test_a_large_card_fits(visit: Visit, desk: Desk, keys: dict[str, str], name: str) -> None:
    assert overflows(visit(desk, f"/works/{keys[name]}"), 360, 1280) == []


def test_a_strip_leads_into_the_text(visit: Visit, desk: Desk, keys: dict[str, str]) -> None:
    page = visit(desk, f"/works/{keys['rich']}")
    scene = page.locator(".strip a").first
    assert "chapter" in (scene.get_attribute("aria-label") or "")
    assert re.fullmatch(r"/works/w\w+/read\?scene=\d+", scene.get_attribute("href") or "")
    scene.focus()
    assert scene.locator(".tip").evaluate("e => getComputedStyle(e).visibility") == "visible"


def test_the_tags_are_copied_and_the_card_is_kept(visit: Visit, desk: Desk, keys: dict[str, str]) -> None:
    page = visit(desk, f"/works/{keys['rich']}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    page.locator("#said", has_text="Copied").wait_for()
    assert "Maren Holt/Josse Abara" in page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.get_by_role("link", name="Page", exact=True).click()
    assert download.value.suggested_filename == f"{keys['rich']}.card.html"
    assert "The Lamp at Skerry Head" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_contents_lead_to_every_part(visit: Visit, desk: Desk, keys: dict[str, str]) -> None:
    page = visit(desk, f"/works/{keys['rich']}", width=390, scripts=False)
    for link in page.locator(".contents a").all():
        target = link.get_attribute("href") or ""
        assert page.locator(target).count() == 1
    assert not page.locator("#copy").is_visible()
