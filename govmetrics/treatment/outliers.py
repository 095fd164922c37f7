"""Outliers: winsorise the few values that make an indicator's distribution fail, else take logarithms."""

from __future__ import annotations

from typing import Literal

import numpy as np

from govmetrics.core.dataset import Dataset, refuse_no_dataset
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import NUMBER, choice, count, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.numerics.shape import skewness_kurtosis
from govmetrics.treatment.transform import box_cox, log_transform


def winsorise(
    data: Dataset,
    most: int = 5,
    skewness: float = 2.0,
    kurtosis: float = 3.5,
    otherwise: Literal["log", "box_cox", "keep", "refuse"] = "keep",
) -> Dataset:
    """Pull in outlying values, one after the other, until the distribution passes.

    An indicator fails when its absolute skewness and its excess kurtosis are both above their limits. Then its k most
    extreme values on the long tail are set to the next one, with k = 1, 2, ... up to `most`, until it passes.

    Parameters
    ----------
    data : Dataset
        Periods, if any, are treated together.
    most : int
        Largest number of values to pull in per indicator.
    skewness, kurtosis : float
        The limits; 2 and 3.5 are those of the JRC.
    otherwise : {"keep", "log", "box_cox", "refuse"}
        What happens to an indicator that still fails: keep it as it was, take the logarithm of its original
        values (see `log_transform`), transform these by Box and Cox (see `box_cox`), or raise.

    Returns
    -------
    Dataset
        `changes` lists every cell.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators; Becker et al. (2019), COIN tool user guide.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"cases": [3.0, 4, 5, 5, 6, 6, 7, 8, 9, 300]}, index=list("ABCDEFGHIJ"))
    >>> treated = gm.treatment.winsorise(gm.read_records(table, tree))
    >>> treated.values.loc[["I", "J"], "cases"].to_dict()
    {'I': 9.0, 'J': 9.0}
    """
    faults = refuse_no_dataset(data)
    faults += wanted(
        most=(most, count(0)), skewness=(skewness, NUMBER), kurtosis=(kurtosis, NUMBER),
        otherwise=(otherwise, choice("log", "box_cox", "keep", "refuse")),
    )  # fmt: skip
    faults.raise_all()
    values = data.values.to_numpy()
    skew, failing = _shape(values, skewness, kurtosis)
    treated = values.copy()
    still = np.zeros_like(failing)
    for j in np.flatnonzero(failing):
        column, passed = _winsorise(values[:, j], most, skewness, kurtosis, above=skew[j] > 0)
        still[j] = not passed
        if passed:
            treated[:, j] = column
    codes = [code for code, failed in zip(data.tree.codes, still, strict=True) if failed]
    if codes and otherwise == "refuse":
        way_out = 'raise `most`, or choose otherwise="log" or "keep"'
        problem = "still fails with {most:# value|# values} pulled in"
        raise UnsuitableMethod([Fault(code, problem, way_out, most=int(most)) for code in codes])
    told = (
        "Indicators with an absolute skewness above {skewness:g} and an excess kurtosis above {kurtosis:g} were winsorised: at "
        "most {most:# outlying value was|# outlying values were} set to the next one."
    )
    limits = {"skewness": float(skewness), "kurtosis": float(kurtosis)}
    done = data.with_values(
        treated, "winsorise", procedure=Procedure.of(told, "oecd2008", most=int(most), **limits)
    )
    if codes and otherwise in ("log", "box_cox"):
        return log_transform(done, codes) if otherwise == "log" else box_cox(done, codes)
    return done


def _shape(x: np.ndarray, skewness: float, kurtosis: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the skewness of every column, and whether it fails both limits."""
    skew, kurt = skewness_kurtosis(x)
    return skew, (np.abs(skew) > skewness) & (kurt > kurtosis)


def _winsorise(
    x: np.ndarray, most: int, skewness: float, kurtosis: float, *, above: bool
) -> tuple[np.ndarray, bool]:
    """Return the column with its k extreme values pulled in, above or below, for the first k that passes."""
    known = np.flatnonzero(~np.isnan(x))
    order = known[np.argsort(-x[known] if above else x[known], kind="stable")]
    most = min(most, len(order) - 1)
    # Column k - 1 has the k most extreme values set to the next one; all k are tried at once.
    tried = np.repeat(x[:, None], max(most, 0), axis=1)
    for k in range(1, most + 1):
        tried[order[:k], k - 1] = x[order[k]]
    passing = np.flatnonzero(~_shape(tried, skewness, kurtosis)[1])
    return (tried[:, passing[0]], True) if len(passing) else (x, False)
