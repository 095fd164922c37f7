"""What stands above the factors of a confirmatory model: second-order loadings, and a general factor's share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics import factor_scales
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.restrictions import SecondOrder
from govmetrics.psychometrics._confirm_fits import Solved
from govmetrics.psychometrics._confirm_tables import estimates
from govmetrics.psychometrics._designs import Design
from govmetrics.psychometrics._matrix_tables import matrix_table

UNIDIMENSIONAL = {"ecv": 0.6, "omega": 0.7}  # Reise, Scheines, Widaman and Haviland (2013)


class Hierarchy(NamedTuple):
    """Second-order loadings and correlations, the items' loadings on a general and their group factor, its indices."""

    second_order: pd.DataFrame | None = None
    correlations: pd.DataFrame | None = None
    loadings: pd.DataFrame | None = None
    indices: pd.DataFrame | None = None


def hierarchy(design: Design, solved: Solved, scale: str) -> tuple[Hierarchy, list[Note]]:
    """Return what stands above the factors, and notes on it."""
    if design.general is not None:
        return _general(design, solved), []
    if not isinstance(design.restriction, SecondOrder):
        return Hierarchy(), []
    sign = factor_scales.signs(design.layout, solved.fitted.parameters)
    loading, among = design.restriction.above(solved.free)
    sums = np.bincount(design.restriction.tops, weights=loading * sign)
    top_sign = np.where(sums < 0, -1.0, 1.0)
    turned = loading * sign * top_sign[design.restriction.tops]
    table = _second_order(design, solved, turned, scale)
    names = [
        *design.tops,
        *(name for name in design.pattern.factors if name not in table.index.get_level_values(1)),
    ]
    turn = np.outer(top_sign, top_sign)
    correlations = pd.DataFrame(among * turn, index=pd.Index(names, name="factor"), columns=names)
    below = table.index.get_level_values("factor")
    notes = [
        Note(
            "Heywood case: factor {factor} has residual variance {variance:.3f}; the model or the factor is in doubt",
            factor=str(name), variance=variance,
        )
        for name, variance in zip(below, table["residual"], strict=True)
        if variance < 0
    ]  # fmt: skip
    if len(design.tops) > 1 or len(names) > 1:
        return Hierarchy(table, correlations), notes
    above, left = turned, np.sqrt(np.maximum(1 - turned**2, 0.0))
    standard = (
        factor_scales.standardized(design.layout, solved.fitted.parameters)[0] * sign[design.layout.columns]
    )
    columns = design.layout.columns
    leiman = (standard * above[columns], standard * left[columns])
    return Hierarchy(table, None, *_shares(design, leiman, next(iter(design.tops)))), notes


def _second_order(design: Design, solved: Solved, loading: Array, scale: str) -> pd.DataFrame:
    """Return the loadings on second-order factors; with markers the first of each is one, otherwise they are standardised."""
    layout, restriction, fitted = design.layout, design.restriction, solved.fitted
    assert isinstance(restriction, SecondOrder)
    first, _, _ = restriction.sizes
    names = list(design.pattern.factors)
    rows = [(top, below) for top, own in design.tops.items() for below in own]
    places = np.array([names.index(below) for _, below in rows])
    value = loading[places]
    by_free = np.zeros((len(rows), len(solved.free)))  # of the logarithms
    at = first + np.searchsorted(restriction.loaded, places)
    by_free[np.arange(len(rows)), at] = 1 / value
    error = np.abs(value) * np.sqrt(np.einsum("ab,bc,ac->a", by_free, fitted.free_spread, by_free))
    shown, move = value, by_free
    if scale == "marker":
        marker = np.array([np.flatnonzero(layout.columns == j)[0] for j in places])
        unit = np.abs(fitted.parameters[marker])
        unit_move = fitted.slope[marker] / fitted.parameters[marker][:, None]
        lead = np.array([rows.index((top, design.tops[top][0])) for top, _ in rows])
        shown = value * unit / (value * unit)[lead]
        move = by_free + unit_move - (by_free + unit_move)[lead]
    shown_error = np.abs(shown) * np.sqrt(
        np.maximum(np.einsum("ab,bc,ac->a", move, fitted.free_spread, move), 0.0)
    )
    table = estimates(shown, shown_error).set_index(
        pd.MultiIndex.from_tuples(rows, names=["second_order", "factor"])
    )
    table["standardized"], table["standardized_se"] = value, error
    table["r_squared"], table["residual"] = value**2, 1 - value**2
    return table


def _general(design: Design, solved: Solved) -> Hierarchy:
    """Return the loadings on a general and on group factors as fitted."""
    layout, t = design.layout, solved.fitted.parameters
    standard = factor_scales.standardized(layout, t)[0] * factor_scales.signs(layout, t)[layout.columns]
    general = layout.columns == layout.factors - 1
    on_general = np.zeros(layout.items)
    on_general[layout.rows[general]] = standard[general]
    return Hierarchy(
        None,
        None,
        *_shares(design, (on_general[layout.rows[~general]], standard[~general]), str(design.general)),
    )


def _shares(design: Design, found: tuple[Array, Array], name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the items' loadings on the general (i,) and on their group factor (i,), and the shares that follow.

    The shares are those of Rodriguez, Reise and Haviland (2016), of standardised items.
    """
    factors = {factor: own for factor, own in design.pattern.factors.items() if factor != design.general}
    items, pairs = design.pattern.items, [(factor, item) for factor, own in factors.items() for item in own]
    member = np.array([[item in own for own in factors.values()] for item in items], dtype=float)
    place = np.array([items.index(item) for _, item in pairs])
    home = np.array([list(factors).index(factor) for factor, _ in pairs])
    general = np.zeros(len(items))
    np.add.at(general, place, found[0])
    group = np.zeros(member.shape)
    group[place, home] = found[1]
    communality = general**2 + (group**2).sum(axis=1)
    table = pd.DataFrame(
        {
            "general": found[0],
            "group": found[1],
            "communality": communality[place],
            "general_share": (general**2 / communality)[place],
        },
        index=pd.MultiIndex.from_tuples(pairs, names=["factor", "item"]),
    )
    unique, common = np.maximum(1 - communality, 0.0), communality.sum()
    parts = group.sum(axis=0) ** 2
    total = general.sum() ** 2 + parts.sum() + unique.sum()
    ecv = (general**2).sum() / common
    whole = (1 - unique.sum() / total, general.sum() ** 2 / total, ecv, ecv, _replicable(general))
    above, alone = (general @ member) ** 2, unique @ member
    squares, of_general = (group**2).sum(axis=0), (general**2) @ member
    subtotal = above + parts + alone
    under = (
        1 - alone / subtotal, parts / subtotal, squares / common, squares / (squares + of_general),
        np.array([_replicable(column) for column in group.T]),
    )  # fmt: skip
    indices = pd.DataFrame(
        np.vstack([whole, np.column_stack(under)]),
        index=pd.Index([name, *factors], name="factor"),
        columns=["omega", "omega_hierarchical", "ecv", "ecv_within", "h"],
    )
    indices["puc"] = [_uncontaminated(member), *[np.nan] * len(factors)]
    return table, indices


def _uncontaminated(member: Array) -> float:
    """Return the share of pairs of items (i, groups) that have no group factor in common (PUC)."""
    return float(1 - (member @ member.T > 0)[np.triu_indices(len(member), 1)].mean())


def _replicable(loading: Array) -> float:
    """Return Hancock and Mueller's H: how well items define a factor."""
    if (np.abs(loading) >= 1).any():
        return float("nan")
    ratio = float((loading**2 / (1 - loading**2)).sum())
    return ratio / (1 + ratio)


def hierarchy_tables(found: Hierarchy) -> list[Table]:
    """Return the tables of what stands above the factors."""
    tables = []
    if found.second_order is not None:
        frame = found.second_order.copy()
        frame["se"] = frame["se"].where(frame["se"] > 0)  # a loading that was set has none
        tables.append(
            Table.of(
                Text("Loadings on the second-order factors"), frame, "psychometrics", groups="second_order",
                sentence=_above_words(found.second_order), cites=("marshhocevar1985",),
            )
        )  # fmt: skip
    if found.correlations is not None and len(found.correlations) > 1:
        tables.append(matrix_table(Text("Correlations of the second-order factors"), found.correlations))
    if found.loadings is not None and found.indices is not None:
        caption = Text("Loadings on the general and the group factors")
        cites = ("schmidleiman1957",) if found.second_order is not None else ("rodriguez2016",)
        shown = found.loadings.rename(columns={"group": "group_factor"})
        tables.append(Table.of(caption, shown, "psychometrics", groups="factor", cites=cites))
        tables.append(
            Table.of(
                Text("What the general and the group factors explain"), found.indices, "psychometrics",
                sentence=_general_words(found.indices), cites=("rodriguez2016", "reise2013"),
            )
        )  # fmt: skip
    return tables


def hierarchy_words(found: Hierarchy) -> list[Text]:
    """Return the sentences on what stands above the factors."""
    said = [] if found.second_order is None else [_above_words(found.second_order)]
    return said if found.indices is None else [*said, _general_words(found.indices)]


def _above_words(table: pd.DataFrame) -> Text:
    """Return the sentence on the loadings of factors on those above."""
    sizes = table["standardized"]
    told = (
        "The factors' standardised loadings on the second-order factors run from {least:.3f} to {most:.3f}."
    )
    return Text(told, least=sizes.min(), most=sizes.max())


def _general_words(indices: pd.DataFrame) -> Text:
    """Return the sentence on the share of the general factor."""
    first = indices.iloc[0]
    told = (
        "The general factor {factor} explains {hierarchical:.1%} of the variance of the total (omega hierarchical) and "
        "{ecv:.1%} of the common variance (ECV); {puc:.1%} of the correlations are between items of different group "
        "factors (PUC): {verdict}."
    )
    one = bool(first["ecv"] > UNIDIMENSIONAL["ecv"] and first["omega_hierarchical"] > UNIDIMENSIONAL["omega"])
    verdict = Text(
        "the total may be read as a measure of one thing (ECV above {ecv:g} and omega hierarchical above {omega:g})"
        if one
        else "the total mixes several things (ECV above {ecv:g} and omega hierarchical above {omega:g} are asked for)",
        **UNIDIMENSIONAL,
    )
    return Text(
        told, factor=str(indices.index[0]), hierarchical=first["omega_hierarchical"], ecv=first["ecv"],
        puc=first["puc"], verdict=verdict,
    )  # fmt: skip


def hierarchy_notes(design: Design) -> list[Note]:
    """Return what a referee asks of a model with factors above others."""
    notes = []
    if design.general is not None:
        notes.append(
            Note(
                "a model with a general factor has more parameters than its rivals and fits almost any answers better; "
                "report it beside the models with correlated and with second-order factors, and argue by content"
            )
        )
    for top, own in design.tops.items():
        if len(own) == 3 and len(design.tops) == 1:
            notes.append(
                Note(
                    "second-order factor {factor} has three factors below it: that part fits exactly, so the fit is that "
                    "of three correlated factors and does not speak for {factor}",
                    factor=top,
                )
            )
    return notes


def against_correlated(solved: Solved, correlated: Solved) -> pd.Series:
    """Return how the fit differs from that of freely correlated factors, and Marsh and Hocevar's (1985) target coefficient."""
    mine, other = solved.fit, correlated.fit
    df, change = mine["df"] - other["df"], mine["chi_square"] - other["chi_square"]
    return pd.Series(
        {
            "chi_square": other["chi_square"],
            "df": other["df"],
            "delta_chi_square": change,
            "delta_df": df,
            "delta_p": float(chdtrc(df, max(change, 0.0))) if df > 0 else float("nan"),
            "target": other["chi_square"] / mine["chi_square"] if mine["chi_square"] > 0 else float("nan"),
        },
        name="against_correlated",
    )


def against_words(found: pd.Series) -> list[Note]:
    """Return the note on the comparison with freely correlated factors."""
    if not found["delta_df"] > 0:
        return []
    return [
        Note(
            "against freely correlated factors: Δχ²({df:.0f}) = {change:.3f}, {p}; target coefficient {target:.3f}",
            df=found["delta_df"], change=found["delta_chi_square"], p=p_words(float(found["delta_p"])),
            target=found["target"],
        )
    ]  # fmt: skip
