"""Pages for everyone: screen readers, keyboards, telephones, slow networks, Chinese glyphs; in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.serve.browsing import MOST, SERIOUS, Live, Visitor, answers
from tests.serve.test_in_browser import MADE

MISSING = """(text) => {
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d', {willReadFrequently: true});
  canvas.width = canvas.height = 32;
  const drawn = (letter) => {
    pen.clearRect(0, 0, 32, 32);
    pen.font = '20px ' + getComputedStyle(document.body).fontFamily;
    pen.fillText(letter, 4, 24);
    return pen.getImageData(0, 0, 32, 32).data.join();
  };
  const box = drawn(String.fromCodePoint(0x2fffd));
  return [...new Set(text)].filter((letter) => letter.trim() && drawn(letter) === box).join('');
}"""
"""The letters of a text that are drawn as the box of what no font has."""


@pytest.fixture(scope="module")
def links(live) -> dict[str, str]:
    """A link of each kind, anonymous where nothing else is said, with long words in it."""
    found = {}
    for kind, fields in MADE.items():
        key = live.make(kind, mode="anonymous", title_zh="关于本区社区协同治理效能的意见征集", **fields)
        (found[kind],) = live.invite(key, count=1)
    key = live.make("pairwise", groups="GOV", layout="one")
    (found["pairwise named"],) = live.invite(key, "李明")
    key = live.make("pairwise", groups="GOV", layout="matrix")
    found["matrix named"], _ = live.invite(key, "李明", "Ann")
    found["results"] = f"/organiser/activities/{key}/results"
    found["activity"] = f"/organiser/activities/{key}"
    said = {f"p.GOV.{i}.{j}": "a3" for i in range(4) for j in range(i + 1, 4)}
    assert (
        live.guest.post(found["matrix named"], data={"agreed": "yes", "go": "send", **said}).status_code
        == 303
    )
    return found


def looked_at(visitor: Visitor, check: Callable[[str], None], links: dict[str, str]) -> None:
    """Open every page; of forms also what is shown where something is missing."""
    visitor.go("/")
    check("first")
    visitor.go("/organiser/sign-in")
    check("sign in")
    for kind, link in links.items():
        if not link.startswith("/a/"):
            continue
        if kind == "survey":
            visitor.go(link)
            check("consent")
        visitor.go(f"{link}?agreed=yes&step=1")
        if kind == "matrix named":
            check("thanks")
            continue
        visitor.page.locator("form.answer button").first.click()
        visitor.page.wait_for_load_state()
        check(f"faults of {kind}")
    for path in ("/nowhere", "/a/unknown", "/published"):
        check_at(visitor, path, check)
    visitor.sign_in()
    check("activities")
    paths = ["/organiser/people", "/organiser/log", "/organiser/new/survey", "/organiser/new/pairwise"]
    for path in (*paths, links["activity"], links["results"]):
        check_at(visitor, path, check)


def check_at(visitor: Visitor, path: str, check: Callable[[str], None]) -> None:
    visitor.go(path)
    check(path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_for_everyone(live, browser, links, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    visitor = Visitor(live, browser, language)
    bad: dict[str, Any] = {}
    seen: set[str] = set()

    def check(name: str) -> None:
        found = axe.run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong = {one["id"]: one["nodes"][0]["html"][:120] for one in found if one["impact"] in SERIOUS}
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        size = len(visitor.page.content().encode())
        if wrong or width > 390 or size > MOST:
            bad[name] = (wrong, width, size)
        seen.update(visitor.page.inner_text("body"))

    looked_at(visitor, check, links)
    assert bad == {}
    assert visitor.page.evaluate(MISSING, "a" + chr(0x2FFFC)) == chr(0x2FFFC)  # it does see boxes
    if visitor.page.evaluate(MISSING, "社"):
        pytest.skip("no Chinese font on this machine (Debian: apt install fonts-noto-cjk)")
    assert visitor.page.evaluate(MISSING, "".join(sorted(seen))) == ""
    if language == "zh":
        assert {"社", "区", "您"} < seen
    visitor.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_keyboard_is_enough(live: Live, browser, language):
    key = live.make("survey", mode="anonymous", groups="unit: 东社区, 西社区")
    (link,) = live.invite(key, count=1)
    visitor = Visitor(live, browser, language).go(link)
    page, press = visitor.page, visitor.page.keyboard.press
    focused = "document.activeElement.id || document.activeElement.className || document.activeElement.name"
    press("Tab")
    assert page.evaluate(focused) == "skip"
    press("Enter")
    press("Tab")
    assert page.evaluate(focused) == "agreed"
    press("Space")
    press("Tab")
    with page.expect_navigation():
        press("Enter")
    page.locator("button[value=send]").focus()
    with page.expect_navigation():
        press("Enter")  # nothing is answered
    assert page.evaluate(focused) == "summary"
    press("Tab")
    press("Enter")
    first = str(page.locator(".summary a").first.get_attribute("href")).removeprefix("#")
    assert page.url.endswith(f"#{first}")
    press("Tab")
    assert page.evaluate("document.activeElement.name") == first
    questions = page.locator("fieldset:has(input[type=radio])").count()
    for _ in range(questions):
        press("Space")
        press("ArrowDown")
        press("Tab")
    with page.expect_navigation():
        press("Enter")
    assert visitor.thanked
    assert answers(live, key) == 1
    visitor.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_summary_of_faults_takes_the_focus(live, browser, script):
    key = live.make("vote", mode="anonymous", **MADE["vote"])
    (link,) = live.invite(key, count=1)
    visitor = Visitor(live, browser, "zh", java_script_enabled=script).begin(link).press("Send")
    visitor.page.locator(".summary:focus").wait_for()
    visitor.close()


def test_the_language_is_switched_and_kept(live, browser):
    key = live.make("vote", mode="anonymous", title_en="Vote", title_zh="投票", **MADE["vote"])
    (link,) = live.invite(key, count=1)
    visitor = Visitor(live, browser, "en").go(link)
    assert visitor.page.locator("h1").inner_text() == "Vote"
    visitor.press("中文")
    assert visitor.page.locator("h1").inner_text() == "投票"
    visitor.go(link)
    assert visitor.page.locator("html").get_attribute("lang") == "zh-CN"
    visitor.close()


def test_an_activity_of_thousands_stays_a_small_page(live, browser):
    key = live.make("ratings", codes="A4", mode="named")
    live.invite(key, *(f"居民{place:04}" for place in range(1200)))
    visitor = Visitor(live, browser, "zh").sign_in().go(f"/organiser/activities/{key}")
    assert len(visitor.page.content().encode()) < MOST
    assert "居民0000" in visitor.text
    visitor.press("Next")
    assert "居民0000" not in visitor.text
    assert "居民0050" in visitor.text
    visitor.press("Back")
    assert "居民0000" in visitor.text
    visitor.close()
