"""The report as a folder of pages: one for every unit, whatever it is called, and nothing outside the folder."""

import hashlib
import html
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.core.words.text import beside_others
from govmetrics.report.site import file_names

NASTY = ["../../x", "..", "/etc/passwd", "C:\\con", "con", "CON", "con ", "x" * 10_000, "x" * 9_999,
         "\u202egpj.exe", "<script>alert(1)</script>",
         "a/b", "a\\b", "a b", "a-b", "A B",
         "东风社区", "红旗社区", "%2e%2e%2f", ".htaccess", "index", "index.html", "é", "e\u0301", "a?b#c",
         '=HYPERLINK("x")', "[red]x", "nul.txt", "社区|1", "社区:1"]  # fmt: skip
SEVERAL = [unit for unit in NASTY if unit not in ("con ", "e\u0301")]  # data take these two for "con" and "é"
PLAIN = re.compile(r"unit-[a-z0-9-]+\.html")
RESERVED = {"con", "prn", "aux", "nul"}


def data(units):
    tree = gm.IndicatorTree.from_groups({"A": ["x"], "B": ["y"]}, root="r")
    rng = np.random.default_rng(3)
    values = pd.DataFrame(rng.uniform(0, 100, (len(units), 2)), units, ["x", "y"])
    return gm.follow(gm.Recipe(weighting="equal"), gm.Dataset(tree, values))


@pytest.fixture(scope="module")
def nasty():
    return data(SEVERAL)


@pytest.fixture(scope="module")
def written(nasty, tmp_path_factory):
    folder = tmp_path_factory.mktemp("outer") / "site"
    told = []
    pages = gm.report.site(
        nasty, folder, "en", progress=lambda done, total, what: told.append((done, total, str(what)))
    )
    return folder, pages, told


def test_file_names_are_plain_different_and_those_of_the_name_alone():
    names = file_names(NASTY)
    assert len({name.lower() for name in names}) == len(NASTY)
    for unit, name in zip(NASTY, names, strict=True):
        assert PLAIN.fullmatch(name)
        assert len(name) <= 70
        assert name.split(".")[0] not in RESERVED
        digest = hashlib.sha256(unit.encode()).hexdigest()
        assert digest[:10] in name
    assert file_names(NASTY[::-1]) == names[::-1]  # not of the order, which changes with the ranks
    assert file_names(["East ward"])[0].startswith("unit-east-ward-")
    assert file_names(["西区"])[0] == f"unit-{hashlib.sha256('西区'.encode()).hexdigest()[:10]}.html"


def test_units_that_print_alike_have_pages_of_their_own():
    first, second, third = file_names(["1", "1", "1"])
    assert len({first, second, third}) == 3
    assert second == first.replace(".html", "-2.html")
    assert PLAIN.fullmatch(third)


def test_every_page_is_in_the_folder_and_nothing_is_outside(written):
    folder, pages, _ = written
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in pages)
    assert list(folder.parent.iterdir()) == [folder]
    assert pages[0] == folder / "index.html"
    assert len(pages) == 1 + len(SEVERAL)


def test_pages_stand_in_the_order_of_the_ranking_and_hold_their_unit(written, nasty):
    _, pages, _ = written
    order = list(nasty.ranking().index)
    scores = nasty.scores.values["r"]
    for place, (unit, page) in enumerate(zip(order, pages[1:], strict=True), 1):
        text = page.read_text(encoding="utf-8")
        assert f"<h1>{html.escape(beside_others(unit), quote=False)}</h1>" in text.replace(
            "&#34;", '"'
        ).replace("&#39;", "'")
        assert f"<h2>Rank {place}</h2>" in text
        assert f"Score {scores[unit]:.1f} (scale 0 to 100), rank {place} of {len(SEVERAL)}." in text
        assert "<script" not in text
        assert "script-src;" in text
        assert not re.search(r"(https?:)?//\w", text.replace(html.escape(unit), ""))


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(written):
    _, pages, _ = written
    texts = {page.name: page.read_text(encoding="utf-8") for page in pages}
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in texts.items()}
    seen = set()
    for name, text in texts.items():
        body = re.sub(r"<script.*?</script>", "", text, flags=re.S)
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', body):
            page, _, anchor = link.partition("#")
            assert (page or name) in texts
            assert anchor in ids[page or name]
            seen.add((name, page))
    assert {page for name, page in seen if name == "index.html"} >= {page.name for page in pages[1:]}
    assert all((page.name, "index.html") in seen for page in pages[1:])
    assert (pages[1].name, pages[2].name) in seen
    assert (pages[1].name, pages[-1].name) not in seen  # the ranking is no ring


def test_the_first_page_has_no_cards(written):
    text = written[1][0].read_text(encoding="utf-8")
    assert '<details class="card">' not in text
    assert text.count(f'href="{written[1][1].name}#top"') == 2  # in the ranking and in the list of units


def test_progress_is_told_page_by_page(written):
    _, pages, told = written
    assert told[0] == (0, len(pages), "Pages")
    assert [done for done, *_ in told] == list(range(len(pages) + 1))


def test_written_again_pages_of_units_that_are_no_more_go_and_other_files_stay(tmp_path):
    gm.report.site(data(["a", "b", "c"]), tmp_path, "en")
    others = [
        "unit-plan.html",
        "notes.html",
        "logo.png",
        "unit-a-0123456789.html.txt",
        "unit-a-0123456789.html",
    ]
    for name in others:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    pages = gm.report.site(data(["a", "c", "d"]), tmp_path, "en")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*others, *(page.name for page in pages)]
    )
    assert file_names(["b"])[0] not in [page.name for page in pages]
    assert all((tmp_path / name).read_text(encoding="utf-8") == "mine" for name in others)


def test_in_two_languages_a_page_has_both_and_each_leads_on_in_its_own(tmp_path):
    pages = gm.report.site(data(["a", "b"]), tmp_path, "both")
    text = pages[1].read_text(encoding="utf-8")
    assert re.findall(r'<main class="edition" id="([^"]+)"[^>]* lang="(\w+)"', text) == [
        ("top", "zh"),
        ("en-top", "en"),
    ]
    assert "第 1 名" in text
    assert "Rank 1" in text
    assert 'href="index.html#ranking"' in text
    assert 'href="index.html#en-ranking"' in text
    assert f'href="{pages[2].name}#en-top"' in text


def test_of_a_thousand_units_each_has_its_page_beside_a_page_of_300_cards(monkeypatch, tmp_path):
    monkeypatch.setattr("govmetrics.report.page.cards.UNITS_SHOWN", 3)
    run = data([f"u{k}" for k in range(8)])
    one = gm.report.html(run, tmp_path / "one.html", "en").read_text(encoding="utf-8")
    assert one.count('<details class="card">') == 3
    assert "5 more units have their card in the folder “site”" in one
    pages = gm.report.site(run, tmp_path / "site", "en")
    assert sum("<h2>Rank" in page.read_text(encoding="utf-8") for page in pages) == 8


def test_every_value_is_on_a_units_page_however_many(tmp_path):
    codes = [f"c{k}" for k in range(70)]
    tree = gm.IndicatorTree.from_groups({"A": codes})
    values = pd.DataFrame(np.arange(140.0).reshape(2, 70), list("ab"), codes)
    run = gm.follow(gm.Recipe(weighting="equal"), gm.Dataset(tree, values))
    row = '<th scope="row" class="name">c69</th>'
    assert row in gm.report.site(run, tmp_path / "site", "en")[1].read_text(encoding="utf-8")
    assert row not in gm.report.html(run, tmp_path / "r.html", "en").read_text(encoding="utf-8")


def test_a_file_in_the_way_is_refused_and_nothing_is_left(nasty, tmp_path):
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(FaultyInput, match="give the path of a folder"):
        gm.report.site(nasty, tmp_path / "site")
    with pytest.raises(FaultyInput, match="progress"):
        gm.report.site(nasty, tmp_path / "new", progress="dots")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An evaluation that asks for the site."""
    place = tmp_path_factory.mktemp("job")
    pd.DataFrame({"unit": ["东", "西", "北"], "x": [1.0, 2, 3], "y": [3.0, 2, 2]}).to_csv(
        place / "records.csv", index=False
    )
    (place / "tree.yaml").write_text(
        "code: r\nname: Index\nparts:\n- {code: x, name: X, better: more}\n- {code: y, name: Y, better: more}\n",
        encoding="utf-8",
    )
    (place / "evaluation.yaml").write_text(
        "tree: tree.yaml\nlanguage: en\nevidence: {records: records.csv}\nindex: {weighting: equal}\n"
        "publish: {formats: [site]}\n",
        encoding="utf-8",
    )
    return place


def test_an_evaluation_writes_it_and_a_later_run_verifies_it(folder, tmp_path):
    from typer.testing import CliRunner

    from govmetrics.cli import app

    job = Path(shutil.copytree(folder, tmp_path / "job"))
    done = CliRunner().invoke(app, ["run", str(job)])
    assert done.exit_code == 0, done.output
    pages = {path.name for path in (job / "output" / "site").iterdir()}
    assert pages == {"index.html", *file_names(["东", "西", "北"])}
    shown = done.output.replace("\n", "")
    assert "site/index.html" in shown
    assert not any(
        name in shown for name in pages - {"index.html"}
    )  # not a line for each of a thousand pages
    assert not (job / "output" / "report.html").exists()
    assert CliRunner().invoke(app, ["verify", str(job)]).exit_code == 0


def test_one_part_alone_is_no_site(folder, tmp_path):
    from typer.testing import CliRunner

    from govmetrics.cli import app

    done = CliRunner().invoke(app, ["fuzzy", str(folder), "--format", "site", "-o", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "is written of a whole evaluation" in str(done.exception)
