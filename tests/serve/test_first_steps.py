"""From nothing to an answer."""

import re

from tests.serve.conftest import House


def test_an_expert_rates(house: House):
    key = house.make(codes="A4", units="East\nWest")
    li, _ = house.invite(key, "Li", "Ann")
    assert "consent" not in house.guest.get(li).url.path
    page = house.guest.get(f"{li}?step=1&agreed=yes")
    assert page.status_code == 200
    assert "Page 1 of 2" in page.text
    first = house.guest.post(li, data={"agreed": "yes", "step": "1", "go": "next", "r.0.0": "80"})
    assert first.status_code == 303, first.text
    last = house.guest.post(li, data={"agreed": "yes", "step": "2", "go": "send", "r.1.0": "70"})
    assert last.status_code == 303, last.text
    assert "counts once" in house.guest.get(li).text
    results = house.owner.get(f"/organiser/activities/{key}/results").text
    assert "East" in results
    assert "80" in results


def test_what_is_wrong_with_a_form_is_told_by_what_its_fields_are_called(house: House):
    given = {"mode": "anonymous", "retention_days": "many", "options": "Park", "rule": "ranking"}
    for language, called in (("en", "Title in English: "), ("zh", "英文名称：")):
        house.owner.headers["accept-language"] = language
        page = house.post("new/vote", **given)
        assert page.status_code == 422
        summary = page.text.partition('class="summary"')[2].partition("<form")[0]
        told = re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', summary)
        assert {"title_en", "contact", "retention_days", "options"} <= {name for name, _ in told}
        assert not [text for name, text in told if name in text]
        assert called in summary
