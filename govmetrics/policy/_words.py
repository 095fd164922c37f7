"""What the room's models are called in tables and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from govmetrics.core.words import Label, Text

ERRORS = {
    "CR2": Text(
        "errors robust within clusters, adjusted for few of them (CR2), with Satterthwaite's degrees of freedom"
    ),
    "CR3": Text(
        "errors robust within clusters by leaving each out (CR3), with Satterthwaite's degrees of freedom"
    ),
    "CR1": Text("errors robust within clusters (CR1)"),
    "CR1S": Text("errors robust within clusters (CR1S, as Stata has them)"),
    "CR0": Text("errors robust within clusters (CR0)"),
    "wild": Text("p values and intervals by the wild cluster bootstrap with the null imposed (errors: CR1)"),
    "driscoll_kraay": Text("Driscoll and Kraay's errors, for dependence between units and over time"),
    "classical": Text("errors that take equal and independent deviations for granted"),
}
KINDS = {
    ("fixed", False): Text("fixed effects of units"),
    ("fixed", True): Text("fixed effects of units and periods"),
    ("random", False): Text("random effects of units (Swamy and Arora)"),
    ("random", True): Text("random effects of units (Swamy and Arora) and fixed ones of periods"),
    ("difference", False): Text("first differences, the lagged outcome instrumented (Anderson and Hsiao)"),
    ("difference", True): Text(
        "first differences with effects of periods, the lagged outcome instrumented (Anderson and Hsiao)"
    ),
}
TESTS = {
    "f_effects": Label("F of the effects", "效应的F检验"),
    "hausman": Label("Hausman (fixed against random)", "Hausman检验(固定与随机)"),
    "breusch_pagan": Label("Breusch-Pagan LM (effects of units)", "Breusch-Pagan LM检验(个体效应)"),
    "breusch_godfrey": Label("Breusch-Godfrey (serial correlation)", "Breusch-Godfrey检验(序列相关)"),
    "wooldridge": Label("Wooldridge (serial correlation, first order)", "Wooldridge检验(一阶序列相关)"),
    "pesaran_cd": Label("Pesaran CD (dependence between units)", "Pesaran CD检验(截面相关)"),
    "first_stage": Label("F of the instrument", "工具变量的F检验"),
}
FIT = {
    "n": Label("n", "样本量"),
    "units": Label("Units", "单元数"),
    "periods": Label("Periods", "时期数"),
    "clusters": Label("Clusters", "聚类数"),
    "r_squared_within": Label("R² within", "组内R²"),
    "r_squared_overall": Label("R² overall", "总体R²"),
    "sigma_u": Label("σ of units", "个体效应标准差σu"),
    "sigma_e": Label("σ of residuals", "残差标准差σe"),
    "rho": Label("Share of units in the variance (ρ)", "个体效应方差占比ρ"),
    "theta": Label("θ, mean", "θ均值"),
}
COUNTS = frozenset({"n", "units", "periods", "clusters"})
TERMS = {"constant": Label("Constant", "常数")}
SHAPES = {"U": Text("U"), "inverse U": Text("inverse U"), "monotone": Text("no turn")}


def headed(frame: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Return a frame whose index became a column of names."""
    table = frame.reset_index(drop=True)
    cells: Iterable[object] = [names.get(str(key), str(key)) for key in frame.index]
    table.insert(0, column, pd.Series(list(cells), index=table.index, dtype=object))
    return table


def with_counts(fit: pd.Series) -> pd.DataFrame:
    """Return indices of fit as a table, counts whole."""
    whole = pd.Series({key: int(v) if key in COUNTS else v for key, v in fit.items()}, dtype=object)
    return headed(whole.to_frame("value"), "fit_index", FIT)
