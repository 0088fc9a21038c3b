"""A browser at the desk. What a page complains of is collected, and no test here may leave a complaint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chromium import started
from tests.web.running import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Visit = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a page of a desk: ``visit(desk, "/", width=1280, dark=False, scripts=True, role="")``. In a group the role
    says who logs in. Console messages, errors, dialogs and requests to anywhere else fail the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(
        desk: Desk, path: str, *, width: int = 1280, dark: bool = False, scripts: bool = True, role: str = ""
    ) -> Page:
        context = browser.new_context(
            base_url=desk.url, viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(20_000)  # no test waits that long; a machine with much to do may
        if role:
            # Hashing a password takes as long as a page: who is logged in already comes with their cookie.
            cookies = desk.as_(role).cookies
            context.add_cookies([{"name": name, "value": value, "url": desk.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith(desk.url) else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
