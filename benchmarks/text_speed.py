"""100,000 hotline tickets read, counted and clustered: seconds and memory, in one run.

There is no peer: R's quanteda and Python's jieba with scikit-learn do parts of it. The tickets are made of clauses on eight
themes with filler words, 20 to 130 characters each, from a seed.

    python benchmarks/text_speed.py            # prints machine, versions, and what each step took
"""

from __future__ import annotations

import os
import platform
import resource
import sys
from collections.abc import Callable
from importlib.metadata import version
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm

THEMES = (
    "停车位太少 乱停车占道 消防通道被堵 停车收费高", "路灯坏了 楼道灯不亮 电梯停运 外墙脱落",
    "水管漏水 停水通知太晚 下水道堵塞 水压低", "垃圾没有清运 垃圾分类点脏 保洁不到位 异味大",
    "物业服务差 物业费不透明 业委会不公开账目 维修资金不到位", "夜间施工噪音 广场舞扰民 养犬扰民 油烟扰民",
    "养老助餐点太远 社区医院排队 托育名额少 无障碍坡道缺失", "邻里纠纷调解 楼上漏水纠纷 高空抛物 安全隐患整改",
)  # fmt: skip
_FILLERS = (
    "居民反映 多次向社区投诉 至今无人处理 希望尽快解决 已经持续两个月 晚上尤其严重 请协调物业 影响老人出行"
)
FILLERS = _FILLERS.split()


def tickets(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return tickets with their month and community."""
    clauses = [np.array(theme.split(), dtype=object) for theme in THEMES]
    fillers = np.array(FILLERS, dtype=object)
    of = rng.choice(len(THEMES), n, p=np.arange(8, 0, -1) / 36)
    texts = []
    for theme in of:
        first = "，".join(rng.choice(clauses[theme], rng.integers(1, 4)))
        rest = "，".join(rng.choice(fillers, rng.integers(1, 5)))
        number = f"{rng.integers(1, 60)}号楼"
        texts.append(f"{number}{first}，{rest}。{rng.choice(clauses[rng.integers(8)])}。")
    months = pd.period_range("2024-01", periods=24, freq="M").astype(str).to_numpy()
    return pd.DataFrame(
        {
            "text": texts,
            "period": rng.choice(months, n),
            "unit": [f"社区{at}" for at in rng.integers(1, 201, n)],
        }
    )


def step(name: str, run: Callable[[], Any]) -> Any:
    start = perf_counter()
    found = run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:50s}{perf_counter() - start:8.1f} s    peak so far {peak:7.0f} MB", flush=True)
    return found


def main(n: int) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in ("govmetrics", "pandas", "scikit-learn", "rjieba")))
    table = tickets(n, np.random.default_rng(0))
    print(f"{n:,} tickets, {table['text'].str.len().mean():.0f} characters on average")
    start = perf_counter()
    documents = step("read", lambda: gm.text.read(table))
    counted = step(
        "keywords of the library's dictionary", lambda: gm.text.keywords(documents, measure="share")
    )
    found = step("topics: 8 by NMF, 5 seeds", lambda: gm.text.topics(documents))
    print(f"{'read, counted and clustered':50s}{perf_counter() - start:8.1f} s")
    step("keywords, every occurrence", lambda: gm.text.keywords(documents, overlaps=True))
    step("trends over 24 months", lambda: gm.text.trends(documents))
    step("cooccurrence within sentences", lambda: gm.text.cooccurrence(documents, within="sentence"))
    step("mask", lambda: gm.text.mask(documents))
    step(
        "similarity, of the first fifth",
        lambda: gm.text.similarity(gm.text.Documents(documents.frame.iloc[: n // 5]), 0.95),
    )
    print(counted.summary().splitlines()[0])
    print(found.topics[["words", "share", "stability"]].to_string())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
