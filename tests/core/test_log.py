"""The logger `govmetrics`: silent by itself, stages and parts with seconds for those who listen, and no print anywhere."""

import logging
import subprocess
import sys

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
TABLE = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])


def test_stages_and_parts_are_told_with_their_seconds(caplog, tmp_path):
    path = tmp_path / "records.csv"
    TABLE.rename_axis("unit").to_csv(path)
    with caplog.at_level(logging.DEBUG, "govmetrics"):
        gm.follow(gm.Recipe(weighting="equal", treatment=["impute_mean"]), gm.read_records(path, TREE))
    told = [(one.levelname, one.getMessage()) for one in caplog.records if one.name == "govmetrics"]
    assert [level for level, _ in told] == ["DEBUG", *["INFO"] * 5]
    begins = [
        "read ",
        "follow: 3 rows, 2 ind",
        "treatment imp",
        "normalisation min",
        "weighting eq",
        "aggregation ar",
    ]
    assert [text[: len(start)] for (_, text), start in zip(told, begins, strict=True)] == begins
    assert told[0][1].endswith("records.csv: 3 rows, 3 columns")
    assert all(text.endswith(" s") for _, text in told[2:])


def test_the_many_passes_of_an_analysis_are_told_as_one(caplog):
    with caplog.at_level(logging.INFO, "govmetrics"):
        gm.evaluate({"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 30}}, TABLE)
    told = [one.getMessage() for one in caplog.records if one.name == "govmetrics"]
    assert sum(text.startswith("part ") for text in told) == 3  # index, sureness, audit
    assert any(text.startswith("30 Draws: ") for text in told)
    assert len(told) < 12


def test_a_part_that_fails_is_told(caplog):
    asked = {"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 5}, "on_fault": "continue"}
    with caplog.at_level(logging.INFO, "govmetrics"):
        gm.evaluate(asked, TABLE.assign(trust=1.0))
    assert "part assessment: 1 faults" in [one.getMessage() for one in caplog.records]


def test_nobody_who_does_not_listen_hears_anything():
    code = "import govmetrics as gm, logging; from govmetrics.core.log import LOG; LOG.warning('x'); print(LOG.handlers)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stderr, "NullHandler" in done.stdout) == ("", True)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_solvers_print_nothing(capfd):
    from tests.contracts.calls import ahp, dea, planning, survey

    solved = {
        dea: ("radial", "super_efficiency", "slacks_based", "additive", "directional", "russell", "weight_restricted",
              "cross_efficiency", "two_stage", "benefit_of_the_doubt", "closest_targets", "hyperbolic"),
        planning: ("improvement_plan",), ahp: ("best_worst",), survey: ("rake",),
    }  # fmt: skip
    for room, names in solved.items():
        for name in names:
            function, given = room.CALLS[name]
            function(**given)
    with pytest.raises(gm.GovmetricsError):  # whether there are weights at all is a program, too
        gm.survey.rake(survey.PEOPLE, survey.TARGETS, bounds=(0.99, 1.01))
    assert capfd.readouterr() == ("", "")
