"""Columns of the room of network."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    "community": Term("Community", "社区", "text"),
    "actor": Term("Actor", "主体", "text"),
    "sender": Term("Who names", "提名人", "text"),
    "receiver": Term("Who is named", "被提名人", "text"),
    "weight": Term("Weight", "强度", "number", 2),
    # whole networks
    "answered": Term("Answered", "作答率", "share"),
    "density": Term("Density", "密度", "number", 3),
    "edge_reciprocity": Term("Reciprocity of ties", "联系互惠率", "number", 3),
    "dyad_reciprocity": Term("Pairs that agree", "一致对占比", "number", 3),
    "tied_dyad_reciprocity": Term("Reciprocity of tied pairs", "有联系对互惠率", "number", 3),
    "transitivity": Term("Transitivity", "传递性", "number", 3),
    "in_centralisation": Term("In-degree centralisation", "入度中心势", "number", 3),
    "in_centralisation_freeman": Term(
        "In-degree centralisation, (n-1)(n-2)", "入度中心势（分母(n-1)(n-2)）", "number", 3
    ),
    "out_centralisation": Term("Out-degree centralisation", "出度中心势", "number", 3),
    "out_centralisation_freeman": Term(
        "Out-degree centralisation, (n-1)(n-2)", "出度中心势（分母(n-1)(n-2)）", "number", 3
    ),
    "degree_centralisation": Term("Degree centralisation", "度数中心势", "number", 3),
    "betweenness_centralisation": Term("Betweenness centralisation", "中介中心势", "number", 3),
    "connectedness": Term("Connectedness", "关联度", "number", 3),
    "hierarchy": Term("Hierarchy", "等级度", "number", 3),
    "efficiency": Term("Efficiency", "网络效率", "number", 3),
    "mean_distance": Term("Mean distance", "平均距离", "number", 3),
    "compactness": Term("Compactness", "凝聚指数", "number", 3),
    "weak_components": Term("Weak components", "弱成分数", "count"),
    "strong_components": Term("Strong components", "强成分数", "count"),
    "isolates": Term("Isolates", "孤立者数", "count"),
}
