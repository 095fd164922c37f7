"""What is masked, what stays, and that nothing that the rules know is left."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm


def masked(text: str, **options: object) -> str:
    return gm.text.mask(text, **options).texts.iloc[0]


@pytest.mark.parametrize(("text", "expected"), [
    ("电话13800138000", "电话***"), ("+86 138-0013-8000", "***"), ("0755-12345678转", "0755-12345678转"),
    ("0755-82345678转", "***转"),
    ("身份证11010519491231002X。", "身份证***。"), ("卡号6222 0212 3456 7890 123", "卡号***"),
    ("车牌粤B12345堵路", "车牌***堵路"),
    ("来信a.b@c.com.cn", "来信***"), ("张先生反映", "***先生反映"), ("欧阳修先生", "***先生"), ("李某某", "***某某"),
    ("联系人：王小明，", "联系人：***，"), ("Mr. Smith called", "Mr. *** called"),
    ("人民路12号3栋2单元501室", "人民路***号***栋***单元***室"),
    ("12 Long Street", "*** Long Street"), ("Flat 5B", "Flat ***"), ("王主任", "***主任"), ("电话 (555) 123-4567", "电话 ***"),
])  # fmt: skip
def test_what_is_masked(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize("text", [
    "国办发〔2024〕5号", "地铁6号线", "2025年3月10日", "共3单元格", "投诉12345热线", "经费120000元", "第三季度100件",
    "社区书记主持会议",
    "一千二百户", "室内漏水",
])  # fmt: skip
def test_what_stays(text):
    assert masked(text) == text


def test_names_that_are_known_and_kinds_that_are_chosen():
    assert masked("小红找到王小明", names=["王小明"]) == "小红找到***"
    assert masked("张先生 13800138000", kinds=["phones"]) == "张先生 ***"


def test_other_columns_are_masked_too():
    frame = pd.DataFrame(
        {
            "text": ["路灯"],
            "姓名": ["张三"],
            "电话": [13800138000],
            "地址": ["人民路12号"],
            "unit": ["中山路12号社区"],
        }
    )
    found = gm.text.mask(frame).frame
    assert found.iloc[0].to_dict() == {
        "text": "路灯", "姓名": "***", "电话": "***", "地址": "人民路***号", "unit": "中山路12号社区"
    }  # fmt: skip
    assert frame.loc[0, "姓名"] == "张三"


def test_what_is_written_is_masked(tmp_path):
    documents = gm.text.Documents(pd.DataFrame({"text": ["=张女士13800138000"]}))
    gm.text.write(documents, tmp_path / "a.csv")
    written = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "138" not in written
    assert "张" not in written
    assert "'=" in written
    gm.text.write(documents, tmp_path / "b.csv", masked=False)
    assert "13800138000" in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")
    assert "138" not in str(documents.to_dict()) + repr(documents)


PARTS = ["13912345678", "张先生", "路灯", "，", " ", "3栋", "110105194912310021", "a@b.cn", "010-62345678"]


@given(st.lists(st.sampled_from(PARTS),
                min_size=1, max_size=12))  # fmt: skip
def test_nothing_that_the_rules_know_is_left_and_twice_is_as_once(parts):
    text = "，".join(parts)
    if not text.strip():
        return
    once = masked(text)
    assert not re.search(r"1[3-9]\d{9}|\d{17}|张先生|@|\d栋", once)
    assert masked(once) == once


@pytest.mark.parametrize("names", [["王"], [3], "王小明"])
def test_odd_names_are_faults(names):
    with pytest.raises(gm.FaultyInput):
        masked("x", names=names)
