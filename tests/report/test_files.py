import json

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput


def test_a_run_is_whole_and_has_the_same_bytes_each_time(panel, tmp_path):
    first, second = (gm.report.write_run(panel, tmp_path / name, "both") for name in "ab")
    assert [file.name for file in first] == [file.name for file in second]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(first, second, strict=True))
    content = json.loads((tmp_path / "a" / "scores.json").read_text(encoding="utf-8"))
    assert content == panel.to_dict()
    ranking = pd.read_csv(tmp_path / "a" / "ranking.csv", encoding="utf-8-sig")
    assert ranking.columns.tolist() == ["period", "unit", "score", "rank", "coverage"]
    assert len(ranking) == 12


def test_a_wrong_language_writes_nothing(panel, tmp_path):
    with pytest.raises(FaultyInput, match="is 'fr'"):
        gm.report.write_run(panel, tmp_path / "run", "fr")
    assert not (tmp_path / "run").exists()


def test_intervals_are_a_file_of_their_own_and_do_not_outlive_their_ranks(assessment, tmp_path):
    from govmetrics.robustness import PerturbedWeights, uncertainty

    sure = uncertainty(assessment.recipe, assessment.dataset, [PerturbedWeights(0.2)], draws=50)
    written = gm.report.write_run(assessment, tmp_path, uncertainty=sure)
    assert tmp_path / "intervals.csv" in written
    back = pd.read_csv(tmp_path / "intervals.csv", encoding="utf-8-sig")
    assert back["nominal"].tolist() == [1, 2, 3]
    assert tmp_path / "intervals.csv" not in gm.report.write_run(assessment, tmp_path)
    assert not (tmp_path / "intervals.csv").exists()
