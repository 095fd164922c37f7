"""Attacks, tried and refused."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import threading

import pytest
from openpyxl import Workbook

from govmetrics.serve import guard, links, tokens
from govmetrics.serve.limits import Limits, Rate
from govmetrics.serve.networks import proxies_of, sender
from tests.fuzz.mutate import parts, zipped
from tests.serve.conftest import PASSWORD, House, links_of

RATED = {"agreed": "yes", "go": "send", "r.0.0": "50"}


def rated(house: House, mode: str = "named", **data: str) -> tuple[str, str]:
    """Return an activity's key and one link."""
    key = house.make(codes="A4", mode=mode, **data)
    return key, (house.invite(key, "Li") if mode == "named" else house.invite(key, count=1))[0]


def count(house: House) -> int:
    with house.store.read() as transaction:
        return transaction.row("SELECT COUNT(*) AS n FROM responses")["n"]


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
     {"origin": "http://testserver.evil.example"}, {"origin": "http://testserver:81"}, {"origin": "https://testserver"}],
)  # fmt: skip
def test_cross_site_posts(house: House, headers: dict[str, str]):
    _, link = rated(house)
    assert house.guest.post(link, data=RATED, headers=headers).status_code == 403
    assert (
        house.owner.post("/organiser/new/ratings", data={"csrf": house.csrf}, headers=headers).status_code
        == 403
    )
    assert count(house) == 0


def test_an_organisers_form_needs_the_secret_of_the_session(house: House):
    key, _ = rated(house)
    for csrf in ("", "x" * 43, tokens.new_token()):
        assert house.owner.post(f"/organiser/activities/{key}/close", data={"csrf": csrf}).status_code == 403
    file = {"file": ("a.csv", b"name\nA", "text/csv")}
    assert (
        house.owner.post(f"/organiser/activities/{key}/links", data={"csrf": "x"}, files=file).status_code
        == 403
    )


def test_nobody_sees_the_organisers_pages(house: House):
    key, _ = rated(house)
    for path in (
        "",
        "new/ratings",
        f"activities/{key}",
        f"activities/{key}/results",
        f"activities/{key}/export/csv",
        "people",
        "log",
    ):
        answer = house.guest.get(f"/organiser/{path}")
        assert answer.status_code == 303, path
        assert answer.headers["location"] == "/organiser/sign-in"


def test_a_reader_changes_nothing(house: House):
    key, _ = rated(house)
    house.post("people", name="Reader", password=PASSWORD, role="reader")
    reader = house.new()
    assert reader.post("/organiser/sign-in", data={"name": "Reader", "password": PASSWORD}).status_code == 303
    assert reader.get(f"/organiser/activities/{key}").status_code == 200
    csrf = re.search(r'name="csrf" value="([^"]+)"', reader.get("/organiser/").text)[1]
    for path in (
        "new/ratings",
        f"activities/{key}/open",
        f"activities/{key}/close",
        f"activities/{key}/resend",
        "people",
    ):
        assert reader.post(f"/organiser/{path}", data={"csrf": csrf}).status_code == 403, path
    assert reader.get("/organiser/people").status_code == 403


def test_a_replayed_link(house: House):
    _, link = rated(house, "anonymous")
    assert house.guest.post(link, data=RATED).status_code == 303
    again = house.guest.post(link, data=RATED)
    assert again.status_code == 409
    assert "not counted" in again.text
    assert count(house) == 1


def test_two_clicks_at_once(house: House):
    """Ballot stuffing: twenty posts of one link at the same time give one answer."""
    _, link = rated(house)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(house.new().post(link, data=RATED).status_code))
        for _ in range(20)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(found) == [303] + [409] * 19
    assert count(house) == 1


def test_guessed_links(house: House):
    _, link = rated(house)
    for path in (
        "/a/x",
        f"/a/{tokens.new_token()}",
        link[:-1],
        link[:-1] + "!",
        link + "A",
        "/a/%00",
        "/a/" + "A" * 5000,
        link.swapcase(),
    ):
        assert house.guest.get(path).status_code in (400, 404, 405), path
        assert house.guest.post(path, data=RATED).status_code in (400, 404, 405), path


def test_who_guesses_often_waits(house: House):
    _, link = rated(house)
    statuses = [house.guest.get(f"/a/{tokens.new_token()}").status_code for _ in range(25)]
    assert statuses == [404] * 20 + [429] * 5
    assert house.guest.get(link).status_code == 200  # whoever holds a link is not kept out by a neighbour


def test_passwords_are_not_tried_for_long(house: House):
    statuses = [
        house.guest.post("/organiser/sign-in", data={"name": "Ms. Wu", "password": f"wrong {n}"}).status_code
        for n in range(22)
    ]
    assert statuses[:20] == [401] * 20
    assert statuses[20:] == [429] * 2


def test_a_link_is_used_so_often_a_minute():
    house = House(limits=Limits(link=Rate(3, 0.001))).begin()
    _, link = rated(house)
    assert [house.guest.get(link).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_resending_revokes(house: House):
    key, old = rated(house)
    (new,) = links_of(house.post(f"activities/{key}/resend").content)
    assert new != old
    assert house.guest.post(old, data=RATED).status_code == 404
    assert house.guest.post(new, data=RATED).status_code == 303


def test_a_used_link_is_not_given_out_again(house: House):
    key, link = rated(house)
    house.guest.post(link, data=RATED)
    assert house.post(f"activities/{key}/resend").status_code == 303  # nobody is left to be reminded
    assert house.guest.get(link).status_code == 200


def test_an_expired_link(house: House):
    _, link = rated(house, closes="2026-05-10T12:00")
    house.time.forward(days=7)
    assert house.guest.post(link, data=RATED).status_code in (404, 410)
    assert count(house) == 0


def test_oversized_bodies(house: House):
    _, link = rated(house)
    big = b"r.0.0=" + b"5" * (300 * 1024)
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert house.guest.post(link, content=big, headers=form).status_code == 413
    assert house.guest.post(link, content=iter([big]), headers=form).status_code == 413  # told no length
    assert (
        house.guest.post(link, content=b"a=1", headers=form | {"content-length": "99999999999"}).status_code
        == 413
    )
    many = "&".join(f"x{n}=1" for n in range(5000)).encode()
    assert house.guest.post(link, content=many, headers=form).status_code == 400
    long = {"agreed": "yes", "r.0.0": "5" * 20_001}
    assert house.guest.post(link, data=long).status_code == 400


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe=1", b"a=%00", b"a=%ff", b"a=1&a=2", b"r.0.0=%ed%a0%80", b"a=\x00", b"agreed=yes&agreed=no"],
)
def test_malformed_bodies(house: House, body: bytes):
    _, link = rated(house)
    answer = house.guest.post(
        link, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert count(house) == 0


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_other_types_of_bodies(house: House, kind: str):
    _, link = rated(house)
    assert house.guest.post(link, content=b'{"r.0.0": 5}', headers={"content-type": kind}).status_code == 415


def test_a_multipart_that_is_none(house: House):
    key, _ = rated(house)
    headers = {"content-type": "multipart/form-data; boundary=abc"}
    answer = house.owner.post(
        f"/organiser/activities/{key}/links", content=b"--abc\r\nnonsense", headers=headers
    )
    assert answer.status_code in (400, 403)


def test_other_methods(house: House):
    _, link = rated(house)
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        assert house.guest.request(method, link).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/static/../site.py", "/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/....//style.css",
     "/static/style.css%00.html", "/static//etc/passwd", "/static/style.css/"],
)  # fmt: skip
def test_path_traversal(house: House, path: str):
    assert house.guest.get(path).status_code in (400, 404, 405)


def test_a_file_name_is_never_a_path(house: House, tmp_path):
    key, _ = rated(house)
    files = {"file": ("../../../tmp/evil\x00.csv", b"name\nAnn", "text/csv")}
    answer = house.owner.post(f"/organiser/activities/{key}/links", data={"csrf": house.csrf}, files=files)
    assert answer.status_code == 200


def test_addresses_are_not_smuggled():
    """Only a trusted proxy's word counts, and of it only what the proxy itself saw."""
    proxies = proxies_of(["10.0.0.0/8"])
    forged = [(b"x-forwarded-for", b"1.2.3.4"), (b"x-real-ip", b"1.2.3.4"), (b"forwarded", b"for=1.2.3.4")]
    assert sender("203.0.113.9", forged, proxies) == "203.0.113.9"
    assert sender("10.0.0.1", [(b"x-forwarded-for", b"1.2.3.4, 203.0.113.9")], proxies) == "203.0.113.9"
    assert (
        sender(
            "10.0.0.1",
            [(b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"203.0.113.9, 10.0.0.2")],
            proxies,
        )
        == "203.0.113.9"
    )
    assert sender("10.0.0.1", [(b"x-forwarded-for", b"1.2.3.4, nonsense")], proxies) == "10.0.0.1"
    assert sender("::ffff:10.0.0.1", [(b"x-forwarded-for", b"203.0.113.9")], proxies) == "203.0.113.9"


def test_a_forged_address_does_not_escape_the_limit(house: House):
    statuses = [
        house.guest.get(f"/a/{tokens.new_token()}", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(22)
    ]
    assert statuses[-1] == 429


def test_behind_a_proxy_links_bear_the_right_address():
    """What peers get wrong: the host that the proxy speaks to, http for https, a lost prefix."""
    house = House(
        base_url="https://vote.example.org/district",
        root_path="/district",
        trusted_proxies=["testclient"][:0],
    )
    house.new = lambda **more: __import__("starlette.testclient", fromlist=["x"]).TestClient(
        house.app,
        base_url="https://vote.example.org",
        root_path="",
        follow_redirects=False,
        headers={"accept-language": "en"},
        **more,
    )
    house.owner = house.new()
    house.begin()
    answer = house.owner.get("/district/organiser/")
    assert answer.status_code == 200
    assert 'href="/district/organiser/new/ratings"' in answer.text
    cookies = house.owner.cookies.jar
    assert {cookie.path for cookie in cookies} == {"/district"}


def test_other_hosts_are_refused():
    house = House(base_url="https://vote.example.org")
    assert house.guest.get("/", headers={"host": "evil.example"}).status_code == 421
    assert house.guest.get("/", headers={"host": "vote.example.org"}).status_code == 200


def test_script_in_names_stays_text(house: House):
    evil = "<script>alert(1)</script>"
    key = house.make(codes="A4", title_en=evil, title_zh=evil, purpose_en=evil, contact=f'"{evil}')
    (link,) = house.invite(key, "<img src=x onerror=alert(1)>")
    pages = [house.guest.get(link), house.owner.get(f"/organiser/activities/{key}"), house.owner.get("/organiser/"),
             house.guest.post(link, data=RATED | {"r.0.0": evil})]  # fmt: skip
    for page in pages:
        assert "<script>" not in page.text
        assert "<img" not in page.text
    assert pages[-1].status_code == 422


def test_every_page_tells_the_browser_to_be_careful(house: House):
    _, link = rated(house)
    for path in (link, "/", "/organiser/sign-in", "/static/style.css", "/nowhere", "/a/x"):
        headers = house.guest.get(path).headers
        assert headers["content-security-policy"] == guard.POLICY
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == (
            "no-store" if "static" not in path else "public, max-age=31536000, immutable"
        )
    assert "unsafe" not in guard.POLICY


def test_no_third_party_and_no_inline_script(house: House):
    _, link = rated(house)
    for page in (
        house.guest.get(link).text,
        house.guest.get(f"{link}?agreed=yes&step=1").text,
        house.owner.get("/organiser/").text,
    ):
        assert not re.search(r'(src|href|action)="(https?:)?//', page)
        assert not re.search(r"<script(?! src)|\son\w+=|style=", page)


def test_no_secret_is_kept_or_logged(house: House, caplog):
    caplog.set_level(logging.DEBUG)
    _, link = rated(house, "anonymous")
    token = link.rpartition("/")[2]
    house.guest.post(link, data=RATED)
    with house.store.read() as transaction:
        names = [
            row["name"] for row in transaction.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        everything = repr([transaction.rows(f"SELECT * FROM {name}") for name in names])
    assert token not in everything
    assert PASSWORD not in everything
    assert not [
        record
        for record in caplog.records
        if record.name.startswith(("govmetrics", "uvicorn")) and token in record.getMessage()
    ]


def test_lookups_compare_in_constant_time(house: House, monkeypatch):
    """Known or not, a look-up ends with the same comparison of hashes of the same length, which `hmac` does."""
    _, link = rated(house)
    seen: list[tuple[int, int]] = []
    real = tokens.hmac.compare_digest
    monkeypatch.setattr(
        tokens.hmac, "compare_digest", lambda a, b: seen.append((len(a), len(b))) or real(a, b)
    )
    with house.store.read() as transaction:
        assert links.find(transaction, link.rpartition("/")[2], house.time.now)
        assert links.find(transaction, tokens.new_token(), house.time.now) is None
        assert links.find(transaction, "short", house.time.now) is None
    assert seen == [(64, 64)] * 3


def test_an_unknown_name_is_tried_like_a_known_one(house: House, monkeypatch):
    """Both cost one argon2id, so that time does not tell which names there are."""
    from govmetrics.serve import people

    tried: list[str] = []
    real = people.right
    monkeypatch.setattr(
        people, "right", lambda password, kept: tried.append(kept[:10]) or real(password, kept)
    )
    for name in ("Ms. Wu", "Nobody"):
        house.guest.post("/organiser/sign-in", data={"name": name, "password": "wrong password"})
    assert tried == ["$argon2id$"] * 2


def test_an_anonymous_answer_leads_to_nobody(house: House):
    """A token readable in an anonymous survey is what peers got wrong: the answer's row holds nothing of the link."""
    key, link = rated(house, "anonymous")
    house.guest.post(link, data=RATED)
    with house.store.read() as transaction:
        said = transaction.row("SELECT * FROM responses")
        used = transaction.row("SELECT * FROM links")
    assert said["link"] is None
    assert said["at"] is None
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["day"])
    assert not {v for v in used.values() if isinstance(v, str) and len(v) > 20 and v != key} & set(
        said.values()
    )
    assert "2026-05-04" not in repr(used)
    assert (
        "hidden" not in house.owner.get(f"/organiser/activities/{key}/results").text.split("<main")[1][:200]
    )
    assert (
        "results are shown when it is closed" in house.owner.get(f"/organiser/activities/{key}/results").text
    )
    assert house.owner.get(f"/organiser/activities/{key}/export/json").status_code == 409


def test_the_first_organiser_is_made_once(house: House):
    from govmetrics.serve.application import setup_address

    assert setup_address(house.app.site, "http://x") is None
    for path in ("/organiser/setup/x", f"/organiser/setup/{tokens.new_token()}", "/organiser/setup/-"):
        assert house.guest.get(path).status_code == 404
        assert house.guest.post(path, data={"name": "Evil", "password": PASSWORD}).status_code == 404


def test_weak_passwords():
    house = House()
    from urllib.parse import urlsplit

    from govmetrics.serve.application import setup_address

    path = urlsplit(setup_address(house.app.site, "")).path
    for name, password in (
        ("Wu", "short"),
        ("Wu", "aaaaaaaaaaaaaaaa"),
        ("a long name!", "a long name!"),
        ("", PASSWORD),
        ("Wu", "x" * 201),
    ):
        assert house.guest.post(path, data={"name": name, "password": password}).status_code == 422


def test_what_a_proxy_says_of_who_is_signed_in_counts_from_it_alone(house: House):
    house.app.site.user_header = "x-remote-user"
    assert house.guest.get("/organiser/", headers={"x-remote-user": "Ms. Wu"}).status_code == 303
    house.app.site.proxies = house.app.proxies = proxies_of(["192.0.2.1"])
    from starlette.testclient import TestClient

    proxy = TestClient(house.app, client=("192.0.2.1", 1), follow_redirects=False)
    assert proxy.get("/organiser/", headers={"x-remote-user": "Ms. Wu"}).status_code == 200
    assert proxy.get("/organiser/", headers={"x-remote-user": "Mr. None"}).status_code == 303
    csrf = re.search(
        r'name="csrf" value="([^"]+)"', proxy.get("/organiser/", headers={"x-remote-user": "Ms. Wu"}).text
    )[1]
    sent = proxy.post("/organiser/sign-out", data={"csrf": csrf}, headers={"x-remote-user": "Ms. Wu"})
    assert sent.status_code == 303


def test_signing_out_ends_the_session(house: House):
    cookie = house.owner.cookies["session"]
    assert house.post("sign-out").status_code == 303
    thief = house.new(cookies={"session": cookie})
    assert thief.get("/organiser/").status_code == 303


def test_a_session_ends_by_itself(house: House):
    house.time.forward(hours=13)
    assert house.owner.get("/organiser/").status_code == 303


def asgi(house: House, path: str, messages: list[dict], *headers: tuple[bytes, bytes]) -> int | None:
    """Send a request message by message; return the status of the answer."""
    told: list[dict] = []
    waiting = iter(messages)

    async def receive() -> dict:
        for message in waiting:
            return message
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        told.append(message)

    given = [(b"host", b"testserver"), (b"content-type", b"application/x-www-form-urlencoded"), *headers]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode(), "scheme": "http",
             "query_string": b"", "client": ("192.0.2.9", 1), "server": ("testserver", 80), "root_path": "",
             "headers": given}  # fmt: skip
    asyncio.run(house.app(scope, receive, send))
    return told[0]["status"] if told else None


BALLOT = b"agreed=yes&go=send&r.0.0=55"


def part(body: bytes, more: bool) -> dict:
    return {"type": "http.request", "body": body, "more_body": more}


def test_half_a_form_is_no_answer(house: House):
    """A connection that is lost within the last number would leave 5 for 55."""
    _, link = rated(house)
    assert asgi(house, link, [part(BALLOT[:-1], True), {"type": "http.disconnect"}]) == 413
    assert count(house) == 0
    assert asgi(house, link, [part(BALLOT[:-1], True), part(BALLOT[-1:], False)]) == 303
    assert count(house) == 1


def test_a_form_that_never_ends():
    house = House(limits=Limits(seconds=0.05)).begin()
    _, link = rated(house)
    assert asgi(house, link, [part(BALLOT[:-1], True)]) == 408
    assert count(house) == 0


def test_a_request_with_two_lengths(house: House):
    """Smuggling: what a proxy takes for one request's body must not be another request here."""
    _, link = rated(house)
    two = ((b"content-length", b"4"), (b"transfer-encoding", b"chunked"))
    assert asgi(house, link, [part(BALLOT, False)], *two) == 400
    assert count(house) == 0


@pytest.mark.parametrize(
    ("chain", "meant"),
    [(["1.1.1.1", "203.0.113.9"], "203.0.113.9"), (["1.1.1.1, 203.0.113.9, 10.0.0.3, 10.0.0.2"], "203.0.113.9"),
     (["203.0.113.9, ::ffff:10.0.0.3"], "203.0.113.9"), (["203.0.113.9", "10.0.0.4", ""], "10.0.0.1"), ([""], "10.0.0.1"),
     (["unknown, 203.0.113.9"], "203.0.113.9"), (["203.0.113.9:4711"], "10.0.0.1"), (["10.0.0.2, 10.0.0.3"], "10.0.0.2"),
     (["2001:db8::7"], "2001:db8::7"), (["1.1.1.1,\t203.0.113.9 "], "203.0.113.9")],
)  # fmt: skip
def test_chains_of_proxies(chain: list[str], meant: str):
    headers = [(b"X-Forwarded-For", one.encode()) for one in chain]
    assert sender("10.0.0.1", headers, proxies_of(["10.0.0.0/8"])) == meant
    assert sender("198.51.100.4", headers, proxies_of(["10.0.0.0/8"])) == "198.51.100.4"


def _hostile_workbooks() -> dict[str, bytes]:
    """Return workbooks of a few kilobytes that unpack to gigabytes, name a cell in the last row, or are damaged."""
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Ada"])
    whole = io.BytesIO()
    book.save(whole)
    entries = parts(whole.getvalue())
    sheet = "xl/worksheets/sheet1.xml"
    rows = b"</sheetData>"
    far = b'<row r="99999999999"><c r="XFD99999999999"><v>1</v></c></row></sheetData>'
    many = entries | {sheet: entries[sheet].replace(rows, b"<row/>" * 1_100_000 + rows)}
    blank = entries | {sheet: entries[sheet].replace(rows, b" " * 3_000_000 + rows)}
    return {
        "far": zipped(entries | {sheet: entries[sheet].replace(rows, far)}),
        "many": zipped(many),
        "blank": zipped(blank),
        "damaged": whole.getvalue()[:-300],
        "none": b"PK\x03\x04",
    }


@pytest.mark.thorough
def test_hostile_lists_of_people_are_refused_with_a_sentence(house: House):
    """The bounds of every reader hold for what is uploaded; the page says what is wrong, and no link is made."""
    key = house.make(codes="A4", mode="named")
    for name, content in _hostile_workbooks().items():
        files = {"file": (f"{name}.xlsx", content)}
        answer = house.owner.post(
            f"/organiser/activities/{key}/links", data={"csrf": house.csrf}, files=files
        )
        assert answer.status_code == 422, name
        assert "<li>invitees.xlsx" in answer.text, name
    with house.store.read() as transaction:
        assert transaction.row("SELECT COUNT(*) AS n FROM links")["n"] == 0
