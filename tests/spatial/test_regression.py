"""Spatial regressions against R's spatialreg and dense algebra, panels against dummies, impacts against their definition."""

import json

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.spatial.determinants import Determinants
from tests.spatial.columbus import CASES, columbus, needs_columbus
from tests.spatial.lattice import UNITS, spots, squares, values

W = gm.spatial.weights(squares())
DATA = values()
FORMULA = "y ~ x1 + x2"


def close(found, expected, rel=2e-6):
    assert list(found) == pytest.approx(expected, rel=rel)


def test_lag_model_of_r():
    """R: lagsarlm(y ~ x1 + x2, listw): coefficients, asymptotic errors, log-likelihood, sigma²."""
    found = gm.spatial.regression(DATA, FORMULA, W, draws=200)
    close(found.coefficients["estimate"], [2.3242077832, 0.121577357862, -0.0825829747523, 0.80171431295])
    close(found.coefficients["error"], [2.05882544961, 0.227117642584, 0.250853936424, 0.102929961005])
    close(found.fit[["log_likelihood", "sigma2"]], [-102.673844027, 14.8185625873])


def test_durbin_model_and_its_impacts_of_r():
    """R: lagsarlm(Durbin = TRUE); impacts."""
    found = gm.spatial.regression(DATA, FORMULA, W, "durbin", draws=200)
    close(found.coefficients["estimate"],
          [6.49536765527, 0.148172844062, -0.177237735712, 0.0541200804171, -0.908973001929, 0.784833501575], 1e-5)  # fmt: skip
    close(found.coefficients["error"],
          [5.55151200321, 0.316719774677, 0.262080314282, 0.954845116663, 0.754595077661, 0.108131069538], 1e-5)  # fmt: skip
    assert found.log_likelihood == pytest.approx(-101.864198846, abs=1e-8)
    close(found.impacts["direct"], [0.199304116571, -0.491709132631], 1e-5)
    close(found.impacts["indirect"], [0.74086512892, -4.55652442413], 1e-5)
    close(found.impacts["total"], [0.940169245491, -5.048233556757], 1e-5)


def test_error_model_of_r():
    """R: errorsarlm."""
    found = gm.spatial.regression(DATA, FORMULA, W, "error")
    close(
        found.coefficients["estimate"],
        [12.1106626101, 0.108162302624, -0.00105305011217, 0.801428826747],
        2e-5,
    )
    close(found.coefficients["error"], [3.51931199256, 0.189126290678, 0.22457526955, 0.103081400524], 2e-5)
    assert found.log_likelihood == pytest.approx(-102.695543727, abs=1e-8)
    assert found.impacts["direct"].tolist() == found.coefficients["estimate"].iloc[1:3].tolist()


def test_weights_one_way_and_weights_that_are_not_standardised_of_r():
    """R: lagsarlm with knearneigh(k = 4), and with style "B"."""
    near = gm.spatial.regression(
        DATA, FORMULA, gm.spatial.weights(spots(), "nearest", k=4, coordinates="projected"), draws=200
    )
    close(
        near.coefficients["estimate"], [3.17985980487, 0.11369956988, -0.0832960155558, 0.74188564228], 1e-5
    )
    close(near.coefficients["error"], [2.26614611152, 0.241343428584, 0.266565622297, 0.115781590931], 1e-5)
    plain = gm.spatial.regression(DATA, FORMULA, W.standardise(False), draws=200)
    close(
        plain.coefficients["estimate"],
        [7.21951893311, 0.0179643753495, -0.0562991099986, 0.0711929982667],
        1e-5,
    )
    close(plain.coefficients["error"], [2.73895757035, 0.301371889831, 0.330133221412, 0.0229909845124], 1e-5)


def test_tests_on_residuals_of_r():
    """R: lm.LMtests, lm.morantest."""
    found = gm.spatial.regression(DATA, FORMULA, W, draws=200)
    tests = found.tests
    close(tests["statistic"].iloc[:4], [30.4369305819, 29.8881984539, 1.51466128923, 0.965929161183], 1e-9)
    close(tests["p"].iloc[:4], [3.44899152571e-08, 4.57690214617e-08, 0.218429190467, 0.325697537056], 1e-9)
    assert found.residual_moran == pytest.approx(0.53746561221254, abs=1e-12)
    z = (0.53746561221254 + 0.02026657841210) / np.sqrt(0.00830900127318)
    assert tests.loc["residual_moran", "statistic"] == pytest.approx(z, rel=1e-9)


@needs_columbus
def test_the_columbus_case():
    data, w = columbus()
    case = json.loads((CASES / "case.json").read_text(encoding="utf-8"))["columbus CRIME ~ INC + HOVAL"]
    lag = gm.spatial.regression(data, "CRIME ~ INC + HOVAL", w)
    for name in ("lm_lag", "lm_error", "robust_lm_lag", "robust_lm_error"):
        close(lag.tests.loc[name, ["statistic", "p"]], case[name], 1e-6)
    assert lag.residual_moran == pytest.approx(case["residual_moran"], abs=1e-10)
    close(lag.coefficients["estimate"], [*case["sar"]["intercept, INC, HOVAL"], case["sar"]["rho"]], 1e-6)
    durbin = gm.spatial.regression(data, "CRIME ~ INC + HOVAL", w, "durbin")
    close(durbin.coefficients["estimate"],
          [*case["sdm"]["coefficients (1, INC, HOVAL, lag INC, lag HOVAL)"], case["sdm"]["rho"]], 1e-6)  # fmt: skip
    for found, expected in ((lag, case["sar"]), (durbin, case["sdm"])):
        assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-5)
        for name in {"direct", "indirect", "total"} & set(expected):
            close(found.impacts[name], expected[name], 2e-6)


@pytest.mark.parametrize("standardised", [True, False])
@pytest.mark.parametrize("model", ["lag", "durbin"])
def test_impacts_are_means_of_derivatives(model, standardised):
    """By dense algebra. (R's impacts of weights that do not sum to one, "exact", divide by 1 - rho all the same.)"""
    w = W.standardise(standardised)
    found = gm.spatial.regression(DATA, FORMULA, w, model, draws=200)
    dense, estimate = w.matrix().to_numpy(), found.coefficients["estimate"]
    inverse = np.linalg.inv(np.eye(36) - found.rho * dense)
    for name in ("x1", "x2"):
        s = inverse @ (
            np.eye(36) * estimate[name] + dense * (estimate[f"lag {name}"] if model == "durbin" else 0)
        )
        row = found.impacts.loc[name]
        assert row["direct"] == pytest.approx(np.trace(s) / 36, rel=1e-9)
        assert row["total"] == pytest.approx(s.sum() / 36, rel=1e-9)
        assert row["indirect"] == pytest.approx(s.sum() / 36 - np.trace(s) / 36, rel=1e-9)


@pytest.mark.parametrize("kind", ["symmetric", "one way", "plain"])
def test_sparse_lu_says_what_eigenvalues_say(kind):
    w = {"symmetric": W, "plain": W.standardise(False),
         "one way": gm.spatial.weights(spots(), "nearest", k=4, coordinates="projected")}[kind]  # fmt: skip
    dense, sparse = (Determinants(w.sparse, w.raw, w.standardised, w.symmetric) for _ in range(2))
    sparse.by_eigenvalues = False
    assert dense.by_eigenvalues
    assert sparse.bounds == pytest.approx(dense.bounds, rel=1e-6)
    rho = 0.6 * dense.bounds[1]
    assert float(dense.logs(np.array(rho))) == pytest.approx(
        np.linalg.slogdet(np.eye(36) - rho * w.sparse.toarray())[1]
    )
    assert float(sparse.logs(np.array(rho))) == pytest.approx(float(dense.logs(np.array(rho))))
    span = 0.5 * dense.bounds[1], 0.7 * dense.bounds[1]
    np.testing.assert_allclose(
        sparse.traces(np.array(rho), *span), dense.traces(np.array(rho), *span), rtol=1e-6
    )
    g = w.sparse.toarray() @ np.linalg.inv(np.eye(36) - rho * w.sparse.toarray())
    np.testing.assert_allclose(dense.traces(np.array(rho), *span), [np.trace(g), np.trace(g @ g)], rtol=1e-9)
    assert float(dense.mean_lags(np.array(rho), *span)) == pytest.approx(g.sum() / 36)


def panel(years=True, periods=6, seed=3):
    """A Durbin panel on the squares, in which units, and periods if asked, have levels of their own that go with x."""
    rng = np.random.default_rng(seed)
    inverse = np.linalg.inv(np.eye(36) - 0.4 * W.matrix().to_numpy())
    level, year = rng.normal(0, 3, 36), rng.normal(0, 3 if years else 0, periods)
    x = rng.normal(size=(periods, 36)) + level / 3 + year[:, None] / 3
    lag = x @ W.matrix().to_numpy().T
    y = (x - 0.5 * lag + level + year[:, None] + rng.normal(0, 0.5, (periods, 36))) @ inverse.T
    rows = pd.MultiIndex.from_product([range(2015, 2015 + periods), UNITS], names=["period", "unit"])
    return pd.DataFrame({"y": y.ravel(), "x": x.ravel()}, rows)


def test_panels_with_effects_find_what_was_put_in():
    found = gm.spatial.regression(panel(), "y ~ x", W, "durbin", effects="both", draws=500)
    table = found.coefficients
    assert (np.abs(table["estimate"] - [1, -0.5, 0.4]) < 2.5 * table["error"]).all()
    assert (table["error"] < 0.2).all()
    assert (
        abs(
            gm.spatial.regression(panel(), "y ~ x", W, "durbin", draws=200).coefficients.loc["x", "estimate"]
            - 1
        )
        > 0.3
    )


def dense_likelihood(rho, data, w, inner):
    """Return the log-likelihood of Lee and Yu (2010) at rho, of data transformed by orthonormal contrasts."""
    from scipy.linalg import helmert

    cube = data["y"].to_numpy().reshape(-1, 36), data["x"].to_numpy().reshape(-1, 36)
    over_time = helmert(len(cube[0]))
    over_units = helmert(36) if inner else np.eye(36)
    dense = over_units @ w @ over_units.T
    y, x = (over_time @ one @ over_units.T for one in cube)
    e = (y - rho * y @ dense.T).ravel()
    design = np.column_stack([x.ravel(), (x @ dense.T).ravel()])
    e = e - design @ np.linalg.lstsq(design, e, rcond=None)[0]
    logs = np.linalg.slogdet(np.eye(len(dense)) - rho * dense)[1]
    return len(y) * logs - e.size / 2 * (np.log(2 * np.pi * (e @ e) / e.size) + 1)


@pytest.mark.parametrize("effects", ["unit", "both"])
def test_panel_likelihood_is_that_of_transformed_data(effects):
    from scipy.optimize import minimize_scalar

    data, dense = panel(years=effects == "both"), W.matrix().to_numpy()
    found = gm.spatial.regression(data, "y ~ x", W, "durbin", effects=effects, draws=200)
    best = minimize_scalar(lambda rho: -dense_likelihood(rho, data, dense, effects == "both"), bounds=(-0.9, 0.9),
                           method="bounded", options={"xatol": 1e-10})  # fmt: skip
    assert found.rho == pytest.approx(best.x, abs=1e-7)
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-8)
    step = 1e-4
    ends = [dense_likelihood(best.x + one, data, dense, effects == "both") for one in (-step, 0, step)]
    curve = 1 / np.sqrt(-(ends[0] - 2 * ends[1] + ends[2]) / step**2)
    assert found.coefficients.loc["rho", "error"] == pytest.approx(
        curve, rel=0.05 if effects == "unit" else 1e-3
    )


def test_a_panel_comes_as_columns_in_any_order():
    data = panel()
    shuffled = data.reset_index().sample(frac=1, random_state=1)
    one = gm.spatial.regression(data, "y ~ x", W, effects="unit", draws=200)
    two = gm.spatial.regression(
        shuffled, "y", W, effects="unit", regressors=["x"], unit="unit", period="period", draws=200
    )
    pd.testing.assert_frame_equal(one.coefficients, two.coefficients)


def test_errors_by_curvature_are_near_those_of_the_information(monkeypatch):
    from govmetrics.spatial import likelihood

    for model in ("lag", "durbin", "error"):
        one = gm.spatial.regression(DATA, FORMULA, W, model, draws=200)
        monkeypatch.setattr(likelihood, "SMALL", 0)
        two = gm.spatial.regression(DATA, FORMULA, W, model, draws=200)
        monkeypatch.undo()
        assert (one.errors, two.errors) == ("information", "curvature")
        np.testing.assert_allclose(two.coefficients["error"], one.coefficients["error"], rtol=0.25)


def test_units_of_measurement_change_nothing_else():
    big = DATA.assign(y=DATA["y"] * 1e6, x1=DATA["x1"] * 1e-6)
    one, two = (
        gm.spatial.regression(DATA, FORMULA, W, draws=300),
        gm.spatial.regression(big, FORMULA, W, draws=300),
    )
    assert two.rho == pytest.approx(one.rho, abs=1e-7)
    np.testing.assert_allclose(two.impacts.loc["x1", ["direct", "total_error"]].to_numpy(float) / 1e12,
                               one.impacts.loc["x1", ["direct", "total_error"]].to_numpy(float), rtol=1e-5)  # fmt: skip


def test_what_cannot_be_fitted_is_named():
    with pytest.raises(FaultyInput, match="'x3' is not a column; columns are: y, x1, x2"):
        gm.spatial.regression(DATA, "y ~ x1 + x3", W)
    with pytest.raises(FaultyInput, match="is no formula"):
        gm.spatial.regression(DATA, "y", W)
    with pytest.raises(FaultyInput, match="named twice: x1"):
        gm.spatial.regression(DATA, "y ~ x1 + x1", W)
    with pytest.raises(UnsuitableMethod, match="follow from the other regressors: x3"):
        gm.spatial.regression(DATA.assign(x3=DATA["x1"] + 2), "y ~ x1 + x3", W)
    with pytest.raises(UnsuitableMethod, match="flat: does not vary"):
        gm.spatial.regression(DATA.assign(flat=1.0), "y ~ flat", W)
    with pytest.raises(FaultyInput, match="u03, y: the value is missing"):
        gm.spatial.regression(
            DATA.where(pd.DataFrame({"y": DATA.index != "u03", "x1": True, "x2": True}, DATA.index)),
            FORMULA,
            W,
        )
    with pytest.raises(UnsuitableMethod, match="need several periods"):
        gm.spatial.regression(DATA, FORMULA, W, effects="unit")
    few = W.only(UNITS[:6])
    with pytest.raises(UnsuitableMethod, match="too few for 4 coefficients"):
        gm.spatial.regression(DATA.loc[UNITS[:6]].assign(x3=[1, 5, 2, 8, 3, 9]), "y ~ x1 + x2 + x3", few)
    with pytest.raises(FaultyInput, match="2016, u04: has no row"):
        gm.spatial.regression(panel().drop((2016, "u04")), "y ~ x", W, effects="unit")


def test_names_with_signs_stand_in_backticks():
    odd = DATA.rename(columns={"x1": "人均 GDP+", "y": "满意度（%）"})
    found = gm.spatial.regression(odd, "满意度（%） ~ `人均 GDP+` + x2", W, draws=200)
    assert found.impacts.index.tolist() == ["人均 GDP+", "x2"]
    assert "不是效应" in found.summary("zh")
    assert "间接效应" in found.tables("zh")[0].frame.columns.tolist()


@pytest.mark.slow
def test_intervals_of_impacts_cover_what_they_promise():
    """400 Durbin models of 400 units: 95% intervals cover the truth within two standard errors of 95% and one point.

    The point is for the sample: maximum likelihood finds rho a little too small (of 144 units .35 instead of .40, and total
    impacts are covered 92% of the time; R's spatialreg has the same estimates and errors). Half a minute.
    """
    rng = np.random.default_rng(11)
    side = 20
    geojson = squares(side)
    for k, one in enumerate(geojson["features"]):
        one["properties"]["name"] = f"u{k:03}"
    big = gm.spatial.weights(geojson)
    n, dense = side * side, big.matrix().to_numpy()
    inverse = np.linalg.inv(np.eye(n) - 0.4 * dense)
    s = inverse @ (np.eye(n) + 0.5 * dense)
    truth = {"direct": np.trace(s) / n, "indirect": (s.sum() - np.trace(s)) / n, "total": s.sum() / n}
    covered = dict.fromkeys(truth, 0)
    rounds = 400
    for _ in range(rounds):
        x = rng.normal(size=n)
        y = inverse @ (1 + x + 0.5 * dense @ x + rng.normal(size=n))
        frame = pd.DataFrame({"y": y, "x": x}, list(big.units))
        found = gm.spatial.regression(frame, "y ~ x", big, "durbin", draws=500).impacts
        for name, value in truth.items():
            covered[name] += found.loc["x", f"{name}_lower"] <= value <= found.loc["x", f"{name}_upper"]
    for name, count in covered.items():
        assert abs(count / rounds - 0.95) < 2 * np.sqrt(0.95 * 0.05 / rounds) + 0.01, (name, count)
