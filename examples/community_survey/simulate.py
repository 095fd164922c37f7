"""Simulate answers_simulated.csv: no respondent is real.

1,206 respondents in 32 communities, in the form of a Wenjuanxing (问卷星) export. Their margins are those
published for the Shenzhen survey (men 41.8 %, college 68.0 %), the items' means come near the published
ones, and those with college are more critical, so that weighting matters.
"""

from pathlib import Path

import numpy as np
import pandas as pd

import govmetrics as gm

RESPONDENTS, COMMUNITIES, MEN, COLLEGE = 1206, 32, 504, 820  # 504 / 1206 = 41.8 %, 820 / 1206 = 68.0 %
MEN_COLLEGE = 291  # how sex and schooling go together is not published
here = Path(__file__).parent


def people(rng: np.random.Generator) -> pd.DataFrame:
    """Draw communities of different size and schooling, with the published totals exactly."""
    community = rng.choice(COMMUNITIES, RESPONDENTS, p=rng.dirichlet(np.full(COMMUNITIES, 12.0)))
    schooled = rng.normal(0, 1.3, COMMUNITIES)[community] + rng.logistic(0, 1, RESPONDENTS)
    college = np.isin(np.arange(RESPONDENTS), np.argsort(-schooled)[:COLLEGE])
    men = np.zeros(RESPONDENTS, dtype=bool)
    for group, count in ((college, MEN_COLLEGE), (~college, MEN - MEN_COLLEGE)):
        men[rng.permutation(np.flatnonzero(group))[:count]] = True
    return pd.DataFrame({"community": community, "men": men, "college": college})


def answers(who: pd.DataFrame, means: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Draw codes 1 to 5 from community, dimension and person, shifted until the means come near."""
    n, k = len(who), len(means)
    dimension = np.repeat(np.arange(k // 5), 5)
    latent = (
        rng.normal(0, 0.30, (COMMUNITIES, k // 5))[who["community"]][:, dimension]
        + rng.normal(0, 0.25, COMMUNITIES)[who["community"], None]
        - 0.55 * who["college"].to_numpy()[:, None]
        + 0.10 * who["men"].to_numpy()[:, None]
        + rng.normal(0, 0.6, (n, 1))
        + rng.normal(0, 0.5, (n, k // 5))[:, dimension]
        + rng.normal(0, 0.8, (n, k))
    )
    low, high = np.full(k, -2.0), np.full(k, 8.0)
    for _ in range(40):
        middle = (low + high) / 2
        short = (np.clip(np.round(latent + middle), 1, 5).mean(axis=0) - 1) * 25 < means.to_numpy()
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return pd.DataFrame(np.clip(np.round(latent + high), 1, 5).astype(int), columns=means.index)


def export(who: pd.DataFrame, codes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Dress the answers as an export, with skipped and empty answers and a few straight lines."""
    n = len(who)
    seconds = rng.gamma(6, 35, n).round().astype(int) + 40
    lines = rng.permutation(n)[:9]
    codes.iloc[lines] = 5
    seconds[lines] = rng.integers(12, 24, 9)
    holes = rng.random(codes.shape) < 0.004
    codes = codes.mask(holes, -3).mask(rng.random(codes.shape) < 0.002, -2)
    tree = gm.read_tree("community_survey")
    codes.columns = [f"4、({i}){leaf.label('zh')}" for i, leaf in enumerate(tree.indicators, 1)]
    submitted = pd.Timestamp("2024-05-06 09:00") + pd.to_timedelta(
        np.sort(rng.integers(0, 12 * 86_400, n)), unit="s"
    )
    front = {
        "序号": np.arange(1, n + 1),
        "提交答卷时间": submitted.strftime("%Y/%m/%d %H:%M:%S"),
        "所用时间": [f"{s}秒" for s in seconds],
        "来源": "微信",
        "来自IP": [f"模拟-{i}" for i in rng.permutation(n)],
        "1、您所在的社区": [f"社区{c + 1:02d}" for c in who["community"]],
        "2、您的性别": np.where(who["men"], "男", "女"),
        "3、您的学历": np.where(who["college"], "大专及以上", "高中及以下"),
    }
    return pd.concat([pd.DataFrame(front), codes.reset_index(drop=True)], axis="columns")


if __name__ == "__main__":
    generator = np.random.default_rng(20240511)
    published = pd.read_csv(here.parent / "shenzhen_survey" / "item_means.csv", index_col="code")["value"]
    means = published[gm.read_tree("community_survey").codes]
    respondents = people(generator)
    table = export(respondents, answers(respondents, means, generator), generator)
    table.to_csv(here / "answers_simulated.csv", index=False, encoding="gb18030", lineterminator="\n")
