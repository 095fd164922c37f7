import html
import importlib
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree
from govmetrics.report.html import SCRIPTS
from govmetrics.report.live import script


class Outline(HTMLParser):
    """Tags that are not closed, ids and links of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.links = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


CODES = [script(path) for path in SCRIPTS]


def page(assessment, tmp_path, language="en", **extras):
    """The page without the code of its scripts."""
    text = gm.report.html(assessment, tmp_path / "r.html", language, **extras).read_text(encoding="utf-8")
    for code, _ in CODES:
        assert text.count(code) == 1
        text = text.replace(code, "")
    return text


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_html_is_whole_and_names_never_become_markup(assessment, tmp_path, language):
    text = page(assessment, tmp_path, language)
    assert "&lt;b&gt;bold&lt;/b&gt;" in text
    assert "<b>bold" not in text
    assert "<i>z" not in text
    assert "a &lt;source&gt;" in text
    assert ("指数" in text) == (language != "en")
    assert ("Index" in text) == (language != "zh")
    assert not re.search(r"https?://", text)
    data = {"both": 2}.get(language, 1)  # an edition holds its numbers in one more script, which does nothing
    data += text.count('class="option"')  # and so does every chart
    assert text.count("<script") == len(CODES) + data
    for _, digest in CODES:  # the policy lets these run, by their hashes, and nothing else
        assert digest in html.unescape(text)
    assert assessment.provenance["inputs"]["data"] in text
    assert "impute_mean" not in text
    assert ("impute mean" in text) == (language != "zh")
    assert ("均值插补" in text) == (language != "en")


@pytest.mark.parametrize("which", ["assessment", "panel"])
def test_tags_are_closed_and_every_link_leads_somewhere(which, request, tmp_path):
    outline = Outline(page(request.getfixturevalue(which), tmp_path))
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert {
        "ranking",
        "obstacles",
        "units",
        "u1",
        "u3",
        "weights",
        "dictionary",
        "gaps",
        "changes",
        "made",
    } <= set(outline.ids)


def test_unknown_language(assessment, tmp_path):
    with pytest.raises(FaultyInput, match="choose one of: en, zh, both"):
        gm.report.html(assessment, tmp_path / "r.html", "fr")


def test_obstacles_are_there_without_asking(assessment, tmp_path):
    # z of =SUM(A1) is imputed by the mean of 1 and 9; the scaled leaves of <b>bold</b> are all 0: x .25, y .25, z .5.
    text = page(assessment, tmp_path)
    held = gm.diagnosis.obstacles(assessment.scaled, assessment.weights).to_frame()
    assert held.loc["<b>bold</b>"].to_dict() == {"x": 0.25, "y": 0.25, "z": 0.5}
    assert "held back by: &lt;i&gt;z&lt;/i&gt; (50%); Trust (25%); y (25%)" in text


def test_scales_without_ends_have_no_obstacles_and_a_whole_page(assessment, tmp_path):
    plain = gm.follow(gm.Recipe(normalisation="z_score", treatment=["impute_mean"]), assessment.dataset)
    text = page(plain, tmp_path)
    assert Outline(text).open == []
    assert "held back" not in text


def test_values_stand_beside_median_and_target(assessment, tmp_path):
    # x is 1, 2, 3 with the target 2.5: value, median, target and whether it is reached.
    number = r'<td class="n">(.*?)</td>'
    row = rf'<th scope="row" class="name">Trust <span class="quiet">%</span></th>{number}{number}{number}'
    rows = [
        [re.sub("<.*?>", "", cell) for cell in cells] for cells in re.findall(row, page(assessment, tmp_path))
    ]
    assert sorted(rows) == [["1", "2", "2.5 missed"], ["2", "2", "2.5 missed"], ["3", "2", "2.5 reached"]]


def test_a_panel_shows_the_latest_period_its_changes_and_the_trend(panel, tmp_path):
    text = page(panel, tmp_path)
    assert "Ranking 2025Q3" in text
    assert text.count('<td class="name"><a href="#u') == 3
    assert (
        "Since 2025Q2, 1 unit has gained and 1 lost; the best change is c (+10.0), the worst b (−10.0)."
        in text
    )
    assert "2 units share a rank with another (marked =)." in text
    # b: score, median of the three units, rank
    row = r'<tr><th scope="row">{}</th><td class="n">{}</td><td class="n">{}</td><td class="n">{}</td></tr>'
    for period, score, median, rank in (("2024Q4", "40.0", "40.0", 2), ("2025Q3", "20.0", "50.0", 3)):
        assert re.search(row.format(period, score, median, rank), text)


def test_the_first_steps_tell_of_gaps(panel, tmp_path):
    # 24 cells, one of them empty, in the second quarter: the latest period is complete.
    text = page(panel, tmp_path)
    assert "1 of 24 cells (4.2%) are empty" in text
    assert "part of the evidence" not in text.split("</nav>")[0].split("Notes of the calculation")[0]
    assert "1 of 24" not in page(gm.follow(gm.Recipe(), panel.dataset.at("2025Q3")), tmp_path)


def test_intervals_and_tiers(assessment, tmp_path):
    from govmetrics.robustness import PerturbedWeights, uncertainty

    sure = uncertainty(assessment.recipe, assessment.dataset, [PerturbedWeights(0.2)], draws=50)
    text = page(assessment, tmp_path, uncertainty=sure)
    assert "1<small>tier 1</small>" in text
    assert "with the weights varied in 50 draws" in text
    assert "robustness.uncertainty" not in text
    chinese = page(assessment, tmp_path, "zh", uncertainty=sure)
    assert "<small>第 1 档</small>" in chinese
    assert "名次的可靠性：权重变动 50 次，" in chinese


def test_experts_and_their_consistency(tmp_path):
    # Two experts who agree on 3 : 1: lambda is 2, so CI and CR are 0 and the consensus is perfect.
    tree = IndicatorTree.from_groups({"A": ["x", "y"]})
    answers = pd.DataFrame(
        [("Li", "x", "y", -3), ("<b>", "x", "y", -3)], columns=["expert", "first", "second", "value"]
    )
    judgements = gm.read_judgements(answers, tree)
    data = Dataset(
        tree, pd.DataFrame({"x": [1.0, 2], "y": [1.0, 2]}, index=pd.Index(["a", "b"], name="unit"))
    )
    found = gm.follow(gm.Recipe(weighting="ahp"), data, judgements=judgements)
    experts = gm.ahp.weights(judgements)
    for language, heading in (("en", ">Experts</h2>"), ("zh", ">专家</h2>"), ("both", ">专家</h2>")):
        text = page(found, tmp_path, language, experts=experts)
        assert Outline(text).open == []
        assert heading in text
        for sentence in experts._finding():
            assert sentence.say("en" if language == "en" else "zh") in html.unescape(text)
    checked = (
        '<td>A</td><td class="n">0.000</td><td>是</td><td class="n">100.0%</td>'  # CR, passed, consensus
    )
    assert checked in text
    written = gm.report.write_run(found, tmp_path / "run", experts=experts)
    back = pd.read_csv(tmp_path / "run" / "experts.csv", encoding="utf-8-sig")
    assert tmp_path / "run" / "experts.csv" in written
    assert back[["expert", "group"]].to_numpy().tolist() == [["Li", "A"], ["<b>", "A"]]


def test_medians_are_over_all_units_not_only_those_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.import_module("govmetrics.report.page.cards"), "UNITS_SHOWN", 1)
    frame = pd.DataFrame({"x": [0.0, 5, 10]}, index=pd.Index(list("abc"), name="unit"))
    text = page(gm.follow(gm.Recipe(), Dataset(IndicatorTree.from_groups({"A": ["x"]}), frame)), tmp_path)
    assert 'title="median 50.0"' in text
    assert '<th scope="row" class="name">x</th><td class="n">10</td><td class="n">5</td>' in text
    assert ">target<" not in text  # none of the indicators has one


def test_large_pages_are_cut_and_say_so(tmp_path, monkeypatch):
    for place, name, most in (("ranking", "ROWS_SHOWN", 5), ("cards", "UNITS_SHOWN", 4), ("weights", "NODES_SHOWN", 3),
                              ("appendix", "LEAVES_SHOWN", 3), ("appendix", "CHANGES_SHOWN", 2)):  # fmt: skip
        monkeypatch.setattr(importlib.import_module(f"govmetrics.report.page.{place}"), name, most)
    x = np.random.default_rng(0).random((9, 6))
    x[:4, 0] = np.nan
    tree = IndicatorTree.from_groups({"A": list("abc"), "B": list("def")})
    data = Dataset(
        tree, pd.DataFrame(x, index=[f"u{i}" for i in range(9)], columns=list("abcdef")).rename_axis("unit")
    )
    text = page(gm.follow(gm.Recipe(treatment=["impute_median"]), data), tmp_path)
    where = " where the whole run is written (“write_run”)"
    for said in (f"4 more units are in ranking.csv{where}", "5 more units have their card in the folder “site”",
                 f"6 more nodes are in weights.csv{where}", f"All scores are in scores.csv{where}.",
                 "3 more indicators are in the tree file", f"2 more cells are in changes.csv{where}"):  # fmt: skip
        assert said in text
    assert text.count('<details class="card">') == 4
    asked = {"tree": tree, "index": {"treatment": ["impute_median"]}}
    found = gm.evaluate(asked, records=data)
    for language, said in {
        "en": ("4 more units are in the folder “tables”", "All scores are in the folder “tables”.",
               "6 more nodes are in the folder “tables”", "2 more cells are in the folder “tables”"),
        "zh": ("4 个单元见文件夹“tables”", "全部得分见文件夹“tables”。",
               "6 个节点见文件夹“tables”", "2 处数据见文件夹“tables”"),
    }.items():  # fmt: skip
        text = page(found, tmp_path, language)
        for one in said:
            assert one in text, one
        named = set(re.findall(r"[\w.]+\.csv", text))
        assert named <= {path.name for path in found.write(tmp_path / "run")}, named


def test_nobody_has_a_score(tmp_path):
    frame = pd.DataFrame(
        {"x": [1.0, 2, None, None], "y": [None, None, 1.0, 2]}, index=pd.Index(list("abcd"), name="unit")
    )
    found = gm.follow(gm.Recipe(), Dataset(IndicatorTree.from_groups({"A": ["x", "y"]}), frame))
    text = page(found, tmp_path)
    assert Outline(text).open == []
    assert "4 units have no score: too much of the evidence is missing." in text


def test_what_a_drawn_tree_says_of_its_codes_and_of_rows_that_are_not_read_is_chinese(tmp_path):
    rows = [
        ["甲", "参与", 0.5, "正向"],
        [None, "信任", 0.5, "正向"],
        ["乙", "协商", 1, "正向"],
        ["合计", None, 2, None],
    ]
    tree = gm.read_tree(pd.DataFrame(rows, columns=["一级指标", "二级指标", "权重", "方向"]))
    table = pd.DataFrame({"A1": [1, 2, 3], "A2": [3, 1, 2], "B1": [1, 3, 2]}, index=["子", "丑", "寅"])
    done = gm.follow(gm.Recipe(), gm.read_records(table, tree))
    page = gm.report.html(done, tmp_path / "r.html", "zh").read_text(encoding="utf-8")
    assert "未读入的内容" in page
    assert "<strong>codes" not in page
    assert "<strong>left out" not in page
