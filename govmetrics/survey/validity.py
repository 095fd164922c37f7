"""Validity of a survey: whether its items measure what the tree says, and no more in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pandas as pd

from govmetrics.core.errors import GovmetricsError
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text, renamed
from govmetrics.psychometrics.discriminant import Discriminant, discriminant
from govmetrics.psychometrics.explore import Exploration, explore
from govmetrics.psychometrics.kmo import Bartlett, Kmo, bartlett, kmo, kmo_table
from govmetrics.psychometrics.method_bias import MethodBias, method_bias
from govmetrics.psychometrics.odd_items import inside_declared_scale
from govmetrics.survey.replicated import UNUSED
from govmetrics.survey.validity_criteria import criteria, criteria_table

ENOUGH = 5
"""Respondents for every item of a factor analysis, at the least (Gorsuch, 1983, Factor Analysis)."""

NO_MODEL = "no confirmatory model: {faults}"


@dataclass(frozen=True, eq=False)
class Validity(Result):
    """Validity (效度) of a survey.

    Attributes
    ----------
    kmo, bartlett : Kmo, Bartlett
        Whether factor analysis is called for.
    exploration : Exploration
        Principal components rotated by varimax, one factor per subscale of the tree.
    discriminant : Discriminant or None
        The tree's subscales as a confirmatory model (in its `confirmation`), with CR, AVE, Fornell-Larcker
        and HTMT; None, with a note, where that model cannot be fitted.
    method_bias : MethodBias or None
        Harman's test and the single-factor model; None, with a note, where that cannot be fitted.
    notes : tuple of str
        What was left out, what looks wrong, and which models cannot be fitted.
    labels : mapping of code to str
        What the items and subscales are called in the tree.

    See Also
    --------
    validity
    """

    kmo: Kmo
    bartlett: Bartlett
    exploration: Exploration
    discriminant: Discriminant | None
    method_bias: MethodBias | None
    notes: tuple[str, ...]
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _shown: ClassVar = {"_loadings": "Loadings of the factors and communalities"}

    @property
    def _loadings(self) -> pd.DataFrame:
        return self.exploration.to_frame()

    def _method(self) -> tuple[Text, ...]:
        said = [*self.kmo._method(), *self.bartlett._method(), *self.exploration._method()]
        if self.discriminant is not None:
            fitted, judged = self.discriminant._method()
            said += [fitted, self.discriminant.confirmation._method()[-1], judged]
        return (*said, *(() if self.method_bias is None else self.method_bias._method()))

    def _paragraphs(self) -> tuple[tuple[Text, ...], ...]:
        suited, tested, *rest = (
            tuple(renamed(text, self.labels) for text in part._finding()) for part in self._parts()
        )
        return ((*suited, *tested), *rest)

    def _finding(self) -> tuple[Text, ...]:
        return tuple(text for paragraph in self._paragraphs() for text in paragraph)

    @property
    def criteria(self) -> pd.DataFrame:
        """One row for each criterion: scale, test, value, criterion, met.

        KMO and Bartlett's test are of all items; CR, AVE, Fornell-Larcker and HTMT of every scale.
        """
        return criteria(self.kmo, self.bartlett, self.discriminant)

    def _parts(self) -> list[Result]:
        model = self.discriminant
        fitted: list[Result | None] = [None if model is None else model.confirmation, model, self.method_bias]
        return [self.kmo, self.bartlett, self.exploration, *(part for part in fitted if part is not None)]

    def _tables(self) -> list[Table]:
        """Return what is asked and met, KMO and Bartlett, the exploration, the confirmatory model by parts."""
        _, _, *parts = self._parts()
        first = [criteria_table(self.criteria, self.notes), kmo_table(self.kmo, self.bartlett)]
        tables = [table for part in parts for table in part._complete_tables()]
        return [table.named(self.labels) for table in (*first, *tables)]


def validity(survey: Survey) -> Validity:
    """Return KMO, Bartlett, an exploratory and a confirmatory factor analysis of `survey` by its tree.

    Parameters
    ----------
    survey : Survey
        Reversed items are turned. Design weights are used for KMO, Bartlett and the exploration; the confirmatory
        model and the test of method bias take none, and a note says so. Respondents with a missing answer are left
        out and counted; items that are alone in their scale belong to no factor and are named.

    Returns
    -------
    Validity
        KMO, Bartlett's test, the exploratory and the confirmatory analysis.

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `kmo` and `explore`.

    References
    ----------
    Kaiser, H. F. and Rice, J. (1974). Little jiffy, mark IV. Educational and Psychological Measurement 34,
    111-117. Bartlett, M. S. (1951). The effect of standardization on a chi-square approximation in factor
    analysis. Biometrika 38, 337-344. Harman, H. H. and Jones, W. H. (1966). Factor analysis by minimizing
    residuals (minres). Psychometrika 31, 351-368. Jöreskog, K. G. (1969). A general approach to
    confirmatory maximum likelihood factor analysis. Psychometrika 34, 183-202.

    Examples
    --------
    >>> import numpy as np
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1", "t2", "t3"], "order": ["o1", "o2", "o3"]})
    >>> rng = np.random.default_rng(1)
    >>> trait = np.repeat(rng.normal(size=(300, 2)), 3, axis=1)
    >>> answers = np.clip(np.round(3 + trait + 0.7 * rng.normal(size=(300, 6))), 1, 5)
    >>> result = validity(Survey(tree, pd.DataFrame(answers, columns=tree.codes)))
    >>> result.discriminant.factors.index.tolist()
    ['trust', 'order']
    """
    refuse_no_survey(survey)
    answers = survey.favourable()
    factors = {node: items for node, items in survey.subscales.items() if len(items) > 1}
    measure = kmo(answers, weights=survey.weight)
    notes = [*survey.notes, *_reservations(survey, factors, measure.n)]
    model, bias = None, None
    try:
        model = discriminant(answers, factors)
    except GovmetricsError as error:
        notes.append(Note(NO_MODEL, faults=error.texts))
    try:
        bias = method_bias(answers, factors if model is not None else None)
    except GovmetricsError as error:
        notes.append(Note("no test of method bias: {faults}", faults=error.texts))
    notes += inside_declared_scale([*measure.notes, *(() if model is None else model.notes)])
    names = survey.tree.names()
    return Validity(
        kmo=measure,
        bartlett=bartlett(answers, weights=survey.weight),
        exploration=explore(answers, max(1, len(factors)), "principal", weights=survey.weight),
        discriminant=model,
        method_bias=bias,
        notes=tuple(dict.fromkeys(renamed(note, names) for note in notes)),
        labels=names,
    )


def _reservations(survey: Survey, factors: Mapping[str, list[str]], n: int) -> list[Note]:
    """Return what a reader must know of the models: who takes no part, what is not weighted, whether these are few."""
    notes, inside = [], {item for items in factors.values() for item in items}
    if alone := [item for item in survey.items if item not in inside]:
        notes.append(
            Note(
                "in no factor of the confirmatory model, for a factor needs two items or more: {items:20}",
                items=alone,
            )
        )
    notes += [] if survey.replicates is None else [UNUSED]
    if survey.weight is not None:
        notes.append(Note("the confirmatory model and the test of method bias are without design weights"))
    if n < ENOUGH * len(survey.items):
        text = (
            "{n:,} respondents for {items:# item|# items} are fewer than {enough} an item: factors found from so few "
            "are not reliable"
        )
        notes.append(Note(text, n=n, items=len(survey.items), enough=ENOUGH))
    return notes
