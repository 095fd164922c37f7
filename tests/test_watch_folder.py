"""`govmetrics watch FOLDER`: new records go into the history, and what moved in the latest period is told."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.history import HISTORY
from govmetrics.evaluation.watching import watch_folder
from tests.command import command as run
from tests.evaluation.test_over_time import PERIODS, TABLE, TREE

FILE = """
tree: tree.yaml
language: en
evidence: {records: {file: records.csv, period: period}}
index: {normalisation: goalposts, weighting: equal}
monitoring: {baseline: 8, out_of: {solved: cases}}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    TREE.write(tmp_path / "tree.yaml")
    (tmp_path / "evaluation.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def give(office: Path, periods: list[str], frame: pd.DataFrame = TABLE) -> None:
    """The records of an office's export: of these periods only."""
    frame[frame["period"].isin(periods)].to_csv(office / "records.csv", index=False)


def history(office: Path) -> pd.DataFrame:
    return pd.read_csv(office / HISTORY, dtype=str, keep_default_na=False)


def test_quarter_by_quarter_is_what_all_quarters_at_once_are(office: Path) -> None:
    for period in PERIODS:
        give(office, [period])
        done = run("watch", office)
        assert done.returncode in (0, 4), done.stderr
        if period in PERIODS[:2]:
            assert "nothing is watched yet: the history has" in done.stdout
    assert done.returncode == 4
    assert "u07" in done.stdout
    data = gm.read_records(TABLE, TREE, period="period")
    own = gm.monitoring.watch(data, 8, out_of={"solved": "cases"})
    found = watch_folder(office)
    pd.testing.assert_frame_equal(
        found.found.watch.signals.reset_index(drop=True), own.signals.reset_index(drop=True), check_dtype=False
    )  # fmt: skip
    assert list(found.periods) == PERIODS
    assert len(history(office)) == 5 * len(TABLE)  # three indicators, two columns beside them


def test_the_same_records_twice_change_nothing(office: Path) -> None:
    give(office, PERIODS)
    first = run("watch", office)
    before = (office / HISTORY).read_bytes()
    again = run("watch", office)
    assert (office / HISTORY).read_bytes() == before
    assert "history.csv: 1,200 new values, 0 changed values" in first.stdout
    assert "history.csv: 0 new values, 0 changed values" in again.stdout
    assert [path.name for path in office.iterdir() if path.name.startswith(".")] == []


def test_changed_records_are_said_and_the_old_value_stays_on_file(office: Path) -> None:
    give(office, PERIODS)
    run("watch", office)
    mended = TABLE.copy()
    at = (mended["period"] == "2023Q1") & (mended["unit"] == "u02")
    old = mended.loc[at, "trust"].item()
    mended.loc[at, "trust"] = 61.5
    mended.loc[(mended["period"] == "2023Q2") & (mended["unit"] == "u03"), "days"] = None
    give(office, PERIODS[4:], mended)
    done = run("watch", office)
    assert "0 new values, 2 changed values" in done.stdout
    assert f"changed: 2023Q1, u02, trust: {old:g} → 61.5" in done.stdout
    rows = history(office)
    cell = rows[(rows["period"] == "2023Q1") & (rows["unit"] == "u02") & (rows["column"] == "trust")]
    assert cell["value"].tolist() == [f"{old:g}", "61.5"]
    limits = watch_folder(office).found.watch.limits["value"]
    assert limits["trust", "u02", "2023Q1"] == 61.5
    assert pd.isna(limits["days", "u03", "2023Q2"])


def test_no_signal_is_exit_code_0_and_json_lines_are_json(office: Path) -> None:
    give(office, PERIODS[:-1])
    calm = run("watch", office, "--jsonl")
    assert calm.returncode == 0, calm.stdout
    lines = [json.loads(line) for line in calm.stdout.splitlines()]
    assert lines[0] | {"file": ""} == {
        "kind": "history", "file": "", "added": 1100, "changed": 0, "periods": 11, "latest": "2024Q3"
    }  # fmt: skip
    give(office, PERIODS[-1:])
    done = run("watch", office, "--jsonl", "--language", "zh")
    assert done.returncode == 4
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    told = [line for line in lines if line["kind"] == "signal"]
    assert {(line["unit"], line["node"]) for line in told} >= {("u07", "solved"), ("u07", "trust")}
    assert all(line["q"] <= 0.1 and "2024Q4" in line["sentence"] for line in told)
    assert "信任度" in [line["name"] for line in told]


def test_periods_spelled_otherwise_are_the_same(office: Path) -> None:
    give(office, PERIODS)
    run("watch", office)
    names = {period: f"{period[:4]}年第{'一二三四'[int(period[-1]) - 1]}季度" for period in PERIODS}
    give(office, list(names.values()), TABLE.assign(period=TABLE["period"].map(names)))
    assert "0 new values, 0 changed values" in run("watch", office).stdout


@pytest.mark.parametrize(("change", "told"), [
    (lambda f: (f / "evaluation.yaml").write_text(FILE.replace("monitoring", "diagnosis").replace(
        "{baseline: 8, out_of: {solved: cases}}", "true")), "monitoring: is not asked for"),
    (lambda f: (f / "evaluation.yaml").write_text(FILE.replace(", period: period", "")), "period"),
    (lambda f: (f / "evaluation.yaml").write_text(FILE.replace("solved: cases", "solved: case")), "'case' is not a column"),
    (lambda f: (f / HISTORY).write_text("a,b\n1,2\n"), "history.csv: read"),
    (lambda f: (f / HISTORY).write_text("read,period,unit,kind,column,value\nx,2020Q1,u01,indicator,days,much\n"),
     "'much' is no number"),
    (lambda f: (f / HISTORY).write_text("read,period,unit,kind,column,value\nx,2020Q1,,indicator,days,3\n"),
     "does not say whose value it is"),
    (lambda f: (f / HISTORY).write_text("read,period,unit,kind,column,value\nx,2020Q1,u01,indicator,days,3"),
     "history.csv: row 2: the last row is cut off"),
    (lambda f: (f / HISTORY).write_bytes("read,period,unit\nx,2020年一季".encode()[:-1] + b"\n"), "restore the file from a copy"),
    (lambda f: (f / HISTORY).write_bytes(b""), "restore the file from a copy, or take it away"),
    (lambda f: (f / HISTORY).mkdir(), HISTORY),
    (lambda f: (f / "records.csv").unlink(), "there is no such file"),
])  # fmt: skip
def test_what_is_wrong_is_exit_code_1_with_its_place(office: Path, change: Any, told: str) -> None:
    give(office, PERIODS)
    change(office)
    done = run("watch", office)
    assert done.returncode == 1
    assert told in done.stderr


def test_scores_of_the_history_are_watched_by_the_yardstick_of_its_base_period(office: Path) -> None:
    said = FILE.replace("goalposts", "min_max").replace(
        "weighting: equal", "weighting: equal, base_period: 2022Q1"
    )
    said = said.replace("{baseline: 8, out_of: {solved: cases}}", "{baseline: 8, of: scores}")
    (office / "evaluation.yaml").write_text(said, encoding="utf-8")
    give(office, PERIODS[:-1])
    run("watch", office)
    give(office, PERIODS[-1:])  # the period of the bounds is in the history only
    done = run("watch", office)
    assert done.returncode == 4, done.stderr
    assert "u07" in done.stdout


def test_a_history_that_excel_saved_in_gb18030_reads_the_same(office: Path) -> None:
    give(office, PERIODS)
    run("watch", office)
    text = (office / HISTORY).read_text(encoding="utf-8-sig")
    (office / HISTORY).write_bytes((text.replace("\n", "\r\n") + ",,,,,\r\n").encode("gb18030"))
    assert "history.csv: 0 new values, 0 changed values" in run("watch", office).stdout


def test_a_night_that_fails_tells_its_changes_the_next_time(office: Path) -> None:
    give(office, PERIODS)
    run("watch", office)
    before = (office / HISTORY).read_bytes()
    mended = TABLE.copy()
    mended.loc[(mended["period"] == "2023Q1") & (mended["unit"] == "u02"), "trust"] = 61.5
    give(office, PERIODS, mended)
    (office / "evaluation.yaml").write_text(FILE.replace("solved: cases", "solved: case"), encoding="utf-8")
    assert run("watch", office).returncode == 1
    assert (office / HISTORY).read_bytes() == before
    (office / "evaluation.yaml").write_text(FILE, encoding="utf-8")
    assert "changed: 2023Q1, u02, trust" in run("watch", office).stdout


def test_a_history_that_cannot_be_replaced_stays_whole_and_leaves_nothing_beside_it(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    give(office, PERIODS[:4])
    watch_folder(office)
    before = (office / HISTORY).read_bytes()
    give(office, PERIODS[4:])
    monkeypatch.setattr("os.replace", locked)
    with pytest.raises(gm.FaultyInput, match="close it in other programs") as caught:
        watch_folder(office)
    assert HISTORY in str(caught.value)
    assert ".new" not in str(caught.value)
    assert (office / HISTORY).read_bytes() == before
    assert sorted(path.name for path in office.iterdir()) == [
        "evaluation.yaml", HISTORY, "records.csv", "tree.yaml"
    ]  # fmt: skip


def test_units_that_were_renamed_are_named_for_nothing_can_move_of_them(office: Path) -> None:
    give(office, PERIODS[:-1])
    run("watch", office)
    give(office, PERIODS[-1:], TABLE.assign(unit=TABLE["unit"].replace("u07", "u07 (new)")))
    said = " ".join(run("watch", office).stdout.split())
    assert "2024Q4 has no values of u07, of which the period before has" in said
    assert (
        "not watched, as 2024Q4 is the first period to have them: u07 (new); where a unit was renamed" in said
    )
