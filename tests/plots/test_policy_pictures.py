"""Pictures of policy evaluation show the numbers of their results."""

import numpy as np
import pandas as pd

import govmetrics as gm
from tests.plots import examples as ex


def test_event_study_has_every_effect_with_its_interval_and_its_band():
    result = ex.adopted()
    ax = gm.plots.event_study(result)
    points = np.vstack(
        [
            one.get_offsets()
            for one in ax.collections
            if one.get_offsets().any() and len(one.get_offsets()) > 1
        ]
    )
    drawn = {int(x): y for x, y in points.tolist()}
    assert drawn.keys() == set(result.events.index)
    np.testing.assert_allclose([drawn[e] for e in result.events.index], result.events["estimate"])
    bars = [
        segment for one in ax.collections if hasattr(one, "get_segments") for segment in one.get_segments()
    ]
    ends = {
        (round(float(b[0, 0])), round(float(b[0, 1]), 9), round(float(b[1, 1]), 9))
        for b in bars
        if b[0, 0] == b[1, 0]
    }
    for event, row in result.events.iterrows():
        assert (event, round(row["lower"], 9), round(row["upper"], 9)) in ends
        assert (event, round(row["band_lower"], 9), round(row["band_upper"], 9)) in ends
    always = gm.policy.Staggered(**{**result.__dict__, "base": "universal"})
    assert "all against the last before it" in gm.plots.event_study(always).get_xlabel()


def test_gap_is_drawn_in_front_of_its_placebos():
    result = ex.synthetic()
    lines = gm.plots.gap(result).lines
    np.testing.assert_allclose(lines[5].get_ydata(), result.gap)
    np.testing.assert_allclose(lines[0].get_ydata(), result.placebo_gaps.iloc[:, 1])
    assert len(lines) == 5 + 1 + 2
    assert len(gm.plots.gap(result, placebos=False).lines) == 1 + 2
    assert lines[-1].get_xdata()[0] == 8.5  # between 2020 and 2021


def test_coefficients_have_their_intervals_and_no_periods():
    models = ex.regressed()
    ax = gm.plots.coefficients(models)
    lines = [one.get_segments() for one in ax.collections if hasattr(one, "get_segments")]
    for at, head in enumerate(models.estimates):
        drawn = [segment[:, 0].tolist() for segment in lines[at] if segment.ndim == 2]
        terms = [one for one in models.lower.index if one not in ("constant", *models.indicators)]
        held = pd.DataFrame({"lower": models.lower[head], "upper": models.upper[head]}).loc[terms].dropna()
        np.testing.assert_allclose(drawn, held.to_numpy())
    assert [one.get_text() for one in ax.get_yticklabels()] == ["走访次数", "人均经费", "网格员人数"]
    assert "2019" in models.indicators
