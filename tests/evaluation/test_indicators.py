"""What the indicators look like, ranks in groups and links, asked for in a file: as the rooms say, from start to end."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.errors import FaultyInput

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c", "d"]})
RNG = np.random.default_rng(4)
ROWS = [f"u{i:02}" for i in range(24)]
TABLE = pd.DataFrame(RNG.normal(50, 9, (24, 4)), ROWS, TREE.codes).assign(
    kind=["x", "y", "z"] * 8, people=RNG.uniform(1, 9, 24)
)
TABLE.iloc[3, 0], TABLE.iloc[5, 1] = np.nan, 400.0
ASKED = {
    "tree": TREE,
    "index": {"treatment": ["impute_mean", "winsorise"], "weighting": "equal"},
    "diagnosis": {"statistics": True, "denominators": ["people"], "correlations": "all", "components": True,
                  "group_ranks": "kind", "links": "other.csv"},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("links")
    other = pd.DataFrame({"unit": ROWS[::-1], "income": RNG.normal(size=24)})
    other.to_csv(place / "other.csv", index=False)
    TABLE.rename_axis("unit").to_csv(place / "records.csv")
    return place


def evaluated(folder, **more):
    return gm.evaluate(
        {**ASKED, "diagnosis": {**ASKED["diagnosis"], "links": str(folder / "other.csv")}, **more}, TABLE
    )


@pytest.fixture(scope="module")
def found(folder):
    return evaluated(folder)


def test_as_the_rooms_say(found, folder):
    run, own = found.assessment, found.diagnosis
    raw = gm.diagnosis.statistics(run.treated, before=run.dataset)
    pd.testing.assert_frame_equal(own.statistics.treated, raw.treated)
    assert own.statistics.treated["filled"].sum() == 1
    assert own.statistics.treated.loc["b", "changed"] == 1
    other = pd.read_csv(folder / "other.csv", index_col="unit")
    pd.testing.assert_frame_equal(own.links.table, gm.diagnosis.links(run.scores, other).table)
    pd.testing.assert_frame_equal(
        own.correlations.pairs, gm.diagnosis.correlations(run.scaled, run.scores, "all").pairs
    )
    assert set(own.denominators.table["attribute"]) == {"people"}
    assert own.group_ranks.ranks.shape == (24, 3)
    assert list(own.components.groups.index) == [TREE.root.code, "A", "B"]
    assert "links" in found.provenance["inputs"]


def test_reports_hold_them(found, tmp_path):
    page = gm.report.html(found, tmp_path / "page.html").read_text(encoding="utf-8")
    for caption in (
        "Indicators before and after treatment",
        "Ranks within the groups",
        "Links with other indicators",
    ):
        assert caption in page
    gm.report.excel(found, tmp_path / "tables.xlsx", language="zh")


def test_the_public_sees_nothing_of_raw_values_where_they_are_not_shown(folder):
    found = evaluated(folder, publish={"public": {"raw_values": False}})
    assert found.diagnosis.statistics is not None
    shown = gm.evaluation.public(found).diagnosis
    assert (shown.statistics, shown.denominators, shown.group_ranks) == (None,) * 3
    assert shown.correlations is not None
    named = evaluated(folder, publish={"public": {"texts": ["kind"]}})
    assert gm.evaluation.public(named).diagnosis.group_ranks is not None
    assert gm.evaluation.public(named).diagnosis.statistics is not None


def test_a_table_without_the_units_is_told_at_its_place(folder):
    pd.DataFrame({"name": ROWS, "income": 1.0}).to_csv(folder / "nameless.csv", index=False)
    asked = {**ASKED, "diagnosis": {"links": str(folder / "nameless.csv")}}
    with pytest.raises(
        FaultyInput, match=r"diagnosis.links .*has no column 'unit'; its columns are: name, income"
    ):
        gm.evaluate(asked, TABLE)


def test_every_choice_at_once_in_a_file():
    """Gaps, outliers, scale, mean, weights and one indicator less: as `robustness.uncertainty` with the same factors."""
    R = gm.robustness
    index = {
        "treatment": ["impute_mean", "winsorise"],
        "normalisation": {"min_max": {"scale": [1, 100]}},
        "weighting": "equal",
    }
    fills = [["impute_mean", "winsorise"], ["impute_median", {"winsorise": {"most": 1}}]]
    means = ["arithmetic", "geometric"]
    factors = {"weights": 0.2, "leave_out": ["a", "c"], "choices": {"treatment": fills, "aggregation": means}}
    found = gm.evaluate(
        {"tree": TREE, "index": index, "sureness": {"draws": 40, "factors": factors}}, TABLE
    ).uncertainty
    same = [R.PerturbedWeights(0.2, draws=40), R.DroppedLeaf(["a", "c"])]
    same += [R.Choice("treatment", fills), R.Choice("aggregation", means)]
    own = R.uncertainty(gm.Recipe(**index), gm.read_records(TABLE, TREE), same, draws=40, rng=found.seed)
    pd.testing.assert_frame_equal(found.intervals, own.intervals)
    assert len(found.factors) == 4
    with pytest.raises(FaultyInput, match="odd"):
        gm.evaluate(
            {"tree": TREE, "index": index, "sureness": {"draws": 4, "factors": {"leave_out": ["odd"]}}}, TABLE
        )
