"""Public-goods experiments: groups are the independent units; treatments, decay, and who cooperates conditionally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.checks import generator_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import COUNT, FRAME, LABEL, POSITIVE, SEED, SHARE, optional, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array
from govmetrics.policy._group_means import comparisons_of, groups_of, treatments_of
from govmetrics.policy.conditional_types import types_of
from govmetrics.policy.panel_frame import read_panel, sorted_labels


@dataclass(frozen=True, eq=False)
class PublicGoods(Result):
    """What groups contributed.

    Attributes
    ----------
    treatments : DataFrame
        By treatment: groups, subjects, mean, sd (of group means), first, last (period), slope (per period), p_slope.
    comparisons : DataFrame
        By pair of treatments, in the order of the groups' labels: difference of the means of groups (second less first),
        lower, upper, p, p_holm, assignments.
    groups : DataFrame
        By group: treatment, subjects, mean, first, last, slope.
    periods : DataFrame
        Mean of group means by period (rows) and treatment.
    types : DataFrame or None
        By conditional type: subjects, share; of schedules.
    schedules : Series or None
        The type of each subject.
    level : float
    seed : int or None
        Of draws, where there were any.
    notes : tuple of str
    procedure : Procedure

    See Also
    --------
    public_goods
    """

    treatments: pd.DataFrame
    comparisons: pd.DataFrame
    groups: pd.DataFrame
    periods: pd.DataFrame
    types: pd.DataFrame | None
    schedules: pd.Series | None
    level: float
    seed: int | None = None
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {
        "treatments": "Contributions by treatment", "comparisons": "Differences between treatments",
        "types": "Conditional types", "groups": "Contributions by group",
    }  # fmt: skip
    _by_line = True

    def _finding(self) -> tuple[Text, ...]:
        told = []
        said = "{second} less {first}: {difference:+.3g} ({lower:.3g} to {upper:.3g}, {p} by group means)."
        for row in self.comparisons.reset_index().to_dict("records")[:5]:
            told.append(Text(said, first=row["first"], second=row["second"], difference=row["difference"], lower=row["lower"],
                             upper=row["upper"], p=p_words(row["p_holm"])))  # fmt: skip
        decay = "{name}: contributions go from {first:.3g} to {last:.3g} ({slope:+.2g} a period, {p})."
        for name, row in self.treatments.to_dict("index").items():
            if np.isfinite(row["slope"]):
                told.append(Text(decay, name=str(name), first=row["first_period"], last=row["last_period"], slope=row["slope"],
                                 p=p_words(row["p_slope"])))  # fmt: skip
        return tuple(told)


def public_goods(
    contributions: pd.DataFrame, group: str = "group", treatment: str = "treatment", period: str = "period",
    contribution: str = "contribution", subject: str = "subject", endowment: float | None = None,
    schedules: pd.DataFrame | None = None, level: float = 0.95, draws: int = 99_999, rng: int | np.random.Generator = 0,
) -> PublicGoods:  # fmt: skip
    """Compare contributions between treatments by the means of groups, and say whether they decay.

    People of a group see each other's contributions: a group is one independent observation, however many people and periods
    it has. Where people are matched anew, give the matching group (or the session) as group.

    Parameters
    ----------
    contributions : DataFrame
        One row for each subject and period.
    group, treatment, period, contribution, subject : str
        Its columns. A group has one treatment.
    endowment : float, optional
        Contributions are then shares of it.
    schedules : DataFrame, optional
        Subjects x what the others contribute on average (the headings, numbers): what a subject would contribute. Types are
        those of Fischbacher, Gächter and Fehr: free rider (never), conditional (weakly rising, or Spearman's correlation above
        zero at 1%), hump-shaped (weakly rising to a highest value within and weakly falling after it), unconditional (always
        the same), of no type.
    level : float
        Of intervals, which hold the constant differences that the permutation test does not reject.
    draws : int
        Where all permutations are more than two million, or groups of a treatment more than 20.
    rng : int or Generator

    Returns
    -------
    PublicGoods

    Raises
    ------
    FaultyInput
        Columns that are not there, groups in two treatments, a subject twice in a period, contributions beyond the endowment.
    UnsuitableMethod
        A treatment with fewer than two groups.

    References
    ----------
    Fischbacher, U., Gächter, S. and Fehr, E. (2001). Are people conditionally cooperative? Evidence from a public goods
    experiment. Economics Letters, 71, 397-404.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product([range(8), range(4), range(1, 6)], names=["group", "subject", "period"])
    >>> frame = rows.to_frame(index=False)
    >>> frame["treatment"] = np.where(frame["group"] < 4, "plain", "talk")
    >>> frame["contribution"] = 10.0 - frame["period"] + 3 * (frame["treatment"] == "talk") + frame["group"] / 10
    >>> found = public_goods(frame)
    >>> found.comparisons[["difference", "p"]].round(4).values.tolist()
    [[3.4, 0.0286]]
    """
    faults = wanted(
        contributions=(contributions, FRAME), group=(group, LABEL), treatment=(treatment, LABEL), period=(period, LABEL),
        contribution=(contribution, LABEL), subject=(subject, LABEL), endowment=(endowment, optional(POSITIVE)),
        schedules=(schedules, optional(FRAME)), level=(level, SHARE), draws=(draws, COUNT), rng=(rng, SEED),
    )  # fmt: skip
    faults.raise_all()
    table, periods, order, notes = _read(
        contributions, group, treatment, period, contribution, subject, endowment
    )
    generator, seed = generator_of(rng)
    groups = groups_of(table, periods)
    groups = groups.loc[sorted_labels(groups.index)]
    few = groups.groupby("treatment", sort=False).size()
    way = "two groups at least tell how groups differ; a group is one observation"
    wrong = list(few.index[few < 2])
    Faults(each(wrong, lambda one: Fault(str(one), "has one group only", way))).raise_all(UnsuitableMethod)
    brief = groups.index[groups["slope"].isna()]
    if 0 < len(brief) < len(groups):
        told = "in one period only, and without a slope: {names:10}"
        notes.append(Note(told, names=list(map(str, brief))))
    treatments = treatments_of(groups, draws, generator)
    comparisons = comparisons_of(groups, 1 - level, draws, generator)
    by_period = (
        table.groupby(["period", "treatment", "group"], sort=False)["y"]
        .mean()
        .groupby(level=[0, 1])
        .mean()
        .unstack()
    )
    by_period = (
        by_period.reindex(columns=list(treatments.index)).set_axis(order, axis=0).rename_axis("period")
    )
    types, kinds = types_of(schedules)
    drawn = bool((comparisons["assignments"] == draws + 1).any()) or bool((treatments["groups"] > 20).any())
    said = ("Treatments were compared by the means of {count:# group|# groups}, each one observation, under permutations of the "
            "groups; decay is the mean of the groups' slopes, tested by changes of sign.")  # fmt: skip
    return PublicGoods(treatments, comparisons, groups, by_period, types, kinds, level, seed if drawn else None, tuple(notes),
                       Procedure.of(said, "fischbachergachterfehr2001", count=len(groups)))  # fmt: skip


def _read(
    frame: pd.DataFrame,
    group: str,
    treatment: str,
    period: str,
    contribution: str,
    subject: str,
    endowment: float | None,
) -> tuple[pd.DataFrame, Array, list[Any], list[Note]]:
    """Return subjects' contributions with codes of periods, (n,), the periods in order, and notes."""
    names = [group, treatment, period, contribution, subject]
    if len(set(names)) < 5:
        raise UnsuitableMethod("columns", "two roles have one column", "name five columns")
    lacking = [one for one in (group, subject) if one not in frame.columns]
    twice = frame.columns.has_duplicates
    if not lacking and not twice:  # people are numbered anew in each group
        both = pd.Series(list(zip(frame[group], frame[subject], strict=True)), frame.index)
        blank = frame[group].isna() | frame[subject].isna()
        frame = frame.assign(**{subject: both.map(lambda pair: f"{pair[0]}, {pair[1]}").mask(blank)})
    panel = read_panel(frame, [contribution], subject, period, [group, treatment])
    table = pd.DataFrame({"subject": panel.unit, "period": panel.period, "group": panel.values[group].to_numpy(),
                          "treatment": panel.values[treatment].to_numpy(), "y": panel.column(contribution)})  # fmt: skip
    faults = Faults()
    for one in ("group", "treatment"):
        if table[one].isna().any():
            problem = "{count:# row has|# rows have} no value"
            faults.append(Fault(one, problem, "name it in every row", count=int(table[one].isna().sum())))
    faults.raise_all()
    several = table.groupby("group", sort=False)["treatment"].nunique()
    wrong = list(several.index[several > 1])
    way = "a group has one treatment; name the parts of an experiment as groups of their own"
    faults += each(wrong, lambda one: Fault(str(one), "has more than one treatment", way))
    beyond = table[(table["y"] < 0) | (table["y"] > (np.inf if endowment is None else endowment))]
    way = "contributions lie between zero and the endowment"
    odd = zip(panel.units[beyond["subject"].to_numpy()], beyond["y"], strict=True)
    faults += each(odd, lambda row: Fault(str(row[0]), "contributes {value:g}", way, value=row[1]))
    faults.raise_all()
    table["y"] = table["y"] / (1.0 if endowment is None else float(endowment))
    return table, panel.steps().astype(float), panel.periods, list(panel.notes)
