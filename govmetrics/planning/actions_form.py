"""The form for actions: what can be done, at what cost, how far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.forms import DIRECTION, INDICATOR, MEASURE
from govmetrics.core.headings import NAMED, Form, form_of, form_table, name_faults
from govmetrics.core.labels import clean, no_value
from govmetrics.core.near import codes, meant
from govmetrics.core.numbers import number
from govmetrics.core.options import asked, shown
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import LANGUAGES, Text
from govmetrics.core.words.visible import all_visible, visible
from govmetrics.planning.actions import Action, kind_faults

HEADINGS = {
    "code": ("indicator", "指标代码", "代码"),
    "name": ("action", "措施", "措施名称", "名称"),
    "cost": ("cost of one unit of measurement", "每改善一个计量单位的成本", "单位成本", "成本"),
    "limit": ("reaches at most", "最多可达到", "上限", "可达到的值"),
    "step": ("whole steps of", "每次改善幅度", "步长"),
    "fixed": ("fixed cost", "固定成本"),
    "body": ("responsible body", "责任单位", "责任主体", "牵头单位"),
    "deadline": ("deadline", "完成时限", "时限", "截止时间"),
    "units": ("units that can take it", "communities", "适用单位", "适用社区"),
}
"""Keys of the form, and what its columns may be headed."""
NUMBERS = ("cost", "limit", "step", "fixed")


def read_actions(
    source: str | Path | pd.DataFrame | Sequence[Action | Mapping[str, Any]], tree: IndicatorTree
) -> list[Action]:
    """Read what can be done, for `improvement_plan`.

    Parameters
    ----------
    source : path, DataFrame, or sequence of Action or mapping
        A row for each action, with the columns code (指标代码), cost (单位成本: of one unit of the indicator), and
        optionally name (措施), body (责任单位), deadline (完成时限), limit (上限), step (步长), fixed (固定成本) and units
        (适用单位, parted by commas or 、).
    tree : IndicatorTree
        Whose leaves they move.

    Returns
    -------
    list of Action

    Raises
    ------
    FaultyInput
        Columns missing or not known, unknown indicators, costs that are no numbers: all at once.

    References
    ----------
    Mitchell, S., O'Sullivan, M. and Dunning, I. (2011). PuLP: a linear programming toolkit for Python. The
    University of Auckland.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"指标代码": ["trust"], "措施": ["evening talks"], "单位成本": ["2.5"], "适用单位": ["East、West"]})
    >>> action = gm.planning.read_actions(table, tree)[0]
    >>> action.cost, action.units
    (2.5, ('East', 'West'))
    """
    asked(tree=(tree, TREE))
    in_sheet = True
    if isinstance(source, list | tuple):
        if all(isinstance(one, Action) for one in source):
            return list(source)
        if all(isinstance(one, Mapping) for one in source):
            refuse_within("actions", source, halves=False)
            rows = [{**one, "units": _joined(one.get("units"))} for one in source]
            source = pd.DataFrame(
                [{visible(str(key)): all_visible(cell) for key, cell in row.items()} for row in rows],
                dtype=object,
            )
            in_sheet = False
    table = form_table(
        source,
        HEADINGS | {NAMED: tuple(map(INDICATOR.say, LANGUAGES))},
        ("code", "cost"),
        given=("code", NAMED),
        beside=(MEASURE, DIRECTION),
    )
    form = form_of(table)
    table = table.dropna(how="all", subset=[key for key in table if key not in ("code", NAMED)])
    faults = Faults(name_faults(table, [str(clean(str(code))) for code in table["code"]], tree))
    found = [
        _action(cells, at, form if in_sheet else None, tree, faults)
        for at, (_, cells) in zip(table.index - 2, table.iterrows(), strict=True)
    ]
    faults.raise_all()
    return found


def _joined(units: Any) -> Any:
    return "、".join(map(str, units)) if isinstance(units, list | tuple) else units


def _action(cells: pd.Series, at: int, form: Form | None, tree: IndicatorTree, faults: Faults) -> Action:
    """Return the action of a row; what is wrong with it goes to `faults`."""
    code = str(clean(str(cells["code"])))
    row, form = (None, Form()) if form is None else (at + 2, form)

    def place(key: str) -> Any:
        return f"actions[{at}]" if row is None else form.place(row, key)

    if code not in tree.codes:
        way_out = meant(code, codes(tree), Text("name an indicator by its code"))
        faults.append(Fault(place("code"), "{code} is not an indicator of the tree", way_out, code=code))
    values: dict[str, float | None] = {}
    for key in NUMBERS:
        given = cells.get(key)
        if no_value(given):
            values[key] = 0.0 if key == "fixed" else None
            continue
        values[key] = number(given)
        if values[key] is None:
            faults.append(
                Fault(
                    place(key),
                    "{column} is {value}",
                    "give a number",
                    column=form.called(key),
                    value=shown(given),
                )
            )
    if values["cost"] is None and no_value(cells["cost"]):
        faults.append(Fault(place("cost"), "{column} is empty", "fill it in", column=form.called("cost")))
    units = cells.get("units")
    listed = None if no_value(units) else re.split(r"\s*[,，、;；]\s*", str(units).strip())
    action = Action(
        code, values["cost"] or 0.0, values["limit"], values["step"], values["fixed"] or 0.0,
        None if listed is None else tuple(clean(unit) for unit in listed if unit),
        _text(cells.get("name")), _text(cells.get("body")), _text(cells.get("deadline")), row, form,
    )  # fmt: skip
    for found in kind_faults(action, at).values():
        faults += found
    return action


def _text(cell: Any) -> str:
    return "" if no_value(cell) else str(clean(str(cell)))
