"""The report's page in a real browser: nothing leaves it, tables are searched and sorted, weights moved as `follow` would."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium)"
)
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
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


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
    assert page.locator("#try-weights output").first.inner_text() == "60.0 %"  # 100 beside two of a third
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
