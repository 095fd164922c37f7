"""Importance as experts state it, in a file: the weights of the ahp room's own functions, every fault at its place."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.importance import METHODS

TREE = gm.IndicatorTree(
    gm.Group("index", "Index", (
        gm.Group("A", {"en": "Actors", "zh": "主体"}, tuple(gm.Indicator(code, code.upper() * 2) for code in "abc")),
        gm.Group("B", "Results", (gm.Indicator("d", "Done"), gm.Indicator("e", "Ended"))),
    ))
)  # fmt: skip
TABLE = pd.DataFrame(np.random.default_rng(1).normal(50, 9, (9, 5)), [f"u{i}" for i in range(9)], TREE.codes)
ORDER = {"A": None, "B": 1.2, "b": None, "a": 1.4, "c": 1.2, "e": None, "d": 1.6}
OTHER = {"B": None, "A": 1.1, "c": None, "b": 1.2, "a": 1.3, "e": None, "d": 1.2}
STEPS = {"A": None, "B": 0.2, "b": None, "a": 0.4, "c": 0.2, "e": None, "d": 0.6}
FIRST = {"A": 1, "B": 1.2, "b": 1, "a": 1.4, "c": 2, "e": 1, "d": 1.6}
PAIRS = {"A": {"B": 0.7}, "a": {"b": 0.6, "c": 0.8}, "b": {"c": 0.6}, "d": {"e": 0.5}}
NETWORK = {
    "a": {"b": 0.4, "c": 0.5, "d": 0.1, "e": 0.2}, "b": {"a": 0.5, "c": 0.2, "d": 0.4, "e": 0.2},
    "c": {"a": 0.3, "b": 0.3, "d": 0.2, "e": 0.2}, "d": {"a": 0.1, "b": 0.2, "c": 0.2, "e": 0.4},
    "e": {"a": 0.1, "b": 0.1, "c": 0.1, "d": 0.3},
}  # fmt: skip
GROUP = ("a", "b", "c")


def evaluated(answers: Any, method: Any = "order_relation", **more: Any) -> gm.Findings:
    unjudged = {"unjudged": more.pop("unjudged")} if "unjudged" in more else {}
    asked = {
        "tree": TREE,
        "evidence": {"importance": {"answers": answers, "method": method, **unjudged}},
        **more,
    }
    return gm.evaluate(asked, TABLE)


def of_group(answers: dict[str, Any]) -> dict[str, Any]:
    return {item: answer for item, answer in answers.items() if item in GROUP}


@pytest.mark.parametrize(
    ("method", "answers"), [("order_relation", ORDER), ("swara", STEPS), ("fucom", FIRST)]
)
def test_an_order_weighs_each_group_as_the_room_does(method: str, answers: dict[str, Any]) -> None:
    found = evaluated(answers, method)
    own = METHODS[method](of_group(answers)).weights
    local = found.assessment.weights.local
    assert local[own.index].to_dict() == pytest.approx(own.to_dict(), abs=1e-12)
    assert found.assessment.weights.method == method
    assert found.assessment.weights._method() == found.importance.groups["A"]._method()
    assert "were assigned by hand" not in found.assessment.summary("en")
    told = list(map(str, found.importance._finding()))
    names = [f"{found.importance.labels[code]}: " for code in found.importance.groups]
    assert len(names) > 1
    assert all(any(line.startswith(name) for name in names) for line in told)


def test_several_experts_with_votes_and_options_of_the_method() -> None:
    votes = {"Wu": 2, "Li": 1}
    found = evaluated({"Wu": ORDER, "Li": OTHER}, {"order_relation": {"expert_weights": votes}})
    own = gm.ahp.order_relation({"Wu": of_group(ORDER), "Li": of_group(OTHER)}, votes).weights
    assert found.assessment.weights.local[own.index].to_dict() == pytest.approx(own.to_dict(), abs=1e-12)
    shown = gm.evaluation.public(found)
    assert shown.importance is None
    named = evaluated({"Wu": ORDER, "Li": OTHER}, publish={"public": {"experts_by_name": True}})
    assert gm.evaluation.public(named).importance is not None


def test_answers_of_fucom_besides_go_to_their_group() -> None:
    found = evaluated(FIRST, {"fucom": {"second": {"c": 1.9}}})
    own = gm.ahp.fucom(of_group(FIRST), {"c": 1.9}).weights
    assert found.assessment.weights.local[own.index].to_dict() == pytest.approx(own.to_dict(), abs=1e-12)


@pytest.mark.parametrize("formula", ["xu", "steepest"])
def test_complementary_preferences(formula: str) -> None:
    matrix = pd.DataFrame([[0.5, 0.6, 0.8], [0.4, 0.5, 0.6], [0.2, 0.4, 0.5]], list("abc"), list("abc"))
    own = gm.ahp.complementary(matrix, formula).weights
    found = evaluated({"Wu": PAIRS, "Li": PAIRS}, {"complementary": {"formula": formula}})
    assert found.assessment.weights.local[own.index].to_dict() == pytest.approx(own.to_dict(), abs=1e-12)


def test_a_network_weighs_the_whole_tree() -> None:
    matrix = pd.DataFrame(NETWORK).T.reindex(columns=TREE.codes).fillna(0.0)
    own = gm.ahp.network_process(matrix).to_weights(TREE).across_tree()
    found = evaluated(NETWORK, "network_process").assessment.weights
    assert found.across_tree().to_dict() == pytest.approx(own.to_dict(), abs=1e-12)


def test_combined_with_weights_of_the_data_and_in_an_analysis_of_uncertainty() -> None:
    index = {"weighting": {"combine": {"how": "mean", "of": ["assigned", "equal"]}}}
    found = evaluated(ORDER, index=index)
    alone = evaluated(ORDER, sureness={"draws": 20, "factors": {"weights": 0.2}})
    half = gm.weighting.combine([alone.assessment.weights, gm.weighting.equal(TREE)], how="mean")
    assert found.assessment.weights.local.to_dict() == pytest.approx(half.local.to_dict(), abs=1e-12)
    assert alone.uncertainty.draws == 20


def test_groups_nobody_spoke_of() -> None:
    with pytest.raises(gm.GovmetricsError, match="unjudged: equal"):
        evaluated({"A": None, "B": 1.2})
    found = evaluated({"A": None, "B": 1.2}, unjudged="equal")
    assert found.assessment.weights.local["a"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_a_table_with_names_in_an_archive_and_in_reports(language: str, tmp_path) -> None:
    rows = [("Wu", item, answer) for item, answer in ORDER.items()] + [
        ("Li", item, answer) for item, answer in OTHER.items()
    ]
    heads = {"en": ["expert", "item", "answer"], "zh": ["专家", "指标", "答案"]}[language]
    table = pd.DataFrame(rows, columns=heads).replace({"A": "主体", "d": "Done"})
    table.to_csv(tmp_path / "orders.csv", index=False)
    TABLE.rename_axis("unit").to_csv(tmp_path / "records.csv")
    gm.Evaluation.read({"tree": TREE, "evidence": {"records": "records.csv", "importance": {"answers": "orders.csv"}}}).write(
        tmp_path / "evaluation.yaml")  # fmt: skip
    found = gm.evaluate(tmp_path)
    own = gm.ahp.order_relation({"Wu": of_group(ORDER), "Li": of_group(OTHER)}).weights
    assert found.assessment.weights.local[own.index].to_dict() == pytest.approx(own.to_dict(), abs=1e-12)
    found.write(tmp_path / "out")
    assert (tmp_path / "out" / "inputs" / "orders.csv").is_file()
    assert "importance" in found.provenance["inputs"]
    page = gm.report.html(found, tmp_path / "page.html", language).read_text(encoding="utf-8")
    assert {"en": "Importance as experts state it", "zh": "专家给出的重要性"}[language] in page
    gm.report.word(found, tmp_path / "report.docx", language)


@pytest.mark.parametrize(("answers", "method", "told"), [
    (5, "order_relation", "evidence.importance.answers: is 5"), ({}, "order_relation", "evidence.importance.answers: is {}"),
    ({"A": {"x": {}}}, "swara", "evidence.importance.answers: is"),
    ({"A": None, "Bx": 1.2}, "order_relation", "Bx: is not a node of the tree below the root; did you mean 'B'?"),
    ({"A": None, "B": 9}, "order_relation", "B: the ratio 9 is beyond"), (ORDER, "g1", "method: 'g1' is not known"),
    (ORDER, "complementary", "evidence.importance.answers: is"),
    ({"A": {"a": 0.7}}, "complementary", "A, a: are parts of different"),
    ({"A": {"B": 7}}, "complementary", "the preference is 7"), ({"a": {"b": 0.7}}, "network_process", "the column sums to 0.7"),
    (ORDER, {"order_relation": {"combine": "x"}}, "evidence.importance.method.order_relation.combine: is 'x'"),
    (ORDER, {"order_relation": {"end": 2}}, "evidence.importance.method.order_relation.end: is not an option"),
    ("gone.csv", "order_relation", "gone.csv"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(answers: Any, method: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        evaluated(answers, method)
    assert told in str(error.value)
    with gm.use(language="zh"):
        assert "；" in str(error.value)


def test_tables_of_pairs_with_a_pair_twice_or_a_column_too_few(tmp_path) -> None:
    pd.DataFrame({"item": ["A", "A"], "answer": [0.7, 0.6]}).to_csv(tmp_path / "few.csv", index=False)
    with pytest.raises(gm.GovmetricsError, match="has no column 'other'"):
        evaluated(str(tmp_path / "few.csv"), "complementary")
    pd.DataFrame({"item": ["A", "A"], "other": ["B", "B"], "answer": [0.7, 0.6]}).to_csv(
        tmp_path / "two.csv", index=False
    )
    with pytest.raises(gm.GovmetricsError, match="A, B: is answered more than once"):
        evaluated(str(tmp_path / "two.csv"), "complementary", unjudged="equal")


def test_weights_are_said_once() -> None:
    asked = {"tree": TREE, "evidence": {"importance": {"answers": ORDER}, "weights": {"A": 1, "B": 2}}}
    with pytest.raises(gm.GovmetricsError, match=r"gives weights, and so does evidence\.weights"):
        gm.evaluate(asked, TABLE)
