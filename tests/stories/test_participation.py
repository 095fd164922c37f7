"""The story of a participation: people answer on a local server, and the evaluation runs on what they said."""

import pytest

from tests.stories.test_stories import EXAMPLES, run

HERE = EXAMPLES / "participation"
pytest.importorskip("fastapi", reason="fastapi is not installed (the extra [serve])")


def test_participation(tmp_path):
    done = run(HERE / "run.py", tmp_path)
    assert done.returncode == 0, done.stderr
    for said in (
        "12 second answers were refused",
        "verifies: 5 leaves, 5 checkpoints",
        "12 experts made 480 comparisons",
        "Expert 12 (simulated) in Governance actors: 53%",
        "Problem resolution: 7%",
        "between 84.4% and 94.4%",
        "临江社区 comes first with 83.9",
        "the median standard error is 4.10 points",
        "simulated data",
    ):
        assert said in done.stdout
    assert (tmp_path / "participation.sqlite").is_file()
    for name in ("README.md", "README.zh.md"):
        text = (HERE / name).read_text(encoding="utf-8")
        for number in (
            "480",
            "12",
            "7%",
            "53%",
            "84.4%",
            "94.4%",
            "83.9",
            "4.10",
            "120" if name == "README.md" else "一百二十",
        ):
            assert number in text
