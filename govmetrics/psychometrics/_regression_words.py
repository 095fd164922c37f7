"""What regressions are called in tables and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from govmetrics.core.words import Label, Note, Text

KINDS = {
    "linear": Text("linear regression by least squares"),
    "logit": Text("binary logistic regression by maximum likelihood"),
    "ordered": Text("ordered logistic regression (proportional odds) by maximum likelihood"),
    "tobit": Text("Tobit regression by maximum likelihood"),
}
ERRORS = {
    "classical": Text("standard errors that take equal variances for granted"),
    "hc0": Text("robust standard errors (HC0)"),
    "hc1": Text("robust standard errors (HC1)"),
    "hc2": Text("robust standard errors (HC2)"),
    "hc3": Text("robust standard errors (HC3)"),
    "cluster": Text("standard errors robust within clusters"),
}
COUNTS = frozenset({"n", "df1", "df2", "at_lower", "at_upper", "between"})
"""What counts rows or degrees of freedom among the fit."""
FIT = {
    "n": Label("n", "样本量"),
    "effective_n": Label("Effective n", "有效样本量"),
    "clusters": Label("Clusters", "群组数"),
    "r_squared": Label("R²", "R²"),
    "adjusted_r_squared": Label("Adjusted R²", "调整R²"),
    "f": Label("F", "F"),
    "wald": Label("Wald χ²", "Wald χ²"),
    "lr": Label("Likelihood ratio χ²", "似然比χ²"),
    "df1": Label("df1", "自由度1"),
    "df2": Label("df2", "自由度2"),
    "p": Label("p", "p值"),
    "wald_p": Label("p of Wald χ²", "Wald χ²的p值"),
    "lr_p": Label("p of the likelihood ratio", "似然比检验p值"),
    "sigma": Label("Residual standard deviation (sigma)", "残差标准差(σ)"),
    "sigma_error": Label("Standard error of sigma", "σ的标准误"),
    "log_likelihood": Label("Log likelihood", "对数似然值"),
    "null_log_likelihood": Label("Log likelihood, constant alone", "仅含常数项的对数似然值"),
    "mcfadden": Label("McFadden R²", "McFadden R²"),
    "cox_snell": Label("Cox-Snell R²", "Cox-Snell R²"),
    "nagelkerke": Label("Nagelkerke R²", "Nagelkerke R²"),
    "aic": Label("AIC", "AIC"),
    "bic": Label("BIC", "BIC"),
    "correct": Label("Classified correctly", "预测准确率"),
    "at_lower": Label("Rows at the lower limit", "位于下限的行数"),
    "between": Label("Rows between the limits", "位于两限之间的行数"),
    "at_upper": Label("Rows at the upper limit", "位于上限的行数"),
}
CHECKS = {
    "condition_number": Label("Condition number", "条件数"),
    "largest_vif": Label("Largest VIF", "最大VIF"),
    "reset": Label("RESET (form of the equation)", "RESET检验(函数形式)"),
    "breusch_pagan": Label("Breusch-Pagan (equal variances)", "Breusch-Pagan检验(同方差)"),
    "white": Label("White (equal variances)", "White检验(同方差)"),
    "durbin_watson": Label("Durbin-Watson (in the order of the rows)", "Durbin-Watson(按行的次序)"),
    "jarque_bera": Label("Jarque-Bera (normal residuals)", "Jarque-Bera检验(残差正态性)"),
    "hosmer_lemeshow": Label("Hosmer-Lemeshow", "Hosmer-Lemeshow检验"),
    "brant": Label("Brant, parallel lines: all", "Brant平行线检验：全部"),
}
QUANTITIES = {
    "mean": Label("mean", "均值"),
    "latent": Label("latent outcome", "潜变量"),
    "observed": Label("expected observed outcome", "观测值的期望"),
    "between limits": Label("probability of lying between the limits", "位于两限之间的概率"),
}
TERMS = {"constant": Label("Constant", "常数"), "sigma": Label("Sigma", "σ")}


def errors_note(errors: Text | list[Text]) -> Note:
    """Return what a table of coefficients says of its standard errors."""
    return Note("with {errors}", errors=errors)


def named(keys: Iterable[object], names: Mapping[str, str]) -> list[str]:
    """Return what keys are called; those of data are called what they are."""
    return [names.get(str(key), str(key)) for key in keys]


def check_names(keys: Iterable[object]) -> list[str]:
    """Return what checks are called; that of parallel lines of each term by its term."""
    return [
        CHECKS[str(key)]
        if str(key) in CHECKS
        else Text("Brant, {term}", term=str(key).removeprefix("brant "))
        for key in keys
    ]


def headed(frame: pd.DataFrame, column: str, names: Iterable[str]) -> pd.DataFrame:
    """Return a frame whose index became a column of names."""
    table = frame.reset_index(drop=True)
    kept = table.drop(columns=column, errors="ignore")
    kept.insert(
        0, column, pd.Series(list(names), index=table.index, dtype=object)
    )  # else pandas makes plain text of them
    return kept
