"""joblib is the only parallel interface: any backend gives the same numbers, also when a worker dies midway."""

import os
import signal
import threading
import time

import joblib
import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.demo import us_states
from govmetrics.robustness import Choice, MeasurementErrors, PerturbedWeights, uncertainty

distributed = pytest.importorskip("distributed", reason="needs Dask's distributed (in the dev extras)")

RECIPE = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
DATA = us_states()[1]
FACTORS = [
    MeasurementErrors(dict.fromkeys(DATA.tree.codes, 0.02), relative=True, draws=60),
    Choice("aggregation", ["arithmetic", "geometric"]),
    PerturbedWeights(0.25, draws=100),
]


@pytest.mark.slow
def test_a_dask_worker_dies_midway_and_the_answer_is_the_same():
    alone = uncertainty(RECIPE, DATA, FACTORS, draws=400, rng=5)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        started = threading.Event()
        killed = []

        def kill_one() -> None:
            """Kill a worker (a process of this test's own cluster) as soon as some tasks are done, not all."""
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                stream = client.processing()
                if started.is_set() and sum(len(tasks) for tasks in stream.values()) > 2:
                    address, pid = next(iter(client.run(os.getpid).items()))
                    os.kill(pid, signal.SIGKILL)
                    killed.append((address, sum(len(tasks) for tasks in stream.values())))
                    return
                time.sleep(0.01)

        killer = threading.Thread(target=kill_one)
        killer.start()
        with joblib.parallel_config(backend="dask", wait_for_workers_timeout=30):
            started.set()
            spread = uncertainty(RECIPE, DATA, FACTORS, draws=400, rng=5, n_jobs=2)
        killer.join()
    assert killed, "no worker was killed while tasks were running: the test shows nothing"
    pd.testing.assert_frame_equal(spread.scores, alone.scores)
    pd.testing.assert_frame_equal(spread.intervals, alone.intervals)
    assert np.array_equal(spread.tiers, alone.tiers)
