"""Treatment: imputation, outliers, transformation, denomination. Dataset in, Dataset out."""

from govmetrics.treatment.denominate import denominate
from govmetrics.treatment.impute import impute_interpolate, impute_mean, impute_median, impute_none
from govmetrics.treatment.outliers import winsorise
from govmetrics.treatment.transform import box_cox, log_transform

METHODS = {
    "box_cox": box_cox,
    "denominate": denominate,
    "impute_interpolate": impute_interpolate,
    "impute_mean": impute_mean,
    "impute_median": impute_median,
    "impute_none": impute_none,
    "log_transform": log_transform,
    "winsorise": winsorise,
}
"""Name in a recipe: function. All take a Dataset and return one."""

__all__ = ["METHODS", *METHODS]
