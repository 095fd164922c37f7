"""Staggered adoption: effects by group and time against units that are not treated (Callaway and Sant'Anna)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.dataset import finite_faults
from govmetrics.core.errors import Faults
from govmetrics.core.options import LABEL, SEED, SHARE, choice, count, optional, several, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text
from govmetrics.numerics import two_by_two
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.group_time import Cells, group_time
from govmetrics.policy.adoption import Adoption, adoption
from govmetrics.policy.panel_frame import PanelFrame, Source, read_panel, step_of
from govmetrics.policy.staggered_checks import covariate_faults, group_notes, refuse_without_controls
from govmetrics.policy.staggered_frames import Errors, frames_of, in_units
from govmetrics.policy.staggered_result import Staggered

Controls = Literal["never", "not_yet"]
Method = Literal["doubly_robust", "regression", "ipw"]
_ESTIMATORS = {
    "doubly_robust": two_by_two.doubly_robust, "regression": two_by_two.by_regression, "ipw": two_by_two.by_odds,
}  # fmt: skip


def staggered(
    frame: Source, outcome: str, unit: str, period: str, first_treated: str, controls: Controls = "never",
    covariates: Sequence[str] = (), *, method: Method = "doubly_robust", base: Literal["varying", "universal"] = "varying",
    anticipation: int = 0, cluster: str | None = None, missing: Literal["pairwise", "listwise", "refuse"] = "pairwise",
    level: float = 0.95, draws: int = 0, rng: int | np.random.Generator = 0,
) -> Staggered:  # fmt: skip
    r"""Estimate what a policy did that units adopted at different times, and never gave up.

    Of every group g (units first treated in period g) and period t, the effect is the change of the group since the last
    period before treatment less the change of units that are not treated:
    :math:`ATT(g,t) = E[Y_t - Y_{g-1} \mid G = g] - E[Y_t - Y_{g-1} \mid C]`. Treated units never serve as controls, which is
    what makes two-way fixed effects go wrong. The averages weigh groups by their sizes; errors follow from every unit's
    influence, summed within clusters, and count that sizes are estimated.

    Parameters
    ----------
    frame : DataFrame, Scores, Dataset or Assessment
        One row for each unit and period.
    outcome, unit, period : str
        Columns (of scores a node, "unit" and "period").
    first_treated : str
        Column: the first period in which the unit is treated, the same in all its rows; empty, infinite, or 0 where that
        is no period, for units that never are.
    controls : {"never", "not_yet"}
        Units never treated, or also those that are treated later than the period (and base) looked at.
    covariates : sequence of str
        Columns of numbers: trends are parallel among units alike in them. Their values in the base period count.
    method : {"doubly_robust", "regression", "ipw"}
        How covariates are held alike: both (right if one of them is), a regression of controls' changes, or weights by the
        propensity score that sum to one. Without covariates all three are the difference of means.
    base : {"varying", "universal"}
        With what periods before treatment are compared: the period before each (the effect is then a change from one period
        to the next), or always the last before treatment (the convention of event studies by regression, reference -1).
        Effects after treatment are the same.
    anticipation : int
        So many periods before treatment units may already have reacted; the base lies before them.
    cluster : str, optional
        Column within which errors are summed, the same in all rows of a unit; the unit by default.
    missing : {"pairwise", "listwise", "refuse"}
        A missing row or value: each comparison uses the units seen in both its periods; only units seen in all periods
        count; or it is a fault. What is left out is noted.
    level : float
        Of intervals and bands.
    draws : int
        Of the multiplier bootstrap, for bands that hold all rows of a frame at once; none by default.
    rng : int or Generator
        Of the draws.

    Returns
    -------
    Staggered
        simple, events, groups, calendar, group_time; and the test before treatment with its power.

    Raises
    ------
    FaultyInput
        Unknown columns, two rows of a unit in a period, first_treated that changes within a unit or is no period.
    UnsuitableMethod
        Nobody to compare with (nobody never treated, or only from then on not yet), fewer than two clusters, covariates
        that are constant, collinear or tell the treated from the controls.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time periods. Journal of
    Econometrics 225, 200-230. Sant'Anna, P. H. C. and Zhao, J. (2020). Doubly robust difference-in-differences estimators.
    Journal of Econometrics 219, 101-122. Roth, J. (2022). Pretest with caution: event-study estimates after testing for
    parallel trends. American Economic Review: Insights 4, 305-322.

    Examples
    --------
    Two communities begin in 2021, two never; they grow by 1 a year, and by 3 more once treated.

    >>> frame = pd.DataFrame({"unit": list("aabbccdd"), "period": [2020, 2021] * 4, "score": [1, 5, 2, 6, 4, 5, 3, 4.0],
    ...                       "since": [2021] * 4 + [None] * 4})
    >>> found = staggered(frame, "score", "unit", "period", "since")
    >>> float(found.simple["estimate"].iloc[0])
    3.0
    """
    faults = wanted(
        outcome=(outcome, LABEL), first_treated=(first_treated, LABEL), controls=(controls, choice("never", "not_yet")),
        covariates=(covariates, several(LABEL)), method=(method, choice(*_ESTIMATORS)),
        base=(base, choice("varying", "universal")), anticipation=(anticipation, count(0)), cluster=(cluster, optional(LABEL)),
        missing=(missing, choice("pairwise", "listwise", "refuse")), level=(level, SHARE), draws=(draws, count(0)),
        rng=(rng, SEED),
    )  # fmt: skip
    faults.raise_all()
    labels = [first_treated, *([] if cluster is None else [cluster])]
    panel = read_panel(frame, [outcome, *covariates], unit, period, labels,
                       missing="refuse" if missing == "refuse" else "keep", squared=False)  # fmt: skip
    # the outcome alone is brought to scale
    beside = panel.values[list(covariates)].set_axis(panel.units[panel.unit])
    Faults(finite_faults(beside)).raise_all()
    adopted = adoption(panel, first_treated)
    panel, first, notes = _complete(panel, adopted, [outcome, *covariates], missing)
    refuse_without_controls(panel, first, controls, anticipation)
    y = panel.wide(outcome)
    scale = _scale(y, str(outcome))
    x = np.stack([panel.wide(one) for one in covariates], axis=2) if len(covariates) else None
    cells = _cells(y / scale, first, x, controls, method, base, anticipation, list(map(str, covariates)))
    errors = Errors(_clusters(panel, cluster), level, draws, np.random.default_rng(rng))
    frames = in_units(frames_of(cells, first, panel.periods, errors), scale)
    gaps = step_of(panel.periods)
    if (np.diff(gaps) != 1).any():
        notes.append(Note("periods are not equally far apart: events count the periods that there are"))
    return Staggered(
        **frames, outcome=str(outcome), controls=controls, method=method if len(covariates) else "means", base=base,
        units=len(panel.units), treated=int((first < len(panel.periods)).sum()), clusters=errors.count(len(panel.units)),
        level=level, draws=draws, seed=rng if isinstance(rng, int | np.integer) and draws else None,
        notes=(*panel.notes, *notes, *group_notes(cells, first, panel, errors)),
        procedure=_procedure(controls, method if len(covariates) else "means", base, list(map(str, covariates)), anticipation),
    )  # fmt: skip


def _scale(y: Array, outcome: str) -> float:
    """Return the power of two next to the largest value: dividing by it loses nothing, and squares stay finite."""
    known = y[~np.isnan(y)]
    if np.ptp(known) == 0:
        raise UnsuitableMethod(
            outcome, "is the same in all units and periods", "there is no effect to be seen"
        )
    return float(2.0 ** np.floor(np.log2(np.abs(known).max())))


def _complete(
    panel: PanelFrame, adopted: Adoption, numbers: list[Hashable], missing: str
) -> tuple[PanelFrame, Ints, list[Note]]:
    """Return the units that can be used, and notes on the others: treated from the start, or not seen in every period."""
    first, notes = adopted.first, list(adopted.notes)
    always = first == 0
    if always.any():
        said = (
            "left out, treated from the first period on and so without a period to compare with: {units:10}"
        )
        notes.append(Note(said, units=list(map(str, panel.units[always]))))
    seen = ~np.isnan(np.stack([panel.wide(one) for one in numbers])).any(axis=0)
    gaps = ~np.asarray(seen).all(axis=1) & ~always
    if gaps.any() and missing == "refuse":
        way_out = 'complete it, or use missing="pairwise" or "listwise"'
        places = [(panel.units[u], panel.periods[p]) for u, p in np.argwhere(~seen & ~always[:, None])]
        Faults(
            Fault(str(one), "is not there in {period}", way_out, period=label_text(when))
            for one, when in places
        ).raise_all()
    names = list(map(str, panel.units[gaps]))
    if gaps.any() and missing == "listwise":
        notes.append(Note("left out, not seen in every period: {units:10}", units=names))
        always = always | gaps
    elif gaps.any():
        said = ("not seen in every period: {units:10}. Every comparison uses the units seen in both its periods, which need "
                "not be the same in another")  # fmt: skip
        notes.append(Note(said, units=names))
    keep = ~always
    kept = panel.rows(keep[panel.unit])
    place = pd.Index(panel.periods).get_indexer(pd.Index(kept.periods))
    return kept, _among(first[keep], place, len(panel.periods)), notes


def _among(first: Ints, place: Ints, count: int) -> Ints:
    """Return first periods as places among the periods that are left."""
    found = np.searchsorted(place, first)
    return np.where(first == count, len(place), found)


def _cells(
    y: Array, first: Ints, x: Array | None, controls: str, method: str, base: str, anticipation: int,
    covariates: list[str],
) -> Cells:  # fmt: skip
    if x is not None:
        covariate_faults(x, covariates).raise_all(UnsuitableMethod)
    try:
        return group_time(y, first, x, _ESTIMATORS[method], never=controls == "never", universal=base == "universal",
                          anticipation=anticipation)  # fmt: skip
    except (two_by_two.Separated, np.linalg.LinAlgError):
        problem = "in one of the groups they tell the treated from the controls, or its controls are too few or too much alike"
        way_out = 'leave one out, use method="regression", or join groups'
        raise UnsuitableMethod("covariates", problem, way_out) from None


def _clusters(panel: PanelFrame, cluster: str | None) -> Ints | None:
    if cluster is None:
        codes, number = None, len(panel.units)
    else:
        names = panel.constant(cluster, "name one for each unit: errors of a unit are summed in one place")
        blank = names.index[names.isna()]
        Faults(
            Fault(str(one), "has no {name}", "give every unit one", name=str(cluster)) for one in blank
        ).raise_all()
        codes = pd.factorize(names)[0].astype(np.intp)
        number = int(codes.max()) + 1
    if number < 2:
        problem = "there is only one: no error can be known"
        raise UnsuitableMethod(
            "cluster" if cluster else "unit", problem, "use smaller clusters, or randomisation"
        )
    return codes


def _procedure(controls: str, method: str, base: str, covariates: list[str], anticipation: int) -> Procedure:
    against = Text("units never treated") if controls == "never" else Text("units not yet treated")
    told = Procedure.of(
        "Effects on the treated by period of first treatment and by period were estimated against {against} "
        "(Callaway and Sant'Anna), with standard errors from influence functions summed within clusters.",
        "CallawaySantAnna2021", against=against,
    )  # fmt: skip
    if covariates:
        how = {"doubly_robust": Text("doubly robust"), "regression": Text("outcome regression"),
               "ipw": Text("inverse probability weighting")}[method]  # fmt: skip
        told = told + Procedure.of(
            "Covariates ({how}): {names}.", "SantAnnaZhao2020", how=how, names=covariates
        )
    if anticipation:
        told = told + Procedure.of(
            "Up to {count:# period|# periods} of anticipation were allowed for.", count=anticipation
        )
    if base == "varying":
        text = "Periods before treatment are compared with the period before each (varying base)."
    else:
        text = "All periods are compared with the last before treatment (universal base)."
    return told + Procedure.of(text) + Procedure.of(
        "The test before treatment is shown with its power against a linear drift (Roth).", "Roth2022"
    )  # fmt: skip
