"""The tables of a questionnaire as a thesis prints them: who answered, scores of scales, differences between groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import Fault, GovmetricsError, Note, Survey, Text
from govmetrics.core.errors import Faults
from govmetrics.core.groups import ROLES, in_time, role_of
from govmetrics.core.near import meant
from govmetrics.evaluation.designed import unused
from govmetrics.evaluation.index import Found, answered
from govmetrics.evaluation.keys import Statistics, grouped_by, invariance_asked
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.referee import of_groups, of_meaning
from govmetrics.evaluation.several import Correlated, Described, GroupDifferences
from govmetrics.psychometrics import compare, correlate, describe, rank_tests
from govmetrics.survey import ScaleScores, respondents, scale_scores
from govmetrics.survey.scale_scores import items_of, node_faults


def sample(work: Work) -> Found:
    """Return who answered; where the sample was weighted, beside the weighted shares."""
    asked = _asked(work)
    if asked.sample is False or not _people(answered(work), asked):
        return {}
    columns = () if isinstance(asked.sample, bool) else asked.sample
    found = respondents(work.answers or answered(work), columns)
    given = work.nouns.survey
    if isinstance(given, Survey) and given.n > found.n:
        found = replace(found, before=given.n)
    return {"sample": found}


def descriptives(work: Work) -> Found:
    """Return how scores and answers are distributed."""
    if not _asked(work).descriptives:
        return {}
    survey, scores = answered(work), scores_of(work)
    frames, cluster = (scores.values, survey.directed()), cluster_of(work)
    scales, items = (describe(frame, weights=survey.weight, cluster=cluster) for frame in frames)
    return {
        "descriptives": Described(scales, items, (*scores.notes, *unused(work, survey)), survey.tree.names())
    }


def correlations(work: Work) -> Found:
    """Return how scores go together, and how they do with columns held."""
    asked, survey, scores = _asked(work), answered(work), scores_of(work)
    kind = "pearson" if asked.correlations is True else asked.correlations
    if kind is False or len(scores.values.columns) < 2:
        return {}
    design: Any = {"weights": survey.weight, "cluster": cluster_of(work), "level": asked.level}
    with _as_keys():
        found = correlate(scores.values, kind, **design)
    partial = None
    if asked.partial:
        held = list(dict.fromkeys(asked.partial))
        frame = scores.values.join(columns_of(survey, [name for name in held if name not in scores.values]))
        partial = correlate(frame, "partial", held, **design)
    return {
        "correlations": Correlated(
            found, partial, (*scores.notes, *alike(work, survey, cluster_of(work))), survey.tree.names()
        )
    }


@contextmanager
def _as_keys() -> Iterator[None]:
    """Say what to do about correlations that know no design by the key that asks for them: `method` is none of the file."""
    try:
        yield
    except GovmetricsError as error:
        ways = {"cluster": "say `correlations: pearson`, or leave `cluster` out",
                "weights": "say `correlations: spearman` or `correlations: pearson`"}  # fmt: skip
        Faults(
            Fault("correlations", fault.problem, ways[fault.place]) if fault.place in ways else fault
            for fault in error.faults
        ).raise_all(type(error))


def differences(work: Work) -> Found:
    """Return the differences of scores between the groups of every column, by means and by ranks."""
    asked, survey = _asked(work), answered(work)
    columns = compared_by(asked, survey)
    if not columns:
        return {}
    scores, found, ranks, notes = scores_of(work), {}, {}, alike(work, survey, cluster_of(work))
    designed = survey.weight is not None or cluster_of(work) is not None
    unweighted = [Note("tests of ranks know neither design weights nor clusters")] if designed else []
    for name in columns:
        groups = in_time(survey.by, name).rename(name)
        try:
            found[name] = compare(
                scores.values, groups, variances=asked.variances, post_hoc=asked.post_hoc,
                significance=asked.significance, weights=survey.weight, cluster=cluster_of(work),
            )  # fmt: skip
            if asked.ranks:
                dunn: Any = None if asked.post_hoc is None else "dunn"
                ranked = rank_tests(scores.values, groups, dunn, significance=asked.significance)
                ranks[name] = replace(ranked, notes=(*ranked.notes, *unweighted))
        except GovmetricsError as error:
            if _named(asked.differences):
                raise
            notes.append(Note("not compared by {column}: {faults}", column=name, faults=error.texts))
    notes += of_groups(found.values(), asked.ranks)
    if survey.subscales:
        said = invariance_asked(work.evaluation.reliability)
        notes += of_meaning(list(found), () if said is None else grouped_by(said))
    return (
        {"differences": GroupDifferences(found, ranks, tuple(notes), survey.tree.names() | ROLES)}
        if found
        else {}
    )


def columns_of(survey: Survey, names: Sequence[str]) -> pd.DataFrame:
    """Return respondents by names: scores of nodes, answers to items (reversed ones turned), group columns."""
    nodes = [name for name in names if name in survey.tree.node_codes and items_of(survey, name)]
    scores = scale_scores(survey, nodes).values if nodes else pd.DataFrame(index=survey.answers.index)
    items = survey.directed()
    parts = {
        name: scores[name] if name in nodes else items[name] if name in items else survey.by[name]
        for name in names
    }
    return pd.DataFrame(parts, index=survey.answers.index)


def scores_of(work: Work) -> ScaleScores:
    """Return the respondents' scores on the scales that are asked for."""
    asked = work.evaluation.statistics or Statistics()
    return scale_scores(answered(work), asked.scales, asked.min_answered)


def compared_by(asked: Statistics, survey: Survey) -> list[str]:
    """Return the group columns by which respondents are compared."""
    if asked.differences is False:
        return []
    return _named(asked.differences) or _people(survey, asked)


OF_SCALES = ("descriptives", "correlations", "differences")
"""Parts that are of the scores of scales."""
OF_STATISTICS = ("sample", *OF_SCALES)
"""Parts that the key `statistics` asks for."""


def statistics_faults(
    asked: Statistics, survey: Survey, of_records: Collection[str] = ()
) -> dict[str, list[Fault]]:
    """Return the names that the survey does not have, each at its key, by the part that they stop.

    `of_records` are columns of the records, which respondents do not have.
    """
    known = list(map(str, survey.by.columns))
    wrong = [
        fault for name in asked.scales for fault in node_faults(survey, name, f"statistics.scales.{name}")
    ]
    found = {part: list(wrong) for part in OF_SCALES}
    for key, said in {"sample": asked.sample, "differences": asked.differences}.items():
        found.setdefault(key, []).extend(
            column_fault(f"statistics.{key}.{name}", name, known, of_records)
            for name in _named(said)
            if name not in known
        )
    if asked.cluster is not None and asked.cluster not in known:
        for part in OF_SCALES:
            found[part].append(
                column_fault(f"statistics.cluster.{asked.cluster}", asked.cluster, known, of_records)
            )
    there = [*known, *survey.items, *(code for code in survey.tree.node_codes if items_of(survey, code))]
    found["correlations"] += [
        column_fault(f"statistics.partial.{name}", name, there) for name in asked.partial if name not in there
    ]
    return found


def column_fault(place: str, name: str, known: Sequence[str], of_records: Collection[str] = ()) -> Fault:
    """Return the fault of a group column that the survey does not have."""
    if name in of_records:
        way = (
            "add it to the file of answers, one cell for each respondent, and name it in evidence.survey.by; or choose one of: "
            "{columns}"
        )
        return Fault(place, "is a column of the records, not of the answers", way, columns=known)
    there = Text("name it in evidence.survey.by too; group columns are: {columns}", columns=known)
    role = role_of(name, known)
    return Fault(place, "is not a group column", meant(name, known if role is None else {name: role}, there))


def _asked(work: Work) -> Statistics:
    assert work.evaluation.statistics is not None
    return work.evaluation.statistics


def cluster_of(work: Work) -> pd.Series | None:
    """Return the groups within which answers may be alike; None where no column is said to hold any."""
    said, name = work.evaluation.evidence.survey, _asked(work).cluster
    if name is None and said is not None:
        name = said.cluster
    return None if name is None else answered(work).by[name]


def alike(work: Work, survey: Survey, cluster: Any) -> list[Note]:
    """Say what of the design is not used, and what a referee asks of several units where no cluster is named."""
    units, left = survey.by["unit"].nunique() if "unit" in survey.by else 0, unused(work, survey)
    if units < 2 or cluster is not None:
        return left
    told = "answers of one unit may be alike, and a referee will ask: `cluster: unit` makes the tests allow for {units:#} units"
    return [*left, Note(told, units=units)]


def _named(said: bool | str | Sequence[str]) -> list[str]:
    """Return the columns that a key names; none where it says true or false."""
    return [] if isinstance(said, bool) else [said] if isinstance(said, str) else list(said)


def _people(survey: Survey, asked: Statistics) -> list[str]:
    """Return the columns that describe people: those that the sample names, else what `respondents` finds."""
    table: pd.DataFrame = respondents(survey, _named(asked.sample)).table
    return list(dict.fromkeys(table["column"]))
