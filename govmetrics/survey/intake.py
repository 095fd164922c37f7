"""Survey files and tables -> Survey: columns found for the tree's items, texts and codes read, oddities noted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import kind_faults, listed
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.survey import Scale, Survey, end_point_faults, ends_of
from govmetrics.core.tables import number, numbers, read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.survey import wenjuanxing
from govmetrics.survey.columns import By, group_columns, match_items, natural
from govmetrics.survey.intake_notes import blank_notes, duplicate_notes, range_notes, reversal_notes
from govmetrics.survey.margins import aligned
from govmetrics.survey.option_texts import answers_as_codes, without


def read_survey(
    source: str | Path | pd.DataFrame,
    tree: IndicatorTree,
    scale: Scale = (1, 5),
    reverse: Sequence[str] = (),
    by: By = None,
    weight: str | pd.Series | None = None,
    missing_codes: Sequence[float | str] = (),
    options: Mapping[str, float] | None = None,
) -> Survey:
    """Read residents' answers.

    Parameters
    ----------
    source : path or DataFrame
        .csv, .tsv, .xlsx, .parquet, SPSS .sav, or a frame; one row per respondent. Wenjuanxing (问卷星)
        exports are recognised by their metadata columns; in them -3 (skipped) and -2 (empty) are missing.
    tree : IndicatorTree
        A column belongs to an item when its title, or its title behind the number ("1、…", "8、(1)…"), is the
        item's code or, for a leaf with one item, the leaf's English or Chinese name.
    scale : (low, high) or mapping of item to (low, high)
        The end points of the scale, declared: they are never guessed from the answers. In a mapping, the
        key "default" is for the items it does not name.
    reverse : sequence of str
        Items worded against their scale.
    by : str, sequence of str, or mapping of name to column title
        Columns that group respondents: the first is the unit (community), others are for weighting and
        comparisons; a column named "period" is the period.
    weight : str or Series, optional
        Design weights: a column's title, or a Series under the frame's index.
    missing_codes : sequence of float or str
        Codes and texts that mean "no answer", for example (99, "refused").
    options : mapping of str to float, optional
        Codes of option texts; the usual five-point rating words are known in English and Chinese.

    Returns
    -------
    Survey
        Its notes say what was recognised, left unused, counted as missing, and what looks odd: items that
        run against their scale but are not declared as reversed, repeated respondents and devices.

    Raises
    ------
    FaultyInput
        Items with two columns, texts without a code, codes outside the scale, unknown group columns,
        unusable weights: all at once.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> raw = pd.DataFrame({"community": ["x", "y"], "t1": [5, 99], "t2": ["同意", "很不同意"]})
    >>> survey = read_survey(raw, tree, by="community", missing_codes=(99,))
    >>> survey.answers.to_numpy().tolist()
    [[5.0, 4.0], [nan, 1.0]]
    """
    Faults(kind_faults(tree, IndicatorTree, "tree", "read it with read_tree")).raise_all()
    frame, labels, faults = _table(source)
    own = wenjuanxing.is_export(frame.columns)
    weights, weight_faults = _weights(frame, weight)
    frame, meta, repeated = _respondents(frame)
    weights = None if weights is None else weights.set_axis(frame.index)
    columns, notes, unclear = match_items(frame, tree, labels)
    groups, group_faults = group_columns(frame, by, labels)
    codes, option_faults = _options(options)
    gone = _missing(_listed(missing_codes, "missing_codes", "list codes and texts", faults), own)
    answers, read_notes, unread = _answers(frame, columns, scale, gone, codes)
    # Without readable options the texts of the answers say nothing.
    faults += [*unclear, *group_faults, *weight_faults, *(option_faults or unread)]
    used = {*columns.values(), *groups.attrs.get("columns", ())} | (
        {weight} if isinstance(weight, str) else set()
    )
    unused = [str(c) for c in frame.columns if c not in used and wenjuanxing.metadata_name(c) is None]
    notes = [*(["read as a Wenjuanxing export"] if own else []), *notes, *read_notes]
    if unused:
        notes.append(f"columns not used: {', '.join(unused)}")
    groups.attrs.clear()
    turned = _listed(reverse, "reverse", "name the reversed items", faults)
    if not columns:  # no survey to judge
        faults += end_point_faults(scale)
        faults.raise_all()
    with faults:
        survey = Survey(tree, answers, scale, turned, groups, weights, meta, tuple(notes))
    faults.raise_all()
    extra = [
        *reversal_notes(survey),
        *range_notes(survey),
        *blank_notes(survey),
        *duplicate_notes(survey, repeated),
    ]
    object.__setattr__(survey, "notes", (*survey.notes, *extra))
    return survey


def _table(source: str | Path | pd.DataFrame) -> tuple[pd.DataFrame, dict[Any, str], Faults]:
    """Return the table as read, the columns' labels where the file has them (SPSS), and columns that repeat."""
    if isinstance(source, pd.DataFrame):
        if source.empty:
            raise FaultyInput(
                Fault("source", "the table has no rows or no columns", "give one row a respondent")
            )
        twice = source.columns[source.columns.duplicated()].unique()
        way = "give every column its own title"
        faults = Faults(Fault(f"column {c!r}", "occurs more than once", way) for c in twice)
        return source.loc[:, ~source.columns.duplicated()].copy(), {}, faults
    if not (isinstance(source, str | os.PathLike) and Path(source).suffix.lower() == ".sav"):
        frame = read_table(source)
        return frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="respondent")), {}, Faults()
    path = Path(source)
    if not path.is_file():
        raise FaultyInput(Fault(str(path), "there is no such file", "check the path"))
    try:
        import pyreadstat
    except ImportError:
        raise FaultyInput(Fault(path.name, "needs pyreadstat", 'pip install "govmetrics[spss]"')) from None
    try:
        frame, about = pyreadstat.read_sav(path)
    except pyreadstat.ReadstatError as error:
        raise FaultyInput(
            Fault(path.name, f"is not a readable .sav file ({error})", "save it again")
        ) from None
    frame = frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="respondent"))
    return frame, {c: label for c, label in about.column_names_to_labels.items() if label}, Faults()


def _respondents(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[Any]]:
    """Return the table under the respondents' ids, its metadata under our names, and the ids that repeat."""
    meta = pd.DataFrame(index=frame.index)
    for column in frame.columns:
        name = wenjuanxing.metadata_name(column)
        if name and name not in meta:
            values = frame[column]
            meta[name] = values.map(wenjuanxing.seconds) if name == "seconds" else values
    ids = meta["respondent"] if "respondent" in meta else frame.index.to_series()
    repeated = list(ids[ids.notna() & ids.duplicated(keep="first")].unique())
    if repeated or ids.isna().any():
        rows = pd.RangeIndex(1, len(frame) + 1, name="row")
        return frame.set_axis(rows), meta.assign(respondent=ids).set_axis(rows), repeated
    index = pd.Index(natural(ids), name=ids.name or "respondent")
    return frame.set_axis(index), meta.set_axis(index).drop(columns="respondent", errors="ignore"), []


def _weights(frame: pd.DataFrame, weight: str | pd.Series | None) -> tuple[pd.Series | None, list[Fault]]:
    if weight is None:
        return None, []
    if not isinstance(weight, str):
        series = aligned(weight, frame.index)
        if series is None:
            return None, [
                Fault("weight", "is not under the index of the answers", "give one weight a respondent")
            ]
        return series.rename("weight"), []
    if weight not in frame.columns:
        return None, [
            Fault(f"weight, {weight!r}", "is not a column", f"columns are: {listed(frame.columns)}")
        ]
    values, bad = numbers(frame[weight])
    way = "give every respondent a number above zero"
    faults = each(bad, lambda at: Fault(f"weight, respondent {at[0]}", f"{at[1]!r} is not a number", way))
    return None if faults else values.rename("weight"), faults


def _options(options: Mapping[str, float] | None) -> tuple[Mapping[str, float], list[Fault]]:
    """Return the codes of option texts, and what is wrong with them."""
    if not isinstance(options, Mapping | None):
        return {}, [Fault("options", f"are {type(options).__name__}", "give {text: code}")]
    given = {str(key) if isinstance(key, bool) else key: code for key, code in (options or {}).items()}
    faults = [
        Fault(f"options, {key!r}", f"the code is {code!r}", "give a number")
        for key, code in given.items()
        if not isinstance(code, Real)
    ]
    return {key: code if isinstance(code, Real) else np.nan for key, code in given.items()}, faults


def _listed(given: Any, place: str, way_out: str, faults: Faults) -> tuple[Any, ...]:
    """Return what was listed; one text or number alone is a list of it."""
    if isinstance(given, str | float | int):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, pd.DataFrame | Mapping | IndicatorTree):
        return tuple(given)
    faults += [] if given is None else [Fault(place, f"is {type(given).__name__}", way_out)]
    return ()


def _missing(codes: Sequence[float | str], own: bool) -> dict[float | str, str]:
    """Return the codes and texts that mean "no answer" with what to call them."""
    named: dict[float | str, str] = (
        {wenjuanxing.SKIPPED: "skipped (-3)", wenjuanxing.EMPTY: "empty (-2)"} if own else {}
    )
    for code in codes:
        value = number(code)
        if value is None:
            named[str(code).strip()] = f"declared as missing ({str(code).strip()})"
        else:
            named[value] = f"declared as missing ({value:g})"
    return named


def _answers(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    scale: Scale,
    missing: Mapping[float | str, str],
    options: Mapping[str, float],
) -> tuple[pd.DataFrame, list[str], list[Fault]]:
    answers, notes, faults = {}, [], []
    counts = dict.fromkeys(missing, 0)
    words: dict[str, float] = {}
    for item, column in columns.items():
        ends = ends_of(scale, item)
        raw = frame[column]
        if not pd.api.types.is_numeric_dtype(raw):
            raw = raw.map(wenjuanxing.mark, na_action="ignore")
            for text in (code for code in missing if isinstance(code, str)):
                hits = raw.map(lambda cell, text=text: isinstance(cell, str) and cell.strip() == text)
                counts[text] += int(hits.sum())
                raw = raw.mask(hits.astype(bool))
        values, wrong = answers_as_codes(raw.rename(item), ends, options)
        if not pd.api.types.is_numeric_dtype(raw):
            pairs = zip(raw, values, strict=True)
            words |= {
                str(t).strip(): v
                for t, v in pairs
                if isinstance(t, str) and any(c.isalpha() for c in t) and not np.isnan(v)
            }
        faults += wrong if np.isfinite(ends[0]) else []  # without end points texts say nothing
        for code in (code for code in missing if not isinstance(code, str)):
            values, hit = without(values, (code,))
            counts[code] += hit
        answers[item] = values
    notes += [
        f"{counts[code]} answers {what} count as missing" for code, what in missing.items() if counts[code]
    ]
    if words:
        notes.append(
            "option texts read as: "
            + ", ".join(f"{t} = {v:g}" for t, v in sorted(words.items(), key=lambda p: p[1]))
        )
    return pd.DataFrame(answers, index=frame.index), notes, faults
