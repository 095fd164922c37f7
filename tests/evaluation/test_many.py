"""Many evaluations in one command: faulty ones stop no other, and what is done and unchanged is not done again."""

import json
from pathlib import Path

import pandas as pd
import pytest

from govmetrics.core import FaultyInput
from govmetrics.evaluation import many
from govmetrics.evaluation.folders import evaluations_in
from govmetrics.evaluation.many import evaluate_many
from govmetrics.evaluation.many_log import LOG
from tests.command import command

EVALUATION = """
tree: {code: GOV, parts: [{code: trust, better: more}, {code: solved, better: more}]}
evidence: {records: records.csv}
index: {weighting: equal}
"""


def county(folder: Path, trust: float = 60.0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluation.yaml").write_text(EVALUATION)
    table = pd.DataFrame(
        {"unit": ["East", "West", "North"], "trust": [trust, 50, 80], "solved": [90.0, 55, 40]}
    )
    table.to_csv(folder / "records.csv", index=False)


@pytest.fixture
def province(tmp_path):
    for name in ("a", "b", "c"):
        county(tmp_path / "province" / name)
    (tmp_path / "province" / "b" / "records.csv").write_text("unit,trust\nEast,many\n")
    return tmp_path / "province"


def statuses(found):
    return [str(one) for one in found.folders["status"]]


def test_a_faulty_one_stops_no_other_and_only_what_changed_is_done_again(province, tmp_path):
    out = tmp_path / "out"
    first = evaluate_many([province], out)
    assert statuses(first) == ["done", "faulty", "done"]
    assert not first.whole
    assert first.folders.loc["a", ["units", "best", "worst"]].tolist() == [3, "East", "West"]
    assert "solved" in first.folders.loc["b", "fault"] or "many" in first.folders.loc["b", "fault"]
    county(province / "b")
    written = (out / "a" / "findings.json").stat().st_mtime_ns
    second = evaluate_many([province], out)
    assert statuses(second) == ["unchanged", "done", "unchanged"]
    assert second.whole
    assert (out / "a" / "findings.json").stat().st_mtime_ns == written
    assert second.folders.loc["a", "best"] == "East"
    county(province / "c", trust=10)
    (out / "a" / "findings.json").write_text("{}")  # a result that is not what was written is done again
    assert statuses(evaluate_many([province], out)) == ["done", "unchanged", "done"]
    assert statuses(evaluate_many([province], out, language="zh"))[0] == "done"


def test_units_that_share_the_first_rank_are_all_named(province, tmp_path):
    (province / "a" / "records.csv").write_text("unit,trust,solved\nEast,60,90\nWest,60,90\nNorth,40,50\n")
    for language, told in (("en", "East, West"), ("zh", "East、West")):
        found = evaluate_many([province / "a"], tmp_path / "out", language=language)
        assert found.folders.loc["a", ["best", "worst"]].tolist() == [told, "North"]


def test_of_several_periods_the_latest_is_told(province, tmp_path):
    evaluation = EVALUATION.replace("records.csv", "{file: records.csv, period: year}")
    (province / "a" / "evaluation.yaml").write_text(evaluation)
    (province / "a" / "records.csv").write_text(
        "unit,year,trust,solved\nEast,2024,60,90\nWest,2024,50,80\nEast,2025,40,70\nWest,2025,90,75\n"
    )
    found = evaluate_many([province / "a"], tmp_path / "out")
    assert found.folders.loc["a", ["units", "best", "worst"]].tolist() == [2, "West", "East"]


def test_a_line_cut_off_by_a_kill_is_done_again(province, tmp_path):
    out = tmp_path / "out"
    evaluate_many([province], out)
    lines = (out / LOG).read_text(encoding="utf-8").splitlines()
    (out / LOG).write_text("\n".join([*lines[:2], lines[2][:30]]), encoding="utf-8")
    assert statuses(evaluate_many([province], out)) == ["unchanged", "faulty", "done"]
    assert statuses(evaluate_many([province], out)) == ["unchanged", "faulty", "unchanged"]
    assert json.loads((out / LOG).read_text(encoding="utf-8").splitlines()[-1])["folder"] == "c"


def test_the_summary_in_both_languages_and_the_exit_code(province, tmp_path):
    out = tmp_path / "out"
    done = command(
        "run", "--many", province, "-o", out, "--language", "zh", "--jobs", 2, "--backend", "threading"
    )
    assert done.returncode == 1
    assert "共 3 项评价" in done.stdout
    table = pd.read_csv(out / "summary.csv")
    assert table.columns.tolist() == ["文件夹", "状态", "单元数", "最优", "最差", "首个错误", "用时（秒）"]
    assert table["状态"].tolist() == ["完成", "有错误", "完成"]
    assert (out / "summary.xlsx").is_file()
    assert (out / "summary.html").is_file()
    county(province / "b")
    assert (
        command("run", "--many", province / "a", province / "b", "-o", out, "--language", "en").returncode
        == 0
    )


def test_names_and_wrong_folders(province, tmp_path):
    assert list(evaluations_in([province / "a", province / "c" / "evaluation.yaml"])[0]) == ["a", "c"]
    county(tmp_path / "other" / "a")
    assert list(evaluations_in([province / "a", tmp_path / "other", province / "a"])[0]) == [
        "province/a",
        "other/a",
    ]
    with pytest.raises(FaultyInput, match="is no folder"):
        evaluations_in([tmp_path / "nowhere"])
    with pytest.raises(FaultyInput, match=r"holds no folder with evaluation\.yaml"):
        evaluations_in([tmp_path])
    with pytest.raises(FaultyInput, match="there is none"):
        evaluations_in([])


def test_a_list_of_folders_in_a_file(province, tmp_path):
    file = tmp_path / "各县.txt"
    file.write_bytes(f"{province / 'c'}\r\n\n{province / 'a'}\n".encode("gb18030"))
    assert list(evaluations_in([f"@{file}"])[0]) == ["c", "a"]
    with pytest.raises(FaultyInput, match="there is no such file"):
        evaluations_in([f"@{tmp_path / 'none.txt'}"])


def test_folders_without_an_evaluation_are_told(province, tmp_path):
    (province / "d").mkdir()
    (province / ".git").mkdir()
    found = evaluate_many(province, tmp_path / "out")
    assert found.folders.index.tolist() == ["a", "b", "c"]
    assert [str(note) for note in found.notes] == ["left out, as they hold no evaluation: d"]
    named = evaluate_many([province / "a", province / "d", tmp_path / "nowhere"], tmp_path / "out")
    assert statuses(named) == ["done", "faulty", "faulty"]


def test_what_is_done_while_another_is_waited_for_is_not_lost(province, tmp_path, monkeypatch):
    def broken_off(function, tasks, n_jobs):  # the last is done first, then Ctrl-C
        yield 2, function(*tasks[2])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("govmetrics.evaluation.many.as_done", broken_off)
        with pytest.raises(KeyboardInterrupt):
            evaluate_many(province, tmp_path / "out")
    again = evaluate_many(province, tmp_path / "out")
    assert statuses(again) == ["done", "faulty", "unchanged"]


def test_options_of_many_are_refused_without_it(province):
    assert "--many" in command("run", province / "a", province / "b", "--language", "en").stderr
    assert "--many" in command("run", province / "a", "--jobs", 2, "--language", "en").stderr
    assert (
        "--backend dask"
        in command("run", "--many", province, "--scheduler", "tcp://x:1", "--language", "en").stderr
    )


def test_a_scheduler_that_is_not_there_is_told_at_once(province, tmp_path):
    pytest.importorskip("distributed")
    for address in ("tcp://127.0.0.1:9", "127.0.0.1:9", "nonsense", "tcp://127.0.0.1:x"):
        asked = ["--backend", "dask", "--scheduler", address, "-o", tmp_path / "out", "--language", "en"]
        done = command("run", "--many", province, *asked)
        assert done.returncode == 1
        assert "--scheduler" in done.stderr
        assert "check the address" in done.stderr


def test_a_disk_that_is_full_is_one_line_with_the_file(province, tmp_path, monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(many, "advance", full)
    with pytest.raises(FaultyInput, match=rf"{LOG}: cannot be written \(the disk is full\); make room"):
        evaluate_many(province, tmp_path / "out")
