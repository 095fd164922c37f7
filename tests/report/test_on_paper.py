"""The page printed to PDF on A4: no table leaves the page, heads are repeated, rows and cards are whole, charts are there."""

import re
import shutil
import subprocess

import pytest

A4 = (595.0, 842.0)
MARGIN = 14 / 25.4 * 72


@pytest.fixture(scope="module")
def paper(browser, pages, tmp_path_factory):
    """The words of every page with their places: x from the left, y from the top, in points."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt install poppler-utils)")
    path = tmp_path_factory.mktemp("paper") / "report.pdf"
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages("zh").as_uri())
    page.charts = page.locator("figure.chart").count()
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    page.close()
    told = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    found = []
    for part in told.split("<page ")[1:]:
        size = tuple(float(x) for x in re.findall(r'(?:width|height)="([\d.]+)"', part.split("\n")[0]))
        words = re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<', part
        )
        found.append((size, [(*map(float, word[:4]), word[4]) for word in words]))
    return found


def test_nothing_leaves_the_page_at_its_edges(paper):
    for (width, height), words in paper:
        assert (width, height) == pytest.approx(A4, abs=1)
        outside = [w for w in words if w[0] < MARGIN - 2 or w[2] > width - MARGIN + 2 or w[3] > height]
        assert outside == []


def test_no_page_is_empty_and_all_are_numbered(paper):
    for place, (_, words) in enumerate(paper, start=1):
        assert len(words) > 12
        last = "".join(word[4] for word in words if word[1] > A4[1] - 45)
        assert last == f"{place}/{len(paper)}"


def test_letters_are_large_enough_to_read(paper):
    """A page with a table that is too wide would be shrunk as a whole by the browser."""
    _, words = paper[0]
    assert (
        max(word[3] - word[1] for word in words if "示例区" in word[4]) > 15
    )  # the title: 1.6 x 11 px = 13.2 points


def test_every_card_is_whole_and_every_unit_is_there(paper, whole):
    starts = {}
    for place, (_, words) in enumerate(paper):
        text = "".join(word[4] for word in words)
        for unit in re.findall(r"\d+=?·(社区\d\d)得分", text):
            starts.setdefault(unit, place)
            values = text.split(f"·{unit}得分")[1]
            assert "原始值" in values or "指标" in values
    assert sorted(starts) == sorted(set(whole.assessment.scores.values.index.get_level_values(1)))


def test_what_is_closed_or_folded_on_the_screen_is_printed(browser, pages):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages("zh").as_uri())
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    hidden = page.eval_on_selector_all(
        "main table, main .drawn, main li",
        """all => all.filter(one => !one.checkVisibility() && !one.closest('.live, nav, .numbers'))
            .map(one => one.outerHTML.slice(0, 100))""",
    )
    assert hidden == []
    loose = page.eval_on_selector_all(
        "details.numbers",
        "all => all.filter(one => !one.open && !one.closest('figure').querySelector('svg')).length",
    )
    assert loose == 0
    assert page.locator("div.tools:visible, button:not(.sort):visible, input:visible").count() == 0
    page.close()


def test_charts_are_as_wide_as_the_paper_and_heads_of_tables_are_repeated(browser, pages):
    page = browser.new_page(viewport={"width": 688, "height": 900})  # A4 less its margins, in pixels
    page.goto(pages("zh").as_uri())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    widths = page.eval_on_selector_all(
        "figure.chart svg", "all => all.map(one => [one.getBoundingClientRect().right, one.clientHeight])"
    )
    assert len(widths) == page.locator("figure.chart").count()
    assert all(right <= 688 and high > 50 for right, high in widths)
    heads = page.eval_on_selector_all("main thead", "all => all.map(one => getComputedStyle(one).display)")
    assert set(heads) == {"table-header-group"}
    rows = page.eval_on_selector_all(
        "main tbody tr", "all => all.map(one => getComputedStyle(one).breakInside)"
    )
    assert set(rows) == {"avoid"}
    page.close()
