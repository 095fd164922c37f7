"""The story of the pilot: the design, the naive answer, the usual one and the right one, as its README prints them."""

import pandas as pd

from tests.stories.test_stories import EXAMPLES, run

HERE = EXAMPLES / "pilot"


def test_pilot(tmp_path):
    done = run(HERE / "run.py", tmp_path)
    assert done.returncode == 0, done.stderr
    rows = {
        line.rsplit(None, 2)[0].strip(): line.split()[-2:]
        for line in done.stdout.splitlines()
        if line.count(".") == 2
    }
    assert rows["before and after"] == ["4.06", "0.20"]
    assert rows["two-way fixed effects"] == ["1.96", "0.28"]
    assert rows["not yet treated as controls"] == ["2.52", "0.30"]
    assert rows["truth"] == ["2.36", "0.00"]
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    chinese = (HERE / "README.zh.md").read_text(encoding="utf-8")
    for number in ("80.4%", "17.9%", "4.06", "1.96", "2.52", "2.36", "0.17", "0.63"):
        assert number in readme
        assert number in chinese
    for said in (
        "a chance of 80.4%",
        "17.9% of its weight",
        "1.934 to 3.098",
        "p = 0.503",
        "0.169 a period",
        "by 0.627",
    ):
        assert said in done.stdout
    assert (tmp_path / "event_study.png").stat().st_size > 10_000


def test_the_file_is_what_the_script_simulates(tmp_path):
    copy = tmp_path / "simulate.py"
    copy.write_text((HERE / "simulate.py").read_text(encoding="utf-8"), encoding="utf-8")
    assert run(copy).returncode == 0
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "pilot_simulated.csv"), pd.read_csv(HERE / "pilot_simulated.csv")
    )
