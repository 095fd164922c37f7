"""The ranking as an office reads it: where each unit lies, how sure its rank is, what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.labels import STREETS, clean
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.numerics.ranks import competition_within
from govmetrics.report.given import by_unit
from govmetrics.report.standing import Standing, standing

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings
    from govmetrics.recipe import Assessment
    from govmetrics.robustness import ChangeConfidence

_YES_OR_NO = frozenset({"yes", "no", "true", "false", "y", "n", "是", "否", "有", "无"})


def ranking_table(assessment: Assessment, whole: Findings | None) -> Table:
    """Return the ranking of the latest period, best first.

    Rank, unit, street and what else is told of units in words, score, the interval and the tier of the rank, the change
    since the period before (else since the earlier evaluation) with its interval, places gained, the rank within the
    street, and coverage; each where it is known.

    Parameters
    ----------
    assessment : Assessment
    whole : Findings, optional
        Of the evaluation whose index this is: it may say how sure ranks and changes are.
    """
    stands = standing(assessment)
    rows, units = stands.table, by_unit(stands.table).index
    told, street = _attributes(assessment, stands, whole)
    places = [
        f"told {place}" for place in range(told.shape[1])
    ]  # a name of the data may be spelled like a key of ours
    headings: dict[str, str] = dict(zip(places, map(str, told.columns), strict=True))
    found: dict[str, Any] = {"rank": rows["rank"], "unit": rows["unit"]}
    found |= {place: told.iloc[:, at] for at, place in enumerate(places)}
    found |= {"score": rows["score"], **_sure_ranks(whole, units)}
    changes, since = _changes(stands, whole, units)
    found |= changes
    if since is not None:
        headings["change"] = since
    if street:
        found["rank_within"] = _within(rows["score"], told.iloc[:, 0])
        headings["rank_within"] = Text("Rank within its {street}", street=headings[places[0]])
    found["coverage"] = rows["coverage"]
    if (rows["filled"] - rows["coverage"] > 1e-9).any():
        found["coverage_imputed"] = rows["filled"]
    frame = pd.DataFrame({key: pd.Series(values).array for key, values in found.items()})
    caption = (
        Text("Ranking") if stands.period is None else Text("Ranking, {period}", period=str(stands.period))
    )
    if whole is not None and whole.uncertainty is not None:
        text = "{ranking}; intervals of ranks and changes hold {level:.0%} of what was drawn"
        caption = Text(text, ranking=caption, level=whole.uncertainty.level)
    table = Table.of(caption, frame, "report", kind=dict.fromkeys(places, "text"))
    columns = tuple(replace(one, name=headings.get(one.key, one.name)) for one in table.columns)
    return replace(table, columns=columns)


def _within(scores: pd.Series, street: pd.Series) -> pd.Series:
    """Return the ranks within each street; none for a unit whose street is not known."""
    groups, _ = pd.factorize(street, use_na_sentinel=False)
    ranks, _ = competition_within(scores.to_numpy(dtype=float), groups)
    return pd.Series(ranks).where(street.notna().to_numpy())


def _attributes(
    assessment: Assessment, stands: Standing, whole: Findings | None
) -> tuple[pd.DataFrame, bool]:
    """Return what is told of the units in words, and whether the first column is their street."""
    attributes = assessment.dataset.attributes
    if not len(attributes.columns):
        return pd.DataFrame(index=stands.table.index), False
    rows = attributes.loc[stands.table.index]
    records = None if whole is None else whole.evaluation.evidence.records
    named = None if records is None else records.street
    words = [column for column in rows if _is_told(rows[column])]
    streets = [one for one in words if one == named or str(clean(one)).casefold() in STREETS]
    first = [named] if named in streets else streets[:1]
    return rows[[*first, *(one for one in words if one not in first)]], bool(first)


def _is_told(values: pd.Series) -> bool:
    """Tell whether a column says in words what a unit is; yes and no answer a question, and numbers measure."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return False
    known = {str(value).strip().casefold() for value in values.dropna()}
    return bool(known) and not known <= _YES_OR_NO


def _sure_ranks(whole: Findings | None, units: pd.Index) -> dict[str, Any]:
    """Return the interval and the tier of every rank, where the evaluation has them."""
    if whole is None or whole.uncertainty is None:
        return {}
    frame = whole.uncertainty.to_frame().reindex(units)
    return {"rank_lower": frame["lower"], "rank_upper": frame["upper"], "tier": frame["tier"]}


def _changes(stands: Standing, whole: Findings | None, units: pd.Index) -> tuple[dict[str, Any], Text | None]:
    """Return the change of the score, its interval and places gained, and what the change is called.

    Since the period before; where there is none, since the earlier evaluation.
    """
    edition = None if whole is None else whole.comparison
    if stands.before is not None:
        table, since, sure = stands.table, stands.before, _of_periods(whole, stands)
        change, moved = table["change"], table["moved"]
    elif edition is not None:
        rows, since, sure = edition.changes.reindex(units), edition.since, edition.sureness
        change, moved = rows["change"], rows["rank_before"] - rows["rank_after"]
    else:
        return {}, None
    told = (
        Text("Change since the earlier evaluation")
        if since is None
        else Text("Change since {since}", since=str(since))
    )
    held = pd.DataFrame(index=units) if sure is None else sure.changes.reindex(units)
    intervals = {key: held[key] for key in ("change_lower", "change_upper", "sure") if key in held}
    return {"change": change, **intervals, "moved": moved}, told


def _of_periods(whole: Findings | None, stands: Standing) -> ChangeConfidence | None:
    """Return how sure the changes between the last two periods are, where the evaluation tells of just these."""
    if whole is None:
        return None
    held = [
        None if whole.panel is None else whole.panel.sureness,
        None if whole.uncertainty is None else whole.uncertainty.change,
    ]
    fit = (
        one for one in held if one is not None and (one.since, one.period) == (stands.before, stands.period)
    )
    return next(fit, None)
