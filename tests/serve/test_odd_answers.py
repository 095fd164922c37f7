"""A hostile visitor: whatever stands in a field or an address, nothing breaks, and nothing odd is kept."""

from __future__ import annotations

import csv
import io
import re
from zipfile import ZipFile

import openpyxl
import pytest

from govmetrics.serve.kinds import KINDS
from tests.contracts.test_hostile_arguments import FULL
from tests.serve.conftest import House, links_of

SETTINGS = {
    "pairwise": {"groups": "GOV\nB"},
    "ratings": {"codes": "A4"},
    "vote": {"options": "Park\nLift\nLibrary", "rule": "ranking"},
    "budget": {"projects": "Park = 40\nLift = 60", "budget": "100"},
    "opinions": {"statements": "More trees\nFewer cars\nA library", "own": "yes"},
    "delphi": {"codes": "A4"},
}
ODD = ("9" * 5000, "-1", "1e400", "nan", "inf", "٣", "１", "0x10", "=1+1", "<script>", "'; DROP TABLE links; --", "{{ 7*7 }}",
       "%s%n", "\u202e", "\U0010ffff", "a" * 3000, " ", "1\r\nSet-Cookie: a=b", "../../etc/passwd", "²")  # fmt: skip


@pytest.mark.parametrize("kind", list(KINDS))
def test_odd_values_in_every_field(house: House, kind: str):
    key = house.make(kind, mode=KINDS[kind].modes[0], **SETTINGS.get(kind, {}))
    anonymous = KINDS[kind].modes[0] == "anonymous"
    (link,) = house.invite(key, count=1) if anonymous else house.invite(key, "Li")
    house.app.site.by_link._rate = type(house.app.site.by_link._rate)(1e9, 1e9)
    page = house.guest.get(f"{link}?agreed=yes&step=1").text
    names = {
        name
        for name in re.findall(r'name="([^"]+)"', page)
        if name not in ("agreed", "step", "go", "viewport")
    }
    assert names
    for value in ODD:
        for chosen in [sorted(names), *([name] for name in sorted(names)[: 6 if FULL else 1])]:
            for go in ("look", "next", "send"):
                form = {"agreed": "yes", "step": "1", "go": go, **dict.fromkeys(chosen, value)}
                answer = house.new(raise_server_exceptions=False).post(link, data=form)
                fine = (303, 409, 422, *([200] if go == "look" else []))
                assert answer.status_code in fine, (value[:20], chosen, go)
                assert "<script>" not in answer.text
                assert "49" not in re.findall(r">\s*(49)\s*<", answer.text)
                assert "set-cookie" not in answer.headers
    for step in ("-1", "0", "9" * 50, "x", "²", "1.5", ""):
        assert house.guest.get(f"{link}?agreed=yes&step={step}").status_code in (200, 422)


@pytest.mark.parametrize("value", ODD)
def test_odd_values_of_organisers(house: House, value: str):
    """Not only guests are hostile."""
    browser = house.owner
    browser._transport.raise_server_exceptions = False
    for kind in KINDS:
        names = re.findall(r'name="([^"]+)"', browser.get(f"/organiser/new/{kind}").text)
        form = dict.fromkeys(names, value) | {"csrf": house.csrf}
        answer = browser.post(f"/organiser/new/{kind}", data=form)
        assert answer.status_code in (303, 400, 422), kind
    key = house.make(codes="A4", mode="anonymous")
    files = {"none": ("", b"", "text/plain")}
    answer = browser.post(
        f"/organiser/activities/{key}/links", data={"csrf": house.csrf, "count": value}, files=files
    )
    assert answer.status_code in (200, 422)
    own = house.make("opinions", mode="anonymous", **SETTINGS["opinions"])
    sent = house.post(f"activities/{own}/moderate", add=value, out=value, back=value)
    assert sent.status_code in (303, 422)
    for path in (
        "people",
        f"activities/{key}/resend",
        f"activities/{key}/next",
        f"activities/{key}/moderate",
    ):
        sent = house.post(
            path, name=value, id=value, role=value, active=value, password=value, only=value, add=value
        )
        assert sent.status_code in (303, 404, 422), path


def test_odd_addresses(database):
    house = House(database=database).begin()
    guest = house.new(raise_server_exceptions=False)
    owner = house.owner
    owner._transport.raise_server_exceptions = False
    for odd in (
        "%00",
        "%0d%0aSet-Cookie:a=b",
        "%ff%fe",
        "%ed%a0%80",
        "..%2f..",
        "a" * 3000,
        "%F0%9F%92%A9",
        "'--",
    ):
        for path in ("/a/{}", "/published/{}/{}", "/static/{}", "/{}", "/ledger/{}"):
            answer = guest.get(path.format(odd, odd))
            assert 400 <= answer.status_code < 500, (path, odd, answer.status_code)
            assert "set-cookie" not in answer.headers
        for path in ("activities/{}", "activities/{}/results", "activities/{}/export/{}", "new/{}"):
            assert 400 <= owner.get(f"/organiser/{path.format(odd, odd)}").status_code < 500, (path, odd)
    house.store.close()


def test_a_slash_more_leads_to_no_other_host(house: House):
    """A redirection keeps to this server, whatever the request calls it."""
    answer = house.guest.get("/published/", headers={"host": "evil.example"})
    assert "evil.example" not in answer.headers.get("location", "")


@pytest.mark.parametrize(
    "evil", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://evil.example")']
)
def test_no_formula_in_any_file(house: House, evil: str):
    """Names, attributes, options, units, statements: in links, and in every format of the export."""
    key = house.make("vote", options=f"{evil}\nLift", rule="approval", mode="named")
    text = io.StringIO()
    csv.writer(text).writerows([["name", "contact", evil], [evil, evil, evil]])
    packet = house.owner.post(f"/organiser/activities/{key}/links", data={"csrf": house.csrf},
                              files={"file": ("a.csv", text.getvalue().encode(), "text/csv")})  # fmt: skip
    (link,) = links_of(packet.content)
    assert house.guest.post(link, data={"agreed": "yes", "go": "send", "o.0": "yes"}).status_code == 303
    files = {
        name: house.owner.get(f"/organiser/activities/{key}/export/{name}").content
        for name in ("csv", "xlsx")
    }
    with ZipFile(io.BytesIO(packet.content)) as archive:
        sheets = [files["xlsx"], archive.read("links.xlsx")]
        texts = [files["csv"], archive.read("links.csv")]
    for one in texts:
        cells = [cell for row in csv.reader(io.StringIO(one.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], cells
    for one in sheets:
        cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(one)) for row in sheet for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
