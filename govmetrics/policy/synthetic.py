"""Synthetic control: one treated unit against a weighted mean of others, with placebos."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.options import LABEL, SEED, Kind, among, asked, choice, count, optional, several, wanted
from govmetrics.core.parallel import together
from govmetrics.core.periods import known_as
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.synthetic_control import donor_weights, rmspe
from govmetrics.policy.adoption import PERIOD
from govmetrics.policy.aggregates import aggregate_faults
from govmetrics.policy.panel_frame import PanelFrame, Source, read_panel
from govmetrics.policy.synthetic_result import SyntheticControl

Predictors = Sequence[str] | Mapping[str, tuple[str, Sequence[Any]]]
EXACT = 1e-9
"""A gap of so little of the unit's own standard deviation is rounding."""
BAD_FIT = 0.25
"""A gap before treatment of so much of the unit's own standard deviation is told as a bad fit."""


def _are_predictors(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(
            LABEL.fits(name)
            and isinstance(one, tuple)
            and len(one) == 2
            and LABEL.fits(one[0])
            and several(LABEL, 1).fits(one[1])
            for name, one in value.items()
        )
    return several(LABEL, 1).fits(value)


_PREDICTORS = Kind(_are_predictors, Text("give a list of columns, or {{name: (column, [periods])}}"))


@dataclass(frozen=True, eq=False)
class _Setting:
    """The numbers behind a fit: outcome (periods x units), predictors (predictors x units), and how many periods are before."""

    y: Array
    x: Array | None
    before: int
    starts: int
    seed: int

    def gap(self, unit: int, donors: list[int]) -> tuple[Array, Array, Array | None]:
        """Return a unit's gap to its synthetic control, the donors' and the predictors' weights."""
        mine, theirs = (None, None) if self.x is None else (self.x[:, unit], self.x[:, donors])
        pre = self.y[: self.before]
        w, v = donor_weights(
            pre[:, unit], pre[:, donors], mine, theirs, self.starts, np.random.default_rng(self.seed)
        )
        return self.y[:, unit] - self.y[:, donors] @ w, w, v


def synthetic(
    frame: Source, outcome: str, unit: str, period: str, treated: Any, start: Any, predictors: Predictors | None = None,
    *, donors: Sequence[Any] | None = None, leave_out: Sequence[Any] = (), aggregates: Literal["refuse", "allow"] = "refuse",
    starts: int = 6, rng: int = 0,
) -> SyntheticControl:  # fmt: skip
    r"""Compare one treated unit with the weighted mean of others that was closest to it before.

    The weights are not negative and sum to one: :math:`\min_w \sum_{t < T_0} (y_{1t} - \sum_j w_j y_{jt})^2`, or the distance of
    predictors in a metric V that in turn is chosen, from several starts, so that the outcome before treatment is met best. Every
    donor is then taken as if it had been treated, against the other donors: how far out the treated unit's ratio of the gaps
    after and before lies among these is the evidence, however large the gap looks.

    Parameters
    ----------
    frame : DataFrame, Scores, Dataset or Assessment
        One row for each unit and period.
    outcome, unit, period : str
        Columns.
    treated, start : label
        The unit, and the first period in which it is treated.
    predictors : list of str or {name: (column, [periods])}, optional
        Columns whose means before treatment (or in the periods named) have to be alike; the outcome of every period before
        treatment by default.
    donors : list, optional
        Units to choose from; all others by default.
    leave_out : list
        Units that are no donors: treated themselves, or reached by the policy.
    aggregates : {"refuse", "allow"}
        Donors that contain the treated unit (a country, a total) are a fault; or are let through.
    starts : int
        From how many points V is sought.
    rng : int
        Of the random ones among them.

    Returns
    -------
    SyntheticControl
        weights, gap, placebo_p and rank; the effect without each donor; and what speaks against the fit.

    Raises
    ------
    FaultyInput
        Unknown units or periods, gaps of the treated unit, donors that contain it.
    UnsuitableMethod
        Fewer than two donors or two periods before, or a treated unit that never changed.

    References
    ----------
    Abadie, A. and Gardeazabal, J. (2003). The economic costs of conflict: a case study of the Basque Country. American Economic
    Review 93, 113-132. Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative case
    studies. Journal of the American Statistical Association 105, 493-505.

    Examples
    --------
    Before 2023 East is the mean of West and South, and then gains 3.

    >>> frame = pd.DataFrame({"unit": ["East"] * 4 + ["West"] * 4 + ["South"] * 4 + ["North"] * 4,
    ...                       "period": [2020, 2021, 2022, 2023] * 4,
    ...                       "score": [3, 5, 6, 11, 2, 5, 5, 7, 4, 5, 7, 9, 9, 8, 9, 9.0]})
    >>> found = synthetic(frame, "score", "unit", "period", "East", 2023)
    >>> found.weights.round(6).sort_index().to_dict(), round(found.effect, 6), found.rank
    ({'North': 0.0, 'South': 0.5, 'West': 0.5}, 3.0, 1)
    """
    faults = wanted(
        outcome=(outcome, LABEL), treated=(treated, LABEL), start=(start, PERIOD), predictors=(predictors, optional(_PREDICTORS)),
        donors=(donors, optional(several(LABEL, 1))), leave_out=(leave_out, several(LABEL)),
        aggregates=(aggregates, choice("refuse", "allow")), starts=(starts, count()), rng=(rng, SEED),
    )  # fmt: skip
    faults.raise_all()
    columns = _columns(predictors)
    panel = read_panel(frame, [outcome, *columns], unit, period, missing="keep")
    asked(treated=(treated, among(panel.units)), leave_out=(list(leave_out), several(among(panel.units))),
          donors=(None if donors is None else list(donors), optional(several(among(panel.units)))))  # fmt: skip
    before = _before(panel, start)
    panel, notes = _donors(panel, outcome, treated, donors, leave_out)
    y = panel.wide(outcome).T
    if aggregates == "refuse":
        Faults(aggregate_faults(y, panel.units, treated)).raise_all()
    x, names = _predictor_table(panel, predictors, before)
    _suitable(y, panel, treated, before)
    setting = _Setting(
        y, x, before, starts, int(rng) if isinstance(rng, int | np.integer) else int(rng.integers(2**31))
    )
    return _found(setting, panel, treated, start, str(outcome), names, [*panel.notes, *notes])


def _columns(predictors: Predictors | None) -> list[Hashable]:
    if predictors is None:
        return []
    return [one[0] for one in predictors.values()] if isinstance(predictors, Mapping) else list(predictors)


def _before(panel: PanelFrame, start: Any) -> int:
    known = known_as(start, panel.periods)
    if known is None:
        raise FaultyInput("start", "{start} is no period of the data", "periods are: {names:10}", start=label_text(start),
                          names=list(map(label_text, panel.periods)))  # fmt: skip
    return panel.periods.index(known)


def _donors(
    panel: PanelFrame, outcome: str, treated: Any, donors: Sequence[Any] | None, leave_out: Sequence[Any]
) -> tuple[PanelFrame, list[Note]]:
    """Return the treated unit and its donors, complete, and notes on those left out."""
    kept = [one for one in panel.units if (donors is None or one in donors or one == treated)]
    kept = [one for one in kept if one == treated or one not in list(leave_out)]
    gaps = panel.units[np.flatnonzero(np.isnan(panel.wide(outcome)).any(axis=1))]
    if treated in gaps:
        way_out = "complete it, or leave the period out"
        lost = [
            panel.periods[t]
            for t in np.flatnonzero(np.isnan(panel.wide(outcome)[panel.units.get_loc(treated)]))
        ]
        raise FaultyInput(
            str(treated), "has no value in {names:10}", way_out, names=list(map(label_text, lost))
        )
    left = [str(one) for one in kept if one in gaps]
    keep = panel.units.isin([one for one in kept if one not in gaps])
    notes = [Note("no donors, as a value is missing: {units:10}", units=left)] if left else []
    return panel.rows(keep[panel.unit]), notes


def _predictor_table(
    panel: PanelFrame, predictors: Predictors | None, before: int
) -> tuple[Array | None, list[str]]:
    """Return predictors x units in units of their standard deviation, and their names."""
    if predictors is None:
        return None, []
    chosen = (
        predictors
        if isinstance(predictors, Mapping)
        else {one: (one, panel.periods[:before]) for one in predictors}
    )
    rows, faults = [], Faults()
    for name, (column, periods) in chosen.items():
        places = [
            panel.periods.index(at) for one in periods if (at := known_as(one, panel.periods)) is not None
        ]
        late = [
            str(one)
            for one in periods
            if (at := known_as(one, panel.periods)) is None or panel.periods.index(at) >= before
        ]
        if late:
            faults.append(Fault(str(name), "is asked for in {names:5}, which is no period before treatment",
                                "name periods before treatment", names=late))  # fmt: skip
            continue
        table = panel.wide(column)[:, places]
        empty = panel.units[np.flatnonzero(np.isnan(table).all(axis=1))]
        faults += [
            Fault(str(one), "has no value of {name}", "complete it, or leave the unit out", name=str(name))
            for one in empty
        ]
        if not len(empty):
            rows.append(np.nanmean(table, axis=1))
            if np.ptp(rows[-1]) <= 1e-12 * np.abs(rows[-1]).max():
                faults.append(Fault(str(name), "is alike in all units", "leave it out"))
    faults.raise_all()
    return np.array(rows), list(map(str, chosen))


def _suitable(y: Array, panel: PanelFrame, treated: Any, before: int) -> None:
    faults = []
    if len(panel.units) < 3:
        faults.append(Fault("units", "there are fewer than two donors", "add units that are not treated"))
    if before < 2 or before == len(panel.periods):
        faults.append(Fault("start", "two periods before it are needed, and itself", "give more periods"))
    elif np.ptp(y[:before, panel.units.get_loc(treated)]) == 0:
        faults.append(Fault(str(treated), "never changed before treatment", "there is nothing to fit"))
    Faults(faults).raise_all(UnsuitableMethod)


def _found(
    setting: _Setting,
    panel: PanelFrame,
    treated: Any,
    start: Any,
    outcome: str,
    names: list[str],
    notes: list[Note],
) -> SyntheticControl:
    one, before = list(panel.units).index(treated), setting.before
    raw = setting.x
    if raw is not None:
        setting = replace(setting, x=raw / raw.std(axis=1, ddof=1)[:, None])
    others = [j for j in range(len(panel.units)) if j != one]
    gap, w, v = setting.gap(one, others)
    placebo = [(j, [k for k in others if k != j]) for j in others] if len(others) > 1 else []
    found = together(setting.gap, placebo)
    gaps = {treated: gap} | {panel.units[j]: fit[0] for (j, _), fit in zip(placebo, found, strict=True)}
    weights = pd.Series(w, panel.units[others], name="weight").sort_values(ascending=False, kind="stable")
    placebos = _placebos(gaps, before)
    mine = placebos.loc[treated]
    table = pd.DataFrame({"treated": setting.y[:, one], "synthetic": setting.y[:, one] - gap, "gap": gap,
                          "after": np.arange(len(gap)) >= before}, pd.Index(panel.periods, name="period"))  # fmt: skip
    fit = float(mine["pre_rmspe"] / setting.y[:before, one].std(ddof=1))
    return SyntheticControl(
        path=table, weights=weights, placebos=placebos, leave_one_out=_without(setting, one, others, w, panel),
        balance=None if raw is None else _balance(raw, one, others, w, v, names),
        placebo_gaps=pd.DataFrame(gaps, index=table.index), effect=float(mine["effect"]), rank=int(mine["rank"]),
        placebo_p=float(mine["rank"]) / len(placebos), pre_rmspe=float(mine["pre_rmspe"]),
        post_rmspe=float(mine["post_rmspe"]), ratio=float(mine["ratio"]), fit_ratio=fit, treated=treated, start=start,
        outcome=outcome, notes=(*notes, *_doubts(setting, one, others, w, fit)),
        procedure=_procedure(len(others), before, names),
    )  # fmt: skip


def _placebos(gaps: dict[Any, Array], before: int) -> pd.DataFrame:
    rows = [(rmspe(gap[:before]), rmspe(gap[before:]), float(gap[before:].mean())) for gap in gaps.values()]
    table = pd.DataFrame(rows, pd.Index(list(gaps), name="unit"), ["pre_rmspe", "post_rmspe", "effect"])
    with np.errstate(divide="ignore", invalid="ignore"):
        table["ratio"] = table["post_rmspe"] / table["pre_rmspe"]
    table["rank"] = table["ratio"].fillna(0).rank(ascending=False, method="max").astype(int)
    return table[["pre_rmspe", "post_rmspe", "ratio", "rank", "effect"]]


def _without(setting: _Setting, one: int, others: list[int], w: Array, panel: PanelFrame) -> pd.DataFrame:
    rows, names = [], []
    for j, weight in zip(others, w, strict=True):
        if weight > 0 and len(others) > 1:
            gap = setting.gap(one, [k for k in others if k != j])[0]
            rows.append((float(gap[setting.before :].mean()), rmspe(gap[: setting.before])))
            names.append(panel.units[j])
    return pd.DataFrame(rows, pd.Index(names, name="unit"), ["effect", "pre_rmspe"])


def _balance(
    x: Array, one: int, others: list[int], w: Array, v: Array | None, names: list[str]
) -> pd.DataFrame:
    return pd.DataFrame({"treated": x[:, one], "synthetic": x[:, others] @ w, "mean": x[:, others].mean(axis=1), "v": v},
                        pd.Index(names, name="predictor"))  # fmt: skip


def _doubts(setting: _Setting, one: int, others: list[int], w: Array, fit: float) -> list[Note]:
    """Return what speaks against the fit."""
    before, y, notes = setting.before, setting.y, []
    if fit < EXACT:
        notes.append(
            Note("the fit before treatment is exact: is one of the donors the unit itself, or made of it?")
        )
    if fit > BAD_FIT:
        said = "the fit before treatment is bad ({ratio:.2f} of the unit's own standard deviation): the gap after is no effect"
        notes.append(Note(said, ratio=fit))
    pre = y[:before]
    if (pre[:, one] > pre[:, others].max(axis=1)).all() or (pre[:, one] < pre[:, others].min(axis=1)).all():
        notes.append(Note("before treatment the unit lay outside all donors: no mean of them can reach it"))
    if (w > 0).sum() >= before:
        said = "{donors} donors for {periods} periods before treatment: a close fit may be chance, and the weights others"
        notes.append(Note(said, donors=int((w > 0).sum()), periods=before))
    if len(others) < 19:
        notes.append(Note("with {count} donors no p below 0.05 is possible", count=len(others)))
    return notes


def _procedure(donors: int, before: int, names: list[str]) -> Procedure:
    told = Procedure.of(
        "A synthetic control was made of {donors} donors by {before} periods before treatment, its weights not negative and "
        "summing to one; every donor was taken as a placebo, and the donors with a weight were left out one by one.",
        "AbadieGardeazabal2003", "AbadieDiamondHainmueller2010", donors=donors, before=before,
    )  # fmt: skip
    return told + Procedure.of("Predictors: {names}.", names=names) if names else told
