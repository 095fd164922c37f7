"""Mediation: whether a predictor works through other variables, with bootstrap intervals; moderated or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import FLAG, LABEL, SEED, SHARE, choice, count, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.psychometrics import _mediation_numbers as numbers
from govmetrics.psychometrics._columns import listed
from govmetrics.psychometrics._mediation_words import (
    KINDS,
    STAGES,
    TOGETHER,
    kind_of,
    mediation_notes,
    row_faults,
    two_valued,
    worded,
)
from govmetrics.psychometrics._probing import PROBE, Probe
from govmetrics.psychometrics._regression_words import errors_note
from govmetrics.psychometrics.moderate import ERRORS

Stage = Literal["first", "second", "direct"]
_STAGE = choice("first", "second", "direct")
_MOST_DRAWS = 1_000_000


@dataclass(frozen=True, eq=False)
class Mediation(Result):
    """A mediation analysis (中介效应分析).

    Attributes
    ----------
    coefficients : DataFrame
        Index (outcome, predictor), an equation for each mediator and for the outcome: b, se, t, p, lower, upper.
    r_squared : Series
        Of each equation, by outcome.
    effects : DataFrame
        Index path: total, direct, total indirect, and each path by its mediators: estimate, se, lower, upper, standardized,
        standardized_lower, standardized_upper. Indirect effects have bootstrap errors and intervals, direct and total ones
        those of their regressions where nothing moderates them. With a moderator all are at its mean.
    differences : DataFrame
        Between two indirect effects: first, second, estimate, se, lower, upper.
    sobel : DataFrame
        Sobel's test of paths of one mediator, for comparison only: estimate, se, z, p, and Aroian's z_aroian, p_aroian.
    conditional : DataFrame
        With a moderator: index (path, at); moderator_value, estimate, se, lower, upper.
    index : DataFrame
        With one moderated stage: Hayes's index of moderated mediation by path; with both stages the difference of the
        indirect effect at the highest and the lowest value: estimate, se, lower, upper.
    kind : str
        What Zhao, Lynch and Chen (2010) call it: complementary, competitive, indirect only, direct only or none.
    share_mediated : float
        Indirect over total effect where direct and indirect agree in sign; NaN elsewhere.
    outcome, predictor : str
        The roles.
    mediators : tuple of str
        In the order given.
    moderator : str or None
        Of the stages.
    stage : tuple of str
        Which paths it moderates.
    serial : bool
        Whether the mediators follow each other.
    interval : str
        percentile or bias_corrected.
    draws, seed, level : int, int or None, float
        Of the bootstrap.
    errors : str
        Of the coefficients: textbook, weights or clusters.
    n : int
        Respondents used.
    notes : tuple of str
        Respondents left out; what to keep in mind.

    See Also
    --------
    mediate
    """

    coefficients: pd.DataFrame
    r_squared: pd.Series
    effects: pd.DataFrame
    differences: pd.DataFrame
    sobel: pd.DataFrame
    conditional: pd.DataFrame
    index: pd.DataFrame
    kind: str
    share_mediated: float
    outcome: str
    predictor: str
    mediators: tuple[str, ...]
    moderator: str | None
    stage: tuple[str, ...]
    serial: bool
    interval: str
    draws: int
    seed: int | None
    level: float
    errors: str
    n: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "effects": "Total, direct and indirect effects",
        "coefficients": "Coefficients of the equations",
        "differences": "Differences between indirect effects",
        "conditional": "Effects at values of the moderator",
        "index": "Moderated mediation",
        "sobel": "Sobel's test, for comparison",
    }
    _cites: ClassVar = ("hayes2022", "mackinnon2004", "zhao2010")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Effects of {predictor} on {outcome} through {mediators} ({order}) were estimated by least squares (n = {n:,}; "
            "{errors}), indirect effects with {level:.3g}% intervals by {interval} of {draws:,} bootstrap draws{seed}."
        )
        seed = Text("") if self.seed is None else Text(" (seed {seed})", seed=self.seed)
        order = Text("in series") if self.serial else Text("in parallel")
        said = [
            Text(told, predictor=self.predictor, outcome=self.outcome, mediators=list(self.mediators), order=order, n=self.n,
                 errors=ERRORS[self.errors], level=100 * self.level, interval=_INTERVALS[self.interval], draws=self.draws,
                 seed=seed)
        ]  # fmt: skip
        if self.moderator is not None:
            stages = [STAGES[one] for one in self.stage]
            said.append(Text("{moderator} moderates {stages}.", moderator=self.moderator, stages=stages))
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        row, direct = self.effects.loc["total indirect"], self.effects.at["direct", "estimate"]
        told = (
            "The indirect effect of {predictor} on {outcome} through {mediators} is {estimate:.3f} ({level:.3g}% interval "
            "{lower:.3f} to {upper:.3f}), the direct effect {direct:.3f}: {kind}."
        )
        values = {key: row[key] for key in ("estimate", "lower", "upper")}
        single = self.effects.iloc[list(self.effects.index).index("total indirect") + 1 :]
        sure = single[(single["lower"] > 0) | (single["upper"] < 0)]
        several = len(single) > 1 and len(sure) > 0
        kind = (TOGETHER if several else KINDS).get(self.kind, KINDS[self.kind])
        said = [
            Text(told, predictor=self.predictor, outcome=self.outcome, mediators=list(self.mediators), level=100 * self.level,
                 direct=direct, kind=kind, **values)
        ]  # fmt: skip
        if several:
            apart = "Of the single indirect effects these differ from zero: {effects}."
            shown = [f"{path} {estimate:.3f}" for path, estimate in sure["estimate"].items()]
            said.append(Text(apart, effects=shown))
        if np.isfinite(self.share_mediated):
            said.append(Text("{share:.0%} of the total effect is mediated.", share=self.share_mediated))
        if len(self.index):
            said += [self._moderated(str(path), row) for path, row in self.index.iterrows()]
        return tuple(said)

    def _moderated(self, path: str, row: pd.Series) -> Text:
        sure = row["lower"] > 0 or row["upper"] < 0
        told = "The indirect effect through {path} depends on {moderator}: {estimate:.3f} ({lower:.3f} to {upper:.3f})."
        if not sure:
            told = (
                "That the indirect effect through {path} depends on {moderator} is not shown: {estimate:.3f} ({lower:.3f} to "
                "{upper:.3f})."
            )
        return Text(
            told,
            path=path,
            moderator=self.moderator,
            **{k: float(row[k]) for k in ("estimate", "lower", "upper")},
        )

    def _tables(self) -> list[Table]:
        tables = []
        for name, caption in self._shown.items():
            frame = getattr(self, name)
            if not len(frame):
                continue
            frame = worded(frame.rename(columns={"estimate": "size", "standardized": "beta"}))
            if name == "sobel":
                note = Note(
                    "products are skewed, so this test is worse than the bootstrap: report the interval instead"
                )
                tables.append(
                    Table.of(Text(caption), frame, "psychometrics", notes=(note,), cites=("sobel1982",))
                )
            else:
                groups = "outcome" if name == "coefficients" else ""
                stars = (0.05, 0.01, 0.001) if name == "coefficients" else ()
                said = (errors_note(ERRORS[self.errors]),) if name == "coefficients" else ()
                shown = [key for key in frame.columns if not key.startswith("standardized_")]
                tables.append(
                    Table.of(
                        Text(caption),
                        frame,
                        "psychometrics",
                        columns=shown,
                        groups=groups,
                        stars=stars,
                        notes=said,
                    )
                )
        return tables


_INTERVALS = {"percentile": Text("percentiles"), "bias_corrected": Text("percentiles corrected for bias")}


def mediate(
    frame: pd.DataFrame,
    outcome: str,
    predictor: str,
    mediators: str | Sequence[str],
    covariates: Sequence[str] = (),
    serial: bool = False,
    moderator: str | None = None,
    stage: Stage | Sequence[Stage] = "first",
    probe: Probe = "sd",
    draws: int = 5000,
    rng: int | np.random.Generator = 0,
    level: float = 0.95,
    interval: Literal["percentile", "bias_corrected"] = "percentile",
    *,
    weights: pd.Series | None = None,
    cluster: str | pd.Series | None = None,
) -> Mediation:
    """Return direct and indirect effects of `predictor` on `outcome` through `mediators`.

    Parameters
    ----------
    frame : DataFrame
        Respondents x columns, numbers; those who lack a value are left out and counted.
    outcome, predictor : str
        Columns. The predictor may have two values (0 and 1).
    mediators : str or sequence of str
        Columns; in parallel, or with `serial` in the order in which they follow each other.
    covariates : sequence of str
        Columns that are held constant in every equation.
    serial : bool
        Every mediator depends on those before it, too.
    moderator : str, optional
        Column on which effects depend.
    stage : {"first", "second", "direct"}, or several
        What the moderator changes: the paths to the mediators, those from them to the outcome, the direct effect.
    probe : {"sd", "percentiles"}
        At which values of the moderator effects are given, as for `moderate`.
    draws : int
        Bootstrap draws, of respondents in the order of their labels, or of whole clusters.
    rng : int or Generator
        Seed.
    level : float
        Confidence level.
    interval : {"percentile", "bias_corrected"}
        Percentiles of the draws, or corrected for the share of draws below the estimate. The latter have more power and
        reject too often (Fritz, Taylor and MacKinnon 2012).
    weights : Series, optional
        Design weights under the respondents' index, in every regression and every draw.
    cluster : str or Series, optional
        Column, or Series under the respondents' index, that says who was drawn together: clusters are drawn whole, and
        errors of coefficients are by cluster.

    Returns
    -------
    Mediation

    Raises
    ------
    FaultyInput
        Unknown columns, a column with two roles, answers that are not numbers.
    UnsuitableMethod
        Columns that do not vary or depend on each other, fewer respondents than coefficients, serial mediators with a moderator.

    Notes
    -----
    m = i + a x + ..., y = i + c' x + b m + ...: the indirect effect is a b, and the total effect a b + c' where every
    equation has the same covariates. In series a path through several mediators is the product of its coefficients. Errors of
    coefficients are the ordinary ones of least squares, as in Hayes's PROCESS (`regress` has robust ones unless asked
    otherwise), with weights or clusters those of the sandwich; the table of coefficients says which.

    References
    ----------
    Hayes, A. F. (2022). Introduction to Mediation, Moderation, and Conditional Process Analysis (3rd ed.). Guilford Press.
    MacKinnon, D. P., Lockwood, C. M. and Williams, J. (2004). Confidence limits for the indirect effect: distribution of the
    product and resampling methods. Multivariate Behavioral Research, 39, 99-128.
    Preacher, K. J. and Hayes, A. F. (2008). Asymptotic and resampling strategies for assessing and comparing indirect effects
    in multiple mediator models. Behavior Research Methods, 40, 879-891.
    Hayes, A. F. (2015). An index and test of linear moderated mediation. Multivariate Behavioral Research, 50, 1-22.
    Zhao, X., Lynch, J. G. and Chen, Q. (2010). Reconsidering Baron and Kenny: myths and truths about mediation analysis.
    Journal of Consumer Research, 37, 197-206.
    Sobel, M. E. (1982). Asymptotic confidence intervals for indirect effects in structural equation models. Sociological
    Methodology, 13, 290-312.
    Fritz, M. S., Taylor, A. B. and MacKinnon, D. P. (2012). Explanation of two anomalous results in statistical mediation
    analysis. Multivariate Behavioral Research, 47, 61-87.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"service": rng.normal(size=300)})
    >>> people["trust"] = 0.5 * people["service"] + rng.normal(size=300)
    >>> people["taking_part"] = 0.4 * people["trust"] + rng.normal(size=300)
    >>> found = mediate(people, "taking_part", "service", "trust", draws=1000)
    >>> found.effects.loc["trust", ["estimate", "lower", "upper"]].round(2).tolist(), found.kind
    ([0.22, 0.15, 0.3], 'indirect only')
    """
    faults = wanted(
        outcome=(outcome, LABEL), predictor=(predictor, LABEL), covariates=(covariates, several(LABEL)), serial=(serial, FLAG),
        moderator=(moderator, optional(LABEL)), probe=(probe, PROBE), draws=(draws, count(100, _MOST_DRAWS)), rng=(rng, SEED),
        level=(level, SHARE), interval=(interval, choice("percentile", "bias_corrected")),
    )  # fmt: skip
    faults += wanted(mediators=(mediators, LABEL if isinstance(mediators, str) else several(LABEL, 1)))
    faults += wanted(stage=(stage, _STAGE if isinstance(stage, str) else several(_STAGE, 1)))
    faults.raise_all()
    stages = () if moderator is None else tuple(dict.fromkeys([stage] if isinstance(stage, str) else stage))
    roles = numbers.Roles(str(outcome), str(predictor), tuple(listed(mediators)), tuple(listed(covariates)),
                          None if moderator is None else str(moderator), stages, bool(serial))  # fmt: skip
    Faults(_serial_faults(roles) + row_faults(roles.mediators)).raise_all()
    generator, seed = generator_of(rng)
    sample = numbers.read(frame, roles, probe, weights, cluster)
    found = numbers.estimated(sample, draws, generator, level, corrected=interval == "bias_corrected")
    fitted = numbers.fitted(sample, level)
    errors = sample.columns.errors("textbook")
    effects = numbers.effects_table(sample, fitted, found, level)
    kind, share = kind_of(effects)
    notes = mediation_notes(two=sample.two, mean=None if moderator is None else sample.mean, failed=found.failed,
                            draws=int(draws), kind=kind, interval=interval)  # fmt: skip
    return Mediation(
        coefficients=fitted.table, r_squared=fitted.r_squared, effects=effects, differences=found.differences,
        sobel=numbers.sobel(sample, fitted), conditional=found.conditional, index=found.index, kind=kind, share_mediated=share,
        outcome=roles.outcome, predictor=roles.predictor, mediators=roles.mediators, moderator=roles.moderator, stage=stages,
        serial=bool(serial), interval=interval, draws=int(draws), seed=seed, level=level, errors=errors, n=sample.columns.n,
        notes=(*sample.columns.notes, *two_valued(sample.columns, [*roles.mediators, roles.outcome]), *notes),
    )  # fmt: skip


def _serial_faults(roles: numbers.Roles) -> list[Fault]:
    if roles.serial and roles.moderator is not None:
        way = "leave `serial` out, or look at the moderated paths one by one with `moderate`"
        return [Fault("moderator", "mediators in series are not moderated here", way)]
    return []
