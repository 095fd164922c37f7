"""Words of running text: rjieba with the words of a dictionary, and what is no word of content left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from govmetrics.core.extras import require
from govmetrics.core.labels import CJK
from govmetrics.text._matching import LETTERS

_CONTENT = re.compile(f"[{LETTERS}{CJK}]")
_SHORT = re.compile(f"[{LETTERS}]")
_STOP = """
的 了 在 是 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好
自己 这 那 个 们 为 以 及 与 或 等 对 从 被 把 让 给 向 由 于 其 之 而 且 但 并 则
如 若 因 因为 所以 如果 但是 而且 以及 或者 还 还是 又 再 已 已经 将 可 可以 能 能够 应
应该 需 需要 他 她 它 我们 你们 他们 她们 它们 这个 那个 这些 那些 这里 那里 什么 怎么
为什么 如何 哪 哪里 谁 多 少 多少 几 次 两 二 三 四 五 六 七 八 九 十 第 每 各 某 该
本 此 所 者 中 内 外 前 后 下 里 间 时 时候 年 月 日 号 地 得 过 吗 呢 吧 啊 呀 嘛
哦 么 请 请问 您 您好 你好 谢谢 关于 按照 根据 通过 进行 有关 相关 目前 现在 一直 一些 一下
一样 只 只有 只是 更 最 非常 比较 特别 同时 其他 其中 之后 之前 以后 以前 以上 以下 没 无
非 未 即 却 使 使得 用 做 作 作为 当 来 起 出 进 回 来电 来电人 反映 表示 称 希望 尽快
仍 仍然 是否 不是 就是 都是 还有 之间 方面 情况 问题 处理 解决 部门
"""
STOP = frozenset(_STOP.split())
"""Words without content of their own, and those that every ticket has."""


def sklearn_part(name: str) -> Any:
    """Return a part of scikit-learn."""
    require("text", "text", sklearn="scikit-learn")
    return import_module(f"sklearn.{name}")


@cache
def _segmenter(words: tuple[str, ...]) -> Any:
    require("text", "text", rjieba="rjieba")
    import rjieba

    made = rjieba.Jieba()
    for word in words:
        if len(word) > 1:
            made.add_word(word, None, None)
    return made


@cache
def _english() -> frozenset[str]:
    stop: frozenset[str] = sklearn_part("feature_extraction.text").ENGLISH_STOP_WORDS
    return stop


def segmenter(words: Iterable[str], stop: Iterable[str] = ()) -> Callable[[str], list[str]]:
    """Return what gives the words of a text, those of one character too; numbers, signs and stop words are left out."""
    made = _segmenter(tuple(words))
    out = STOP | _english() | frozenset(stop)

    def found(text: str) -> list[str]:
        return [
            word
            for word in made.cut(text)
            if word not in out and _CONTENT.search(word) and not (len(word) == 1 and _SHORT.match(word))
        ]

    return found


def segments(text: str) -> list[str]:
    """Return the words of a text, by the dictionary of the library."""
    from govmetrics.text.dictionary import dictionary

    return segmenter(dict.fromkeys(map(str, dictionary().words.index)))(text)
