"""`Confirmation`: a confirmatory factor analysis, as a thesis prints it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd
from scipy.special import chdtri

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.psychometrics._confirm_tables import (
    loadings_words,
)
from govmetrics.psychometrics._fit_words import criteria_words, fit_finding, fit_table
from govmetrics.psychometrics._hierarchy import (
    Hierarchy,
    hierarchy_tables,
    hierarchy_words,
)  # fmt: skip

_ESTIMATORS = {
    "normal": Text("maximum likelihood"),
    "wishart": Text("maximum likelihood of the Wishart distribution"),
    "robust": Text(
        "maximum likelihood, with standard errors and indices that allow for answers that are not normal (MLR)"
    ),
    "fiml": Text("full-information maximum likelihood, with standard errors from the observed information"),
}


_ABOVE = {
    "second": Text("The factors' correlations were taken to come from second-order factors alone."),
    "general": Text(
        "Every item was let load on a general factor and on one group factor, all of them uncorrelated (bifactor model)."
    ),
}


_SCALES = {
    "marker": Text("The first loading of every factor was set to one."),
    "variance": Text("The variance of every factor was set to one."),
}


_NOTABLE = float(chdtri(1, 0.05))  # 3.84


_CITES = {
    "robust": ("joreskog1969", "yuanbentler2000", "brosseauliard2014"),
    "fiml": ("joreskog1969", "enders2001", "little1988"),
}


@dataclass(frozen=True, eq=False)
class Confirmation(Result):
    """A confirmatory factor analysis (验证性因子分析).

    Attributes
    ----------
    loadings : DataFrame
        Index (factor, item); estimate, se, z, p, standardized, standardized_se.
    factor_covariances : DataFrame
        Index (factor, factor); estimate, se, z, p.
    factor_correlations : DataFrame
        Factors x factors.
    residuals : DataFrame
        One row per item: estimate, se, z, p, standardized, r_squared.
    fit : Series
        chi_square, df, p, cfi, tli, rmsea with rmsea_lower and rmsea_upper (90 %), srmr, gfi, aic, bic, ...
    modifications : DataFrame
        What freeing a parameter would do: kind, left, right, index, change, standardized_change.
    residual_correlations : DataFrame
        Observed less implied correlations.
    notes : tuple of str
        Heywood cases, respondents left out, what full information and factors above others rest on.
    missing : str
        "listwise" or "fiml".
    intercepts : DataFrame or None
        With full information, the items' means: estimate, se, z, p.
    mcar : Series or None
        With full information, Little's test that answers are missing completely at random: chi_square, df, p,
        patterns.
    second_order : DataFrame or None
        Index (second_order, factor); estimate, se, z, p, standardized, standardized_se, r_squared, residual (the
        share of the factor that the one above leaves).
    second_order_correlations : DataFrame or None
        Of several second-order factors, and of the factors that stand under none.
    general_loadings : DataFrame or None
        Index (factor, item): standardised loadings on the general and on the group factor, communality, and the
        general factor's share of it; of one second-order factor after Schmid and Leiman.
    general_indices : DataFrame or None
        The general factor first, then the group factors: omega, omega_hierarchical, ecv (of all common variance),
        ecv_within (of that of its own items), h (construct replicability), puc (of the general factor).
    against_correlated : Series or None
        With second-order factors, the fit of freely correlated ones: chi_square, df, delta_chi_square, delta_df,
        delta_p, target (the ratio of the chi-squares).

    See Also
    --------
    confirm
    """

    loadings: pd.DataFrame
    factor_covariances: pd.DataFrame
    factor_correlations: pd.DataFrame
    residuals: pd.DataFrame
    fit: pd.Series
    modifications: pd.DataFrame
    residual_correlations: pd.DataFrame
    scale: str
    likelihood: str
    n: int
    notes: tuple[Note, ...]
    missing: str = "listwise"
    intercepts: pd.DataFrame | None = None
    mcar: pd.Series | None = None
    second_order: pd.DataFrame | None = None
    second_order_correlations: pd.DataFrame | None = None
    general_loadings: pd.DataFrame | None = None
    general_indices: pd.DataFrame | None = None
    against_correlated: pd.Series | None = None

    _shown: ClassVar = {
        "loadings": "Loadings of the factors",
        "factor_covariances": "Variances and covariances of the factors",
        "residuals": "Residual variances of the items",
        "modifications": "Modification indices",
    }

    def _method(self) -> tuple[Text, ...]:
        fitted = (
            "A confirmatory factor model ({factors:# factor|# factors}, {items:# item|# items}) was fitted to {n:# "
            "respondent|# respondents} by {estimator}."
        )
        counts = {"factors": len(self.factor_correlations), "items": len(self.residuals), "n": self.n}
        above = [_ABOVE["second"]] if self.second_order is not None else []
        above += [_ABOVE["general"]] if self.second_order is None and self.general_indices is not None else []
        return (
            Text(fitted, estimator=_ESTIMATORS[self._estimator], **counts),
            _SCALES[self.scale],
            *above,
            criteria_words(),
        )

    @property
    def _estimator(self) -> str:
        if self.missing == "fiml":
            return "fiml"
        return "robust" if "scaling_factor" in self.fit else self.likelihood

    @property
    def _hierarchy(self) -> Hierarchy:
        return Hierarchy(
            self.second_order, self.second_order_correlations, self.general_loadings, self.general_indices
        )

    def _finding(self) -> tuple[Text, ...]:
        return (*fit_finding(self.fit), *hierarchy_words(self._hierarchy))

    def _tables(self) -> list[Table]:
        """Return the tables of a confirmatory factor analysis as SPSSAU has them, the fit second."""
        smc = self.loadings.assign(smc=self.loadings["standardized"] ** 2)
        smc["se"] = smc["se"].where(smc["se"] > 0)  # a loading that was set has none
        columns = ["estimate", "se", "z", "p", "standardized", "smc"]
        said, cites = loadings_words(self.loadings), _CITES.get(self._estimator, ("joreskog1969",))
        first = Table.of(
            Text(self._shown["loadings"]),
            smc,
            "psychometrics",
            columns=columns,
            sentence=said,
            cites=cites,
            groups="factor",
        )
        changes = Table.of(Text(self._shown["modifications"]), self.modifications, "psychometrics")
        above, means = hierarchy_tables(self._hierarchy), []
        if self.intercepts is not None:
            caption, shown = (
                Text("Means of the items"),
                self.intercepts.rename(columns={"estimate": "parameter"}),
            )
            means = [Table.of(caption, shown, "psychometrics")]
        return [first, fit_table(self.fit), *above, *self._variances(), *means, *self._changes(changes)]

    def _variances(self) -> list[Table]:
        """Return the variances and covariances of the factors, and the residual variances of the items."""
        among, residuals = self.factor_covariances.copy(), self.residuals
        among["standardized"] = [self.factor_correlations.loc[pair] for pair in among.index]
        among = among[(among["se"] > 0) | (among["estimate"] != 0)]  # beside a general factor none correlate
        heads = {"estimate": "parameter", "standardized": "parameter_standardized"}
        among["se"] = among["se"].where(among["se"] > 0)
        captions = (Text(self._shown["factor_covariances"]), Text(self._shown["residuals"]))
        return [
            Table.of(caption, frame.rename(columns=heads), "psychometrics")
            for caption, frame in zip(captions, (among, residuals), strict=True)
        ]

    def _changes(self, table: Table) -> list[Table]:
        """Return the modification indices that are significant, and a note on the others."""
        few = self.modifications["index"] >= _NOTABLE
        note = Note(
            "Shown are the {count:,} of {every:,} indices of at least {least:.3g} (p < 0.05).",
            count=int(few.sum()), every=len(few), least=_NOTABLE,
        )  # fmt: skip
        return (
            [replace(table, frame=table.frame[few.to_numpy()], notes=(note,), cites=("sorbom1989",))]
            if few.any()
            else []
        )
