"""Efficiency against peers: inputs and outputs by role, leaf, node or attribute."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from govmetrics import dea
from govmetrics.core import Dataset, Fault, Note, Text
from govmetrics.core.errors import Faults
from govmetrics.core.near import codes, meant
from govmetrics.core.numbers import number
from govmetrics.core.options import shown
from govmetrics.evaluation.coded import Coder
from govmetrics.evaluation.efficiency_models import done_beside
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.keys import Efficiency
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.titles import TITLES

LEAST_DRAWS = 100
"""So many a bootstrap needs, also where it only shows what is wrong."""


def efficiency(work: Work) -> Found:
    """Return the efficiency of every unit, and how it goes with the surroundings where they are named."""
    asked = work.evaluation.efficiency
    assert asked is not None
    inputs, outputs, around = tables(asked, *_known(work))
    panel = inputs.index.nlevels == 2
    found = dea.radial(inputs, outputs, asked.orientation, asked.returns, frontier=asked.frontier)
    if around is None:
        return {"efficiency": found}
    if panel:
        last = work.latest
        inputs, outputs, around = work.rows(inputs), work.rows(outputs), work.rows(around)
        work.notes.append(Note("the second stage of the efficiency is about {period}", period=last))
    draws = (work.draws(100), work.draws(asked.draws))
    second = dea.second_stage(
        inputs, outputs, around, asked.orientation, asked.returns, draws=draws, rng=work.evaluation.seed
    )  # fmt: skip
    return {"efficiency": found, "second_stage": second}


def spared(work: Work) -> tuple[str, ...]:
    """Return the index, where efficiency needs the records alone: indicators that these have, and columns beside them."""
    asked, records = work.evaluation.efficiency, work.nouns.records
    if asked is None or records is None:
        return ()
    filled = set(records.values.columns[records.values.notna().any()])
    there = filled | set(records.attributes.columns)
    named = [name for given in (asked.inputs, asked.outputs, asked.environment) for name in _listed(given)]
    by_role = ("input",) * (asked.inputs is None) + ("output",) * (asked.outputs is None)
    named += [leaf.code for leaf in records.tree.indicators if leaf.role in by_role]
    return ("assessment",) if set(named) <= there else ()


def _known(work: Work) -> tuple[Dataset, pd.DataFrame]:
    """Return the data and the scores of the index; the records, without scores, where there is no index."""
    index = work.done.get("assessment")
    if index is not None:
        return index.dataset, index.scores.values
    records = work.nouns.records
    assert records is not None
    if (
        work.data is None
    ):  # the index failed before anything was joined: the latest period is that of the records
        work.data = records
    return records, pd.DataFrame(index=records.values.index)


def _listed(given: str | Sequence[str] | None) -> Sequence[str]:
    return () if given is None else (given,) if isinstance(given, str) else given


def intervals(work: Work) -> Found:
    """Return scores corrected for bias, with intervals; of the latest period where each has a frontier of its own."""
    asked = work.evaluation.efficiency
    assert asked is not None
    inputs, outputs, _ = tables(asked, *_known(work))
    if inputs.index.nlevels == 2 and asked.frontier == "period":
        inputs, outputs = work.rows(inputs), work.rows(outputs)
        work.notes.append(Note("the intervals of the efficiency are about {period}", period=work.latest))
    found = dea.bootstrap(
        inputs, outputs, asked.orientation, asked.returns, draws=LEAST_DRAWS if work.trial else asked.draws,
        level=asked.level, rng=work.evaluation.seed, frontier=asked.frontier,
    )  # fmt: skip
    return {"efficiency_intervals": found}


def split(work: Work) -> Found:
    """Return technical and scale efficiency, and returns to scale."""
    asked = work.evaluation.efficiency
    assert asked is not None
    inputs, outputs, _ = tables(asked, *_known(work))
    return {"scale_efficiency": dea.scale(inputs, outputs, asked.orientation, frontier=asked.frontier)}


def models(work: Work) -> Found:
    """Return the models beside the radial one, and how far their ranks agree with its."""
    asked = work.evaluation.efficiency
    assert asked is not None
    data, scores = _known(work)
    inputs, outputs, _ = tables(asked, data, scores)
    base, seed = work.done["efficiency"], work.evaluation.seed
    coder = Coder.of(data.tree, map(str, data.attributes.columns))
    found = done_beside(asked, inputs, outputs, data, scores, base, seed, TITLES["efficiency"], coder.within)
    return {"efficiency_models": found}


def tables(
    asked: Efficiency, data: Dataset, scores: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None]:
    """Return inputs, outputs and surroundings, everything that is wrong with them told at once."""
    faults = Faults()
    named: dict[str, Sequence[str]] = {
        key: [given] if isinstance(given, str) else given
        for key, given in (("inputs", asked.inputs), ("outputs", asked.outputs))
        if given is not None
    }
    tables = {key: _columns(data, scores, key, names, faults) for key, names in named.items()}
    if len(tables) < 2:
        with faults:
            by_role = dict(zip(("inputs", "outputs"), dea.from_roles(data), strict=True))
            tables = by_role | tables
    around = _columns(data, scores, "environment", asked.environment, faults) if asked.environment else None
    faults.raise_all()
    return tables["inputs"], tables["outputs"], around


def _columns(
    data: Dataset, scores: pd.DataFrame, key: str, names: Sequence[str], faults: Faults
) -> pd.DataFrame:
    """Return leaves, nodes and attributes as columns."""
    columns = {}
    for name in names:
        place = f"{key}.{name}"
        if name in data.values.columns:
            columns[name] = data.values[name]
            if key == "outputs" and data.tree[name].better == "less":  # type: ignore[union-attr]
                problem, way = "is an output of which less is better", "name what is achieved instead"
                faults.append(Fault(place, problem, way))
        elif name in data.attributes.columns:
            columns[name] = data.attributes[name]
            words = columns[name].dropna()
            if len(words) and not words.map(number).notna().any():
                problem, way = "holds no numbers, but {value} and the like", "name a column of numbers"
                faults.append(Fault(place, problem, way, value=shown(words.iloc[0])))
        elif name in scores.columns:
            columns[name] = scores[name]
        else:
            attributes = list(data.attributes.columns)
            way_out = Text(
                "name an indicator, a node or an attribute; attributes are: {names}", names=attributes
            )
            known = codes(data.tree) | dict(zip(attributes, attributes, strict=True))
            faults.append(Fault(place, "is not known", meant(name, known, way_out)))
    return pd.DataFrame(columns, index=data.values.index)
