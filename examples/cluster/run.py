"""The draws of an evaluation on a Dask cluster of this machine; a worker is killed midway, and the numbers are the same."""

import os
import signal

import joblib
from distributed import Client, LocalCluster

import govmetrics as gm
from govmetrics.demo import us_states
from govmetrics.robustness import MeasurementErrors, PerturbedWeights

if __name__ == "__main__":
    recipe, data = us_states()
    factors = [MeasurementErrors(dict.fromkeys(data.tree.codes, 0.02), relative=True), PerturbedWeights(0.25)]
    alone = gm.robustness.uncertainty(recipe, data, factors, draws=400)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        first, killed = next(iter(client.run(os.getpid).values())), []

        def kill(done, total, _):
            """Kill a worker when a quarter is done."""
            if not killed and done >= total / 4:
                os.kill(first, signal.SIGKILL)
                killed.append((done, total))

        with joblib.parallel_config(backend="dask"):
            spread = gm.robustness.uncertainty(recipe, data, factors, draws=400, progress=kill)
    print(alone.intervals.head(3))
    print("a worker was killed midway:", bool(killed) and killed[0][0] < killed[0][1])
    print("the same on the cluster:", spread.intervals.equals(alone.intervals))
