from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics.core.language import said


def test_every_note_of_a_run_has_its_chinese_sentence():
    tree = gm.IndicatorTree.from_groups({"甲": ["a", "b", "c"], "乙": ["d", "e"]})
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.uniform(0, 1, (12, 5)), [f"社区{i}" for i in range(12)], tree.codes)
    frame.iloc[0, :2], frame.iloc[1, 2], frame.iloc[2, 3] = np.nan, np.nan, 1e6
    data = gm.read_records(frame.assign(人口=1.0), tree)
    assessment = gm.follow(gm.Recipe(treatment=["winsorise"]), data)
    assert len(assessment.notes) == 4
    assert [said(note, "zh") for note in assessment.notes] == [
        "非指标列保留为属性：人口",
        "已处理的数据：1 个（缩尾处理）",
        "12 个单元中有 1 个依据不完整的数据评分，见数据覆盖率",
        "1 个单元缺失数据过多，没有得分：社区0",
    ]
    assert [said(note, "en") for note in assessment.notes] == list(assessment.notes)
    assert said(assessment.notes[3], "both") == (
        "1 个单元缺失数据过多，没有得分：社区0 1 unit has no score because too much evidence is missing: 社区0"
    )
    assert "社区0" in assessment.summary("zh").splitlines()[-1]


def test_periods_and_units_are_named_as_people_write_them():
    tree = gm.IndicatorTree.from_groups({"A": ["a", "b"]})
    rows = pd.MultiIndex.from_product([[2023, 2024], ["u", "v"]], names=["period", "unit"])
    values = pd.DataFrame({"a": [1.0, np.nan, 3, 4], "b": [1.0, np.nan, 2, 3]}, rows)
    assessment = gm.follow(gm.Recipe(), gm.Dataset(tree, values))
    assert assessment.notes == ("1 unit has no score because too much evidence is missing: 2023 v",)


def test_notes_that_are_plain_text_stay_as_they_are():
    assert said("something new: 3 by hand", "both") == "something new: 3 by hand"
