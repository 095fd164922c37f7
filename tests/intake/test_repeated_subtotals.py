"""Subtotals (小计) stand several times in one table: each name is one fault, with a way out that works."""

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.read_tree(
    {"code": "G", "parts": [{"code": "a", "better": "more"}, {"code": "b", "better": "more"}]}
)
TABLE = pd.DataFrame({"unit": ["x", "y", "小计", "z", "w", "小计", "合计"], "a": [1.0, 2, 3, 4, 9, 13, 16],
                      "b": [3.0, 3, 6, 7, 2, 9, 15]})  # fmt: skip


def test_one_fault_for_a_name_and_its_way_out_works(tmp_path):
    TABLE.to_csv(tmp_path / "r.csv", index=False)
    for source in (TABLE, tmp_path / "r.csv"):
        with pytest.raises(gm.FaultyInput) as raised:
            gm.read_records(source, TREE)
        assert [str(fault.place).split(",")[0] for fault in raised.value.faults] == ["小计", "合计"]
        assert all('totals="drop"' in str(fault) for fault in raised.value.faults)
    assert list(gm.read_records(TABLE, TREE, totals="drop").units) == ["x", "y", "z", "w"]


def test_units_twice_are_named_beside_them():
    table = TABLE.assign(unit=["x", "y", "小计", "x", "w", "小计", "合计"])
    with pytest.raises(gm.FaultyInput) as raised:
        gm.read_records(table, TREE)
    assert [str(fault.place) for fault in raised.value.faults] == ["x", "小计", "合计"]


def test_kept_as_units_they_must_be_told_apart():
    with pytest.raises(gm.FaultyInput, match="小计: there are 2 rows for it") as raised:
        gm.read_records(TABLE, TREE, totals="keep")
    assert len(raised.value.faults) == 1
