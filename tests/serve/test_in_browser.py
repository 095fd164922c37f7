"""A round of participation in a real browser, in both languages, with JavaScript and without."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

import govmetrics as gm
from tests.serve.browsing import Live, Visitor, answers
from tests.serve.conftest import PASSWORD, links_of

MADE = {
    "pairwise": {"groups": "GOV", "layout": "one"},
    "weights": {"groups": "A"},
    "budget_points": {},
    "ratings": {"codes": "A4", "units": "东社区\n西社区"},
    "survey": {"groups": "unit: 东社区, 西社区"},
    "vote": {"options": "公园\n图书馆", "rule": "ranking"},
    "budget": {"projects": "公园 = 120\n图书馆 = 80", "budget": "200"},
    "opinions": {"statements": "停车位不足\n夜间噪声过大"},
    "delphi": {"questions": "信任"},
}
"""What an organiser fills in for each kind, beside whom to ask."""


BOTH = pytest.mark.parametrize(
    "visitor", [("zh", False), ("en", True)], ids=["zh-no-script", "en"], indirect=True
)


@pytest.fixture
def visitor(request, live, browser):
    """Somebody who visits in a language, on a telephone, with JavaScript or without."""
    language, script = request.param
    made = Visitor(live, browser, language, java_script_enabled=script)
    yield made
    made.close()


def fill(visitor: Visitor, **fields: str) -> None:
    """Fill in fields by their identifiers."""
    for name, text in fields.items():
        field = visitor.page.locator(f"[id='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


@pytest.mark.parametrize(("language", "script"), [("zh", False), ("en", True)], ids=["zh-no-script", "en"])
def test_the_first_organiser(browser, language, script):
    with Live().running() as live:
        visitor = Visitor(live, browser, language, java_script_enabled=script)
        visitor.go("/organiser/")
        begun = "There is no organiser yet: open the address that the server printed when it started."
        assert visitor.say(begun) in visitor.text
        visitor.go(live.setup)
        fill(visitor, name="吴女士", password="aaaaaaaaaaaaaaa")
        visitor.press("Begin")
        assert visitor.page.locator(".summary li").count() == 1
        fill(visitor, password=PASSWORD)
        visitor.press("Begin")
        assert visitor.say("There is none yet.") in visitor.text
        visitor.press("Sign out ({name})", name="吴女士")
        assert visitor.page.url.endswith("/organiser/sign-in")
        visitor.close()


@BOTH
def test_an_organiser_makes_every_kind_and_invites(visitor: Visitor, tmp_path):
    visitor.sign_in()
    people = tmp_path / "people.csv"
    people.write_text("姓名\n李明\nAnn\n", encoding="utf-8")
    for kind, fields in MADE.items():
        visitor.go(f"/organiser/new/{kind}")
        fill(visitor, **fields)
        visitor.page.locator("#mode-named").check()
        if kind == "pairwise":
            visitor.press("Make it")
            assert visitor.page.locator(".summary a").get_attribute("href") == "#contact", visitor.text
        fill(visitor, contact="区民政局 010-0000")
        visitor.press("Make it").press("Open it")
        assert visitor.say("by name") in visitor.text, kind
    visitor.page.locator("#file").set_input_files(people)
    visitor.page.locator("#cards").check()
    packet = visitor.download("Make links")
    assert len(links_of(packet.read_bytes())) == 2
    with ZipFile(packet) as files:
        cards = files.read("cards.html").decode()
    assert visitor.say("This link counts once. Please give it to nobody else.") in cards
    assert cards.count("<svg") == 2
    visitor.page.reload()
    assert "李明" in visitor.text
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


@BOTH
def test_an_expert_compares_one_question_a_screen(visitor: Visitor, live: Live):
    key = live.make("pairwise", groups="GOV", layout="one", title_zh="两两比较", editable="yes")
    (li,) = live.invite(key, "李明")
    visitor.begin(li)
    circle = {"0.1": "a", "0.2": "a", "0.3": "a", "1.2": "a", "1.3": "b", "2.3": "a"}  # b > c > d > b
    for step, (pair, side) in enumerate(circle.items(), 1):
        assert visitor.say("Page {step} of {steps}", step=step, steps=7) in visitor.text
        if step == 1:
            visitor.press("Next")  # nothing is chosen: the link leads to the question
            visitor.page.locator(".summary a").click()
            assert visitor.page.url.endswith(f"#p.GOV.{pair}")
        visitor.page.locator(f"input[name='p.GOV.{pair}'][value='{side}']").check()
        visitor.page.locator(f"[id='h.GOV.{pair}']").select_option("3")
        visitor.press("Next")
    assert (
        visitor.say("Please look at it again. If it is what you mean, leave it: nothing is changed for you.")
        in visitor.text
    )
    visitor.press("Look at it again")
    again = visitor.page.locator("input[type=radio]:checked")
    assert again.get_attribute("value") in ("a", "b")
    visitor.page.go_back()
    assert visitor.say("What your comparisons come to") in visitor.text
    visitor.press("Send")
    assert visitor.thanked
    visitor.press("Change my answer")
    assert visitor.page.locator("input[type=radio]:checked").get_attribute("value") == "a"
    assert answers(live, key) == 1


@BOTH
def test_an_expert_fills_the_matrix(visitor: Visitor, live: Live):
    key = live.make("pairwise", groups="GOV", layout="matrix")
    (li,) = live.invite(key, "李明")
    visitor.begin(li)
    for pair, said in {"0.1": "a2", "0.2": "a4", "0.3": "a8", "1.2": "a2", "1.3": "a4", "2.3": "a2"}.items():
        visitor.page.locator(f"[id='p.GOV.{pair}']").select_option(said)
    visitor.press("Show what it comes to")
    assert "0.00" in visitor.page.locator(".standing").inner_text()  # 8 : 4 : 2 : 1 contradicts nothing
    assert "53" in visitor.page.locator(".standing").inner_text()
    visitor.press("Send")
    assert visitor.thanked
    visitor.sign_in().go(f"/organiser/activities/{key}/results")
    assert visitor.say("{count:# answer|# answers}", count=1) in visitor.text
    assert visitor.page.locator("table").count() > 1
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


@BOTH
def test_residents_answer_every_kind(visitor: Visitor, live: Live):
    """Anonymous, on one page; what is not filled in is asked for; the link counts once."""
    for kind in ("survey", "vote", "budget", "opinions", "delphi"):
        key = live.make(kind, mode="anonymous", **MADE[kind])
        (link,) = live.invite(key, count=1)
        visitor.begin(link).press("Send")
        assert visitor.page.locator(".summary a").count() >= 1, kind
        assert visitor.page.title().startswith(visitor.say("Not right yet")), kind
        for group in visitor.page.locator("fieldset:has(input[type=radio])").all():
            group.locator("input[type=radio]").first.check()
        for place, field in enumerate(
            visitor.page.locator("input[inputmode=numeric], input[inputmode=decimal]").all(), 1
        ):
            field.fill(str(place))
        if kind == "budget":
            visitor.page.get_by_label("公园").check()
        visitor.press("Send")
        assert visitor.thanked, (kind, visitor.text)
        visitor.go(link)
        assert visitor.thanked
        assert answers(live, key) == 1
        assert live.post(f"activities/{key}/close").status_code == 303
    visitor.sign_in().go(f"/organiser/activities/{key}/results")
    assert visitor.say("{count:# answer|# answers}", count=1) in visitor.text


@BOTH
def test_experts_share_points_and_rate(visitor: Visitor, live: Live):
    key = live.make("weights", groups="A")
    (li,) = live.invite(key, "李明")
    visitor.begin(li)
    while True:
        fields = visitor.page.locator("fieldset input[inputmode=decimal]").all()
        for place, field in enumerate(fields):
            field.fill(str(100 - 10 * (len(fields) - 1)) if place == 0 else "10")
        last = visitor.page.locator("button[value=send]").count()
        visitor.press("Send" if last else "Next")
        if last:
            break
    assert visitor.thanked
    assert answers(live, key) == 1
    key = live.make("ratings", codes="A4", units="东社区\n西社区")
    (li,) = live.invite(key, "李明")
    visitor.begin(li)
    visitor.page.locator("[id='r.0.0']").fill("８０")  # full-width, as an input method writes it
    visitor.press("Next")
    visitor.page.locator("[id='r.1.0']").fill("101")
    visitor.press("Send")
    assert visitor.say("is not within {low:g} and {high:g}", low=0, high=100) in visitor.text
    visitor.page.locator("[id='r.1.0']").fill("70")
    visitor.press("Send")
    assert visitor.thanked


@BOTH
def test_delphi_goes_on(visitor: Visitor, live: Live):
    key = live.make("delphi", questions="信任", title_zh="德尔菲", title_en="Delphi")
    paths = live.invite(key, "a", "b", "c")
    for path, points in zip(paths, ("3", "4", "5"), strict=True):
        visitor.begin(path)
        fill(visitor, **{"q.0": points, "w.0": f"理由{points}"})
        visitor.press("Send")
        assert visitor.thanked
    visitor.sign_in().go(f"/organiser/activities/{key}").press("Close it for good").press(
        "Make the next round"
    )
    assert visitor.say("not opened") in visitor.text
    second = visitor.page.url.rpartition("/")[2]
    visitor.press("Open it")
    (one,) = live.invite(second, "a")
    visitor.begin(one)
    assert "理由5" in visitor.text
    median = visitor.say("Last round: median {median:g}, the middle half from {low:g} to {high:g}, {n:# answer|# answers}",
                         median=4, low=3.5, high=4.5, n=3)  # fmt: skip
    assert median in visitor.text


@BOTH
def test_opinions_are_moderated(visitor: Visitor, live: Live):
    key = live.make("opinions", own="yes", mode="anonymous", **MADE["opinions"])
    one, two = live.invite(key, count=2)
    visitor.begin(one)
    visitor.page.locator("[id='v.0-1'], fieldset input").first.check()
    visitor.page.locator("#own").fill("<b>应当增设路灯</b>")
    visitor.press("Send")
    visitor.sign_in().go(f"/organiser/activities/{key}/moderate")
    assert "<b>应当增设路灯</b>" in visitor.text
    visitor.page.get_by_role("button", name=visitor.say("Add")).click()
    visitor.begin(two)
    assert "<b>应当增设路灯</b>" in visitor.text


@pytest.mark.parametrize(("language", "script"), [("zh", False), ("en", True)], ids=["zh-no-script", "en"])
def test_a_run_is_published(browser, tmp_path, language, script):
    live = Live().begin()
    live.app.site.folder = tmp_path
    with live.running():
        visitor = Visitor(live, browser, language, java_script_enabled=script)
        visitor.sign_in().press("Published").press("Publish the last run")
        assert visitor.page.locator(".fault").count() == 1  # there is none yet
        (tmp_path / "output").mkdir()
        for name in ("report.html", "manifest.json"):
            (tmp_path / "output" / name).write_text("{}")
        visitor.press("Publish the last run")
        guest = Visitor(live, browser, language, java_script_enabled=script)
        guest.go("/published")
        assert guest.page.get_by_role("button").count() == 0
        assert guest.download("report.html").read_text() == "{}"
        ledger = guest.download("ledger.jsonl")
        assert gm.ledger.verify(ledger).sound
        guest.close()
        visitor.close()
