"""Funnels: which units' rates lie beyond what chance and the usual differences explain, and how sure their ranks are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, cast, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import (
    LIST,
    SHARE,
    Kind,
    asked,
    choice,
    is_number,
    number,
    optional,
    wanted,
)
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.monitoring.dispersion import (
    Outliers,
    Scale,
    adjusted_z,
    funnel_limits,
    transform,
    without_tails,
)
from govmetrics.monitoring.dispersion import (
    overdispersion as _overdispersion,
)
from govmetrics.monitoring.fractions import RateKind, fractions
from govmetrics.monitoring.rate_table import ranked, standard_errors, verdicts
from govmetrics.monitoring.shrinkage import shrunk_proportions, shrunk_rates

Adjustment = Literal["additive", "multiplicative"]
Shrinkage = Literal["auto", "marshall", "beta_binomial"]
RARE = 0.05
"""Proportions below this are rare events, for which Poisson errors do."""
_SCALES = {"arcsine": Text("arcsine scale"), "square_root": Text("square root scale"), "log": Text("log scale"),
           "identity": Text("original scale")}  # fmt: skip
_SIZES = Kind(
    lambda value: (
        LIST.fits(value) and len(value) > 0 and all(is_number(one) and 1e-12 <= one <= 1e15 for one in value)
    ),
    Text("give a list of numbers above 0"),
)
_TARGET = Kind(
    lambda value: (isinstance(value, str) and value == "mean") or (is_number(value) and 0 < value <= 1e12),
    Text('give "mean", or a number above 0'),
)


@dataclass(frozen=True, eq=False)
class Funnel(Result):
    """Rates of units, the limits within which they may lie by chance, and how sure their ranks are.

    Attributes
    ----------
    rates : Series
        Events over what they are out of, by unit.
    limits : DataFrame
        By unit: lower and upper (99.8%), warning_lower and warning_upper (95%) around the target.
    shrunk : Series
        Rates drawn towards the mean of all, the more the less they rest on (empirical Bayes).
    standard_errors : Series
        Of the rates: half of the score interval over its quantile, so that 22 of 22 has one, too.
    overdispersion : Series
        phi, tau2 (on the scale), n (units that count for them).
    table : DataFrame
        By unit: events, out_of, rate, rank, rank_lower, rank_upper, lower and upper (score interval), verdict,
        shrunk, shrunk_error, z. Ranks begin with the best rate; the best and the worst rank hold for all units at once.
    target : float
        What rates are compared with.
    kind, scale, adjustment, outliers, shrinkage : str
        What was chosen; `adjustment` is None where limits allow for chance alone.
    tail : float
        Share of the units at each end that `outliers` is about.
    level : float
        Of the intervals of rates, and of all ranks together.
    better : str
        "more" or "less".

    See Also
    --------
    funnel
    """

    rates: pd.Series
    limits: pd.DataFrame
    shrunk: pd.Series
    standard_errors: pd.Series
    overdispersion: pd.Series
    table: pd.DataFrame
    target: float
    kind: str
    scale: str
    adjustment: str | None
    outliers: str
    tail: float
    shrinkage: str
    level: float
    better: str
    procedure: Procedure = field(default_factory=Procedure)
    notes: tuple[Note, ...] = ()

    _by_line = True
    _shown: ClassVar = {"table": "Rates of units", "limits": "Limits of the funnel"}

    def limits_at(self, out_of: Any) -> pd.DataFrame:
        """Return the limits of units of other sizes, such as the points of a curve.

        Parameters
        ----------
        out_of : list of numbers
            Above 0.

        Returns
        -------
        DataFrame
            As `limits`, one row a size.
        """
        asked(out_of=(out_of, _SIZES))
        n = np.asarray(out_of, dtype=float)
        way = transform(cast(Scale, self.scale), self.kind == "proportion")
        phi, tau2 = self.overdispersion[["phi", "tau2"]]
        return pd.DataFrame(
            funnel_limits(way, self.target, n, self.adjustment, phi, tau2), pd.Index(n, name="out_of")
        )

    def _finding(self) -> tuple[Text, ...]:
        """Who lies outside, and how sure the first rank is."""
        verdict = self.table["verdict"]
        above, below = (
            self.table.index[verdict == word].tolist() for word in ("above limits", "below limits")
        )
        told = [
            Text("{n:# unit|# units}, target {target:.4g}; above the 99.8% limits: {above}, below: {below}.",
                 n=len(verdict), target=self.target, above=len(above), below=len(below)),
        ]  # fmt: skip
        if above:
            told.append(Text("Above: {units:10}.", units=[place_of(unit) for unit in above]))
        if below:
            told.append(Text("Below: {units:10}.", units=[place_of(unit) for unit in below]))
        first = self.table[self.table["rank"] == 1].sort_values("out_of").iloc[0]
        told.append(
            Text("{unit} has the best rate, {rate:.4g} out of {out_of:,.6g}; its rank lies between {low:.0f} and {high:.0f} "
                 "({level:.3g}% for all ranks together).", unit=place_of(first.name), rate=first["rate"], out_of=first["out_of"],
                 low=first["rank_lower"], high=first["rank_upper"], level=100 * self.level)
        )  # fmt: skip
        return tuple(told)


def funnel(
    events: Any,
    out_of: Any,
    target: float | Literal["mean"] = "mean",
    overdispersion: Adjustment | None = "additive",
    kind: RateKind = "proportion",
    scale: Scale | None = None,
    outliers: Outliers = "winsorise",
    tail: float = 0.1,
    shrinkage: Shrinkage = "auto",
    level: float = 0.95,
    better: Literal["more", "less"] = "more",
) -> Funnel:
    r"""Compare the rates of units of very different size fairly.

    On a scale on which their errors are alike (:math:`y`, with errors :math:`s`), :math:`z = (y - y_0) / s`. Where units
    differ more than chance allows, :math:`\phi = \sum z^2 / n` is above 1. Limits are :math:`y_0 \pm z_\alpha s`,
    multiplied by :math:`\sqrt\phi` (multiplicative; never narrower than without), or with
    :math:`\sqrt{s^2 + \tau^2}` (additive), where
    :math:`\tau^2 = (n\phi - (n - 1)) / (\sum w - \sum w^2 / \sum w)`, :math:`w = 1 / s^2`.

    Parameters
    ----------
    events : Series or list, length n
        Counts, by unit. Zero is a count.
    out_of : Series or list, length n
        What they are out of, above 0: cases (proportion), exposure (rate), or expected events (ratio). Two Series meet by
        their labels.
    target : "mean" or float
        What rates are compared with; "mean" is all events over all that they are out of.
    overdispersion : {"additive", "multiplicative"} or None
        What limits allow for besides chance.
    kind : {"proportion", "rate", "ratio"}
        Proportions have binomial errors, rates and standardised ratios (observed over expected) Poisson errors.
    scale : {"arcsine", "square_root", "log", "identity"}, optional
        By default arcsine for proportions (of the root), and the square root for rates and ratios: both take zeros. On
        the log scale zero events count as half an event, and a note says so.
    outliers : {"winsorise", "truncate", "keep"}
        Before phi and tau are computed, the z-scores at both ends are moved to the quantiles `tail` and 1 - `tail` and count
        (winsorise), or the share `tail` of the units at each end does not count (truncate).
    tail : float
        Of each end, below a half.
    shrinkage : {"auto", "marshall", "beta_binomial"}
        Marshall's global empirical Bayes estimator rests on Poisson errors; the beta-binomial one, for proportions, on
        binomial ones. "auto" takes it for proportions whose mean is at least 5%.
    level : float
        Of score intervals (Wilson's, for proportions), and of all ranks together.
    better : {"more", "less"}
        Which rate has rank 1.

    Returns
    -------
    Funnel
        Rates, limits, shrunken rates, and ranks with the best and the worst that they may be.

    Raises
    ------
    FaultyInput
        Missing, negative, fractional or endless counts, text, a zero denominator, events above it where it must hold them,
        units of only one of the two, or twice: all at once.
    UnsuitableMethod
        A scale that is not of the kind, or has no error at the target.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24,
    1185-1202. Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators. Quality and Safety in
    Health Care 14, 347-351. Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Applied Statistics 40, 283-294. Kleinman, J. C. (1973). Proportions with extraneous variance. JASA 68, 46-54. Wilson,
    E. B. (1927). Probable inference. JASA 22, 209-212. Klein, M., Wright, T. and Wieczorek, J. (2020). A joint confidence
    region for an overall ranking of populations. JRSS C 69. Of these only abstracts and programs were seen.

    Examples
    --------
    >>> satisfied = pd.Series({"Zone": 22, "District": 6428, "County": 2429})
    >>> asked = pd.Series({"Zone": 22, "District": 6530, "County": 2584})
    >>> found = funnel(satisfied, asked, overdispersion=None)
    >>> found.table[["rate", "rank", "rank_lower", "rank_upper"]].round(3).to_dict("index")["Zone"]
    {'rate': 1.0, 'rank': 1.0, 'rank_lower': 1.0, 'rank_upper': 3.0}
    """
    faults = wanted(
        target=(target, _TARGET), overdispersion=(overdispersion, optional(choice(*get_args(Adjustment)))),
        scale=(scale, optional(choice(*get_args(Scale)))), outliers=(outliers, choice(*get_args(Outliers))),
        tail=(tail, number(0, 0.5, open_high=True)), shrinkage=(shrinkage, choice(*get_args(Shrinkage))),
        level=(level, SHARE), better=(better, choice("more", "less")),
    )  # fmt: skip
    with faults:
        units, x, n = fractions(events, out_of, kind)
    faults.raise_all()
    proportion = kind == "proportion"
    used: Scale = scale or ("arcsine" if proportion else "square_root")
    mean = x.sum() / n.sum()
    centre = float(mean if isinstance(target, str) else target)
    _suitable(used, kind, centre, shrinkage)
    way = transform(used, proportion)
    halves = np.where(x == 0, 0.5, x) if used == "log" else x
    y, error = way.there(halves / n), way.error(centre, n)
    z = (y - way.there(np.array(centre))) / error
    counted, which = without_tails(z, outliers, tail)
    phi, tau2 = _overdispersion(counted[which], error[which])
    limits = funnel_limits(way, centre, n, overdispersion, phi, tau2)
    rare = not proportion or (shrinkage == "auto" and mean < RARE)
    chosen = ("marshall" if rare else "beta_binomial") if shrinkage == "auto" else shrinkage
    shrunk, shrunk_error = (shrunk_rates if chosen == "marshall" else shrunk_proportions)(x, n)
    table = ranked(x, n, proportion, level, better)
    table = table.assign(shrunk=shrunk, shrunk_error=shrunk_error, z=adjusted_z(z, error, overdispersion, phi, tau2),
                         verdict=verdicts(x / n, limits)).set_axis(units)  # fmt: skip
    order = ("events", "out_of", "rate", "rank", "rank_lower", "rank_upper", "lower", "upper", "verdict", "shrunk",
             "shrunk_error", "z")  # fmt: skip
    table = table[list(order)] if units.nlevels == 2 else table[list(order)].rename_axis("unit")
    notes = [Note("zero events count as half an event on the log scale: {units:10}",
                  units=[place_of(unit) for unit in units[x == 0]])] if used == "log" and (x == 0).any() else []  # fmt: skip
    return Funnel(
        rates=table["rate"].rename("rate"), limits=pd.DataFrame(limits, table.index), shrunk=table["shrunk"],
        standard_errors=pd.Series(standard_errors(x, n, proportion), table.index, name="standard_error"),
        overdispersion=pd.Series({"phi": phi, "tau2": tau2, "n": float(which.sum())}), table=table, target=centre,
        kind=kind, scale=used, adjustment=overdispersion, outliers=outliers, tail=float(tail), shrinkage=chosen,
        level=float(level), better=better, procedure=_procedure(used, overdispersion, outliers, tail, chosen, proportion),
        notes=tuple(notes),
    )  # fmt: skip


def _suitable(scale: Scale, kind: str, target: float, shrinkage: str) -> None:
    """Refuse scales that are not of the kind, or on which nothing has an error at the target."""
    faults = []
    if (scale == "arcsine") != (kind == "proportion") and scale != "identity":
        way_out = "proportions go by arcsine or identity, rates and ratios by square_root, log or identity"
        faults.append(
            Fault(
                "scale", "{scale!r} is not a scale for kind={kind!r}", way_out, scale=scale, kind=Text(kind)
            )
        )
    if kind == "proportion" and target > 1:
        faults.append(
            Fault(
                "target",
                "is {value:g}, and a proportion is at most 1",
                "give a share such as 0.95",
                value=target,
            )
        )
    elif scale in ("log", "identity") and (target == 0 or (kind == "proportion" and target == 1)):
        way_out = "leave `scale` out, or give a target"
        faults.append(Fault("target", "is {value:g}, where rates have no error on the scale {scale}", way_out,
                            value=target, scale=scale))  # fmt: skip
    if shrinkage == "beta_binomial" and kind != "proportion":
        faults.append(
            Fault("shrinkage", "beta_binomial is for proportions", "use marshall for rates and ratios")
        )
    if faults:
        raise UnsuitableMethod(faults)


def _procedure(
    scale: str, adjustment: str | None, outliers: str, tail: float, shrinkage: str, proportion: bool
) -> Procedure:
    """Say how the limits were drawn, and how rates were shrunk and ranked."""
    said = Procedure.of("Rates were compared with their target in a funnel with limits of 95% and 99.8% ({scale}).",
                        "Spiegelhalter2005", scale=_SCALES[scale])  # fmt: skip
    if adjustment is not None:
        said += (
            Procedure.of("Limits were widened by the variance between units (additive overdispersion).", "Spiegelhalter2005b")
            if adjustment == "additive"
            else Procedure.of("Limits were widened by the root of phi (multiplicative overdispersion).", "Spiegelhalter2005b")
        )  # fmt: skip
    if outliers != "keep" and tail > 0:
        said += (
            Procedure.of("For this, z-scores were winsorised at {tail:.0%} of each end.", tail=tail)
            if outliers == "winsorise"
            else Procedure.of("For this, {tail:.0%} of the units at each end were truncated.", tail=tail)
        )
    said += (
        Procedure.of("Rates were shrunk by Marshall's global empirical Bayes estimator.", "Marshall1991")
        if shrinkage == "marshall"
        else Procedure.of(
            "Proportions were shrunk by a beta-binomial model fitted by moments.", "Kleinman1973"
        )
    )
    return said + (
        Procedure.of("Intervals are Wilson's; ranks have a joint confidence region.", "wilson1927", "Klein2020")
        if proportion
        else Procedure.of("Intervals are score intervals of Poisson counts; ranks have a joint confidence region.", "Klein2020")
    )  # fmt: skip
