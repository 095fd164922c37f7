"""A survey in memory and the same in blocks, and whether their scores are the same."""

import pandas as pd

import govmetrics as gm


def both(folder, frame, tree, kind="csv", **options):
    """Write answers, and return them as they are read into memory and as they are opened."""
    path = folder / f"answers.{kind}"
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path, row_group_size=512)
    return gm.read_survey(path, tree, **options), gm.survey.open_large(path, tree, **options)


def same(found, want):
    """Compare scores, their errors and what is said of them, to ten digits."""
    for name in ("values", "standard_errors", "n", "effective_n", "groups", "group_errors"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(want, name), rtol=1e-10, atol=1e-12)
    assert (found.notes, str(found.method)) == (want.notes, str(want.method))
    if isinstance(want.degrees, pd.DataFrame):
        pd.testing.assert_frame_equal(found.degrees, want.degrees)
    else:
        assert found.degrees == want.degrees
