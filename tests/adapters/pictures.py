"""Draws pages as the pictures of the documentation."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import ARGUMENTS, CHROMIUM

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def draw(page: str, name: str) -> None:
    """Draw a page of HTML as large as it is."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        shown = browser.new_page(device_scale_factor=1.5, viewport={"width": 760, "height": 400})
        shown.set_content(page)
        shown.locator("body").screenshot(path=IMAGES / name)
        browser.close()
