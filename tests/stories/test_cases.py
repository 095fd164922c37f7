"""The story of the simulated configuration study: a contradictory row, two models that tie, and what stands."""

from tests.stories.test_stories import EXAMPLES, run


def test_cases(tmp_path):
    done = run(EXAMPLES / "cases" / "run.py", tmp_path)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert "No single condition is necessary for 解决率." in said
    row = next(line.split() for line in said.splitlines() if line.startswith("0001"))
    assert row[1:] == ["1", "0.813", "0.000", "0", "True"]  # consistent, and contradictory
    assert "居民信任*议事次数 + ~议事次数*经费*人手 -> 解决率" in said
    assert "2 models explain 解决率 equally well" in said
    assert "The solution stands in 33 of 33 tests" in said
    for name in ("configurations.docx", "xy.png", "ceiling.png"):
        assert (tmp_path / name).stat().st_size > 10_000


def test_the_data_are_marked_simulated_and_come_out_again(tmp_path):
    folder = EXAMPLES / "cases"
    kept = (folder / "communities_simulated.csv").read_bytes()
    (tmp_path / "simulate.py").write_text(
        (folder / "simulate.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert run(tmp_path / "simulate.py").returncode == 0
    assert (tmp_path / "communities_simulated.csv").read_bytes() == kept
    assert "模拟数据" in (folder / "README.zh.md").read_text(encoding="utf-8")
