"""Publication: files as they were, under an address, with an entry of the record; anybody can check it offline."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import govmetrics as gm
from tests.serve.conftest import DISTRICT, House


def test_a_run_is_published_and_anybody_can_check_it(tmp_path):
    folder = tmp_path / "district"
    shutil.copytree(DISTRICT, folder, ignore=shutil.ignore_patterns("output"))
    house = House()
    house.app.site.folder = folder
    house.begin()
    assert "Nothing is published yet" in house.guest.get("/published").text
    assert house.guest.get("/ledger/ledger.jsonl").content == b""
    refused = house.post("publish")
    assert refused.status_code == 422
    assert "there is no run to publish" in refused.text
    output = folder / "output"
    output.mkdir()
    said = {"report.html": b"<h1>Report</h1>", "recipe.yaml": b"weighting: equal\n", "manifest.json": b"{}"}
    for name, content in said.items():
        (output / name).write_bytes(content)
    (output / "answers.csv").write_bytes(b"secret")
    assert house.guest.post("/organiser/publish", data={}).status_code in (303, 403)
    assert house.post("publish").status_code == 303
    page = house.guest.get("/published", headers={"accept-language": "zh"}).text
    assert "已发布" in page
    assert "answers.csv" not in page
    assert hashlib.sha256(said["report.html"]).hexdigest() in page
    key = page.split("/published/")[1].split("/")[0]
    (output / "report.html").write_bytes(b"changed")
    kept = house.guest.get(f"/published/{key}/report.html")
    assert kept.content == said["report.html"]
    assert "attachment" in kept.headers["content-disposition"]
    for path in (
        f"/published/{key}/answers.csv",
        f"/published/{key}/..%2F..%2Fevaluation.yaml",
        "/published/x/report.html",
    ):
        assert house.guest.get(path).status_code == 404
    ledger = Path(tmp_path / "ledger.jsonl")
    ledger.write_bytes(house.guest.get("/ledger/ledger.jsonl").content)
    public = gm.ledger.read_checkpoint(house.guest.get("/ledger/checkpoint").text)
    found = gm.ledger.verify(ledger)
    assert found.sound
    assert found.root == public.root.hex()
    assert b"PRIVATE" not in ledger.read_bytes()
    house.store.close()
