"""By leaf: a treatment for some indicators only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from govmetrics.core.dataset import Dataset, refuse_no_dataset, without_evidence
from govmetrics.core.methods import by_code_faults
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import MAPPING, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.words import Label, Text
from govmetrics.core.words.text import paragraph
from govmetrics.treatment.transform import with_leaves

Treat = Callable[[Dataset], Dataset]


def by_leaf(data: Dataset, of: Mapping[str, Treat]) -> Dataset:
    """Treat some indicators, each by a method of its own; the others stay as they are.

    Units without any value stay empty, whatever fills an indicator.

    Parameters
    ----------
    data : Dataset
        Raw values.
    of : mapping of code to function
        The treatment of each: a function of `govmetrics.treatment`, with its options where a lambda or
        `functools.partial` gives them; in a recipe a step. An indicator that takes several treatments stands in several
        such steps, one after the other.

    Returns
    -------
    Dataset
        Every changed cell is listed under the treatment that changed it.

    Raises
    ------
    FaultyInput
        Codes that are no indicators of the tree; and what each treatment refuses.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 3 and 5.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> from govmetrics.treatment import impute_median
    >>> tree = IndicatorTree.from_groups({"A": ["cases", "trust"]})
    >>> data = Dataset(tree, pd.DataFrame({"cases": [2.0, None, 4.0], "trust": [10.0, 30.0, None]}))
    >>> by_leaf(data, {"cases": impute_median}).values.to_dict("list")
    {'cases': [2.0, 3.0, 4.0], 'trust': [10.0, 30.0, nan]}
    """
    faults = refuse_no_dataset(data)
    faults += wanted(of=(of, MAPPING))
    faults.raise_all()
    codes = data.tree.codes
    faults += by_code_faults(of, codes)
    faults.raise_all()
    values, leaves, changes = data.values.copy(), {}, [data.changes]
    said: dict[Procedure, list[Label]] = {}
    names = data.tree.names()
    empty = without_evidence(data)  # of one leaf alone no treatment sees it
    for code, treat in of.items():
        with faults:
            alone = treat(replace(data, changes=data.changes.iloc[:0], procedure=UNTOLD).only([code]))
            said.setdefault(alone.procedure, []).append(names[code])
            values[code] = alone.values[code].mask(empty)
            leaf = alone.tree[code]
            assert isinstance(leaf, Indicator)
            leaves[code] = replace(leaf, weight=data.tree[code].weight)
            changes.append(_of_rows(alone.changes, data.values.index[empty]))
    faults.raise_all()
    told = (
        pd.concat([one for one in changes if len(one)], ignore_index=True)
        if any(map(len, changes))
        else data.changes
    )
    procedure = data.procedure
    for one, own_leaves in said.items():
        sentences = "{leaves}: {said}"
        own = (
            Procedure((Text(sentences, leaves=own_leaves, said=paragraph(one.said)),), one.cites)
            if one
            else UNTOLD
        )
        procedure += own
    return replace(
        data, values=values, changes=told, tree=with_leaves(data.tree, leaves), procedure=procedure
    )


def _of_rows(changes: pd.DataFrame, without: pd.Index) -> pd.DataFrame:
    """Return the changes but for some rows."""
    if changes.empty or not len(without):
        return changes
    columns = [name for name in ("period", "unit") if name in changes]
    keys = pd.MultiIndex.from_frame(changes[columns]) if len(columns) > 1 else pd.Index(changes["unit"])
    return changes[~keys.isin(without)]
