"""Cronbach's alpha of a survey in blocks, from sums over pairs of items."""

from __future__ import annotations

from govmetrics.psychometrics.alpha import Alpha, Sums, of_covariances
from govmetrics.survey.large_pair_sums import PairSums


def alpha_of(sums: PairSums, names: list[str], level: float) -> Alpha:
    """Return alpha of items, as `psychometrics.alpha` of their answers."""
    from govmetrics.psychometrics import _item_frames as rules

    gaps = bool((sums.answered < sums.every).any())
    rule = "pairwise" if sums.pairwise else "listwise"
    notes = [rules.left_out(sums.every - sums.used, sums.every, rule)] if sums.used < sums.every else []
    rules.refuse_unanswered(sums.answered, names, sums.used, sums.every)
    effective = sums.mass**2 / sums.squares
    answers = Sums(names, sums.used, effective, notes)
    cov = sums.covariances()
    total = None
    if sums.pairwise and gaps:
        rules.check_together(sums.n, names, notes)
        notes.extend(rules.contradictions(cov, sums.n, names))
        total = sums.item_total()
    return of_covariances(answers, (sums.means(), cov), level, rule, total)
