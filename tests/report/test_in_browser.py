"""The report's page in a real browser: nothing leaves it, tables are searched and sorted, weights moved as `follow` would."""

import json

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

UNITS = [
    "东风社区",
    "红旗社区",
    "<script>alert(1)</script>",
    "West ward",
    "North ward",
    "South ward",
    '=HYPERLINK("x")',
]


@pytest.fixture(scope="module")
def assessment():
    rng = np.random.default_rng(7)
    tree = gm.IndicatorTree(gm.Group("G", {"en": "Governance", "zh": "治理"}, (
        gm.Group("A", {"en": "Actors", "zh": "主体"}, (gm.Indicator("a1", better="more"), gm.Indicator("a2", better="less"))),
        gm.Group("P", {"en": "Process", "zh": "过程"}, tuple(gm.Indicator(f"p{k}", better="more") for k in range(3)),
                 min_coverage=0.7),
        gm.Indicator("o", {"en": "Outcome", "zh": "结果"}, better="more"),
    )))  # fmt: skip
    values = pd.DataFrame(rng.uniform(0, 100, (7, 6)), UNITS, tree.codes)
    values.iloc[1, 0] = values.iloc[3, [2, 3]] = values.iloc[5, 4] = np.nan
    return gm.follow(gm.Recipe(weighting="equal"), gm.Dataset(tree, values))


@pytest.fixture(scope="module")
def page(browser, assessment, tmp_path_factory):
    """The page in Chinese; what it says on the console and asks of a network is kept."""
    path = gm.report.html(assessment, tmp_path_factory.mktemp("page") / "report.html", "zh")
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.told = []
    opened.on("console", lambda message: opened.told.append(message.text))
    opened.on("pageerror", lambda error: opened.told.append(str(error)))
    opened.on("dialog", lambda dialog: opened.told.append(dialog.message))
    opened.on(
        "request", lambda request: opened.told.append(request.url) if request.url != path.as_uri() else None
    )
    opened.goto(path.as_uri())
    return opened


def shown(page, table):
    rows = page.locator(f"{table} tbody tr:visible")
    return [rows.nth(k).locator("td.name").inner_text() for k in range(rows.count())]


def moved(page):
    """The scores and ranks that the page computes now, by unit."""
    rows = page.eval_on_selector_all(
        "#try-table tbody tr",
        "rows => rows.map(r => [...r.cells].map(c => [c.textContent, c.dataset.value ?? '']))",
    )
    return {row[1][0]: (float(row[2][1] or "nan"), row[0][0]) for row in rows}


def test_nothing_is_said_and_nothing_leaves_the_page(page):
    assert page.told == []
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")


def test_published_weights_give_published_ranks(page, assessment):
    page.evaluate("location.hash = ''")
    page.locator("#try-reset").click()
    wanted = assessment.ranking()
    for unit, (score, rank) in moved(page).items():
        assert score == pytest.approx(wanted.loc[unit, "score"], abs=1e-9, nan_ok=True)
        assert rank == ("–" if pd.isna(wanted.loc[unit, "rank"]) else str(wanted.loc[unit, "rank"]))
    assert page.inner_text("#try-told") == "全部名次与公布结果一致。"


def test_moved_weights_give_what_follow_computes(page, assessment):
    rng = np.random.default_rng(11)
    tree = assessment.weights.tree
    for _ in range(20):
        raw = {
            code: float(value)
            for code, value in zip(tree.node_codes[1:], rng.uniform(0, 100, 9), strict=False)
        }
        with page.expect_event("framenavigated"):
            page.evaluate(
                f"location.hash = {json.dumps('weights=' + ';'.join(f'{k}:{v!r}' for k, v in raw.items()))}"
            )
        page.wait_for_function("document.querySelector('#try-table tbody td:last-child').textContent !== '…'")
        recipe = gm.Recipe(weighting={"assigned": {"weights": raw}})
        wanted = gm.follow(recipe, assessment.dataset).ranking()
        for unit, (score, rank) in moved(page).items():
            assert score == pytest.approx(wanted.loc[unit, "score"], abs=1e-9, nan_ok=True)
            assert rank == ("–" if pd.isna(wanted.loc[unit, "rank"]) else str(wanted.loc[unit, "rank"]))


def test_reset_gives_the_published_weights_back(page):
    page.evaluate("location.hash = 'weights=A:95'")
    page.wait_for_function("document.querySelector('#try-told').textContent.includes('：')")
    page.locator("#try-reset").click()
    assert page.inner_text("#try-told") == "全部名次与公布结果一致。"
    assert "weights" not in page.url


def test_a_slider_moves_its_share_and_the_address(page):
    page.locator("#try-reset").click()
    slider = page.locator("#try-weights input").first
    assert slider.get_attribute("aria-label") == "主体的权重"
    slider.focus()
    page.keyboard.press("End")
    assert page.locator("#try-weights output").first.inner_text() == "60.0%"  # 100 beside two of a third
    assert "#weights=A:100" in page.url
    page.locator("#try-reset").click()


def test_the_ranking_is_searched(page):
    page.fill("#find", "社区")
    assert sorted(shown(page, "#ranking-table")) == ["东风社区", "红旗社区"]
    assert page.inner_text("#find-shown") == "显示 2/7 个单元"
    page.fill("#find", "")
    assert len(shown(page, "#ranking-table")) == 7


def test_the_ranking_is_sorted_by_numbers_and_what_is_missing_stays_last(page, assessment):
    actors = assessment.scores.values["A"].sort_values()
    head = page.locator("#ranking-table th", has_text="主体").locator("button")
    for order in (actors, actors[::-1]):
        head.click()
        known = [unit for unit in order.index if not np.isnan(order[unit])]
        assert shown(page, "#ranking-table")[: len(known)] == known
    assert page.locator("#ranking-table th[aria-sort=descending]").count() == 1


@pytest.fixture(scope="module")
def long(browser, tmp_path_factory):
    """A ranking of 120 units in five streets: the score of unit k is 119 - k, but for the last, which has none."""
    tree = gm.IndicatorTree.from_groups({"A": ["x"], "B": ["y"]})
    units = pd.Index([f"c{k:03d}" for k in range(120)], name="unit")
    scores = np.where(np.arange(120) == 119, np.nan, 119.0 - np.arange(120))
    kinds = pd.DataFrame(
        {"street": [f"street {k % 5}" for k in range(120)], "kind": ["old", "new", "village"] * 40}, units
    )
    bounds = dict.fromkeys("xy", (0.0, 119.0))
    recipe = gm.Recipe(normalisation={"min_max": {"bounds": bounds, "scale": (0, 119)}}, weighting="equal")
    found = gm.follow(recipe, gm.Dataset(tree, pd.DataFrame({"x": scores, "y": scores}, units), kinds))
    errors = [gm.robustness.MeasurementErrors({"x": 2.0, "y": 2.0})]
    sure = gm.robustness.uncertainty(found.recipe, found.dataset, errors, draws=30)
    path = gm.report.html(found, tmp_path_factory.mktemp("long") / "report.html", "en", uncertainty=sure)
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(path.as_uri())
    return opened


def visible(page):
    return page.eval_on_selector_all(
        "#ranking-table tbody tr",
        "rows => rows.filter(r => r.offsetParent).map(r => r.cells[1].firstChild.textContent)",
    )


def test_a_long_ranking_is_shown_a_hundred_rows_at_a_time_and_whole(long):
    assert visible(long) == [f"c{k:03d}" for k in range(100)]
    assert long.inner_text("#find-shown") == "120 of 120 units · rows 1 to 100"
    long.click("#ranking-pages .later")
    assert visible(long) == [f"c{k:03d}" for k in range(100, 120)]
    assert long.locator("#ranking-pages .later").is_disabled()
    long.click("#ranking-pages .every")
    assert len(visible(long)) == 120
    assert not long.locator("#ranking-pages .earlier").is_visible()
    long.click("#ranking-pages .every")
    assert len(visible(long)) == 100


def test_a_long_ranking_is_printed_whole(long):
    long.emulate_media(media="print")
    assert len(visible(long)) == 120
    assert not long.locator("#ranking-pages").is_visible()
    long.emulate_media(media="screen")


def test_the_ranking_is_filtered_by_street_and_kind_beside_the_search(long):
    street, kind = (
        long.locator("#ranking-tools label", has_text=name).locator("select") for name in ("street", "kind")
    )
    street.select_option(label="street 2")
    assert visible(long) == [f"c{k:03d}" for k in range(2, 120, 5)]
    kind.select_option(label="old")
    assert visible(long) == [f"c{k:03d}" for k in range(120) if k % 5 == 2 and k % 3 == 0]
    assert long.inner_text("#find-shown") == "8 of 120 units"
    long.fill("#find", "C10")
    assert visible(long) == ["c102"]
    row = long.locator("#ranking-table tr:visible", has_text="c102")
    assert "21 of 24" in row.inner_text()  # 2, 7, ... 102 are 21; all of the street's 24 have a score
    long.click("#ranking-tools .clear")
    assert len(visible(long)) == 100
    assert long.inner_text("#find-shown") == "120 of 120 units · rows 1 to 100"


def test_a_line_parts_the_tiers_of_the_rows_that_are_shown(long):
    def lines():
        told = "rows => rows.filter(r => r.offsetParent).map(r => [r.dataset.tier, getComputedStyle(r.cells[0]).borderTopStyle])"
        return long.eval_on_selector_all("#ranking-table tbody tr", told)

    for street in ("", "1"):
        long.locator("#ranking-tools select").first.select_option(street)
        tiers, styles = zip(*lines(), strict=True)
        assert len(set(tiers)) > 5
        assert [style == "dashed" for style in styles] == [
            at > 0 and "" not in (tier, tiers[at - 1]) and tier != tiers[at - 1]
            for at, tier in enumerate(tiers)
        ]
    long.click("#ranking-tools .clear")


def test_what_is_sorted_is_filtered_and_paged_in_its_order(long):
    head = long.locator("#ranking-table th", has_text="score")
    head.locator("button").focus()
    long.keyboard.press("Enter")
    assert visible(long) == [
        f"c{k:03d}" for k in range(118, 18, -1)
    ]  # lowest first; c119 has no score and comes last
    assert head.get_attribute("aria-sort") == "ascending"
    tops = "rows => rows.some(r => getComputedStyle(r.cells[0]).borderTopStyle === 'dashed')"
    assert not long.eval_on_selector_all(
        "#ranking-table tbody tr", tops
    )  # tiers are neighbours by rank alone
    long.fill("#find", "c11")
    assert visible(long) == [f"c{k}" for k in (118, 117, 116, 115, 114, 113, 112, 111, 110, 119)]
    long.fill("#find", "")
    long.locator("#ranking-table th", has_text="rank").first.locator("button").click()
    assert visible(long)[0] == "c000"


def test_on_a_telephone_the_ranking_keeps_what_matters(long):
    long.set_viewport_size({"width": 390, "height": 800})
    wide = long.locator("#ranking-table").locator("xpath=..")
    told = "[...document.querySelectorAll('#ranking-table th')].filter(h => h.offsetParent).map(h => h.textContent)"
    assert long.evaluate(told) == ["rank", "unit", "score", "rank interval"]
    assert wide.evaluate("box => box.scrollWidth <= box.clientWidth")
    long.check("label.columns input")
    assert "rank in the street" in long.evaluate(told)
    long.uncheck("label.columns input")
    long.set_viewport_size({"width": 1280, "height": 900})


def test_names_are_text(page):
    assert "<script>alert(1)</script>" in shown(page, "#try-table")
    assert page.told == []


def test_a_telephone_does_not_scroll_sideways(page):
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})


def test_without_scripts_the_page_is_whole(browser, assessment, tmp_path):
    path = gm.report.html(assessment, tmp_path / "report.html", "en")
    context = browser.new_context(java_script_enabled=False)
    quiet = context.new_page()
    quiet.goto(path.as_uri())
    assert len(shown(quiet, "#ranking-table")) == 7
    assert not quiet.locator("#try").is_visible()
    context.close()


def test_methods_that_are_no_weighted_sums_offer_no_weights(assessment, tmp_path):
    from dataclasses import replace

    recipe = replace(
        assessment.recipe, normalisation={"min_max": {"scale": [1, 100]}}, aggregation="geometric"
    )
    path = gm.report.html(gm.follow(recipe, assessment.dataset), tmp_path / "report.html", "en")
    assert "live-data" not in path.read_text(encoding="utf-8").partition("<script>")[0]


@pytest.fixture(scope="module")
def both(browser, assessment, tmp_path_factory):
    """The page in both languages."""
    path = gm.report.html(assessment, tmp_path_factory.mktemp("page") / "report.html", "both")
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(path.as_uri())
    return opened


def test_one_language_is_shown_at_a_time(both):
    assert both.inner_text("h1:visible") == "治理"
    both.click(".switch a[data-language=en]")
    both.wait_for_function("document.documentElement.lang === 'en'")
    assert both.inner_text("h1:visible") == both.title() == "Governance"
    assert both.locator(".switch a[aria-current]").all_inner_texts() == ["English"]
    assert not both.locator("#ranking-table").is_visible()
    both.click(".switch a[data-language=zh]")
    both.wait_for_function("document.documentElement.lang === 'zh'")
    assert both.inner_text("h1:visible") == "治理"


def test_a_link_into_the_other_edition_shows_it(both):
    both.evaluate("location.hash = 'en-made'")
    both.wait_for_function("document.documentElement.lang === 'en'")
    assert both.locator("#en-made").is_visible()


def test_both_editions_compute_from_the_same_numbers(both):
    both.evaluate("location.hash = 'weights=A:95;P:5'")
    both.wait_for_function("document.querySelector('#try-table tbody td:last-child').textContent !== '…'")
    tables = [
        both.eval_on_selector_all(
            f"#{prefix}try-table td.n[data-value]", "cells => cells.map(c => c.dataset.value)"
        )
        for prefix in ("", "en-")
    ]
    assert tables[0] == tables[1]
    assert len(tables[0]) == len(UNITS)


def test_without_scripts_both_editions_follow_one_another(browser, assessment, tmp_path):
    path = gm.report.html(assessment, tmp_path / "report.html", "both")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(path.as_uri())
    assert plain.locator("h1").all_inner_texts() == ["治理", "Governance"]
    assert plain.locator("h1").last.is_visible()
    plain.context.close()


def test_a_site_is_walked_from_page_to_page_in_one_language_and_no_name_makes_it_wide(browser, tmp_path):
    tree = gm.IndicatorTree.from_groups({"A": ["x"], "B": ["y"]}, root="r")
    units = ["x" * 10_000, "<script>alert(1)</script>", "\u202egpj.exe", "东风社区"]
    values = pd.DataFrame({"x": [90.0, 60, 40, 10], "y": [80.0, 70, 30, 20]}, units)
    pages = gm.report.site(
        gm.follow(gm.Recipe(weighting="equal"), gm.Dataset(tree, values)), tmp_path, "both"
    )
    opened, told = browser.new_page(viewport={"width": 390, "height": 800}), []
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("dialog", lambda dialog: told.append(dialog.message))
    opened.on(
        "request", lambda request: told.append(request.url) if not request.url.startswith("file:") else None
    )
    opened.goto(f"{pages[0].as_uri()}#en-units")
    opened.locator("#en-units + ol a").first.click()
    shown_names = [
        "x" * 200 + "…",
        units[1],
        r"\u202egpj.exe",
        units[3],
    ]  # a long word cut, what turns made visible
    for page, unit in zip(pages[1:], shown_names, strict=True):
        opened.wait_for_url(f"{page.as_uri()}#en-top")
        assert opened.locator("h1:visible").all_inner_texts() == [unit]
        assert opened.evaluate("document.documentElement.scrollWidth") == 390
        assert opened.locator("table.dimensions:visible tbody tr").count() == 2
        after = opened.locator("[rel=next]:visible")
        if page != pages[-1]:
            after.click()
    assert after.count() == 0
    opened.locator(".switch a").first.click()
    assert opened.locator("h2:visible").first.inner_text() == "第 4 名"
    opened.locator(".steps a:visible").first.click()
    opened.wait_for_url(f"{pages[0].as_uri()}#ranking")
    assert told == []
    opened.close()


def test_of_hundreds_of_units_the_first_stand_below_the_weights_until_all_are_asked_for(browser, tmp_path):
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    values = pd.DataFrame(np.arange(240.0).reshape(120, 2) % 37, [f"u{at}" for at in range(120)], ["a", "b"])
    found = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(values, tree))
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(gm.report.html(found, tmp_path / "many.html", "en").as_uri())
    more = opened.locator("#try-every")
    assert opened.locator("#try-table tbody tr").count() == 120
    assert len(shown(opened, "#try-table")) == 100
    assert more.inner_text() == "show all rows"
    more.click()
    assert len(shown(opened, "#try-table")) == 120
    more.click()
    assert (len(shown(opened, "#try-table")), more.inner_text()) == (100, "show all rows")
