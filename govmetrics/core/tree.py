"""The indicator tree: what is measured, how it is grouped, and in which direction it is good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.language import Both, Language, language_asked, language_of
from govmetrics.core.near import spelled
from govmetrics.core.nodes import (
    Better,
    Group,
    Indicator,
    Name,
    Node,
    Role,
    is_name,
    kind_faults_of,
    label,
    label_of,
    tree_faults,
    walk,
)
from govmetrics.core.options import (
    MAPPING,
    PATH,
    PROPORTION,
    TEXT,
    asked,
    choice,
    instance,
    optional,
    several,
    shown,
    wanted,
)
from govmetrics.core.result import LINES, Result
from govmetrics.core.table import Table
from govmetrics.core.tree_dict import plain_node, plain_tree, root_of
from govmetrics.core.tree_frame import node_rows, node_table
from govmetrics.core.within import refuse_within
from govmetrics.core.words import LANGUAGES, Label, Text
from govmetrics.numerics.climb import Branches

if TYPE_CHECKING:
    from govmetrics.core.tree_compare import TreeComparison

ROLES = several(choice(*get_args(Role)))


INDEX = Text("index")
"""What a root is called that nobody named."""


@spelled
@dataclass(frozen=True, eq=False)
class IndicatorTree(Result):
    """Groups and indicators in a fixed order, checked as a whole.

    Parameters
    ----------
    root : Group or Indicator
        The top node; a single indicator is a tree too.
    about : mapping of str to str
        Title, source, licence, confidence and the like; carried into reports.

    Raises
    ------
    FaultyInput
        Duplicate or empty codes, empty groups, unusable weights, goalposts or targets: all at once.

    Examples
    --------
    >>> tree = IndicatorTree(Group("GOV", "Governance", (
    ...     Indicator("safety", "Crimes", "per 1,000", "less"),
    ...     Indicator("trust", {"en": "Trust", "zh": "信任"}, "0-100", "more", weight=2),
    ... )))
    >>> tree.codes
    ['safety', 'trust']
    >>> tree.shares("GOV").tolist()
    [0.3333333333333333, 0.6666666666666666]
    """

    root: Node
    about: Mapping[str, Name] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Faults([*kind_faults_of(self.root), *wanted(about=(self.about, MAPPING))]).raise_all()
        title = self.about.get("title", "")
        if not (title is None or is_name(title)):
            raise FaultyInput("title", "is {value}", "give text, or {{en: ..., zh: ...}}", value=shown(title))
        Faults(tree_faults(self.root)).raise_all()

    # -- the nodes ---------------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, the root first, each before its parts, in the order of the file."""
        return tuple(node for node, _ in walk(self.root))

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The leaves, in order."""
        return tuple(node for node in self.nodes if isinstance(node, Indicator))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The inner nodes, the root first."""
        return tuple(node for node in self.nodes if isinstance(node, Group))

    @cached_property
    def codes(self) -> list[str]:
        """The leaves' codes, in order."""
        return [leaf.code for leaf in self.indicators]

    @cached_property
    def slots(self) -> list[str]:
        """The codes of the leaves that are places to fill: what stands there is not known."""
        return [leaf.code for leaf in self.indicators if leaf.mark == "slot"]

    @cached_property
    def node_codes(self) -> list[str]:
        """The codes of all nodes, the root first."""
        return [node.code for node in self.nodes]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of every code in `nodes`."""
        return {code: place for place, code in enumerate(self.node_codes)}

    @cached_property
    def parents(self) -> np.ndarray:
        """For every node the place of its parent in `nodes`; -1 for the root. Shape (nodes,)."""
        parents = np.full(len(self.nodes), -1, dtype=np.intp)
        for place, node in enumerate(self.nodes):
            if isinstance(node, Group):
                for part in node.parts:
                    parents[self.positions[part.code]] = place
        return parents

    @cached_property
    def branches(self) -> Branches:
        """The tree as arrays, for what climbs it."""
        return Branches(self.parents)

    def least_coverage(self, otherwise: float) -> np.ndarray:
        """Return the coverage that every node asks for: the group's own rule, or `otherwise`. Shape (nodes,)."""
        asked(otherwise=(otherwise, PROPORTION))
        own = [node.min_coverage if isinstance(node, Group) else None for node in self.nodes]
        return np.array([otherwise if rule is None else rule for rule in own], dtype=float)

    def __getitem__(self, code: str) -> Node:
        """Return the node with this code; refuse other codes."""
        return self.nodes[self._place(code)]

    def _place(self, code: str) -> int:
        place = self.positions.get(code) if isinstance(code, str) else None
        if place is None:
            problem, way_out = "{value} is not a node of the tree", "there are: {labels}"
            raise FaultyInput("code", problem, way_out, value=shown(code), labels=self.node_codes)
        return place

    def names(self) -> dict[str, Label]:
        """Return the name of every node, by its code, in both languages.

        Examples
        --------
        >>> tree = IndicatorTree(Group("all", {"en": "Governance", "zh": "治理"}, (Indicator("trust"),)))
        >>> tree.names()["all"].say("zh"), tree.names()["trust"].say("zh")
        ('治理', 'trust')
        """
        return dict(self._labels)

    @cached_property
    def _labels(self) -> Mapping[str, Label]:
        return {node.code: label(node) for node in self.nodes}

    def __contains__(self, code: object) -> bool:
        """Tell whether a node has this code."""
        return code in self.positions

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self.indicators)

    def parts(self, code: str) -> list[str]:
        """Return the codes of a group's parts, in order."""
        node = self[code]
        return [part.code for part in node.parts] if isinstance(node, Group) else []

    def parent(self, code: str) -> str | None:
        """Return the code of the group that holds `code`; None for the root."""
        place = int(self.parents[self._place(code)])
        return None if place < 0 else self.node_codes[place]

    def leaves(self, code: str) -> list[str]:
        """Return the codes of the leaves below `code` (itself, if it is a leaf), in order."""
        return [node.code for node, _ in walk(self[code]) if isinstance(node, Indicator)]

    def shares(self, code: str) -> np.ndarray:
        """Return the file's own weights of a group's parts as shares that sum to one."""
        node = self[code]
        weights = np.array(
            [part.weight for part in node.parts] if isinstance(node, Group) else [], dtype=float
        )
        return np.asarray(weights / weights.sum())

    # -- what is scored ----------------------------------------------------------------------------

    def scored(self, roles: Sequence[Role] = ("outcome",)) -> IndicatorTree:
        """Return the tree of the leaves that enter the scores: those with one of `roles`.

        The leaves that are kept count as outcomes from then on. A tree of outcomes is returned as it is.
        """
        asked(roles=(roles, ROLES))
        if all(leaf.role == "outcome" for leaf in self.indicators) and "outcome" in roles:
            return self
        if tuple(roles) == ("outcome",):
            return self._outcomes
        return self._scored(roles)

    @cached_property
    def _outcomes(self) -> IndicatorTree:
        return self._scored(("outcome",))

    def _scored(self, roles: Sequence[Role]) -> IndicatorTree:
        kept = [leaf.code for leaf in self.indicators if leaf.role in roles]
        if not kept:
            raise UnsuitableMethod(self.root.code, "no indicator has one of the roles: {roles}",
                      "give at least one indicator `role: outcome`, or name the roles to score in the recipe",
                      roles=list(roles))  # fmt: skip
        return self.keep(kept, role="outcome")

    def keep(self, codes: Iterable[str], role: Role | None = None) -> IndicatorTree:
        """Return the tree with only these leaves; groups that become empty go too."""
        asked(codes=(codes, several(TEXT)), role=(role, optional(choice(*get_args(Role)))))
        wanted = set(codes)
        unknown = sorted(wanted - set(self.positions))
        Faults(
            Fault(code, "is not an indicator of the tree", "check the spelling, or remove it")
            for code in unknown
        ).raise_all()
        built: dict[str, Node] = {}
        for node in reversed(self.nodes):
            if isinstance(node, Indicator):
                if node.code in wanted:
                    built[node.code] = replace(node, role=role) if role else node
            else:
                parts = tuple(built[part.code] for part in node.parts if part.code in built)
                # A group whose parts kept only zero weights has nothing to share out.
                if parts and any(part.weight > 0 for part in parts):
                    built[node.code] = replace(node, parts=parts)
        if self.root.code not in built:
            raise UnsuitableMethod(self.root.code, "no indicator with a positive weight is left")
        return IndicatorTree(built[self.root.code], self.about)

    def without_slots(self) -> IndicatorTree:
        """Return the tree of the leaves that are known; groups of nothing but slots go too.

        Examples
        --------
        >>> import govmetrics as gm
        >>> tree = gm.read_tree({"code": "all", "parts": [{"code": "a", "better": "more"}, {"code": "b", "mark": "slot"}]})
        >>> tree.slots, tree.without_slots().codes
        (['b'], ['a'])
        """
        return (
            self.keep([leaf.code for leaf in self.indicators if leaf.mark != "slot"]) if self.slots else self
        )

    def fill(self, nodes: Mapping[str, Node]) -> IndicatorTree:
        """Return the tree with what stands in its slots.

        Parameters
        ----------
        nodes : mapping of str to Indicator or Group
            By the code of the slot: what is put there, under its own code and weight.

        Raises
        ------
        FaultyInput
            Codes that are no slots, and whatever is wrong with the tree then.

        Examples
        --------
        >>> import govmetrics as gm
        >>> tree = gm.read_tree({"code": "all", "parts": [{"code": "a", "better": "more"}, {"code": "b", "mark": "slot"}]})
        >>> tree.fill({"b": gm.Indicator("order", {"en": "Order", "zh": "秩序"}, better="more")}).codes
        ['a', 'order']
        """
        from govmetrics.core.tree_slots import filled

        found: IndicatorTree = filled(self, nodes)
        return found

    def origin_of(self, code: str, language: Both | None = None) -> str:
        """Return where a node's name was published: its own `origin`, else its group's, else the tree's `source`.

        Examples
        --------
        >>> import govmetrics as gm
        >>> gm.read_tree("sdg16").origin_of("SDG16_1")[:13]
        'Sachs et al. '
        """
        chosen, at = language_asked(language), code
        while not self[at].origin and (above := self.parent(at)) is not None:
            at = above
        return self[at].originates(chosen) or self.said_about(chosen).get("source", "")

    def compare(self, other: IndicatorTree, alike: float = 0.6) -> TreeComparison:
        """Return what two trees share and what one of them lacks: by code, and by name in both languages.

        Parameters
        ----------
        other : IndicatorTree
            The tree beside this one.
        alike : float
            From what likeness on, 0 to 1, names that differ are proposed as the same: never taken as it.

        Returns
        -------
        TreeComparison
            Tables of shared nodes with what differs in them, of near names, of the same code for different things, and of
            the nodes that stand in one tree only.

        Examples
        --------
        >>> import govmetrics as gm
        >>> found = gm.read_tree("wgi").compare(gm.read_tree("wjp"))
        >>> found.shared[["code", "code_other", "by"]].to_numpy().tolist()
        [['RL', 'WJP', 'name']]
        """
        from govmetrics.core.tree_compare import compared

        return compared(self, other, alike)

    def merge(
        self,
        other: IndicatorTree,
        same: Mapping[str, str | None] | None = None,
        under: str | None = None,
        prefer: str | None = None,
        weights: str | None = None,
    ) -> IndicatorTree:
        """Return this tree with what another one has beside it; whatever contradicts is a fault, unless you say.

        Nodes with one code are the same node: they keep their place in this tree, and a slot here is filled by what stands
        there. Everything else of `other` is added: below the node of this tree that its group is the same as, and its
        root below `under`.

        Parameters
        ----------
        other : IndicatorTree
            The tree to add.
        same : mapping of str to str or None, optional
            Codes of `other` that are nodes of this tree under another code; None says that a node is not the one of this
            tree that has its name.
        under : str, optional
            The group below which the other root is put, where it is not a node of this tree; by default the root.
        prefer : {"mine", "theirs"}, optional
            Whose name, direction, unit, goalposts and weight hold where they differ; by default that is a fault.
        weights : {"kept", "equal"}, optional
            Where a group takes in parts and not all of them weigh the same: keep the numbers as they are, or let all
            parts count alike; by default that is a fault.

        Returns
        -------
        IndicatorTree
            Its `about` says both sources.

        Raises
        ------
        FaultyInput
            Different things under one code, one name under two codes, an indicator here that is a group there, weights
            that do not belong together, and arguments that name no node: all at once.

        Examples
        --------
        >>> import govmetrics as gm
        >>> both = gm.read_tree("wgi").merge(gm.read_tree("sdg16"))
        >>> both.parts("WGI")[-1], len(both)
        ('SDG16', 15)
        """
        from govmetrics.core.tree_merge import merged

        both: IndicatorTree = merged(self, other, same, under, prefer, weights)
        return both

    # -- in and out --------------------------------------------------------------------------------

    @classmethod
    def from_groups(
        cls,
        groups: Mapping[str, Sequence[str]],
        better: Mapping[str, Better] | None = None,
        root: str = "index",
    ) -> IndicatorTree:
        """Return a two-level tree from ``{group: [indicators]}``: for quick trials and tests.

        Parameters
        ----------
        groups : mapping of str to list of str
            Group codes with the codes of their indicators.
        better : mapping of str to str, optional
            Direction of the indicators that are not "more".
        root : str
            Code of the top node.
        """
        if not isinstance(groups, Mapping) or any(
            several(TEXT).faults("", codes) for codes in groups.values()
        ):
            raise FaultyInput(
                "groups", "are not {group: [indicators]}", 'give for example {"A": ["a1", "a2"]}'
            )
        asked(better=(better, optional(MAPPING)), root=(root, TEXT))
        directions = better or {}
        parts = tuple(
            Group(group, "", tuple(Indicator(code, better=directions.get(code, "more")) for code in codes))
            for group, codes in groups.items()
        )
        name: Name = {spoken: INDEX.say(spoken) for spoken in LANGUAGES} if root == INDEX.say("en") else ""
        return cls(Group(root, name, parts))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> IndicatorTree:
        """Return the tree of what `to_dict` gave; `read_tree` reads what people write.

        Raises
        ------
        FaultyInput
            Keys that no node has, nodes that are no mappings, and whatever is wrong with the tree: each with its path.
        """
        refuse_within("tree", content, halves=False)
        root = root_of(content)
        return cls(root, content.get("about", {}))

    def _inside(self) -> dict[str, Any]:
        return self.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return the tree as the nested mapping of the tree file, without default values."""
        top = plain_tree(self.nodes)
        return {"about": dict(self.about), **top} if self.about else top

    def said_about(self, language: Both | None = None) -> dict[str, str]:
        """Return what is known about the tree in a language: title, source, licence, confidence, as far as they are said.

        Examples
        --------
        >>> import govmetrics as gm
        >>> gm.read_tree("us_states").said_about("zh")["licence"]
        '公有领域'
        """
        chosen = language_asked(language)
        return {key: label_of(text, "", chosen) for key, text in self.about.items()}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per node: code, parent, names, and every other key of the tree file.

        `unit`, `notes` and `origin` are in English; those in several languages have columns beside them, `unit_en`,
        `unit_zh`. `mark` and `origin` are there where any node has them.
        """
        return node_rows(self.root)

    def write(self, path: str | Path) -> None:
        """Write the tree to a .yaml, .json, .csv (UTF-8 with BOM) or .xlsx file, without loss."""
        asked(path=(path, PATH))
        from govmetrics.core.tree_files import write_tree

        write_tree(self, Path(path))

    def summary(self, language: Both | None = None) -> str:
        """Return the tree as indented text: code, name, direction, unit, weight among its siblings.

        Parameters
        ----------
        language : {"en", "zh", "both"}, optional
            Of the names; by default the language in use.
        """
        chosen = language_asked(language)
        words: Language = "en" if chosen == "en" else "zh"
        depth: dict[str, int] = {}
        lines = []
        for node, parent in walk(self.root):
            depth[node.code] = 0 if parent is None else depth[parent] + 1
            text = f"{'  ' * depth[node.code]}{node.code}  {node.label(chosen)}"
            if isinstance(node, Indicator):
                first = Text("slot to fill" if node.mark == "slot" else node.better)
                traits = [first, *([node.measured_in(chosen)] if node.unit else [])]
                text += Text("  ({traits})", traits=traits).say(words)
            lines.append(text if parent is None else f"{text}  {node.weight:g}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return what the tree is, and its first lines: at most 30."""
        lines = ["<IndicatorTree>", *map(str, self._finding()), *self.summary().splitlines()]
        more = Text("({count:# more line|# more lines})", count=len(lines) - LINES + 1).say(language_of())
        return "\n".join(lines if len(lines) <= LINES else [*lines[: LINES - 1], more])

    def _finding(self) -> tuple[Text, ...]:
        template = "{code}: {indicators:# indicator|# indicators} in {groups:# group|# groups}"
        if self.slots:
            template = (
                "{code}: {indicators:# indicator|# indicators} in {groups:# group|# groups}, of which {slots:# is a slot|# are "
                "slots} to fill"
            )
        return (
            Text(template, code=self.root.code, indicators=len(self.indicators), groups=len(self.groups),
                 slots=len(self.slots)),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        frame = node_table(self.nodes, [self.parent(code) for code in self.node_codes])
        return [Table.of(self._finding()[0], frame)]

    def __eq__(self, other: object) -> bool:
        """Tell whether two trees have the same nodes with the same contents."""
        if self is other or not isinstance(other, IndicatorTree):
            return self is other
        # Node by node, so that no depth is too deep.
        return (
            self.node_codes == other.node_codes
            and np.array_equal(self.parents, other.parents)
            and all(
                plain_node(mine) == plain_node(theirs)
                for mine, theirs in zip(self.nodes, other.nodes, strict=True)
            )
            and dict(self.about) == dict(other.about)
        )

    __hash__ = object.__hash__


TREE = instance(IndicatorTree, Text("read it with read_tree"))
