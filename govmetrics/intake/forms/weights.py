"""The form for weights, and its reader."""

from __future__ import annotations

import math
from pathlib import Path

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.forms import (
    CODE,
    GROUP,
    NAME,
    WEIGHT,
    Column,
    Sheet,
    guide,
    write_form,
)
from govmetrics.core.headings import NAMED, form_of, form_table, name_faults
from govmetrics.core.labels import clean
from govmetrics.core.language import Language, language_of
from govmetrics.core.numbers import TWO_KINDS, number, of_two_kinds
from govmetrics.core.options import LANGUAGE, PATH, asked, shown, wanted
from govmetrics.core.tables import plain_text
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import LANGUAGES, Text

_SCALE = Text(
    "Weights compare the parts of one group with each other, from 0 to 10; only their proportions count."
)
_WAY_OUT = Text("fill in 0 to 10")
IN_TREE = Text("weight in the tree")
_HEADINGS = {"code": ("代码", "指标代码"), "weight": ("权重",), NAMED: ("name", *map(NAME.say, LANGUAGES))}


def blank_weights(tree: IndicatorTree, path: str | Path, language: Language | None = None) -> Path:
    """Write a blank form for weights: one row for each part of each group, with code and name.

    The weights of the tree stand beside the cells to fill in. `read_weights` reads the form back.

    Parameters
    ----------
    tree : IndicatorTree
        What is to be weighed.
    path : path
        The .xlsx file to write.
    language : {"en", "zh"}, optional
        Of headings, names and guidance; by default the one in use.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Names that no cell holds, a path that cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> with TemporaryDirectory() as folder:
    ...     gm.intake.blank_weights(tree, Path(folder) / "weights.xlsx").name
    'weights.xlsx'
    """
    wanted(tree=(tree, TREE), path=(path, PATH), language=(language, LANGUAGE)).raise_all()
    chosen = language_of(language)
    rows = [
        [group.label(chosen), part.code, part.label(chosen), part.weight]
        for group in tree.groups
        for part in group.parts
    ]
    # The list is an offer: other numbers, such as 2.5, bring a question, not a refusal.
    offered = Column(WEIGHT, among=list(map(str, range(11))), firm=False, hint=_SCALE)
    columns = [Column(GROUP), Column(CODE), Column(NAME), Column(IN_TREE), offered]
    sheet = Sheet(Text("weights"), columns, rows, spare=0)
    return write_form(path, [sheet, guide([_SCALE], [], [])], chosen)


def read_weights(source: str | Path, tree: IndicatorTree) -> dict[str, float]:
    r"""Read a filled-in form for weights (see `blank_weights`), for ``weighting.assigned(tree, weights)``.

    Parameters
    ----------
    source : path
        The .xlsx form, or a .csv with the columns code and weight.
    tree : IndicatorTree
        What was weighed.

    Returns
    -------
    dict of str to float
        The weight of every node below the root, relative to its siblings.

    Raises
    ------
    FaultyInput
        An empty form; unknown, repeated or missing nodes, and weights that are not numbers of at least zero: all at once.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "weights.csv"
    ...     _ = path.write_text("code,weight\ncommunity,1\ntrust,3\norder,1\n")
    ...     gm.intake.read_weights(path, tree)
    {'community': 1.0, 'trust': 3.0, 'order': 1.0}
    """
    asked(tree=(tree, TREE))
    table = form_table(source, _HEADINGS, ("code", "weight"), given=("code", NAMED), beside=(GROUP, IN_TREE))
    faults = Faults(name_faults(table, [str(clean(plain_text(str(code)))) for code in table["code"]], tree))
    form = form_of(table)
    found, typed = dict[str, float](), dict[str, object]()
    for row, name, cell in zip(table.index, table["code"], table["weight"], strict=True):
        key, value = str(clean(plain_text(str(name)))), number(cell)
        place = form.place(row, "code")
        if key not in tree or key == tree.root.code:
            problem = "{code} is not a node of the tree below the root"
            faults.append(Fault(place, problem, "name nodes by their codes", code=key))
        elif key in found:
            faults.append(Fault(place, "{code} occurs more than once", "keep one of them", code=key))
        if value is None or not (math.isfinite(value) and value >= 0):
            problem = "the weight {value} is not a number from zero"
            faults.append(Fault(form.place(row, "weight"), problem, _WAY_OUT, value=shown(cell)))
        found[key] = math.nan if value is None else value
        typed[key] = cell
    for group in tree.groups:
        two = of_two_kinds(typed[part.code] for part in group.parts if part.code in typed)
        if two:
            faults.append(
                Fault(group.code, TWO_KINDS, "write all of them alike", percent=two[0], plain=two[1])
            )
    faults += [Fault(c, "has no row", "add it") for c in tree.node_codes[1:] if c not in found]
    faults.raise_all()
    return found
