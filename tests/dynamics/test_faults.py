"""Whatever is wrong with a model or a run: every fault, with its place."""

from __future__ import annotations

import contextlib
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics import dynamics

ONE = {"time": {"stop": 4, "step": 0.5}, "stocks": {"x": {"initial": 1, "in": "f"}}, "flows": {"f": "x / 2"}}


def faults(content: object, **more: object) -> list[str]:
    with pytest.raises(gm.FaultyInput) as error:
        dynamics.read(content, **more)
    return str(error.value).splitlines()


def xmile(variables: str, specs: str = "<start>0</start><stop>4</stop><dt>1</dt>", more: str = "") -> str:
    body = f"<sim_specs>{specs}</sim_specs>{more}<model><variables>{variables}</variables></model>"
    return f'<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">{body}</xmile>'


def read_text(tmp_path, text: str, name: str = "m.xmile") -> dynamics.Model:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return dynamics.read(path)


def test_everything_is_told_at_once():
    found = faults({
        "tiem": {}, "time": {"step": 0, "stop": "x", "method": "heun"},
        "stocks": {"x": {"in": ["g"]}, "2y": 1, "min": 1, "b": {"initial": 1, "inn": "f"}},
        "flows": {"f": "x +", "g": "open('x')", "h": ""},
        "auxiliaries": {"a": [1], "b": 2},
        "lookups": {"l": {"x": [1, 1], "y": [1, 2]}, "k": {"x": [1, 2], "y": [1]}, "m": 3},
    })  # fmt: skip
    places = [line.split(":")[1].strip() for line in found]
    assert set(places) == {
        "tiem", "time.step", "time.stop", "time.method", "stocks.x", "stocks.2y", "stocks.min", "stocks.b.inn", "flows.f",
        "flows.g", "flows.h", "auxiliaries.a.equation", "auxiliaries.b", "lookups.l.x", "lookups.k.y", "lookups.m",
    }  # fmt: skip
    assert any("did you mean 'time'?" in line for line in found)
    assert any("stocks.x: has no initial value" in line for line in found)
    assert any("the name 'b' is given twice" in line for line in found)


def test_a_missing_start_does_not_hide_a_name_that_is_not_there():
    found = faults({"time": {"stop": 1}, "stocks": {"x": {"in": ["f"]}}, "flows": {"f": "x + y"}})
    assert [line.split(":")[1].strip() for line in found] == ["stocks.x", "flows.f"]
    assert "'y' is not a variable of the model" in found[1]


def test_a_misspelt_variable_is_answered_with_a_name():
    found = faults(
        {"time": {"stop": 1}, "stocks": {"backlog": {"initial": 1, "in": "f"}}, "flows": {"f": "backlg / 2"}}
    )
    assert "did you mean 'backlog'?" in found[0]
    assert "Variable(" not in found[0]


def test_a_word_in_a_table_of_scenarios_is_named_with_its_row():
    model = dynamics.read({"time": {"stop": 1, "step": 0.5}, "stocks": {"x": {"initial": 1, "out": "f"}}, "flows": {"f": "x * k"},
                           "auxiliaries": {"k": 0.5}})  # fmt: skip
    with pytest.raises(gm.FaultyInput) as caught:
        model.run(given=pd.DataFrame({"k": [0.2, "三", None]}, index=["a", "b", "c"]))
    assert [str(fault.place) for fault in caught.value.faults] == ["given.k: b", "given.k: c"]


@pytest.mark.parametrize(
    "equation",
    [
        "__import__('os').system('true')", "x.__class__", "[i for i in x]", "lambda: 1", "(y := 3)", "f'{x}'", "x[0]", "'a' * 9",
        "{1: 2}", "print(x)", "x if x", "x ** ", "True", "1j", "...", "x // 2", "x % 2", "x @ x", "x << 9", "min(x, *x)",
        "min(a=1)",
        "step(1)", "exp(1, 2)", "x is x", "x in x", "~x", "10 ** 400 * 1e999", "await x", "(yield)", "b'x'", "None",
    ],
)  # fmt: skip
def test_nothing_but_the_language_is_let_through(equation):
    assert faults(ONE | {"flows": {"f": equation}})


@pytest.mark.parametrize("equation", ["(" * 250 + "x" + ")" * 250, "-" * 500 + "x", "+".join("x" * 900), "x+" * 5000 + "x",
                                      "sqrt(" * 99 + "x" + ")" * 99, "9" * 1999])  # fmt: skip
def test_deep_and_huge_equations_are_bounded(equation):
    assert faults(ONE | {"flows": {"f": equation}})


@given(st.text(max_size=40))
def test_any_text_is_an_equation_or_our_error(text):
    with contextlib.suppress(gm.GovmetricsError):
        dynamics.read(ONE | {"flows": {"f": text}})


def test_unknown_names_and_flows_of_no_flow():
    found = faults(
        ONE
        | {
            "stocks": {
                "stock": {"initial": 1, "in": ["f", "stok"], "out": "f"},
                "o": {"initial": 1, "in": "f"},
            }
        }
    )
    assert len(found) == 3
    assert "'x' is not a variable of the model" in "".join(found)
    assert "stocks.stock.in: 'stok' is not a flow" in found[0]
    assert "f is there twice: in stock and in o" in "".join(found)


def test_circles_are_named():
    found = faults(ONE | {"auxiliaries": {"a": "b + 1", "b": "c", "c": "a * x", "d": "a"}})
    assert any(re.search("a, b, c need each other: .*→", line) for line in found)
    found = faults({"stocks": {"x": "y", "y": "x"}})
    assert "the initial values of x, y need each other: x → y → x" in found[0]
    assert (
        dynamics.read(ONE | {"auxiliaries": {"a": "delay(b, 1, 0) + 1", "b": "a"}}).run().values["a"].iloc[-1]
        == 5
    )


def test_units_that_clash():
    content = {
        "time": {"stop": 4, "step": 1, "unit": "week"},
        "stocks": {"x": {"initial": "start", "in": "f", "unit": "cases"}},
        "flows": {"f": {"equation": "x / delay_time", "unit": "case/day"}},
        "auxiliaries": {"delay_time": {"equation": 3, "unit": "weeks"}, "start": {"equation": 1, "unit": "people"},
                        "y": "x + start + exp(start)", "z": {"equation": "x * 2 + 1 - max(x, 0)", "unit": "case"}},
    }  # fmt: skip
    found = faults(content)
    text = "\n".join(found)
    assert "x: the unit case meets person" in text
    assert "f: the unit case/day meets case/week" in text
    assert "y: the unit case meets person" in text
    assert "y: the unit 1 meets person" in text
    assert "z:" not in text
    assert "units clash" in dynamics.read(content, units="note").notes[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"years": 5, "step": 0.3}, "step: 0.3 does not divide 5; give 0.2941176471, for example"),
        ({"years": 0.1, "step": 1}, "step: 1 does not divide 0.1; give 0.1, for example"),
        ({"years": 1e9, "step": 1e-9}, "100,000,000 are taken at most"),
        ({"years": 1e6, "step": 1, "given": {"x": list(range(1000))}}, "100,000,000 are taken at most"),
        ({"given": {"xx": 1, "f": "a", "x": []}}, "given.xx: 'xx' is not a variable"),
        ({"given": {"x": [1, np.nan]}}, "give a finite number, or a list of them"),
        ({"given": {"x": [1, 2], "f": [1, 2, 3]}}, "has lists of several lengths: x 2, f 3"),
        ({"given": pd.DataFrame({"x": [1, 2]}, index=["a", "a"])}, "has no scenarios, or some twice"),
        ({"method": "heun", "years": -1}, "choose one of: euler, rk4"),
    ],
)
def test_runs_that_are_refused(arguments, told):
    with pytest.raises(gm.FaultyInput) as error:
        dynamics.read(ONE).run(**arguments)
    assert told in str(error.value)


def test_without_a_horizon():
    with pytest.raises(gm.FaultyInput, match=r"(?s)years: is not given.*step: is not given"):
        dynamics.read({"stocks": {"x": 1}}).run()


def test_values_that_are_not_finite_are_named_with_time_and_scenario():
    content = {"time": {"stop": 4, "step": 0.5}, "stocks": {"x": {"initial": 2, "out": "f"}}, "flows": {"f": "rate"},
               "auxiliaries": {"rate": 1, "y": "1 / x", "z": "sqrt(x)"}}  # fmt: skip
    model = dynamics.read(content)
    with pytest.raises(gm.FaultyInput, match=r"^y at time 2: grows beyond all bounds"):
        model.run()
    with pytest.raises(gm.FaultyInput) as error:
        model.run(given={"rate": [0.1, 1, 0.6]})
    assert [str(fault.place) for fault in error.value.faults] == [
        "y at time 2, scenario 2",
        "z at time 3.5, scenario 3",
    ]


def test_a_step_that_is_far_too_long_is_told():
    content = {
        "time": {"stop": 600, "step": 3},
        "stocks": {"x": {"initial": 1, "out": "f"}},
        "flows": {"f": "x * 0.9"},
    }
    assert any("differ by" in note for note in dynamics.read(content).run(years=30).notes)


def test_a_delay_that_is_no_whole_number_of_steps():
    content = ONE | {"auxiliaries": {"a": "delay(x, 0.7)"}}
    with pytest.raises(gm.FaultyInput, match=r"0\.7 is not a whole number of steps of 0\.5"):
        dynamics.read(content).run()


@pytest.mark.parametrize("name", ["nothing.yaml", "nothing.xmile", "a.txt", "x" * 400 + ".yaml"])
def test_files_that_are_not_there(name):
    assert faults(name)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB + xmile("<aux name='a'><eqn>&b;</eqn></aux>"),
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + xmile(""),
        "<a>" * 5000, "<xmile>", "", "{}", "<html/>", xmile("<aux name='a'><eqn>&b;</eqn></aux>"),
        "<xmile>" + "<model>" * 300 + "</model>" * 300 + "</xmile>", "<xmile></xmile>", "<xmile><model/><model/></xmile>",
    ],
)  # fmt: skip
def test_hostile_xml_is_refused(tmp_path, text):
    with pytest.raises(gm.FaultyInput):
        read_text(tmp_path, text)


def test_of_xmile_what_is_not_supported_is_named(tmp_path):
    stock = "<stock name='s'><eqn>1</eqn><conveyor/></stock>"
    text = xmile(
        stock + "<module name='m'/><aux name='a'><eqn>HISTORY(s, 1) + s[1]</eqn><element subscript='1'/></aux>"
        "<aux name='g'><eqn>TIME</eqn><gf type='discrete'><xpts>0,1</xpts><ypts>1,2</ypts></gf></aux>",
        "<start>0</start><stop>4</stop><dt>x</dt>", "<dimensions><dim name='d'/></dimensions><macro name='z'/>",
    )  # fmt: skip
    with pytest.raises(gm.FaultyInput) as error:
        read_text(tmp_path, text.replace("<sim_specs>", "<sim_specs method='RK2'>"))
    said = str(error.value)
    for what in ("conveyor", "module m", "HISTORY()", "array [ ]", "element", "type discrete", "dimensions", "macro", "rk2",
                 "sim_specs.dt"):  # fmt: skip
        assert what in said, what


def test_xmile_in_its_own_words(tmp_path):
    text = xmile(
        "<stock name='Level\\nOne'><eqn>10</eqn><inflow>in_flow</inflow><non_negative/></stock>"
        "<flow name='In Flow'><eqn>IF TIME &gt;= 2 AND NOT (Rate = 0) THEN Rate*2 ELSE IF TIME &lt;&gt; 1 THEN -5^2 ELSE 7"
        "{a comment}</eqn><non_negative/></flow>"
        "<aux name='Rate'><eqn>table(TIME) + LOOKUP(own, 1) + MAX(0, INT(1.7))</eqn></aux>"
        "<gf name='table'><xscale min='0' max='4'/><ypts>0,1,2,3,4</ypts></gf>"
        "<aux name='own'><eqn>TIME</eqn><gf><xpts sep=';'>0;2</xpts><ypts sep=';'>0;4</ypts></gf></aux>"
        "<aux name='p'><eqn>PULSE(3, 1, 2)</eqn></aux>",
        "<start>0</start><stop>4</stop><dt reciprocal='true'>2</dt>",
        "<isee:prefs layer='model'/>",
    )  # fmt: skip
    model = read_text(tmp_path, text)
    values = model.run().values
    assert list(values.columns) == ["Level One", "In Flow", "Rate", "own", "p"]
    np.testing.assert_allclose(values["In Flow"], [0, 0, 7, 0, 10, 11, 12, 13, 14])
    np.testing.assert_allclose(values["own"], [0, 1, 2, 3, 4, 4, 4, 4, 4])
    np.testing.assert_allclose(values["p"], [0, 0, 6, 0, 0, 0, 6, 0, 0])
    assert any("Level One" in note and "falling below zero" in note for note in model.notes)


def test_yaml_as_people_write_it(tmp_path):
    text = "title: 茶\ntime: {stop: 4, step: 0.5}\nstocks:\n  温度: {initial: 100, out: 散热, name: {en: Heat, zh: 温度}}\n"
    model = read_text(tmp_path, text + "flows:\n  散热: 温度 * 0.1\n", "茶.yaml")
    run = model.run()
    assert "Heat goes from 100" in run.summary("en")
    assert "温度由 100 变为" in run.summary("zh")


def test_full_width_letters_are_the_plain_ones():
    content = {
        "time": {"stop": 1, "step": 1},
        "stocks": {"ｘ": {"initial": 1, "in": "f"}},
        "flows": {"f": "ｘ + x"},
    }
    assert dynamics.read(content).run().values["x"].iloc[-1] == 3
