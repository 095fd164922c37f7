import json
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "govmetrics"]


def run(*arguments, folder=None):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
        encoding="utf-8",
        env=ENVIRONMENT,
    )


ENVIRONMENT = {
    **__import__("os").environ,
    "COLUMNS": "200",
    "PYTHONUTF8": "1",
    "NO_COLOR": "1",
    "TERM": "dumb",
}


@pytest.fixture
def job(tmp_path):
    (tmp_path / "tree.yaml").write_text(
        "code: r\nname: {en: Index, zh: 指数}\nparts:\n  - {code: x, name: {en: Trust, zh: 信任}, better: more}\n"
        "  - {code: y, better: less}\n",
        encoding="utf-8",
    )
    (tmp_path / "data.csv").write_text("unit,x,y\n=Alpha,1,2\n+Beta,2,9\n南山,5,1\n", encoding="utf-8")
    (tmp_path / "recipe.yaml").write_text(
        "tree: tree.yaml\ndata: data.csv\nweighting: equal\n", encoding="utf-8"
    )
    return tmp_path


def test_demo_ends_with_a_ranking_and_files(tmp_path):
    done = run("demo", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "New Hampshire" in done.stdout
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert {
        "scores.csv",
        "scores.xlsx",
        "scores.json",
        "recipe.yaml",
        "manifest.json",
        "report.html",
    } <= files


def test_run_writes_what_it_promises(job):
    done = run("run", "recipe.yaml", "-o", "out", "--language", "zh", folder=job)
    assert done.returncode == 0, done.stderr
    assert "南山" in done.stdout
    raw = (job / "out" / "scores.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\n=Alpha" not in raw
    assert b"'=Alpha" in raw
    manifest = json.loads((job / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {path.name for path in (job / "out").iterdir()} - {"manifest.json"}
    assert "指数" in (job / "out" / "report.html").read_text(encoding="utf-8")


def test_compare_two_runs(job):
    (job / "other.yaml").write_text(
        "tree: tree.yaml\ndata: data.csv\nweighting: {assigned: {weights: {x: 9, y: 1}}}\n", encoding="utf-8"
    )
    for name in ("recipe", "other"):
        assert run("run", f"{name}.yaml", "-o", name, folder=job).returncode == 0
    done = run("compare", "recipe", "other", folder=job)
    assert done.returncode == 0, done.stderr
    assert "Kendall's tau" in done.stdout
    assert "weighting: equal → " in done.stdout


def test_every_fault_is_printed_in_a_table_without_a_traceback(job):
    (job / "data.csv").write_text("unit,x\nA,many\nA,2\n", encoding="utf-8")
    done = run("run", "recipe.yaml", folder=job)
    assert done.returncode == 1
    assert "the indicator has no column" in done.stderr
    assert "Traceback" not in done.stderr
    for bad in ("no: tree", "tree: zz\ndata: data.csv", "tree: tree.yaml\ndata: none.csv"):
        (job / "recipe.yaml").write_text(bad, encoding="utf-8")
        assert run("run", "recipe.yaml", folder=job).returncode == 1


def test_check(job):
    done = run("check", "tree.yaml", "data.csv", folder=job)
    assert done.returncode == 0, done.stderr
    assert "3 units x 2 indicators" in done.stdout
    assert run("check", "none.yaml", folder=job).returncode == 1


def test_forms_and_trees(job):
    assert run("forms", "wgi", "-o", "forms", "--language", "zh", folder=job).returncode == 0
    assert (job / "forms" / "records.xlsx").is_file()
    assert "collaborative_governance" in run("trees").stdout
    assert "信任" in run("trees", "collaborative_governance").stdout
    assert run("trees", "zz").returncode == 1


def test_wrong_usage_is_2():
    assert run("run").returncode == 2
    assert run("fly").returncode == 2
    assert run("forms", "wgi", "--language", "fr").returncode == 1
    assert run("--version").stdout.strip() == "0.1.0"


@pytest.mark.parametrize("output", ["data.csv", "data.csv/below"])
def test_a_folder_that_cannot_be_written_is_a_fault(job, output):
    found = run("run", "recipe.yaml", "-o", output, folder=job)
    assert found.returncode == 1
    assert "name a folder that can be written" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_narrow_terminal_without_chinese_cuts_nothing_off(job, monkeypatch):
    monkeypatch.setitem(ENVIRONMENT, "COLUMNS", "40")
    faults = run("check", "nope", folder=job).stderr
    assert "…" not in faults
    monkeypatch.setitem(ENVIRONMENT, "PYTHONUTF8", "0")
    monkeypatch.setitem(ENVIRONMENT, "PYTHONIOENCODING", "ascii")
    found = run("run", "recipe.yaml", "-o", "out", "--language", "zh", folder=job)
    assert (found.returncode, found.stderr) == (0, "")


def test_forms_have_the_same_bytes_each_time(tmp_path):
    for name in ("one", "two"):
        assert run("forms", "wgi", "-o", tmp_path / name).returncode == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name
