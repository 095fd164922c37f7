"""The audit itself: every rule held against what its check found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.audit import construction, evidence, framework, outcome, structure
from govmetrics.audit.construction import GEOMETRIC
from govmetrics.audit.found import Found, Subject
from govmetrics.audit.result import MET, UNEXAMINED, UNMET, VERDICTS, TenSteps
from govmetrics.audit.rules import KURTOSIS, RULES, STEPS, Rule
from govmetrics.core import Text
from govmetrics.core.options import asked, instance, optional
from govmetrics.recipe import ASSESSMENT, Assessment

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.ranking import Comparison
    from govmetrics.robustness import Uncertainty
    from govmetrics.survey import Reliability

CHECKS: Mapping[str, Callable[[Subject], Found | Text]] = {
    **framework.CHECKS, **evidence.CHECKS, **structure.CHECKS, **construction.CHECKS, **outcome.CHECKS,
}  # fmt: skip
"""What finds the value of each rule, or the reason why it cannot be examined."""

WORDS = ("stage", "check", "rule", "basis", "found", "sentence")
CASES = ("key", "check", "place", "value")


def ten_steps(
    assessment: Assessment,
    uncertainty: Uncertainty | None = None,
    experts: GroupWeights | None = None,
    reliability: Reliability | None = None,
    agreement: Comparison | None = None,
) -> TenSteps:
    """Check an index in the ten steps of the handbook of OECD and JRC.

    Every check has a threshold and names where it comes from; what cannot be examined says why. Of several periods the
    latest is checked where units are compared, and all of them where values are counted.

    Parameters
    ----------
    assessment : Assessment
        The index.
    uncertainty : Uncertainty, optional
        Of its ranks; without it the seventh step is not examined.
    experts : GroupWeights, optional
        Whose judgements the weights are.
    reliability : Reliability, optional
        Of the survey's scales.
    agreement : Comparison, optional
        Of the index, as the first ranking, with other judgements of the same units.

    Returns
    -------
    TenSteps
        A row for every check: rule, what was found, verdict, sentence.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators. Saisana, Becker, Neves, Alberti and Dominguez-Torreiro
    (2019), Your 10-step pocket guide to composite indicators and scoreboards, JRC.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> found = gm.audit.ten_steps(gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree)))
    >>> found.checks.loc["explained", "verdict"], str(found.checks.loc["explained", "found"])
    ('not met', '2 of 2')
    >>> print(found.checks.loc["narrow", "sentence"])
    Not examined: no analysis of sureness is at hand (`sureness: true`).
    """
    _check(assessment, uncertainty, experts, reliability, agreement)
    subject = Subject(assessment, uncertainty, experts, reliability, agreement)
    rows, cases = {}, []
    for key, rule in RULES.items():
        found = CHECKS[key](subject)
        rows[key] = _judged(rule, found)
        if isinstance(found, Found):
            cases += [(key, Text(rule.name), place, value) for place, _, value in found.cases]
    checks = _frame(list(rows.values()), list(next(iter(rows.values()))), WORDS)
    checks.index = pd.Index(list(rows), name="key")
    table = _frame([dict(zip(CASES, case, strict=True)) for case in cases], list(CASES), ("check", "place"))
    return TenSteps(checks, table, assessment.scores.weights.tree)


def _frame(rows: list[dict[str, Any]], columns: list[str], words: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table whose sentences stay `Text`: pandas would make plain text of them."""
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=object if name in words else None)
            for name in columns
        }
    )


def _judged(rule: Rule, found: Found | Text) -> dict[str, Any]:
    """Return the row of a rule: the value against its limit, in numbers and in words."""
    known: dict[str, Any] = {
        "limit": rule.limit,
        "each": rule.each,
        "other": GEOMETRIC,
        "level": 0.9,
        "kurtosis": KURTOSIS,
    }
    value, verdict, short = np.nan, UNEXAMINED, VERDICTS[UNEXAMINED]
    if isinstance(found, Text):
        sentence = Text("Not examined: {reason}.", reason=found)
    else:
        value = float(found.value)
        good = value <= rule.limit + 1e-9 if rule.most else value >= rule.limit - 1e-9
        verdict = MET if good else UNMET
        names = [name for _, name, _ in found.cases]
        known |= {"value": value, "count": len(names), "total": found.total, "names": names, **found.more}
        short, sentence = Text(rule.found, **known), Text(rule.met if good else rule.unmet, **known)
    stage = Text("{number}. {stage}", number=rule.step, stage=STEPS[rule.step - 1])
    return {
        "step": rule.step, "stage": stage, "check": Text(rule.name), "rule": Text(rule.rule, **known), "basis": rule.basis,
        "limit": rule.limit, "value": value, "found": short, "verdict": verdict, "sentence": sentence,
    }  # fmt: skip


def _check(assessment: Any, uncertainty: Any, experts: Any, reliability: Any, agreement: Any) -> None:
    """Refuse what is of another kind, all at once."""
    from govmetrics.ahp import GroupWeights
    from govmetrics.ranking import Comparison
    from govmetrics.robustness import Uncertainty
    from govmetrics.survey import Reliability

    asked(
        assessment=(assessment, ASSESSMENT),
        uncertainty=(
            uncertainty,
            optional(instance(Uncertainty, Text("make it with robustness.uncertainty"))),
        ),
        experts=(experts, optional(instance(GroupWeights, Text("make them with ahp.weights")))),
        reliability=(reliability, optional(instance(Reliability, Text("make it with survey.reliability")))),
        agreement=(agreement, optional(instance(Comparison, Text("make it with ranking.compare")))),
    )
