"""What every model beyond the radial one does with every kind of input: a JSON-ready result, or one clear error."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from govmetrics import dea
from govmetrics.core.errors import FaultyInput, GovmetricsError
from tests.crossed import crossed

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")
rng = np.random.default_rng(0)
X, Y = rng.lognormal(0, 0.5, (15, 2)), rng.lognormal(0, 0.5, (15, 2))


def _environment(n):
    return pd.DataFrame({"z": np.random.default_rng(1).normal(size=n)})


def _panel(x, y):
    index = pd.MultiIndex.from_product([[1, 2], range(len(x))])
    return (
        pd.DataFrame(np.vstack([x, x]), index=index, columns=["x0", "x1"][: x.shape[1]]),
        pd.DataFrame(np.vstack([y, y]), index=index, columns=["y0", "y1"][: y.shape[1]]),
    )


MODELS = {
    "slacks_based": dea.slacks_based,
    "slacks_based input": lambda x, y: dea.slacks_based(x, y, "input"),
    "super_slacks_based": dea.super_slacks_based,
    "russell": dea.russell,
    "additive": dea.additive,
    "additive range": lambda x, y: dea.additive(x, y, weights="range"),
    "additive bounded": lambda x, y: dea.additive(x, y, weights="bounded"),
    "directional": dea.directional,
    "directional mean": lambda x, y: dea.directional(x, y, "mean"),
    "hyperbolic": dea.hyperbolic,
    "window": lambda x, y: dea.window(*_panel(x, y), width=2),
    "luenberger": lambda x, y: dea.luenberger(*_panel(x, y)),
    "malmquist_luenberger": lambda x, y: dea.malmquist_luenberger(*_panel(x, y)),
    "two_stage": lambda x, y: dea.two_stage(x, np.ones(len(x)), y),
    "two_stage additive": lambda x, y: dea.two_stage(x, np.ones(len(x)), y, "additive", "variable"),
    "order_m": dea.order_m,
    "order_alpha": lambda x, y: dea.order_alpha(x, y, orientation="input"),
    "metafrontier": lambda x, y: dea.metafrontier(x, y, pd.Series(np.arange(len(x)) % 2)),
    "outliers": lambda x, y: dea.outliers(x, y, "output"),
    "returns_test": lambda x, y: dea.returns_test(x, y, draws=100),
    "second_stage": lambda x, y: dea.second_stage(x, y, _environment(len(x)), "output", draws=(5, 20)),
    "three_stage": lambda x, y: dea.three_stage(x, y, _environment(len(x))),
    "closest_targets": lambda x, y: dea.closest_targets(x, y, units=[0, 3] if len(x) > 3 else None),
    "improvements": lambda x, y: dea.improvements(x, y, 0, "stepwise"),
    "tables": dea.tables,
    "seiford_zhu": lambda x, y: dea.seiford_zhu(x, y, pd.DataFrame({"b": np.arange(len(x)) + 1.0})),
}


def _with(cell, value):
    x = X.copy()
    x[cell] = value
    return x


GOOD = {
    "plain": (X, Y),
    "one column each": (X[:, :1], Y[:, :1]),
    "huge and tiny": (X * 1e12, Y * 1e-12),
    "duplicates": (np.vstack([X[:7], X[:7]]), np.vstack([Y[:7], Y[:7]])),
    "a constant column": (np.column_stack([X[:, 0], np.full(15, 3.0)]), Y),
}
DOUBTFUL = {
    "one unit": (np.ones((1, 2)), np.ones((1, 2))),
    "two identical units": (np.ones((2, 2)), np.ones((2, 2))),
    "all units identical": (np.ones((15, 2)), np.ones((15, 2))),
    "a zero input": (_with((3, 1), 0.0), Y),
}
BAD = {
    "missing": (_with((3, 1), np.nan), "is missing"),
    "negative": (_with((3, 1), -1.0), "is negative"),
    "infinite": (_with((3, 1), np.inf), "is infinite"),
    "text": (np.where(np.arange(30).reshape(15, 2) == 7, "a", X.astype(object)), "is not a number"),
}


def _complete(result):
    json.dumps(result.to_dict())
    assert isinstance(result.to_frame(), pd.DataFrame)
    assert isinstance(result._repr_html_(), str)
    if hasattr(result, "summary"):
        assert result.summary()
        assert result.summary("zh")


@pytest.mark.parametrize(("model", "case"), crossed(MODELS, list(GOOD), 2))
def test_good_input_gives_a_complete_result(model, case):
    x, y = (table.copy() for table in GOOD[case])
    _complete(MODELS[model](x, y))
    np.testing.assert_array_equal(x, GOOD[case][0])
    np.testing.assert_array_equal(y, GOOD[case][1])


@pytest.mark.parametrize("case", DOUBTFUL)
@pytest.mark.parametrize("model", MODELS)
def test_doubtful_input_gives_a_result_or_a_way_out(model, case):
    x, y = DOUBTFUL[case]
    try:
        result = MODELS[model](x, y)
    except GovmetricsError as error:
        assert all(fault.place and fault.way_out for fault in error.faults)  # noqa: PT017
    else:
        _complete(result)


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("model", MODELS)
def test_bad_cells_are_named(model, case):
    x, problem = BAD[case]
    with pytest.raises(FaultyInput, match=problem):
        MODELS[model](x, Y)
