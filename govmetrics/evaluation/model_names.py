"""What regressions and paths name, looked up before anything is done, and keys that do not go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govmetrics.core import Dataset, Fault, Survey, Text
from govmetrics.core.groups import role_of
from govmetrics.core.near import codes, meant
from govmetrics.core.tree import IndicatorTree
from govmetrics.evaluation.keys import Regression
from govmetrics.evaluation.model_columns import factors, known_to_respondents, known_to_units, used_by
from govmetrics.evaluation.places import keys_of

MODELS = {
    "regression": Text("regression"), "threshold": Text("threshold regression"), "mediation": Text("mediation"),
    "moderation": Text("moderation"),
}  # fmt: skip
PLAIN = ("kind", "errors", "cluster", "blocks", "categories", "limits")
TAKES = {
    "regression": PLAIN,
    "threshold": ("errors", "categories", "threshold", "draws"),
    "mediation": ("cluster", "mediators", "serial", "moderator", "stage", "draws"),
    "moderation": ("errors", "cluster", "moderator"),
}
"""What each kind of model takes beside outcome, predictors, covariates, name and level."""
SHARED = ("outcome", "predictors", "covariates", "name", "of", "level")


def model_of(one: Regression) -> str:
    """Return what kind of model an entry asks for."""
    if one.threshold is not None:
        return "threshold"
    if one.mediators:
        return "mediation"
    return "regression" if one.moderator is None else "moderation"


@dataclass(frozen=True)
class Look:
    """What models may name.

    Parameters
    ----------
    survey : Survey, optional
    data : Dataset, optional
        All units; None where the records could not be read.
    scored : IndicatorTree
    """

    survey: Survey | None
    data: Dataset | None
    scored: IndicatorTree

    def unknown(self, place: str, of: str, names: Mapping[str, Sequence[str]]) -> list[Fault]:
        """Return the names that there are not, by the keys at which they stand."""
        twice: list[Fault] = []
        if of == "survey" and self.survey is not None:
            known, tree = known_to_respondents(self.survey), self.survey.tree
            both = [name for name in self.survey.by if name in self.survey.items or name in tree.node_codes]
            problem, way_out = (
                "is a group column and something else",
                "call the column otherwise in evidence.survey.by",
            )
            twice = [
                Fault(f"{place}.{key}.{name}", problem, way_out)
                for key, said in names.items() for name in said if name in both
            ]  # fmt: skip
        elif of == "units" and self.data is not None:
            known, tree = known_to_units(self.data, self.scored), self.scored
        else:
            return []
        unknown = [
            fault
            for key, said in names.items()
            for fault in _unknown(f"{place}.{key}", said, known, tree, of == "survey")
        ]
        return [*twice, *unknown]


def regression_faults(look: Look, asked: Sequence[Regression]) -> list[Fault]:
    """Return the names that there are not, each at its key, and keys that do not go together."""
    faults = []
    for at, one in enumerate(asked):
        place = f"regression.{at}"
        faults += _together(place, one)
        faults += look.unknown(place, one.of, used_by(one))
    return faults


def _together(place: str, one: Regression) -> list[Fault]:
    """Return what an entry says that its kind of model has no use for, and what it lacks."""
    model = model_of(one)
    plain = Regression(outcome=one.outcome)
    spare = [
        key for key in keys_of(Regression)
        if key not in (*SHARED, *TAKES[model]) and getattr(one, key) != getattr(plain, key)
    ]  # fmt: skip
    problem, way_out = "has no place in a {model}", "leave it out"
    faults = [Fault(f"{place}.{key}", problem, way_out, model=MODELS[model]) for key in spare]
    if model in ("mediation", "moderation") and len(one.predictors) != 1:
        problem = "names {count:# predictor|# predictors}, where a mediation or moderation has one"
        way_out = "name one here, and the others in `covariates`"
        faults.append(Fault(f"{place}.predictors", problem, way_out, count=len(one.predictors)))
    elif not (one.predictors or one.blocks):
        faults.append(Fault(f"{place}.predictors", "is missing", "name at least one column"))
    if model == "moderation" and one.errors not in (None, "classical", "hc3", "cluster"):
        way_out = "say classical or hc3, or name a `cluster`"
        faults.append(Fault(f"{place}.errors", "is {value}", way_out, value=one.errors))
    return faults


def _unknown(
    place: str, names: Sequence[str], known: Sequence[str], tree: IndicatorTree, of_survey: bool
) -> list[Fault]:
    """Return the names that are none of `known`; codes stand there with what they are called."""
    labels = tree.names()
    named = [
        Text("{code} ({name})", code=name, name=labels[name]) if str(labels.get(name, name)) != name else name
        for name in known
    ]
    told = "columns are: {columns:30}"
    if of_survey:
        told = (
            "columns are: {columns:30}; others of the file of answers are named in evidence.survey.by first"
        )
    there = Text(told, columns=named)
    meaning = {name: name for name in known} | {
        label: code for label, code in codes(tree).items() if code in known
    }
    parts = [part for name in names for part in factors(name, known) if part not in known]
    meaning |= {part: role for part in parts if of_survey and (role := role_of(part, known))}
    return [Fault(f"{place}.{part}", "is not known", meant(part, meaning, there)) for part in parts]
