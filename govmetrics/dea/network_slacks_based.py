"""Networks of stages by slacks (网络SBM): the efficiency of the whole and of every stage.

References
----------
Tone, K., & Tsutsui, M. (2009). Network DEA: A slacks-based measure approach. European Journal of Operational Research,
197, 243-252.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.options import choice, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.core.words.text import label_text
from govmetrics.dea._beside import beside, shares_of
from govmetrics.dea._cell_faults import LINK
from govmetrics.dea._chained import Amount, Chain, Tie, chained, idle_stages
from govmetrics.dea._frontiers import Frontier, by_frontier, frontier_faults, spanned
from govmetrics.dea._observe import Amounts, Observed, observe
from govmetrics.dea._options import FREEDOM, RETURNS, Freedom, Returns, is_among, listed
from govmetrics.dea._stages import beside_parts, refuse_zero_slacks, scored, staged_tables
from govmetrics.dea._words import DMUS, assumed
from govmetrics.dea.engine.arrays import Floats

Link = Literal["free", "fixed"]
LINKS = ("free", "fixed")
METHOD = (
    "Efficiency of the network of {count:# stage|# stages} was measured with the network slacks-based measure ({orientation}, "
    "{returns}; {links}; weights of the stages: {weights:99})."
)
LINK_WORDS = {
    "free": Text("links free, as long as one stage takes what the other makes"),
    "fixed": Text("links fixed at what the unit itself has"),
    "mixed": Text("some links free, some fixed at what the unit itself has"),
}
CHOSEN = Text("Where the stages are not unique, earlier ones were given the larger efficiency.")


@dataclass(frozen=True, eq=False)
class NetworkEfficiency(Result):
    """Efficiency of a network of stages and of each stage.

    Attributes
    ----------
    scores : Series
        Overall efficiency in (0, 1]; 1 exactly when no stage has a slack that counts.
    stages : DataFrame (units, stages)
        Efficiency of each stage. Overall efficiency is their weighted arithmetic mean in input orientation, and their
        weighted harmonic mean in output orientation.
    efficient : Series
        "strong" if all stages are efficient, else "no".
    slacks, targets : DataFrame (units, inputs and outputs that count)
        Excess of inputs and shortfall of outputs, and the amounts without them, in the data's units.
    weights : dict
        Share of each stage; they sum to 1.
    links : tuple of (from, to, kind)
    orientation, returns : str
    error : Series
        Largest violation of the optimality conditions, relative.
    notes : tuple of str
        What spans the frontiers of a panel.

    See Also
    --------
    network_slacks_based
    """

    scores: pd.Series
    stages: pd.DataFrame
    efficient: pd.Series
    slacks: pd.DataFrame
    targets: pd.DataFrame
    weights: dict[Any, float]
    links: tuple[tuple[str, str, str], ...]
    orientation: str
    returns: str
    error: pd.Series
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"_table": "Efficiency of the network and its stages", "slacks": "Slacks"}
    _cites: ClassVar = ("tonetsutsui2009",)

    @property
    def _table(self) -> pd.DataFrame:
        return beside_parts(self.scores, self.efficient, self.stages)

    def _method(self) -> tuple[Text, ...]:
        kinds = {kind for _, _, kind in self.links}
        shares = [
            Text("{name} {share:.3g}", name=str(name), share=share) for name, share in self.weights.items()
        ]
        values = {"count": len(self.weights), "weights": shares, **assumed(self.orientation, self.returns)}
        links = LINK_WORDS[kinds.pop() if len(kinds) == 1 else "mixed"]
        return (Text(METHOD, links=links, **values), CHOSEN, *spanned(self.notes))

    def _finding(self) -> tuple[Text, ...]:
        means = self.stages.mean()
        found = (
            "Mean overall efficiency of {rows}: {overall:.4f}; efficient in all stages: {efficient:,}. The weakest stage is "
            "{stage:3} (mean {low:.4f}), the strongest {other:3} (mean {high:.4f})."
        )
        values = {
            "stage": holders(means, most=False),
            "other": holders(means),
            "low": means.min(),
            "high": means.max(),
        }
        rows = counted(self.scores.index, DMUS)
        return (
            Text(
                found,
                rows=rows,
                overall=self.scores.mean(),
                efficient=int((self.efficient == "strong").sum()),
                **values,
            ),
        )

    def _tables(self) -> list[Table]:
        return staged_tables(self, self.stages)


def network_slacks_based(
    inputs: Amounts,
    outputs: Amounts,
    links: Mapping[tuple[str, str], Amounts],
    stages: Mapping[str, Mapping[str, Any]],
    orientation: Freedom = "none",
    returns: Returns = "variable",
    *,
    link: Link | Mapping[tuple[str, str], Link] = "free",
    weights: Mapping[str, float] | None = None,
    frontier: Frontier = "period",
    width: int = 3,
) -> NetworkEfficiency:
    r"""Return the slacks-based efficiency of a network of stages, and of every stage (Tone and Tsutsui, 2009).

    .. math:: \rho = \min \frac{\sum_k w_k (1 - \frac1{m_k} \sum_i s_i^{k-} / x_{io}^k)}
                                {\sum_k w_k (1 + \frac1{r_k} \sum_r s_r^{k+} / y_{ro}^k)}

    Each stage has a frontier of its own; a link's amount :math:`z` that one stage makes is what the next one takes:
    :math:`Z \lambda^k = Z \lambda^h` (free), both equal to the unit's own :math:`z_o` (fixed).

    Parameters
    ----------
    inputs, outputs : DataFrame (units, columns)
        All amounts that enter the network from outside, and all that leave it; each column belongs to one stage.
    links : mapping
        (from, to) -> table of the amounts that go from one stage to another; units in rows.
    stages : mapping
        Stage -> {"inputs": names, "outputs": names}, columns of `inputs` and `outputs`, in the order of the process. A
        stage may have none of one of them if a link stands for it.
    orientation : {"none", "input", "output"}
        Which slacks count.
    returns : {"variable", "constant", "increasing", "decreasing"}
        Of every stage.
    link : {"free", "fixed"} or mapping
        Whether a link's amount may change, for all links or by (from, to).
    weights : mapping, optional
        How much each stage counts (from 0; their sum is taken as 1); all alike by default.
    frontier, width
        What spans the frontiers where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NetworkEfficiency

    Raises
    ------
    FaultyInput
        Stages, links and columns that do not fit, and any fault of the tables.
    UnsuitableMethod
        A zero output, unless only inputs count; a unit's stage that makes something of nothing.

    References
    ----------
    Tone, K. and Tsutsui, M. (2009). Network DEA: A slacks-based measure approach. European Journal of Operational
    Research 197, 243-252.

    Examples
    --------
    Three offices. Receiving (staff) makes cases, which solving (experts) makes into decisions:

    >>> import warnings; warnings.simplefilter("ignore")
    >>> table = pd.DataFrame({"staff": [2.0, 4, 4], "experts": [2.0, 2, 4], "cases": [4.0, 4, 4], "decisions": [4.0, 4, 4]},
    ...     index=["East", "North", "West"])
    >>> found = network_slacks_based(
    ...     table[["staff", "experts"]], table[["decisions"]], {("receiving", "solving"): table[["cases"]]},
    ...     {"receiving": {"inputs": "staff"}, "solving": {"inputs": "experts", "outputs": "decisions"}}, "input")
    >>> found.stages.join(found.scores).round(3).to_dict("index")["North"]
    {'receiving': 0.5, 'solving': 1.0, 'overall': 0.75}
    """
    faults = wanted(orientation=(orientation, FREEDOM), returns=(returns, RETURNS))
    faults += frontier_faults(frontier, width)
    with faults:
        data = observe(inputs, outputs, warn=False, idle=True)
        network = _network(data, links, stages, link)
    with faults:
        names = list(stages) if isinstance(stages, Mapping) else []
        shares = shares_of(weights, names) if names else {}
    faults.raise_all()
    refuse_zero_slacks(data, data.outputs, orientation)
    _refuse_from_nothing(network, names)

    def found(part: Observed) -> NetworkEfficiency:
        return _measured(part, network, shares, orientation, returns)

    return by_frontier(network.data, frontier, width, found, zeros=True)


@dataclass(frozen=True, eq=False)
class _Network:
    """Inputs, outputs and links in one table, and which stage each is of."""

    data: Observed
    chain: Chain
    taken: tuple[Amount, ...]
    made: tuple[Amount, ...]
    links: tuple[tuple[str, str, str], ...]


def _network(data: Observed, links: Any, stages: Any, link: Any) -> _Network:
    """Return the network that stages and links make of the tables; every fault is raised at once."""
    refuse_within("stages", stages)
    faults = Faults()
    with faults:
        small, large = _columns_by_stage(data, stages)
    with faults:
        tables, kinds = _linked(links, stages, link, data.units)
    faults.raise_all()
    names = [column for table in tables.values() for column in table.columns]
    again = [name for k, name in enumerate(names) if name in names[:k] or name in data.columns]
    way_out = "give each column of inputs, outputs and links a name of its own"
    Faults(
        each(again, lambda name: Fault(str(name), "is the name of more than one column", way_out))
    ).raise_all()
    place = {name: k for k, name in enumerate(stages)}
    ties, held, made, taken, at = [], [], [], [], len(data.columns)
    for (before, after), table in tables.items():
        for _ in table.columns:
            one, two = Amount(place[before], at), Amount(place[after], at)
            made.append(one)
            taken.append(two)
            if kinds[before, after] == "free":
                ties.append(Tie(place[before], place[after], at))
            else:
                held += [one, two]
            at += 1
    columns = data.columns.append(pd.Index(names, dtype=object))
    values = np.hstack([data.values, *(table.to_numpy() for table in tables.values())])
    whole = Observed(data.units, columns, values, data.m, data.s)
    chain = Chain(len(place), small, large, tuple(ties), tuple(held))
    told = tuple((str(before), str(after), kinds[before, after]) for before, after in tables)
    return _Network(whole, chain, (*small, *taken), (*large, *made), told)


def _columns_by_stage(data: Observed, stages: Any) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    """Return the inputs and the outputs with their stages, in the order of the stages."""
    way_out = 'give {{"first": {{"inputs": [...], "outputs": [...]}}, "second": ...}}'
    if not isinstance(stages, Mapping) or not all(isinstance(one, Mapping) for one in stages.values()):
        raise FaultyInput("stages", "is not a mapping of each stage to its inputs and outputs", way_out)
    if len(stages) < 2:
        problem = "{count:# stage is|# stages are} no network"
        raise FaultyInput("stages", problem, "give two or more, or use slacks_based", count=len(stages))
    faults, found = Faults(), {"inputs": list[Amount](), "outputs": list[Amount]()}
    owner: dict[Any, Any] = {}
    for k, (stage, parts) in enumerate(stages.items()):
        place = Text("stages, {stage}", stage=str(stage))
        if str(stage) in ("overall", "efficient"):
            faults.append(Fault(place, "is a column of the result", "call the stage something else"))
        for key in parts:
            if key not in found:
                faults.append(Fault(place, "has {key!r}", "give inputs and outputs alone", key=key))
        for kind, names in (("inputs", data.inputs), ("outputs", data.outputs)):
            for name in listed(parts.get(kind, ()), "stages"):
                if not is_among(name, names):
                    problem = "{name} is no column of the {kind}"
                    faults.append(
                        Fault(place, problem, "give one of: {names:20}", name=name, kind=kind, names=names)
                    )
                elif name in owner:
                    problem, way = (
                        "{name} is of {other}, too",
                        "split its amounts into a column for each stage",
                    )
                    faults.append(Fault(place, problem, way, name=name, other=owner[name]))
                else:
                    owner[name] = str(stage)
                    found[kind].append(Amount(k, list(data.columns).index(name)))
    for name in data.columns:
        if name not in owner:
            faults.append(Fault(str(name), "is of no stage", "name it in stages, or leave the column out"))
    faults.raise_all()
    return tuple(found["inputs"]), tuple(found["outputs"])


def _linked(
    links: Any, stages: Any, link: Any, units: pd.Index
) -> tuple[dict[tuple[Any, Any], pd.DataFrame], dict[tuple[Any, Any], str]]:
    """Return the table and the kind of every link."""
    way_out = "give a mapping of (from, to) to a table, such as {{('first', 'second'): cases}}"
    if not isinstance(links, Mapping) or not links:
        raise FaultyInput("links", "is not a mapping of pairs of stages to tables", way_out)
    faults, tables = Faults(), {}
    names = list(stages) if isinstance(stages, Mapping) else []
    for pair, table in links.items():
        place = Text("links, {pair}", pair=str(pair))
        known = isinstance(pair, tuple) and len(pair) == 2 and all(one in names for one in pair)
        if not known or pair[0] == pair[1]:
            problem = "does not go from one stage to another"
            faults.append(Fault(place, problem, "give (from, to), two of: {names:20}", names=names))
            continue
        with faults:
            tables[pair] = beside(table, LINK, units)
    kinds = dict.fromkeys(tables, link) if isinstance(link, str) else {}
    if isinstance(link, Mapping):
        kinds = {pair: link.get(pair, "free") for pair in tables}
        for pair in link:
            if pair not in links:
                faults.append(Fault("link", "{pair} is not among the links", "leave it out", pair=str(pair)))
    for kind in {label_text(kind): kind for kind in (kinds.values() if kinds else [link])}.values():
        faults += wanted(link=(kind, choice(*LINKS)))
    linked = {one for pair in tables for one in pair}
    for name in names:
        if tables and name not in linked and not faults:
            faults.append(Fault("stages", "{name} has no link", "link it, or leave it out", name=str(name)))
    faults.raise_all()
    return tables, kinds


def _refuse_from_nothing(network: _Network, names: list[Any]) -> None:
    data = network.data
    pairs = idle_stages(data.values, network.chain, network.taken, network.made)
    if len(pairs):
        problem, way_out = (
            "makes something of nothing in {stage}",
            "leave the unit out, or correct its amounts",
        )
        raise UnsuitableMethod(
            each(
                pairs.tolist(),
                lambda one: Fault(place_of(data.units[one[0]]), problem, way_out, stage=str(names[one[1]])),
            )
        )


def _measured(
    part: Observed, network: _Network, shares: dict[Any, float], orientation: str, returns: str
) -> NetworkEfficiency:
    chain = network.chain
    found = chained(part.values, chain, np.array(list(shares.values())), orientation, returns)
    slacks, targets = counted_slacks(part.values, part.columns, chain, found.slacks, orientation)
    index = part.units
    return NetworkEfficiency(
        *scored(found, index, list(shares)),
        slacks.set_axis(index),
        targets.set_axis(index),
        shares,
        network.links,
        orientation,
        returns,
        pd.Series(found.error, index, name="error"),
    )


def counted_slacks(
    values: Floats, columns: pd.Index, chain: Chain, slacks: Floats, orientation: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the slacks that count and the amounts without them; rounding is zero."""
    m = len(chain.small)
    keep = np.arange(len(chain.counted))
    keep = keep[:m] if orientation == "input" else keep[m:] if orientation == "output" else keep
    at = np.array([chain.counted[k].column for k in keep], dtype=np.intp)
    own, some = values[:, at], slacks[:, keep]
    some = np.where(np.abs(some) <= 1e-12 * np.maximum(np.abs(own), 1e-300), 0.0, some)
    target = own - np.where(keep < m, 1.0, -1.0) * some
    target = np.where(np.abs(target) <= 1e-12 * np.abs(own), 0.0, target)
    return pd.DataFrame(some, columns=columns[at]), pd.DataFrame(target, columns=columns[at])
