"""Path diagrams of models of paths: every variable, every coefficient, R squared and correlation once."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(2)
    table = pd.DataFrame(
        rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=300), columns=["服务", "age"]
    )
    table["trust"] = 0.5 * table["服务"] + rng.normal(size=300)
    table["part"] = 0.4 * table["trust"] + 0.3 * table["服务"] + rng.normal(size=300)
    return table


def test_everything_is_drawn_once(people):
    found = gm.psychometrics.paths(people, {"trust": ["服务", "age"], "part": ["trust", "服务"]})
    ax = gm.plots.path_diagram(found, language="zh")
    shown = [text.get_text() for text in ax.texts]
    betas = [f"{value:.2f}" for value in found.coefficients["beta"]]
    explained = [f"R² {value:.2f}" for value in found.r_squared]
    between = f"{people['服务'].corr(people['age']):.2f}"
    assert sorted(shown) == sorted([*betas, *explained, "服务", "age", "trust", "part", between])
    lines = [patch.get_linestyle() for patch in ax.patches if patch.__class__.__name__ == "FancyArrowPatch"]
    assert sum(line in ("--", "dashed") for line in lines) == (found.coefficients["p"] >= 0.05).sum()
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    assert all(x0 < x < x1 and y0 < y < y1 for x, y in (text.get_position() for text in ax.texts))


def test_factors_are_ellipses(people):
    rng = np.random.default_rng(3)
    items = people.assign(**{f"t{i}": people["trust"] + rng.normal(size=300) for i in range(3)})
    found = gm.psychometrics.paths(
        items, {"confidence": ["服务"], "part": ["confidence"]}, {"confidence": ["t0", "t1", "t2"]}
    )
    kinds = [patch.__class__.__name__ for patch in gm.plots.path_diagram(found).patches]
    assert (kinds.count("Ellipse"), kinds.count("Rectangle")) == (1, 2)
