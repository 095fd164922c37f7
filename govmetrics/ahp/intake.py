"""Read experts' judgements: filled-in forms, questionnaire exports, matrices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.ahp.answers import Answers, Coding, Names, judgements_of, missing, ratio, texts
from govmetrics.core.errors import Fault, FaultyInput, choose
from govmetrics.core.judgements import Judgements
from govmetrics.core.tables import read_table
from govmetrics.core.tree import IndicatorTree

Matrices = Mapping[str, Mapping[str, pd.DataFrame | ArrayLike]]
Source = str | Path | pd.DataFrame | Matrices | Sequence[str | Path]

_HEADINGS = {
    "expert": ("expert", "respondent", "experts", "rater", "judge", "id", "专家", "专家编号", "受访者", "评价者", "序号", "姓名"),
    "group": ("group", "criterion", "parent", "node", "组", "组别", "准则", "上级", "上级指标", "父级"),
    "first": ("first", "left", "a", "item1", "前项", "左", "左项", "指标1", "因素1", "甲"),
    "second": ("second", "right", "b", "item2", "后项", "右", "右项", "指标2", "因素2", "乙"),
    "pair": ("pair", "comparison", "question", "比较", "比较对", "题目"),
    "value": ("value", "answer", "judgement", "judgment", "response", "score", "值", "判断", "判断值", "答案", "选择", "标度"),
}  # fmt: skip
# what questionnaire platforms put in front of the answers
_METADATA = (
    "提交答卷时间",
    "所用时间",
    "来源",
    "来源详情",
    "来自ip",
    "总分",
    "timestamp",
    "submitted",
    "duration",
    "ip",
    "source",
)


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
        * .xlsx made by `write_form` and filled in, one file an expert: give all paths, or their folder;
        * .csv, .tsv, .txt, .xlsx or DataFrame in the long layout, one row an answer: columns expert, first,
          second, value (or pair, value), and group where names alone do not tell it;
        * the same in the wide layout, one row an expert: one column a pair, headed "first_second",
          "first : second" or "8、(1) first vs second"; without an expert column the rows are numbered, and a
          DataFrame's index names them;
        * ``{expert: {group: matrix}}``, a matrix being a DataFrame or an array in the tree's order.

        Nodes go by code or by name, in any language of the tree.
    tree : IndicatorTree
        What was judged.
    coding : {"auto", "signed", "reciprocal"}
        Of tables. signed: -9 to -2 favour the first (left), 2 to 9 the second (right), 1 neither.
        reciprocal: 3 says that the first is 3 times as important as the second, 1/3 the reverse. auto: signed
        if some answers are negative and none is a fraction; a warning says so where the answers fit both.
    largest : float
        End of the scale, 9 for Saaty's. Whatever lies beyond it or its reciprocal is a fault.
    unanswered : {"refuse", "not_asked"}
        What an empty answer means when the expert answered others of the group. A group without any answer,
        a pair without a row, and NaN on both sides of a matrix count as not asked in either case.

    Returns
    -------
    Judgements

    Raises
    ------
    FaultyInput
        Everything that is wrong, each with expert, group and pair: unknown names, answers that are out of
        scale, zero, negative or no judgement at all, contradictory or not reciprocal, half-filled groups.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> answers = pd.DataFrame({"expert": ["Li", "Li"], "first": ["A", "a1"], "second": ["B", "a2"], "value": [-3, 2]})
    >>> read_judgements(answers, tree).to_frame().round(2).to_numpy().tolist()
    [['Li', 'index', 'A', 'B', 3.0], ['Li', 'A', 'a1', 'a2', 0.5]]
    """
    choose(coding, get_args(Coding), "coding")
    choose(unanswered, ("refuse", "not_asked"), "unanswered")
    if not (np.isfinite(largest) and largest > 1):
        raise FaultyInput(Fault("largest", f"is {largest!r}", "give the end of the scale, such as 9"))
    names = Names(tree)
    if isinstance(source, Mapping):
        return _from_matrices(source, names, largest)
    answers = Answers()
    if isinstance(source, pd.DataFrame):
        _read_frame(source, names, answers, "")
    else:
        for path in _paths(source):
            _read_file(path, names, answers)
    return judgements_of(answers, tree, coding, largest, unanswered)


def _paths(source: str | Path | Sequence[str | Path]) -> list[Path]:
    if isinstance(source, str | Path):
        path = Path(source)
        if not path.is_dir():
            return [path]
        found = sorted(
            p
            for p in path.iterdir()
            if p.suffix.lower() in (".xlsx", ".csv", ".tsv", ".txt") and p.name[0] not in "~."
        )
        if not found:
            raise FaultyInput(
                Fault(str(path), "holds no .xlsx or .csv files", "name the folder of the filled-in forms")
            )
        return found
    if not isinstance(source, Sequence) or not all(isinstance(p, str | Path) for p in source):
        raise FaultyInput(
            Fault(
                "source",
                f"is {type(source).__name__}",
                "give a path, paths, a DataFrame or {expert: {group: matrix}}",
            )
        )
    return [Path(p) for p in source]


def _read_file(path: Path, names: Names, answers: Answers) -> None:
    if path.suffix.lower() == ".xlsx":
        from govmetrics.ahp.forms import read_form

        if read_form(path, names, answers):
            return
    _read_frame(read_table(path), names, answers, path.name)


def _read_frame(frame: pd.DataFrame, names: Names, answers: Answers, file: str) -> None:
    """Read a table in the long or the wide layout."""
    answers.tables = True
    columns = {role: [c for c in frame.columns if _heading(c) in known] for role, known in _HEADINGS.items()}
    twice = {role: found for role, found in columns.items() if len(found) > 1}
    pairs = {column: place for column in frame.columns if (place := names.heading(column)) is not None}
    long = bool(columns["value"]) and (columns["pair"] or (columns["first"] and columns["second"]))
    if long and not pairs:
        if twice:
            answers.faults += [Fault(file or "columns", f"{', '.join(map(str, found))} all look like `{role}`", "keep one")
                               for role, found in twice.items()]  # fmt: skip
            return
        one = {role: found[0] for role, found in columns.items() if found}
        _read_long(frame, one, names, answers, file)
    elif pairs:
        _read_wide(frame, columns["expert"], pairs, answers, file)
    else:
        answers.faults.append(
            Fault(file or "table", f"the columns {texts(frame.columns)} are no judgements of this tree",
                  "give expert, first, second, value; or one column a pair, headed `first_second`")
        )  # fmt: skip


def _read_long(
    frame: pd.DataFrame, columns: dict[str, Any], names: Names, answers: Answers, file: str
) -> None:
    whose = _experts(frame, columns.get("expert"), answers, file)
    asked = [columns[role] for role in ("first", "second") if role in columns] or [columns["pair"]]
    groups = frame[columns["group"]] if "group" in columns else [None] * len(frame)
    known: dict[tuple[Any, ...], Any] = {}
    keys = zip(groups, *(frame[column] for column in asked), strict=True)
    for row, (expert, key, cell) in enumerate(zip(whose, keys, frame[columns["value"]], strict=True)):
        key = tuple(None if missing(part) else part for part in key)  # noqa: PLW2901
        if key not in known:
            known[key] = _long_place(key, names)
        place, where = known[key], f" ({_row(frame, row, file)})"
        if expert is None or (all(part is None for part in key) and missing(cell)):
            continue
        if isinstance(place, str):
            pair = " : ".join(texts(key[1:]))
            answers.faults.append(Fault(", ".join([expert, *texts(key[:1] if key[0] else []), pair]) + where, place,
                                        "use the codes or names of the tree"))  # fmt: skip
        else:
            answers.everyone.setdefault(expert, file)
            answers.add(expert, place, cell, where)


def _long_place(key: tuple[Any, ...], names: Names) -> Any:
    if any(part is None for part in key[1:]):
        return "a name is missing"
    if len(key) == 3:
        return names.pair(key[1], key[2], key[0])
    place = names.heading(key[1])
    if place is None:
        return "does not name two parts of one group"
    wanted = None if key[0] is None else names.group(key[0])
    return place if key[0] is None or wanted == place[0] else f"are not both parts of {key[0]!r}"


def _read_wide(
    frame: pd.DataFrame, experts: list[Any], pairs: dict[Any, Any], answers: Answers, file: str
) -> None:
    whose = _experts(frame, experts[0] if experts else None, answers, file)
    others = [
        c for c in frame.columns if c not in pairs and c not in experts[:1] and _heading(c) not in _METADATA
    ]
    answers.faults += [
        Fault(f"{file}, column {column}".lstrip(", "), "is neither a pair of this tree nor the expert",
              "name both parts by code or name, or drop the column")
        for column in others
    ]  # fmt: skip
    for row, expert in enumerate(whose):
        if expert is None:
            continue
        if expert in answers.everyone:
            first = answers.everyone[expert] or "above"
            answers.faults.append(
                Fault(
                    f"{expert} ({_row(frame, row, file)})",
                    f"the expert occurs before ({first})",
                    "keep one row an expert",
                )
            )
            continue
        answers.everyone[expert] = file
        for column, place in pairs.items():
            answers.add(expert, place, frame[column].iloc[row], f" ({_row(frame, row, file)})")


def _experts(frame: pd.DataFrame, column: Any, answers: Answers, file: str) -> list[str | None]:
    """Return each row's expert; None, with a fault, where it is missing. Empty rows are no rows."""
    if column is None:
        default = isinstance(frame.index, pd.RangeIndex)
        return [str(row + 1) for row in range(len(frame))] if default else texts(frame.index)  # type: ignore[return-value]
    named: list[str | None] = []
    for row, cell in enumerate(frame[column]):
        if missing(cell):
            named.append(None)
            if not frame.iloc[row].map(missing).all():
                answers.faults.append(
                    Fault(_row(frame, row, file), "the expert is missing", "name the expert in every row")
                )
        else:
            named.append(texts([cell])[0])
    return named


def _row(frame: pd.DataFrame, row: int, file: str) -> str:
    return f"{file}, row {row + 2}" if file else f"row {frame.index[row]}"


def _heading(column: Any) -> str:
    return re.sub(r"^\d+\s*[、.．]\s*", "", str(column)).strip().casefold()


def _from_matrices(source: Matrices, names: Names, largest: float) -> Judgements:
    """Read {expert: {group: matrix}}: names to codes, then the noun's own checks, then the scale."""
    if not source:
        raise FaultyInput(Fault("judgements", "there are none", "give {expert: {group: matrix}}"))
    faults: list[Fault] = []
    plain: dict[str, dict[str, pd.DataFrame | ArrayLike]] = {}
    for expert, groups in source.items():
        if not isinstance(groups, Mapping):
            faults.append(
                Fault(str(expert), f"is {type(groups).__name__}", "give {group: matrix} for every expert")
            )
            continue
        plain[str(expert)] = {}
        for group, matrix in groups.items():
            code = names.group(group) or str(group)
            if code in plain[str(expert)]:
                faults.append(
                    Fault(f"{expert}, {group}", "the group occurs twice", "give one matrix a group")
                )
            plain[str(expert)][code] = _coded(matrix, names, code)
            faults += _beyond(plain[str(expert)][code], names.tree, f"{expert}, {code}", largest)
    if faults:
        faults += _also(plain, names.tree)
        raise FaultyInput(faults)
    return Judgements.from_matrices(names.tree, plain)


def _also(plain: Matrices, tree: IndicatorTree) -> list[Fault]:
    """Return what the noun finds wrong beside the faults found already."""
    try:
        Judgements.from_matrices(tree, plain)
    except FaultyInput as error:
        return list(error.faults)
    return []


def _coded(matrix: Any, names: Names, group: str) -> pd.DataFrame | ArrayLike:
    """Return a labelled matrix with codes for names and numbers for "1/3"; arrays with numbers."""
    cells = pd.DataFrame(matrix) if np.ndim(matrix) == 2 else None
    if cells is None:
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


def _beyond(matrix: Any, tree: IndicatorTree, place: str, largest: float) -> list[Fault]:
    labels = list(matrix.index) if isinstance(matrix, pd.DataFrame) else None
    try:
        cells = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError):
        return []
    group = place.rsplit(", ", 1)[-1]
    labels = labels or (tree.parts(group) if group in tree else [])
    if cells.ndim != 2 or len(labels) < max(cells.shape, default=0):
        return []
    out = (cells > largest * (1 + 1e-9)) | ((cells > 0) & (cells < 1 / largest - 0.005))
    return [
        Fault(f"{place}, {labels[i]} : {labels[j]}", f"the judgement {cells[i, j]:.6g} is out of scale",
              f"judgements go from 1/{largest:g} to {largest:g}; for another scale pass `largest`")
        for i, j in np.argwhere(out & (np.arange(len(cells))[:, None] != np.arange(cells.shape[1]))).tolist()
        if i < j or not out[j, i]
    ]  # fmt: skip
