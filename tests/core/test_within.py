"""What no argument may hold: said as a fault, at once, whatever the argument is for."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.core.options import LIST, MAPPING, TEXT, asked, shown
from govmetrics.core.within import within_faults
from govmetrics.core.words import Text


def nested(deep=3000):
    inner = []
    for _ in range(deep):
        inner = [inner]
    return inner


def with_first(values, odd):
    cells = np.empty(len(values), dtype=object)
    for place, value in enumerate([odd, *list(values)[1:]]):
        cells[place] = value
    return cells


def labelled(table, odd, axis=0):
    """Return a table of which the first label of the rows or columns is an odd one."""
    names = with_first(table.axes[axis], odd)
    return table.set_axis(pd.Index(names, dtype=object, tupleize_cols=False), axis=axis)


def celled(table, odd):
    """Return a table of which the first cell is an odd one."""
    first = pd.Series(with_first(table.iloc[:, 0], odd), table.index, dtype=object)
    return table.assign(**{table.columns[0]: first})


FRAME = pd.DataFrame({"a": [1.0, 2], "b": [3.0, 4]}, ["u", "v"])


@pytest.mark.parametrize(("value", "said"), [
    (nested(), "is nested more than 200 deep"), ({"a": nested()}, "is nested more than 200 deep"),
    (["East", "\udfff"], "holds half of a character"), ({"\ud800": 1}, "holds half of a character"),
    ("\ud800.csv", "holds half of a character"),
    (labelled(FRAME, {"a": 1}), "a label is {'a': 1}, which is no name"),
    (labelled(FRAME, [1, 2], 1), r"a label is [1, 2], which is no name"), (labelled(FRAME, 10**400), "a label is 10^400"),
    (celled(FRAME, nested()), "which is no value of one cell"),  # Python 3.13 prints deeper lists than 3.11
    (labelled(FRAME["a"], np.array([1])), "which is no name"), (1e-300, "is 1e-300, and only zero may be below 1e-100"),
    (celled(FRAME, [1, 2]), "it, u, a: is [1, 2], which is no value"),
    (celled(FRAME["a"].to_frame(), 10**400), "u, a: is 10^400"),
    (celled(FRAME, "\ud800"), "holds half of a character"), (1e300, "is 1e+300"),
    (FRAME[["a"]] * 1e100, "it, u, a: is 1e+100, and no number may reach 1e+100"), (-FRAME["b"] * 1e150, "it, u: is -3e+150"),
    ([1.0, [2e100]], "is 2e+100"), ({"a": 10**400}, "holds 10^400"), (np.array([[1.0, 1e101]]), "is 1e+101"),
    ({"a": FRAME[["a"]] * 1e100}, "a: is 1e+100"), (celled(FRAME, object()), "which is no value"),
])  # fmt: skip
def test_it_is_one_fault(value, said):
    (fault,) = within_faults("it", value, numbers=True)
    assert said in str(fault)
    assert fault.say("zh") != str(fault)


@pytest.mark.parametrize("value", [
    FRAME, FRAME["a"], labelled(FRAME, "甲社区"), labelled(FRAME, ("a", 1)), nested(199), ["😀"], "\n\x1b",
    {"a": [{"b": (1, None)}]}, 7, None, FRAME.iloc[:0], pd.DataFrame(), {1, 2},
])  # fmt: skip
def test_it_may_be_given(value):
    assert within_faults("it", value, numbers=True) == []


def test_a_list_that_is_in_many_lists_is_looked_at_once():
    doubled: list = []
    for _ in range(150):
        doubled = [doubled, doubled]
    assert within_faults("it", doubled) == []


def test_arguments_of_the_right_kind_are_looked_into():
    with pytest.raises(gm.FaultyInput) as error:
        asked(names=(nested(), LIST), title=("\ud800", TEXT), of=({"a": nested()}, MAPPING), half=(["\ud800"], LIST),
              limits=((0, 1e300), LIST))  # fmt: skip
    assert [str(fault.place) for fault in error.value.faults] == [
        "names",
        "of",
        "half",
        "limits",
    ]  # a title is made visible


def test_what_python_cannot_print_is_shown_by_its_type_or_power():
    assert shown(nested()) == "list"
    assert shown(10**400) == str(Text("{n}", n=10**400)) == str(Text("{n:,.3g}", n=10**400)) == "10^400"
    assert str(Text("{n!r}", n=-(10**5000))) == "-10^5000"
    assert "…" in str(Text("{cells}", cells=nested()))
    assert str(Text("{cells!r}", cells=[10**5000])) == "tuple"


JUDGED = pd.DataFrame([[1.0, 2], [0.5, 1]], ["a", "b"], ["a", "b"])
SCALE = {"good": 0.6, "poor": 0.1}
RATED = pd.DataFrame({"trust": ["good", "poor"], "order": ["poor", "good"]}, ["A", "B"])
BOOK = {"missing": "zero", "items": [{"code": "a", "by": "linear", "points": 100, "worst": 0, "best": 100}]}


@pytest.mark.parametrize("call", [
    lambda: gm.ahp.eigenvector(labelled(JUDGED, {"a": 1})),
    lambda: gm.ahp.rate(celled(RATED, [1]), {"trust": SCALE, "order": SCALE}, {"trust": 1, "order": 1}),
    lambda: gm.ahp.fucom(["a", "b", "c"], {"a": 1, "b": 2, "c": 10**400}),
    lambda: gm.ahp.swara({"a": None, "\ud800": 0.2}),
    lambda: gm.collaboration.diversity(labelled(FRAME, [1], 1)),
    lambda: gm.appraisal.appraise(BOOK, labelled(FRAME, {"a": 1}, 1)),
    lambda: gm.appraisal.Rulebook.read({"a": nested()}),
    lambda: gm.dea.categorical(FRAME[["a"]], FRAME[["b"]], circumstances="\ud800.csv"),
    lambda: gm.dea.radial(FRAME[["a"]], labelled(FRAME[["b"]], {"a": 1})),
    lambda: gm.fuzzy.compose([1, 10**400], [[1.0, 0], [0, 1]]),
    lambda: gm.aggregation.arithmetic(None, None, min_coverage=nested()),
    lambda: gm.psychometrics.alpha(celled(FRAME, nested())),
    lambda: gm.ahp.delphi({"1": celled(FRAME, 1e300), "2": FRAME}),
    lambda: gm.diagnosis.importance_performance(celled(FRAME, 1e300), FRAME),
    lambda: gm.qca.necessary_condition_analysis(celled(FRAME, 1e300), "b", draws=2),
    lambda: gm.core.Table.of("counts", celled(FRAME, nested())),
    lambda: gm.policy.randomisation([1.0, 2, 3, 4], [1, 0, 1, 0], draws=10**18),
])  # fmt: skip
def test_nothing_else_leaves_a_function(call):
    with pytest.raises(gm.GovmetricsError) as error:
        call()
    assert error.value.say("zh") != str(error.value)


def test_a_table_with_half_of_a_character_is_refused():
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    odd = pd.DataFrame({"a": [1.0, 2]}, pd.Index(["East", "W\ud800"], dtype=object))
    with pytest.raises(FaultyInput, match=r"source: .* holds half of a character; write it again"):
        gm.read_records(odd, tree)
    with pytest.raises(FaultyInput, match=r"frame: .* holds half of a character"):
        gm.Table.of("T", odd.set_index(pd.MultiIndex.from_product([["x"], odd.index])))
    with pytest.raises(FaultyInput, match=r"frame: .* holds half of a character"):
        gm.Table.of("T", pd.DataFrame({"a": pd.Series(["\udfff", "b"], dtype=object)}))
