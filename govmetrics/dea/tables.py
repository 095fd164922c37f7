"""The tables that users of DEAP, MaxDEA and SPSSAU expect, in English and Chinese.

SPSSAU's names: 综合效益 (overall), 技术效益 (pure technical), 规模效益 (scale), 松弛变量S- and S+, 投入冗余率 (input
redundancy rate: slack over input), 产出不足率 (output shortfall rate: slack over output).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Language, Text
from govmetrics.core.words.terms import Kind
from govmetrics.dea._efficiency import Efficiency, peers_of
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._observe import Amounts
from govmetrics.dea._options import ORIENTATION, Orientation
from govmetrics.dea._panel import with_means
from govmetrics.dea._words import ORIENTATIONS, RETURNS, labels, model, told
from govmetrics.dea.scale import METHOD, scale_of


@dataclass(frozen=True, eq=False)
class DeaTables(Result):
    """Five tables of one analysis; `tables` shows them in a language, with the headings of those programs.

    Attributes
    ----------
    efficiency : DataFrame
        Per unit overall (constant returns), technical (variable returns) and scale efficiency, s_minus and s_plus (sums
        of S- and S+), returns_to_scale and efficient. The table that is shown has the means in its last row.
    redundancy : DataFrame
        Per input its slack ("S- staff") and the rate S- / input ("redundancy rate staff").
    shortfall : DataFrame
        Per output its slack ("S+ cases") and the rate S+ / output ("shortfall rate cases").
    peers : DataFrame
        Per unit its peers with their lambda, sum_lambda, and times_a_peer of others.
    projections : DataFrame
        Rows (unit, column), of a panel (period, unit, column): original value, radial movement, slack movement and target
        (DEAP's summary).
    model : str
        "constant" or "variable": whose slacks, peers and targets these are.
    orientation : str
    inputs, outputs : tuple
        Names of the columns.
    notes : tuple of str
        What spans the frontiers of a panel.

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
    orientation: str
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "efficiency": "Efficiency", "redundancy": "Redundancy of inputs", "shortfall": "Shortfall of outputs",
        "peers": "Peers", "projections": "Projections",
    }  # fmt: skip

    def write(self, path: str | Path, language: Language | None = None) -> list[Path]:
        """Write the tables to a file, whose suffix decides the kind, or as CSV files that Excel opens correctly.

        Parameters
        ----------
        path : path
            Ends in .xlsx (a sheet each), .html, .md or .tex; or a folder, which is made where there is none.
        language : {"en", "zh"}, optional
            Of headings and verdicts; by default the one in use.

        Returns
        -------
        list of Path
            The file; in a folder efficiency.csv, redundancy.csv, shortfall.csv, peers.csv, projections.csv and notes.csv.
        """
        from govmetrics.core.table_files import write_tables

        return write_tables(dict(zip(self._shown, self.tables(language), strict=True)), path)

    _cites: ClassVar = ("charnes1978", "banker1984", "cooperseifordtone2007")

    def _method(self) -> tuple[Text, ...]:
        shown = "Slacks, peers and projections are those under {returns}."
        return (
            Text(METHOD, orientation=ORIENTATIONS[self.orientation]),
            Text(shown, returns=RETURNS[self.model]),
            *spanned(self.notes),
        )

    def _finding(self) -> tuple[Text, ...]:
        means = self.efficiency[["overall", "technical", "scale"]].mean()
        found = "Mean efficiency: overall {overall:.4f}, pure technical {technical:.4f}, scale {scale:.4f}."
        return (Text(found, **means),)

    def _tables(self) -> list[Table]:
        rates = _slacks_and_rates(self.inputs, *INPUT_SIGNS) + _slacks_and_rates(self.outputs, *OUTPUT_SIGNS)
        names = labels(self.inputs, self.outputs) | {heading: heading for heading in rates}
        captions = {key: Text(caption) for key, caption in self._shown.items()}
        captions["efficiency"] = model(self.orientation, self.model)
        frames = {key: getattr(self, key) for key in self._shown}
        frames["efficiency"] = told(with_means(self.efficiency))
        named = {"redundancy": names, "shortfall": names, "projections": labels(self.inputs, self.outputs)}
        kinds: dict[Any, Kind] = dict.fromkeys(rates[::2], "number")  # slack and rate take turns
        kinds |= dict.fromkeys(rates[1::2], "share")
        return [
            Table.of(captions[key], frame, "dea", named.get(key), kind=kinds,
                     groups="unit" if key == "projections" and frame.index.nlevels == 2 else "")
            for key, frame in frames.items()
        ]  # fmt: skip


INPUT_SIGNS = "S- {column}", "redundancy rate {column}"
OUTPUT_SIGNS = "S+ {column}", "shortfall rate {column}"


def tables(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    model: Literal["constant", "variable"] = "constant",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> DeaTables:
    """Return the tables of DEAP, MaxDEA and SPSSAU for a radial analysis.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    orientation : {"input", "output"}
    model : {"constant", "variable"}
        Whose slacks, verdict, peers and projections to show; the default of SPSSAU is variable (BCC).
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    DeaTables
        ``.tables("en")`` and ``.tables("zh")`` show them.

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
    >>> found = tables([[2], [4], [9]], [[1], [4], [6]])
    >>> found.efficiency["returns_to_scale"].tolist()
    ['increasing', 'constant', 'decreasing']
    >>> found.tables("zh")[0].frame["规模报酬"].tolist()
    ['规模报酬递增', '规模报酬不变', '规模报酬递减', '']
    """
    faults = wanted(orientation=(orientation, ORIENTATION), model=(model, choice("constant", "variable")))
    data = observed(faults, frontier, width, inputs, outputs, idle=True)
    units = data.units.set_names(["period", "unit"][-data.units.nlevels :])
    x = pd.DataFrame(data.x, index=units, columns=data.inputs)
    y = pd.DataFrame(data.y, index=units, columns=data.outputs)
    split = by_frontier(data, frontier, width, lambda part: scale_of(part, orientation), labels=units)
    shown = split.constant if model == "constant" else split.variable
    s_minus, s_plus = shown.input_slacks, shown.output_slacks
    assert s_minus is not None
    assert s_plus is not None
    efficiency = split.to_frame()
    efficiency.insert(3, "s_minus", s_minus.sum(axis=1))
    efficiency.insert(4, "s_plus", s_plus.sum(axis=1))
    efficiency["efficient"] = shown.efficient
    return DeaTables(
        efficiency,
        _rates(s_minus, x, *INPUT_SIGNS),
        _rates(s_plus, y, *OUTPUT_SIGNS),
        peers_of(shown.peers, units),
        _projections(shown, x, y),
        model,
        orientation,
        tuple(data.inputs),
        tuple(data.outputs),
        split.notes,
    )


def _slacks_and_rates(columns: Iterable[Any], slack: str, rate: str) -> list[Text]:
    """Return the headings of the slack and of the rate of each column."""
    return [Text(template, column=column) for column in columns for template in (slack, rate)]


def _rates(slacks: pd.DataFrame, amounts: pd.DataFrame, slack: str, rate: str) -> pd.DataFrame:
    """Return each column's slack and its share of the amount (NaN for a slack of a zero amount)."""
    values: list[Any] = []
    for column in amounts:
        share = np.where(slacks[column] == 0, 0.0, np.nan)
        positive = (amounts[column] > 0).to_numpy()
        values += [slacks[column], np.divide(slacks[column], amounts[column], out=share, where=positive)]
    headings = [str(heading) for heading in _slacks_and_rates(amounts.columns, slack, rate)]
    return pd.DataFrame(np.column_stack(values), slacks.index, headings)


def _projections(shown: Efficiency, x: pd.DataFrame, y: pd.DataFrame) -> pd.DataFrame:
    both = x.join(y)
    radial = both.copy()
    factor = shown.farrell
    for column in both:
        moves = (column in x.columns) == (shown.orientation == "input")
        radial[column] = both[column] * (factor - 1) if moves else 0.0
    slack = shown.targets - both - radial
    slack = slack.where(slack.abs() > 1e-9 * both.abs(), 0.0)
    frames = {"original": both, "radial": radial, "slack": slack, "target": shown.targets}
    rows = {key: frame.stack() for key, frame in frames.items()}
    return pd.DataFrame(rows).rename_axis(index=[*map(str, both.index.names), "column"])
