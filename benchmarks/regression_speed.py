"""Speed of regressions of 100,000 x 20: Tobit, ordered and binary logit, least squares, threshold.

Run by hand: `.venv/bin/python benchmarks/regression_speed.py`. The peer is statsmodels, where it has the method: Logit, OLS and
OrderedModel (of a tenth of the rows, by Newton's method; it takes minutes for all). It fits alone; govmetrics also makes
robust errors, marginal effects and all checks. statsmodels has no Tobit and no threshold regression.
"""

from __future__ import annotations

import os
import platform
import time

import numpy as np
import pandas as pd

ROWS, PREDICTORS = 100_000, 20


def data() -> tuple[pd.DataFrame, list[str]]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(ROWS, PREDICTORS))
    names = [f"x{i}" for i in range(PREDICTORS)]
    latent = x @ (0.3 * rng.normal(size=PREDICTORS))
    frame = pd.DataFrame(x, columns=names)
    frame["linear"] = latent + rng.standard_t(5, size=ROWS)
    frame["tobit"] = np.clip(latent + rng.normal(size=ROWS), 0, 1.5)
    frame["ordered"] = np.digitize(latent + rng.logistic(size=ROWS), [-2, -0.5, 0.5, 2])
    frame["logit"] = (latent + rng.logistic(size=ROWS) > 0).astype(int)
    return frame, names


def peer(kind: str, frame: pd.DataFrame, names: list[str]) -> str:
    import statsmodels.api as sm
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    start = time.perf_counter()
    if kind == "linear":
        sm.OLS(frame[kind], sm.add_constant(frame[names])).fit(cov_type="HC3")
    elif kind == "logit":
        sm.Logit(frame[kind], sm.add_constant(frame[names])).fit(disp=0, cov_type="HC0")
    elif kind == "ordered":
        part = frame.head(ROWS // 10)
        OrderedModel(part[kind], part[names], distr="logit").fit(method="newton", disp=0)
    else:
        return "none"
    took = time.perf_counter() - start
    return f"{took:.2f} s" + (f" ({ROWS // 10:,} rows)" if kind == "ordered" else "")


def main() -> None:
    import statsmodels

    import govmetrics as gm

    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"numpy {np.__version__}, statsmodels {statsmodels.__version__}, govmetrics {gm.__version__}")
    frame, names = data()
    gm.psychometrics.regress(frame.head(500), "linear", names)  # imports
    print("| kind | govmetrics, all | statsmodels, fit |\n| --- | --- | --- |")
    for kind in ("tobit", "ordered", "logit", "linear"):
        limits = (0, 1.5) if kind == "tobit" else None
        start = time.perf_counter()
        gm.psychometrics.regress(frame, kind, names, kind, limits=limits)
        print(f"| {kind} | {time.perf_counter() - start:.2f} s | {peer(kind, frame, names)} |")
    start = time.perf_counter()
    gm.psychometrics.threshold(frame, "linear", names[:5], "x0")
    print(f"| threshold, 5 predictors, 1,000 draws | {time.perf_counter() - start:.2f} s | none |")


if __name__ == "__main__":
    main()
