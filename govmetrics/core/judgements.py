"""Experts' pairwise judgements: who compared what with what, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.near import spelled
from govmetrics.core.options import FRAME, LABEL, Kind, among, asked, instance, several, shown
from govmetrics.core.plain import plain
from govmetrics.core.reciprocals import Checked, checked
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.within import within_faults
from govmetrics.core.words import Note, Text
from govmetrics.core.words.visible import visible
from govmetrics.numerics.arrays import Array, Bools

Matrix = pd.DataFrame | ArrayLike
_STACKS = instance(Mapping, Text("give {group: (experts, n, n) array}"))

_NO_NUMBERS = "the matrix holds something that is not a number, or rows of different lengths"

_MATRICES = Kind(
    lambda given: (
        isinstance(given, Mapping) and all(isinstance(groups, Mapping) for groups in given.values())
    ),
    Text("give {expert: {group: matrix}}"),
)


@spelled
@dataclass(frozen=True, eq=False)
class Judgements(Result):
    """Experts x groups x pairwise matrices, possibly incomplete.

    Parameters
    ----------
    tree : IndicatorTree
        The tree whose groups were judged.
    experts : sequence of str
        Unique names.
    stacks : mapping of group code to (experts, n, n) array
        For every judged group one matrix per expert, in the order of `experts` and of the group's parts;
        ``a[i, j]`` says how many times more important part i is than part j. NaN marks a comparison
        that was not asked; a matrix without any marks an expert who was not asked about the group.
        Rounded reciprocals (.33 for 1/3) become exact ones, which `notes` tells (`core.reciprocals`).

    Raises
    ------
    FaultyInput
        Unknown groups, wrong shapes, judgements that are not positive or not reciprocal, half-filled
        pairs: all at once, each with expert, group and pair. An entry counts as reciprocal if rounding
        to two decimals explains the difference (0.33 for 1/3).

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> judgements = Judgements.from_matrices(tree, {
    ...     "Li": {"index": [[1, 3], [1 / 3, 1]], "A": [[1, 2], [1 / 2, 1]]},
    ...     "Ann": {"index": [[1, 5], [1 / 5, 1]]},
    ... })
    >>> judgements.answered("A").tolist()
    [True, False]
    """

    tree: IndicatorTree
    experts: Sequence[str]
    stacks: Mapping[str, Array]
    notes: tuple[Note, ...] = field(default=(), init=False)

    _left_out: ClassVar = ("notes",)
    _may_lack: ClassVar = ("notes",)

    def __post_init__(self) -> None:
        asked(tree=(self.tree, TREE), stacks=(self.stacks, _STACKS), experts=(self.experts, several(LABEL)))
        faults = Faults()
        experts = tuple(visible(str(name)) for name in self.experts)
        if not experts:
            faults.append(Fault("experts", "there are none", "give at least one expert"))
        repeated = [name for name, times in Counter(experts).items() if times > 1]
        faults += [
            Fault(name, "the expert occurs more than once", "give every expert a name of their own")
            for name in repeated
        ]
        stacks: dict[str, Array] = {}
        notes: list[Note] = []
        for group, given in self.stacks.items():
            stack, problems, told = self._stack(str(group), given, experts)
            faults += problems
            notes += told
            stack.setflags(write=False)
            stacks[str(group)] = stack
        faults.raise_all()
        object.__setattr__(self, "experts", experts)
        object.__setattr__(self, "notes", tuple(notes))
        object.__setattr__(
            self, "stacks", {g.code: stacks[g.code] for g in self.tree.groups if g.code in stacks}
        )

    def _stack(self, group: str, given: ArrayLike, experts: tuple[str, ...]) -> Checked:
        parts = self.tree.parts(group) if group in self.tree else []
        if not parts:
            known = [g.code for g in self.tree.groups]
            wrong = Fault(group, "is not a group of the tree", "there are: {labels}", labels=known)
            return np.empty(0), [wrong], ()
        try:
            stack = np.array(given, dtype=float)
        except (TypeError, ValueError, OverflowError):
            return np.empty(0), [Fault(group, _NO_NUMBERS, "give numbers, NaN where not asked")], ()
        shape = (len(experts), len(parts), len(parts))
        if stack.shape != shape:
            return stack, [_shape_fault(group, stack.shape, shape)], ()
        asked = ~np.isnan(stack).all(axis=(1, 2))
        # an expert without any judgement may have NaN on the diagonal too
        if not asked.all():
            stack[np.ix_(~asked, range(len(parts)), range(len(parts)))] = _not_asked(len(parts))
        return checked(stack, partial(_whose, experts, group), parts)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Judgements:
        """Return the judgements of what `to_dict` gave.

        Raises
        ------
        FaultyInput
            Another kind or version, unknown or missing keys, whatever the constructor refuses: each with its place.
        """
        from govmetrics.core.from_dict import Reader

        read = Reader(cls, content)
        tree, frame = read.tree(), read.frame("judgements")
        experts, groups, notes = (read.texts(name) for name in ("experts", "groups", "notes"))
        if frame is None and not read.faults:
            read.faults += FRAME.faults("judgements", frame)
        read.faults.raise_all()
        found = cls(tree, experts, _stacks(tree, experts, groups, frame))
        object.__setattr__(
            found, "notes", (*notes, *found.notes)
        )  # of what was corrected when they were read
        return found

    @classmethod
    def from_matrices(cls, tree: IndicatorTree, matrices: Mapping[str, Mapping[str, Matrix]]) -> Judgements:
        """Return the judgements of ``{expert: {group: matrix}}``.

        A matrix is a DataFrame labelled with the codes of the group's parts, in any order, or an array
        in the tree's order. A group that an expert leaves out counts as not asked.

        Raises
        ------
        FaultyInput
            As the constructor, and unknown or missing labels.
        """
        asked(tree=(tree, TREE), matrices=(matrices, _MATRICES))
        experts = tuple(visible(str(name)) for name in matrices)
        codes = [group.code for group in tree.groups]
        given: dict[str, list[Array | None]] = {}
        faults = Faults()
        parts_of = {code: tree.parts(code) for code in codes}
        for place, (expert, groups) in enumerate(matrices.items()):
            for group, matrix in groups.items():
                parts = parts_of.get(str(group), [])
                place_ = place_of((expert, group))
                cells, problems = _aligned(matrix, parts, place_, codes)
                problems = problems or within_faults(place_, cells, numbers=True)
                faults += problems
                if not problems:
                    given.setdefault(str(group), [None] * len(experts))[place] = cells
        stacks = {}
        for group, matrices_ in given.items():
            blank = _not_asked(len(tree.parts(group)))
            stacks[group] = np.stack([blank if cells is None else cells for cells in matrices_])
        with faults:
            found = cls(tree, experts, stacks)
        faults.raise_all()
        return found

    def answered(self, group: str) -> Bools:
        """Tell which experts judged anything in `group`. Shape (experts,)."""
        asked(group=(group, among(self.tree.node_codes)))
        if group not in self.stacks:
            return np.zeros(len(self.experts), dtype=bool)
        stack = self.stacks[group]
        n = stack.shape[1]
        return (
            np.asarray(np.isfinite(stack).sum(axis=(1, 2)) > n) if n > 1 else np.ones(len(stack), dtype=bool)
        )

    def matrix(self, expert: str, group: str) -> pd.DataFrame:
        """Return one expert's matrix of one group, labelled; NaN = not asked."""
        asked(expert=(expert, among(self.experts)), group=(group, among(self.stacks)))
        parts = self.tree.parts(group)
        return pd.DataFrame(self.stacks[group][self.experts.index(expert)], index=parts, columns=parts)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per judgement: expert, group, first, second, value (how many times more)."""
        frames = []
        for group, stack in self.stacks.items():
            parts = np.array(self.tree.parts(group), dtype=object)
            i, j = np.triu_indices(len(parts), 1)
            values = stack[:, i, j]
            e, pair = np.nonzero(np.isfinite(values))
            frames.append(
                pd.DataFrame(
                    {
                        "expert": np.array(self.experts, dtype=object)[e],
                        "group": group,
                        "first": parts[i[pair]],
                        "second": parts[j[pair]],
                        "value": values[e, pair],
                    }
                )
            )
        columns = ["expert", "group", "first", "second", "value"]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return {"experts": tuple[str, ...], "groups": tuple[str, ...], "judgements": pd.DataFrame}

    def _content(self) -> dict[str, Any]:
        return {
            "experts": list(self.experts),
            "groups": list(self.stacks),
            "judgements": plain(self.to_frame()),
        }

    def _finding(self) -> tuple[Text, ...]:
        template = "{experts:# expert|# experts} on {groups:# group|# groups}."
        return (Text(template, experts=len(self.experts), groups=len(self.stacks)),)

    def _tables(self) -> list[Table]:
        return [Table.of(Text("Judgements"), self.to_frame(), "core", self._names())]


def _stacks(
    tree: IndicatorTree, experts: Sequence[str], groups: Sequence[str], frame: pd.DataFrame
) -> dict[str, Array]:
    """Return the matrices of judgements in rows, as `Judgements.to_frame` has them."""
    problem, way_out = "{value!r} is not known", "there are: {labels}"
    known = {"expert": set(experts), "group": {group.code for group in tree.groups} & set(groups)}
    faults = Faults(
        Fault(f"judgements.{column}", "is missing", "give what `to_dict` wrote")
        for column in ("expert", "group", "first", "second", "value")
        if column not in frame
    )
    faults.raise_all()
    stacks = {
        group: np.stack([_not_asked(len(tree.parts(group)))] * len(experts))
        for group in known["group"]
        if experts
    }
    for row, (expert, group, first, second, value) in enumerate(
        frame[["expert", "group", "first", "second", "value"]].itertuples(index=False, name=None)
    ):
        place = f"judgements.data[{row}]"
        parts = tree.parts(group) if group in known["group"] else []
        for said, there in (
            (expert, known["expert"]),
            (group, known["group"]),
            (first, parts),
            (second, parts),
        ):
            if said not in there:
                faults.append(Fault(place, problem, way_out, value=said, labels=list(there)))
                break
        else:
            stack = stacks[group][experts.index(expert)]
            i, j = parts.index(first), parts.index(second)
            try:
                stack[i, j], stack[j, i] = float(value), 1 / float(value)
            except (TypeError, ValueError, ZeroDivisionError):
                faults.append(Fault(place, "is {value}", "give a number above zero", value=shown(value)))
    faults.raise_all()
    return stacks


def _whose(experts: Sequence[str], group: object, position: int) -> str:
    return place_of((experts[position], group))


JUDGEMENTS = instance(Judgements, Text("read them with read_judgements"))


def _shape_fault(place: str, shape: tuple[int, ...], wanted: tuple[int, ...]) -> Fault:
    problem = "the shape is {shape}, not {wanted}"
    return Fault(place, problem, "give a row and a column for each part of the group",
                 shape=" x ".join(map(str, shape)), wanted=" x ".join(map(str, wanted)))  # fmt: skip


def _not_asked(n: int) -> Array:
    blank = np.full((n, n), np.nan)
    np.fill_diagonal(blank, 1.0)
    return blank


def _aligned(matrix: Matrix, parts: list[str], place: str, groups: list[str]) -> tuple[Array, list[Fault]]:
    """Return a matrix in the tree's order, and what is wrong with its labels, shape or contents."""
    nothing = np.empty(0)
    if not parts:
        return nothing, [Fault(place, "is not a group of the tree", "there are: {labels}", labels=groups)]
    order: list[list[int]] = []
    if isinstance(matrix, pd.DataFrame):
        for labels in (matrix.index, matrix.columns):
            names = list(map(str, labels))
            if names != parts and sorted(names) != sorted(parts):
                problem = "the labels of rows or columns are: {labels}"
                way_out = "label both with the codes: {codes}"
                return nothing, [Fault(place, problem, way_out, labels=names, codes=parts)]
            order.append([names.index(part) for part in parts])
    try:
        cells = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError):
        return nothing, [Fault(place, _NO_NUMBERS, "write 1/3 as 0.3333")]
    if order:
        cells = cells[np.ix_(*order)]
    if cells.shape != (len(parts), len(parts)):
        return nothing, [_shape_fault(place, cells.shape, (len(parts), len(parts)))]
    return cells, []
