"""Step 3: how much evidence there is, what was filled in, and what outliers are left."""

from __future__ import annotations

from govmetrics.audit.found import Found, Subject, counted
from govmetrics.audit.rules import KURTOSIS, RULES
from govmetrics.core.checks import place_of
from govmetrics.diagnosis.statistics import outlying


def units_known(subject: Subject) -> Found:
    """Count the units with too few values, before imputation."""
    found = subject.screened.units
    low = found[~found["enough"]].sort_values("share", kind="stable")
    return counted(
        [(unit, str(place_of(unit)), float(share)) for unit, share in low["share"].items()], len(found)
    )


def leaves_known(subject: Subject) -> Found:
    """Count the indicators with too few values, before imputation."""
    found = subject.screened.leaves
    low = found[~found["enough"]].sort_values("share", kind="stable")
    return counted(
        [(code, subject.names[str(code)], float(share)) for code, share in low["share"].items()],
        len(found),
    )


def imputed(subject: Subject) -> Found:
    """Return the share of the values that were filled in."""
    evidence, scaled = subject.index.scaled.evidence, subject.index.scaled
    if evidence is None:
        return Found(0.0)
    shares = dict(zip(scaled.tree.codes, (1 - evidence.mean(axis=0)).tolist(), strict=True))
    cases = [(code, subject.names[code], share) for code, share in shares.items() if share > 0]
    return Found(float(1 - evidence.mean()), sorted(cases, key=lambda case: -case[2]), len(shares))


def outliers(subject: Subject) -> Found:
    """Count the indicators whose distribution fails both limits after treatment, with their skewness."""
    treated = subject.index.treated
    found = outlying(treated, RULES["outliers"].each or 0.0, KURTOSIS)
    cases = [(code, subject.names[code], skewness) for code, skewness in found.items()]
    return counted(sorted(cases, key=lambda case: -abs(case[2])), len(treated.tree))


CHECKS = {"units_known": units_known, "leaves_known": leaves_known, "imputed": imputed, "outliers": outliers}
