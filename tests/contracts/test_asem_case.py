"""A whole composite indicator against COINr 1.1.14's packaged example, read in place; see `test_pipeline_by_hand`."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, Group, Indicator, IndicatorTree


@pytest.fixture(scope="module")
def case(cases):
    return asem(cases)


def asem(cases):
    """Return the folder, the recipe and the records of the example."""
    folder = cases / "index"
    meta = pd.read_csv(folder / "iMeta.csv", keep_default_na=False)

    def parts(parent):
        rows = meta[meta["Parent"] == parent].itertuples()
        return tuple(
            Indicator(r.iCode, r.iName, r.Unit, "more" if int(r.Direction) == 1 else "less")
            if r.Type == "Indicator"
            else Group(r.iCode, r.iName, parts(r.iCode))
            for r in rows
        )

    tree = IndicatorTree(Group("Index", "Sustainable connectivity", parts("Index")))
    rows = pd.read_csv(folder / "iData.csv").set_index("uCode").rename_axis("unit")
    extra = ["GDP", "Population", "Area", "Energy", "EurAsia_group"]
    denominators = {r.iCode: r.Denominator for r in meta.itertuples() if r.Denominator}
    recipe = gm.Recipe(
        treatment=[
            {"denominate": {"by": denominators}},
            {"impute_mean": {"by": "EurAsia_group"}},
            {"winsorise": {"most": 5, "otherwise": "log"}},
        ],
        weighting="equal",
    )
    return folder, recipe, Dataset(tree, rows[tree.codes], rows[extra])


def read(folder, name):
    return pd.read_csv(folder / name, index_col="uCode")


def close(frame, expected):
    """Compare relative to each number's size, or to 1 for small ones."""
    difference = (frame.loc[expected.index, expected.columns] - expected).abs() / np.maximum(
        1, expected.abs()
    )
    assert difference.max(axis=None) < 1e-9
    assert frame.loc[expected.index, expected.columns].isna().equals(expected.isna())


def test_each_step(case):
    folder, _, data = case
    codes = data.tree.codes
    own = gm.read_tree(folder / "iMeta.csv")
    leaves = {leaf.code: (leaf.better, own.parent(leaf.code)) for leaf in own.indicators}
    assert leaves == {leaf.code: (leaf.better, data.tree.parent(leaf.code)) for leaf in data.tree.indicators}
    meta = pd.read_csv(folder / "iMeta.csv", keep_default_na=False)
    denominated = gm.treatment.denominate(
        data, {r.iCode: r.Denominator for r in meta.itertuples() if r.Denominator}
    )
    close(denominated.values, read(folder, "dset_denominated.csv")[codes])
    imputed = gm.treatment.impute_mean(denominated, by="EurAsia_group")
    close(imputed.values, read(folder, "dset_imputed.csv")[codes])
    treated = gm.treatment.winsorise(imputed, 5, otherwise="log")
    close(treated.values, read(folder, "dset_treated.csv")[codes])
    close(gm.normalisation.min_max(treated).values, read(folder, "dset_normalised.csv")[codes])
    close(
        gm.normalisation.min_max(treated, (1, 100)).values, read(folder, "dset_normalised_1_100.csv")[codes]
    )
    details = read_details(folder)
    changes = treated.changes
    counts = changes[changes["step"] == "winsorise"]["code"].value_counts()
    assert counts.to_dict() == details[details > 0].astype(int).to_dict()


def read_details(folder):
    return pd.read_csv(folder / "treat_details.csv", index_col="iCode")["winsorise.nwin"].dropna()


def test_scores_and_ranks_in_one_pass(case):
    folder, recipe, data = case
    assessment = gm.follow(recipe, data)
    close(assessment.scores.values, read(folder, "dset_aggregated.csv")[data.tree.node_codes])
    expected = read(folder, "results_full_ranks.csv")
    for node in ("Index", "Conn", "Sust", "Physical", "Social"):
        assert assessment.ranking(node)["rank"].to_dict() == expected[node].to_dict()
    full = read(folder, "results_full_scores.csv")
    close(assessment.scores.values, full[data.tree.node_codes])
