"""The rules of the audit: what is asked in each of the ten steps, with which threshold, and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass

from govmetrics.core.words import Text

KURTOSIS = 3.5
"""Of an indicator whose skewness is beyond its limit, too."""
STEPS = (
    Text("Theoretical framework"), Text("Selection of indicators"), Text("Missing data and outliers"),
    Text("Multivariate analysis"), Text("Normalisation"), Text("Weighting and aggregation"),
    Text("Uncertainty and sensitivity"), Text("Back to the data"), Text("Links to other measures"), Text("Presentation"),
)  # fmt: skip
"""The steps of the handbook, in its order."""
OWN = Text("ours: the handbook names no number")
JRC = Text("JRC pocket guide (Saisana et al. 2019)")
COINR = Text("JRC, usual limit of COINr (Becker et al. 2022)")
PARUOLO = Text("Paruolo et al. (2013); the factor is ours")
NUNNALLY = Text("Nunnally (1978): 0.70 or more")
SAATY = Text("Saaty (1980): 0.10 or less")
GOEPEL = Text("Goepel (2018): at least moderate")
GROSSMAN = Text("OECD/JRC (2008), step 4, after Grossman et al. (1991)")


def _oecd(step: int) -> Text:
    return Text("OECD/JRC (2008), step {step}", step=step)


@dataclass(frozen=True)
class Rule:
    """One check of the audit.

    Parameters
    ----------
    step : int
        Of the handbook, from 1.
    name, rule : str
        What is checked; the threshold, in words.
    basis : Text
        Where the threshold comes from.
    met, unmet : str
        What is said then: templates of `value`, `limit`, `count` (of the cases), `total`, `names`, and what the check adds.
    found : str
        What was found, in short.
    limit : float
        The threshold.
    most : bool
        The value may be at most the limit; else it must be at least the limit.
    each : float or None
        Of a rule that allows no case: the threshold for each of them.
    """

    step: int
    name: str
    rule: str
    basis: Text
    met: str
    unmet: str
    found: str = "{count:,} of {total:,}"
    limit: float = 0.0
    most: bool = True
    each: float | None = None


RULES = {
    # 1. Theoretical framework
    "explained": Rule(
        1, "Every indicator is explained", "indicators without a note that says what is meant: none", _oecd(1),
        "Every indicator has a note that says what is meant.",
        "{count:# indicator has|# indicators have} no note that says what is meant: {names:10}. Give them `notes` in the "
        "tree."),
    "balanced": Rule(
        1, "The dimensions are of like size",
        "the largest dimension has at most {limit:g} times as many indicators as the smallest", OWN,
        "The dimensions have from {low} to {high:# indicator|# indicators}.",
        "{largest} has {high:# indicator|# indicators}, and {smallest} has {low}. What is measured in more detail is not "
        "more important for that: look at the weights, or give the small dimension more indicators.",
        found="{value:.3g} times", limit=3.0),
    # 2. Selection of indicators
    "sourced": Rule(
        2, "The source of the indicators is named", "the tree says where its indicators come from", _oecd(2),
        "The tree names the source of its indicators.",
        "The tree does not say where its indicators come from. Write it as `source` at its top.",
        found="{told}", limit=1.0, most=False),
    "measured": Rule(
        2, "Every indicator has a unit of measurement", "indicators without a unit of measurement: none", _oecd(2),
        "Every indicator has a unit of measurement.",
        "{count:# indicator has|# indicators have} no unit of measurement: {names:10}. Give them a `unit` in the tree."),
    "tells_apart": Rule(
        2, "Every indicator tells the units apart",
        "indicators for which more than {each:.0%} of the units have the same value: none", OWN,
        "No indicator has the same value for more than {each:.0%} of the units.",
        "{count:# indicator has|# indicators have} the same value for more than {each:.0%} of the units and {count:tells|tell} "
        "them hardly apart: {names:10}.", each=0.5),
    "reliable": Rule(
        2, "The scales of the survey are reliable", "scales with Cronbach's alpha below {each:.2f}: none", NUNNALLY,
        "All scales of the survey have a Cronbach's alpha of at least {each:.2f}.",
        "{count:# scale of the survey has|# scales of the survey have} a Cronbach's alpha below {each:.2f}: {names:10}. Look "
        "at their items, or say that these answers count with care.", each=0.7),
    # 3. Missing data and outliers
    "units_known": Rule(
        3, "Every unit has enough evidence", "units with values for less than {each:.0%} of the indicators: none", COINR,
        "Every unit has values for at least {each:.0%} of the indicators.",
        "{count:# unit has|# units have} values for less than {each:.0%} of the indicators: {names:10}. Get the data, or leave "
        "them out (`screen`).", each=0.65),
    "leaves_known": Rule(
        3, "Every indicator has enough evidence", "indicators with values in less than {each:.0%} of the rows: none", COINR,
        "Every indicator has values in at least {each:.0%} of the rows.",
        "{count:# indicator has|# indicators have} values in less than {each:.0%} of the rows: {names:10}. Get the data, or "
        "leave them out (`screen`).", each=0.65),
    "imputed": Rule(
        3, "Few values are imputed", "at most {limit:.0%} of all values are imputed", OWN,
        "{value:.1%} of all values are imputed.",
        "{value:.1%} of all values are imputed, most of {names:5}. They are no evidence: let the analysis of sureness draw them "
        "(`missing: true`).", found="{value:.1%}", limit=0.05),
    "outliers": Rule(
        3, "No indicator is carried by outliers",
        "indicators with an absolute skewness above {each:g} and an excess kurtosis above {kurtosis:g} after treatment: none",
        COINR,
        "After treatment no indicator has both an absolute skewness above {each:g} and an excess kurtosis above {kurtosis:g}.",
        "{count:# indicator has|# indicators have} an absolute skewness above {each:g} and an excess kurtosis above {kurtosis:g} "
        "even after treatment: {names:10}. A few units set the scale for all others: `winsorise` or `log_transform` them.",
        each=2.0),
    # 4. Multivariate analysis
    "enough_units": Rule(
        4, "There are units enough for the statistics", "at least {limit:g} units for each indicator", GROSSMAN,
        "There are {value:.1f} units for each indicator.",
        "There are only {value:.1f} units for each indicator ({units} units, {leaves} indicators): the correlations below are "
        "rough.", found="{value:.1f}", limit=3.0, most=False),
    "own_group": Rule(
        4, "Parts go with their own group", "parts whose correlation with their own group is below {each:.2f}: none", JRC,
        "Every part has a correlation of at least {each:.2f} with its own group.",
        "{count:# part hardly goes|# parts hardly go} with {count:its|their} own group (correlation below {each:.2f}): "
        "{names:10}. What does not go along with its group has no say in it.", each=0.3),
    "other_groups": Rule(
        4, "Parts stand in the right group", "parts that go with another group more than with their own: none", JRC,
        "No part goes with another group more than with its own.",
        "{count:# part goes|# parts go} with another group more than with {count:its|their} own: {names:10}. Look whether "
        "{count:it belongs|they belong} there."),
    "redundant": Rule(
        4, "No two siblings say the same", "pairs of siblings with a correlation above {each:.2f} in size: none", JRC,
        "No two siblings have a correlation above {each:.2f} in size.",
        "{count:# pair of siblings says|# pairs of siblings say} nearly the same (correlation above {each:.2f} in size): "
        "{names:10}. It counts twice: drop or merge one.", each=0.92),
    "negative": Rule(
        4, "No two siblings pull against each other", "pairs of siblings with a significant negative correlation: none", JRC,
        "No two siblings have a significant negative correlation.",
        "{count:# pair of siblings pulls|# pairs of siblings pull} against each other: {names:10}. Their mean hides a "
        "trade-off; check the directions."),
    "one_component": Rule(
        4, "The parts of a group share one dimension",
        "groups with more than one eigenvalue above one, or loadings of both signs: none", JRC,
        "The parts of every group of three or more share one dimension.",
        "The parts of {count:# group do|# groups do} not share one dimension: {names:10}. Split {count:it|them}, or say why the "
        "parts belong together nevertheless."),
    "alpha": Rule(
        4, "The groups are consistent", "groups with Cronbach's alpha below {each:.2f}: none", NUNNALLY,
        "Every group has a Cronbach's alpha of at least {each:.2f}.",
        "{count:# group has|# groups have} a Cronbach's alpha below {each:.2f}: {names:10}. Where parts form what they make up "
        "and do not mirror it, alpha need not be high: say so.", each=0.7),
    # 5. Normalisation
    "fixed_bounds": Rule(
        5, "The scale does not move with the data", "indicators whose scale depends on the values observed: none", _oecd(5),
        "The scale of every indicator was set beforehand.",
        "{count:# indicator is|# indicators are} scaled by the values observed: a unit more, or one extreme value, moves all "
        "scores. Give them `worst` and `best` and use `goalposts`, or set a `base_period`."),
    "inside": Rule(
        5, "Few values lie beyond the ends of the scale", "at most {limit:.0%} of the values lie beyond the ends", OWN,
        "{value:.1%} of the values lie beyond the ends of the scale.",
        "{value:.1%} of the values lie beyond the ends of the scale, most of {names:5}: units there are not told apart, or leave "
        "the scale. Set the goalposts further apart.", found="{value:.1%}", limit=0.05),
    # 6. Weighting and aggregation
    "effective": Rule(
        6, "Parts weigh what is stated",
        "parts whose effective weight is more than {each:g} times, or less than 1/{each:g} of, the nominal one: none", PARUOLO,
        "Every part weighs in effect about what is stated.",
        "{count:# part does|# parts do} not weigh what is stated: {names:10}. A weight says what is exchanged for what, and not "
        "how much a part matters: change it, or say so.", each=2.0),
    "consistent": Rule(
        6, "The experts judge consistently", "matrices with a consistency ratio above {each:.2f} that counted: none", SAATY,
        "No expert's matrix with a consistency ratio above {each:.2f} counted.",
        "{count:# expert's matrix|# experts' matrices} with a consistency ratio above {each:.2f} counted, in {names:10}. Ask "
        "these experts again (`ahp.revisions` names the judgements to look at).", each=0.1),
    "unanimous": Rule(
        6, "The experts agree", "groups in which the experts' consensus is below {each:.0%}: none", GOEPEL,
        "In every group the experts' consensus is at least {each:.0%}.",
        "In {count:# group|# groups} the experts' consensus is below {each:.0%}: {names:10}. Their mean is nobody's opinion "
        "there: ask why they differ.", each=0.65),
    "compensation": Rule(
        6, "The ranking does not hang on the way of aggregation",
        "Spearman's correlation with the ranking by the {other} is at least {limit:.2f}", OWN,
        "By the {other} the ranking is nearly the same (Spearman's correlation {value:.3f}).",
        "By the {other} the ranking is another one (Spearman's correlation {value:.3f}): it matters how much a strength may "
        "make up for a weakness. Say why the chosen way is right.", found="{value:.3f}", limit=0.9, most=False),
    # 7. Uncertainty and sensitivity
    "narrow": Rule(
        7, "The ranks are sure enough", "the median rank interval spans at most {limit:.0%} of the places", OWN,
        "The median rank interval spans {places:g} of {units} places ({value:.0%}).",
        "The median rank interval spans {places:g} of {units} places ({value:.0%}): publish tiers or intervals, not "
        "places alone.",
        found="{value:.0%}", limit=0.2),
    "covered": Rule(
        7, "The published ranks lie within their intervals", "units whose rank lies outside its interval: none", _oecd(7),
        "Every published rank lies within its interval.",
        "{count:# unit has|# units have} a published rank outside its interval: {names:10}. The choices made favour or harm "
        "{count:it|them}; say so beside the rank."),
    # 8. Back to the data
    "adds": Rule(
        8, "The index tells more than each of its dimensions",
        "dimensions against which fewer than {each:.0%} of the units change their rank clearly: none", JRC,
        "Against every dimension at least {each:.0%} of the units change their rank clearly.",
        "The index adds little to {count:# dimension|# dimensions}: {names:10}. The ranking could be had from it alone.",
        each=0.1),
    "drivers": Rule(
        8, "No single dimension parts the first from the last",
        "each dimension's share of the gap between the best and the weakest quarter is at most {limit:g} times its weight", OWN,
        "No dimension takes more than {limit:g} times its weight of the gap between the best and the weakest quarter of the "
        "units; most, measured by its weight, {largest}: {share:.0%} of the gap at a weight of {weight:.0%}.",
        "{largest} takes {share:.0%} of the gap between the best and the weakest quarter of the units, at a weight of only "
        "{weight:.0%}: it decides the ranking more than is stated.", found="{value:.2f} times", limit=2.0),
    # 9. Links to other measures
    "size": Rule(
        9, "The index does not mirror attributes such as size",
        "attributes with a Spearman correlation with the index above {each:.2f} in size: none", OWN,
        "No attribute of the units has a Spearman correlation with the index above {each:.2f} in size.",
        "{count:# attribute goes|# attributes go} with the index: {names:10}. Look whether the index measures governance or "
        "this, and compare units with their like.", each=0.3),
    "others": Rule(
        9, "Other judgements of the same units agree",
        "other judgements with a Spearman correlation with the index below {each:.2f}: none", OWN,
        "All other judgements of the same units have a Spearman correlation of at least {each:.2f} with the index.",
        "{count:# other judgement|# other judgements} of the same units {count:hardly agrees|hardly agree} with the index: "
        "{names:10}. Say what each of them is about.", each=0.3),
    # 10. Presentation
    "told_apart": Rule(
        10, "Neighbours in the ranking are told apart",
        "at least {limit:.0%} of the neighbours are in their order with a probability of {level:.0%}", OWN,
        "{value:.0%} of the neighbours in the ranking are told apart.",
        "Only {value:.0%} of the neighbours in the ranking are told apart: show the {tiers:# tier|# tiers} beside the "
        "ranks, and do not praise or blame for a place or two.", found="{value:.0%}", limit=0.5, most=False),
    "traced": Rule(
        10, "All can be traced", "hashes of the inputs and the choices, versions and the seed are recorded", _oecd(10),
        "Hashes of the inputs and the choices, the versions of the software and the seed are recorded.",
        "Not recorded: {names}. Make the index with `follow` or `evaluate`.", found="{told}", limit=1.0, most=False),
}  # fmt: skip
"""By key, in the order of the steps."""
