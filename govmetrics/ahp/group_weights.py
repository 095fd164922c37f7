"""The weights of a group of experts with who counted, how they agree, how sure it is; and the sentences for a paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from govmetrics.ahp.combining import Basis, combined
from govmetrics.ahp.consistency import passes
from govmetrics.ahp.group_frames import experts_frame
from govmetrics.ahp.group_words import by_expert, consistency_told
from govmetrics.ahp.priorities import CHECKED, matrix_table
from govmetrics.ahp.resampling import spread_frame
from govmetrics.core.options import among, asked
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.weights import Weights
from govmetrics.core.words import Label, Note, Text


@dataclass(frozen=True, eq=False)
class GroupWeights(Result):
    """The weights that experts' judgements give, and everything a referee asks about them.

    Attributes
    ----------
    weights : Weights
        Local shares over the tree.
    experts : DataFrame
        Index (expert, group): lambda_max, consistency_index, consistency_ratio,
        geometric_consistency_index, passed, voting_weight (as it counted; 0 = left out), used, why (what
        was done to whom and why).
    consensus : DataFrame
        Index group: experts (who counted), consensus (Goepel; on a scale to 9, every expert alike), its two
        published wordings, kendall_w, and
        of the combined judgements lambda_max, consistency_index, random_index and consistency_ratio (NaN
        where priorities were combined: there is no common matrix then).
    revisions : DataFrame
        Judgements changed by the policy "revise": expert, group, first, second, given, repaired.
    random_index_table, method, combine : str
        How it was done.
    max_consistency_ratio : float
        The limit.
    notes : tuple of Note
        Rounded reciprocals (.33 for 1/3) that were taken as exact.
    procedure : Procedure
        How it was done, in words.
    draws, level, seed
        Of the intervals in `spread`; the seed is drawn where a Generator was given.

    See Also
    --------
    weights
    """

    weights: Weights
    consensus: pd.DataFrame
    revisions: pd.DataFrame
    random_index_table: str
    method: str
    combine: str
    max_consistency_ratio: float
    draws: int
    level: float
    seed: int
    basis: Basis = field(repr=False)
    notes: tuple[Note, ...] = ()
    procedure: Procedure = UNTOLD

    _left_out: ClassVar = ("basis",)

    @cached_property
    def experts(self) -> pd.DataFrame:
        """Every expert's consistency in every group, how much the expert counted, and why."""
        return experts_frame(self.basis.judgements, self.basis.panels, self.max_consistency_ratio)

    @cached_property
    def by_expert(self) -> pd.DataFrame:
        """Every expert's consistency over all groups, and what became of what the expert said.

        Index expert: matrices and judgements given, matrices beyond the limit (failed), the largest consistency ratio,
        and how many matrices were left out, had their vote lowered, and how many judgements were revised.
        """
        policy = str(self.weights.details["inconsistent"])
        return by_expert(self.basis.judgements.experts, self.basis.panels, policy)

    @cached_property
    def spread(self) -> pd.DataFrame:
        """How far experts lie apart at every node, and the interval of the common weight.

        Index node: weight; mean, sd, min, q25, median, q75, max of the experts' own weights; lower and upper
        end of the interval of `weight` when experts are resampled (NaN for a single expert). Computed when
        first asked for: resampling costs more than all the rest.
        """
        return spread_frame(self.basis, self.weights, self.draws, self.level, self.seed)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per node: group, local weight, weight in the whole, interval of the local weight."""
        frame = self.weights.to_frame().iloc[1:].rename(columns={"parent": "group"})
        return frame.join(self.spread[["lower", "upper"]])

    def own_weights(self, group: str) -> pd.DataFrame:
        """Return the weights of each expert who counts in a group: experts x parts."""
        judged = {panel.group: panel for panel in self.basis.panels}
        asked(group=(group, among(judged, Text("judged: {groups}", groups=list(judged)))))
        panel = judged[group]
        used = panel.votes > 0
        names = pd.Index([self.basis.judgements.experts[row] for row in panel.rows[used]], name="expert")
        return pd.DataFrame(panel.weights[used], index=names, columns=panel.parts)

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        return super()._keys() | {"experts": pd.DataFrame, "spread": pd.DataFrame}

    def group_table(self) -> pd.DataFrame:
        """Return one row per judged group: experts, lambda, CI, RI, CR, whether it passed, consensus, Kendall's W."""
        if self.consensus.empty:
            return self.consensus
        ratio = self.consensus["consistency_ratio"]
        passed = pd.Series(
            passes(ratio.to_numpy(dtype=float), self.max_consistency_ratio), ratio.index, dtype=object
        )
        columns = ["experts", *CHECKED, "passed", "consensus", "Goepel five bands", "kendall_w"]
        return self.consensus.assign(passed=passed.where(ratio.notna(), None))[columns]

    def _names(self) -> dict[str, Label]:
        return self.weights.tree.names()

    def _tables(self) -> list[Table]:
        names = self._names()
        frames = {
            Text("Consistency and consensus of every group"): self.group_table(),
            Text("Consistency by expert"): self.by_expert,
            Text("Consistency of every matrix"): self.experts,
            Text("Judgements revised"): self.revisions,
            Text("Intervals of the weights"): self.to_frame(),
            Text("Spread of the experts' own weights"): self.spread,
        }
        tables = [Table.of(caption, f, "ahp", names) for caption, f in frames.items() if len(f)]
        return [*self.weights._tables(), tables[0], *self._matrices(), *tables[1:]]

    def _matrices(self) -> list[Table]:
        """Return the combined matrix of every judged group with its weights and consistency; none where priorities were."""
        found = [(panel, combined(panel, self.basis)[1]) for panel in self.basis.panels]
        return [
            matrix_table(
                own, panel.parts, self._names(), self.max_consistency_ratio, group=self._names()[panel.group]
            )
            for panel, own in found
            if own is not None
        ]

    def _finding(self) -> tuple[Text, ...]:
        """Who judged, how they were combined, who failed, how they agree, what came out."""
        names, consensus = self._names(), self.consensus.get("consensus", pd.Series(dtype=float))
        ranked = self.weights.across_tree().sort_values(ascending=False, kind="stable").head(3)
        told = consistency_told(
            self.by_expert, self.basis.panels, self.basis.judgements.experts, names,
            policy=str(self.weights.details["inconsistent"]), limit=self.max_consistency_ratio,
            random_index=self.random_index_table,
        )  # fmt: skip
        told.append(Text("Their matrices were combined by geometric means (AIJ).") if self.combine == "judgements"
                    else Text("Their priorities were averaged (AIP)."))  # fmt: skip
        if len(consensus) == 1:
            told.append(Text("The consensus within the group is {share:.1%}.", share=consensus.iloc[0]))
        elif len(consensus):
            told.append(Text("The consensus within groups lies between {low:.1%} and {high:.1%}.",
                             low=consensus.min(), high=consensus.max()))  # fmt: skip
        largest = [Text("{name} ({weight:.3f})", name=names[str(c)], weight=w) for c, w in ranked.items()]
        return (*told, Text("The largest overall weights: {weights}.", weights=largest))
