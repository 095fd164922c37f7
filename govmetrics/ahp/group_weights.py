"""The weights of a group of experts with who counted, how they agree, how sure it is; and the sentences for a paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from govmetrics.ahp.combining import Basis
from govmetrics.ahp.resampling import spread_frame
from govmetrics.ahp.table_words import Language
from govmetrics.core.errors import Fault, FaultyInput, choose
from govmetrics.core.results import fields_dict, html, jsonable
from govmetrics.core.weights import Weights


@dataclass(frozen=True, eq=False)
class GroupWeights:
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
    resamplings, level, seed
        Of the intervals in `spread`; the seed is drawn where a Generator was given.

    See Also
    --------
    weights
    """

    weights: Weights
    experts: pd.DataFrame
    consensus: pd.DataFrame
    revisions: pd.DataFrame
    random_index_table: str
    method: str
    combine: str
    max_consistency_ratio: float
    resamplings: int
    level: float
    seed: int
    basis: Basis = field(repr=False)

    @cached_property
    def spread(self) -> pd.DataFrame:
        """How far experts lie apart at every node, and the interval of the common weight.

        Index node: weight; mean, sd, min, q25, median, q75, max of the experts' own weights; lower and upper
        end of the interval of `weight` when experts are resampled (NaN for a single expert). Computed when
        first asked for: resampling costs more than all the rest.
        """
        return spread_frame(self.basis, self.weights, self.resamplings, self.level, self.seed)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per node: group, local weight, weight in the whole, interval of the local weight."""
        frame = self.weights.to_frame().iloc[1:].rename(columns={"parent": "group"})
        return frame.join(self.spread[["lower", "upper"]])

    def own_weights(self, group: str) -> pd.DataFrame:
        """Return the weights of each expert who counts in a group: experts x parts."""
        panel = next((p for p in self.basis.panels if p.group == group), None)
        if panel is None:
            raise FaultyInput(Fault(group, "was not judged", "judged: " + ", ".join(self.consensus.index)))
        used = panel.votes > 0
        names = pd.Index([self.basis.judgements.experts[row] for row in panel.rows[used]], name="expert")
        return pd.DataFrame(panel.weights[used], index=names, columns=panel.parts)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the judgements, JSON-ready."""
        return fields_dict(self, leave_out=("basis",)) | {"spread": jsonable(self.spread)}

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the sentences for a paper; see `gm.ahp.sentence`."""
        choose(language, ("en", "zh"), "language")
        return _sentences(self, language)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), self.summary())


def _sentences(found: GroupWeights, language: Language) -> str:
    """Who judged, how they were combined, who failed, how they agree, what came out."""
    experts, tree = found.experts, found.weights.tree
    count = experts.index.get_level_values("expert").nunique()
    failed, total, left = int((~experts["passed"]).sum()), len(experts), int((~experts["used"]).sum())
    limit, consensus = found.max_consistency_ratio, found.consensus["consensus"]
    revised = found.revisions[["expert", "group"]].drop_duplicates().shape[0]
    ranked = found.weights.across_tree().sort_values(ascending=False, kind="stable").head(3)
    low, high = (consensus.min(), consensus.max()) if len(consensus) else (float("nan"), float("nan"))
    if language == "zh":
        how = "几何平均集结判断矩阵（AIJ）" if found.combine == "judgements" else "集结个体权重（AIP）"
        named = "、".join(f"{tree[str(c)].label('zh')}（{w:.3f}）" for c, w in ranked.items())
        return (
            f"{count}位专家给出{total}个判断矩阵，随机一致性指标取自{found.random_index_table}；"
            f"其中{failed}个 CR > {limit:g}，剔除{left}个，修正{revised}个。采用{how}得到群体权重，"
            f"各判断矩阵的共识度为{low:.1%}至{high:.1%}。综合权重最大的指标为{named}。"
        )
    how = "judgements were" if found.combine == "judgements" else "priorities were"
    named = ", ".join(f"{tree[str(c)].label('en')} ({w:.3f})" for c, w in ranked.items())
    return (
        f"{count} experts gave {total} judgement matrices (random index: {found.random_index_table}); "
        f"with CR > {limit:g}: {failed}; left out: {left}; revised: {revised}. Individual {how} combined, "
        f"and the consensus within groups lies between {low:.1%} and {high:.1%}. "
        f"The largest overall weights are {named}."
    )
