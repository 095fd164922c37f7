"""Krackhardt's 21 managers (1987): correlation, regression, mixing and brokerage of their networks, against R's sna 2.7.

R 4.2.2, sna 2.7: gcor, netlm and netlogit (nullhyp "qapspp"), brokerage. Its p values of 20,000 relabellings have a
standard error of about .002; those of 170,000, of our own script outside the library, of .0007.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

DATA = Path(__file__).parent / "data" / "network"
MANAGERS = pd.read_csv(DATA / "krackhardt_managers.csv", index_col="id")
ROLES = {
    "w_I": "coordinator",
    "w_O": "itinerant",
    "b_IO": "representative",
    "b_OI": "gatekeeper",
    "b_O": "liaison",
    "t": "total",
}


def relation(name):
    ties = pd.read_csv(DATA / "krackhardt_ties.csv")
    matrix = pd.DataFrame(0.0, MANAGERS.index, MANAGERS.index)
    for row in ties[ties[name] == 1].itertuples():
        matrix.loc[row.sender, row.receiver] = 1
    return matrix


def between(column, function):
    values = MANAGERS[column].to_numpy(dtype=float)
    return pd.DataFrame(function(values[:, None], values), MANAGERS.index, MANAGERS.index)


ADVICE, FRIENDSHIP = relation("advice"), relation("friendship")
GIVEN = {
    "friendship": FRIENDSHIP,
    "department": between("department", np.equal),
    "level": between("level", np.subtract),
    "tenure": between("tenure", lambda a, b: np.abs(a - b)),
}


def test_the_ties_are_all_there():
    assert (int(ADVICE.to_numpy().sum()), int(FRIENDSHIP.to_numpy().sum())) == (190, 102)


def test_advice_and_friendship_correlate():
    found = gm.network.qap(ADVICE, FRIENDSHIP)
    assert found.correlation == pytest.approx(0.154585452, abs=1e-9)
    assert found.pairs == 420


def test_linear_regression():
    found = gm.network.qap_regression(ADVICE, GIVEN, draws=20_000)
    b = [0.506879898187, 0.150029107181, -0.00992813144, 0.113634158547, -0.010345983986]
    t = [12.441907151542, 2.660179609971, -0.171059123803, 3.804427857482, -3.2615443879]
    assert found.coefficients["b"].tolist() == pytest.approx(b, abs=1e-10)
    assert found.coefficients["t"].tolist() == pytest.approx(t, abs=1e-9)
    assert found.fit["r_squared"].iloc[0] == pytest.approx(0.0798, abs=5e-5)
    assert found.fit["df"].iloc[0] == 415
    p = found.coefficients["p_two_sided"].tolist()
    assert np.isnan(p[0])
    assert p[1:] == pytest.approx([0.0737, 0.881, 0.1241, 0.0437], abs=0.006)


def test_the_classical_p_calls_level_significant_and_relabelling_does_not():
    found = gm.network.qap_regression(ADVICE, GIVEN)
    assert found.coefficients.loc["level", "p_classical"] == pytest.approx(0.00016, abs=5e-6)
    assert found.coefficients.loc["level", "p_two_sided"] > 0.1
    assert "level" in found.summary("en").split("classical")[1]


def test_logistic_regression():
    found = gm.network.qap_regression(ADVICE, GIVEN, model="logit", draws=1000)
    b = [0.0475455416, 0.6386705285, -0.0337665368, 0.5330316607, -0.0483306153]
    z = [0.272485970, 2.627876603, -0.134502932, 3.783456252, -3.315315278]
    assert found.coefficients["b"].tolist() == pytest.approx(b, abs=1e-9)
    assert found.coefficients["t"].tolist() == pytest.approx(z, abs=1e-6)  # R stops its steps sooner
    assert found.fit["aic"].iloc[0] == pytest.approx(552.6459, abs=5e-5)
    # netlogit, 1,000 relabellings, each with a standard error of up to .015
    assert found.coefficients["p_two_sided"].tolist()[1:] == pytest.approx(
        [0.076, 0.895, 0.122, 0.030], abs=0.04
    )


@pytest.mark.parametrize(
    ("matrix", "e_i", "p"),
    [(ADVICE, 0.5157894736842106, 0.514), (FRIENDSHIP, 0.2549019607843137, 0.0011)],
)
def test_mixing_of_departments(matrix, e_i, p):
    """The E-I index by hand from the counts; p from 20,000 relabellings of a script outside the library."""
    found = gm.network.mixing(matrix, MANAGERS["department"], draws=20_000)
    assert found.e_i == pytest.approx(e_i, abs=1e-12)
    assert found.expected == pytest.approx(0.5523809523809524, abs=1e-12)
    assert found.p == pytest.approx(p, abs=0.012 if p > 0.1 else 0.001)


def test_mixing_of_friendship_without_direction():
    either = ((FRIENDSHIP + FRIENDSHIP.T) > 0).astype(float)
    assert gm.network.mixing(either, MANAGERS["department"], draws=10).e_i == pytest.approx(
        0.31645569620253167, abs=1e-12
    )


def test_brokerage():
    found = gm.network.brokerage(ADVICE, MANAGERS["department"])
    published = pd.read_csv(DATA / "krackhardt_brokerage.csv", index_col="id").rename(columns=ROLES)
    for name in ("raw", "expected", "sd"):
        theirs = published[published["what"] == name].drop(columns="what")
        pd.testing.assert_frame_equal(
            getattr(found, name), theirs, check_dtype=False, check_names=False, rtol=1e-9, atol=1e-9
        )
    assert found.totals["raw"].tolist() == [28, 69, 95, 62, 246, 500]
    chief = found.z.loc[7]  # alone in department 0
    assert chief[["coordinator", "representative", "gatekeeper"]].isna().all()
    assert chief[["itinerant", "liaison", "total"]].notna().all()
    assert "7" in found.summary("en")


def test_southern_women():
    """Davis, Gardner and Gardner (1941): centrality as networkx's bipartite module has it; meetings shared, by hand."""
    from networkx import davis_southern_women_graph
    from networkx.algorithms import bipartite

    came = pd.read_csv(DATA / "southern_women.csv", index_col="woman")
    found = gm.network.two_mode(came)
    graph, women = davis_southern_women_graph(), list(came.index)
    near, degree = bipartite.closeness_centrality(graph, women), bipartite.degree_centrality(graph, women)
    for table in (found.actors, found.events):
        assert table["closeness"].tolist() == pytest.approx([near[one] for one in table.index], abs=1e-12)
        assert table["degree"].tolist() == pytest.approx([degree[one] for one in table.index], abs=1e-12)
    assert found.between_actors.loc["Evelyn Jefferson", "Theresa Anderson"] == 7
    assert found.between_events.loc["E8", "E9"] == 9
    assert found.density == pytest.approx(89 / 252)
