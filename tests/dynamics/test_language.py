"""What equations mean where languages differ: pulses without interval, IF within IF, NOT, full-width marks, encodings."""

from __future__ import annotations

import numpy as np
import pytest

from govmetrics import dynamics
from govmetrics.core.errors import GovmetricsError

XMILE = ("<xmile><sim_specs><start>0</start><stop>6</stop><dt>1</dt></sim_specs><model><variables>"
         "<stock name='{stock}'><eqn>1</eqn></stock>{variables}</variables></model></xmile>")  # fmt: skip


def aux(equation: object, **more: object) -> np.ndarray:
    """Return the values of an auxiliary over time 0, 1, ... 6, beside a stock of 4."""
    model = {
        "time": {"stop": 6, "step": 1},
        "stocks": {"积压": {"initial": 4}},
        "auxiliaries": {"a": equation},
        **more,
    }
    return dynamics.read(model).run().of("a").ravel()


def xmile(tmp_path, equation: str, stock: str = "s", head: str = "", encoding: str = "utf-8") -> np.ndarray:
    text = head + XMILE.format(stock=stock, variables=f"<aux name='a'><eqn>{equation}</eqn></aux>")
    path = tmp_path / "m.xmile"
    path.write_bytes(text.encode(encoding))
    return dynamics.read(path).run().of("a").ravel()


@pytest.mark.parametrize("every", ["0", "-2"])
def test_a_pulse_without_an_interval_above_zero_comes_once(every, tmp_path):
    """XMILE 1.0, section 3.5.4: without interval, or where it is 0, the pulse is generated once."""
    assert aux(f"impulse(5, 2, {every})").tolist() == [0, 0, 5, 0, 0, 0, 0]
    assert aux(f"pulse(2, 2, {every})").tolist() == [0, 0, 1, 1, 0, 0, 0]
    assert xmile(tmp_path, f"PULSE(5, 2, {every})").tolist() == [0, 0, 5, 0, 0, 0, 0]
    assert aux("impulse(5, 1, 3)").tolist() == [0, 5, 0, 0, 5, 0, 0]


def test_an_if_within_then_ends_before_the_next_else(tmp_path):
    found = xmile(tmp_path, "IF TIME &gt; 2 THEN IF TIME &gt; 4 THEN 5 ELSE 3 ELSE 1 + 1")
    assert found.tolist() == [2, 2, 2, 3, 3, 5, 5]
    deeper = xmile(
        tmp_path, "IF TIME &gt; 1 THEN IF TIME &gt; 2 THEN IF TIME &gt; 3 THEN 9 ELSE 8 ELSE 7 ELSE 6"
    )
    assert deeper.tolist() == [6, 6, 7, 8, 9, 9, 9]
    chain = xmile(tmp_path, "IF TIME &lt; 2 THEN 1 ELSE IF TIME &lt; 4 THEN 2 ELSE 3")
    assert chain.tolist() == [1, 1, 2, 2, 3, 3, 3]


@pytest.mark.parametrize("equation", ["NOT s = 2", "3 &lt; 2 = 0", "1 + (NOT TIME &gt; 3)", "NOT NOT s"])
def test_comparisons_side_by_side_are_read_otherwise_by_xmile_and_refused(equation, tmp_path):
    with pytest.raises(GovmetricsError, match="set brackets"):
        xmile(tmp_path, equation)


def test_comparisons_that_brackets_or_words_part_are_read(tmp_path):
    assert xmile(tmp_path, "NOT (s = 2)").tolist() == [1] * 7
    assert xmile(tmp_path, "(3 &lt; 2) = 0").tolist() == [1] * 7
    assert xmile(tmp_path, "s = 1 AND NOT (TIME &gt; 1) OR TIME &gt; 5").tolist() == [1, 1, 0, 0, 0, 0, 1]
    assert xmile(tmp_path, "IF s = 1 THEN MAX(TIME = 2, TIME = 4) ELSE NOT s").tolist() == [
        0,
        0,
        1,
        0,
        1,
        0,
        0,
    ]


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030", "utf-8", "utf-16"])
def test_xmile_is_read_in_the_encodings_of_chinese_tools(encoding, tmp_path):
    assert (
        xmile(tmp_path, "积压 * 3", "积压", f"<?xml version='1.0' encoding='{encoding}'?>", encoding).tolist()
        == [3] * 7
    )


def test_other_encodings_are_refused_in_our_words(tmp_path):
    for encoding in ("big5", "euc-kr"):
        with pytest.raises(GovmetricsError, match=r"save the file as UTF-8|is not XML"):
            xmile(tmp_path, "1", head=f"<?xml version='1.0' encoding='{encoding}'?>")


def test_full_width_marks_and_digits_are_read_as_plain_ones():
    assert aux("ｍａｘ（积压＋１２，３×２）÷２−1").tolist() == [7.0] * 7
    with pytest.raises(GovmetricsError, match="no equation"):
        aux("2²")  # never 22


@pytest.mark.parametrize(
    "call",
    ["smooth(积压, 0)", "delay1(积压, -1)", "delay3(积压, -(2))", "smooth3(积压, 0.0, 1)", "delay(积压, 0)"],
)
def test_times_of_smoothing_and_delays_are_above_zero(call):
    with pytest.raises(GovmetricsError, match=r"is given the time -?[012]; give a number above 0"):
        aux(call)


def test_a_delay_that_is_zero_in_a_scenario_is_refused():
    model = {
        "time": {"stop": 6, "step": 1},
        "stocks": {"s": {"initial": 4}},
        "auxiliaries": {"a": "delay(s, wait)", "wait": 2},
    }
    with pytest.raises(GovmetricsError, match="delay: the time is -1; give a number above 0"):
        dynamics.read(model).run(given={"wait": -1.0})


def test_an_error_of_the_step_beyond_the_range_is_told_in_words():
    model = {
        "time": {"stop": 10, "step": 0.5},
        "stocks": {"s": {"initial": 10, "in": "f"}},
        "flows": {"f": "5 * s"},
    }
    said = dynamics.read(model).run().summary("en")
    assert "by more than the whole range of s" in said
    assert "%" not in said
