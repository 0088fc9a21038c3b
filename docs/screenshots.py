"""Take the pictures of the desk that README.md shows, of a desk with the examples on its shelf.

python -m docs.screenshots

They are not checked for drift: what a browser draws depends on the fonts of the machine. Needs Chromium.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.chromium import started

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
HEADNOTE = [sys.executable, "-m", "headnote"]
WIDTH, HEIGHT = 1100, 760


@contextmanager
def desk() -> Iterator[str]:
    """The address of a running desk with the examples on its shelf."""
    with tempfile.TemporaryDirectory() as folder:
        library = ["--library", str(Path(folder) / "library.db")]
        subprocess.run([*HEADNOTE, "add", str(ROOT / "examples"), *library], check=True, capture_output=True)
        serve = [*HEADNOTE, "serve", *library, "--port", "0", "--no-open"]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield next(word for word in process.stdout.readline().split() if word.startswith("http")).rstrip("/")
            finally:
                process.terminate()


def shelf(page: Page, address: str) -> None:
    page.goto(address)
    page.screenshot(path=IMAGES / "shelf.png")


def work(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=lamp")
    page.get_by_role("link", name="The Lamp at Skerry Head").first.click()
    page.screenshot(path=IMAGES / "work.png")


def reader(page: Page) -> None:
    """The second chapter with the scene of a death folded, from the page of the work."""
    page.goto(f"{page.url}/read/2?avoid=death")
    page.locator(".fold").first.evaluate("fold => fold.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.screenshot(path=IMAGES / "reader.png")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with desk() as address, started() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        shelf(page, address)
        work(page, address)
        reader(page)


if __name__ == "__main__":
    main()
