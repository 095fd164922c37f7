"""The tables of a questionnaire as the public sees them: no group of few respondents, nothing that tells one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from govmetrics.core.words import Note, Text
from govmetrics.evaluation.alike_found import Invariances, PairedScales, RaterAgreement
from govmetrics.evaluation.models_found import Measurement, PathModels, Regressions
from govmetrics.evaluation.several import Correlated, Described, GroupDifferences
from govmetrics.psychometrics import Regression, Threshold
from govmetrics.survey import Respondents

FEW = "rests on fewer than {smallest} respondents"
OTHERS = Text("would tell cells that are withheld")
SIDES = ["rises", "falls", "unchanged"]
"""How many changed which way."""
HIDDEN = ("n", "share", "valid_share", "after")


def shown_statistics(
    parts: Mapping[str, Any], smallest: int, telling: bool
) -> tuple[dict[str, Any], dict[str, Text]]:
    """Return the tables of a questionnaire as they may be shown, and why others are left out.

    Parameters
    ----------
    parts : mapping of name to result
    smallest : int
        So many respondents stand behind all that is shown.
    telling : bool
        Whether means over all respondents would tell cells that are withheld, or a scale is left out.
    """
    few, shown, gone = Text(FEW, smallest=smallest), dict[str, Any](), dict[str, Text]()
    for name, show in SHOWN.items():
        if parts[name] is None:
            continue
        shown[name] = show(parts[name], smallest)
        if shown[name] is None:
            gone[name] = few
        elif telling and name in TELLING:
            shown[name], gone[name] = None, OTHERS
    return shown, gone


def shown_sample(found: Respondents, smallest: int) -> Respondents:
    """Return who answered without the numbers of small categories; the next one goes with a small one that stands alone.

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.DataFrame({"column": "sex", "category": ["f", "m", "x"], "n": [60, 37, 3], "share": [0.6, 0.37, 0.03]})
    >>> shown_sample(Respondents(counts, 100), 10).table["n"].tolist()
    [60.0, nan, nan]
    """
    if found.before is not None and found.before - found.n < smallest:
        found = replace(found, before=None)
    table = found.table.copy()
    hidden = (table["n"] < smallest) & (table["n"] > 0)
    for _, rows in table.groupby("column", sort=False):
        marks = hidden[rows.index]
        if marks.sum() == 1 and len(rows) > 1:  # else the total tells it
            others = rows["n"][~marks]
            hidden |= table.index == others.where(others > 0, np.inf).idxmin()
    if not hidden.any():
        return found
    columns = [name for name in HIDDEN if name in table]
    table[columns] = table[columns].astype(float).mask(hidden)
    return replace(found, table=table)


def shown_differences(found: GroupDifferences, smallest: int) -> GroupDifferences | None:
    """Return comparisons by the columns whose groups all have enough respondents; None where no column has."""
    few = {column for column, one in found.by.items() if one.descriptives["n"].between(1, smallest - 1).any()}
    if not few:
        return found
    by = {column: one for column, one in found.by.items() if column not in few}
    ranks = {column: one for column, one in found.ranks.items() if column not in few}
    return replace(found, by=by, ranks=ranks) if by else None


def _described(found: Described, smallest: int) -> Described | None:
    """Return descriptive statistics where each rests on enough respondents."""
    least = min(one.table["n"].min() for one in (found.items, found.scales))
    return found if least >= smallest else None


def _correlated(found: Correlated, smallest: int) -> Correlated | None:
    """Return correlations where each rests on enough respondents."""
    frames = [found.scales, *([] if found.partial is None else [found.partial])]
    return found if min(one.n.to_numpy().min() for one in frames) >= smallest else None


def _regressed(found: Regressions, smallest: int) -> Regressions | None:
    """Return regressions of enough rows each, and in every category, without the rows that decide most."""
    if any(rows_of(model) < smallest for model in found.models.values()):
        return None
    kept, notes = _with_enough(found, smallest)
    if not kept:
        return None
    beside = found.beside if len(kept) == len(found.models) else None  # it holds the coefficients of all
    models = {
        name: replace(model, influential=model.influential.iloc[:0], steps=()) if isinstance(model, Regression) else model
        for name, model in kept.items()
    }  # fmt: skip
    return replace(found, models=models, beside=beside, notes=notes, least={})


def _of_paths(found: PathModels, smallest: int) -> PathModels | None:
    """Return models of enough rows each, and in every category."""
    if min(model.n for model in found.models.values()) < smallest:
        return None
    kept, notes = _with_enough(found, smallest)
    return replace(found, models=kept, notes=notes, least={}) if kept else None


def _with_enough(found: Any, smallest: int) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Return the models whose categories all have enough respondents, and the notes with how many others there are."""
    few = [name for name, least in found.least.items() if least < smallest]
    kept = {name: model for name, model in found.models.items() if name not in few}
    if not few:
        return kept, found.notes
    told = "{count:# model is|# models are} not shown: some category has fewer than {smallest} respondents"
    return kept, (*found.notes, Note(told, smallest=smallest, count=len(few)))


def _measured(found: Measurement, smallest: int) -> Measurement | None:
    """Return the measurement model where it rests on enough respondents."""
    rows = [one.n for one in (found.model, found.method_bias) if one is not None]
    return found if min(rows) >= smallest else None


def _alike(found: Invariances, smallest: int) -> Invariances | None:
    """Return the models by the columns whose groups all have enough respondents; None where no column has."""
    by = {column: one for column, one in found.by.items() if one.groups.min() >= smallest}
    if len(by) < len(found.by):
        told = "{count:# column is|# columns are} not shown: some group has fewer than {smallest} respondents"
        count = len(found.by) - len(by)
        kept = [note for note in found.notes if note.values.get("column") not in set(found.by) - set(by)]
        found = replace(found, notes=(*kept, Note(told, smallest=smallest, count=count)))
    return replace(found, by=by) if by else None


def _rated(found: RaterAgreement, smallest: int) -> RaterAgreement | None:
    """Return the agreement on enough things, without small cells of the table of two raters, nor the raters' names."""
    if found.ac1.things < smallest:
        return None
    kappa, krippendorff = found.kappa, found.krippendorff
    if kappa is not None and kappa.table.to_numpy()[kappa.table.to_numpy() > 0].min() < smallest:
        kappa = replace(kappa, table=kappa.table.iloc[:0, :0])
    if krippendorff is not None:
        krippendorff = replace(krippendorff, coincidences=krippendorff.coincidences.iloc[:0, :0])
    return replace(found, kappa=kappa, krippendorff=krippendorff, raters=())


def _paired(found: PairedScales, smallest: int) -> PairedScales | None:
    """Return tests of enough respondents, without small numbers of those who changed one way."""
    tests = found.tests
    if tests.table["n"].min() < smallest:
        return None
    few = (tests.signed_ranks[SIDES] > 0) & (tests.signed_ranks[SIDES] < smallest)
    ranks = tests.signed_ranks.astype(dict.fromkeys(SIDES, float))
    # each side of a row that has a small one: the three of them make up n, and the sums of ranks tell them
    ranks.loc[few.any(axis=1), [*SIDES, "positive", "negative"]] = np.nan
    return replace(found, tests=replace(tests, signed_ranks=ranks))


def rows_of(model: Any) -> int:
    """Return how many rows a regression, mediation, moderation or threshold rests on."""
    if isinstance(model, Regression):
        return int(model.fit["n"])
    return int(model.fit["n"].min() if isinstance(model, Threshold) else model.n)


SHOWN: dict[str, Callable[[Any, int], Any]] = {
    "sample": shown_sample, "descriptives": _described, "correlations": _correlated, "differences": shown_differences,
    "regressions": _regressed,
    "paths": _of_paths,
    "measurement": _measured,
    "invariance": _alike,
    "raters": _rated,
    "paired": _paired,
}  # fmt: skip
"""How each part is shown; None where it rests on too few."""
TELLING = (
    "descriptives",
    "correlations",
    "differences",
    "regressions",
    "paths",
    "measurement",
    "invariance",
    "paired",
)
"""Parts with means over all respondents."""
