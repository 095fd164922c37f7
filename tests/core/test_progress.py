"""One `progress=` for long work: called, never falling, whole at the end, and of no effect on what is found."""

import inspect
import io
import sys
from importlib import import_module

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.progress import advance, following, reach, so_far
from tests.contracts.calls import ahp, dea, evaluation, explain, qca, robustness, survey

R = gm.robustness
TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved", "order"]})
TABLE = pd.DataFrame(
    {"trust": [60.0, 50, 80, 20], "solved": [90.0, 55, 40, 30], "order": [10.0, 30, 20, 70]}, list("abcd")
)
DATA = gm.read_records(TABLE, TREE)
RECIPE = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
FACTORS = [R.PerturbedWeights(0.25), R.Choice("aggregation", ["arithmetic", "geometric", "copeland"])]


def call_of(room, name):
    function, given = room.CALLS[name]
    return lambda **more: function(**{**given, **more})


LONG = {
    "uncertainty": lambda **more: R.uncertainty(RECIPE, DATA, FACTORS, draws=60, **more),
    "sensitivity": lambda **more: R.sensitivity(RECIPE, DATA, FACTORS, draws=8, **more),
    "change_confidence": call_of(robustness, "change_confidence"),
    "bootstrap": lambda **more: gm.dea.bootstrap(dea.X, dea.Y, draws=100, **more),
    "bootstrap of periods": lambda **more: gm.dea.bootstrap(**dea.PANEL, draws=100, **more),
    "malmquist": call_of(dea, "malmquist with intervals"),
    "returns_test": lambda **more: gm.dea.returns_test(dea.X, dea.Y, draws=100, **more),
    "second_stage": lambda **more: call_of(dea, "second_stage")(algorithm=2, draws=(20, 100), **more),
    "score": lambda **more: call_of(survey, "score")(errors="bootstrap", draws=20, **more),
    "simulate_random_index": lambda **more: gm.ahp.simulate_random_index(3, draws=50, **more),
    "draws": lambda **more: call_of(ahp, "draws")(by="judgements", **more),
    "contributions": lambda **more: gm.explain.contributions(
        gm.follow(gm.Recipe(**{**RECIPE.to_dict(), "aggregation": "geometric"}), DATA), **more
    ),
    "between_periods": call_of(explain, "between_periods"),
    "evaluate": lambda **more: gm.evaluate(
        {"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 5}}, TABLE, **more
    ),
    "evaluate_many": call_of(evaluation, "evaluate_many"),
    "minimise": call_of(qca, "minimise"),
    "robustness": call_of(qca, "robustness"),
    "word": lambda **more: gm.report.word([gm.weighting.equal(TREE), DATA], "t.docx", **more),
    "excel": lambda **more: gm.report.excel([gm.weighting.equal(TREE), DATA], "t.xlsx", **more),
    "site": lambda **more: gm.report.site(gm.follow(RECIPE, DATA), "site", **more),
}


def functions():
    """Yield the names of all public functions that take `progress`."""
    for room in (name for name in gm.__all__ if inspect.ismodule(getattr(gm, name))):
        module = import_module(f"govmetrics.{room}")
        for name in getattr(module, "__all__", ()):
            found = getattr(module, name)
            if inspect.isfunction(found) and "progress" in inspect.signature(found).parameters:
                yield name


def test_every_function_that_takes_it_is_tried_here():
    assert {name.split()[0] for name in LONG} == set(functions())


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", LONG)
def test_it_is_called_never_falls_ends_whole_and_changes_nothing(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    found = LONG[name](progress=lambda done, total, what: told.append((done, total, what.say("zh"))))
    done, totals = [one[0] for one in told], {one[1] for one in told}
    assert len(totals) == 1
    assert done[0] == 0
    assert done[-1] == totals.pop() > 0
    assert done == sorted(set(done))
    assert all("\u4e00" <= what[0] <= "\u9fff" for *_, what in told)
    if isinstance(found, gm.Result) and name != "evaluate_many":  # the second time all is unchanged
        assert fingerprint(found.to_dict()) == fingerprint(LONG[name]().to_dict())


@pytest.mark.parametrize("name", ["uncertainty", "bootstrap of periods", "second_stage", "word", "excel"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_is_told_comes_while_the_work_goes_on(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    LONG[name](progress=lambda *one: told.append(one))
    assert any(0 < done < total for done, total, _ in told)


def test_workers_give_the_same_and_their_parent_tells():
    told = []
    found = R.uncertainty(RECIPE, DATA, FACTORS, draws=60, n_jobs=2, progress=lambda *one: told.append(one))
    assert found.scores.equals(LONG["uncertainty"]().scores)
    assert any(0 < done < total for done, total, _ in told)


def test_what_a_function_raises_ends_the_work():
    class Enough(Exception):
        pass

    def stop(done, total, what):
        if done:
            raise Enough

    with pytest.raises(Enough):
        R.uncertainty(RECIPE, DATA, FACTORS, draws=60, progress=stop)
    assert so_far() == 0


def test_work_inside_work_is_not_counted_twice():
    told = []
    with following(lambda done, total, what: told.append(done), 2):
        with following(None, 5):
            advance(5)
        advance()
        reach(1)
    assert told == [0, 1, 2]


@pytest.mark.parametrize("odd", ["line", True, 3, lambda done: None, float])
def test_what_is_no_progress_is_refused(odd):
    with pytest.raises(gm.FaultyInput, match="""give "bar", or a function of"""):
        R.uncertainty(RECIPE, DATA, FACTORS, draws=5, progress=odd)


def test_a_bar_is_drawn_on_the_error_stream_of_a_terminal_alone(monkeypatch, capsys):
    R.uncertainty(RECIPE, DATA, FACTORS, draws=60, progress="bar")
    assert capsys.readouterr() == ("", "")

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with gm.use(language="zh"):
        R.uncertainty(RECIPE, DATA, FACTORS, draws=60, progress="bar")
    assert "抽样" in stream.getvalue()
    assert capsys.readouterr().out == ""
