"""Check, login and settings in a real browser: dropping, pasting, copying, without scripts, keyboard, axe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chromium import MARKS
from tests.web.browser.conftest import Visit
from tests.web.browser.looking import faults, overflows
from tests.web.running import PASSWORDS, Desk
from tests.web.stories import HOSTILE, plain

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = MARKS

EXAMPLE = Path(__file__).parents[3] / "examples" / "the-lamp-at-skerry-head.txt"


def read(page: Page, text: str) -> None:
    """Paste a text and wait for its card."""
    page.get_by_label("Paste it").fill(text)
    page.get_by_role("button", name="Read it").click()
    page.locator("#decision").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, desk: Desk, dark: bool) -> None:
    page = visit(desk, "/check", dark=dark)
    assert faults(page) == ""
    assert overflows(page, 360, 390, 768, 1600) == []
    read(page, EXAMPLE.read_text(encoding="utf-8"))
    assert faults(page) == ""
    assert overflows(page, 360, 390, 768, 1600) == []


def test_several_files_are_listed_and_each_opened(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    files = [
        {"name": "one.txt", "mimeType": "text/plain", "buffer": plain("The First").encode()},
        {"name": "two.bin", "mimeType": "application/octet-stream", "buffer": bytes(range(32)) * 20},
        {"name": "three.txt", "mimeType": "text/plain", "buffer": plain("The Third").encode()},
    ]
    page.get_by_label("Drop files here").set_input_files(files)  # type: ignore[arg-type]  # a FilePayload each
    assert page.locator("#chosen li").count() == 3
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("not read").wait_for()
    assert faults(page) == ""
    page.get_by_role("link", name="The Third").click()
    page.get_by_role("heading", name="The Third").wait_for()
    page.get_by_role("link", name="All that was read").click()
    page.get_by_role("button", name="Forget them all now").click()
    page.get_by_role("heading", name="Check a story").wait_for()


def test_a_file_is_dropped_anywhere_on_the_form(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    transfer = page.evaluate_handle(
        "text => { const t = new DataTransfer(); t.items.add(new File([text], 'dropped.txt')); return t; }",
        plain("Dropped Here"),
    )
    page.dispatch_event("#text", "dragenter", {"dataTransfer": transfer})
    assert "over" in (page.locator("#drop").get_attribute("class") or "")
    page.dispatch_event("#text", "drop", {"dataTransfer": transfer})
    page.locator("#chosen", has_text="dropped.txt").wait_for()
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Dropped Here").wait_for()


def test_what_is_too_large_or_nothing_is_said_before_it_is_sent(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    page.get_by_role("button", name="Read it").click()
    assert page.url == f"{desk.url}/check"
    page.evaluate("document.getElementById('check').dataset.most")
    many = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in range(21)]
    page.get_by_label("Drop files here").set_input_files(many)  # type: ignore[arg-type]  # a FilePayload each
    assert "At most 20" in page.evaluate("document.getElementById('files').validationMessage")


def test_the_tags_are_copied(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read(page, plain("To Copy"))
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "Archive Warnings" in page.evaluate("navigator.clipboard.readText()")


def test_from_the_keyboard_to_the_shelf(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.get_by_label("Paste it").focus()
    page.keyboard.insert_text(plain("By Keys Alone"))
    page.keyboard.press("Control+Enter")
    button = page.get_by_role("button", name="Put it on the shelf")
    button.wait_for()
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/works/*")
    assert "By Keys Alone" in page.locator("h1").inner_text()


def test_without_scripts_it_works_too(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check", scripts=False)
    read(page, plain("Without Scripts"))
    assert page.get_by_role("button", name="Copy").count() == 0
    assert "Archive Warnings" in page.locator("#tag-list").input_value()
    page.get_by_role("button", name="Forget it now").click()
    page.get_by_role("heading", name="Check a story").wait_for()


def test_a_hostile_story_runs_nothing(visit: Visit, desk: Desk) -> None:
    """A script that ran would open a dialog, which `visit` complains of."""
    page = visit(desk, "/check")
    read(page, HOSTILE)
    assert page.locator("main script, main img, main iframe, main [onload], main [onclick]").count() == 0
    assert "<script>" in page.locator("h1").inner_text()


def test_colours_are_chosen_and_kept(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    day = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != day
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != day
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"


def test_a_desk_that_went_away_is_said(visit: Visit, desk: Desk) -> None:
    page = visit(desk, "/check")
    page.evaluate("document.dispatchEvent(new CustomEvent('htmx:sendError'))")
    assert "does not answer" in page.locator("#said").inner_text()


def test_codes_to_avoid_are_kept(visit: Visit, group_desk: Desk) -> None:
    page = visit(group_desk, "/me", role="reader")
    assert faults(page) == ""
    assert overflows(page, 360, 768, 1600) == []
    page.get_by_label("Blood and gore").check()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("These scenes fold").wait_for()
    assert page.get_by_label("Blood and gore").is_checked()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_logging_in_and_out(visit: Visit, group_desk: Desk, dark: bool) -> None:
    page = visit(group_desk, "/check", dark=dark)
    page.get_by_role("heading", name="Log in").wait_for()
    assert faults(page) == ""
    assert overflows(page, 360, 1600) == []
    assert page.locator("nav").count() == 0
    page.get_by_label("Name").fill("rita")
    page.get_by_label("Password").fill(PASSWORDS["reader"])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check a story").wait_for()
    assert "Review" not in page.locator("header").inner_text()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="Log in").wait_for()
