"""How good is the discussion in meetings: the discourse quality index of coded speeches, with the coders' agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.collaboration._speeches import Speeches, speeches
from govmetrics.collaboration._tables import COLUMN, TABLE, Table, heading
from govmetrics.core.checks import holders, place_of
from govmetrics.core.options import LABEL, MAPPING, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.coincidences import coincidences, krippendorff_alpha, squared_distances

CONTENT_CODES = ("group_interests", "no_group_interests", "greatest_number", "least_advantaged")
"""What the codes of content, 0, 1, 2a and 2b, say."""
ENOUGH = 0.667
"""Krippendorff's lowest limit for tentative conclusions."""


@dataclass(frozen=True, eq=False)
class Deliberation(Result):
    """Discourse quality, unit by unit.

    Attributes
    ----------
    values : DataFrame, shape (units, categories + 1)
        Mean of every category over speeches, 0 to 1; common_good is the share of speeches that appeal to it; quality is the
        mean of the categories.
    standard_errors : DataFrame
        Of the same shape: of speeches drawn one by one.
    content : DataFrame or None
        Share of speeches with each code of content (group_interests, no_group_interests, greatest_number,
        least_advantaged); a speech may have several.
    agreement : DataFrame
        Rows are categories: speeches with two codes or more, agreement (share of pairs alike), alpha (Krippendorff's,
        ordinal). Empty with one coder.
    speeches : Series
        How many there are in each unit.

    See Also
    --------
    deliberation
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    content: pd.DataFrame | None
    agreement: pd.DataFrame
    speeches: pd.Series
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "values": "Discourse quality",
        "agreement": "Agreement of the coders",
        "standard_errors": "Standard errors of discourse quality",
        "content": "Content of justifications",
    }
    _cites: ClassVar = ("Steenbergen2003", "krippendorff2011")

    def _names(self) -> dict[str, Label]:
        return {name: heading(name) for name in self.agreement.index}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Speeches were coded by the categories of the discourse quality index; codes were divided by their highest and "
            "averaged over coders, speeches and categories. Agreement is Krippendorff's alpha for ordinal codes."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        quality, n = self.values["quality"].dropna(), int(self.speeches.sum())
        found = []
        if len(quality):
            told = (
                "Discourse quality of {n:# speech|# speeches} is {mean:.2f} on average (0 to 1), highest in {first:3} "
                "({most:.2f})."
            )
            found.append(Text(told, n=n, mean=quality.mean(), first=holders(quality), most=quality.max()))
        low = self.agreement[self.agreement["alpha"] < ENOUGH] if len(self.agreement) else self.agreement
        if len(low):
            names = [
                Text("{name} ({alpha:.2f})", name=heading(name), alpha=alpha)
                for name, alpha in low["alpha"].items()
            ]
            found.append(Text("Coders do not agree enough (alpha below 0.667) on: {names:8}.", names=names))
        return tuple(found)


def deliberation(
    coding: Table,
    by: str,
    speech: str = "speech",
    coder: str | None = None,
    highest: Mapping[str, int] | None = None,
) -> Deliberation:
    r"""Measure the quality of discussion from coded speeches of meetings.

    Parameters
    ----------
    coding : DataFrame or path
        One row a coder and speech, a speech being what is said without interruption. Columns of the categories, by these
        names or the Chinese ones of `Notes`; those that are not there are not used.
    by : str
        The column of units: communities, or meetings.
    speech : str
        The column that numbers the speeches of a unit.
    coder : str, optional
        The column of coders; without it there is one, and no agreement.
    highest : mapping, optional
        {category: highest code} of the categories on respect and constructive politics, as your code book has them.

    Returns
    -------
    Deliberation
        `values` and `standard_errors`, which `to_leaves` hands to a leaf on the quality of communication (beside B11).

    Raises
    ------
    FaultyInput
        Cells that are no code, categories whose highest code is not given, a speech twice by one coder, empty keys.

    Notes
    -----
    participation (参与): 0 interrupted, 1 not. justification (论证水平): 0 none, 1 inferior, 2 qualified, 3 sophisticated.
    content (论证内容), not exclusive: 0 group interests are appealed to, 1 none are, 2a the greatest good for the greatest
    number, 2b for the least advantaged; as it is no order, what enters quality is whether 2a or 2b was coded
    (common_good). Then respect_groups (对群体的尊重), respect_demands (对诉求的尊重), respect_counterarguments
    (对反对意见的尊重) and constructive_politics (建设性): their codes could not be confirmed from a public page, so that
    `highest` has to say them. An empty cell does not apply and does not count. The paper gives categories, not the mean of
    all of them: `quality` is this library's, each category alike. Speeches of one meeting answer each other, so that true
    errors are larger.

    References
    ----------
    Steenbergen, M. R., Bächtiger, A., Spörndli, M. and Steiner, J. (2003). Measuring political deliberation: a discourse
    quality index. Comparative European Politics 1, 21-48. Krippendorff, K. (2011). Computing Krippendorff's
    alpha-reliability.

    Examples
    --------
    >>> import govmetrics as gm
    >>> coding = pd.DataFrame({
    ...     "community": ["East"] * 4, "speech": [1, 1, 2, 2], "coder": ["a", "b"] * 2, "participation": [1, 1, 1, 1],
    ...     "justification": [3, 2, 0, 1], "content": ["2a", "0+2a", 0, 0],
    ... })
    >>> found = gm.collaboration.deliberation(coding, by="community", coder="coder")
    >>> found.values.round(3).loc["East"].to_dict()
    {'participation': 1.0, 'justification': 0.5, 'common_good': 0.5, 'quality': 0.667}
    """
    wanted(coding=(coding, TABLE), by=(by, LABEL), speech=(speech, LABEL), coder=(coder, COLUMN),
           highest=(highest, optional(MAPPING))).raise_all()  # fmt: skip
    found = speeches(coding, by, speech, coder, highest or {})
    keys = [found.unit.rename("unit"), found.speech.rename("speech")]
    means = found.levels.groupby(keys, sort=False).mean()
    values, errors = _by_unit(means)
    content = None
    if found.content is not None:
        named = found.content.set_axis(list(CONTENT_CODES), axis=1)
        content = named.groupby(keys, sort=False).mean().groupby(level="unit", sort=False).mean()
    counts = means.groupby(level="unit", sort=False).size().rename("speeches")
    agreement = _agreement(found)
    return Deliberation(values, errors, content, agreement, counts, tuple(_notes(found, values, agreement)))


def _by_unit(means: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the values of units and their standard errors, from the means of speeches."""
    groups = means.groupby(level="unit", sort=False)
    values, errors = groups.mean(), groups.sem()
    values["quality"] = values.mean(axis=1, skipna=False)
    # How each speech moves the mean of the category means, which rest on different speeches.
    k = len(means.columns)
    apart = means - groups.transform("mean")
    moves = (apart / groups.transform("count")).sum(axis=1, min_count=1).fillna(0.0) / k
    size = groups.size()
    squares = (moves**2).groupby(level="unit", sort=False).sum()
    quality = np.sqrt(squares * size / (size - 1).where(size > 1))
    errors["quality"] = quality.where(values["quality"].notna())
    return values, errors


def _agreement(found: Speeches) -> pd.DataFrame:
    """Return the agreement of coders, category by category."""
    rows = {}
    things = pd.factorize(pd.MultiIndex.from_arrays([found.unit, found.speech]))[0]
    if len(set(found.coder)) > 1:
        for name in found.levels.columns:
            rows[name] = _agree(things, found.levels[name].to_numpy())
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["speeches", "agreement", "alpha"])
    return table.astype({"speeches": int}).rename_axis(index="dqi_category")


def _agree(things: Ints, codes: Array) -> tuple[float, float, float]:
    """Return how many things have two codes or more, the share of pairs alike, and alpha (NaN where nothing varies)."""
    known = ~np.isnan(codes)
    which, values = np.unique(codes[known], return_inverse=True)
    counts = np.zeros((int(things.max()) + 1, len(which)))
    np.add.at(counts, (things[known], values), 1.0)
    paired = counts[counts.sum(axis=1) > 1]
    if not len(paired):
        return 0, float("nan"), float("nan")
    together = coincidences(paired)
    margin = together.sum(axis=0)
    alike = float(np.trace(together) / together.sum())
    if (margin > 0).sum() < 2:
        return len(paired), alike, float("nan")
    return len(paired), alike, krippendorff_alpha(together, squared_distances(margin, None, "ordinal"))


def _notes(found: Speeches, values: pd.DataFrame, agreement: pd.DataFrame) -> list[Note]:
    """Say what does not count, and what cannot be told."""
    notes = []
    empty = found.levels.isna().sum()
    for name, count in empty[empty > 0].items():
        notes.append(
            Note(
                "{name}: {count:# code is|# codes are} empty and left out",
                name=heading(name),
                count=int(count),
            )
        )
    lacking = values.index[values["quality"].isna()]
    if len(lacking):
        told = "no index of quality, as some category was never coded: {units:10}"
        notes.append(Note(told, units=[place_of(row) for row in lacking]))
    if agreement.empty:
        notes.append(Note("one coder only: the agreement of coders is not known"))
    return notes
