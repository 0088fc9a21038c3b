"""What is asked of every page: axe, widths, what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def faults(page: Page) -> str:
    """What axe finds, empty where it finds nothing."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    results = Axe().run(page)
    return str(results.generate_report()) if results.violations_count else ""


def overflows(page: Page, *widths: int) -> list[int]:
    """The widths at which a page scrolls sideways."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found


def focused(page: Page) -> str:
    """The id of the element with the focus, else its text."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
