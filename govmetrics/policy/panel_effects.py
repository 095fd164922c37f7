"""`PanelEffects`: the coefficients of a panel regression, its fit and its tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text
from govmetrics.policy._words import ERRORS, SHAPES, TERMS, TESTS, headed, with_counts

STARS = (0.05, 0.01, 0.001)


@dataclass(frozen=True, eq=False)
class PanelEffects(Result):
    """A regression of units over periods.

    Attributes
    ----------
    outcome : str
    kind : str
        fixed, random or difference.
    two_way : bool
        Periods have effects, too.
    errors : str
    coefficients : DataFrame
        By term: estimate, error, df, t, p, lower, upper.
    tests : DataFrame
        By test: statistic, df1, df2, p.
    fit : Series
        Rows, units, periods, clusters, R² within, deviations.
    turning_points : DataFrame or None
        By regressor with a square: turning_point, lower, upper (Fieller), low, high (of its values), slope_low, slope_high,
        t_low, t_high, p (of both arms, Lind and Mehlum), inside, shape.
    covariance : DataFrame
        Of the coefficients.
    level : float
        Of the intervals.
    names : dict
        Names of nodes.
    indicators : tuple of str
        Terms that stand for periods, as random effects of units have them.
    seed : int or None
        Of the bootstrap.
    notes : tuple of str
    procedure : Procedure

    See Also
    --------
    effects
    dynamic
    """

    outcome: str
    kind: str
    two_way: bool
    errors: str
    coefficients: pd.DataFrame
    tests: pd.DataFrame
    fit: pd.Series
    turning_points: pd.DataFrame | None
    covariance: pd.DataFrame
    level: float
    names: dict[str, Label]
    indicators: tuple[str, ...] = ()
    seed: int | None = None
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"coefficients": "Effects on the outcome"}
    _left_out: ClassVar = ("names",)

    def _names(self) -> dict[str, Label]:
        return self.names

    def _finding(self) -> tuple[Text, ...]:
        table = self.coefficients.drop(index=["constant", *self.indicators], errors="ignore")
        limit, told = 1 - self.level, []
        sure = table[table["p"] < limit]
        outcome = self.names.get(self.outcome, self.outcome)
        for names, said in (
            (
                sure.index[sure["estimate"] > 0],
                "More {outcome} goes with more of: {names:10} (p < {limit:g}).",
            ),
            (
                sure.index[sure["estimate"] < 0],
                "Less {outcome} goes with more of: {names:10} (p < {limit:g}).",
            ),
        ):
            if len(names):
                called = [self.names.get(one, one) for one in names]
                told.append(Text(said, outcome=outcome, names=called, limit=limit))
        if sure.empty:
            told.append(
                Text("No effect on {outcome} is beyond chance (p < {limit:g}).", outcome=outcome, limit=limit)
            )
        counts = "It rests on {n:# row|# rows} of {units:# unit|# units}, in {clusters:# cluster|# clusters}."
        told.append(Text(counts, **{key: int(self.fit[key]) for key in ("n", "units", "clusters")}))
        return (*told, *self._turns())

    def _turns(self) -> tuple[Text, ...]:
        """Say where squares turn."""
        if self.turning_points is None:
            return ()
        said = "{name} turns at {point:.4g} (from {lower:.4g} to {upper:.4g}); shape: {shape}, p = {p:.3f} by both arms."
        return tuple(
            Text(said, name=self.names.get(str(name), str(name)), point=row["turning_point"], lower=row["lower"],
                 upper=row["upper"], shape=SHAPES[row["shape"]], p=row["p"])
            for name, row in self.turning_points.iterrows()
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        room, names = "policy", {**self.names, **TERMS}
        shown = headed(self.coefficients, "term", names)
        note = Text("with {errors}", errors=ERRORS[self.errors])
        tables = [
            Table.of(Text("Effects on the outcome"), shown, room, stars=STARS, notes=(note, *self.notes))
        ]
        if self.turning_points is not None:
            points = headed(self.turning_points, "term", names)
            points["shape"] = pd.Series([SHAPES[one] for one in points["shape"]], dtype=object)
            tables.append(Table.of(Text("Where squares turn"), points, room))
        tables.append(Table.of(Text("Fit of the panel regression"), with_counts(self.fit), room))
        if len(self.tests):
            tables.append(
                Table.of(Text("Tests of the panel regression"), headed(self.tests, "test", TESTS), room)
            )
        return tables
