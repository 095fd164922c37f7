"""Read experts' judgements: filled-in forms, questionnaire exports, matrices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.ahp.coded_answers import Answers, Coding, judgements_of, ratio
from govmetrics.ahp.forms import GROUP_HEADS, MARK
from govmetrics.ahp.kinds import SCALE_END, numbers_of
from govmetrics.ahp.names import Names
from govmetrics.ahp.read_answers import read_frame
from govmetrics.ahp.read_matrices import read_matrices
from govmetrics.core.checks import place_of
from govmetrics.core.encodings import decoded
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.judgements import Judgements
from govmetrics.core.options import choice, is_file, is_folder, shown, wanted
from govmetrics.core.spreadsheets import WORKBOOKS
from govmetrics.core.tables import NO_TEXT, read_table
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text

Matrices = Mapping[str, Mapping[str, pd.DataFrame | ArrayLike]]
Source = str | Path | pd.DataFrame | Matrices | Sequence[str | Path]


def read_judgements(
    source: Source,
    tree: IndicatorTree,
    coding: Coding = "auto",
    largest: float = 9.0,
    unanswered: Literal["refuse", "not_asked"] = "refuse",
) -> Judgements:
    """Read experts' pairwise judgements on a tree.

    Parameters
    ----------
    source : path, folder, list of paths, DataFrame, or mapping
        * .xlsx made by `blank_judgements` and filled in, one file per expert: give all paths, or their folder;
        * .csv, .tsv, .txt, .xlsx or DataFrame in the long layout, one row per answer: columns expert, first,
          second, value (or pair, value), and group where names alone do not tell it;
        * the same in the wide layout, one row per expert: one column per pair, headed "first_second",
          "first : second" or "8、(1) first vs second"; without an expert column the rows are numbered, and a
          DataFrame's index names them;
        * a workbook or .csv with matrices, labelled in the first row and column, one sheet per group or one below
          the other; half a matrix is enough, also without its empty row or column; the file's name is the expert's;
        * ``{expert: {group: matrix}}``, a matrix being a DataFrame or an array in the tree's order.

        Nodes go by code or by name, in any language of the tree.
    tree : IndicatorTree
        What was judged.
    coding : {"auto", "signed", "reciprocal"}
        Of tables. signed: -9 to -2 favour the first (left), 2 to 9 the second (right), 1 neither.
        reciprocal: 3 says that the first is 3 times as important as the second, 1/3 the reverse. auto: signed
        if some answers are negative and none is a fraction, else reciprocal; a warning says so where the
        answers fit both. Forms and matrices always hold ratios.
    largest : float
        End of the scale, 9 for Saaty's. Whatever lies beyond it or its reciprocal is a fault.
    unanswered : {"refuse", "not_asked"}
        What an empty answer means when the expert answered others of the group. A group without any answer,
        a pair without a row, and NaN on both sides of a matrix count as not asked in either case.

    Returns
    -------
    Judgements
        Experts x groups x pairwise matrices; NaN where a pair was not asked.

    Raises
    ------
    FaultyInput
        Everything that is wrong, each with expert, group and pair: unknown names, answers that are out of
        scale, zero, negative or no judgement at all, contradictory or not reciprocal, half-filled groups.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> answers = pd.DataFrame({"expert": ["Li", "Li"], "first": ["A", "a1"], "second": ["B", "a2"], "value": [-3, 2]})
    >>> read_judgements(answers, tree).to_frame().round(2).to_numpy().tolist()
    [['Li', 'index', 'A', 'B', 3.0], ['Li', 'A', 'a1', 'a2', 0.5]]
    """
    faults = wanted(
        tree=(tree, TREE), coding=(coding, choice(*get_args(Coding))), largest=(largest, SCALE_END),
        unanswered=(unanswered, choice("refuse", "not_asked")),
    )  # fmt: skip
    if not isinstance(tree, IndicatorTree):
        faults.raise_all()
    if faults:  # read on as widely as can be, for the faults of the source
        coding, largest, unanswered = "reciprocal", np.inf, "not_asked"
    with faults:
        if isinstance(source, Mapping):
            found = _from_matrices(source, Names(tree), largest)
        else:
            found = judgements_of(_answers(source, Names(tree)), tree, coding, largest, unanswered)
    faults.raise_all()
    return found


def _answers(source: pd.DataFrame | str | Path | Sequence[str | Path], names: Names) -> Answers:
    answers = Answers()
    if isinstance(source, pd.DataFrame):
        read_frame(source, names, answers, "")
        return answers
    for path in _paths(source, answers.notes):
        with answers.faults:
            _read_file(path, names, answers)
    if not isinstance(
        source, str | Path
    ):  # files that are named one by one are meant; in a folder the blank form may lie
        answers.faults += answers.blank.values()
        answers.blank.clear()
    return answers


def _paths(source: str | Path | Sequence[str | Path], notes: list[Note]) -> list[Path]:
    if isinstance(source, str | Path):
        path = Path(source)
        if not is_folder(path):
            return [path]
        found = sorted(
            p
            for p in path.iterdir()
            if p.suffix.lower() in (*WORKBOOKS, ".csv", ".tsv", ".txt") and p.name[0] not in "~."
        )
        if not found:
            raise FaultyInput(
                str(path), "holds no .xlsx or .csv files", "name the folder of the filled-in forms"
            )
        others = sorted(
            p.name for p in path.iterdir() if p.is_file() and p not in found and p.name[0] not in "~."
        )
        if others:
            notes.append(Note("files of {folder} that are not read: {names}", folder=path.name, names=others))
        return found
    if not isinstance(source, Sequence) or not all(isinstance(p, str | Path) for p in source):
        raise FaultyInput(
            "source",
            Text("is {value}", value=shown(source)),
            "give a path, paths, a DataFrame or {expert: {group: matrix}}",
        )
    return [Path(p) for p in source]


def _read_file(path: Path, names: Names, answers: Answers) -> None:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from govmetrics.ahp.read_forms import read_form

        if read_form(path, names, answers):
            return
    elif _is_sheet_of_form(path, names):
        way_out = "give the .xlsx that was filled in"
        raise FaultyInput(path.name, "is a single sheet of a judgement form, which has several", way_out)
    frame = read_table(path, repeats=True)
    if MARK in frame.columns:
        raise FaultyInput(path.name, "is a judgement form in another format", "save it as .xlsx")
    if not read_matrices(path, frame, names, answers):
        read_frame(frame, names, answers, path.name)


def _is_sheet_of_form(path: Path, names: Names) -> bool:
    """Tell whether a text file begins as a sheet of our forms does: with its mark, or with a group of the tree."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt") or not is_file(path):
        return False
    line = decoded(path.read_bytes(), path.name, NO_TEXT)[0].lstrip().split("\n", 1)[0]
    first, second = [cell.strip(' "\r') for cell in re.split(r"[,;\t]", line)[:2] + [""] * 2][:2]
    return first == MARK or (first in GROUP_HEADS and second in names.tree)


def _from_matrices(source: Matrices, names: Names, largest: float) -> Judgements:
    """Read {expert: {group: matrix}}: names to codes, then the noun's own checks, then the scale."""
    if not source:
        raise FaultyInput("judgements", "there are none", "give {expert: {group: matrix}}")
    faults = Faults()
    plain: dict[str, dict[str, pd.DataFrame | ArrayLike]] = {}
    for expert, groups in source.items():
        if not isinstance(groups, Mapping):
            faults.append(
                Fault(
                    str(expert),
                    Text("is {value}", value=shown(groups)),
                    "give {group: matrix} for every expert",
                )
            )
            continue
        if str(expert) in plain:
            faults.append(
                Fault(str(expert), "the expert occurs more than once", "give every expert one name")
            )
        plain[str(expert)] = {}
        for group, matrix in groups.items():
            code = names.group(group) or str(group)
            if code in plain[str(expert)]:
                problem, way_out = "the group occurs more than once", "give one matrix per group"
                faults.append(Fault(place_of((expert, group)), problem, way_out))
            plain[str(expert)][code] = _coded(matrix, names, code)
            faults += _beyond(plain[str(expert)][code], names.tree, (str(expert), code), largest)
    with faults:
        found = Judgements.from_matrices(names.tree, plain)
    faults.raise_all()
    return found


def _coded(matrix: Any, names: Names, group: str) -> pd.DataFrame | ArrayLike:
    """Return a labelled matrix with codes for names and numbers for "1/3"; arrays with numbers."""
    refuse_within(group, matrix)
    try:
        cells = pd.DataFrame(matrix if np.ndim(matrix) == 2 else None)
    except ValueError:  # rows of different lengths
        cells = pd.DataFrame()
    if cells.empty:
        return matrix  # type: ignore[no-any-return]  # the noun says what is wrong with it
    if not all(pd.api.types.is_numeric_dtype(dtype) for dtype in cells.dtypes):
        cells = cells.map(lambda cell: cell if (value := ratio(cell)) is None else value)
    if not isinstance(matrix, pd.DataFrame):
        return cells.to_numpy()
    parts = set(names.tree.parts(group)) if group in names.tree else set()

    def code(label: Any) -> str:
        found = [c for c in names.codes(label) if c in parts]
        return found[0] if len(found) == 1 else str(label)

    return cells.set_axis(cells.index.map(code)).set_axis(cells.columns.map(code), axis="columns")


def _beyond(matrix: Any, tree: IndicatorTree, at: tuple[str, str], largest: float) -> list[Fault]:
    """Return a fault for each judgement beyond the scale; `at` is the expert and the group."""
    labels = list(matrix.index) if isinstance(matrix, pd.DataFrame) else None
    cells, group = numbers_of(matrix), at[1]
    labels = labels or (tree.parts(group) if group in tree else [])
    if cells is None or cells.ndim != 2 or cells.shape[0] != cells.shape[1] or len(labels) < len(cells):
        return []  # the noun says what is wrong with it
    out = (np.isfinite(cells) & (cells > largest * (1 + 1e-9))) | (
        (cells > 0) & (cells < 1 / largest - 0.005)
    )
    return [
        Fault(Text("{at}, {first} : {second}", at=[*at], first=str(labels[i]), second=str(labels[j])),
              "the judgement {value:.6g} is out of scale",
              "judgements go from 1/{largest:g} to {largest:g}; for another scale pass `largest`",
              value=cells[i, j], largest=largest)
        for i, j in np.argwhere(out & ~np.eye(len(cells), dtype=bool)).tolist()
        if i < j or not out[j, i]
    ]  # fmt: skip
