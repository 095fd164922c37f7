"""The story of countries beside each other: bounds, ranks, tiers, change of the same sources, SDG 16 as published."""

import pandas as pd

from tests.stories.test_stories import EXAMPLES, run


def rows(done, name):
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines() if line.startswith(name)]


def test_bounds_ranks_and_tiers(tmp_path):
    done = run(EXAMPLES / "world" / "run.py", tmp_path)
    bounds, ranks, tier = (row[2:] for row in rows(done, "Country B"))
    assert bounds == ["1.63", "6", "0.17", "1.36", "1.90"]
    assert ranks == ["1", "1", "3"]
    assert tier == ["1"]
    assert "0 of 12 ranks are certain" in done.stdout
    assert (tmp_path / "ranks.png").stat().st_size > 10_000


def test_change_of_the_same_sources():
    done = run(EXAMPLES / "world" / "change.py")
    assert rows(done, "Country B")[0][2:] == ["0.65", "0.03", "0.07", "5", "0.62", "False"]
    sure = [line for line in done.stdout.splitlines() if line.endswith("True")]
    assert [line.split()[1] for line in sure] == ["G"]  # the one that was simulated to improve


def test_sdg_16_is_recomputed():
    found = rows(run(EXAMPLES / "world" / "sdg16.py"), "")
    scores = [row[-3:-1] for row in found if row and row[-1][:2] in ("1.", "0.")]
    assert len(scores) == 12
    assert all(published == recomputed for published, recomputed in scores)


def test_the_change_of_country_b_by_hand():
    table = pd.read_csv(EXAMPLES / "world" / "sources_simulated.csv").query("country == 'Country B'")
    early, late = (table[table["edition"] == year].set_index("source")["score"] for year in (2013, 2023))
    same = early.index.intersection(late.index)
    assert round(late.mean() - early.mean(), 2) == 0.65
    assert round((late[same] - early[same]).mean(), 2) == 0.03
    assert len(same) == 5


def test_simulated_values_say_so():
    for name in ("README.md", "README.zh.md"):
        text = (EXAMPLES / "world" / name).read_text(encoding="utf-8")
        assert "simulated" in text or "模拟" in text
