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
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.keys import Efficiency
from govmetrics.evaluation.parts import Work

LEAST_DRAWS = 100
"""So many a bootstrap needs, also where it only shows what is wrong."""


def efficiency(work: Work) -> Found:
    """Return the efficiency of every unit, and how it goes with the surroundings where they are named."""
    asked = work.evaluation.efficiency
    assert asked is not None
    index = work.done["assessment"]
    inputs, outputs, around = tables(asked, index.dataset, index.scores.values)
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


def intervals(work: Work) -> Found:
    """Return scores corrected for bias, with intervals; of the latest period where each has a frontier of its own."""
    asked = work.evaluation.efficiency
    assert asked is not None
    index = work.done["assessment"]
    inputs, outputs, _ = tables(asked, index.dataset, index.scores.values)
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
    index = work.done["assessment"]
    inputs, outputs, _ = tables(asked, index.dataset, index.scores.values)
    return {"scale_efficiency": dea.scale(inputs, outputs, asked.orientation, frontier=asked.frontier)}


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
