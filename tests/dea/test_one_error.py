"""Whatever is wrong, one error names all of it; no other error comes out, whatever an option is."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest

from govmetrics import dea
from govmetrics.core.errors import FaultyInput, GovmetricsError
from govmetrics.core.scaled import Scaled
from govmetrics.core.tree import IndicatorTree

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
rng = np.random.default_rng(0)
UNITS = [f"社区{i}" for i in range(15)]
X = pd.DataFrame(rng.uniform(1, 9, (15, 2)), UNITS, ["a", "b"])
Y = pd.DataFrame(rng.uniform(1, 9, (15, 2)), UNITS, ["c", "d"])
HALVES = pd.Series(np.arange(15) % 2, UNITS)
MORE = {
    "environment": pd.DataFrame({"z": rng.normal(size=15)}, UNITS),
    "intermediates": pd.DataFrame({"i": rng.uniform(1, 5, 15)}, UNITS),
    "undesirable": pd.DataFrame({"u": rng.uniform(1, 5, 15)}, UNITS),
    "groups": HALVES, "circumstances": HALVES, "fixed": ["a"], "unit": UNITS[1],
    "input_prices": X, "output_prices": Y,
    "links": {("one", "two"): pd.DataFrame({"l": rng.uniform(1, 5, 15)}, UNITS)},
    "stages": {"one": {"inputs": ["a"], "outputs": ["c"]}, "two": {"inputs": ["b"], "outputs": ["d"]}},
}  # fmt: skip
PANELS = ("malmquist", "window", "luenberger", "malmquist_luenberger", "dynamic")
FUNCTIONS = [
    name
    for name in dea.__all__
    if not isinstance(getattr(dea, name), type) and name not in ("benefit_of_the_doubt", "from_roles")
]
ODD = ["x", 3, None, np.nan, -1, True, [], {}, (1, 2), X, np.array(["a", "b"]), 1.5, object(), np.inf, b"x", 1 + 2j,
       {"a": 1}, ["x"], X.astype(str), X.iloc[:3], X.iloc[:, :1], Y["c"], X.iloc[:0], pd.concat([X, X]), ""]  # fmt: skip


def _panel(table):
    return pd.concat({2020: table, 2021: table * 1.1})


def _call(name, x=X, y=Y, **options):
    function = getattr(dea, name)
    parameters = inspect.signature(function).parameters
    given = {key: table for key, table in MORE.items() if key in parameters}
    if name not in ("seiford_zhu", "luenberger", "malmquist_luenberger"):
        given = {k: v for k, v in given.items() if parameters[k].default is inspect.Parameter.empty}
    if name in ("cost", "revenue"):
        given["prices"] = X if name == "cost" else Y
    if name == "dynamic":
        given["bad"] = MORE["undesirable"]
    if name in PANELS:
        given = {k: _panel(v) for k, v in given.items()}
        x, y = (_panel(t) if isinstance(t, pd.DataFrame) and t.index.nlevels == 1 else t for t in (x, y))
    if "draws" in parameters:
        given["draws"] = (3, 20) if name == "second_stage" else 100
    return function(**{"inputs": x, "outputs": y, **given, **options})


def _odd_options():
    """Every option; two of three are slow: `test_hostile_arguments.py` puts odd values into all of them, too."""
    pairs = [
        (name, option) for name in FUNCTIONS for option in inspect.signature(getattr(dea, name)).parameters
    ]
    for place, (name, option) in enumerate(pairs):
        marks = [pytest.mark.slow] if place % 3 else []
        yield pytest.param(name, option, id=f"{name}-{option}", marks=marks)


@pytest.mark.parametrize(("name", "option"), list(_odd_options()))
def test_odd_values_of_options_give_a_result_or_one_error(name, option):
    for value in ODD:
        try:
            _call(name, **{option: value})
        except GovmetricsError as error:
            assert all(fault.place and fault.way_out for fault in error.faults)  # noqa: PT017


def _changed(table, **columns):
    return table.assign(**columns)


TABLES = {
    "names of two levels": (
        X.set_axis(pd.MultiIndex.from_product([["q"], ["a", "b"]]), axis=1),
        "have 2 levels",
    ),
    "a unit without a name": (X.set_axis([None, *UNITS[1:]]), "inputs, row 1: the unit has no name"),
    "a column without a name": (
        X.set_axis([np.nan, "b"], axis=1),
        "inputs, column 1: the column has no name",
    ),
    "too small to divide by": (_changed(X, a=1e-310), "社区3, a: 1e-310 is too large or too small"),
    "too large to multiply": (_changed(X, a=1e300), "社区3, a: 1e\\+300 is too large or too small"),
    "nothing": (None, "missing"),
}


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_tables_that_cannot_be_used_are_refused(name, case):
    table, problem = TABLES[case]
    if name in PANELS:
        if case in ("a unit without a name", "nothing"):
            return
        problem = problem.replace("社区3", "2020, 社区3")
    with pytest.raises(FaultyInput, match=problem):
        _call(name, x=table)


@pytest.mark.parametrize(
    "name", [n for n in FUNCTIONS if "returns" in inspect.signature(getattr(dea, n)).parameters]
)
def test_faults_of_options_and_cells_come_together(name):
    x, y = X.copy(), Y.copy()
    x.iloc[2, 0], y.iloc[4, 1] = -1.0, np.nan
    with pytest.raises(FaultyInput) as caught:
        _call(name, x, y, returns="sideways")
    text = str(caught.value)
    assert "returns: is 'sideways'" in text
    assert "is negative (-1)" in text
    assert "is missing" in text


def test_faults_of_a_reference_come_with_those_of_the_units():
    x, other = X.copy(), X.copy()
    x.iloc[2, 0], other.iloc[3, 1] = -1.0, np.inf
    for function in (dea.radial, dea.free_disposal, dea.order_m):
        with pytest.raises(FaultyInput) as caught:
            function(x, Y, orientation="up", reference=(other, Y))
        assert [f.place for f in caught.value.faults] == ["orientation", "社区2, a", "reference: 社区3, b"]


def test_reference_columns_are_matched_by_name_in_partial_frontiers():
    for function in (dea.order_m, dea.order_alpha):
        with pytest.raises(
            FaultyInput, match="reference: inputs: has the columns b, a; give the columns a, b"
        ):
            function(X, Y, reference=(X[["b", "a"]], Y))


def test_tables_indexed_differently_are_told_apart():
    deep = pd.concat({2020: X})
    for function in (dea.radial, dea.malmquist, dea.slacks_based):
        with pytest.raises(FaultyInput, match="outputs: each row has 1 label, each row of the inputs 2"):
            function(deep, Y)
    with pytest.raises(FaultyInput, match="undesirable: each row has 2 labels, each row of the inputs 1"):
        dea.slacks_based(X, Y, undesirable=pd.concat({1: MORE["undesirable"]}))


def test_inputs_without_columns_are_missed_beside_undesirable_outputs():
    with pytest.raises(FaultyInput, match="inputs: there are no inputs"):
        dea.slacks_based(X[[]], Y, undesirable=MORE["undesirable"])


def test_periods_without_an_order_are_refused():
    mixed = pd.concat({2020: X, "before": X})
    for function in (dea.malmquist, dea.window, dea.luenberger):
        with pytest.raises(
            FaultyInput, match="some periods are text and others are not; write all of them alike"
        ):
            function(mixed, mixed.set_axis(["c", "d"], axis=1))


def test_a_thousand_bad_cells_are_counted():
    x = pd.DataFrame(np.full((1000, 1), np.nan), columns=["a"])
    with pytest.raises(FaultyInput) as caught:
        dea.radial(x, pd.DataFrame(np.ones((1000, 1)), columns=["c"]))
    assert len(caught.value.faults) == 51
    assert "and 950 more like the last: is missing" in str(caught.value)


def test_seeds_of_numpy_are_recorded_and_none_is_refused():
    assert dea.bootstrap(X, Y, draws=100, rng=np.int64(7)).seed == 7
    with pytest.raises(FaultyInput, match="rng: is None"):
        dea.bootstrap(X, Y, draws=100, rng=None)


def test_share_limits_name_the_unit_not_its_position():
    x = X.copy()
    x.iloc[3, 0] = 0.0
    with pytest.raises(FaultyInput, match="社区3, a: is zero and can have no share"):
        dea.weight_restricted(x, Y, shares={"a": (0.1, 0.5)})


def test_benefit_of_the_doubt_names_every_bad_bound_and_cell():
    tree = IndicatorTree.from_groups({"G": ["a", "b"], "H": ["c"]})
    values = pd.DataFrame(rng.uniform(1, 9, (6, 3)), UNITS[:6], tree.codes)
    with pytest.raises(FaultyInput) as caught:
        dea.benefit_of_the_doubt(Scaled(tree, values, pd.DataFrame()), {"a": 2, "b": 2, 3: 0.1}, True)
    assert [f.place for f in caught.value.faults] == ["lower[3]", "lower['a']", "lower['b']", "upper"]
    with pytest.raises(FaultyInput, match="scaled: is DataFrame, not Scaled; normalise"):
        dea.benefit_of_the_doubt(values)
    panel = pd.concat({2020: values, 2021: values}, names=["period", "unit"])
    panel.iloc[0, 0], panel.iloc[7, 2] = np.nan, -1.0
    with pytest.raises(GovmetricsError) as caught:
        dea.benefit_of_the_doubt(Scaled(tree, panel, pd.DataFrame()))
    assert [f.place for f in caught.value.faults] == ["2020, 社区0, a", "2021, 社区1, c"]
