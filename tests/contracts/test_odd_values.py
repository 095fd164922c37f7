"""One odd value in a cell, under a label or key, or for a number: a result, or an error of ours, in bounded time and memory.

Some of the odd calls of every example by its name; all of them are slow, and counted by ``python -m tests.contracts.odd``.
"""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.contracts import odd
from tests.contracts.test_hostile_arguments import ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_some_odd_values(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # what takes a path may write there
    wrong = odd.sample(room)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_every_odd_value(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    count, wrong = odd.sweep(room)
    assert count > 5
    assert not wrong, "\n" + "\n".join(wrong)


def raises():
    raise KeyError("x")


def refuses():
    raise gm.FaultyInput("x", "is odd", "give another")


def hangs():
    while True:
        pass


@pytest.mark.parametrize(("call", "said"), [
    (raises, "KeyError: 'x'"), (refuses, ""), (hangs, "TooLong"), (lambda: np.zeros(10**10), "MemoryError"), (dict, ""),
])  # fmt: skip
def test_what_is_wrong_with_a_call_is_told(call, said, monkeypatch):
    monkeypatch.setattr(odd, "SECONDS", 0.05)
    assert said in odd.fault(call)[0] if said else odd.fault(call)[0] == ""


def test_odd_values_of_each_kind_are_made():
    right = {"frame": pd.DataFrame({"a": [1.0, 2], "b": ["x", "y"]}), "draws": 5, "names": ["x", "y"]}
    made = dict(odd.odd(right))
    assert made[" 'frame': cell a 1e300"]()["frame"].iloc[1, 0] == 1e300
    assert list(made[" 'frame': column twice"]()["frame"]) == ["a", "b", "a"]
    assert made[" 'draws': 10**18"]()["draws"] == 10**18
    assert made[" 'names': [1] list"]()["names"] == ["x", ["x"]]
    assert right["frame"].shape == (2, 2)
    assert right["names"] == ["x", "y"]
