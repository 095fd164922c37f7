"""The tables that users of DEAP, MaxDEA and SPSSAU expect, in English and Chinese.

SPSSAU's names: 综合效益 (overall), 技术效益 (pure technical), 规模效益 (scale), 松弛变量S- and S+, 投入冗余率 (input
redundancy rate: slack over input), 产出不足率 (output shortfall rate: slack over output).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.results import fields_dict, html
from govmetrics.dea._efficiency import Efficiency
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import ORIENTATIONS, Orientation, options
from govmetrics.dea.scale import scale

Language = Literal["en", "zh"]
WORDS = {
    "en": {
        "unit": "unit", "overall": "overall efficiency (CRS)", "technical": "technical efficiency (VRS)",
        "scale": "scale efficiency", "returns_to_scale": "returns to scale", "verdict": "verdict",
        "increasing": "increasing", "decreasing": "decreasing", "constant": "constant",
        "strong": "DEA efficient", "weak": "weakly efficient", "no": "not efficient", "unknown": "on the frontier",
        "S-": "S- {}", "S+": "S+ {}", "sum S-": "sum of S-", "sum S+": "sum of S+",
        "redundancy": "redundancy rate {}", "shortfall": "shortfall rate {}",
        "peers": "peers (lambda)", "count": "times a peer", "mean": "mean", "all": "{} of all",
        "column": "column", "original": "original value", "radial": "radial movement", "slack": "slack movement",
        "target": "projected value", "sum_lambda": "sum of lambda",
    },
    "zh": {
        "unit": "决策单元", "overall": "综合效益OE（θ）", "technical": "技术效益TE", "scale": "规模效益SE",
        "returns_to_scale": "规模报酬", "verdict": "有效性", "increasing": "规模报酬递增", "decreasing": "规模报酬递减",
        "constant": "规模报酬固定", "strong": "DEA强有效", "weak": "DEA弱有效", "no": "非DEA有效", "unknown": "处于前沿",
        "S-": "松弛变量S-（{}）", "S+": "松弛变量S+（{}）", "sum S-": "松弛变量S-合计", "sum S+": "松弛变量S+合计",
        "redundancy": "投入冗余率（{}）", "shortfall": "产出不足率（{}）",
        "peers": "参照单元（λ）", "count": "被参照次数", "mean": "均值", "all": "全体{}",
        "column": "项", "original": "原始值", "radial": "径向改进", "slack": "松弛改进", "target": "目标值",
        "sum_lambda": "λ合计",
    },
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class DeaTables:
    """Five tables of one analysis, labelled in one language.

    Attributes
    ----------
    efficiency : DataFrame
        Overall (constant returns), pure technical (variable returns) and scale efficiency, sums of S- and S+,
        returns to scale, verdict; last row the means.
    redundancy : DataFrame
        Per input S- and the redundancy rate S- / input.
    shortfall : DataFrame
        Per output S+ and the shortfall rate S+ / output.
    peers : DataFrame
        Per unit its peers with their lambda, the sum of lambda, and how often it is a peer of others.
    projections : DataFrame
        Per unit and column: original value, radial movement, slack movement, projected value (DEAP's summary).
    model : str
        "constant" or "variable": whose slacks, peers and targets these are.
    language : str

    See Also
    --------
    tables
    """

    efficiency: pd.DataFrame
    redundancy: pd.DataFrame
    shortfall: pd.DataFrame
    peers: pd.DataFrame
    projections: pd.DataFrame
    model: str
    language: str

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the table of efficiencies."""
        return self.efficiency.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every table, JSON-ready."""
        return fields_dict(self)

    def write(self, folder: str | Path) -> list[Path]:
        """Write each table as a CSV that Excel opens correctly; return the paths."""
        from govmetrics.core.tables import write_csv

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        names = ("efficiency", "redundancy", "shortfall", "peers", "projections")
        paths = [folder / f"{name}.csv" for name in names]
        for name, path in zip(names, paths, strict=True):
            write_csv(getattr(self, name), path)
        return paths

    def _repr_html_(self) -> str:
        titles = {"en": ("Efficiency", "Redundancy", "Shortfall", "Peers", "Projections"),
                  "zh": ("效益分析", "投入冗余分析", "产出不足分析", "参照单元", "投影分析")}[self.language]  # fmt: skip
        tables = (self.efficiency, self.redundancy, self.shortfall, self.peers, self.projections)
        return "".join(html(table, title) for table, title in zip(tables, titles, strict=True))


def tables(
    inputs: Table,
    outputs: Table = None,
    orientation: Orientation = "input",
    model: Literal["constant", "variable"] = "constant",
    language: Language = "en",
) -> DeaTables:
    """Return the tables of DEAP, MaxDEA and SPSSAU for a radial analysis.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    orientation : {"input", "output"}
    model : {"constant", "variable"}
        Whose slacks, verdict, peers and projections to show; SPSSAU's default is constant (CCR).
    language : {"en", "zh"}
        Of headings and verdicts; units' and columns' names stay as they are.

    Returns
    -------
    DeaTables

    Raises
    ------
    FaultyInput
        Faults of the tables or options.

    References
    ----------
    Charnes, A., Cooper, W. W. and Rhodes, E. (1978). Measuring the efficiency of decision making units.
    European Journal of Operational Research 2, 429-444. Banker, R. D., Charnes, A. and Cooper, W. W.
    (1984). Some models for estimating technical and scale inefficiencies in data envelopment analysis.
    Management Science 30, 1078-1092. Cooper, W. W., Seiford, L. M. and Tone, K. (2007). Data Envelopment
    Analysis. Springer.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"staff": [2.0, 4.0, 9.0]}, index=list("ABC"))
    >>> found = tables(x, pd.DataFrame({"cases": [1.0, 4.0, 6.0]}, index=list("ABC")), language="zh")
    >>> found.efficiency["规模报酬"].tolist()
    ['规模报酬递增', '规模报酬固定', '规模报酬递减', '']
    """
    faults = options(
        (orientation, ORIENTATIONS, "orientation"),
        (model, ("constant", "variable"), "model"),
        (language, WORDS, "language"),
    )
    with faults:
        data = observe(inputs, outputs, warn=False)  # scale warns
    faults.raise_all()
    units = data.units
    if units.nlevels > 1:  # one heading a row in a printed table
        units = pd.Index([", ".join(map(str, unit)) for unit in units])
    x = pd.DataFrame(data.x, index=units, columns=data.inputs)
    y = pd.DataFrame(data.y, index=units, columns=data.outputs)
    split = scale(x, y, orientation)
    shown = split.constant if model == "constant" else split.variable
    words = WORDS[language]
    s_minus, s_plus = shown.input_slacks, shown.output_slacks
    assert s_minus is not None
    assert s_plus is not None
    efficiency = split.to_frame()
    efficiency["sum S-"], efficiency["sum S+"] = s_minus.sum(axis=1), s_plus.sum(axis=1)
    efficiency["returns_to_scale"] = efficiency["returns_to_scale"].map(words)
    efficiency["verdict"] = shown.efficient.map(words)
    efficiency = efficiency[
        ["overall", "technical", "scale", "sum S-", "sum S+", "returns_to_scale", "verdict"]
    ]
    efficiency = _with_means(efficiency, words)
    return DeaTables(
        efficiency.rename(columns=words).rename_axis(words["unit"]),
        _rates(s_minus, x, words["S-"], words["redundancy"], words["unit"]),
        _rates(s_plus, y, words["S+"], words["shortfall"], words["unit"]),
        _peers(shown, words),
        _projections(shown, x, y, words),
        model,
        language,
    )


def _with_means(efficiency: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    """Append the means of the first five columns, under a name that no unit has."""
    label = words["mean"]
    while label in efficiency.index:
        label = words["all"].format(label)
    row = dict.fromkeys(efficiency.columns, "") | efficiency.iloc[:, :5].mean().to_dict()
    last = pd.DataFrame([row], index=pd.Index([label], dtype=object))
    return pd.concat([efficiency.set_axis(efficiency.index.astype(object)), last])


def _rates(
    slacks: pd.DataFrame, amounts: pd.DataFrame, slack_word: str, rate_word: str, unit_word: str
) -> pd.DataFrame:
    """Return each column's slack and its share of the amount (NaN for a slack of a zero amount)."""
    table = {}
    for column in amounts:
        share = np.where(slacks[column] == 0, 0.0, np.nan)
        share = np.divide(slacks[column], amounts[column], out=share, where=(amounts[column] > 0).to_numpy())
        table[slack_word.format(column)] = slacks[column]
        table[rate_word.format(column)] = pd.Series(share, index=slacks.index)
    return pd.DataFrame(table).rename_axis(unit_word)


def _peers(shown: Efficiency, words: dict[str, str]) -> pd.DataFrame:
    others = shown.peers[shown.peers["unit"] != shown.peers["peer"]]
    ranked = shown.peers.sort_values("weight", ascending=False, kind="stable")
    text = ranked.assign(
        text=[f"{p} ({w:.4f})" for p, w in zip(ranked["peer"], ranked["weight"], strict=True)]
    )
    index = shown.scores.index
    table = {
        words["peers"]: text.groupby("unit", sort=False)["text"].agg("; ".join).reindex(index, fill_value=""),
        words["sum_lambda"]: shown.peers.groupby("unit", sort=False)["weight"]
        .sum()
        .reindex(index, fill_value=0.0),
        words["count"]: others.groupby("peer", sort=False).size().reindex(index, fill_value=0),
    }
    return pd.DataFrame(table).rename_axis(words["unit"])


def _projections(shown: Efficiency, x: pd.DataFrame, y: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    both = x.join(y)
    radial = both.copy()
    factor = shown.farrell
    for column in both:
        moves = (column in x.columns) == (shown.orientation == "input")
        radial[column] = both[column] * (factor - 1) if moves else 0.0
    slack = shown.targets - both - radial
    slack = slack.where(slack.abs() > 1e-9 * both.abs(), 0.0)
    parts = {"original": both, "radial": radial, "slack": slack, "target": shown.targets}
    long = pd.DataFrame({words[name]: table.stack() for name, table in parts.items()})
    return long.rename_axis(index=[words["unit"], words["column"]])
