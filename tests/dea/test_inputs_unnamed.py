import numpy as np
import pandas as pd

import govmetrics as gm


def test_frames_whose_columns_nobody_named_are_read_as_arrays_are():
    rng = np.random.default_rng(0)
    x, y = rng.uniform(1, 9, (12, 2)), rng.uniform(1, 9, (12, 1))
    framed = gm.dea.radial(pd.DataFrame(x), pd.DataFrame(y))
    assert list(framed.targets.columns) == ["input_1", "input_2", "output_1"]
    assert framed.scores.tolist() == gm.dea.radial(x, y).scores.tolist()
