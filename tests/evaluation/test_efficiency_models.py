"""Other models of efficiency, asked for in a file: the dea room's own functions on the columns that the file names."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.efficiency_models import MODELS, OVER_TIME

pytestmark = pytest.mark.filterwarnings("ignore::govmetrics.GovmetricsWarning")
RNG = np.random.default_rng(1)
TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"]})
UNITS = [f"u{place:02}" for place in range(15)]


def table() -> pd.DataFrame:
    columns = {"a": (40, 60), "b": (40, 60), "staff": (5, 15), "money": (1, 5), "mid": (3, 9), "out": (10, 30), "waste": (1, 3),
               "wage": (1, 2), "carry": (1, 3), "hard": (1, 3)}  # fmt: skip
    found = pd.DataFrame({name: RNG.uniform(*ends, 15) for name, ends in columns.items()})
    return found.assign(unit=UNITS, kind=["x", "y", "z"] * 5, step=[1, 2, 3] * 5)


ONE = table()
TWO = pd.concat([table().assign(period=2024), table().assign(period=2025)])
BY_UNIT, BY_PERIOD = ONE.set_index("unit"), TWO.set_index(["period", "unit"])
PRICES = {"staff": "wage", "money": 1}
STAGES = {"one": {"inputs": ["staff"]}, "two": {"inputs": ["money"], "outputs": ["out"]}}
ASKED: dict[str, dict[str, Any]] = {
    "categorical": {"circumstances": "step"}, "cost": {"prices": PRICES}, "revenue": {"prices": {"out": 2}},
    "profit": {"input_prices": PRICES, "output_prices": {"out": 2}}, "metafrontier": {"groups": "kind"},
    "network_slacks_based": {"links": {"one": {"two": "mid"}}, "stages": STAGES}, "non_discretionary": {"fixed": ["money"]},
    "seiford_zhu": {"undesirable": "waste"}, "three_stage": {"environment": ["hard"]}, "two_stage": {"intermediates": "mid"},
    "directional": {"undesirable": ["waste"]}, "weight_restricted": {"ratios": [["staff", "money", 0.1, 10]]},
    "dynamic": {"good": "carry"}, "malmquist_luenberger": {"undesirable": "waste"}, "window": {"width": 2},
}  # fmt: skip


def given(name: str) -> dict[str, Any]:
    """What the room's own function is given for what the file says."""
    rows = BY_PERIOD if name in OVER_TIME else BY_UNIT
    prices = pd.DataFrame({"staff": rows["wage"], "money": 1.0})
    own: dict[str, dict[str, Any]] = {
        "categorical": {"circumstances": rows["step"]}, "cost": {"prices": prices},
        "revenue": {"prices": pd.Series({"out": 2.0})},
        "profit": {"input_prices": prices, "output_prices": pd.Series({"out": 2.0})}, "metafrontier": {"groups": rows["kind"]},
        "network_slacks_based": {"links": {("one", "two"): rows[["mid"]]}, "stages": STAGES},
        "seiford_zhu": {"undesirable": rows[["waste"]]}, "three_stage": {"environment": rows[["hard"]]},
        "two_stage": {"intermediates": rows[["mid"]]}, "directional": {"undesirable": rows[["waste"]]},
        "dynamic": {"good": rows[["carry"]]}, "malmquist_luenberger": {"undesirable": rows[["waste"]]},
    }  # fmt: skip
    return {"outputs": rows[["out"]]} | ASKED.get(name, {}) | own.get(name, {})


def evaluated(models: Any, records: pd.DataFrame = ONE, **more: Any) -> gm.Findings:
    keys = {"unit": "unit"} | ({"period": "period"} if "period" in records else {})
    asked = {"inputs": ["staff", "money"], "outputs": ["out"], "models": models, **more.pop("efficiency", {})}
    return gm.evaluate({"tree": TREE, "evidence": {"records": keys}, "efficiency": asked, **more}, records)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_model_is_that_of_the_room(name: str) -> None:
    records = TWO if name in OVER_TIME else ONE
    found = evaluated({name: ASKED[name]} if name in ASKED else name, records).efficiency_models.methods[name]
    rows = BY_PERIOD if name in OVER_TIME else BY_UNIT
    own = MODELS[name].function(rows[["staff", "money"]], **given(name))
    assert found.summary("en") == own.summary("en")
    for mine, other in zip(found.tables("zh"), own.tables("zh"), strict=True):
        pd.testing.assert_frame_equal(mine.frame, other.frame)


def test_side_by_side_less_inefficiency_ranks_first_and_each_says_its_sentence() -> None:
    found = evaluated(
        ["directional", "slacks_based", {"slacks_based": {"orientation": "input"}}, "returns_test"]
    )
    ranks = found.efficiency_models.comparison.ranks
    assert list(ranks.columns) == ["Efficiency", "directional", "slacks based (1)", "slacks based (2)"]
    inefficient = found.efficiency_models.methods["directional"].inefficiency
    assert ranks["directional"].to_dict() == inefficient.rank(method="min").astype(int).to_dict()
    captions = [table.caption for table in found.efficiency_models.tables("en")]
    assert len(set(captions)) == len(captions)
    assert "returns test: " in found.efficiency_models.summary("en")
    assert "规模报酬检验：" in found.efficiency_models.summary("zh")


def test_what_is_said_for_all_counts_where_a_model_has_the_same_by_default() -> None:
    said = {"orientation": "output", "returns": "constant", "frontier": "pooled"}
    found = evaluated(["super_efficiency", "slacks_based"], TWO, efficiency=said).efficiency_models
    inputs, outputs = BY_PERIOD[["staff", "money"]], BY_PERIOD[["out"]]
    own = gm.dea.super_efficiency(inputs, outputs, "output", "constant", frontier="pooled")
    pd.testing.assert_series_equal(found.methods["super_efficiency"].scores, own.scores)
    free = gm.dea.slacks_based(inputs, outputs, "none", "constant", frontier="pooled")
    pd.testing.assert_series_equal(found.methods["slacks_based"].scores, free.scores)
    assert found.comparison.ranks.index.nlevels == 1
    assert "2025" in "".join(map(str, found.notes))


@pytest.mark.parametrize(("models", "told"), [
    (5, "efficiency.models: is 5"), ([], "efficiency.models: is empty"), ("slack_based", "did you mean 'slacks_based'?"),
    ({"cost": {}}, "efficiency.models.cost.prices: is missing"), ({"cost": {"prices": 5}}, "efficiency.models.cost.prices: is 5"),
    ({"cost": {"prices": {"staff": "wag", "money": 1}}}, "did you mean 'wage'?"),
    ({"cost": {"prices": {"staff": 1}}}, "efficiency.models.cost.prices: has no column money"),
    ({"slacks_based": {"undesirable": "wast"}}, "efficiency.models.slacks_based.undesirable.wast: is not known"),
    ({"slacks_based": {"orientation": "x"}}, "efficiency.models.slacks_based.orientation: is 'x'"),
    ({"slacks_based": {"reference": 3}}, "efficiency.models.slacks_based.reference: is not an option"),
    ({"network_slacks_based": {"links": 5, "stages": 5}}, "efficiency.models.network_slacks_based.links: is 5"),
    ({"metafrontier": {"groups": 5}}, "efficiency.models.metafrontier.groups: is 5"),
    ({"slacks_based": {"undesirable": "kind"}}, "u00, kind: 'x' is not a number"),
    ("malmquist", "efficiency.models.malmquist: is over periods, and the evidence has none"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(models: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(models)
    assert told in str(error.value)
    with gm.use(language="zh"):
        assert "；" in str(error.value)


def test_reports_hold_them_and_the_public_sees_none_beside_what_is_left_out(tmp_path) -> None:
    found = evaluated(["slacks_based", "epsilon_based"], publish="public")
    page = gm.report.html(found, tmp_path / "page.html", "zh").read_text(encoding="utf-8")
    assert "其他效率模型" in page
    assert gm.evaluation.public(found).efficiency_models is not None
    less = evaluated("slacks_based", publish={"public": {"leave_out": ["waste"]}})
    assert gm.evaluation.public(less).efficiency_models is None


def test_leaves_are_named_as_the_tree_names_them() -> None:
    names = {"D1": ("Workers", "社区工作者"), "D2": ("Money", "经费"), "D3": ("Cases", "办件量")}
    parts = [
        {"code": code, "name": {"en": en, "zh": zh}, "better": "more"} for code, (en, zh) in names.items()
    ]
    tree = {"code": "R", "name": "R", "parts": parts}
    records = ONE.rename(columns={"staff": "D1", "money": "D2", "out": "D3"})[
        ["unit", "D1", "D2", "D3", "wage"]
    ]

    def scores(inputs: Any, output: str, models: Any) -> tuple[pd.Series, Any]:
        asked = {"inputs": inputs, "outputs": output, "models": models, "environment": ["wage"], "draws": 100}
        found = gm.evaluate(
            {"tree": tree, "evidence": {"records": {"unit": "unit"}}, "efficiency": asked}, records
        )
        return found.efficiency.scores, found.efficiency_models

    def models(one: str, two: str, out: str) -> list[dict[str, Any]]:
        return [{"non_discretionary": {"fixed": [two]}}, {"cost": {"prices": {one: "wage", two: 1}}},
                {"directional": {"undesirable": "wage"}}, {"weight_restricted": {"ratios": [[one, two, 0.1, 10]]}}]  # fmt: skip

    own, beside = scores(["D1", "D2"], "D3", models("D1", "D2", "D3"))
    named, named_beside = scores(["社区工作者", "Money"], "办件量", models("Workers", "经费", "Cases"))
    pd.testing.assert_series_equal(named, own)
    assert named_beside.summary("zh") == beside.summary("zh")
    with pytest.raises(gm.GovmetricsError, match="did you mean 'D1'"):
        scores(["社区工作人员", "D2"], "D3", "russell")
