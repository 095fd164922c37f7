"""Treatment: screening, imputation, outliers, transformation, denomination. Dataset in, Dataset out."""

from govmetrics.core.methods import Method, by_name
from govmetrics.treatment.by_leaf import by_leaf
from govmetrics.treatment.denominate import denominate
from govmetrics.treatment.held_out import HeldOut, held_out
from govmetrics.treatment.impute import impute_interpolate, impute_mean, impute_median, impute_none
from govmetrics.treatment.impute_em import impute_em
from govmetrics.treatment.impute_regression import impute_regression
from govmetrics.treatment.outliers import winsorise
from govmetrics.treatment.screen import Screened, screen
from govmetrics.treatment.transform import box_cox, log_transform

METHODS = by_name(
    Method(box_cox, "data"),
    Method(by_leaf, "data", steps=("of",)),
    Method(denominate, "data", attributes=("by",)),
    Method(impute_em, "data", keeps_unit=True),
    Method(impute_interpolate, "data", keeps_unit=True),
    Method(impute_mean, "data", keeps_unit=True, attributes=("by",)),
    Method(impute_median, "data", keeps_unit=True, attributes=("by",)),
    Method(impute_none, "data", keeps_unit=True),
    Method(impute_regression, "data", keeps_unit=True),
    Method(log_transform, "data"),
    Method(screen, "data", keeps_unit=True, result="data"),
    Method(winsorise, "data", keeps_unit=True, pulls_in=True),
)
"""Name in a recipe: method. All take a Dataset and return one, or a result that has one."""

del Method, by_name  # dir() shows what is public

__all__ = [
    "METHODS", "HeldOut", "Screened", "box_cox", "by_leaf", "denominate", "held_out", "impute_em", "impute_interpolate",
    "impute_mean", "impute_median", "impute_none", "impute_regression", "log_transform", "screen", "winsorise",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
