"""The form for weights, read back."""

from __future__ import annotations

import math
from pathlib import Path

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.labels import clean
from govmetrics.core.options import asked, shown
from govmetrics.core.tables import number, plain_text, read_table
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text

_CODES, _WEIGHTS = ("code", "代码"), ("weight", "权重")


def read_weights(source: str | Path, tree: IndicatorTree) -> dict[str, float]:
    r"""Read a filled-in form for weights (see `write_forms`), for ``weighting.assigned(tree, weights)``.

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
        Unknown, repeated or missing nodes, and weights that are not numbers of at least zero: all at once.

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
    table = read_table(source)
    columns = {str(column).strip().lower(): column for column in table.columns}
    code, weight = (next((columns[n] for n in names if n in columns), None) for names in (_CODES, _WEIGHTS))
    if code is None or weight is None:
        problem = "needs the columns code and weight, and has: {columns}"
        raise FaultyInput(Fault(Path(source).name, problem, "use the form for weights",
                                columns=list(map(str, table.columns))))  # fmt: skip
    faults = Faults()
    found: dict[str, float] = {}
    for row, (name, cell) in enumerate(zip(table[code], table[weight], strict=True), start=2):
        key, value = str(clean(plain_text(str(name)))), number(cell)
        place = Text("row {row} ({code})", row=row, code=key)
        if key not in tree or key == tree.root.code:
            faults.append(
                Fault(place, "is not a node of the tree below the root", "name nodes by their codes")
            )
        elif key in found:
            faults.append(Fault(place, "occurs more than once", "keep one of them"))
        if value is None or not (math.isfinite(value) and value >= 0):
            faults.append(
                Fault(
                    place,
                    "the weight {value} is not a number from zero",
                    "fill in 0 to 10",
                    value=shown(cell),
                )
            )
        found[key] = math.nan if value is None else value
    faults += [Fault(c, "has no row", "add it") for c in tree.node_codes[1:] if c not in found]
    faults.raise_all()
    return found
