"""Small inputs of the page "What peers and papers print" (docs/mistakes.md): what is right, worked here without the library.

What the peers print was run on 30 November 2026: R 4.2.2 with psych 2.2.9, survey 4.1-1, plm 2.6-2, lavaan 0.6.14; Python 3.11.7
with pyqca 0.2.0, semopy 2.3.11, AHPy 2.1. deaR 1.5.3 was not run: its own warning says what it does.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import f_oneway

import govmetrics as gm
from tests.reference import twins


def test_lambda_4_is_the_best_of_all_splits():
    """psych 2.2.9, splitHalf and guttman: .7619048 with the items as they stand, .952381 with the items backwards."""
    r = np.full((5, 5), 0.2)
    r[3:, :3] = r[:3, 3:] = 0.5
    np.fill_diagonal(r, 1)
    values = []
    for pair in combinations(range(5), 2):
        side = np.isin(np.arange(5), pair)
        values.append(4 * r[np.ix_(side, ~side)].sum() / r.sum())
    items = pd.DataFrame(r, list("abcde"), list("abcde"))
    for order in (list("abcde"), list("edcba")):
        found = gm.psychometrics.guttman(items.loc[order, order], n=100)
        assert found.lambda4 == pytest.approx(max(values)) == pytest.approx(0.952381, abs=5e-7)
    assert max(values[:5]) == pytest.approx(0.7619048, abs=5e-8)  # half of them are looked at there


def raked_answers():
    n = [45, 5, 5, 45]
    y = np.repeat([1, 2, 4, 9], n) + np.tile([-1, 1], 50)
    return pd.DataFrame(
        {"all": "all", "a": np.repeat(list("xyxy"), n), "b": np.repeat(list("uuvv"), n), "y": y}
    )


def test_errors_after_raking_are_those_of_residuals_that_have_converged():
    """survey 4.1-1, svymean after rake: .2805922, after calibrate(calfun = "raking") with the same weights .2876041."""
    frame = raked_answers()
    survey = gm.read_survey(
        frame, gm.IndicatorTree.from_groups({"g": ["y"]}), scale=(0, 10), by=["all", "a", "b"]
    )
    raked = gm.survey.rake(survey.by[["a", "b"]], {"a": {"x": 0.7, "y": 0.3}, "b": {"u": 0.4, "v": 0.6}})
    ours = gm.survey.score(survey, by="all", weights=raked, to=(0, 10))
    w, y = raked.weights.to_numpy(), frame["y"].to_numpy(dtype=float)
    mean = w @ y / w.sum()
    margins = np.column_stack([np.ones(100), frame["a"] == "y", frame["b"] == "v"]).astype(float)
    exact = y - mean - margins @ np.linalg.lstsq(margins, y - mean, rcond=None)[0]

    def error(residual):
        z = w * residual / w.sum()
        return np.sqrt(100 / 99 * ((z - z.mean()) ** 2).sum())

    def swept(times):
        left = pd.Series(y - mean)
        for _ in range(times):
            for column in ("a", "b"):
                left = left - left.groupby(frame[column]).transform("mean")
        return error(left.to_numpy())

    assert ours.values.loc["all", "y"] == pytest.approx(mean, rel=1e-9)
    assert ours.standard_errors.loc["all", "y"] == pytest.approx(error(exact), rel=1e-7)
    assert error(exact) == pytest.approx(0.2876041, abs=5e-8)
    assert swept(10) == pytest.approx(0.2805922, abs=5e-8)  # what ten sweeps leave
    assert swept(200) == pytest.approx(error(exact), rel=1e-9)


def test_pri_takes_off_what_is_in_the_outcome_and_in_its_negation():
    """pyqca 0.2.0: .7142857 for TRUST and 0 for ~TRUST; min(x, 1 - y) stands there where min(x, y, 1 - y) belongs."""
    x, y = np.array([0.9, 0.8, 0.6, 0.3, 0.2]), np.array([0.8, 0.9, 0.4, 0.4, 0.1])
    sets = pd.DataFrame({"TRUST": x, "DONE": y}, list("abcde"))
    found = gm.qca.truth_table(sets, "DONE").rows["PRI"]
    for row, member, printed in (("1", x, 0.7142857), ("0", 1 - x, 0.0)):
        both = np.minimum(np.minimum(member, y), 1 - y).sum()
        right = (np.minimum(member, y).sum() - both) / (member.sum() - both)
        assert found[row] == pytest.approx(right)
        against = np.minimum(member, 1 - y).sum()
        other = (np.minimum(member, y).sum() - against) / (member.sum() - against)
        assert max(0.0, other) == pytest.approx(printed, abs=5e-8)
    assert found["1"] == pytest.approx(13 / 17)


def test_the_detectors_published_p_moves_with_a_constant():
    """R geodetector's formula: .44, .70 and 1.00 for one and the same differences; q and the F test stay."""
    y, zone = pd.Series([12.0, 14, 10, 13, 15, 13, 16, 18, 14]), pd.Series(list("aabbbcccc"))
    test = f_oneway(*[part for _, part in y.groupby(zone)])
    published = []
    for constant in (0, 10, 100):
        frame = pd.DataFrame({"y": y + constant, "zone": zone}).set_axis(list("ABCDEFGHI"))
        found = gm.spatial.detector(frame, ["zone"], node="y").factors.loc["zone"]
        between = sum(len(part) * (part.mean() - y.mean()) ** 2 for _, part in y.groupby(zone))
        assert found["q"] == pytest.approx(between / ((y - y.mean()) ** 2).sum())
        assert found["p"] == pytest.approx(test.pvalue)
        published.append(found["p_published"])
    assert np.round(published, 2).tolist() == [0.44, 0.7, 1.0]


def test_a_worse_model_has_the_larger_aic():
    """semopy 2.3.11: AIC 41.43 for three factors and 33.93 for one, GFI .9072 for the first; lavaan: 7517.49, 7738.45, .9433."""
    file = "data/survey/holzinger1939.json"
    facts = twins.read(Path(__file__).parent / file)
    items = pd.concat(facts["answers"].values(), ignore_index=True)
    names = [f"x{i}" for i in range(1, 10)]
    three = {"v": names[:3], "t": names[3:6], "s": names[6:]}
    s, n = items[names].cov().to_numpy() * 300 / 301, 301
    values = {}
    for factors in (three, {"g": names}):
        model = gm.psychometrics.confirm(items, factors)
        sd = np.sqrt(np.diag(s))
        rest = model.residual_correlations.loc[names, names].fillna(0).to_numpy()
        implied = s - rest * np.outer(sd, sd)
        inner = np.linalg.solve(implied, s)
        likelihood = -n / 2 * (9 * np.log(2 * np.pi) + np.linalg.slogdet(implied)[1] + np.trace(inner))
        free = 45 - model.fit["df"]
        assert model.fit["aic"] == pytest.approx(2 * free - 2 * likelihood, abs=1e-3)
        off = inner - np.eye(9)
        assert model.fit["gfi"] == pytest.approx(1 - np.trace(off @ off) / np.trace(inner @ inner), abs=1e-5)
        discrepancy = model.fit["chi_square"] / n
        values[len(factors)] = (model.fit["aic"], 2 * free - 2 * discrepancy, model.fit["gfi"])
    assert values[3] == pytest.approx((7517.490, 41.433, 0.9433), abs=1e-3)
    assert values[1] == pytest.approx((7738.448, 33.925, 0.7918), abs=1e-3)


def test_two_digits_of_reciprocals_let_a_matrix_pass():
    """The largest root of the characteristic polynomial: of the matrix as typed CR is .0901, of what was meant .1169."""
    typed = np.array([[1, 8, 8], [0.12, 1, 0.33], [0.12, 3, 1]])
    meant = np.array([[1, 8, 8], [1 / 8, 1, 1 / 3], [1 / 8, 3, 1]])
    roots = [np.roots(np.poly(matrix)).real.max() for matrix in (typed, meant)]
    assert [(root - 3) / 2 / 0.58 for root in roots] == pytest.approx([0.0901, 0.1169], abs=5e-5)
    for matrix in (typed, meant):
        assert gm.ahp.eigenvector(matrix).consistency_ratio == pytest.approx(0.116906, abs=1e-6)


def test_a_ratio_of_an_incomplete_matrix_by_the_index_of_complete_ones_passes():
    """AHPy 2.1: CR .084338, with Donegan and Dodd's index of complete matrices; of matrices with one gap it is .12."""
    a = np.array([
        [1, 1 / 5, 1 / 5, 1 / 3], [5, 1, 1 / 2, 5], [5, 2, 1, np.nan], [3, 1 / 5, np.nan, 1]
    ])  # fmt: skip

    def largest(log, matrix):
        filled = matrix.copy()
        filled[2, 3], filled[3, 2] = np.exp(log), np.exp(-log)
        return np.linalg.eigvals(filled).real.max()

    def index(matrix):
        return (minimize_scalar(largest, (-2, 2), args=(matrix,)).fun - 4) / 3

    found = gm.ahp.eigenvector(a)
    assert found.consistency_index == pytest.approx(index(a), abs=1e-8)
    assert found.consistency_index / 0.8286 == pytest.approx(0.084338, abs=5e-7)
    rng, scale = np.random.default_rng(0), np.r_[1 / np.arange(9, 1, -1), np.arange(1, 10)]
    drawn = []
    for _ in range(300):
        b = np.ones((4, 4))
        upper = np.triu_indices(4, 1)
        b[upper] = rng.choice(scale, 6)
        b.T[upper] = 1 / b[upper]
        drawn.append(index(b))
    random, error = np.mean(drawn), np.std(drawn) / np.sqrt(300)
    assert found.consistency_index / found.consistency_ratio == pytest.approx(random, abs=3 * error)
    assert found.consistency_ratio > 0.1 < index(a) / (random + 3 * error)


def test_pairs_of_two_periods_say_nothing_about_dependence():
    """plm 2.6-2, pcdtest: -0.6666667; two of its three correlations are of two periods, so 1 and -1 whatever happened."""
    residual = np.array([
        [-1.75, 1.25, -0.75, 1.25], [0.5, -2.5, 1.5, 0.5], [1.5, -1.5, np.nan, np.nan]
    ])  # fmt: skip
    terms = {}
    for i, j in combinations(range(3), 2):
        both = ~np.isnan(residual[i]) & ~np.isnan(residual[j])
        terms[i, j] = np.sqrt(both.sum()) * np.corrcoef(residual[i][both], residual[j][both])[0, 1]
    assert [terms[0, 2], terms[1, 2]] == pytest.approx([-np.sqrt(2), np.sqrt(2)])
    unit, period = np.nonzero(~np.isnan(residual))
    ours = gm.policy.effects(
        pd.DataFrame({"u": list("aaaabbbbcc"), "t": [1, 2, 3, 4] * 2 + [1, 2],
                      "y": [1, 3, 2, 5, 2, 1, 4, 3, 7, 2.0], "x": [1, 0, 1, 2, 0, 2, 1, 1, 3, 1.0]}),
        "y", ["x"], "u", "t", two_way=False,
    ).tests.loc["pesaran_cd", "statistic"]  # fmt: skip
    assert len(unit) == len(period) == 10
    assert ours == pytest.approx(terms[0, 1])
    assert sum(terms.values()) / np.sqrt(3) == pytest.approx(-0.6666667, abs=5e-8)


@pytest.mark.filterwarnings("ignore:4 units for")
def test_a_bad_output_taken_for_a_good_one_changes_who_is_best():
    """deaR 1.5.3 warns that super-slacks-based efficiency "does not take into account the undesirable feature"."""
    units = list("ABCD")
    staff = pd.DataFrame({"staff": [1.0, 2, 3, 2]}, units)
    settled = pd.DataFrame({"settled": [2.0, 3, 3, 2]}, units)
    complaints = pd.DataFrame({"complaints": [1.0, 4, 2, 3]}, units)
    bad = gm.dea.super_slacks_based(staff, settled, returns="constant", undesirable=complaints).scores
    good = gm.dea.super_slacks_based(staff, settled.join(complaints), returns="constant").scores
    # B spends twice A's staff and has four times its complaints for half as much again
    assert bad["A"] > 1 > bad["B"]
    assert good.idxmax() == "B"
    assert bad["B"] == pytest.approx(1 / 1.75)
