"""The page for everyone who reads it: screen readers and keyboards (axe-core), telephones, and charts wherever they stand."""

import json

import pytest

SERIOUS = {"serious", "critical"}
FEWER = """() => {
  for (const body of document.querySelectorAll('tbody')) [...body.rows].slice(2).forEach((row) => row.remove());
  [...document.querySelectorAll('.card')].slice(1).forEach((card) => card.remove());
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
}"""
"""What axe-core looks at: all is open, of rows and cards that are made alike the first ones."""
SLOW = pytest.mark.slow


@pytest.fixture(scope="module")
def opened(browser, pages):
    """A page by language and width, with what it says on the console."""
    known = {}

    def open_(language, width=1280):
        if (language, width) not in known:
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.told = []
            page.on("console", lambda message: page.told.append(message.text))
            page.on("pageerror", lambda error: page.told.append(str(error)))
            page.goto(pages(language).as_uri())
            known[language, width] = page
        return known[language, width]

    return open_


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("zh", 390),
        pytest.param("zh", 1280, marks=SLOW),
        pytest.param("en", 1280, marks=SLOW),
        pytest.param("en", 390, marks=SLOW),
    ],
)
def test_axe_finds_nothing_serious(browser, pages, language, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.told = []
    page.on("console", lambda message: page.told.append(message.text))
    page.goto(pages(language).as_uri())
    page.evaluate(FEWER)
    page.wait_for_timeout(100)  # frames that scroll are told apart when they are shown
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    bad = {
        one["id"]: [node["html"][:120] for node in one["nodes"]][:3]
        for one in found
        if one["impact"] in SERIOUS
    }
    assert not bad
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.told == []
    page.close()


def test_a_frame_that_scrolls_says_what_it_holds_and_takes_the_keyboard(opened):
    page = opened("zh", 390)
    wide = page.eval_on_selector_all(
        ".wide",
        "all => all.filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth)"
        ".map(one => [one.tabIndex, one.getAttribute('aria-label')])",
    )
    assert wide
    assert all(place == 0 and name for place, name in wide)
    assert opened("zh").evaluate("document.querySelectorAll('.wide[tabindex]').length") < len(wide)


def test_every_head_of_a_table_says_what_it_heads(opened):
    lost = "all => all.filter(one => !one.scope || !one.textContent.trim()).map(one => one.outerHTML)"
    assert opened("zh").eval_on_selector_all("th", lost) == []


def test_every_chart_has_a_name_and_its_numbers(opened):
    page = opened("zh")
    figures = page.locator("figure.chart")
    assert figures.count() > 3
    told = page.eval_on_selector_all(
        "figure.chart",
        """all => all.map(one => [one.querySelector('.drawn').getAttribute('role'),
            one.querySelector('.drawn').getAttribute('aria-label'),
            one.querySelector('figcaption').textContent,
            one.querySelectorAll('.numbers tbody tr').length])""",
    )
    for role, name, title, rows in told:
        assert role == "img"
        assert name.startswith(f"{title}: ")
        assert len(name) > len(title) + 8
        assert rows > 0


def drawn(page):
    return page.locator("figure.chart .drawn:not([hidden]) svg").count()


def test_a_chart_is_drawn_when_it_is_shown_and_takes_its_width(browser, pages):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages("both").as_uri())
    first = {name: page.locator(f"main[lang={name}] figure.chart").first for name in ("zh", "en")}
    first["zh"].locator("svg").wait_for()
    assert first["en"].locator("svg").count() == 0
    page.click(".switch a[data-language=en]")
    first["en"].locator("svg").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})  # while the Chinese edition is hidden
    page.click(".switch a[data-language=zh]")
    page.wait_for_function(
        """() => { const place = document.querySelector('main[lang=zh] figure.chart .drawn');
        return place.clientWidth > 0 && Math.abs(place.querySelector('svg').clientWidth - place.clientWidth) < 2; }"""
    )
    page.evaluate(
        """() => { const closed = document.createElement('details'), figure = document.querySelector('main[lang=zh] .pictures');
        const last = [...document.querySelectorAll('main[lang=zh] figure.chart')].at(-1);
        figure.before(closed); closed.append(last); closed.id = 'closed'; }"""
    )
    assert page.locator("#closed svg").count() == 0
    page.evaluate("document.getElementById('closed').open = true")
    page.locator("#closed svg").wait_for()
    page.close()


def test_printing_draws_every_chart_and_leaves_the_page_as_it_was(browser, pages):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages("zh").as_uri())
    page.locator("figure.chart svg").first.wait_for()
    before = page.eval_on_selector_all("details", "all => all.map((one) => one.open)")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert drawn(page) == page.locator("figure.chart").count()
    assert page.locator("details:not([open], .numbers)").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    after = page.eval_on_selector_all("details", "all => all.map((one) => one.open)")
    numbers = page.eval_on_selector_all(
        "details", "all => all.map((one) => one.classList.contains('numbers'))"
    )
    assert [one for one, chart in zip(after, numbers, strict=True) if not chart] == [
        one for one, chart in zip(before, numbers, strict=True) if not chart
    ]
    page.close()


def test_the_data_of_the_page_is_read_by_no_one_as_markup(opened):
    scripts = opened("zh").eval_on_selector_all(
        "script[type='application/json']", "all => all.map(one => one.textContent)"
    )
    assert scripts
    assert all(json.loads(one) is not None for one in scripts)
