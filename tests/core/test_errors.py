from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, choose, each
from govmetrics.core.words import Text


def test_faults_of_several_checks_come_in_one_error_each_once():
    faults = Faults([Fault("a", "is empty")])
    with faults:
        choose("x", ("y",), "b")
    with faults:
        raise UnsuitableMethod([Fault("c", "is negative"), Fault("a", "is empty")])
    with pytest.raises(FaultyInput) as error:
        faults.raise_all()
    assert [fault.place for fault in error.value.faults] == ["a", "b", "c"]


def test_one_kind_of_error_stays_that_kind():
    faults = Faults()
    for code in ("a", "b"):
        with faults:
            raise UnsuitableMethod(Fault(code, "is negative"))
    with pytest.raises(UnsuitableMethod, match="a: is negative\nb: is negative"):
        faults.raise_all()
    faults.append(Fault("c", "is empty"))
    with pytest.raises(FaultyInput):
        faults.raise_all()


def test_no_faults_no_error_and_other_errors_pass():
    Faults().raise_all()
    with pytest.raises(ZeroDivisionError), Faults():
        _ = 1 / 0


def test_each_counts_what_it_does_not_show():
    assert each([], lambda row: Fault(str(row), "")) == []
    assert [f.place for f in each("abc", lambda row: Fault(row, "x"), most=3)] == ["a", "b", "c"]
    shown = each(range(4), lambda row: Fault(str(row), f"is {row}", "mend it"), most=3)
    assert str(shown[-1]) == "and 1 more like the last: is 2; mend it"
    assert len(shown) == 4


@pytest.mark.parametrize("value", [None, 1, ["y"], pd.Series(["y"]), {"y": 1}])
def test_choices_are_words(value):
    with pytest.raises(FaultyInput, match=r"b: (.|\n)* is not known; choose one of: y"):
        choose(value, ("y",), "b")


def test_a_single_fault_is_raised_by_its_parts():
    parts = (Text("row {row}", row=3), "is {value}", "give {count:# number|# numbers}")
    error = FaultyInput(*parts, value="x", count=2)
    assert error.faults == (Fault(*parts, value="x", count=2),)
    assert error.say("en") == "row 3: is x; give 2 numbers"
    assert error.faults[0].place.say("zh") == "第 3 行"  # the place keeps its template


def test_faults_of_checks_are_of_the_kind_that_is_asked_for():
    faults = Faults([Fault("a", "is odd")])
    with pytest.raises(UnsuitableMethod, match="a: is odd"):
        faults.raise_all(UnsuitableMethod)
    Faults().raise_all(UnsuitableMethod)
