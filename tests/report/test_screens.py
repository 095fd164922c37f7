"""The page's first screen as pictures: at 390 and 1280 pixels, and printed, beside references.

The references are drawn anew, to be looked at before they are kept, with ``python -m tests.report.test_screens``.
"""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

IMAGES = Path(__file__).with_name("images")
SCREENS = {"390": (390, 844, "screen"), "1280": (1280, 900, "screen"), "print": (794, 1123, "print")}
"""Width and height in pixels, and the medium; 794 x 1123 is A4 at 96 dots per inch."""
BLOCK, MEAN, APART, FEW = 8, 0.02, 0.15, 0.03
"""Pictures are compared as means of 8 x 8 pixels: versions of the browser smooth letters in different ways.

They may differ by 2 % of the range on average, and by more than 15 % in 3 % of the blocks. A chart that is not drawn,
a table that is cut or a font without Chinese is far beyond that (`test_what_is_missing_is_seen`).
"""


def has_font():
    if shutil.which("fc-list") is None:
        return False
    told = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return "Noto Sans CJK SC" in told.stdout


pytestmark = pytest.mark.skipif(
    not has_font(),
    reason="the references are drawn with Noto Sans CJK SC (Debian: apt install fonts-noto-cjk)",
)


def screen(browser, path, name, spoil=""):
    """The first screen as the browser shows it; `spoil` is done to the page before."""
    width, height, medium = SCREENS[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(path.as_uri())
    page.emulate_media(media=medium)
    if medium == "print":
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(
        "!document.querySelector('figure.chart') || document.querySelector('figure.chart svg')"
    )
    if spoil:
        page.evaluate(spoil)
    drawn = page.screenshot()
    page.close()
    return Image.open(BytesIO(drawn)).convert("RGB")


def blocks(image):
    pixels = np.asarray(image, dtype=float) / 255
    rows, columns = (size // BLOCK for size in pixels.shape[:2])
    cut = pixels[: rows * BLOCK, : columns * BLOCK]
    return cut.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def apart(image, other):
    """The mean difference, and the share of blocks that differ much."""
    gap = np.abs(blocks(image) - blocks(other)).max(axis=2)
    return gap.mean(), (gap > APART).mean()


def alike(image, other):
    mean, share = apart(image, other)
    return mean <= MEAN and share <= FEW


@pytest.mark.parametrize("name", SCREENS)
def test_the_first_screen_is_as_it_was_looked_at(browser, pages, name):
    reference, shown = Image.open(IMAGES / f"{name}.png").convert("RGB"), screen(browser, pages("zh"), name)
    assert shown.size == reference.size
    assert alike(shown, reference), apart(shown, reference)


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [
    "document.querySelectorAll('figure.chart svg').forEach((one) => one.remove())",
    "document.body.style.fontFamily = 'DejaVu Sans'; document.body.style.fontSize = '11px'",
    "document.querySelectorAll('.edition > *').forEach((one) => { one.style.marginLeft = '8em'; })",
])  # fmt: skip
def test_what_is_missing_is_seen(browser, pages, spoil):
    reference = Image.open(IMAGES / "1280.png").convert("RGB")
    assert not alike(screen(browser, pages("zh"), "1280", spoil), reference)


def draw():
    """Draw the references anew."""
    import tempfile
    import warnings

    from playwright.sync_api import sync_playwright

    import govmetrics as gm
    from tests.conftest import CHROMIUM
    from tests.report.small import small

    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        warnings.simplefilter("ignore", gm.core.GovmetricsWarning)
        path = gm.report.html(small(), Path(folder) / "zh.html", "zh")
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        IMAGES.mkdir(exist_ok=True)
        for name in SCREENS:
            screen(browser, path, name).quantize(64).save(IMAGES / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    draw()
