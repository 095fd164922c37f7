"""Rankings beside the index, asked for in a file: as the room ranks, every wrong key at its place, what the public sees."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.ranking_methods import METHODS
from tests.evaluation.district import ASKED as DISTRICT
from tests.evaluation.district import TREE as DISTRICT_TREE
from tests.evaluation.district import district

TREE = gm.IndicatorTree(
    gm.Group("index", "Index", (
        gm.Indicator("open", "Open", worst=0, best=100),
        gm.Indicator("quick", {"en": "Quick", "zh": "及时"}, better="less", worst=30, best=1),
        gm.Indicator("fair", "Fair", worst=0, best=10),
    ))
)  # fmt: skip
RNG = np.random.default_rng(5)
UNITS = [f"u{place:02}" for place in range(12)]
TABLE = pd.DataFrame(
    {"open": RNG.uniform(10, 90, 12), "quick": RNG.uniform(2, 25, 12), "fair": RNG.uniform(2, 9, 12)}, UNITS
)
BASE: dict[str, Any] = {
    "tree": TREE,
    "index": {"weighting": "equal", "normalisation": {"min_max": {"scale": [1, 100]}}},
}
ALL = sorted(set(METHODS) - {"fuzzy_topsis"})
WORDS = ["poor", "fair", "good", "5", "3;5;7", 8]


def evaluated(ranking: Any, table: pd.DataFrame = TABLE, **more: Any) -> gm.Findings:
    return gm.evaluate({**BASE, "ranking": ranking, **more}, table)


def wrong(ranking: Any, **more: Any) -> str:
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(ranking, **more)
    with gm.use(language="zh"):
        assert "；" in str(error.value)
    return str(error.value)


@pytest.fixture(scope="module")
def found() -> gm.Findings:
    return evaluated({"methods": ALL, "raw": ["copras"]})


@pytest.mark.parametrize("name", ALL)
def test_every_method_ranks_as_its_room_does(found: gm.Findings, name: str) -> None:
    run = found.assessment
    method, values = METHODS[name], run.treated if name == "copras" else run.scaled
    own = method(values) if method.takes == "scaled" else method(values, run.weights)
    pd.testing.assert_series_equal(found.rankings.methods[name].ranks, own.ranks)
    pd.testing.assert_frame_equal(found.rankings.methods[name].table, own.table)


def test_the_index_stands_first_and_agreement_is_that_of_the_room(found: gm.Findings) -> None:
    beside = found.rankings.comparison
    assert next(iter(beside.ranks.columns)) == "Index"
    assert len(beside.ranks.columns) == len(ALL) + 1
    assert beside.ranks["Index"].to_dict() == found.assessment.ranking()["rank"].to_dict()
    own = gm.ranking.compare({"a": found.assessment.scores, "b": found.rankings.methods["topsis"]})
    row = beside.agreement.query("first == 'Index' and second == 'TOPSIS'").iloc[0]
    assert row["kendall"] == own.agreement["kendall"].iloc[0]
    assert row["spearman"] == own.agreement["spearman"].iloc[0]
    assert beside.moves["why"].map(str).str.len().gt(0).any()


def test_options_and_the_same_method_twice() -> None:
    found = evaluated(
        [
            "vikor",
            {"vikor": {"v": 0.0}},
            {"promethee": {"shape": "linear", "preference": 20, "indifference": 5}},
        ]
    )
    assert list(found.rankings.methods) == ["vikor (1)", "vikor (2)", "promethee"]
    own = gm.ranking.vikor(found.assessment.scaled, found.assessment.weights, v=0.0)
    pd.testing.assert_frame_equal(found.rankings.methods["vikor (2)"].table, own.table)
    captions = [table.caption for table in found.rankings.tables("zh")]
    assert len(set(captions)) == len(captions)
    assert "VIKOR 法（2）" in "".join(captions)


def test_raw_values_are_ranked_where_they_are_asked_for() -> None:
    found = evaluated({"methods": ["topsis", "vikor"], "raw": ["topsis"]})
    own = gm.ranking.topsis(found.assessment.treated, found.assessment.weights)
    pd.testing.assert_series_equal(found.rankings.methods["topsis"].scores, own.scores)


def test_one_name_is_enough_and_the_file_says_it_again() -> None:
    asked = gm.Evaluation.read({**BASE, "ranking": "topsis"})
    assert gm.Evaluation.read(asked.to_dict()).ranking == asked.ranking
    assert list(evaluated("topsis").rankings.methods) == ["topsis"]
    assert (
        gm.evaluate({**BASE, "ranking": "topsis", "diagnosis": True}, TABLE, only=["rankings"]).diagnosis
        is None
    )


@pytest.mark.parametrize(("ranking", "told"), [
    (5, "ranking: is 5"), ([], "ranking.methods: is empty"), ({}, "ranking.methods: is missing"),
    ("topsi", "ranking.methods: 'topsi' is not known; did you mean 'topsis'?"),
    (["topsis", "topsis"], "ranking.methods[1]: is there already"), ({"methods": [5]}, "ranking.methods.0: is 5"),
    ([{"vikor": {"v": 7}}, {"todim": {"theta": -1}}], "ranking.methods.todim.theta: is -1"),
    ([{"vikor": {"w": 7}}], "ranking.methods.vikor.w: is not an option"), ("copras", "write `raw: [copras]`"),
    ({"methods": "vikor", "raw": ["topsis"]}, "ranking.raw.topsis: is not among"),
    ({"methods": "todim", "raw": ["todim"]}, "ranking.raw.todim: takes no raw values"),
    ("fuzzy_topsis", "ranking.ratings: is missing"),
    ({"methods": "topsis", "ratings": "r.csv"}, "ranking.ratings: is read by no method"),
    ({"methods": "fuzzy_topsis", "ratings": "r.csv"}, "ranking.ratings: r.csv: there is no such file"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(ranking: Any, told: str) -> None:
    assert told in wrong(ranking)


def test_what_is_wrong_for_all_methods_is_told_once() -> None:
    table = TABLE.copy()
    table.iloc[3, 0] = np.nan
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(["topsis", "vikor"], table)
    assert str(error.value).count("u03") == 1
    with pytest.raises(gm.GovmetricsError, match=r"ranking \(ARAS\)"):
        evaluated(["aras", "topsis"], index={"normalisation": "min_max", "weighting": "equal"})


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("rated")
    rng = np.random.default_rng(2)
    with pd.ExcelWriter(place / "ratings.xlsx") as book:
        for expert in ("Li", "Wu"):
            cells = pd.DataFrame(
                rng.choice(np.array(WORDS, dtype=object), (12, 3)), UNITS, ["open", "及时", "fair"]
            )
            cells.rename_axis("unit").to_excel(book, sheet_name=expert)
    TABLE.rename_axis("unit").to_csv(place / "records.csv")
    asked = {**BASE, "tree": TREE, "evidence": {"records": "records.csv"},
             "ranking": {"methods": ["fuzzy_topsis", "topsis"], "ratings": "ratings.xlsx"}}  # fmt: skip
    gm.Evaluation.read(asked).write(place / "evaluation.yaml")
    return place


def test_experts_ratings_rank_by_fuzzy_topsis_and_are_archived(rated, tmp_path) -> None:
    found = gm.evaluate(rated)
    sheets = pd.read_excel(rated / "ratings.xlsx", sheet_name=None, index_col=0)
    cells = {"5": 5.0, "3;5;7": (3, 5, 7)}
    ratings = {
        name: sheet.rename(columns={"及时": "quick"}).map(lambda cell: cells.get(cell, cell))
        for name, sheet in sheets.items()
    }
    own = gm.ranking.fuzzy_topsis(ratings, found.assessment.weights)
    assert found.rankings.methods["fuzzy_topsis"].scores.to_dict() == own.scores.to_dict()
    found.write(tmp_path / "out")
    assert (tmp_path / "out" / "inputs" / "ratings.xlsx").is_file()
    assert "ratings" in found.provenance["inputs"]
    assert gm.evaluation.public(found).rankings is not None


def test_ratings_without_units_and_of_other_units_are_told(rated) -> None:
    asked = gm.Evaluation.read(rated).to_dict()
    pd.DataFrame({"who": ["u00"], "open": ["good"]}).to_csv(rated / "bad.csv", index=False)
    asked["ranking"] = {"methods": "fuzzy_topsis", "ratings": ["bad.csv", "gone.xlsx"]}
    gm.Evaluation.read(asked).write(rated / "bad.yaml")
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(rated / "bad.yaml")
    assert "gone.xlsx" in str(error.value)
    asked["ranking"]["ratings"] = ["bad.csv"]
    gm.Evaluation.read(asked).write(rated / "bad.yaml")
    with pytest.raises(gm.GovmetricsError, match="has no column 'unit'"):
        gm.evaluate(rated / "bad.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_reports_hold_them(found: gm.Findings, language: str, tmp_path) -> None:
    page = gm.report.html(found, tmp_path / "page.html", language).read_text(encoding="utf-8")
    assert {"en": "Other rankings", "zh": "其他排序方法"}[language] in page
    assert {"en": "Rankings side by side", "zh": "排名比较"}[language] in page
    gm.report.word(found, tmp_path / "report.docx", language)
    gm.report.excel(found, tmp_path / "tables.xlsx", language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_their_tables_and_what_is_told_are_in_one_language(found: gm.Findings, language: str) -> None:
    told = found.rankings.summary(language)
    assert ("between" in told) == (language == "en")
    captions = [table.caption for table in found.rankings.tables(language)]
    assert {"en": "Rankings side by side", "zh": "排名比较"}[language] in captions


def test_the_public_sees_them_where_nothing_is_withheld() -> None:
    plain = evaluated({"methods": "topsis"}, publish="public")
    assert gm.evaluation.public(plain).rankings is not None
    few = evaluated("topsis", publish={"public": {"leave_out": ["fair"]}})
    assert gm.evaluation.public(few).rankings is None


@pytest.mark.slow
def test_of_several_periods_the_latest_is_ranked_and_withheld_cells_withhold_the_rankings() -> None:
    tables = district()
    keys = ("title", "seed", "evidence", "index")
    asked = {**{key: DISTRICT[key] for key in keys}, "tree": DISTRICT_TREE, "ranking": ["topsis", "todim"]}
    names = ("records", "survey", "judgements", "margins")
    evidence = {name: tables.evidence[name] for name in names}
    found = gm.evaluate({**asked, "publish": {"public": {"smallest": 12}}}, **evidence)
    assert found.rankings.methods["topsis"].ranks.index.nlevels == 1
    assert "2026Q3" in "".join(map(str, found.rankings.notes))
    shown = gm.evaluation.public(found)
    assert (shown.rankings is None) == bool(len(shown.withheld.cells))
    few = gm.evaluate({**asked, "publish": {"public": {"leave_out": ["meetings"]}}}, **evidence)
    assert gm.evaluation.public(few).rankings is None
