"""Odd arguments of the room's methods: an error of ours that names the argument, with Chinese for every sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import psychometrics as pm
from govmetrics.core.words.text import Text, chinese
from tests.contracts.calls.psychometrics import CALLS, ITEMS

ODD = [
    None, "x", -1, float("nan"), True, [], {}, object(), 1e300, b"x", 1 + 2j, 10**400, ["a"], {"f": 1}, {"f": ["zz"]},
    pd.DataFrame(), pd.Series(["x"] * 80), pd.Series([[1]] * 80), ITEMS.iloc[:3], ITEMS * 1e200, ITEMS.astype(str),
    ITEMS.mask(ITEMS > 2), np.eye(4), pd.DataFrame({"a": [[1], [2]], "b": [{}, {}]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda: pm.alpha(ITEMS, "bootstrap", rng=-1), "rng"),
        (lambda: pm.alpha(ITEMS, draws="x"), "draws"),
        (lambda: pm.parallel(ITEMS, draws="x"), "draws"),
        (lambda: pm.parallel(ITEMS, rng="x"), "rng"),
        (lambda: pm.guttman(ITEMS, rng=-1), "rng"),
        (lambda: pm.kmo(ITEMS.corr(), n=1), "n"),
        (lambda: pm.kmo(ITEMS.corr(), n=6), "KMO"),
        (lambda: pm.item_analysis(ITEMS, "x"), "share"),
        (lambda: pm.polychoric(ITEMS, smooth=1), "smooth"),
        (lambda: pm.omega(ITEMS.corr(), 2, n=80, weights=pd.Series(1.0, ITEMS.index)), "weights"),
    ],
)
def test_they_are_named(call, place):
    with pytest.raises(gm.GovmetricsError) as error:
        call()
    assert [str(fault.place) for fault in error.value.faults] == [place]


@pytest.mark.parametrize("name", CALLS)
def test_a_result_or_an_error_of_ours_whose_every_sentence_has_its_chinese(name):
    function, arguments = CALLS[name]
    for argument in arguments:
        for odd in ODD:
            try:
                assert function(**{**arguments, argument: odd}) is not None
            except gm.GovmetricsError as error:
                for fault in error.faults:
                    for said in (fault.place, fault.problem, fault.way_out):
                        assert not isinstance(said, Text) or not said or said.template in chinese(), said
