"""The page in a real browser: quiet console, no sideways scrolling, both colour schemes, keyboard, axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from headnote.render.page import page
from tests.chromium import MARKS, started
from tests.render.cards import CARDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = MARKS


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("pages")
    for name, make in CARDS.items():
        (where / f"{name}.html").write_text(page(make()), encoding="utf-8", newline="\n")
    return where


def opened(browser: Browser, path: Path, *, width: int = 1280, dark: bool = False) -> tuple[Page, list[str]]:
    """A page and what it complains of: console messages, errors, requests for anything else, dialogs."""
    view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    complaints: list[str] = []
    view.on("console", lambda message: complaints.append(f"console: {message.text}"))
    view.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    view.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    view.on("request", lambda r: complaints.append(f"request: {r.url}") if r.url != path.as_uri() else None)
    view.goto(path.as_uri())
    return view, complaints


@pytest.mark.parametrize("name", sorted(CARDS))
def test_fits_every_width_without_complaint(browser: Browser, folder: Path, name: str) -> None:
    view, complaints = opened(browser, folder / f"{name}.html")
    for width in (320, 768, 1280):
        view.set_viewport_size({"width": width, "height": 900})
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        texts = "[...document.querySelectorAll('.strip text')]"
        assert view.evaluate(f"{texts}.every(t => t.getBoundingClientRect().right <= innerWidth)")
    assert complaints == []
    view.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["rich", "crowded", "unread"])
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    view, _ = opened(browser, folder / f"{name}.html", dark=dark)
    results = Axe().run(view)
    assert results.violations_count == 0, results.generate_report()
    view.close()


def background(view: Page) -> str:
    colour: str = view.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_the_switch_overrides_the_systems_colours(browser: Browser, folder: Path) -> None:
    light, _ = opened(browser, folder / "rich.html")
    dark, _ = opened(browser, folder / "rich.html", dark=True)
    day, night = background(light), background(dark)
    assert day != night
    light.get_by_label("Dark").check()
    dark.get_by_label("Light").check()
    assert (background(light), background(dark)) == (night, day)
    light.close()
    dark.close()


def test_the_keyboard_reaches_everything_and_focus_is_seen(browser: Browser, folder: Path) -> None:
    view, _ = opened(browser, folder / "rich.html")
    view.keyboard.press("Tab")
    skip = view.evaluate("[document.activeElement.className, document.activeElement.getBoundingClientRect().top >= 0]")
    assert skip == ["skip", True]
    reached: set[str] = set()
    for _ in range(60):
        view.keyboard.press("Tab")
        what, shown = view.evaluate(
            "(() => { const e = document.activeElement, r = e.querySelector('.reach'), s = getComputedStyle(r || e);"
            " return [e.localName, s.outlineStyle !== 'none' || s.stroke !== 'none'] })()"
        )
        if what == "body":
            break
        reached.add(what)
        assert shown, what
    assert reached >= {"input", "a", "summary"}
    view.close()


def test_a_focused_scene_says_what_it_is_and_leads_to_its_row(browser: Browser, folder: Path) -> None:
    view, _ = opened(browser, folder / "rich.html")
    scene = view.locator(".strip a").first
    assert scene.locator(".tip").evaluate("e => getComputedStyle(e).visibility") == "hidden"
    scene.focus()
    assert scene.locator(".tip").evaluate("e => getComputedStyle(e).visibility") == "visible"
    assert "chapter" in (scene.get_attribute("aria-label") or "")
    view.keyboard.press("Enter")
    assert view.evaluate("location.hash") == scene.get_attribute("href")
    assert view.locator(":target").count() == 1
    view.close()


def test_hostile_strings_stay_text(browser: Browser, folder: Path) -> None:
    view, complaints = opened(browser, folder / "hostile.html")
    assert view.locator("script, img, iframe").count() == 0
    assert "<script>alert(1)</script>" in view.locator("h1").inner_text()
    assert complaints == []
    view.close()


def test_print_opens_what_is_folded_and_drops_what_needs_a_screen(browser: Browser, folder: Path) -> None:
    view, _ = opened(browser, folder / "rich.html", dark=True)
    view.emulate_media(media="print")
    assert not view.locator("nav").is_visible()
    assert view.locator("details li").first.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    view.close()
