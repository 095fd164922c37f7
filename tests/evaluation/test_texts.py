"""Documents, codings, proposals and configurations named in an evaluation file: as the rooms find them, and nobody's words in
what is published."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.archive import archive, as_archived, files_of

TREE = {"code": "index", "name": {"en": "Index", "zh": "指数"}, "parts": [
    {"code": "actors", "name": {"en": "Actors", "zh": "主体"}, "parts": [
        {"code": "trust", "name": {"en": "Trust", "zh": "信任"}, "better": "more", "worst": 0, "best": 100},
        {"code": "funds", "name": {"en": "Funds", "zh": "经费"}, "better": "more", "worst": 0, "best": 100}]},
    {"code": "lights", "name": {"en": "Lights", "zh": "照明"}, "better": "less", "worst": 1, "best": 0},
    {"code": "solved", "name": {"en": "Solved", "zh": "办结"}, "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
UNITS = [f"c{place:02}" for place in range(8)]
TRUST = [90.0, 80, 75, 20, 15, 30, 85, 10]
FUNDS = [80.0, 20, 70, 75, 10, 20, 15, 30]
SOLVED = [95.0, 70, 80, 25, 20, 35, 90, 5]
WORDS = {"照明": ["路灯", "照明"], "停车": ["停车"]}
CODES = {"T": "信任", "M": "资金"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an untidy folder: encodings mixed, a Word file, coders with sheets of different kinds, two periods."""
    rows = []
    for period, shift in (("2024", 5.0), ("2025", 0.0)):
        for place, unit in enumerate(UNITS):
            fell = shift if place % 2 else -shift  # odd units fell, even ones rose
            rows.append([period, unit, TRUST[place] + fell, FUNDS[place] + fell, SOLVED[place] + fell])
    frame = pd.DataFrame(rows, columns=["period", "unit", "trust", "funds", "solved"])
    frame.to_csv(tmp_path / "records.csv", index=False)
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    about = []
    for at, (period, unit) in enumerate(
        (p, u) for p in ("2024-03-01", "2025-04-01") for u in UNITS for _ in range(2)
    ):
        body = "张女士来电13800138000：" + ("路灯坏了，照明不足" if at % 3 else "停车难")
        name = f"{at}.txt"
        if at == 0:
            from docx import Document

            name, document = "0.docx", Document()
            document.add_paragraph(body)
            document.save(str(tmp_path / "docs" / name))
        elif at % 4 == 1:
            name = f"deep/{at}.txt"
            (tmp_path / "docs" / name).write_bytes(body.encode("gb18030"))
        else:
            (tmp_path / "docs" / name).write_bytes(body.encode("utf-16" if at % 2 else "utf-8"))
        about.append([name, unit, period])
    pd.DataFrame(about, columns=["文件名", "社区", "日期"]).to_csv(
        tmp_path / "about.csv", index=False, encoding="gb18030"
    )
    talks = [(f"访谈{unit}{nth}", unit) for unit in UNITS[:6] for nth in range(3)]
    listed = [[name, unit, "信任" if place % 2 else "T", f"赵主任说互相认识，电话13912345678，{place}"]
              for place, (name, unit) in enumerate(talks)]  # fmt: skip
    pd.DataFrame(listed, columns=["访谈", "社区", "编码", "原话"]).to_excel(
        tmp_path / "first.xlsx", index=False
    )
    grid = [
        [name, unit, "√" if place else "×", "√" if place % 3 == 0 else "×"]
        for place, (name, unit) in enumerate(talks)
    ]
    pd.DataFrame(grid, columns=["访谈编号", "社区", "T", "M"]).to_csv(
        tmp_path / "second.csv", index=False, encoding="gb18030"
    )
    cases = [
        [unit, "2025-01-01", "2025-01-20" if place % 2 else None, None]
        for place, unit in enumerate(UNITS)
        for _ in range(3)
    ]
    pd.DataFrame(cases, columns=["body", "raised", "answered", "done"]).to_excel(
        tmp_path / "proposals.xlsx", index=False
    )
    return tmp_path


def asked(folder: Path, evidence: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    documents = {"file": str(folder / "docs"), "about": str(folder / "about.csv"), "dictionary": WORDS, "every": "year",
                 "measure": "share", "leaves": {"lights": "照明"}}  # fmt: skip
    coding = {"files": {"甲": str(folder / "first.xlsx"), "乙": str(folder / "second.csv")}, "codebook": CODES,
              "nodes": {"M": "Funds"}}  # fmt: skip
    said = {
        "records": {"file": str(folder / "records.csv"), "period": "period"},
        "documents": documents,
        "coding": coding,
    }
    return {"tree": TREE, "evidence": {**said, **(evidence or {})},
            "index": {"normalisation": "goalposts", "weighting": "equal"}, **more}  # fmt: skip


def without(said: dict[str, Any], *names: str) -> dict[str, Any]:
    said["evidence"] = {name: one for name, one in said["evidence"].items() if name not in names}
    return said


def one_period(folder: Path) -> None:
    """Leave the rows of 2025 in the records."""
    frame = pd.read_csv(folder / "records.csv", dtype={"period": str})
    frame[frame["period"] == "2025"].to_csv(folder / "records.csv", index=False)


ANCHORS = {
    "outcome": "solved",
    "conditions": {"trust": [20, 52, 80], "Funds": [20, 52, 80]},
    "thresholds": [20, 52, 80],
}


def test_themes_join_the_tree_with_errors_and_are_followed_over_time(folder: Path) -> None:
    found = gm.evaluate(asked(folder))
    read = gm.text.read(folder / "docs", every="year", about=folder / "about.csv")
    own = gm.text.keywords(read, WORDS, measure="share")
    data = found.assessment.dataset
    for mine, room in ((data.values, own.values), (data.standard_errors, own.standard_errors)):
        assert mine["lights"].sort_index().tolist() == room["照明"].sort_index().tolist()
    pd.testing.assert_frame_equal(found.documents.trends.values, gm.text.trends(read, WORDS, "themes").values)
    assert "documents" in found.provenance["inputs"]


def test_coders_and_codes_are_as_the_room_finds_them(folder: Path) -> None:
    found = gm.evaluate(asked(folder, seed=4))
    read = gm.text.read_coding({"甲": folder / "first.xlsx", "乙": folder / "second.csv"}, CODES)
    assert found.coding.agreement.kappa == pytest.approx(gm.text.agreement(read).kappa)
    own = gm.text.matrix(read, "社区")
    pd.testing.assert_frame_equal(found.coding.matrix.values, own.values)
    assert not found.coding.matrix.quotes["quote"].str.contains("13912345678|赵主任").any()


def test_codes_stand_where_the_score_fell(folder: Path) -> None:
    said = gm.evaluate(asked(folder)).said
    trust = said.table[said.table["node"] == "trust"]  # code T is called as the node is
    assert set(trust["unit"]) == {"c01", "c03", "c05"}  # coded, and lower than the year before
    assert np.allclose(said.table["change"], -5)
    row = trust[trust["unit"] == "c01"].iloc[0]
    assert (row["code"], row["share"], row["documents"]) == ("T", 1.0, 3)
    assert "***" in row["quote"]
    assert set(said.table["node"]) == {"trust", "funds"}
    assert "c07" in "".join(map(str, said.notes))  # fell, and nobody was heard there
    assert "下降" in said.summary("zh")


def test_with_one_period_the_lowest_are_shown(folder: Path) -> None:
    one_period(folder)
    said = without(asked(folder), "documents")
    said["tree"] = {**TREE, "parts": [TREE["parts"][0], TREE["parts"][2]]}  # type: ignore[index]
    said["evidence"]["records"] = str(folder / "records.csv")
    frame = pd.read_csv(folder / "records.csv").drop(columns="period")
    frame.to_csv(folder / "records.csv", index=False)
    said["evidence"]["coding"]["top"] = 2
    found = gm.evaluate(said).said
    low = pd.Series(TRUST, UNITS)[:6].sort_values().index[:2]
    assert found.table[found.table["node"] == "trust"]["unit"].drop_duplicates().tolist() == list(low)
    assert "change" not in found.shown
    assert "is lowest in" in found.summary("en")


def test_proposals_fill_a_leaf_in_percent(folder: Path) -> None:
    tree = {"code": "index", "parts": [
        {"code": "answered", "unit": "%", "better": "more", "worst": 0, "best": 100},
        {"code": "trust", "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
    proposals = {
        "file": str(folder / "proposals.xlsx"),
        "at": "2025-03-01",
        "days": 30,
        "leaves": {"answered": "answered"},
    }
    records = pd.DataFrame({"trust": TRUST}, index=pd.Index(UNITS, name="unit"))
    found = gm.evaluate({"tree": tree, "evidence": {"proposals": proposals}}, records)
    assert found.assessment.dataset.values["answered"].tolist() == [0.0, 100.0] * 4
    assert found.proposals.bodies["raised"].eq(3).all()


@pytest.mark.parametrize("remainders", ["none", "all", "directed"])
def test_configurations_are_those_of_the_room(folder: Path, remainders: str) -> None:
    said = {**ANCHORS, "remainders": remainders}
    found = gm.evaluate(asked(folder, configurations=said))
    scores = found.assessment.scores.at("2025")
    own = gm.qca.from_scores(scores, "solved", (20, 52, 80), ["trust", "funds"], remainders=remainders)  # type: ignore[arg-type]
    mine = found.configurations
    assert mine.solution.remainders == remainders
    pd.testing.assert_frame_equal(mine.solution.terms, own.terms)
    assert [one.terms for one in mine.solution.negated] == [one.terms for one in own.negated]
    pd.testing.assert_frame_equal(
        mine.necessity.conditions,
        gm.qca.necessity(own.table.sets, "solved", conditions=["trust", "funds"]).conditions,
    )
    pd.testing.assert_frame_equal(mine.robustness.tests, gm.qca.robustness(own).tests)
    assert {one.remainders for one in (mine.complex, mine.parsimonious, mine.intermediate)} == {
        "none",
        "all",
        "directed",
    }
    told = "".join(table.frame.to_string() for table in found.tables("zh"))
    assert "●" in told
    assert "trust 信任" in told


def test_an_expected_direction_and_cases_are_handed_on(folder: Path) -> None:
    found = gm.evaluate(
        asked(folder, configurations={**ANCHORS, "expected": {"Trust": 1, "funds": "-"}, "cases": 2})
    ).configurations
    assert found.intermediate.expected == {"trust": 1}
    assert found.table.least == 2


@pytest.mark.parametrize(("evidence", "more", "told"), [
    ({"documents": {"file": "nowhere"}}, {}, "evidence.documents (nowhere): there is no such file"),
    ({"documents": {"file": "docs", "leaves": {"lights": "照明"}}}, {}, "evidence.documents.unit: the documents have no units"),
    ({"documents": {"leaves": {"light": "照明"}}}, {}, "evidence.documents.leaves: 'light' is not a leaf; did you mean"),
    ({"documents": {"leaves": {"lights": "照眀"}}}, {}, "evidence.documents.leaves.lights: there is no column '照眀'"),
    ({"documents": {"measure": "rates"}}, {}, "evidence.documents.measure"),
    ({"coding": {"files": "first.xlsx"}}, {}, "evidence.coding.agreement: there is one coder only"),
    ({"coding": {"unit": "街道"}}, {}, "evidence.coding.unit: '街道' is not known of the documents"),
    ({"coding": {"codebook": {"T": "信任", "N": "资金"}}}, {}, "second.csv"),
    ({"coding": {"nodes": {"M": "Fund"}}}, {}, "evidence.coding.nodes.M: 'Fund' is not a node of the tree"),
    ({"coding": {"nodes": {"Q": "funds"}}}, {}, "evidence.coding.nodes.Q: is not a code"),
    ({"coding": {"kodebook": "x"}}, {}, "evidence.coding.kodebook: is not a key here; did you mean 'codebook'?"),
    ({"proposals": {"file": "none.xlsx"}}, {}, "evidence.proposals (none.xlsx): there is no such file"),
    ({}, {"configurations": {"outcome": "slved", "thresholds": [20, 52, 80]}}, "configurations.outcome: 'slved' is not a node"),
    ({}, {"configurations": {"outcome": "solved", "conditions": ["trust"]}}, "configurations.conditions.trust: has no anchors"),
    ({}, {"configurations": {"outcome": "solved", "thresholds": [20, 80, 52]}}, "configurations.thresholds: the anchors are 20"),
    ({}, {"configurations": {**ANCHORS, "outcome": "actors"}}, "configurations.conditions: 'trust' and the outcome share leaves"),
    ({}, {"configurations": {**ANCHORS, "remainders": "all", "expected": {"trust": 1}}}, "configurations.expected: goes with"),
    ({}, {"configurations": {**ANCHORS, "expected": {"trusts": 1}}}, "configurations.expected.trusts: 'trusts' is not a"),
    ({}, {"configurations": {"outcome": "index", "thresholds": [20, 52, 80]}}, "configurations.outcome: is the whole index"),
    ({}, {"configurations": {"conditions": {"trust": [1, 2]}, "outcome": "solved"}}, "configurations.conditions"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    folder: Path, evidence: dict[str, Any], more: dict[str, Any], told: str
) -> None:
    said = asked(folder, **more)
    for name, keys in evidence.items():
        whole = keys.get("file") == "docs" or name == "proposals"
        before = {} if whole else said["evidence"].get(name, {})
        said["evidence"][name] = {**before, **keys}
        for key in ("file", "files"):
            one = said["evidence"][name].get(key)
            if isinstance(one, str) and (folder / one).exists():
                said["evidence"][name][key] = str(folder / one)
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(said)
    assert told in str(error.value)


def test_a_misspelt_community_of_interviews_is_told(folder: Path) -> None:
    listed = pd.read_excel(folder / "first.xlsx").replace("c05", "c5")
    listed.to_excel(folder / "first.xlsx", index=False)
    grid = pd.read_csv(folder / "second.csv", encoding="gb18030").replace("c05", "c5")
    grid.to_csv(folder / "second.csv", index=False)
    with pytest.raises(gm.GovmetricsError, match=r"evidence.coding.unit: 'c5' is not in the data"):
        gm.evaluate(asked(folder))


def test_files_are_archived_and_the_archive_says_the_same(folder: Path, tmp_path: Path) -> None:
    found = gm.evaluate(
        asked(
            folder,
            evidence={"proposals": {"file": str(folder / "proposals.xlsx"), "at": "2025-03-01", "days": 9}},
        )
    )
    named = {Path(name).name for name in files_of(found.evaluation)}
    assert {
        "0.docx",
        "1.txt",
        "about.csv",
        "first.xlsx",
        "second.csv",
        "proposals.xlsx",
        "records.csv",
    } <= named
    assert gm.Evaluation.read(found.evaluation.to_dict()).evidence == found.evaluation.evidence
    archive(found.evaluation, tmp_path / "copy", tmp_path / "copy")
    again = gm.evaluate(tmp_path / "copy")
    assert again.provenance["inputs"] == found.provenance["inputs"]
    assert "elsewhere" in as_archived(found.evaluation)["evidence"]["documents"]["file"]


def test_the_public_form_tells_nobody(folder: Path) -> None:
    """Three interviews and two documents a community: at a limit of two all is shown, without texts and names."""
    found = gm.evaluate({**asked(folder, configurations=ANCHORS), "publish": {"public": {"smallest": 2}}})
    shown = gm.evaluation.public(found)
    assert shown.said is not None
    assert shown.configurations is not None
    told = shown.summary("en") + json.dumps(shown.to_dict(), default=str, ensure_ascii=False)
    told += "".join(table.frame.to_string() for table in shown.tables("zh"))
    for secret in ("甲", "乙", "访谈c", "13912345678", "13800138000", "张女士", "deep/"):
        assert secret not in told, secret
    assert not shown.documents.words.documents.frame["text"].str.contains("路灯").any()
    assert gm.evaluation.public(shown) is shown or gm.evaluation.public(shown).coding is not None


def test_the_public_form_withholds_what_rests_on_few_documents(folder: Path) -> None:
    """Two documents a community and year, three interviews: at a limit of three the theme's cells go, at four interviews, too."""
    found = gm.evaluate({**asked(folder, configurations=ANCHORS), "publish": {"public": {"smallest": 3}}})
    shown = gm.evaluation.public(found)
    assert shown.assessment.scores.values["lights"].isna().all()
    assert shown.documents is None
    assert shown.configurations is None  # was found from the cells that are withheld
    said = without(asked(folder), "documents")
    said["tree"] = {**TREE, "parts": [TREE["parts"][0], TREE["parts"][2]]}  # type: ignore[index]
    kept = gm.evaluation.public(gm.evaluate({**said, "publish": {"public": {"smallest": 3}}}))
    assert kept.coding.matrix is not None
    hidden = gm.evaluation.public(gm.evaluate({**said, "publish": {"public": {"smallest": 4}}}))
    assert hidden.coding is None or hidden.coding.matrix is None
    assert hidden.said is None
    raw = gm.evaluation.public(
        gm.evaluate({**said, "publish": {"public": {"raw_values": False, "smallest": 1}}})
    )
    assert raw.coding is None


def test_reports_have_the_chapters_in_both_languages(folder: Path) -> None:
    found = gm.evaluate(asked(folder, configurations=ANCHORS))
    for language, titles in (
        (
            "en",
            (
                "What people said where the score fell",
                "Do the coders agree?",
                "Over time",
                "Necessary conditions",
                "●",
            ),
        ),
        ("zh", ("得分下降处居民怎么说", "编码员是否一致", "历时变化", "必要条件", "●")),
    ):
        page = gm.report.html(found, folder / f"{language}.html", language).read_text("utf-8")
        assert [title for title in titles if title not in page] == []
        assert "13912345678" not in page
    text = gm.report.markdown(found, folder / "report.md", "zh").read_text("utf-8")
    assert "得分下降处居民怎么说" in text
    assert gm.report.word(found, folder / "report.docx", "zh").stat().st_size > 60_000  # with its pictures
    assert gm.report.excel(found, folder / "scores.xlsx", "zh").is_file()


def test_only_what_is_asked_for_is_done(folder: Path) -> None:
    found = gm.evaluate(asked(folder), only=["coding"])
    assert found.coding is not None
    assert found.assessment is None
    assert found.documents is None
