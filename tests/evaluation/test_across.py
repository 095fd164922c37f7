"""Faults in every part of an evaluation's folder come in one error, each in its place: names are looked up across parts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import govmetrics as gm

DISTRICT = Path(__file__).parents[2] / "examples" / "district"


def in_text(name: str, *changes: tuple[str, str]) -> Callable[[Path], None]:
    """Return what changes a text file, each text wherever it stands."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8-sig")
        for old, new in changes:
            assert old in text, (name, old)
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")

    return change


def in_cells(name: str, cells: dict[str, Any]) -> Callable[[Path], None]:
    """Return what changes cells of a workbook's first sheet."""

    def change(folder: Path) -> None:
        book = load_workbook(folder / name)
        for cell, value in cells.items():
            book.worksheets[0][cell] = value
        book.save(folder / name)

    return change


ASKED = "evaluation.yaml"
VOTES = "".join(f"专家{n:02}: 1, " for n in range(1, 13))
PLANTED: dict[str, tuple[Callable[[Path], None], list[tuple[str, str]]]] = {
    # what is wrong: (what makes it so, [(where it is told, what is told)])
    "an unknown key": (in_text(ASKED, ("seed: 2026", "sead: 1")), [("sead", "did you mean 'seed'?")]),
    "a street without a column": (
        in_text(ASKED, ("street: 街道", "street: 街 道办")), [("evidence.records.street", "did you mean '街道'?")],
    ),
    "two units of the survey that the records do not have": (
        in_cells("survey.xlsx", {"C2": "柳案社区", "C3": "火星社区"}),
        [("evidence.survey (survey.xlsx): 2025年四季度, 柳案社区", "did you mean '柳岸社区'?"),
         ("evidence.survey (survey.xlsx): 2025年四季度, 火星社区", "is missing in the table of records")],
    ),
    "two categories that nobody answered so": (
        in_cells("margins.xlsx", {"B2": "妇女", "B4": "少年"}),
        [("evidence.survey.rake (margins.xlsx): 性别, '女'", "it has no target"),
         ("evidence.survey.rake (margins.xlsx): 年龄, '18-35岁'", "it has no target")],
    ),
    "two cells of what was measured": (
        in_text("trust.csv", ("临江社区,0.61\n", "临江社区,much\n"), ("望江社区,0.645\n", "望江社区,?\n")),
        [("evidence.measured[0] (trust.csv): 2024年一季度, 临江社区", "'much'"),
         ("evidence.measured[0] (trust.csv): 2024年一季度, 望江社区", "'?'")],
    ),
    "a unit of what was measured": (
        lambda folder: [in_text(name, ("望江社区", "望河社区"))(folder) for name in ("trust.csv", "trust_errors.csv")],
        [("evidence.measured[0] (trust.csv): 望河社区", "did you mean '望江社区'?"),
         ("evidence.measured[0] (trust.csv): 望江社区", "is missing in the measured table in 8 periods: 2024年一季度")],
    ),
    "votes of unknown experts": (
        in_text(ASKED, ("inconsistent: downweight", "expert_weights: {" + VOTES + "Zhang: 2}")),
        [("evidence.judgements.expert_weights: Zhang", "no judgements")],
    ),
    "weights of unknown nodes": (
        in_text(ASKED, ("  measured:", "  weights: {A: 1, A11x: 2}\n  measured:")),
        [("evidence.weights.A11x", "is not a node of the tree")],
    ),
    "a period that is none": (
        in_text(ASKED, ("  weighting: ahp", "  weighting: ahp\n  base_period: 1999")),
        [("index.base_period", "1999")],
    ),
    "experts who do not weigh": (
        in_text(ASKED, ("weighting: ahp", "weighting: entropy"), ("level: 0.9}", "factors: {experts: true}}")),
        [("sureness.factors.experts", "not the experts'")],
    ),
    "inputs, outputs and surroundings that are not there": (
        in_text(ASKED, ("社区工作者人数", "社区工作者人"), ("服务人次]", "服务]\n  environment: [人口]")),
        [("efficiency.inputs.社区工作者人", "did you mean '社区工作者人数'?"), ("efficiency.outputs.服务", "is not known"),
         ("efficiency.environment.人口", "is not known")],
    ),
    "columns of the rulebook": (
        in_text("rulebook.yaml", ("code: 创新案例", "code: 创新案列"), ("code: B11", "code: B19")),
        [("appraisal.rulebook (rulebook.yaml): B19", "no such column"),
         ("appraisal.rulebook (rulebook.yaml): 创新案列", "did you mean '创新案例'?")],
    ),
    "nodes of the coupling": (in_text(ASKED, ("[A, B, C, D]", "[A, B, X, Y]")),
                              [("diagnosis.coupling", "'X'"), ("diagnosis.coupling", "'Y'")]),
    "items of importance": (
        in_text(ASKED, ("importance_performance: true", "importance_performance: {outcome: overall}")),
        [("diagnosis.importance_performance.outcome", "'overall' is no item")],
    ),
    "more units than there are": (in_text(ASKED, ("units: 5", "units: 500")), [("plan.units", "there are 40")]),
    "units that are planned for": (
        in_text(ASKED, ("units: 5", "units: [望江社区, 望江]")), [("plan.units", "did you mean '望江社区'?")],
    ),
    "what is maximised": (in_text(ASKED, ("units: 5", "maximise: scores")), [("plan.maximise", "'scores'")]),
    "no earlier evaluation": (
        in_text(ASKED, ("publish:", "compare: ../before\npublish:")), [("compare", "holds no evaluation")],
    ),
    "an attribute that a treatment goes by": (
        in_text(ASKED, ("{by: 街道}", "{by: 街道办}")),
        [("index.treatment.impute_median.by", "'街道办' is not an attribute; did you mean '街道'?")],
    ),
    "two cells of the actions": (
        in_cells("actions.xlsx", {"H7": -5, "A8": "B211"}),
        [("plan.actions (actions.xlsx): sheet 措施, row 7, 每改善一个计量单位的成本", "is -5"),
         ("plan.actions (actions.xlsx): sheet 措施, row 8, 代码", "did you mean 'B21'?")],
    ),
    "no such file": (
        in_text(ASKED, ("actions: actions.xlsx", "actions: actoins.xlsx")),
        [("plan.actions (actoins.xlsx)", "there is no such file")],
    ),
    "two judgements that cannot be read": (
        lambda folder: [(folder / "judgements" / f"expert_{n}.xlsx").write_bytes(b"junk") for n in ("03", "07")],
        [("evidence.judgements: expert_03", ""), ("evidence.judgements: expert_07", "")],
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the district's folder."""
    shutil.copytree(DISTRICT, tmp_path / "district")
    return tmp_path / "district"


def told(folder: Path) -> list[tuple[str, str]]:
    from govmetrics.evaluation.evidence import Given, every
    from govmetrics.evaluation.run import read_all

    with gm.use("en"), pytest.raises(gm.GovmetricsError) as caught:
        every(read_all(folder, Given())[2]).raise_all()
    return [(str(fault.place), str(fault)) for fault in caught.value.faults]


APART = (
    *(
        "two cells of what was measured",
        "experts who do not weigh",
        "units that are planned for",
        "no such file",
    ),
    *("what is maximised", "two judgements that cannot be read"),
)
"""What does not go together with the others in one folder."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "planted",
    [
        [one for one in PLANTED if one not in APART],
        pytest.param(APART[:4], marks=pytest.mark.slow),
        pytest.param(APART[4:], marks=pytest.mark.slow),
    ],
)
def test_faults_in_all_parts_come_in_one_error_and_nothing_else(planted: list[str], folder: Path) -> None:
    for wrong in planted:
        PLANTED[wrong][0](folder)
    found = told(folder)
    expected = [one for wrong in planted for one in PLANTED[wrong][1]]
    for place, what in expected:
        assert any(at.startswith(place) and what in line for at, line in found), (place, what, found)
    assert len(found) == len(expected), found


def test_what_is_wrong_by_call_is_told_in_the_argument() -> None:
    from tests.evaluation.district import ASKED as KEYS
    from tests.evaluation.district import TREE, district

    one = district()
    actions = [gm.planning.Action("meetings", cost=2.0, units=["社区99"])]
    given = one.evidence | {
        "survey": one.answers.replace({"社区": {"社区01": "社区0l"}}), "margins": {"sex": {"f": 0.5, "x": 0.5}},
        "rulebook": {"items": [{"code": "audit", "by": "entered", "points": 100}]}, "actions": actions,
        "records": one.records, "earlier": 3,
    }  # fmt: skip
    plan = {"budget": 60.0, "units": 500}
    with gm.use("en"), pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(
            {**KEYS, "tree": TREE, "plan": plan, "efficiency": {"inputs": ["x"], "outputs": ["cases"]}},
            **given,
        )
    found = {str(fault.place): str(fault) for fault in caught.value.faults}
    told = {"survey: 社区0l", "survey: 社区01", "margins: sex, 'm'", "rulebook: audit", "plan.units",
            "actions: action 1 (meetings), units", "efficiency.inputs.x", "compare: earlier"}  # fmt: skip
    assert told <= set(found), found
    assert "did you mean '社区01'?" in found["survey: 社区0l"]


@pytest.mark.parametrize(("language", "forms"), [("en", 7), ("zh", 7)])
def test_each_form_left_empty_is_one_fault_that_says_what_to_fill_in(
    language: Any, forms: int, tmp_path: Path
) -> None:
    gm.evaluation.new_folder(tmp_path / "new", language=language)
    text = (tmp_path / "new" / ASKED).read_text(encoding="utf-8")
    text = text.replace("    # rake: margins.xlsx", "    rake: margins.xlsx").replace(
        "  # weights: ", "  weights: "
    )
    (tmp_path / "new" / ASKED).write_text(text, encoding="utf-8")
    found = told(tmp_path / "new")
    names = [
        "records.xlsx",
        "survey.xlsx",
        "margins.xlsx",
        "expert.xlsx",
        "weights.xlsx",
        "rulebook.xlsx",
        "actions.xlsx",
    ]
    assert len(found) == len(names) == forms, found
    for name in names:
        assert sum(name in place and ("fill in" in line or "give" in line) for place, line in found) == 1, (
            name,
            found,
        )


@pytest.mark.parametrize(
    ("file", "lost", "stand"),
    [
        ("records.xlsx", "assessment", {"survey", "experts", "reliability"}),
        pytest.param("survey.xlsx", "survey", {"experts"}, marks=pytest.mark.slow),
        pytest.param(
            "judgements/expert_03.xlsx", "experts", {"survey", "reliability"}, marks=pytest.mark.slow
        ),
        pytest.param(
            "rulebook.yaml",
            "appraisal",
            {"assessment", "grades", "plan", "efficiency", "diagnosis", "panel"},
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "actions.xlsx",
            "plan",
            {"assessment", "grades", "appraisal", "efficiency", "diagnosis", "panel"},
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_file_that_cannot_be_read_leaves_what_does_not_need_it(
    file: str, lost: str, stand: set[str], folder: Path
) -> None:
    in_text(ASKED, ("draws: 1000", "draws: 20"), ("publish:", "on_fault: continue\npublish:"))(folder)
    (folder / file).write_bytes(b"junk")
    found = gm.evaluate(folder)
    assert lost in found.missing
    assert file.rpartition("/")[2] in str(found.missing[lost][0])
    assert stand <= set(found.results), found.missing
    assert not set(found.results) & set(found.missing)
    assert "Missing: " in found.summary("en")


@pytest.mark.slow
def test_the_command_line_names_what_is_missing_and_ends_with_3(folder: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from govmetrics.cli.commands import app

    in_text(ASKED, ("draws: 1000", "draws: 20"), ("publish:", "on_fault: continue\npublish:"),
            ("[html, word, excel]", "[html]"))(folder)  # fmt: skip
    (folder / "actions.xlsx").write_bytes(b"junk")
    done = CliRunner().invoke(app, ["run", str(folder), "--language", "en", "-o", str(tmp_path / "out")])
    assert done.exit_code == 3
    assert "missing: Plan (plan.actions (actions.xlsx)" in " ".join(done.output.split())
    assert (
        "actions.xlsx" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8").split("Ranking")[0]
    )


def test_experts_vary_where_their_weights_are_combined_with_others() -> None:
    from tests.evaluation.district import ASKED as KEYS
    from tests.evaluation.district import TREE, district

    index = {"normalisation": "goalposts", "weighting": {"combine": {"how": "mean", "of": ["ahp", "equal"]}}}
    asked = {**KEYS, "tree": TREE, "index": index, "sureness": {"draws": 30, "factors": {"experts": True}},
             "efficiency": None, "plan": None, "appraisal": None, "change": None}  # fmt: skip
    one = district()
    found = gm.evaluate(asked, **one.evidence)
    drawn = gm.ahp.draws(found.experts, draws=30, rng=7)
    equal = gm.weighting.equal(found.assessment.scaled.tree)
    expected = [gm.weighting.combine([drawn.weights(draw), equal], "mean").local for draw in range(30)]
    factor = next(one for one in found.uncertainty.factors if "drawn weights" in str(one))
    assert factor is not None
    from govmetrics.recipe import weights_of_draws

    by_draw = weights_of_draws(found.assessment.recipe, found.assessment.scaled, drawn)
    for draw in range(30):
        assert by_draw.iloc[draw].to_dict() == pytest.approx(expected[draw].to_dict())


@pytest.mark.slow
def test_check_also_scores_the_index_once_there_is_no_other_fault(folder: Path) -> None:
    from typer.testing import CliRunner

    from govmetrics.cli.commands import app

    in_text(ASKED, ("{by: 街道}", "{by: 区}"))(folder)
    from govmetrics.cli.evaluations import check_folder

    with gm.use("en"), pytest.raises(gm.GovmetricsError) as caught:
        check_folder(folder, "en")
    assert [str(fault.place) for fault in caught.value.faults] == ["index.treatment.impute_median.by"]
    in_text(ASKED, ("{by: 区}", "{by: 街道}"))(folder)
    done = CliRunner().invoke(app, ["check", str(folder), "--language", "en"])
    assert done.exit_code == 0
    assert done.output.count("No faults: ") == 4
