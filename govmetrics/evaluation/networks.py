"""Communities' networks as evidence: their measures, and which of them are leaves of the tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from govmetrics.core import Fault, IndicatorTree
from govmetrics.core.errors import Faults
from govmetrics.core.united import Unit, if_there
from govmetrics.evaluation.keys import Networks
from govmetrics.evaluation.places import with_keys
from govmetrics.network import NetworkLeaves, NetworkScores, measures, read_network, to_leaves


@dataclass(frozen=True, eq=False)
class Measures:
    """What networks say.

    Parameters
    ----------
    found : NetworkScores
        Every measure, a row for each community: nothing of single actors.
    joining : NetworkLeaves or None
        The measures that are leaves of the tree; None where none is.
    """

    found: NetworkScores
    joining: NetworkLeaves | None


def measures_of(
    asked: Networks, path: Path, actors: Path | None, tree: IndicatorTree, unit: Unit = "unit"
) -> Measures:
    """Return the measures of a file of networks; `unit` names the units of the records.

    Raises
    ------
    FaultyInput
        Leaves and measures that there are not, and all that `read_network` finds in the files.
    """
    respondents = asked.respondents if isinstance(asked.respondents, str) else _listed(asked)
    by = (if_there(unit) or asked.by) if asked.by == Networks.by else asked.by
    net = with_keys(read_network(path, actors, by, asked.relation, asked.directed, respondents))
    found = measures(net, asked.errors)
    if not asked.leaves:
        return Measures(found, None)
    inner, faults, joining = Faults(), Faults(), list[NetworkLeaves]()
    with inner:
        joining.append(to_leaves(found, tree, dict(asked.leaves)))
    faults += [_in_leaves(fault) for fault in inner]
    faults.raise_all()
    return Measures(found, joining[0])


def _listed(asked: Networks) -> list[object] | None:
    """Return who answered, as `read_network` takes it: names, or a community with a name."""
    if asked.respondents is None:
        return None
    return [tuple(one) if isinstance(one, list | tuple) else one for one in asked.respondents]


def _in_leaves(fault: Fault) -> Fault:
    place = str(fault.place)
    return fault if place.startswith("leaves") else fault.at(f"leaves.{place}")
