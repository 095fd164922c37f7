"""Survey files and tables -> Survey: columns found for the tree's items, texts and codes read, oddities noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import by_cell
from govmetrics.core.numbers import DECIMAL, Decimal
from govmetrics.core.options import TEXT, asked, is_number, optional, shown
from govmetrics.core.replicates import Replicates
from govmetrics.core.survey import Scale, Survey, end_point_faults, ends_of
from govmetrics.core.tables import number
from govmetrics.core.totals import total_faults
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.survey import wenjuanxing
from govmetrics.survey.columns import By, group_columns, match_items
from govmetrics.survey.drawn_columns import Drawn
from govmetrics.survey.intake_notes import (
    blank_notes,
    duplicate_notes,
    group_notes,
    option_notes,
    range_notes,
    reversal_notes,
)
from govmetrics.survey.option_texts import Options, answers_as_codes, without
from govmetrics.survey.source_tables import respondents_of, table_of, weights_in, without_feet

Code = float | str
"""A code, or a text."""


def read_survey(
    source: str | Path | pd.DataFrame,
    tree: IndicatorTree,
    scale: Scale = (1, 5),
    reverse: Sequence[str] = (),
    by: By = None,
    weight: str | pd.Series | None = None,
    missing_codes: Sequence[float | str] = (),
    options: Mapping[str, float] | None = None,
    decimal: Decimal | None = None,
    sheets: str | None = None,
    *,
    replicates: Replicates | Mapping[str, Any] | None = None,
    fpc: str | pd.Series | float | None = None,
) -> Survey:
    """Read residents' answers.

    Parameters
    ----------
    source : path or DataFrame
        .csv, .tsv, .xlsx, .parquet, SPSS .sav, or a frame; one row per respondent. In a file the header may stand
        below titles; a note says where. Wenjuanxing (问卷星) exports are recognised by their metadata columns; in them
        -3 (skipped) and -2 (empty) are missing.
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
        comparisons; a column called period, wave, year, 轮次 and the like is the period. Several columns may name one
        group together, as in ``{"unit": ["street", "community"]}``, which calls each by both ("East · Oak"). None in
        the place of a title, as in ``{"unit": None, "period": None}``, is the one column, if there is one, that is headed as
        units (单位, 社区, community) or periods (时期, 年份, wave) usually are.
    weight : str or Series, optional
        Design weights: a column's title, or a Series under the frame's index.
    missing_codes : sequence of float or str
        Codes and texts that mean "no answer", for example (99, "refused").
    options : mapping of str to float, optional
        Codes of option texts. Rating words in English and Chinese get theirs from the set of options of their item.
    decimal : {".", ","}, optional
        The decimal sign of answers and weights that are text; by default as in `read_records`.
    sheets : str, optional
        Of a workbook: the name of the sheet to read. By default the one with answers; several are refused.
    replicates : mapping or Replicates, optional
        Replicate weights: ``{"columns": [...], "kind": "jk1"}`` with the columns' titles, or a pattern of them
        ("repw*"), and whatever `Replicates` takes besides; or `Replicates` under the frame's index.
    fpc : str, Series or float, optional
        Finite-population correction: a column's title, a Series under the frame's index, or one number for all: how
        many respondents (or clusters) there are to be drawn, in the stratum, or the share of them that was drawn.

    Returns
    -------
    Survey
        Its notes say what was recognised, left unused, counted as missing, and what looks odd: items that
        run against their scale but are not declared as reversed, repeated respondents and devices.

    Raises
    ------
    FaultyInput
        Several sheets with answers, items with two columns, texts without a code, codes outside the scale, unknown group columns,
        unusable weights: all at once.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> raw = pd.DataFrame({"community": ["x", "y"], "t1": [5, 99], "t2": ["同意", "很不同意"]})
    >>> survey = read_survey(raw, tree, by="community", missing_codes=(99,))
    >>> survey.answers.to_numpy().tolist()
    [[5.0, 4.0], [nan, 1.0]]
    """
    asked(tree=(tree, TREE), decimal=(decimal, DECIMAL), sheets=(sheets, optional(TEXT)))
    for place, one in (("by", by), ("missing_codes", missing_codes), ("options", options)):
        refuse_within(place, one)
    frame, labels, found, faults = table_of(source, tree, decimal, sheets, by)
    if isinstance(source, pd.DataFrame) and not any(
        isinstance(given, pd.Series | Replicates) for given in (weight, fpc, replicates)
    ):  # which has a weight for every row
        frame, feet = without_feet(frame, tree, by)
        found = [*found, *feet]
    sign: Decimal = decimal or "."
    own = wenjuanxing.is_export(frame.columns)
    weights, weight_faults = weights_in(frame, weight, decimal)
    own_columns, repeats, sizes = Drawn(frame, decimal), None, None
    with weight_faults:
        repeats = own_columns.replicates(replicates)
    with weight_faults:
        sizes = own_columns.fpc(fpc)
    frame, meta, repeated = respondents_of(frame)
    weights = None if weights is None else weights.set_axis(frame.index)
    sizes = None if sizes is None else sizes.set_axis(frame.index)
    repeats = None if repeats is None else replace(repeats, weights=repeats.weights.set_axis(frame.index))
    columns, notes, unclear = match_items(frame, tree, labels)
    groups, group_faults = group_columns(frame, by, labels)
    codes, option_faults = _options(options)
    gone = _missing(_listed(missing_codes, "missing_codes", Text("list codes and texts"), faults), own)
    answers, read_notes, unread = _answers(frame, columns, scale, gone, codes, sign)
    # Without readable options the texts of the answers say nothing.
    faults += [*unclear, *group_faults, *weight_faults, *(option_faults or unread)]
    used = (
        {*columns.values(), *groups.attrs.get("columns", ())}
        | ({weight} if isinstance(weight, str) else set())
        | own_columns.used
    )
    unused = [str(c) for c in frame.columns if c not in used and wenjuanxing.metadata_name(c) is None]
    notes = [
        *([Note("read as a Wenjuanxing export")] if own else []),
        *found,
        *notes,
        *groups.attrs.get("notes", ()),
        *read_notes,
    ]
    if unused:
        notes.append(Note("columns not used: {columns}", columns=unused))
    groups.attrs.clear()
    units = next((groups[column] for column in groups.columns if column != "period"), pd.Series(dtype=object))
    faults += total_faults(pd.Index(units.dropna().unique()))
    turned = _listed(reverse, "reverse", Text("name the reversed items"), faults)
    if not columns:  # no survey to judge
        faults += end_point_faults(scale)
        faults.raise_all()
    with faults:
        survey = Survey(tree, answers, scale, turned, groups, weights, meta, tuple(notes), repeats, sizes)
    faults.raise_all()
    extra = [
        *reversal_notes(survey),
        *range_notes(survey),
        *group_notes(survey),
        *blank_notes(survey),
        *duplicate_notes(survey, repeated),
    ]
    object.__setattr__(survey, "notes", (*survey.notes, *extra))
    return survey


def _options(options: Mapping[str, float] | None) -> tuple[Mapping[str, float], list[Fault]]:
    """Return the codes of option texts, and what is wrong with them."""
    if not isinstance(options, Mapping | None):
        return {}, [Fault("options", Text("is {value}", value=shown(options)), "give {text: code}")]
    given = {str(key) if isinstance(key, bool) else key: code for key, code in (options or {}).items()}
    faults = [
        Fault(
            f"options, {key!r}", "the code is {value}", "give a number, or name the text in missing_codes",
            value=shown(code),
        )
        for key, code in given.items()
        if not _is_code(code)
    ]  # fmt: skip
    return {key: code if _is_code(code) else np.nan for key, code in given.items()}, faults


def _is_code(code: object) -> bool:
    return isinstance(code, Real) and is_number(code)


def _listed(given: Any, place: str, way_out: Text, faults: Faults) -> tuple[Any, ...]:
    """Return what was listed; one text or number alone is a list of it."""
    if isinstance(given, str | float | int):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, pd.DataFrame | Mapping | IndicatorTree):
        return tuple(given)
    if given is not None:
        faults.append(Fault(place, Text("is {value}", value=shown(given)), way_out))
    return ()


def _missing(codes: Sequence[Code], own: bool) -> dict[Code, Text]:
    """Return the codes and texts that mean "no answer" with what to call them."""
    named: dict[Code, Text] = {}
    if own:
        named = {wenjuanxing.SKIPPED: Text("skipped (-3)"), wenjuanxing.EMPTY: Text("empty (-2)")}
    for code in codes:
        value = number(code)
        if isinstance(code, str) and value is not None and np.isnan(value):
            value = None  # 无 may be an option: a text, until it is declared
        key = str(code).strip() if value is None else value
        said = key if isinstance(key, str) else f"{key:g}"
        named[key] = Text("declared as missing ({code})", code=said)
    return named


def _answers(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    scale: Scale,
    missing: Mapping[Code, Text],
    options: Mapping[str, float],
    decimal: Decimal,
) -> tuple[pd.DataFrame, list[Note], list[Fault]]:
    """Return the items' answers as codes, what a reader must know of them, and texts without a code."""
    answers, faults = dict[str, pd.Series](), list[Fault]()
    counts = dict.fromkeys(missing, 0)
    words: dict[tuple[str, float], None] = {}
    within: dict[tuple[str, tuple[float, float]], dict[float, str]] = {}
    silent: dict[str, int] = {}
    options_of: dict[str, Options] = {}
    for item, column in columns.items():
        ends = ends_of(scale, item)
        raw = _without_texts(frame[column], counts)
        values, wrong, none, options_of[item], codes = answers_as_codes(
            raw.rename(item), ends, options, decimal
        )
        read = _words_read(codes)
        words |= dict.fromkeys(read.items())
        for text, code in read.items():
            within.setdefault((text, ends), {}).setdefault(code, item)
        for text, count in none.items():
            silent[text] = silent.get(text, 0) + count
        faults += wrong if np.isfinite(ends[0]) else []  # without end points texts say nothing
        for code in (code for code in missing if not isinstance(code, str)):
            values, hit = without(values, (code,))
            counts[code] += hit
        answers[item] = values
    told = "{count:# answer|# answers} {what} {count:counts|count} as missing"
    notes = [Note(told, count=counts[code], what=what) for code, what in missing.items() if counts[code]]
    if silent:
        texts = [Text("{code} ({times})", code=text, times=count) for text, count in silent.items()]
        notes.append(Note("texts that are no answer count as missing: {texts}", texts=texts))
    if words:
        listed = [f"{text} = {code:g}" for text, code in sorted(words, key=lambda pair: pair[1])]
        notes.append(Note("option texts read as: {texts:50}", texts=listed))
    notes += option_notes(options_of)
    other = [Text("{text} ({codes})", text=text, codes=[f"{item} {code:g}" for code, item in codes.items()])
             for (text, _), codes in within.items() if len(codes) > 1]  # fmt: skip
    if other:
        notes.append(Note("words whose code differs from item to item, by the options that were chosen (if the items have "
                          "the same options, give `options=`): {words:10}", words=other))  # fmt: skip
    return pd.DataFrame(answers, index=frame.index), notes, faults


def _without_texts(raw: pd.Series, counts: dict[Code, int]) -> pd.Series:
    """Return a column without the texts that mean "no answer"; they are counted in `counts`."""
    if pd.api.types.is_numeric_dtype(raw):
        return raw
    raw = by_cell(raw, wenjuanxing.mark)
    for text in (code for code in counts if isinstance(code, str)):
        hits = by_cell(raw, partial(_is_text, text), False)
        counts[text] += int(hits.sum())
        raw = raw.mask(hits.astype(bool))
    return raw


def _is_text(text: str, cell: Any) -> bool:
    return isinstance(cell, str) and cell.strip() == text


def _words_read(codes: Mapping[Any, float | None]) -> dict[str, float]:
    """Return the option texts among the cells of a column, and the codes they were read as."""
    return {
        text.strip(): code
        for text, code in codes.items()
        if isinstance(text, str)
        and any(mark.isalpha() for mark in text)
        and code is not None
        and not np.isnan(code)
    }
