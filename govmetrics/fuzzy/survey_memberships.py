"""Membership from residents' answers: weighted shares of the answer codes, with standard errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.groups import factorised, period_first, unit_columns
from govmetrics.core.options import shown, wanted
from govmetrics.core.respondent_weights import Calibrated, weights_of
from govmetrics.core.survey import SURVEY, Survey
from govmetrics.core.words import Text
from govmetrics.fuzzy.grades import GRADES, GradeScale
from govmetrics.fuzzy.operators import _product


def from_survey(
    survey: Survey,
    grades: GradeScale,
    by: str | Sequence[str] | None = None,
    *,
    weights: Calibrated | pd.Series | None = None,
) -> pd.DataFrame:
    """Return the (weighted) share of answers in every grade, by unit and leaf.

    The lowest answer code of an item is the worst grade and so on; of a reversed item, and of a leaf where less is
    better, it is the highest (of a reversed item of such a leaf the lowest again: `Survey.favourable`). A
    respondent who answered several items of a leaf counts once, with equal parts for each item answered.

    Parameters
    ----------
    survey : Survey
        Every item has as many codes as there are grades.
    grades : GradeScale
        Names and order of the grades.
    by : str or sequence of str, optional
        The survey's group column that is the unit, or the period and the unit. By default its first group
        column, beside one called period, wave, year and the like; without group columns all respondents are one unit, "all".
    weights : result of `govmetrics.survey.rake`, or Series, optional
        Above zero, one for each respondent; by default the survey's design weights.

    Returns
    -------
    DataFrame, index (unit, code)
        One column per grade, for the leaves that the survey measures; NaN where nobody in a unit answered.
        Join it with the rows of other leaves by ``pd.concat``.

    Raises
    ------
    FaultyInput
        Answers outside the grades, respondents without a unit, a leaf that nobody answered: all at once.

    See Also
    --------
    survey_errors : the standard errors of the same shares.

    References
    ----------
    汪培庄 (Wang, P. (1983). 模糊集合论及其应用 (Fuzzy sets and their applications). 上海科学技术出版社.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    >>> answers = pd.DataFrame({"community": ["East"] * 4 + ["West"] * 4, "t1": [3, 3, 2, 3, 1, 2, 1, 2]})
    >>> survey = gm.read_survey(answers, tree, scale=(1, 3), by="community")
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> gm.fuzzy.from_survey(survey, grades).to_numpy().tolist()
    [[0.75, 0.25, 0.0], [0.0, 0.5, 0.5]]
    """
    return _frames(survey, grades, by, weights)[0]


def survey_errors(
    survey: Survey,
    grades: GradeScale,
    by: str | Sequence[str] | None = None,
    *,
    weights: Calibrated | pd.Series | None = None,
) -> pd.DataFrame:
    """Return the standard errors of `from_survey`'s shares, for `grade_probabilities`.

    Linearised: m / (m - 1) * sum w^2 (z - p)^2 / (sum w)^2 with m respondents; NaN where m is 1.

    Parameters
    ----------
    survey, grades, by, weights
        As in `from_survey`.

    Returns
    -------
    DataFrame, index (unit, code)
        Standard errors of the shares, one column per grade.

    References
    ----------
    Woodruff, R. S. (1971). A simple method for approximating the variance of a complicated estimate.
    Journal of the American Statistical Association 66, 411-414.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    >>> answers = pd.DataFrame({"community": ["East"] * 4 + ["West"] * 4, "t1": [3, 3, 2, 3, 1, 2, 1, 2]})
    >>> survey = gm.read_survey(answers, tree, scale=(1, 3), by="community")
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> gm.fuzzy.survey_errors(survey, grades).round(3).to_numpy().tolist()
    [[0.25, 0.25, 0.0], [0.0, 0.289, 0.289]]
    """
    return _frames(survey, grades, by, weights)[1]


def _frames(
    survey: Survey,
    grades: GradeScale,
    by: str | Sequence[str] | None,
    weights: Calibrated | pd.Series | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    faults = wanted(survey=(survey, SURVEY), grades=(grades, GRADES))
    faults.raise_all()
    names = _group_columns(survey, by, faults)
    units, groups = _units(survey, names, faults)
    codes, code_faults = _codes(survey, grades)
    faults += code_faults
    faults += [
        Fault(leaf, "nobody answered it", "take it out of the tree, or ask it")
        for leaf, items in survey.leaves.items()
        if survey.answers[items].isna().all(axis=None)
    ]
    w = np.ones(survey.n)
    with faults:
        w = weights_of(survey, weights)
    faults.raise_all()
    shape = (len(units), len(survey.leaves), len(grades))
    shares, errors = np.empty(shape), np.empty(shape)
    for place, items in enumerate(survey.leaves.values()):
        z = _parts(codes[items].to_numpy(), len(grades))
        p, e = _shares(z, w, groups, len(units))
        shares[:, place, grades.worst_to_best], errors[:, place, grades.worst_to_best] = p, e
    index = _product(units, pd.Index(list(survey.leaves)))
    found = pd.DataFrame(shares.reshape(-1, len(grades)), index, grades.keys)
    found.attrs["totals"] = "keep"  # a survey has respondents only
    return found, pd.DataFrame(errors.reshape(-1, len(grades)), index, grades.keys)


def _group_columns(survey: Survey, by: str | Sequence[str] | None, faults: Faults) -> list[str]:
    """Return the columns that name the unit, or the period and the unit, as far as they are there."""
    columns = list(survey.by.columns)
    if by is None:
        with faults:
            return unit_columns(survey.by)
        return []
    names = [by] if isinstance(by, str) else list(by) if isinstance(by, list | tuple) else []
    if not names:
        faults.append(
            Fault("by", "is {value}", "name the group column, or the period and the unit", value=shown(by))
        )
    other = [name for name in names if name not in columns]
    known = Text("group columns are: {columns}", columns=columns)
    faults += [Fault("by", "{name} is not a group column", known, name=shown(name)) for name in other]
    if len(names) > 2:
        way_out = "give the unit, or the period and the unit"
        faults.append(Fault("by", "{count:# column is|# columns are} named", way_out, count=len(names)))
    return period_first(survey.by, [name for name in names if name not in other])


def _units(survey: Survey, names: list[str], faults: Faults) -> tuple[pd.Index, np.ndarray]:
    """Return the units, and each respondent's place among them."""
    if not names:
        return pd.Index(["all"], name="unit"), np.zeros(survey.n, dtype=np.intp)
    table = survey.by[names]
    gone = table.index[table.isna().any(axis=1)]
    problem, way_out = "there is no value in {columns}", "fill it in, or leave the respondent out"
    faults += each(gone, lambda r: Fault(Text("respondent {name}", name=r), problem, way_out, columns=names))
    if len(names) == 1:
        places, found = factorised(table[names[0]])
        return pd.Index(found, name="unit"), places
    else:
        keys = pd.MultiIndex.from_frame(table.iloc[:, :2], names=["period", "unit"])
        index = keys.unique().sort_values()
    return index, index.get_indexer(keys)


def _codes(survey: Survey, grades: GradeScale) -> tuple[pd.DataFrame, list[Fault]]:
    """Return answers as 0, 1, ... from the worst, and every item whose answers are not the grades."""
    low, high = survey.limits.T
    codes = survey.favourable() - low
    count = len(grades)
    aims = {leaf.code for leaf in survey.tree.indicators if leaf.better in ("target", "interval")}
    way_out = "leave it out of the survey's leaves, or say whether more or less of it is better"
    faults = [
        Fault(leaf, "is best at a value between the ends, so its answers are not grades", way_out)
        for leaf in survey.leaves if leaf in aims
    ]  # fmt: skip
    problem = "has codes {low:g} to {high:g} for {count:# grade|# grades}"
    way_out = "give a scale with as many grades as codes"
    faults += [
        Fault(item, problem, way_out, low=a, high=b, count=count)
        for item, a, b in zip(survey.items, low, high, strict=True)
        if b - a + 1 != count
    ]
    for item in survey.items:
        column = codes[item]
        odd = column.index[(column % 1 != 0).to_numpy() & column.notna().to_numpy()]
        faults += _odd_faults(survey.answers[item][odd])
    return codes, faults


def _odd_faults(answers: pd.Series) -> list[Fault]:
    problem, way_out = "the answer {answer:g} belongs to no grade", "correct it, or leave the cell empty"

    def fault(cell: tuple[object, float]) -> Fault:
        place = Text("{item}, respondent {names:5}", item=answers.name, names=[cell[0]])
        return Fault(place, problem, way_out, answer=cell[1])

    return each(answers.items(), fault)


def _parts(codes: np.ndarray, count: int) -> np.ndarray:
    """Return each respondent's share of answers in every grade (n, count); NaN where there is no answer."""
    hits = (codes[:, :, None] == np.arange(count)).sum(axis=1).astype(float)
    answered = hits.sum(axis=1, keepdims=True)
    return np.asarray(hits / np.where(answered > 0, answered, np.nan))


def _shares(z: np.ndarray, w: np.ndarray, groups: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weighted means of the rows of z in every group, and their linearised standard errors."""
    used = ~np.isnan(z[:, 0])
    z, w, groups = z[used], w[used], groups[used]

    def summed(each: np.ndarray) -> np.ndarray:
        return np.bincount(groups, each, minlength=n_groups)

    m, total, squares = summed(np.ones_like(w)), summed(w), summed(w**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.column_stack([summed(w * column) / total for column in z.T])
        cross = np.column_stack([summed(w**2 * column) for column in z.T])
        own = np.column_stack([summed((w * column) ** 2) for column in z.T])
        spread = np.maximum(own - 2 * p * cross + p**2 * squares[:, None], 0.0)
        factor = np.where(m > 1, m / (m - 1), np.nan) / total**2
    return p, np.sqrt(spread * factor[:, None])
