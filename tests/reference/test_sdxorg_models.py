"""Models and outputs of SDXorg/test-models (MIT-style licence), commit 21aab027 and, of the smoothing, 6d37a0c8.

`samples/teacup` and `samples/SIR` as XMILE with their `output.csv`; `tests/smooth/output.tab` is Vensim's, printed to six
digits. The models are typed here in our own words; only facts (numbers, equations) are theirs. Their last digits show
single precision (75.3741, where 70 + 110 (1 - .0125)^240 is 75.37400): one unit of the last digit printed is allowed.
"""

from __future__ import annotations

import numpy as np
import pytest

import govmetrics as gm

TEACUP = """<?xml version="1.0"?><xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><name>Teacup</name></header><sim_specs><stop>30.0</stop><start>0.0</start><dt>0.125</dt></sim_specs>
<model><variables>
<flow name="Heat Loss to Room"><eqn>("Teacup Temperature"-"Room Temperature")/"Characteristic Time"</eqn></flow>
<aux name="Room Temperature"><eqn>70</eqn></aux><aux name="Characteristic Time"><eqn>10</eqn></aux>
<stock name="Teacup Temperature"><outflow>"Heat Loss to Room"</outflow><eqn>180</eqn></stock>
</variables></model></xmile>"""
SIR = {
    "title": "SIR",
    "time": {"start": 0, "stop": 100, "step": 0.03125, "unit": "Time"},
    "stocks": {
        "susceptible": {"initial": "total_population", "out": "succumbing", "unit": "people"},
        "infectious": {"initial": 5, "in": "succumbing", "out": "recovering", "unit": "people"},
        "recovered": {"initial": 0, "in": "recovering", "unit": "people"},
    },
    "flows": {
        "succumbing": {
            "equation": "susceptible*infectious/total_population*contact_infectivity",
            "unit": "person/time",
        },
        "recovering": {"equation": "infectious/duration", "unit": "person/time"},
    },
    "auxiliaries": {
        "total_population": {"equation": 1000, "unit": "people"},
        "duration": {"equation": 5, "unit": "days"},
        "contact_infectivity": 0.3,
    },
}


def test_teacup_as_printed_and_in_closed_form(tmp_path):
    path = tmp_path / "teacup.xmile"
    path.write_text(TEACUP, encoding="utf-8")
    values = gm.dynamics.read(path).run().values
    assert list(values.columns) == [
        "Teacup Temperature",
        "Heat Loss to Room",
        "Room Temperature",
        "Characteristic Time",
    ]
    cup = values["Teacup Temperature"]
    printed = {0.0: 180, 0.125: 178.625, 0.25: 177.267, 29.875: 75.442, 30.0: 75.3741}
    for time, value in printed.items():
        assert cup[time] == pytest.approx(value, abs=0.0006 if value > 100 else 0.00011)
    assert values.loc[29.875, "Heat Loss to Room"] == pytest.approx(0.544205, abs=6e-6)
    assert cup.iloc[-1] == pytest.approx(70 + 110 * (1 - 0.0125) ** 240, rel=1e-13)


def test_sir_as_printed_and_its_own_slip_is_told():
    model = gm.dynamics.read(SIR)
    values = model.run().values
    for time, row in {
        1.0: (5.52376, 1.04991, 998.426),
        2.0: (6.09936, 2.20953, 996.691),
        100.0: (2.07135, 590.771, 412.158),
    }.items():
        found = values.loc[time, ["infectious", "recovered", "susceptible"]]
        np.testing.assert_allclose(found, row, rtol=5e-6)
    assert values["infectious"].max() == pytest.approx(68.08377962960002, rel=1e-12)
    told = [note for note in model.notes if "1005" in note]
    assert len(told) == 1
    assert "total_population is a constant 1000" in told[0]
    assert model.groups.loc[1, "first_sum"] == 1005
    assert bool(model.groups.loc[1, "closed"])
    assert not any("total_population" in note for note in gm.dynamics.read(mended()).notes)


def mended() -> dict:
    """SIR whose first stocks add up to the constant: nothing is told."""
    stocks = SIR["stocks"] | {
        "susceptible": SIR["stocks"]["susceptible"] | {"initial": "total_population - 5"}
    }
    return SIR | {"stocks": stocks}


SMOOTH = {
    "time": {"stop": 20, "step": 0.25},
    "stocks": {"idle": 0},
    "auxiliaries": {
        "input": "-1 + step(5, 5)", "adjustment": "2 + step(2, 10)", "initial": 5,
        "smooth_output": "smooth(input, adjustment)", "smooth_i": "smooth(input, adjustment, initial)",
        "smooth_3": "smooth3(input, adjustment)", "smooth_3i": "smooth3(input, adjustment, initial)",
    },
}  # fmt: skip
VENSIM = {  # time: Smooth, SmoothI, Smooth3, Smooth3I
    0.25: (-1, 4.25, -1, 5), 0.75: (-1, 3.01953, -1, 4.68359), 3.0: (-1, 0.208503, -1, -0.318732),
    5.25: (-0.375, -0.011654, -1, -0.972331), 6.0: (1.06909, 1.31251, -0.241943, -0.233253),
    8.0: (2.99291, 3.07655, 3.43228, 3.43263), 10.25: (3.67558, 3.70253, 3.97164, 3.97165),
    20.0: (3.97382, 3.97599, 3.99998, 3.99998),
}  # fmt: skip


def test_smoothing_is_that_of_vensim():
    values = gm.dynamics.read(SMOOTH).run().values
    for time, row in VENSIM.items():
        found = values.loc[time, ["smooth_output", "smooth_i", "smooth_3", "smooth_3i"]]
        np.testing.assert_allclose(found, row, rtol=6e-6, atol=6e-6)
