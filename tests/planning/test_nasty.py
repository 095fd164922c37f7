"""What a newcomer gets wrong, and plans that a first try got wrong."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree
from govmetrics.demo import us_states
from govmetrics.planning import Action, Grades, improvement_plan, needed, what_if

RECIPE, STATES = us_states()
POSTS = gm.Recipe(normalisation="goalposts")
AIMED = IndicatorTree(
    Group("R", "", (Indicator("x", better="target", worst=0, target=5.0), Indicator("y", worst=0, best=10)))
)


def aimed(periods=None):
    rows = pd.DataFrame({"x": [1.0, 2, 3], "y": [1.0, 2, 3]}, pd.Index(list("abc"), name="unit"))
    return Dataset(
        AIMED, rows if periods is None else pd.concat(dict.fromkeys(periods, rows), names=["period"])
    )


def test_whole_steps_of_two_actions_do_not_meet_beyond_the_target():
    """From 1 towards 5: a step of 3 and one of 2 would pass it to 6, no better than the 4 that the first reaches."""
    actions = [Action("x", 1, step=3.0), Action("x", 2, step=2.0)]
    plan = improvement_plan(POSTS, aimed(), actions, 7.5, "a")
    # By trying: (0, 1, 2 steps of 2) and (0, 1 of 3): within 7.5 and not beyond 5 the best is one step of 3.
    assert plan.what_if.changes["after"].tolist() == [4.0]
    assert plan.gained == pytest.approx(30)
    assert plan.cost == 3
    assert improvement_plan(POSTS, aimed(), actions, 8.0, "a").gained == pytest.approx(40)  # two steps of 2


def test_a_slack_budget_is_not_wasted():
    """Two actions for one cell: the cheap one does what it can, whatever the solver left."""
    actions = [Action("y", 3.0), Action("y", 1.0, limit=6.0)]
    plan = improvement_plan(POSTS, aimed(), actions, 1000.0, "a")
    assert plan.cost == pytest.approx(5 * 1 + 4 * 3)


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_of_any_amounts_costs_more_than_the_budget(seed):
    """A solver keeps a budget to seven digits; what it overspends is taken back."""
    rng = np.random.default_rng(seed)
    money = 10.0 ** rng.integers(-6, 10)
    actions = [Action(code, float(rng.uniform(0.01, 3)) * money) for code in STATES.tree.codes]
    plan = improvement_plan(RECIPE, STATES, actions, 7.0 * money, ["Texas", "Utah", "Ohio"])
    assert plan.cost <= plan.budget * (1 + 1e-12)


def test_many_places_are_solved_at_once():
    """Nine units and 40 rivals each: once more than minutes of branching. The bound of an ordered ladder is tight."""
    rng = np.random.default_rng(0)
    tree = IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
    units = [f"u{k}" for k in range(50)]
    data = Dataset(tree, pd.DataFrame(rng.uniform(1, 100, (50, 3)), units, tree.codes))
    plan = improvement_plan(gm.Recipe(), data, [Action(c, 1.0) for c in "abc"], 60.0, units[:9], "rank")
    assert plan.proven
    assert plan.cost <= 60
    # No single unit that gets all the money does better.
    alone = [
        improvement_plan(
            gm.Recipe(), data, [Action(c, 1.0, units=[u]) for c in "abc"], 60.0, units[:9], "rank"
        )
        for u in units[:9]
    ]
    assert plan.gained >= max(one.gained for one in alone)


def test_a_period_alone_is_no_unit():
    """`2024 in index` is true where rows are (period, unit): the change went to the table's last row."""
    for call in (
        lambda: what_if(POSTS, aimed((2023, 2024)), {2024: {"y": 9.0}}),
        lambda: needed(POSTS, aimed((2023, 2024)), 2024, places=1),
        lambda: improvement_plan(POSTS, aimed((2023, 2024)), [Action("y", 1)], 1.0, 2024),
    ):
        with pytest.raises(FaultyInput, match="2024"):
            call()


def test_odd_arguments():
    for changes in (None, ["x"], {"Utah": 5}, {"Utah": None}, {"Utah": {"poverty": 10**400}}):
        with pytest.raises(FaultyInput, match=r"changes|Utah, poverty"):
            what_if(RECIPE, STATES, changes)
    with pytest.raises(FaultyInput, match=r"changes, Utah, poverty: is 1e\+308, and no number may reach"):
        what_if(RECIPE, STATES, {"Utah": {"poverty": 1e308}})
    with pytest.raises(FaultyInput, match="and 150 more like the last: is not a unit"):
        what_if(RECIPE, STATES, {f"u{k}": {"poverty": 1.0} for k in range(200)})
    with pytest.raises(FaultyInput, match=r"recipe: is str.*\ndata: is DataFrame.*\ngrades: is tuple"):
        what_if("mine", STATES.values, {}, grades=(1, 2))
    for names, cuts in ((("a", "b"), ("x",)), (("a", "b"), 5), (5, (5,)), (("a", "b"), (True,))):
        with pytest.raises(FaultyInput, match=r"cuts|names"):
            Grades(names, cuts)


def test_goals_and_limits_are_refused_together():
    with pytest.raises(FaultyInput) as error:
        needed(RECIPE, STATES, "Utah", rank="1", limits={"zz": 1, "poverty": "x", "murder": 99.0})
    for part in ("rank: is '1'", "limits: zz", "limits: poverty: is 'x'", "murder: 99 lies against"):
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match="the unit is first already"):
        needed(RECIPE, STATES, gm.follow(RECIPE, STATES).ranking().index[0], places=1)
    for unit in (None, ["Utah"], "Atlantis"):
        with pytest.raises(FaultyInput, match=r"unit: .*is not in the data(.|\n)*zz"):
            needed(RECIPE, STATES, unit, places=1, limits={"zz": 1})


def test_everything_wrong_with_a_plan_comes_at_once():
    with pytest.raises(FaultyInput) as error:
        improvement_plan(
            RECIPE, STATES, [("poverty", 1.0), Action("poverty", "1", units="Utah", step="x")], "much",
            ["Atlantis", "Utah"], "fame", importance="people",
        )  # fmt: skip
    for part in (
        "units: 'Atlantis'", "actions[0]: is tuple", "actions[1] cost: is '1'", "actions[1] units: is 'Utah'", "step: is 'x'",
        "budget: is 'much'", "maximise: is 'fame'", "'people' is not an attribute",
    ):  # fmt: skip
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match="solver: is 'CBC'; give a solver of PuLP"):
        improvement_plan(RECIPE, STATES, [Action("poverty", 1)], 1.0, solver="CBC")
    with pytest.raises(FaultyInput, match="actions: is Action; give a list"):
        improvement_plan(RECIPE, STATES, Action("poverty", 1), 1.0)
