"""A full-width colon, which Chinese keyboards write, is named where YAML only says that something is out of place."""

import pytest

from govmetrics.core.documents import read_document
from govmetrics.core.errors import FaultyInput


def test_full_width_colons_after_keys_are_named_by_line(tmp_path):
    path = tmp_path / "信任.yaml"
    path.write_text("title：信任\ntime: {stop: 4}\n", encoding="utf-8")
    with pytest.raises(FaultyInput) as caught:
        read_document(path)
    lines = [fault.say("zh") for fault in caught.value.faults]
    assert "信任.yaml，第 1 行：键后用了全角冒号“：”；请改为半角冒号并加一个空格" in lines


def test_full_width_colons_within_values_are_none(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("title: 说明：信任\n# 注：无\ntime: a: b\n", encoding="utf-8")
    with pytest.raises(FaultyInput) as caught:
        read_document(path)
    assert len(caught.value.faults) == 1
    path.write_text("title: 说明：信任\n", encoding="utf-8")
    assert read_document(path) == {"title": "说明：信任"}
