import json
import os
import re
import subprocess
import sys

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import cli
from tests.command import command as run


def process(*arguments, folder=None, **environment):
    """Run the command line in a process of its own, where that is what the test is about."""
    return subprocess.run(
        [sys.executable, "-m", "govmetrics", *map(str, arguments)], capture_output=True, check=False, text=True,
        cwd=folder, encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1", "NO_COLOR": "1", "TERM": "dumb", **environment},
    )  # fmt: skip


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


def test_demo_of_the_states_ends_with_a_ranking_and_files(tmp_path):
    done = run("demo", "-o", tmp_path / "out", "--story", "us_states")
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
    assert set(manifest["files"]) == {path.name for path in (job / "out").iterdir()} - {
        "manifest.json",
        "inputs",
    }
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
    assert "3 units, 2 indicators, 0 cells missing" in done.stdout
    assert run("check", "none.yaml", folder=job).returncode == 1


def test_forms_and_trees(job):
    assert run("forms", "wgi", "-o", "forms", "--language", "zh", folder=job).returncode == 0
    assert (job / "forms" / "records.xlsx").is_file()
    assert "collaborative_governance" in run("trees").stdout
    assert "信任" in run("trees", "collaborative_governance").stdout
    assert run("trees", "zz").returncode == 1
    listed = run("trees", "--topic", "Cities").stdout
    assert "iso_37120_2018" in listed
    assert "collaborative_governance" not in listed
    assert "caf_2020" not in run("trees", "--confirmed").stdout
    assert "slots" in run("trees").stdout
    odd = run("trees", "--topic", "citie")
    assert odd.returncode == 1
    assert "did you mean 'Cities'" in odd.stdout + odd.stderr


def test_wrong_usage_is_2():
    wrong = process("fly")
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
    assert run("--version").stdout.strip() == "0.2.0"


def commands():
    """Return the commands by name, the group as an empty one."""
    import typer

    group = typer.main.get_command(cli.app)
    return {"": group, **group.commands}


ENGLISH = re.compile(
    r"GOVMETRICS_LANGUAGE|govmetrics|--?[a-z-]+|[a-z_]+(\|[a-z_]+)+|\.[a-z]+|`\w+:`|scores\.json|Excel|_?[a-z]+_states"
)
"""What may stand in Chinese help: options, files, names that are typed."""


@pytest.mark.parametrize("name", commands())
def test_help_is_in_the_language_in_use(name, monkeypatch, capsys):
    typed = {
        "refuse",
        "drop",
        "keep",
        "output",
        "html",
        "word",
        "excel",
        "site",
        "period",
        "district",
        "JSON",
        "loky",
        "dask",
        "Dask",
        *commands(),
    }
    typed |= {
        "FILE",
        "ADDRESS",
        "HEADER",
        "SQLite",
        "postgresql",
        "Forwarded",
        "NAME",
        "HOST",
        "DATABASE",
        "KEY",
        "PERSON",
    }
    typed |= {"python", "pytest", "unit", "collaborative", "governance"}  # how it was started; defaults
    for group in commands().values():
        typed |= {part for one in getattr(group, "commands", ()) for part in one.split("-")}
    for arguments in (["--language", "zh"], ["--help", "--language=zh"]):
        monkeypatch.setattr(sys, "argv", ["govmetrics", *filter(None, [name]), "--help", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        shown = capsys.readouterr().out
        assert left.value.code == 0
        assert shown.startswith("用法：")
        left_over = set(re.findall("[A-Za-z]{2,}", ENGLISH.sub(" ", shown))) - typed
        assert not left_over, left_over
    monkeypatch.setattr(sys, "argv", ["govmetrics", *filter(None, [name]), "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    assert capsys.readouterr().out.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "用法有误：缺少文件夹|文件"),
        (["fly"], "用法有误：没有这个命令；可用的有：demo、"),
        (["run", "x", "--unti", "a"], "用法有误：没有选项 --unti；相近的有：--unit"),
        (
            ["forms", "wgi", "--language", "fr"],
            "用法有误：--language 不接受这个值；请从以下各项中选择：en、zh",
        ),
        (["run", "x", "--draws", "many"], "用法有误：--draws 次数不接受这个值"),
        (["compare", "a", "b", "c"], "用法有误：参数过多"),
        (["run", "--unit"], "用法有误：--unit 缺少取值"),
    ],
)
def test_wrong_usage_is_told_in_the_language_in_use(arguments, said, monkeypatch):
    monkeypatch.setenv("GOVMETRICS_LANGUAGE", "zh")
    found = run(*arguments)
    assert found.returncode == 2
    assert said in found.stderr
    assert not found.stdout


@pytest.mark.parametrize("output", ["data.csv", "data.csv/below"])
def test_a_folder_that_cannot_be_written_is_a_fault(job, output):
    found = run("run", "recipe.yaml", "-o", output, folder=job)
    assert found.returncode == 1
    assert "name a" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.slow
def test_a_narrow_terminal_without_chinese_cuts_nothing_off(job):
    assert "…" not in run("check", "nope", folder=job, width=40).stderr
    narrow = {"COLUMNS": "40", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    found = process("run", "recipe.yaml", "-o", "out", "--language", "zh", folder=job, **narrow)
    assert (found.returncode, found.stderr) == (0, "")


def test_forms_have_the_same_bytes_each_time(tmp_path):
    for name, start in (("one", run), ("two", process)):
        assert start("forms", "wgi", "-o", tmp_path / name).returncode == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


@pytest.fixture
def panel(job):
    """Two periods in a file as Chinese Excel saves it; A gains and B loses, and there are more gaps than notes."""
    text = "季度,社区,信任,y\n2025年9月,甲,1,2\n2025年9月,乙,5,1\n2025年10月,甲,5,1\n2025年10月,乙,1,3\n"
    (job / "panel.csv").write_text(text, encoding="gb18030")
    (job / "panel.yaml").write_text(
        "tree: tree.yaml\ndata: panel.csv\nunit: 社区\nperiod: 季度\nweighting: equal\n", encoding="utf-8"
    )
    return job


def test_the_latest_period_is_shown_with_its_changes(panel):
    done = run("run", "panel.yaml", "-o", "out", folder=panel)
    assert done.returncode == 0, done.stderr
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line
    ]
    # x: 1 to 5, y: 3 to 1 (less is better); A has both best in October, and had 0 and 50 in September.
    assert [row[:5] for row in rows] == [
        ["1", "甲", "100.0", "+75.0", "+1"],
        ["2", "乙", "0.0", "-100.0", "-1"],
    ]
    assert "earlier ones in the files: 2025年9月" in done.stdout


def test_compare_tells_of_every_period_and_shows_the_latest(panel):
    text = (panel / "panel.yaml").read_text(encoding="utf-8")
    other = text.replace("weighting: equal", "weighting: {assigned: {weights: {x: 1, y: 0}}}")
    (panel / "other.yaml").write_text(other, encoding="utf-8")
    for name in ("panel", "other"):
        assert run("run", f"{name}.yaml", "-o", name, folder=panel).returncode == 0
    done = run("compare", "panel", "other", folder=panel)
    assert done.returncode == 0, done.stderr
    assert "panel → other 2025年10月" in done.stdout
    assert done.stdout.count("Kendall's tau 1.000; 0 of 2 units moved") == 2


def test_compare_names_what_is_in_one_run_only(job):
    assert run("run", "recipe.yaml", "-o", "one", folder=job).returncode == 0
    (job / "data.csv").write_text("unit,x,y\n=Alpha,1,2\n南山,5,1\n福田,6,3\n", encoding="utf-8")
    assert run("run", "recipe.yaml", "-o", "two", folder=job).returncode == 0
    done = run("compare", "one", "two", folder=job)
    assert "only in one: 1 (+Beta)" in done.stdout
    assert "only in two: 1 (福田)" in done.stdout
    assert "of 2 units moved" in done.stdout
    assert "the input data differ" in done.stdout


def test_compare_refuses_what_cannot_be_compared(panel):
    for name in ("recipe", "panel"):
        assert run("run", f"{name}.yaml", "-o", name, folder=panel).returncode == 0
    done = run("compare", "recipe", "panel", folder=panel)
    assert (done.returncode, "in common" in done.stderr) == (1, True)
    done = run("compare", "nowhere", "tree.yaml", folder=panel)
    assert (done.returncode, "2 faults" in done.stderr) == (1, True)
    for content in ("not JSON", "[1]", '{"recipe": 1, "provenance": {"inputs": 2}}'):
        (panel / "panel" / "scores.json").write_text(content, encoding="utf-8")
        done = run("compare", "recipe", "panel", folder=panel)
        assert (done.returncode, "of another run, or changed" in done.stderr) == (1, True)
        assert "Traceback" not in done.stderr


def test_experts_forms_and_the_form_for_weights_are_read(job):
    from openpyxl import load_workbook

    assert run("forms", "tree.yaml", "-o", "forms", folder=job).returncode == 0
    (job / "answers").mkdir()
    for expert, answer in (("Li", 3), ("Wang", "1/3"), ("Zhang", 3)):
        book = load_workbook(job / "forms" / "judgements.xlsx")
        book.worksheets[0]["B3"] = expert
        cells = [cell for row in book.worksheets[1].iter_rows() for cell in row if not cell.protection.locked]
        assert len(cells) == 1
        cells[0].value = answer
        book.save(job / "answers" / f"{expert}.xlsx")
    base = "tree: tree.yaml\ndata: data.csv\n"
    recipes = {
        "folder": "judgements: answers\nweighting: ahp\n",
        "files": "judgements: [answers/Li.xlsx, answers/Zhang.xlsx]\nweighting: {ahp: {inconsistent: keep}}\n",
        "form": "weights: forms/weights.xlsx\n",
    }
    form = load_workbook(job / "forms" / "weights.xlsx")
    for row in range(2, form.worksheets[0].max_row + 1):
        form.worksheets[0].cell(row, 5).value = 1
    form.save(job / "forms" / "weights.xlsx")
    weights = {}
    for name, text in recipes.items():
        (job / f"{name}.yaml").write_text(base + text, encoding="utf-8")
        done = run("run", f"{name}.yaml", "-o", name, folder=job)
        assert done.returncode == 0, done.stderr
        content = json.loads((job / name / "scores.json").read_text(encoding="utf-8"))
        weights[name] = content["weights"]["local"]["x"]
        assert (job / name / "experts.csv").is_file() == (name != "form")
        assert ("experts-part" in (job / name / "report.html").read_text(encoding="utf-8")) == (
            name != "form"
        )
    # The geometric mean of 3, 1/3 and 3 is the cube root of 3; two say 3, that is 0.75.
    assert weights == pytest.approx({"folder": 3 ** (1 / 3) / (1 + 3 ** (1 / 3)), "files": 0.75, "form": 0.5})


@pytest.mark.parametrize(("text", "said"), [
    ("weighting: ahp", "`weighting: ahp` needs them"),
    ("judgements: answers\nweighting: equal", "are given but not used"),
    ("weights: forms/weights.xlsx\nweighting: entropy", "keep one of them"),
    ("weights: nowhere.xlsx", "there is no such file"),
    ("judgements: nowhere\nweighting: ahp", "there is no such file"),
    ("judgements: [a.xlsx, b.xlsx]\nweighting: ahp", "2 faults in the input"),
    ("wieghting: equal", "is not a key of a recipe file"),
    ("unit: {a: b}", "say the column of the units' names"),
    ("title: [a, b]", "give a text"),
    ("normalisation: {min_max: {scales: [1, 100]}}", "is not an option"),
    ("base_period: 2020", "the rows have no periods"),
])  # fmt: skip
def test_mistakes_in_a_recipe_file(job, text, said):
    (job / "recipe.yaml").write_text(f"tree: tree.yaml\ndata: data.csv\n{text}\n", encoding="utf-8")
    done = run("run", "recipe.yaml", "-o", "out", folder=job)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_faults_of_choices_tree_and_data_come_at_once(job):
    (job / "data.csv").write_text("unit,x,y\nA,many,1\nB,1,2\n", encoding="utf-8")
    text = "tree: tree.yaml\ndata: data.csv\nagregation: geometric\nnormalisation: minmax\nweighting: ahp\n"
    (job / "recipe.yaml").write_text(text, encoding="utf-8")
    done = run("run", "recipe.yaml", folder=job)
    for said in (
        "4 faults in the input",
        "agregation",
        "'minmax' is not known",
        "'many' is not a number",
        "judgements",
    ):
        assert said in done.stderr
    (job / "recipe.yaml").write_text(
        "tree: nowhere.yaml\ndata: data.csv\nweighting: enntropy\n", encoding="utf-8"
    )
    assert "2 faults in the input" in run("run", "recipe.yaml", folder=job).stderr


def test_a_folder_in_place_of_a_file(job):
    for arguments in (("run", "."), ("check", "."), ("check", "tree.yaml", "."), ("compare", ".", ".")):
        done = run(*arguments, folder=job)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), arguments


def test_a_folder_that_cannot_be_made_is_told_before_the_work(job):
    done = run("run", "recipe.yaml", "-o", "data.csv", folder=job)
    assert done.returncode == 1
    assert "is a file, not a folder" in done.stderr
    assert done.stdout == ""
    (job / "out" / "report.html").mkdir(parents=True)
    done = run("run", "recipe.yaml", "-o", "out", folder=job)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


@pytest.mark.parametrize("arguments", [
    (), ("run",), ("run", "recipe.yaml", "--lang", "zh"), ("run", "recipe.yaml", "--language", "fr"),
    ("forms", "wgi", "--language", "both"), ("compare", "one"), ("check",),
])  # fmt: skip
def test_wrong_usage(job, arguments):
    done = run(*arguments, folder=job)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_reports_in_both_languages(job):
    done = run("run", "recipe.yaml", "-o", "out", "--language", "both", folder=job)
    assert done.returncode == 0, done.stderr
    page = (job / "out" / "report.html").read_text(encoding="utf-8")
    assert '">排名</h2>' in page
    assert '">Ranking</h2>' in page
    assert "得分 score" in done.stdout


def test_names_of_trees_are_whole_in_a_narrow_terminal():
    assert "collaborative_governance" in run("trees", width=80).stdout


def test_draws_give_every_rank_an_interval(panel):
    done = run("run", "recipe.yaml", "-o", "out", "--draws", 50, folder=panel)
    assert done.returncode == 0, done.stderr
    # 南山 has the best of both: no weights take it from the first place.
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line
    ]
    assert rows[0][:4] == ["1", "南山", "100.0", "1"]
    assert (panel / "out" / "intervals.csv").is_file()
    done = run("run", "panel.yaml", "-o", "latest", "--draws", 50, folder=panel)
    assert done.returncode == 0, done.stderr
    intervals = pd.read_csv(panel / "latest" / "intervals.csv")
    assert len(intervals) == 2  # the units of the latest of two periods
    assert 'data-tier="tier 1"' in (panel / "latest" / "report.html").read_text(encoding="utf-8")
    assert "rank interval" in done.stdout
    assert run("run", "recipe.yaml", "--draws", -1, folder=panel).returncode == 2


OFFICE = (
    "单元,期,x,y\n甲,事前,1,2\n乙,事前,2,9\n丙,事前,3,4\n"
    "合计,事前,6,15\n甲,事后,99999,3\n乙,事后,4,5\n丙,事后,5,1\n合计,事后,9,9\n"
)
SAID = (
    "--unit",
    "单元",
    "--period",
    "期",
    "--periods",
    "事前，事后",
    "--missing-codes",
    "99999,-9",
    "--totals",
    "drop",
)


def test_how_records_are_read_is_said_on_the_command_line(job):
    (job / "data.csv").write_text(OFFICE, encoding="utf-8")
    refused = run("check", "tree.yaml", "data.csv", *SAID[:6], folder=job)
    assert refused.returncode == 1
    assert "合计" in refused.stdout + refused.stderr
    checked = run("check", "tree.yaml", "data.csv", *SAID, folder=job)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "3 units over 2 periods" in checked.stdout
    assert "99999 (1)" in " ".join(checked.stdout.split())
    done = run("run", "recipe.yaml", *SAID, folder=job)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the latest of 2 periods" in done.stdout
    assert "事后" in done.stdout


def test_how_records_are_read_is_said_in_a_recipe_file(job):
    (job / "data.csv").write_text(OFFICE.replace(",", ";").replace("1;2", "0,5;2"), encoding="utf-8")
    said = (
        "unit: 单元\nperiod: 期\nperiods: [事前, 事后]\nmissing_codes: [99999]\ntotals: drop\ndecimal: ','\n"
    )
    recipe = job / "recipe.yaml"
    recipe.write_text(recipe.read_text(encoding="utf-8") + said, encoding="utf-8")
    from govmetrics.cli.job import read_job

    data = read_job(recipe).data
    assert data.values.loc[("事前", "甲"), "x"] == 0.5
    assert data.periods == ["事前", "事后"]
    assert len(data.values) == 6
    with pytest.raises(gm.FaultyInput, match="totals: is 'hide'"):
        read_job(recipe, totals="hide")


def test_word_reports_are_the_same_again_and_options_of_recipes_are_refused(job):
    pytest.importorskip("docx", reason="needs the extra report")
    (job / "evaluation.yaml").write_text(
        "tree: tree.yaml\nevidence: {records: data.csv}\nindex: {weighting: equal}\npublish: {formats: [word]}\n"
    )
    assert run("run", ".", "-o", "out", folder=job).returncode == 0
    done = run("verify", "out", folder=job)
    assert done.returncode == 0, done.stdout
    assert run("run", ".", "-o", "html", "--format", "html", "--language", "zh", folder=job).returncode == 0
    again = run("verify", "html", folder=job)  # in the format and the language of then
    assert again.returncode == 0, again.stdout
    refused = run("run", ".", "--draws", "100", folder=job)
    assert refused.returncode == 1
    assert "sureness.draws" in refused.stderr


class TestFormatsOfOnePart:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [(["--format", "word"], "--format: files need a folder; name it with -o"),
         (["--format", "pdf", "-o", "out"], "--format: 'pdf' is not known; choose one of: html, word, excel, site")],
    )  # fmt: skip
    def test_what_cannot_be_written_is_refused_before_the_work(self, arguments, told, tmp_path):
        done = run("ahp", tmp_path / "none", *arguments, folder=tmp_path)
        assert (done.returncode, told in done.stderr) == (1, True)

    def test_a_part_is_written_in_the_formats_asked_for(self, tmp_path):
        from govmetrics.demo import district

        done = run("ahp", district(), "--format", "word,excel", "-o", tmp_path / "out", "--language", "zh")
        assert done.returncode == 0
        names = {path.name for path in (tmp_path / "out").iterdir()}
        assert {"report.docx", "scores.xlsx", "experts_01.csv"} <= names
        assert "report.html" not in names

    @pytest.mark.parametrize("asked", [("word", "html"), ("word,html",), ("word", "html，word")])
    def test_formats_given_one_by_one_are_all_written(self, asked, job):
        pytest.importorskip("docx", reason="needs the extra report")
        (job / "evaluation.yaml").write_text(
            "tree: tree.yaml\nevidence: {records: data.csv}\nindex: {weighting: equal}\n"
        )
        done = run("run", ".", *(text for name in asked for text in ("--format", name)), folder=job)
        assert done.returncode == 0, done.stderr
        assert {"report.docx", "report.html"} <= {path.name for path in (job / "output").iterdir()}

    def test_columns_given_one_by_one_name_the_unit_together(self, job):
        (job / "data.csv").write_text("street,name,x,y\na,East,1,2\nb,East,2,9\n", encoding="utf-8")
        done = run("check", "tree.yaml", "data.csv", "--unit", "street", "--unit", "name", folder=job)
        assert (done.returncode, "2 units" in done.stdout) == (0, True)

    def test_an_option_of_one_value_is_not_given_twice(self, job):
        done = run("run", "recipe.yaml", "-o", "out", "-o", "other", folder=job)
        assert (done.returncode, (job / "other").exists()) == (2, False)
        assert "-o is given several times, and takes one value" in done.stderr

    def test_a_folder_that_is_a_file_is_refused_before_the_work(self, tmp_path):
        (tmp_path / "file").touch()
        done = run("run", tmp_path, "-o", tmp_path / "file")
        assert "is a file, not a folder" in done.stderr
