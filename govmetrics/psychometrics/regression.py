"""`Regression`: coefficients, fit and checks, as a thesis prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.psychometrics._regression_words import (
    COUNTS,
    ERRORS,
    FIT,
    KINDS,
    QUANTITIES,
    TERMS,
    check_names,
    errors_note,
    headed,
    named,
)

_STARS = (0.05, 0.01, 0.001)


_SHOWN_ROWS = 10


_CITES = {
    "linear": ("longervin2000",),
    "logit": ("albertanderson1984", "hosmerlemeshow1980"),
    "ordered": ("mccullagh1980", "brant1990"),
    "tobit": ("tobin1958", "olsen1978", "mcdonaldmoffitt1980"),
}


@dataclass(frozen=True, eq=False)
class Regression(Result):
    """A regression: coefficients, fit, and what speaks against it.

    Attributes
    ----------
    outcome : str
        What is explained.
    kind : str
        linear, logit, ordered or tobit.
    errors : str
        The standard errors: classical, hc0 to hc3, or cluster.
    coefficients : DataFrame
        Rows the constant and the terms: estimate, standard_error, t (z outside linear regression), p, lower, upper; beta
        (standardised) in linear regression, odds_ratio with its bounds in logistic ones; vif.
    thresholds : DataFrame or None
        Of ordered logistic regression, between the categories.
    fit : Series
        Rows used and R² with F, or log likelihood, likelihood ratio, pseudo R², AIC and BIC (every parameter counts, sigma
        too); sigma.
    diagnostics : DataFrame
        One row a check: statistic, df1, df2, p.
    influential : DataFrame
        Of linear regression: rows whose Cook's distance is above 4 / n, the largest first, with leverage, studentised
        residual and DFFITS.
    classification : DataFrame or None
        Of binary logistic regression: rows by what was observed and what is likelier, and the share that is correct.
    marginal_effects : DataFrame
        Average effects under (quantity, variable), with standard errors by the delta method.
    blocks : DataFrame or None
        What each block of predictors adds.
    level : float
        Of the intervals.
    notes : tuple of str
        Rows left out, references of categories, assumptions that fail.
    steps : tuple of Regression
        The models behind the blocks, the last like this one.

    See Also
    --------
    regress
    """

    outcome: str
    kind: str
    errors: str
    coefficients: pd.DataFrame
    thresholds: pd.DataFrame | None
    fit: pd.Series
    diagnostics: pd.DataFrame
    influential: pd.DataFrame
    classification: pd.DataFrame | None
    marginal_effects: pd.DataFrame
    blocks: pd.DataFrame | None
    level: float
    notes: tuple[str, ...] = ()
    steps: tuple[Any, ...] = ()

    _shown: ClassVar = {"coefficients": "Regression coefficients"}
    _left_out: ClassVar = ("steps",)

    def _method(self) -> tuple[Text, ...]:
        found = "{outcome} was explained by {kind}, with {errors} and {level:g}% intervals."
        values = {"outcome": self.outcome, "kind": KINDS[self.kind], "errors": ERRORS[self.errors]}
        said = [Text(found, level=100 * self.level, **values)]
        if self.blocks is not None:
            said.append(
                Text("The predictors entered in {count} blocks, on the same rows.", count=len(self.blocks))
            )
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        table = self.coefficients.drop(index="constant", errors="ignore")
        limit, told = 1 - self.level, []
        if 1 - self.fit.get("r_squared", 0.0) < 1e-15:  # tests would be of rounding
            exact = "{outcome} follows from the predictors exactly (n = {n:,})."
            return (Text(exact, outcome=self.outcome, n=int(self.fit["n"])),)
        sure = table[table["p"] < limit]
        more, less = sure.index[sure["estimate"] > 0], sure.index[sure["estimate"] < 0]
        if len(more):
            up = "More {outcome} goes with more of: {names} (p < {limit:g})."
            told.append(Text(up, outcome=self.outcome, names=more, limit=limit))
        if len(less):
            down = "Less {outcome} goes with more of: {names} (p < {limit:g})."
            told.append(Text(down, outcome=self.outcome, names=less, limit=limit))
        if sure.empty:
            none = "No predictor of {outcome} is beyond chance (p < {limit:g})."
            told.append(Text(none, outcome=self.outcome, limit=limit))
        if "r_squared" in self.fit:
            share = "The predictors account for {share:.1f}% of its variance, n = {n:,}."
            told.append(Text(share, share=100 * self.fit["r_squared"], n=int(self.fit["n"])))
        elif "mcfadden" in self.fit:
            share = "McFadden R² = {share:.3f}, n = {n:,}."
            told.append(Text(share, share=self.fit["mcfadden"], n=int(self.fit["n"])))
        return tuple(told)

    def _tables(self) -> list[Table]:
        room = "psychometrics"
        coefficients = headed(self.coefficients, "term", named(self.coefficients.index, TERMS))
        tables = [
            Table.of(
                Text("Regression coefficients"),
                _shown(coefficients),
                room,
                stars=_STARS,
                notes=(errors_note(ERRORS[self.errors]),),
                cites=_CITES[self.kind],
            )
        ]
        if self.thresholds is not None:
            thresholds = headed(self.thresholds, "term", map(str, self.thresholds.index))
            tables.append(Table.of(Text("Thresholds between the categories"), _shown(thresholds), room))
        fit = pd.Series({key: int(v) if key in COUNTS else v for key, v in self.fit.items()}, dtype=object)
        whole = headed(fit.to_frame("value"), "fit_index", named(self.fit.index, FIT))
        tables.append(Table.of(Text("Fit of the regression"), whole, room))
        if self.blocks is not None:
            tables.append(Table.of(Text("What each block adds"), self.blocks, room))
        checked = headed(self.diagnostics, "check", check_names(self.diagnostics.index))
        tables.append(Table.of(Text("Checks of the regression"), checked, room))
        if len(self.influential):
            rows = self.influential.head(_SHOWN_ROWS)
            top = headed(rows, "row", [str(Text("{parts}", parts=[row])) for row in rows.index])
            tables.append(Table.of(Text("Rows that decide most"), top, room))
        if self.classification is not None:
            caption = Text("Observed and predicted categories")
            levels = list(self.classification.columns[:2])
            whole_counts = (self.classification[levels] % 1 == 0).all(axis=None)
            kinds: Any = dict.fromkeys(levels, "count" if whole_counts else "number")
            names = {level: level for level in levels}
            tables.append(Table.of(caption, self.classification, room, names, kind=kinds))
        quantities, variables = (self.marginal_effects.index.get_level_values(one) for one in (0, 1))
        ours = QUANTITIES if self.kind in ("linear", "tobit") else {}
        effects = headed(self.marginal_effects, "variable", map(str, variables))
        effects = headed(effects, "quantity", named(quantities, ours)).rename(
            columns={"estimate": "effect_on_average"}
        )
        tables.append(
            Table.of(Text("Average marginal effects"), effects, room, groups="quantity", stars=_STARS)
        )
        return tables


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns={"estimate": "regression_b"})
