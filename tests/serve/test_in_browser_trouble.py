"""What goes wrong for people with browsers: back, two clicks, no connection, too late, refused; each a page they can read."""

from __future__ import annotations

import threading

import httpx
import pytest

from govmetrics.core.words import Text
from govmetrics.serve.limits import Limits, Rate
from tests.serve.browsing import Live, Visitor, answers
from tests.serve.conftest import House

BOTH = pytest.mark.parametrize("language", ["zh", "en"])

LATE = "It closed while you were writing: what you sent was not counted. It is shown below, so that you can keep it."


def asked(live: Live, mode: str = "anonymous", **more: str) -> tuple[str, list[str]]:
    """Return a rating's key and two links."""
    key = live.make("ratings", codes="A4", mode=mode, **more)
    names = [] if mode == "anonymous" else ["李明", "Ann"]
    return key, live.invite(key, *names, count=0 if names else 2)


def surveyed(live: Live) -> tuple[str, str]:
    key = live.make("survey", mode="anonymous", groups="unit: 东社区, 西社区")
    return key, live.invite(key, count=1)[0]


def chosen(visitor: Visitor) -> list[str]:
    return [
        str(one.get_attribute("value")) for one in visitor.page.locator("input[type=radio]:checked").all()
    ]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_clicks_send_once(live, browser, script):
    key, (link, _) = asked(live)
    visitor = Visitor(live, browser, "zh", java_script_enabled=script)
    visitor.begin(link)
    visitor.page.locator("[id='r.0.0']").fill("80")
    visitor.page.locator("button[value=send]").dblclick()
    visitor.page.locator("h1", has_text=visitor.say("Thank you")).wait_for()
    assert visitor.thanked
    assert answers(live, key) == 1
    visitor.close()


def test_back_after_sending_sends_nothing(live, browser):
    key, (link, _) = asked(live)
    visitor = Visitor(live, browser, "zh").begin(link)
    visitor.page.locator("[id='r.0.0']").fill("80")
    visitor.press("Send")
    visitor.page.go_back()
    assert visitor.thanked  # the page is asked for anew: there is no form to fill in twice
    visitor.page.go_forward()
    visitor.page.reload()
    assert visitor.thanked
    assert answers(live, key) == 1
    visitor.close()


def test_two_people_at_once(live, browser):
    key, links = asked(live, "named")
    people = [Visitor(live, browser, language) for language in ("zh", "en")]
    for visitor, link in zip(people, links, strict=True):
        visitor.begin(link)
    for visitor, points in zip(people, ("80", "60"), strict=True):
        visitor.page.locator("[id='r.0.0']").fill(points)
    for visitor in people:
        visitor.press("Send")
        assert visitor.thanked
        visitor.close()
    assert answers(live, key) == 2


def test_one_link_in_two_windows_counts_once(live, browser):
    key, (link, _) = asked(live)
    windows = [Visitor(live, browser, "en").begin(link) for _ in range(2)]
    for place, window in enumerate(windows):
        window.page.locator("[id='r.0.0']").fill("80")
        window.press("Send")
        assert window.thanked
        assert ("not counted" in window.text) == bool(place)
        window.close()
    assert answers(live, key) == 1


def test_without_a_connection_nothing_is_lost(live, browser):
    key, link = surveyed(live)
    visitor = Visitor(live, browser, "zh").begin(link)
    for group in visitor.page.locator("fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").nth(1).check()
    before = chosen(visitor)
    assert not visitor.page.locator("#offline").is_visible()  # until there is something to tell
    visitor.context.set_offline(True)
    visitor.press("Send")
    told = "There is no connection. Nothing was sent; what you filled in is still here. Please try again."
    assert visitor.say(told) in visitor.text
    assert (
        visitor.page.locator("#offline").evaluate("one => one.getBoundingClientRect().top") < 800
    )  # in sight
    assert chosen(visitor) == before
    visitor.context.set_offline(False)
    visitor.press("Send")
    assert visitor.thanked
    assert answers(live, key) == 1
    visitor.close()


def test_without_a_connection_and_without_a_script_the_browser_keeps_it(live, browser):
    """Chromium shows its own page; going back shows the form as it was filled in."""
    key, link = surveyed(live)
    visitor = Visitor(live, browser, "zh", java_script_enabled=False).begin(link)
    for group in visitor.page.locator("fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").nth(1).check()
    before = chosen(visitor)
    visitor.context.set_offline(True)
    visitor.page.locator("button[value=send]").click()
    visitor.page.wait_for_url("chrome-error://**")
    visitor.context.set_offline(False)
    visitor.page.go_back()
    assert chosen(visitor) == before
    visitor.press("Send")
    assert visitor.thanked
    assert answers(live, key) == 1
    visitor.close()


@BOTH
def test_closing_while_someone_writes(live, browser, language):
    """What was written is shown with its questions; it is not counted, and the page says so."""
    key, (link, _) = asked(live, units="东社区\n西社区")
    visitor = Visitor(live, browser, language).begin(link)
    visitor.page.locator("[id='r.0.0']").fill("81")
    visitor.page.locator("[id='r.1.0']").fill("62")
    assert live.post(f"activities/{key}/close").status_code == 303
    visitor.press("Send")
    assert visitor.say(LATE) in visitor.text
    assert visitor.page.locator("[id='r.0.0']").input_value() == "81"
    assert visitor.page.locator("[id='r.1.0']").input_value() == "62"
    assert "西社区" in visitor.text
    assert not visitor.page.get_by_role("button", name=visitor.say("Send")).count()
    assert answers(live, key) == 0
    visitor.go(link)
    assert visitor.say("Closed") in visitor.text
    visitor.close()


@pytest.mark.parametrize(("kind", "fields"), [
    ("pairwise", {"groups": "GOV", "layout": "one"}), ("pairwise", {"groups": "GOV", "layout": "matrix"}),
    ("weights", {"groups": "A"}), ("budget_points", {}), ("survey", {"groups": "unit: 东社区, 西社区"}),
    ("vote", {"options": "公园\n图书馆", "rule": "ranking"}),
    ("budget", {"projects": "公园 = 120\n图书馆 = 80", "budget": "200"}),
    ("opinions", {"statements": "停车位不足\n夜间噪声过大"}), ("delphi", {"questions": "信任"}),
])  # fmt: skip
@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_every_kind_shows_what_was_written_too_late(house: House, kind, fields, mode):
    """The time to close comes while somebody writes, and links end with it."""
    key = house.make(kind, mode=mode, closes="2026-05-10T12:00", **fields)
    (link,) = house.invite(key, "Li") if mode == "named" else house.invite(key, count=1)
    house.time.forward(days=7)
    late = house.guest.post(link, data={"agreed": "yes", "go": "send", "q.0": "3", "w.0": "because"})
    assert late.status_code == 410
    assert "It closed while you were writing" in late.text
    assert "<fieldset disabled" in late.text
    assert house.guest.get(link).status_code == 410


def test_a_named_draft_is_shown_when_it_is_too_late(house: House):
    key = house.make("pairwise", groups="GOV", layout="one")
    (link,) = house.invite(key, "Li")
    first = {"agreed": "yes", "step": "1", "go": "next", "p.GOV.0.1": "a", "h.GOV.0.1": "7"}
    assert house.guest.post(link, data=first).status_code == 303
    assert house.post(f"activities/{key}/close").status_code == 303
    late = house.guest.post(link, data={"agreed": "yes", "step": "2", "go": "next", "p.GOV.0.2": "skip"})
    assert late.status_code == 410
    assert "Which matters more" in late.text or "For each pair" in late.text


def heading(visitor: Visitor, status: int) -> bool:
    from govmetrics.serve.pages.refusals import REFUSALS

    return str(visitor.page.locator("h1").inner_text()) == REFUSALS[status][0].say(visitor.language) and (
        REFUSALS[status][1].say(visitor.language) in visitor.text
    )


@BOTH
def test_refusals_are_pages(live, browser, language):
    _, (link, _) = asked(live)
    visitor = Visitor(live, browser, language)
    visitor.go("/nowhere")
    assert heading(visitor, 404)
    assert visitor.page.locator("html").get_attribute("lang") == ("zh-CN" if language == "zh" else "en")
    visitor.go("/a/unknown")
    assert visitor.say("This link does not lead anywhere") in visitor.text
    visitor.go("/organiser/publish")
    assert heading(visitor, 405)
    visitor.begin(link)
    visitor.page.locator("[id='r.0.0']").evaluate("one => { one.value = '9'.repeat(400000) }")
    visitor.press("Send")
    assert heading(visitor, 413)
    visitor.go(link + "?agreed=yes&step=1")
    visitor.page.locator("form.answer").evaluate("one => { one.enctype = 'text/plain' }")
    visitor.press("Send")
    assert heading(visitor, 415)
    visitor.sign_in()
    visitor.page.locator("input[name=csrf]").first.evaluate("one => { one.value = 'x' }")
    visitor.page.locator("header form button").click()
    assert heading(visitor, 403)
    visitor.close()


@BOTH
def test_a_file_that_is_too_large_is_told(live, browser, language, tmp_path):
    key, _ = asked(live)
    large = tmp_path / "people.csv"
    large.write_bytes(b"name\n" + b"x" * 8_000_000)
    visitor = Visitor(live, browser, language).sign_in().go(f"/organiser/activities/{key}")
    visitor.page.locator("#file").set_input_files(large)
    visitor.press("Make links")
    assert heading(visitor, 413)
    visitor.close()


@BOTH
def test_who_asks_too_often_is_told_to_wait(browser, language):
    with Live(limits=Limits(network=Rate(5, 0.001))).begin().running() as live:
        statuses = [httpx.get(live.base + "/").status_code for _ in range(7)]
        assert statuses[-1] == 429
        visitor = Visitor(live, browser, language).go("/")
        assert heading(visitor, 429)  # without its style: that is refused too
        visitor.context.close()


@BOTH
def test_a_form_of_another_site_is_refused_with_a_page(live, language):
    _, (link, _) = asked(live)
    headers = {"origin": "https://evil.example", "accept-language": language}
    refused = httpx.post(live.base + link, data={"agreed": "yes"}, headers=headers)
    assert refused.status_code == 403
    assert Text("This form was not sent from a page of ours").say(language) in refused.text


@BOTH
def test_another_host_is_refused_with_a_page(language):
    house = House(base_url="https://vote.example.org/district", root_path="/district")
    refused = house.guest.get("/", headers={"host": "evil.example", "accept-language": language})
    assert refused.status_code == 421
    assert Text("This server is not known under this address").say(language) in refused.text
    house.store.close()


def test_forms_are_sent_with_their_origin(live, browser):
    """Under `no-referrer` Chromium says `Origin: null` of our own forms, and every one of them was refused."""
    _, (link, _) = asked(live)
    visitor = Visitor(live, browser, "en").begin(link)
    visitor.page.locator("[id='r.0.0']").fill("80")
    with visitor.page.expect_request(lambda request: request.method == "POST") as sent:
        visitor.press("Send")
    assert sent.value.all_headers()["origin"] == live.base
    assert visitor.thanked
    visitor.close()


def test_answers_at_the_same_time_in_many_browsers(live, browser):
    """Twenty sendings of one link's form at the same time, as an impatient telephone does."""
    key, (link, _) = asked(live)
    found: list[int] = []

    def send() -> None:
        sent = httpx.post(live.base + link, data={"agreed": "yes", "r.0.0": "80"}, follow_redirects=False)
        found.append(sent.status_code)

    threads = [threading.Thread(target=send) for _ in range(20)]
    [thread.start() for thread in threads]
    visitor = Visitor(live, browser, "en").go(link)
    [thread.join() for thread in threads]
    assert sorted(found) == [303] + [409] * 19
    assert answers(live, key) == 1
    assert visitor.go(link).thanked
    visitor.close()
