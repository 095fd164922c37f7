import itertools
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import (
    Dataset,
    FaultyInput,
    Group,
    Indicator,
    IndicatorTree,
    InfeasibleTargets,
    UnsuitableMethod,
)
from govmetrics.demo import us_states
from govmetrics.planning import Action, Grades, frozen, improvement_plan, needed, what_if
from govmetrics.planning.model import model
from govmetrics.planning.places import most_for
from tests.crossed import crossed
from tests.strategies import datasets

RECIPE, STATES = us_states()
GRADES = Grades(("poor", "fair", "good"), (50, 80))

# A small index with round numbers: goalposts 0 to 100, weights 1/2, 1/4, 1/4.
TREE = IndicatorTree(
    Group(
        "GOV",
        {"en": "Governance", "zh": "治理"},
        (
            Indicator("trust", {"en": "Trust", "zh": "信任"}, "%", "more", worst=0, best=100),
            Group(
                "W", "", (
                    Indicator("days", {"en": "Days to settle", "zh": "办结天数"}, "d", "less", worst=60, best=10),
                    Indicator("temp", "Temperature", "C", "interval", worst=0, target=(20.0, 24.0)),
                ),
            ),
        ),
    )
)  # fmt: skip
DATA = Dataset(
    TREE,
    pd.DataFrame(
        {"trust": [40.0, 60, 80], "days": [35.0, 70, 20], "temp": [10.0, 29, 22]},
        index=pd.Index(["a", "b", "c"], name="unit"),
    ),
    pd.DataFrame({"people": [100.0, 300, 200]}, index=["a", "b", "c"]),
)
POSTS = gm.Recipe(normalisation="goalposts")
# Scores: a = 20 + 12.5 + 12.5 = 45; b = 30 + 0 + 18.75 = 48.75; c = 40 + 20 + 25 = 85.

# A range of 1 near a million: the last digit of a value is worth 1e-8 points.
NARROW = Dataset(
    IndicatorTree(Indicator("n1")),
    pd.DataFrame({"n1": [999_995.0, 999_996.0]}, index=pd.Index(["u0", "u1"], name="unit")),
)


def followed_by_hand(recipe, data, changes):
    """The changed data on the written-down recipe: what any user can do to check a plan."""
    written, treated = frozen(gm.follow(recipe, data))
    values = treated.values.copy()
    for unit, cells in changes.items():
        for code, value in cells.items():
            values.loc[unit, code] = value
    return gm.follow(written, replace(treated, values=values))


class TestFrozen:
    @pytest.mark.parametrize(
        "normalisation",
        [
            "min_max", {"z_score": {"mean": 100, "sd": 10}}, {"min_max": {"scale": [1, 100]}},
            {"reference_distance": {"unit": "u1"}},
        ],
    )  # fmt: skip
    @settings(max_examples=15)
    @given(data=datasets(missing=True))
    def test_gives_the_nominal_scores_again(self, normalisation, data):
        try:
            nominal = gm.follow(gm.Recipe(normalisation=normalisation), data)
        except UnsuitableMethod:  # the reference is the worst
            return
        again = gm.follow(*frozen(nominal)).scores.values.to_numpy()
        assert again == pytest.approx(nominal.scores.values.to_numpy(), rel=1e-9, abs=1e-9, nan_ok=True)

    def test_data_driven_weights_and_treatment_are_written_down(self):
        recipe = replace(RECIPE, weighting="entropy", normalisation={"min_max": {"scale": [1, 100]}})
        nominal = gm.follow(recipe, STATES)
        written, treated = frozen(nominal)
        assert written.treatment == ()
        again = gm.follow(written, treated)
        assert again.weights.local.to_numpy() == pytest.approx(nominal.weights.local.to_numpy())
        assert again.scores.values.to_numpy() == pytest.approx(nominal.scores.values.to_numpy())

    def test_ranks_cannot_be_held_fast(self):
        with pytest.raises(UnsuitableMethod, match=r"rank has no bounds to hold fast; .*again=True"):
            what_if(gm.Recipe(normalisation="rank"), STATES, {})


class TestWhatIf:
    def test_by_hand(self):
        found = what_if(POSTS, DATA, {"a": {"trust": 70, "days": 25}}, GRADES)
        assert found.scores.loc["a", ["score_before", "score_after", "gain"]].tolist() == [45, 65, 20]
        assert found.scores["rank_after"].tolist() == [2, 3, 1]
        assert found.scores.loc["a", ["grade_before", "grade_after"]].tolist() == ["poor", "fair"]
        assert found.changes["gain"].tolist() == [15, 5]
        assert found.nodes.loc["a"].tolist() == [20, 30, 10, 20, 0]
        assert (found.nodes.loc[["b", "c"]] == 0).all(axis=None)

    def test_the_sentence_in_both_languages(self):
        found = what_if(POSTS, DATA, {"a": {"trust": 70}, "b": {"days": 20}}, GRADES)
        assert found.summary() == (
            "a: raise Trust from 40 to 70%: +15 points, still rank 3, grade poor → fair. "
            "b: lower Days to settle from 70 to 20 d: +20 points, still rank 2, grade poor → fair."
        )
        assert "a：将信任从 40 提高到 70%：+15 分，排名仍为 3，等级 poor → fair" in found.summary("zh")
        assert what_if(POSTS, DATA, {}).summary("zh") == "没有改动。"
        two = what_if(POSTS, DATA, {"a": {"trust": 50, "temp": 22}})
        assert two.summary().endswith("a: score 45 → 62.5, rank 3 → 2.")
        with pytest.raises(FaultyInput, match="'fr' is not known"):
            two.summary("fr")

    @pytest.mark.parametrize("aggregation", list(gm.aggregation.METHODS))
    def test_is_what_the_recipe_gives_on_the_changed_data(self, aggregation):
        recipe = gm.Recipe(normalisation={"min_max": {"scale": [10, 100]}}, aggregation=aggregation)
        changes = {"Utah": {"poverty": 9.5, "hs_grad": 80.0}, "Texas": {"murder": 2.0}}
        found = what_if(recipe, STATES, changes)
        by_hand = followed_by_hand(recipe, STATES, changes).scores.values
        assert found.after.scores.values.to_numpy() == pytest.approx(by_hand.to_numpy())
        gains = found.changes.groupby("unit")["gain"].sum(min_count=1)
        if aggregation in ("copeland", "wroclaw"):
            assert gains.isna().all()
        else:  # the gains of a unit's changes add up
            assert gains.to_dict() == pytest.approx(found.changed()["gain"].to_dict())

    def test_the_population_stays_where_it_is_unless_told(self):
        best = {"New Hampshire": {"poverty": 1.0}}
        held, again = (what_if(RECIPE, STATES, best, again=a) for a in (False, True))
        assert (held.scores["gain"].drop("New Hampshire") == 0).all()
        assert held.scores.at["New Hampshire", "gain"] > 0
        changed = STATES.values.copy()
        changed.loc["New Hampshire", "poverty"] = 1.0
        anew = gm.follow(RECIPE, replace(STATES, values=changed)).scores.values
        assert again.after.scores.values.to_numpy() == pytest.approx(anew.to_numpy())
        assert (again.scores["gain"].drop("New Hampshire") < 0).any()

    def test_winsorised_ends_hold(self):
        """The District of Columbia's murders were pulled in to the next state's: a little better changes nothing."""
        nominal = gm.follow(RECIPE, STATES)
        cell = nominal.treated.changes.set_index(["unit", "code"]).loc[("District of Columbia", "murder")]
        little = what_if(RECIPE, STATES, {"District of Columbia": {"murder": cell["before"] - 1}})
        assert little.changes["before"].tolist() == [cell["before"]]
        assert little.changed()["gain"].tolist() == [0]
        more = what_if(RECIPE, STATES, {"District of Columbia": {"murder": cell["after"] - 1}})
        assert more.changed()["gain"].iloc[0] > 0

    def test_a_table_and_missing_cells(self):
        values = DATA.values.copy()
        values.loc["b", "days"] = np.nan
        data = replace(DATA, values=values)
        table = pd.DataFrame({"days": [np.nan, 20.0], "trust": [50.0, np.nan]}, index=["a", "b"])
        found = what_if(POSTS, data, table)
        assert found.changes[["unit", "code"]].to_numpy().tolist() == [["a", "trust"], ["b", "days"]]
        assert np.isnan(found.changes["before"].iloc[1])
        assert "b: set Days to settle to 20 d" in found.summary()
        assert "b：将办结天数设为 20 d" in found.summary("zh")
        pd.testing.assert_frame_equal(data.values, values)

    def test_periods_keep_their_base_bounds(self):
        index = pd.MultiIndex.from_product([[2023, 2024], list("abc")], names=["period", "unit"])
        panel = Dataset(
            TREE, pd.DataFrame(np.vstack([DATA.values, DATA.values + 1]), index=index, columns=TREE.codes)
        )
        recipe = gm.Recipe(base_period=2023)
        found = what_if(recipe, panel, {(2024, "a"): {"trust": 81.0}})
        assert found.changed().index.tolist() == [(2024, "a")]
        assert "2024 a: raise Trust from 41 to 81%" in found.summary()
        assert (found.scores["gain"].drop((2024, "a")) == 0).all()
        assert found.scores.at[(2024, "a"), "gain"] == pytest.approx(50)

    def test_every_fault_at_once(self):
        with pytest.raises(FaultyInput) as error:
            what_if(POSTS, DATA, {"z": {"trust": 1.0}, "a": {"zz": 1.0, "trust": np.inf, "days": "x"}})
        for part in (
            "zz: is not an indicator of the tree",
            "z: is not a unit",
            "a, trust: inf",
            "a, days: 'x'",
        ):
            assert part in str(error.value)

    def test_leaves_in_another_unit_are_refused_with_the_way_out(self):
        recipe = gm.Recipe(treatment=[{"log_transform": {"codes": ["murder"]}}])
        assert what_if(recipe, STATES, {"Utah": {"poverty": 9}}).changed()["gain"].iloc[0] > 0
        with pytest.raises(
            FaultyInput, match="murder: log_transform puts it into another unit of measurement; apply"
        ):
            what_if(recipe, STATES, {"Utah": {"murder": 1}})

    @pytest.mark.parametrize(
        "treatment",
        [
            [], ["winsorise"], ["winsorise", {"log_transform": {"codes": ["murder", "single"]}}],
            [{"winsorise": {"most": 0, "otherwise": "log"}}], [{"box_cox": {"codes": ["violent"]}}, "winsorise"],
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
    def test_whatever_the_treatment_nothing_changed_is_nothing_gained(self, treatment, aggregation):
        recipe = gm.Recipe(treatment, {"min_max": {"scale": [1, 100]}}, aggregation=aggregation)
        base = model(recipe, STATES)
        assert base.roots(base.complete()) == pytest.approx(base.nominal.scores.values["states"].to_numpy())
        same = what_if(recipe, STATES, {"Texas": {"poverty": STATES.values.at["Texas", "poverty"]}})
        assert same.changes["gain"].tolist() == [0]
        found = needed(recipe, STATES, "Texas", places=1)
        code, row = next(found.leaves.dropna(subset="needed").iterrows())
        assert code not in base.moved
        by_hand = followed_by_hand(recipe, STATES, {"Texas": {code: row["needed"]}})
        assert by_hand.ranking()["rank"]["Texas"] == found.rank - 1

    def test_json(self):
        found = what_if(POSTS, DATA, {"a": {"trust": 70}})
        assert json.loads(json.dumps(found.to_dict()))["frozen"] is True
        assert "<table" in found._repr_html_()


class TestNeeded:
    def test_by_hand(self):
        """Unit a (45 points) to 50: trust +10, days -10 (one point costs 2), temperature +4 (one point costs .8)."""
        found = needed(POSTS, DATA, "a", grade="fair", grades=GRADES)
        assert found.leaves["needed"].to_dict() == pytest.approx({"trust": 50, "days": 25, "temp": 14})
        assert found.leaves["limit"].to_dict() == {"trust": 100, "days": 10, "temp": 20}
        assert found.leaves["score_at_limit"].to_dict() == pytest.approx(
            {"trust": 75, "days": 57.5, "temp": 57.5}
        )
        assert (found.score, found.rank, found.rank_at_goal) == (45, 3, 2)
        assert "a: raise Trust from 40 to 50%: +5 points, rank 3 → 2" in found.summary()
        assert "a：将办结天数从 35 降低到 25 d：+5 分，排名 3 → 2" in found.summary("zh")

    def test_below_the_worst_goalpost_the_way_is_longer(self):
        """Unit b needs 70 -> 60 days before the first point; interval leaves come down from above."""
        found = needed(POSTS, DATA, "b", score=50.0).leaves["needed"]
        assert found.to_dict() == pytest.approx({"trust": 62.5, "days": 57.5, "temp": 28})

    def test_beyond_the_best_goalpost_nothing_is_gained(self):
        with pytest.raises(InfeasibleTargets, match=r"from 45 to 100, rank 1; score 101 needs 101"):
            needed(POSTS, DATA, "a", score=101.0, limits={"trust": 500.0})

    @pytest.mark.parametrize(("recipe", "aggregation"), crossed(
        [RECIPE, gm.Recipe(normalisation={"z_score": {"mean": 100, "sd": 10}}), gm.Recipe(weighting="equal")],
        ["arithmetic", "geometric", "harmonic", "power", "mean_min", "owa"], 3,
    ))  # fmt: skip
    def test_every_value_is_enough_and_a_little_less_is_not(self, recipe, aggregation):
        if isinstance(recipe.normalisation, str):
            recipe = replace(recipe, normalisation={"min_max": {"scale": [1, 100]}})
        recipe = replace(recipe, aggregation=aggregation)
        found = needed(recipe, STATES, "Texas", places=3)
        enough = found.leaves.dropna(subset="needed")
        assert len(enough)
        for code, row in enough.iterrows():
            there = what_if(recipe, STATES, {"Texas": {code: row["needed"]}}).scores.loc["Texas"]
            assert there["rank_after"] == found.rank - 3 == found.rank_at_goal
            less = row["needed"] - 1e-6 * (row["needed"] - row["now"])
            short = what_if(recipe, STATES, {"Texas": {code: less}}).scores.loc["Texas"]
            assert short["rank_after"] > there["rank_after"]
        for code, row in found.leaves[found.leaves["needed"].isna()].iterrows():
            best = what_if(recipe, STATES, {"Texas": {code: row["limit"]}}).scores.at["Texas", "score_after"]
            assert best < found.goal
            assert best == pytest.approx(row["score_at_limit"])

    @settings(max_examples=12)
    @given(data=datasets(missing=True), share=st.floats(0.05, 1.0))
    @example(data=NARROW, share=1 / 3)
    def test_any_goal_up_to_the_most_is_reached_or_not_alone(self, data, share):
        recipe = gm.Recipe(aggregation={"arithmetic": {"min_coverage": 0.0}})
        now = gm.follow(recipe, data).scores.values.iloc[0, 0]
        top = 100.0
        if now > top - 1e-6:
            return
        found = needed(recipe, data, "u0", score=now + share * (top - now))
        assert found.most == pytest.approx(100)
        for code, row in found.leaves.dropna(subset="needed").iterrows():
            digit = np.spacing(max(abs(row["now"]), abs(row["limit"])))  # of a value; no better is written
            short = row["needed"] - np.sign(row["change"]) * min(8 * digit, abs(row["change"]))
            moves = [{"u0": {code: value}} for value in (row["needed"], short)]
            after, before = (what_if(recipe, data, move).scores.at["u0", "score_after"] for move in moves)
            assert before - 1e-9 <= found.goal <= after + 1e-9
            assert min(row["now"], row["limit"]) <= row["needed"] <= max(row["now"], row["limit"])

    def test_none_alone_says_how_far_one_gets(self):
        limits = {"trust": 42.0, "days": 30.0, "temp": 14.0}
        found = needed(POSTS, DATA, "a", score=52.0, limits=limits)
        assert found.leaves["needed"].isna().all()
        expected = "a: no indicator alone is enough for 52: Temperature gets to 50, all together get to 53.5."
        assert found.summary() == expected
        assert "单项指标均不足以达到 52" in found.summary("zh")
        with pytest.raises(InfeasibleTargets, match=r"from 45 to 53\.5, rank 2; grade good needs 80"):
            needed(POSTS, DATA, "a", grade="good", grades=GRADES, limits=limits)

    def test_equalling_the_one_ahead_is_enough(self):
        found = needed(POSTS, DATA, "a", rank=2)
        assert found.goal == 48.75
        assert what_if(POSTS, DATA, {"a": {"trust": found.leaves.at["trust", "needed"]}}).scores["rank_after"].tolist() == [
            2, 2, 1,
        ]  # fmt: skip

    def test_imputed_and_missing_cells_are_no_levers(self):
        values = DATA.values.copy()
        values.loc["a", "days"] = np.nan
        recipe = gm.Recipe(treatment=["impute_mean"], normalisation="goalposts")
        assert "days" not in needed(recipe, replace(DATA, values=values), "a", places=1).leaves.index

    def test_every_fault(self):
        with pytest.raises(FaultyInput) as error:
            needed(POSTS, DATA, "a", score=50, limits={"trust": 30.0, "days": 40.0, "temp": 5.0, "zz": 1.0})
        for part in (
            "trust: 30 lies against the direction, now 40",
            "days: 40 lies",
            "temp: 5 lies",
            "zz: is not",
        ):
            assert part in str(error.value)
        for goal, message in (
            ({}, "goal: is missing"), ({"score": 50, "rank": 1}, "score, rank are given together"),
            ({"score": 45}, "reached already"), ({"rank": 3}, "rank 3 is no gain; aim at 1 to 2"),
            ({"places": 3}, "rank 0 is no gain"), ({"places": 0}, "places: is 0; give a"), ({"grade": "good"}, "are not given"),
            ({"grade": "best", "grades": GRADES}, "grade: is 'best'"), ({"grade": "poor", "grades": GRADES}, "already"),
        ):  # fmt: skip
            with pytest.raises(FaultyInput, match=message):
                needed(POSTS, DATA, "a", **goal)
        with pytest.raises(FaultyInput, match="'z' is not in the data; the units are: a, b, c"):
            needed(POSTS, DATA, "z", score=50)
        for aggregation in ("copeland", "penalised", "wroclaw"):
            with pytest.raises(UnsuitableMethod, match="try changes with what_if"):
                needed(replace(POSTS, aggregation=aggregation), DATA, "a", score=50)

    def test_grades(self):
        with pytest.raises(FaultyInput, match="do not part 2 grades"):
            Grades(("a", "b"), (1, 2))
        with pytest.raises(FaultyInput, match="named twice"):
            Grades(("a", "a"), (1,))
        assert GRADES.of([np.nan, 50 - 1e-12, 49.9]) == ["", "fair", "poor"]


def best_by_trying(recipe, data, actions, budget, units, value):
    """Every combination of whole steps, followed by hand."""
    options = []
    for unit, action in itertools.product(units, actions):
        now = data.values.at[unit, action.code]
        sign = {"more": 1, "less": -1}.get(data.tree[action.code].better) or np.sign(20 - now)
        count = int(abs(action.limit - now) / action.step + 1e-9)
        options.append([
            (unit, action.code, now + sign * k * action.step, k * action.step * action.cost + (action.fixed if k else 0))
            for k in range(count + 1)
        ])  # fmt: skip
    best = (-np.inf, np.inf)
    for picks in itertools.product(*options):
        cost = sum(pick[3] for pick in picks)
        if cost <= budget + 1e-9:
            changes = {unit: {} for unit in units}
            for unit, leaf, new, _ in picks:
                changes[unit][leaf] = new
            scores = followed_by_hand(recipe, data, changes).scores.values["GOV"]
            found = value(scores)
            if found > best[0] + 1e-9 or (found > best[0] - 1e-9 and cost < best[1]):
                best = (found, cost)
    return best


STEPPED = [
    Action("trust", 1.0, limit=70.0, step=10.0, fixed=2.0),
    Action("days", 0.6, limit=15.0, step=20.0),
    Action("temp", 2.0, limit=20.0, step=5.0, fixed=1.0),
]


class TestPlan:
    def test_by_hand(self):
        """One point of trust costs 2, of days 1 (until 10 days, 12.5 points), of temperature 8 : days, then trust."""
        actions = [Action("trust", 1.0), Action("days", 0.5), Action("temp", 10.0)]
        plan = improvement_plan(POSTS, DATA, actions, 20.0, "a")
        assert plan.actions.set_index("code")["amount"].to_dict() == pytest.approx({"days": 25, "trust": 7.5})
        assert plan.actions.set_index("code")["gain"].to_dict() == pytest.approx(
            {"days": 12.5, "trust": 3.75}
        )
        assert plan.cost == pytest.approx(20)
        assert plan.gained == pytest.approx(12.5 + 3.75)
        assert (
            "Of a budget of 20, 20 is spent. a: raise Trust from 40 to 47.5%: +3.75 points" in plan.summary()
        )
        assert plan.summary("zh").startswith("预算 20，支出 20")

    def test_who_does_what_by_when(self):
        actions = [
            Action("trust", 1.0, name="talks", body="street office", deadline="March"),
            Action("days", 0.5),
        ]
        plan = improvement_plan(POSTS, DATA, actions, 20.0, "a")
        told = plan.actions.set_index("code")[["body", "deadline"]]
        assert told.loc["trust"].tolist() == ["street office", "March"]
        assert told.loc["days"].tolist() == ["", ""]
        assert "责任单位" in plan.tables("zh")[0].to_text(width=200)

    @pytest.mark.parametrize("budget", [0.0, 11.0, 25.0, 47.0])
    def test_against_trying_everything(self, budget):
        plan = improvement_plan(POSTS, DATA, STEPPED, budget, ["a", "b"])
        total = gm.follow(POSTS, DATA).scores.values.loc[["a", "b"], "GOV"].sum()
        best, _ = best_by_trying(POSTS, DATA, STEPPED, budget, ["a", "b"], lambda s: s[["a", "b"]].sum())
        assert plan.gained == pytest.approx(best - total)
        assert plan.cost <= budget + 1e-9

    @pytest.mark.parametrize("budget", [11.0, 25.0, 47.0])
    def test_the_cheapest_of_the_most_grades(self, budget):
        grades = Grades(list("ABCDE"), (46, 50, 55, 63))
        plan = improvement_plan(POSTS, DATA, STEPPED, budget, ["a", "b"], "grade", grades=grades)
        before = grades.places(gm.follow(POSTS, DATA).scores.values.loc[["a", "b"], "GOV"].to_numpy()).sum()
        best, cost = best_by_trying(
            POSTS, DATA, STEPPED, budget, ["a", "b"], lambda s: grades.places(s[["a", "b"]].to_numpy()).sum()
        )
        assert plan.gained == best - before
        assert plan.cost == pytest.approx(cost)

    def test_the_cheapest_way_up_the_ranks(self):
        plan = improvement_plan(POSTS, DATA, STEPPED, 25.0, "a", "rank")
        best, cost = best_by_trying(
            POSTS, DATA, STEPPED, 25.0, ["a"], lambda s: -s.rank(ascending=False, method="min")["a"]
        )
        assert plan.what_if.scores.at["a", "rank_after"] == -best == 2
        assert plan.gained == 1
        assert plan.cost == pytest.approx(cost)

    @given(
        ways=st.lists(st.lists(st.integers(0, 5), max_size=3), min_size=1, max_size=4),
        budget=st.integers(0, 20),
    )
    def test_the_most_places_for_the_least_money_are_those_of_trying_everything(self, ways, budget):
        costs = [np.r_[0.0, np.cumsum(way)] for way in ways]
        tried = [
            (sum(plan), -sum(cost[h] for cost, h in zip(costs, plan, strict=True)))
            for plan in itertools.product(*(range(len(cost)) for cost in costs))
        ]
        best = max(one for one in tried if -one[1] <= budget)
        found = most_for(costs, float(budget))
        assert (sum(found), -sum(cost[h] for cost, h in zip(costs, found, strict=True))) == best

    @pytest.mark.parametrize("budget", [20.0, 60.0, 200.0])
    def test_places_without_a_solver_are_those_of_one(self, budget):
        pulp = pytest.importorskip("pulp")
        codes = ["x", "y", "z"]
        tree = IndicatorTree.from_groups({"g": codes}, {"y": "less"})
        values = np.random.default_rng(3).uniform(0, 100, (12, 3))
        data = Dataset(tree, pd.DataFrame(values, [f"u{k}" for k in range(12)], codes))
        actions = [Action("x", 2.0), Action("x", 1.0, limit=60.0), Action("y", 1.5), Action("z", 3.0)]
        asked = (gm.Recipe(weighting="equal"), data, actions, budget, ["u0", "u1", "u2"], "rank")
        plan = improvement_plan(*asked)
        other = improvement_plan(*asked, solver=pulp.HiGHS(msg=False, gapRel=0.0))
        assert plan.proven
        assert plan.solver == "dynamic programming"
        assert "动态规划" in plan.method_paragraph("zh")
        assert "dynamic programming" in plan.method_paragraph("en")
        assert plan.gained == other.gained > 0
        assert plan.cost == pytest.approx(other.cost, rel=1e-6)
        assert plan.cost <= budget * (1 + 1e-9)

    @pytest.mark.parametrize("own", [False, True])
    def test_a_budget_that_is_just_enough(self, own):
        """5 points of trust cost exactly 10; a solver's rounding must not lose the grade."""
        solver = None
        if own:
            pytest.importorskip("highspy", reason="PuLP's HiGHS wants highspy, which only [dev] brings")
            solver = pytest.importorskip("pulp").HiGHS(msg=False, gapRel=0.0)
        plan = improvement_plan(
            POSTS, DATA, [Action("trust", 1.0)], 10.0, "a", "grade", grades=GRADES, solver=solver
        )
        assert plan.what_if.scores.at["a", "grade_after"] == "fair"
        assert plan.cost == pytest.approx(10, rel=1e-6)

    @pytest.mark.parametrize("unit", [1e-9, 1e-3, 1e6, 1e12])
    @pytest.mark.parametrize("money", [1e-6, 1.0, 1e9])
    def test_no_unit_is_too_large_or_too_small(self, unit, money):
        """The hand-made example with trust counted in other units and costs in another currency."""
        leaves = [
            replace(leaf, worst=0, best=100 * unit) if leaf.code == "trust" else leaf
            for leaf in TREE.indicators
        ]
        tree = IndicatorTree(
            replace(TREE.root, parts=(leaves[0], replace(TREE["W"], parts=tuple(leaves[1:]))))
        )
        data = Dataset(tree, DATA.values.assign(trust=DATA.values["trust"] * unit))
        actions = [Action("trust", money / unit), Action("days", 0.5 * money), Action("temp", 10.0 * money)]
        plan = improvement_plan(POSTS, data, actions, 20.0 * money, "a")
        assert plan.gained == pytest.approx(12.5 + 3.75, abs=1e-6)
        assert plan.cost == pytest.approx(20 * money)
        assert needed(POSTS, data, "a", score=50.0).leaves.at["trust", "needed"] == pytest.approx(50 * unit)

    def test_fixed_costs_and_the_dead_way(self):
        """Unit b gains nothing from 70 to 60 days: 10 days more to pay; with fixed costs trust is better."""
        plan = improvement_plan(POSTS, DATA, [Action("days", 1.0), Action("trust", 1.0)], 15.0, "b")
        assert plan.actions["code"].tolist() == ["trust"]
        assert plan.gained == pytest.approx(7.5)
        plan = improvement_plan(
            POSTS, DATA, [Action("days", 1.0), Action("trust", 1.0, fixed=14.9)], 15.0, "b"
        )
        assert plan.actions["code"].tolist() == ["days"]
        assert plan.gained == pytest.approx(2.5)
        assert improvement_plan(
            POSTS, DATA, [Action("days", 1.0)], 9.0, "b"
        ).actions.empty  # nothing to be gained for it

    def test_importance_sends_the_money_where_people_are(self):
        actions = [Action("trust", 1.0)]
        plain = improvement_plan(POSTS, DATA, actions, 5.0, importance="people")
        assert plain.actions["unit"].tolist() == ["b"]
        assert plain.gained == pytest.approx(300 * 2.5)

    def test_two_actions_share_the_room_of_one_cell(self):
        actions = [Action("trust", 1.0, limit=60.0), Action("trust", 3.0)]
        plan = improvement_plan(POSTS, DATA, actions, 1000.0, "a")
        assert plan.what_if.changes["after"].tolist() == pytest.approx([100])
        assert plan.actions["amount"].tolist() == pytest.approx([20, 40])

    def test_an_action_for_some_units(self):
        plan = improvement_plan(POSTS, DATA, [Action("trust", 1.0, units=["c"])], 5.0)
        assert plan.actions["unit"].tolist() == ["c"]

    @settings(max_examples=15)
    @given(data=datasets(missing=True), budget=st.floats(0, 50), seed=st.integers(0, 1000))
    def test_no_random_plan_is_better_and_following_gives_what_is_claimed(self, data, budget, seed):
        recipe = gm.Recipe(aggregation={"arithmetic": {"min_coverage": 0.0}})
        if gm.follow(recipe, data).scores.values.iloc[:, 0].isna().any():
            return
        rng = np.random.default_rng(seed)
        spread = data.values.max() - data.values.min()
        actions = [Action(code, float(rng.uniform(1, 20) / spread[code])) for code in data.tree.codes]
        plan = improvement_plan(recipe, data, actions, budget)
        before = gm.follow(recipe, data).scores.values.iloc[:, 0]
        changes = {u: {} for u in plan.what_if.changes["unit"]}
        for _, cell in plan.what_if.changes.iterrows():
            changes[cell["unit"]][cell["code"]] = cell["after"]
        after = followed_by_hand(recipe, data, changes).scores.values.iloc[:, 0]
        assert (after - before).sum() == pytest.approx(plan.gained, abs=1e-6)
        assert plan.cost <= budget * (1 + 1e-6) + 1e-9
        best = data.values.max().where(
            [leaf.better == "more" for leaf in data.tree.indicators], data.values.min()
        )
        costs = np.array([action.cost for action in actions])
        for _ in range(5):
            part = rng.random(data.values.shape) * (rng.random(data.values.shape) < 0.5)
            moved = (best - data.values).to_numpy() * part
            price = np.nansum(np.abs(moved) * costs)
            moved *= min(1.0, budget / price) if price > 0 else 0.0
            scaled = replace(data, values=data.values + moved)
            written, _ = frozen(gm.follow(recipe, data))
            other = gm.follow(written, scaled).scores.values.iloc[:, 0]
            assert (other - before).sum() <= plan.gained + 1e-6

    def test_every_fault_at_once(self):
        with pytest.raises(FaultyInput) as error:
            improvement_plan(
                POSTS, DATA,
                [
                    Action("zz", 1.0), Action("trust", -1.0, limit=10.0), Action("days", 1.0, limit=90.0, step=0.0),
                    Action("temp", float("nan"), fixed=-1.0, units=["z"], limit=float("inf")),
                ],
                1.0, "a",
            )  # fmt: skip
        for part in (
            "actions[0] zz: is not an indicator of the tree", "actions[1] cost: is -1",
            "actions[1] limit: 10 lies against the direction",
            "actions[2] limit: 90 lies", "actions[2] step: is 0.0", "actions[3] cost: is nan", "actions[3] fixed: is -1.0",
            "actions[3] units: 'z'", "actions[3] limit: is inf",
        ):  # fmt: skip
            assert part in str(error.value)
        good = [Action("trust", 1.0)]
        with pytest.raises(FaultyInput, match="budget: is -1"):
            improvement_plan(POSTS, DATA, good, -1.0)
        with pytest.raises(FaultyInput, match="actions: there are none"):
            improvement_plan(POSTS, DATA, [], 1.0)
        with pytest.raises(FaultyInput, match="grades: are not given"):
            improvement_plan(POSTS, DATA, good, 1.0, maximise="grade")
        with pytest.raises(FaultyInput, match="'staff' is not an attribute"):
            improvement_plan(POSTS, DATA, good, 1.0, importance="staff")
        with pytest.raises(FaultyInput, match="'z' is not in the data"):
            improvement_plan(POSTS, DATA, good, 1.0, ["a", "z"])
        with pytest.raises(FaultyInput, match="maximise: is 'fame'"):
            improvement_plan(POSTS, DATA, good, 1.0, maximise="fame")

    def test_methods_without_a_plan_name_the_way_out(self):
        good = [Action("trust", 1.0)]
        with pytest.raises(UnsuitableMethod, match=r"needs an additive index.*`needed` with what_if"):
            improvement_plan(
                gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, aggregation="geometric"),
                DATA,
                good,
                1.0,
            )
        with pytest.raises(UnsuitableMethod, match="one's gain is another's loss"):
            improvement_plan(POSTS, DATA, good, 1.0, maximise="rank")

    def test_an_unfinished_solver_is_an_error(self):
        pulp = pytest.importorskip("pulp")

        class GivesUp(pulp.LpSolver):
            def actualSolve(self, problem, **options):
                problem.assignStatus(pulp.LpStatusNotSolved)
                return pulp.LpStatusNotSolved

        with pytest.raises(UnsuitableMethod, match="ended with 'Not Solved' and no plan"):
            improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 1.0, solver=GivesUp())

    def test_nothing_to_be_reached_costs_nothing(self):
        plan = improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 100.0, "c", "rank")  # the first already
        assert (plan.cost, plan.gained, plan.actions.empty) == (0, 0, True)
        assert plan.summary() == "Of a budget of 100, 0 is spent. Nothing changes."
        assert improvement_plan(POSTS, DATA, STEPPED, 1.0, "a", "grade", grades=GRADES).cost == 0  # too dear

    def test_a_solver_that_breaks_is_an_error(self):
        pulp = pytest.importorskip("pulp")

        class Breaks(pulp.LpSolver):
            def actualSolve(self, problem, **options):
                raise pulp.PulpSolverError("no licence")

        with pytest.raises(
            UnsuitableMethod, match='failed: "no licence"; give it more time, or another solver'
        ):
            improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 1.0, solver=Breaks())

    def test_a_solver_that_stops_early_is_not_called_the_best(self):
        pulp = pytest.importorskip("pulp")

        class Hasty(pulp.LpSolver):
            def actualSolve(self, problem, **options):
                for variable in problem.variables():
                    variable.varValue = 0.0
                problem.assignStatus(pulp.LpStatusOptimal, pulp.LpSolutionIntegerFeasible)
                return pulp.LpStatusOptimal

        plan = improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 1.0, solver=Hasty())
        assert not plan.proven
        assert "the solver stopped early" in plan.summary()
        assert "未证明最优" in plan.summary("zh")
        assert improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 1.0).proven

    def test_a_goal_of_ones_own_is_a_scale_of_two_grades(self):
        """The cheapest way to 60 points: grades with that one cut, and a budget that is no limit."""
        goal = Grades(("below", "there"), (60,))
        plan = improvement_plan(POSTS, DATA, STEPPED, 1e6, "a", "grade", grades=goal)
        _, cost = best_by_trying(POSTS, DATA, STEPPED, 1e6, ["a"], lambda s: float(s["a"] >= 60 - 1e-9))
        assert plan.what_if.scores.at["a", "score_after"] >= 60 - 1e-9
        assert plan.cost == pytest.approx(cost)

    def test_periods(self):
        index = pd.MultiIndex.from_product([[2023, 2024], list("abc")], names=["period", "unit"])
        both = np.vstack([DATA.values, DATA.values + 1])
        panel = Dataset(TREE, pd.DataFrame(both, index=index, columns=TREE.codes))
        plan = improvement_plan(POSTS, panel, [Action("trust", 1.0)], 5.0, (2024, "a"))
        assert plan.actions[["period", "unit", "amount"]].to_numpy().tolist() == [[2024, "a", 5.0]]
        assert needed(POSTS, panel, (2024, "a"), rank=2).rank == 3

    def test_json(self):
        plan = improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 1.0)
        assert json.loads(json.dumps(plan.to_dict()))["budget"] == 1.0
        assert "<table" in plan._repr_html_()


def test_faults_of_budget_and_actions_come_together():
    with pytest.raises(FaultyInput) as error:
        improvement_plan(POSTS, DATA, [Action("zz", -1.0)], -3.0, "a")
    text = str(error.value)
    for part in ("budget: is -3", "zz", "actions[0] cost: is -1"):
        assert part in text


def test_a_plan_is_handed_in_as_problem_evidence_measure_who_until_when_at_what_cost():
    tree = gm.IndicatorTree(
        gm.Group("index", "", (
            gm.Indicator("trust", {"en": "Trust", "zh": "信任"}, unit="%", worst=0, best=100),
            gm.Indicator("crime", {"en": "Crime", "zh": "案件"}, better="less", worst=100, best=0),
        ))
    )  # fmt: skip
    rows = pd.MultiIndex.from_product([[2023, 2024], ["East", "West"]], names=["period", "unit"])
    values = pd.DataFrame({"trust": [10.0, 20, 40, 60], "crime": [50.0, 50, 50, 30]}, rows)
    actions = [
        Action("trust", 1.0, limit=45.0, name="hall", body="Office", deadline="June"),
        Action("trust", 2.0, limit=50.0),
        Action("crime", 1.0, limit=40.0),
    ]
    recipe = gm.Recipe(normalisation="goalposts", weighting="equal")
    plan = improvement_plan(recipe, gm.Dataset(tree, values), actions, 25.0, units=[(2024, "East")])
    table = plan.tables("en")[0]
    heads = [
        "Period",
        "Unit",
        "Problem",
        "Evidence",
        "Measure",
        "Responsible body",
        "Deadline",
        "Cost",
        "Points gained",
    ]
    assert list(table.frame) == heads
    cells = table.cells()
    assert [row[2] for row in cells] == ["Trust is too low", "Trust is too low", "Crime is too high"]
    assert cells[0][3] == "40%, score 40.0, rank 2 of 2"
    assert cells[2][3] == "50, score 50.0, rank 2 of 2"
    assert [row[4] for row in cells] == [
        "hall (raise Trust by 5%)",
        "raise Trust by 5%",
        "lower Crime by 10",
    ]
    assert cells[0][5:] == ["Office", "June", "5.00", "2.50"]
    assert [row[7] for row in cells[1:]] == ["10.00", "10.00"]
    assert plan.tables("zh")[0].cells()[0][2:5] == [
        "信任偏低", "40%，得分 40.0，第 2/2 位", "hall（将信任提高 5%）",
    ]  # fmt: skip
    assert "budget of 25" in plan.method_paragraph()
    assert "HiGHS" in plan.method_paragraph("zh")


def test_a_plan_of_nothing_is_a_table_without_rows():
    plan = improvement_plan(POSTS, DATA, [Action("trust", 1.0)], 0.0)
    first, *rest = plan.tables()
    assert (len(first.frame), rest) == (0, [])
    assert "Nothing changes" in first.sentence


def test_a_wrong_cell_of_actions_is_told_by_the_heading_in_the_file(tmp_path):
    tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    cells = {"单位成本": ["0.05万元", None], "固定成本": ["两千", 1], "上限": ["八十", 90]}
    table = pd.DataFrame({"指标代码": ["trust", "order"], **cells})
    table.to_excel(tmp_path / "actions.xlsx", index=False)
    with pytest.raises(gm.FaultyInput) as error:
        gm.planning.read_actions(tmp_path / "actions.xlsx", tree)
    told = error.value.say("zh")
    assert [f"{key}为 " in told for key in ("单位成本", "固定成本", "上限")] == [True] * 3
    assert "单位成本为空" in told
    assert not any(key in told for key in ("cost", "fixed", "limit"))
