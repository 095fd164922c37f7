"""The draws of an evaluation on a Dask cluster of this machine; a worker is killed midway, and the numbers are the same."""

import joblib
from distributed import Client, LocalCluster
from killer import Killer

import govmetrics as gm
from govmetrics.demo import us_states
from govmetrics.robustness import MeasurementErrors, PerturbedWeights

if __name__ == "__main__":
    recipe, data = us_states()
    factors = [MeasurementErrors(dict.fromkeys(data.tree.codes, 0.02), relative=True), PerturbedWeights(0.25)]
    alone = gm.robustness.uncertainty(recipe, data, factors, draws=400)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as here,
        Client(here) as client,
    ):
        kill = Killer(client)
        with joblib.parallel_config(backend="dask"):
            spread = gm.robustness.uncertainty(recipe, data, factors, draws=400, progress=kill)
    print(alone.intervals.head(3), "\na worker was killed midway:", kill.midway)
    print("the same on the cluster:", spread.intervals.equals(alone.intervals))
