"""The order of categories in words, and nodes by what they are called, in an evaluation's file."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import govmetrics as gm
from govmetrics import psychometrics as pm
from govmetrics.evaluation.orders import in_order
from tests.evaluation.test_statistics import ANSWERS, ASKED, BY, RECORDS

ORDER = ["18-35", "36-59", "60+"]
SHUFFLED = ANSWERS.assign(
    age_band=ANSWERS["age_band"].astype(str).replace({"18-35": "young", "36-59": "midlife", "60+": "old"})
)
WORDS = ["young", "midlife", "old"]


def asked(orders: Any = None, **more: Any) -> dict[str, Any]:
    survey = {"by": BY} if orders is None else {"by": BY, "orders": orders}
    return {**ASKED, "evidence": {"survey": survey}, **more}


def test_one_order_holds_for_tables_groups_and_regressions() -> None:
    models = [
        {"outcome": "age_band", "predictors": ["trust"], "kind": "ordered"},
        {"outcome": "trust", "predictors": ["age_band"]},
    ]
    job = asked(
        {"age_band": WORDS},
        statistics={"sample": ["age_band"], "differences": ["age_band"]},
        regression=models,
    )
    found = gm.evaluate(job, RECORDS, SHUFFLED)
    assert found.sample.table["category"].tolist() == WORDS
    groups = found.differences.by["age_band"].descriptives.index.get_level_values(-1).unique()
    assert list(groups) == WORDS
    first, second = found.regressions.models.values()
    assert list(first.thresholds.index) == ["young | midlife", "midlife | old"]
    assert [term for term in second.coefficients.index if "age_band" in term] == [
        f"age_band = {one}" for one in WORDS[1:]
    ]
    survey = gm.read_survey(SHUFFLED, ASKED["tree"], by=BY)
    frame = gm.survey.scale_scores(survey).values.join(survey.by)
    own = pm.regress(frame, "age_band", ["trust"], "ordered", categories={"age_band": WORDS})
    np.testing.assert_allclose(first.coefficients["estimate"], own.coefficients["estimate"])


def test_an_order_that_lacks_a_category_or_a_column_is_refused_at_its_key() -> None:
    orders = {"age_band": ["young", "young", "old"], "agee": [1], "unit": ["甲"]}
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(asked(orders, statistics=True), RECORDS, SHUFFLED)
    told = {str(fault.place): fault for fault in caught.value.faults}
    assert set(told) == {f"evidence.survey.orders.{name}" for name in orders}
    assert "lacks: midlife" in str(caught.value)
    assert "names twice: young" in str(caught.value)
    assert "缺少：midlife" in caught.value.say("zh")


def test_numbers_are_the_same_categories_however_they_are_written() -> None:
    coded = ANSWERS.assign(age_band=ANSWERS["age_band"].map({"18-35": 3, "36-59": 2, "60+": 1}).astype(float))
    found = gm.evaluate(asked({"age_band": ["3", 2, 1]}, statistics={"sample": ["age_band"]}), RECORDS, coded)
    assert [float(one) for one in found.sample.table["category"]] == [3, 2, 1]


def test_units_have_orders_too() -> None:
    kinds = pd.concat(
        [RECORDS.assign(kind=kind) for kind in ("new", "old", "mixed") for _ in range(3)], ignore_index=True
    )
    rng = np.random.default_rng(1)
    units = kinds.assign(cases=rng.uniform(0, 100, len(kinds)), unit=[f"u{at}" for at in range(len(kinds))])
    tree = gm.read_tree(
        {"code": "index", "parts": [{"code": "cases", "better": "more", "worst": 0, "best": 100}]}
    )
    orders = {"kind": ["new", "mixed", "old"]}
    job = {"tree": tree, "index": {"normalisation": "goalposts"}, "evidence": {"records": {"orders": orders}},
           "regression": {"of": "units", "outcome": "kind", "predictors": ["cases"], "kind": "ordered"}}  # fmt: skip
    found = gm.evaluate(job, units).regressions.models["kind"]
    assert list(found.thresholds.index) == ["new | mixed", "mixed | old"]
    job["evidence"] = {"records": {"orders": {"kind": ["new", "old"], "knd": [1]}}}
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(job, units)
    assert {str(fault.place) for fault in caught.value.faults} >= {
        "evidence.records.orders.kind", "evidence.records.orders.knd"
    }  # fmt: skip


@pytest.mark.parametrize("names", [("Trust", "Order", "Noise"), ("信任", "秩序", "噪声")])
def test_names_stand_for_codes(names: tuple[str, str, str]) -> None:
    def job(trust: str, order: str, noise: str) -> dict[str, Any]:
        return asked(
            statistics={"scales": [trust, order], "partial": [noise], "differences": False,
                        "paired": {"before": [trust], "after": [order]}},
            regression=[{"outcome": trust, "predictors": [order, f"{order}:age", "age"]},
                        {"outcome": trust, "predictors": [order], "mediators": [noise], "draws": 100}],
            paths={"model": {trust: [order], noise: [trust]}},
        )  # fmt: skip

    by_code, by_name = (
        gm.evaluate(job(*said), RECORDS, ANSWERS) for said in (("trust", "order", "noise"), names)
    )
    for part in ("correlations", "paired", "regressions", "paths"):
        for one, other in zip(by_code[part].tables("en"), by_name[part].tables("en"), strict=True):
            assert_frame_equal(one.frame, other.frame)
    assert by_name.evaluation.regression[0].outcome == names[0]  # what was asked stays as it was said


def test_a_name_of_two_nodes_is_none() -> None:
    tree = gm.read_tree({"code": "index", "parts": [
        {"code": "a", "name": "Same", "better": "more", "source": "survey", "items": ["t1"]},
        {"code": "b", "name": "Same", "better": "more", "source": "survey", "items": ["o1"]}]})  # fmt: skip
    job = {
        **ASKED,
        "tree": tree,
        "evidence": {"survey": {"by": BY}},
        "regression": {"outcome": "Same", "predictors": ["age"]},
    }
    with pytest.raises(gm.FaultyInput, match=r"regression\.0\.outcome\.Same"):
        gm.evaluate(job, survey=ANSWERS.drop(columns=["t2", "t3", "o2", "o3", "n1"]))


@pytest.mark.parametrize("odd", [[[1], None], [float("nan")], [{"a": 1}, "young", "midlife", "old"], []])
def test_odd_orders_are_told_or_taken_as_text(odd: list[Any]) -> None:
    frame = pd.DataFrame({"band": ["young", "midlife", "old", None]})
    if len(odd) < 4:
        with pytest.raises(gm.FaultyInput, match="lacks: young, midlife, old"):
            in_order(frame, {"band": odd})
    else:
        assert in_order(frame, {"band": odd})["band"].isna().sum() == 1


def test_a_number_and_its_text_are_one_category() -> None:
    mixed = in_order(pd.DataFrame({"band": [1, "1", 2.0, None]}, dtype=object), {"band": [2, 1]})["band"]
    assert mixed.isna().tolist() == [False, False, False, True]
    assert mixed.cat.codes.tolist() == [1, 1, 0, -1]
