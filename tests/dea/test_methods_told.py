"""What results say of how they were found, and the tables that users of DEAP and MaxDEA look for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from govmetrics import dea
from govmetrics.core.words.text import chinese
from govmetrics.dea import _models, improvements, order_m, two_stage
from govmetrics.dea.additive import WEIGHTINGS

pytestmark = pytest.mark.filterwarnings("ignore")
UNITS = list("ABCDEFGH")
RNG = np.random.default_rng(7)
X = pd.DataFrame(RNG.uniform(1, 9, (8, 2)), UNITS, ["staff", "money"])
Y = pd.DataFrame(RNG.uniform(1, 9, (8, 1)), UNITS, ["cases"])
YEARS = (2018, 2019, 2020)
PANEL_X = pd.concat(
    {year: X * f for year, f in zip(YEARS, (1, 1.1, 0.9), strict=True)}, names=["period", "unit"]
)
PANEL_Y = pd.concat({year: Y + k for k, year in enumerate(YEARS)}, names=["period", "unit"])


def test_every_model_has_its_chinese():
    texts = [
        text for model in _models.MODELS.values() for text in (model.name, model.then, model.sentence) if text
    ]
    texts += [name for name, _ in _models._NAMES.values()]
    modules = improvements, order_m, two_stage
    for table in (vars(module)["METHODS"] for module in map(_module, modules)):
        texts += table.values()
    assert [text for text in texts if text not in chinese()] == []
    assert {f"additive {kind}" for kind in (*WEIGHTINGS, "given")} <= _models.MODELS.keys()


def _module(given):
    """Return a module of the room: its function has the same name."""
    import sys

    return sys.modules[given.__module__] if callable(given) else given


@pytest.mark.parametrize(
    ("returns", "name", "cite"),
    [
        ("constant", "CCR", "charnes1978"),
        ("variable", "BCC", "banker1984"),
        ("increasing", "径向", "charnes1978"),
    ],
)
def test_the_radial_model_has_the_name_that_papers_give_it(returns, name, cite):
    found = dea.radial(X, Y, "output", returns)
    assert f"{name}模型（产出导向" in found.method_paragraph("zh")
    assert cite in found.tables("en")[0].cites
    assert "reference" not in found.method_paragraph("en")
    assert "reference units" in dea.radial(X, Y, reference=(X, Y)).method_paragraph("en")


def test_models_say_their_choices():
    assert "money" in dea.non_discretionary(X, Y, ["money"], exact=True).method_paragraph("en")
    assert "exactly" in dea.non_discretionary(X, Y, ["money"], exact=True).method_paragraph("en")
    limits = dea.weight_restricted(X, Y, [("staff", "money", 0.5, float("inf"))], {"staff": (0.2, 0.8)})
    assert (
        "weight of staff / weight of money >= 0.5, share of staff from 20% to 80%"
        in limits.method_paragraph("en")
    )
    told = {kind: dea.additive(X, Y, kind).method_paragraph("en") for kind in WEIGHTINGS}
    assert len(set(told.values())) == len(WEIGHTINGS)
    bad = Y.rename(columns={"cases": "complaints"})
    weak = dea.directional(X, Y, "outputs", "constant", bad).method_paragraph("en")
    assert "own outputs" in weak
    assert "weakly disposable" in weak
    assert "disposable" not in dea.directional(X, Y).method_paragraph("en")


def test_only_models_that_rank_efficient_units_have_ranks():
    ranked = dea.super_efficiency(X, Y, returns="constant").tables("en")[0].frame
    assert sorted(ranked["Rank"]) == list(range(1, 9))
    assert ranked.loc[ranked["Score"].astype(float).idxmax(), "Rank"] == 1
    assert "Rank" not in dea.radial(X, Y).tables("en")[0].frame
    assert "Rank" in dea.cross_efficiency(X, Y).tables("en")[0].frame


def test_the_status_is_shown_where_it_differs():
    found = dea.radial(X, Y)
    assert "Status" not in found.tables("en")[0].frame
    beyond = dea.super_efficiency(X, Y)  # under variable returns some units lie beyond the others
    assert set(beyond.status) == {"optimal", "infeasible"}
    assert "Status" in beyond.tables("en")[0].frame


def test_peers_are_one_row_a_unit():
    found = dea.radial(X, Y)
    (peers,) = (table.frame for table in found.tables("en") if table.caption == "Peers")
    assert peers["Unit"].tolist() == UNITS
    unit = found.peers["unit"].iloc[0]
    own = found.peers[found.peers["unit"] == unit].sort_values("weight", ascending=False)
    text = "; ".join(
        f"{peer} ({weight:.4f})" for peer, weight in zip(own["peer"], own["weight"], strict=True)
    )
    assert peers.set_index("Unit").loc[unit, "Peers (lambda)"] == text
    assert_allclose(peers["Sum of lambda"].astype(float), 1.0)


def test_malmquist_is_shown_by_interval_with_geometric_means():
    found = dea.malmquist(PANEL_X, PANEL_Y)
    changes, by_period, by_unit = (table.frame for table in found.tables("en"))
    parts = ["effch", "techch", "pech", "sech", "tfpch"]
    assert [head.split("(")[1].rstrip(")") for head in changes.columns[2:]] == parts  # DEAP's order
    assert changes["Interval"].unique().tolist() == ["2018-2019", "2019-2020"]
    assert by_period["Interval"].tolist() == ["2018-2019", "2019-2020", "geometric mean of all"]
    assert by_unit["Unit"].tolist() == [*UNITS, "geometric mean of all"]
    last = by_period.iloc[-1, -1]
    assert_allclose(last, np.exp(np.log(found.changes["malmquist"]).mean()))
    assert_allclose(by_unit.iloc[-1, -1], last)
    assert found.tables("zh")[1].frame["期间"].iloc[-1] == "几何平均"


def test_luenberger_is_shown_by_interval():
    changes, means = (table.frame for table in dea.luenberger(PANEL_X, PANEL_Y).tables("en"))
    assert changes["Interval"].unique().tolist() == ["2018-2019", "2019-2020"]
    assert means["Interval"].tolist() == ["2018-2019", "2019-2020", "all intervals"]
    assert changes.columns[-1] == "Luenberger indicator"
    assert dea.malmquist_luenberger(PANEL_X, PANEL_Y).tables("en")[1].caption == "Geometric means by period"


def test_scale_has_the_means_in_its_last_row():
    found = dea.scale(X, Y)
    table = found.tables("en")[0].frame
    assert table["Unit"].iloc[-1] == "mean of all units"
    assert_allclose(table["Scale efficiency"].iloc[-1], found.scale.mean())


def test_a_negative_stage_is_named_with_its_value():
    generator = np.random.default_rng(14)
    n = generator.integers(6, 20)
    x, z, y = (
        pd.DataFrame(generator.lognormal(0, 0.6, (n, k)), columns=[f"{name}{i}" for i in range(k)])
        for name, k in (("x", 2), ("z", 2), ("y", 1))
    )
    found = dea.two_stage(x, z, y, "additive", "variable")
    assert found.first[6] == pytest.approx(-0.8179, abs=1e-4)
    mean = found.shares.loc[6] @ [
        found.first[6],
        found.second[6],
    ]  # the overall score is still the stages' mean
    assert mean == pytest.approx(found.scores[6])
    (note,) = (note for note in found.notes if "negative" in note)
    assert note.startswith("6 (-0.8179): the first stage's efficiency is negative")
    assert note.say("zh").startswith("6（-0.8179）：第一阶段效率为负")
    constant = dea.two_stage(x, z, y, "additive", "constant")  # the way out
    assert (constant.first.dropna() >= 0).all()
    assert (constant.second.dropna() >= 0).all()


def test_sentences_name_levels_shares_and_changes_in_percent():
    drawn = dea.bootstrap(X, Y, draws=100, level=0.9)
    mean, corrected = drawn.scores.mean(), drawn.corrected.mean()
    told = f"Mean score {mean:.4f}; corrected for bias {corrected:.4f} (100 draws, 90% intervals)."
    assert drawn.summary().startswith(told)
    assert "(100 draws), with 90% intervals." in drawn.method_paragraph("en")
    limited = dea.weight_restricted(
        X, Y, ratios=[("staff", "money", 0.5, np.inf)], shares={"money": (0.125, 0.5)}
    )
    paragraph = limited.method_paragraph("en")
    assert "weight of staff / weight of money >= 0.5" in paragraph
    assert "share of money from 12.5% to 50%" in paragraph
    growth = dea.malmquist(PANEL_X, PANEL_Y)
    parts = growth.changes[["malmquist", "technical_change", "pure_efficiency_change", "scale_change"]]
    total, technical, pure, scale = 100 * (np.exp(np.log(parts).mean()) - 1)
    assert growth.summary().startswith(
        f"Productivity changed by {total:+.1f}% a period on average: technical change {technical:+.1f}%, "
        f"pure efficiency {pure:+.1f}%, scale {scale:+.1f}%."
    )


def test_the_second_stage_sorts_what_is_significant_by_its_sign():
    rng = np.random.default_rng(5)
    z = pd.DataFrame(rng.normal(size=(40, 3)), columns=["more", "less", "none"])
    x = rng.uniform(1, 5, 40)
    y = x / (1.4 + 0.3 * z["more"] + 0.1 * rng.random(40)).clip(1)
    found = dea.second_stage(x, y, z, "output", "constant", 1, (2, 30), level=0.9)
    terms = found.coefficients.copy()
    terms["estimate"], terms["significant"] = [9.0, 1, -1, 2, 1], [True, True, True, False, True]
    assert (
        replace(found, coefficients=terms)
        .summary()
        .startswith(
            "At 90% confidence, lower efficiency goes with more of: more. "
            "At 90% confidence, higher efficiency goes with more of: less."
        )
    )
    terms["significant"] = [True, False, False, False, True]
    assert (
        replace(found, coefficients=terms)
        .summary()
        .startswith("At 90% confidence, no variable is associated with efficiency.")
    )
    assert "with 90% intervals from 30 draws" in found.method_paragraph("en")
    assert "not corrected for bias" in found.method_paragraph("en")
    corrected = replace(found, algorithm=2, draws=(20, 30)).method_paragraph("en")
    assert "corrected for bias by 20 draws" in corrected
