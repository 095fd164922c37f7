"""Who takes part: groups among participants against the population, how unequal it is, and who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.collaboration._tables import BLANKS, COLUMN, TABLE, Blanks, Table, amounts, met, quotient
from govmetrics.core.checks import cell_faults, place_of
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.options import SHARE, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.shares import wilson

Counted = Literal["people", "attendances"]
MEASURES = ("rate", "proportionality", "gini")
UNDER = Text("under-represented")
OVER = Text("over-represented")
EVEN = Text("in proportion")


@dataclass(frozen=True, eq=False)
class Participation(Result):
    """Participation by group, unit by unit.

    Attributes
    ----------
    values : DataFrame, shape (units, 3)
        rate (participants, or attendances, over population), proportionality (Rose's index, 1 where the shares are those
        of the population), gini (of participation across groups, 0 where all have the same rate).
    standard_errors : DataFrame or None
        Of the same shape; None where attendances were counted.
    groups : DataFrame
        Rows (unit, group): participants, population, rate, share, population_share, ratio (share over population share)
        with lower and upper, missing (how many more it takes to be represented in proportion), verdict.
    counted : str
        "people" or "attendances".
    level : float
        Of the intervals.

    See Also
    --------
    participation
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame | None
    groups: pd.DataFrame
    counted: str
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "values": "Participation",
        "groups": "Groups among participants and in the population",
        "standard_errors": "Standard errors of participation",
    }
    _cites: ClassVar = ("Ruedin2012", "wilson1927", "Verba1995")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "The representation ratio of a group is its share of the participants over its share of the population; the Gini "
            "coefficient is that of participation across groups."
        )
        if self.counted == "attendances":
            return (Text(told),)
        return (Text(told), Text("Intervals of the ratios are Wilson's, at {level:.0%}.", level=self.level))

    def _finding(self) -> tuple[Text, ...]:
        """Which groups are under-represented beyond chance, and of which nobody takes part."""
        under = self.groups[self.groups["verdict"] == UNDER]
        names = [
            Text("{place} ({ratio:.2f})", place=_named(row), ratio=ratio)
            for row, ratio in under["ratio"].sort_values(kind="stable").items()
        ]
        total = self.values["rate"]
        found = [Text("On average {rate:.1%} of the population take part.", rate=total.mean())]
        if self.counted == "attendances":
            found = [Text("On average there are {rate:.2f} attendances per head.", rate=total.mean())]
        if names:
            found.append(Text("Under-represented (share over population share): {names:8}.", names=names))
        elif self.counted == "people":
            found.append(Text("No group is under-represented beyond chance."))
        nobody = self.groups.index[(self.groups["participants"] == 0) & (self.groups["population"] > 0)]
        if len(nobody):
            found.append(Text("Nobody takes part of: {names:8}.", names=[_named(row) for row in nobody]))
        return tuple(found)


def participation(
    counts: Table,
    population: Table,
    by: str | None = None,
    counted: Counted = "people",
    level: float = 0.95,
    blanks: Blanks = "refuse",
) -> Participation:
    r"""Compare the groups among participants with the population, and say who is missing.

    Parameters
    ----------
    counts : DataFrame or path
        Rows are units, columns groups (of age, sex, tenure, ...), cells how many take part.
    population : DataFrame or path
        The same units and groups: how many live there.
    by : str, optional
        The column of units in both; by default a frame's index, and a file's first column.
    counted : {"people", "attendances"}
        Persons, each once; or attendances (人次), where one person may stand for many: then there is no interval, as it
        is not known how many persons there were.
    level : float
        Of the intervals of the ratios, each for itself.
    blanks : {"refuse", "zero"}
        An empty cell of `counts` is a fault, or says that there were none; in `population` it is a fault always.

    Returns
    -------
    Participation
        `values` and `standard_errors`, which `to_leaves` hands to leaves B31 or C41 of the default tree.

    Raises
    ------
    FaultyInput
        Cells that are no counts, totals, units or groups of one table only, more participants than people.
    UnsuitableMethod
        Units without participants or without people; fewer than two groups.

    Notes
    -----
    With participants :math:`x_g` of population :math:`n_g` the ratio is :math:`(x_g / x) / (n_g / n)`, and its interval
    Wilson's of :math:`x_g / x` over the population share, which is taken as known: that of participants drawn one by one,
    before a finite population narrows it. A group is under-represented where the interval lies below 1,
    over-represented where it lies above.
    Proportionality is :math:`1 - \frac12 \sum |x_g / x - n_g / n|`. Gini is that of rates :math:`x_g / n_g` weighted by
    :math:`n_g`: differences within groups are not in it, so that it is a lower bound of that among persons. Its standard
    error, and that of proportionality, leaves out one participant at a time (NaN where that changes nothing: all in one
    group, or exactly in proportion); that of the rate is binomial.

    References
    ----------
    Ruedin, D. (2012). The representation of women in national parliaments: a cross-national comparison. European
    Sociological Review 28 (ratio and Rose's index). Wilson, E. B. (1927). Probable inference. JASA 22, 209-212. Verba, S.,
    Schlozman, K. L. and Brady, H. E. (1995). Voice and Equality. Harvard University Press.

    Examples
    --------
    >>> import govmetrics as gm
    >>> counts = pd.DataFrame({"18-35": [8], "36-59": [30], "60+": [62]}, index=["East"])
    >>> people = pd.DataFrame({"18-35": [400], "36-59": [400], "60+": [200]}, index=["East"])
    >>> found = gm.collaboration.participation(counts, people)
    >>> found.groups[["share", "population_share", "ratio", "missing"]].droplevel("unit").round(3).to_dict("index")["18-35"]
    {'share': 0.08, 'population_share': 0.4, 'ratio': 0.2, 'missing': 32.0}
    >>> found.values.round(3).to_dict("index")
    {'East': {'rate': 0.1, 'proportionality': 0.58, 'gini': 0.508}}
    """
    wanted(
        counts=(counts, TABLE), population=(population, TABLE), by=(by, COLUMN),
        counted=(counted, choice("people", "attendances")), level=(level, SHARE), blanks=(blanks, BLANKS),
    ).raise_all()  # fmt: skip
    faults = Faults()
    with faults:
        took, notes = amounts(counts, by, "counts", blanks)
    with faults:
        lives, _ = amounts(population, by, "population")
    faults.raise_all()
    lives = met(took, lives, "counts", "population")
    _suitable(took, lives, counted)
    x, n = took.to_numpy(), lives.to_numpy()
    groups = _groups(took, lives, counted, level)
    values = pd.DataFrame(_measures(x, n), took.index, list(MEASURES))
    errors = pd.DataFrame(_errors(x, n), took.index, list(MEASURES)) if counted == "people" else None
    if errors is not None and errors.isna().any(axis=None):
        unsure = [place_of(row) for row in errors.index[errors.isna().any(axis=1)]]
        told = "no standard error of proportionality or Gini can be told, as leaving one out changes nothing: {units:10}"
        notes.append(Note(told, units=unsure))
    nobody = [_named(row) for row in groups.index[groups["population"] == 0]]
    if nobody:
        notes.append(Note("without population, and not judged: {groups:10}", groups=nobody))
    if counted == "attendances":
        notes.append(Note("attendances were counted, not persons: no intervals and no standard errors"))
    return Participation(values, errors, groups, counted, float(level), tuple(notes))


def _named(row: Any) -> Text:
    """Return what a unit's group is called."""
    *unit, group = row
    return Text("{unit}: {group}", unit=place_of(tuple(unit)), group=str(group))


def _suitable(took: pd.DataFrame, lives: pd.DataFrame, counted: str) -> None:
    """Name what cannot be compared."""
    faults = Faults()
    x, n = took.to_numpy(), lives.to_numpy()
    if counted == "people":
        way_out = 'correct one of them; attendances are counted="attendances"'
        faults += cell_faults(took, (x > n), "is {value:g}, more than live there", way_out)
    else:
        faults += cell_faults(
            took, (x > 0) & (n == 0), "is {value:g}, and nobody lives there", "correct one of them"
        )
    faults.raise_all()
    if took.shape[1] < 2:
        raise UnsuitableMethod("counts", "there is one group", "give two or more, such as ages or sexes")
    nobody, none = n.sum(axis=1) == 0, x.sum(axis=1) == 0
    faults += each(
        took.index[nobody], lambda row: Fault(place_of(row), "has no population", "leave the unit out")
    )
    faults += each(
        took.index[none & ~nobody],
        lambda row: Fault(place_of(row), "has no participants, and no shares of them", "leave the unit out"),
    )
    faults.raise_all(UnsuitableMethod)


def _groups(took: pd.DataFrame, lives: pd.DataFrame, counted: str, level: float) -> pd.DataFrame:
    """Return the table of groups."""
    from scipy.special import ndtri  # here, so that a server that counts votes loads no scipy

    x, n = took.to_numpy(), lives.to_numpy()
    total = x.sum(axis=1, keepdims=True)
    share, people = x / total, n / n.sum(axis=1, keepdims=True)
    lower, upper = wilson(share, np.broadcast_to(total, x.shape), float(ndtri((1 + level) / 2)))
    if counted == "attendances":
        lower, upper = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    lower, upper = quotient(lower, people), quotient(upper, people)
    verdict = np.where(
        upper < 1, "under-represented", np.where(lower > 1, "over-represented", "in proportion")
    )
    verdict = np.where((n == 0) | (counted == "attendances"), "", verdict)
    columns: dict[str, Array] = {
        "participants": x, "population": n, "rate": quotient(x, n), "share": share, "population_share": people,
        "ratio": quotient(share, people), "lower": lower, "upper": upper, "missing": np.maximum(people * total - x, 0.0),
    }  # fmt: skip
    rows = [
        (*(row if isinstance(row, tuple) else (row,)), group) for row in took.index for group in took.columns
    ]
    index = pd.MultiIndex.from_tuples(rows, names=[*took.index.names, "group"])
    frame = pd.DataFrame({name: array.ravel() for name, array in columns.items()}, index)
    words = {"": "", "under-represented": UNDER, "over-represented": OVER, "in proportion": EVEN}
    frame["verdict"] = pd.Series([words[word] for word in verdict.ravel()], index, dtype=object)
    return frame.astype({"participants": int, "population": int})


def _measures(x: Array, n: Array) -> Array:
    """Return rate, proportionality and Gini (..., 3) of participants and population, both (..., groups)."""
    total, people = x.sum(axis=-1, keepdims=True), n.sum(axis=-1, keepdims=True)
    share, part = x / total, n / people
    proportion = 1 - np.abs(share - part).sum(axis=-1) / 2
    # Gini of rates weighted by the population: half the mean difference over the mean.
    differences = np.abs(share[..., :, None] * part[..., None, :] - share[..., None, :] * part[..., :, None])
    gini = differences.sum(axis=(-1, -2)) / 2
    return np.stack([(total / people)[..., 0], proportion, gini], axis=-1)


def _errors(x: Array, n: Array) -> Array:
    """Return standard errors (units, 3): binomial of the rate, else from leaving out one participant at a time."""
    k = x.shape[1]
    total, people = x.sum(axis=1), n.sum(axis=1)
    rate = total / people
    less = np.where((x > 0)[:, :, None], x[:, None, :] - np.eye(k), x[:, None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = _measures(less, np.broadcast_to(n[:, None, :], less.shape))[..., 1:]
        weight = np.where(x > 0, x / total[:, None], 0.0)[:, :, None]
        mean = (weight * theta).sum(axis=1, keepdims=True)
        spread = np.sqrt((weight * (theta - mean) ** 2).sum(axis=1) * (total - 1)[:, None])
    spread = np.where((total > 1)[:, None] & (spread > 1e-12), spread, np.nan)
    return np.column_stack([np.sqrt(rate * (1 - rate) / people), spread])
