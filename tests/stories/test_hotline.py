"""The story of the hotline's bulletin: scores as printed, and the leader's ranks."""

from tests.stories.test_stories import EXAMPLES, run


def test_hotline(tmp_path):
    done = run(EXAMPLES / "hotline" / "run.py", tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("高新技术开发区")]
    assert rows[0][1:] == ["22", "100.0", "100.0"]  # tickets, score printed and recomputed
    assert rows[1][1:] == [
        "1.0000",
        "0.8513",
        "1.0000",
        "0.9849",
        "1.0",
        "1.0",
        "6.0",
    ]  # satisfaction, its ranks
    assert rows[2][1:] == ["1.0", "1.0", "6.0"]  # the whole score drawn again
    assert (tmp_path / "funnel.png").stat().st_size > 10_000
    assert (EXAMPLES / "hotline" / "README.zh.md").is_file()


def test_a_month_of_few_call_backs_is_no_signal_and_a_fall_of_many_is(tmp_path):
    done = run(EXAMPLES / "hotline" / "watch.py", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2024-02: 1 of 6 series moved" in done.stdout
    assert "双台子区: 满意率 stood 0.2625 below the usual 0.9454 in 2024-02, at 0.6829 (down)." in done.stdout
    assert (tmp_path / "watch.png").stat().st_size > 10_000
