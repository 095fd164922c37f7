"""What a newcomer gets wrong: one error, every fault in it, each with its place; and odd periods."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, GovmetricsError, IndicatorTree, UnsuitableMethod
from govmetrics.panel import changes, convergence, dagum, district_totals, follow_periods, theil, trends

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
GROUPS = pd.Series(list("aabb"), list("uvwx"))


def panel(periods=(2020, 2021, 2024)):
    index = pd.MultiIndex.from_product([periods, list("uvwx")], names=["period", "unit"])
    values = np.random.default_rng(0).uniform(1, 9, (len(index), 3))
    return Dataset(TREE, pd.DataFrame(values, index, TREE.codes))


CALLS = {
    "trends": trends,
    "convergence": convergence,
    "theil": lambda source: theil(source, by=GROUPS),
    "dagum": lambda source: dagum(source, by=GROUPS),
    "district_totals": lambda source: district_totals(source, by=GROUPS, weights=None),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    "source",
    [
        None, "wgi", np.ones((3, 2)), [1.0, 2.0], pd.DataFrame(), pd.DataFrame(index=list("uv")),
        pd.DataFrame([[1.0, 2], [3, 4]], list("uv"), ["a", "a"]), pd.DataFrame({"a": ["x", "y"]}, list("uv")),
        pd.DataFrame({"a": [np.inf, 1.0]}, list("uv")), pd.Series([1.0, 2], list("uu")),
    ],
)  # fmt: skip
def test_every_odd_source_is_refused_by_name(name, source):
    with pytest.raises(GovmetricsError):
        CALLS[name](source)


def test_everything_wrong_comes_at_once():
    with pytest.raises(FaultyInput) as error:
        district_totals(panel(), by="zz", weights="yy", how={"a1": "x", "qq": "sum"}, min_coverage="most")
    for part in (
        "by: 'zz'",
        "weights: 'yy'",
        "None to count every unit once",
        "how, a1: is 'x'; choose one of: mean, sum",
        "how, qq",
        "'most'",
    ):
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match=r"scale: is 'x'.*\nlevel: is '95'.*\nnode: is 'zz'"):
        convergence(panel(), "zz", "x", "95")
    with pytest.raises(FaultyInput, match=r"level: is 5.*\nnodes: is \['zz'\]; .* there are: a1, a2, b1"):
        trends(panel(), ["zz"], level=5)
    with pytest.raises(FaultyInput, match="nodes: is 'A'; give a list"):
        trends(panel(), "A")
    for odd in (None, ["a"], {"u": "a"}):
        with pytest.raises(FaultyInput, match="by: is"):
            theil(panel(), by=odd)


def test_long_lists_say_how_many_more():
    units = [f"u{k}" for k in range(500)]
    zeros, one = pd.Series(np.zeros(500), units), pd.Series("a", units)
    with pytest.raises(UnsuitableMethod, match="and 450 more like the last: the value is 0"):
        theil(zeros, one, index="mean_log_deviation")
    with pytest.raises(FaultyInput, match="and 449 more like the last: has no group"):
        theil(zeros + 1, one[:1])
    with pytest.raises(FaultyInput, match="u0: the weight is many; give a positive number"):
        theil(zeros + 1, one, weights=pd.Series("many", units))


def test_weights_of_periods():
    run = follow_periods(gm.Recipe(), panel())
    with pytest.raises(FaultyInput, match="weights: is str, not Mapping; give"):
        changes(run, "entropy")
    with pytest.raises(
        FaultyInput, match=r"weights, 2020: is int.*\nweights, 2021: the period has no weights"
    ):
        changes(run, {2020: 1, 2024: run.weights})
    for odd in (None, run.scores, panel()):
        with pytest.raises(FaultyInput, match="not Assessment; give what follow_periods returns"):
            changes(odd)
    with pytest.raises(FaultyInput, match=r"recipe: is str.*\ndata: is None"):
        follow_periods("mine", None)


@pytest.mark.parametrize("periods", [(20200101, 20200201), ("20200101", "20200201")])
def test_days_without_dashes_are_no_years(periods):
    """20200201 is not 100 years after 20200101."""
    with pytest.raises(UnsuitableMethod, match=r"20200101 looks like a date.*name it 2020-01-01"):
        trends(panel(periods))


def test_infinite_and_zoned_periods():
    with pytest.raises(FaultyInput, match="'inf' has no order in time"):
        trends(panel(("2020", "inf")))
    zoned = trends(panel(("2020-01-01T00:00:00Z", "2021-01-01T08:00:00+08:00")))
    assert zoned.years.tolist() == [2020, 2021]


def test_periods_stand_in_the_order_of_time():
    """By name the tenth month comes before the third."""
    found = theil(panel(("2024年3月", "2024年10月")), GROUPS)
    assert found.totals.index.tolist() == ["2024年3月", "2024年10月"]
    assert dagum(panel(("2024年10月", "2024年3月")), GROUPS).totals.index.tolist() == [
        "2024年3月",
        "2024年10月",
    ]
