"""What methods are called in sentences; recipes and code keep their own names, such as ``min_max``."""

from __future__ import annotations

from govmetrics.core.words.text import Label, Text

_UPPER = """ahp aras cilos codas copras critic edas idocriw mabac marcos merec moora multimoora owa pca promethee spotis
todim topsis vikor waspas"""
_ENGLISH = {name: name.upper() for name in _UPPER.split()} | {
    "cocoso": "CoCoSo", "electre2": "ELECTRE II", "entropy_topsis": "entropy TOPSIS", "fuzzy_topsis": "fuzzy TOPSIS",
    "mean_min": "mean-min",
    "impute_em": "impute by EM", "min_max": "min-max", "z_score": "z-score",
}  # fmt: skip


def method_name(method: str) -> Text:
    """Return what a method is called in both languages; a name that is a sentence already stays.

    Examples
    --------
    >>> str(method_name("min_max")), method_name("topsis").say("zh"), str(method_name("share_of_best"))
    ('min-max', 'TOPSIS 法', 'share of best')
    >>> method_name("impute_median by street").say("zh")
    '中位数插补（按 street）'
    """
    if isinstance(method, Text):
        return method
    if ", " in method:
        return Text("{methods}", methods=[method_name(one) for one in method.split(", ")])
    name, within, group = method.partition(" by ")
    if within:
        return Text("{method} by {group}", method=method_name(name), group=group)
    return Label(_ENGLISH.get(method, method.replace("_", " ")), Text(method).say("zh"))
