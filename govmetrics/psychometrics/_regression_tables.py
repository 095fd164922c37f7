"""The frames of a fitted regression, and what its reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import scipy
from scipy.special import expit

from govmetrics.core.words import Note
from govmetrics.numerics.shape import standardised
from govmetrics.psychometrics._design import CONSTANT
from govmetrics.psychometrics._few_rows import few_rows
from govmetrics.psychometrics._frames import few_clusters
from govmetrics.psychometrics._marginal_effects import with_tests
from govmetrics.psychometrics._regression_checks import determined, inflation
from govmetrics.psychometrics._regression_fit import Fitted

_ROBUST = ("hc0", "hc1", "hc2", "hc3", "cluster")


def coefficient_table(fitted: Fitted, level: float) -> pd.DataFrame:
    """Return the constant and the terms with tests, standardised coefficients or odds ratios, and inflation."""
    start = fitted.slopes.start or 0
    size = start + fitted.k
    names = pd.Index(fitted.names[:size], name="term")
    table = pd.DataFrame(
        {"estimate": fitted.estimate[:size], "standard_error": fitted.standard_errors[:size]}, index=names
    )
    table = with_tests(table, fitted.df, level)
    pad = [np.nan] * start
    if fitted.kind == "linear":
        x, y = (standardised(one, fitted.design.w)[2] for one in (fitted.design.x, fitted.design.y[:, None]))
        ratio = x / y
        table["beta"] = [*pad, *(fitted.estimate[fitted.slopes] * ratio)]
    if fitted.kind in ("logit", "ordered"):
        with np.errstate(over="ignore"):
            odds = np.exp(table[["estimate", "lower", "upper"]].to_numpy())
        odds[table.index == CONSTANT] = np.nan
        table[["odds_ratio", "odds_lower", "odds_upper"]] = odds
    table["vif"] = [*pad, *inflation(fitted.design)]
    return table


def threshold_table(fitted: Fitted, level: float) -> pd.DataFrame | None:
    """Return the thresholds of ordered logistic regression."""
    if fitted.kind != "ordered":
        return None
    names = pd.Index(fitted.names[fitted.k :], name="term")
    table = pd.DataFrame(
        {"estimate": fitted.estimate[fitted.k :], "standard_error": fitted.standard_errors[fitted.k :]},
        index=names,
    )
    return with_tests(table, fitted.df, level)


def explained(fitted: Fitted) -> float:
    """Return R squared of a linear model."""
    y, w, e = fitted.design.y, fitted.design.w, fitted.residual
    size = max(float(np.abs(y).max()), 1e-300)
    y, e = y / size, e / size
    centre = float(w @ y) / float(w.sum())
    return float(1 - (w @ e**2) / (w @ (y - centre) ** 2))


def fit_of(fitted: Fitted) -> pd.Series:
    """Return the fit: of a linear model R squared and F, of others the likelihood and what is made of it."""
    design, n, k = fitted.design, fitted.design.n, fitted.k
    found: dict[str, float] = {"n": n}
    if design.weights is not None:
        found["effective_n"] = float(design.w.sum() ** 2 / (design.w**2).sum())
    if design.clusters is not None:
        found["clusters"] = int(design.clusters.max()) + 1
    wald, df = fitted.wald()
    if fitted.kind == "linear":
        r2 = explained(fitted)
        found |= {"r_squared": r2, "adjusted_r_squared": 1 - (1 - r2) * (n - 1) / (n - k - 1)}
        found |= {
            "f": wald / df if df else np.nan,
            "df1": df,
            "df2": fitted.df,
            "p": _f_tail(wald, df, fitted.df),
        }
        size = max(float(np.abs(fitted.residual).max()), 1e-300)
        found["sigma"] = float(np.sqrt(design.w @ (fitted.residual / size) ** 2 / (n - k - 1)) * size)
    elif design.weights is None:
        found |= _likelihood(fitted)
    if fitted.kind != "linear" and fitted.errors in _ROBUST:
        found |= {"wald": wald, "df1": df, "wald_p": float(scipy.stats.chi2.sf(wald, df)) if df else np.nan}
    if fitted.kind == "tobit":
        low, high = fitted.limits
        found |= {"sigma": fitted.estimate[-1], "sigma_error": fitted.standard_errors[-1]}
        found |= {"at_lower": (design.y <= low).sum(), "at_upper": (design.y >= high).sum()}
        found["between"] = n - found["at_lower"] - found["at_upper"]
    if fitted.kind == "logit":
        right = (expit(fitted.index) > 0.5) == design.y.astype(bool)
        found["correct"] = float(design.w @ right / design.w.sum())
    if design.weights is None:
        free = len(fitted.names) + (fitted.kind == "linear")
        found |= {"log_likelihood": fitted.log_likelihood, "aic": 2 * free - 2 * fitted.log_likelihood}
        found["bic"] = free * np.log(n) - 2 * fitted.log_likelihood
    return pd.Series(found, dtype=float).rename_axis("index").rename("value")


def _f_tail(wald: float, df: int, left: float) -> float:
    return float(scipy.stats.f.sf(wald / df, df, left)) if df else np.nan


def _likelihood(fitted: Fitted) -> dict[str, float]:
    n, full, null = fitted.design.n, fitted.log_likelihood, fitted.null
    ratio = max(2 * (full - null), 0.0)
    found = {"null_log_likelihood": null, "lr": ratio, "df1": fitted.k}
    found |= {"lr_p": float(scipy.stats.chi2.sf(ratio, fitted.k)), "mcfadden": 1 - full / null}
    if fitted.kind != "tobit":  # whose likelihood is a density, so that there is no largest value
        cox = 1 - np.exp(-ratio / n)
        found |= {"cox_snell": cox, "nagelkerke": cox / (1 - np.exp(2 * null / n))}
    return found


def block_table(fits: Sequence[Fitted], steps: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return what each block adds: R squared and F of its change, or the likelihood ratio; and the Wald test's p."""
    rows, before = [], None
    for number, (fitted, step) in enumerate(zip(fits, steps, strict=True), 1):
        old = [] if before is None else before.design.terms
        new = np.array([at for at, term in enumerate(fitted.design.terms) if term not in old])
        wald, df = fitted.wald(new)
        row: dict[str, object] = {"block": number, "added": ", ".join(step)}
        if fitted.kind == "linear":
            now = explained(fitted)
            change = now - (0.0 if before is None else explained(before))
            left = fitted.design.n - fitted.k - 1
            f = change / len(new) / ((1 - now) / left) if now < 1 else np.inf
            row |= {"r_squared": now, "r_squared_change": change, "f_change": f, "df1": len(new), "df2": left}
            row["p"] = float(scipy.stats.f.sf(f, len(new), left))
            robust = _f_tail(wald, df, fitted.df)
        else:
            if fitted.design.weights is None:
                base = fitted.null if before is None else before.log_likelihood
                lr = max(2 * (fitted.log_likelihood - base), 0.0)
                row |= {
                    "log_likelihood": fitted.log_likelihood,
                    "mcfadden": 1 - fitted.log_likelihood / fitted.null,
                }
                row |= {"lr_change": lr, "df": len(new), "p": float(scipy.stats.chi2.sf(lr, len(new)))}
            robust = float(scipy.stats.chi2.sf(wald, df)) if df else np.nan
        if fitted.errors in _ROBUST:
            row["wald_p"] = robust
        rows.append(row)
        before = fitted
    return pd.DataFrame(rows)


def notes_of(fitted: Fitted, diagnostics: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Note]:
    """Yield what a reader must know and a referee asks next."""
    design = fitted.design
    yield from design.notes
    yield from few_rows(design, fitted.unsure)
    yield from _of_terms(fitted)
    p = diagnostics["p"]
    if fitted.kind == "linear" and determined(fitted):
        yield Note(
            "{outcome} follows from the predictors exactly: nothing is left to test", outcome=design.outcome
        )
    if p.get("reset", 1.0) < 0.05:
        yield Note("RESET: a straight line does not do (p < 0.05); try products, squares or logarithms")
    if p.get("breusch_pagan", 1.0) < 0.05 and fitted.errors == "classical":
        yield Note("Breusch-Pagan: the variances differ (p < 0.05); use robust errors, such as hc3")
    if p.get("jarque_bera", 1.0) < 0.05 and design.n < 100:
        yield Note("the residuals are not normal (p < 0.05), which matters for {n} rows", n=design.n)
    if p.get("hosmer_lemeshow", 1.0) < 0.05:
        yield Note("Hosmer-Lemeshow: the fitted probabilities miss the observed shares (p < 0.05)")
    if "brant" in p and np.isnan(p["brant"]):
        yield Note("parallel lines could not be tested: a single threshold has no finite estimate")
    broken = [key.removeprefix("brant ") for key in p.index[p < 0.05] if key.startswith("brant ")]
    if p.get("brant", 1.0) < 0.05:
        told = "the lines are not parallel (Brant, p < 0.05), by themselves: {names:10}; odds ratios are averages over thresholds"
        yield Note(told, names=broken)
    if len(rows):
        told = "{count:# row stands|# rows stand} out by Cook's distance (above 4 / n): {rows:5}; does the finding hold without?"
        yield Note(told, count=len(rows), rows=[str(row) for row in rows.index[:5]])
    if fitted.kind == "tobit" and ((design.y > fitted.limits[0]) & (design.y < fitted.limits[1])).all():
        yield Note("no row is at a limit, so that the coefficients are those of least squares")
    elif fitted.kind == "tobit":
        yield Note(
            "Tobit needs normal errors of one variance; robust errors do not mend it where they are not"
        )
    if design.weights is not None:
        yield Note(
            "with design weights there is no likelihood: no likelihood ratio, AIC or BIC; checks of residuals are left out"
        )
    if fitted.errors == "cluster":
        yield from few_clusters(design.clusters)
    if fitted.errors == "cluster" and design.clusters is not None and fitted.k > design.clusters.max():
        yield Note(
            "there are no more clusters than coefficients, so that the test of all of them has no value"
        )


def _of_terms(fitted: Fitted) -> Iterator[Note]:
    """Yield notes on the terms and the outcome's measurement."""
    design = fitted.design
    for parts in dict.fromkeys(design.factors.values()):
        alone = [one for one in dict.fromkeys(parts) if (one,) not in design.factors.values()]
        if len(parts) > 1 and alone and ":".join(parts) in design.terms:
            told = "{term} is in the equation without {names:5}: its coefficient takes theirs for zero"
            yield Note(told, term=":".join(parts), names=alone)
    inflated = [term for term, value in zip(design.terms, inflation(design), strict=True) if value > 10]
    if inflated:
        told = "VIF above 10: {names:10}; their coefficients can hardly be told apart"
        yield Note(told, names=inflated)
    values = len(np.unique(design.y)) if fitted.kind == "linear" else 0
    if values == 2:
        yield Note('{outcome} has two values: a referee asks for kind="logit"', outcome=design.outcome)
    elif 2 < values <= 5 and design.n > 20:
        told = '{outcome} has {count} values: a referee asks whether kind="ordered" finds the same'
        yield Note(told, outcome=design.outcome, count=values)
    fewest = int(np.bincount(design.y.astype(int)).min()) if design.levels else design.n
    if fewest < 10 * fitted.k:
        told = "{count:# row|# rows} ({what}) for {k:# coefficient|# coefficients}: fewer than ten for each"
        what = Note("of the rarest category") if design.levels else Note("in all")
        yield Note(told, count=fewest, what=what, k=fitted.k)
