"""What takes long gives the same bytes where it is shared out, also when a worker is killed in the midst."""

import functools
import os
import pickle
import signal
import time
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import parallel
from govmetrics.dea.engine import distances, frontier
from govmetrics.robustness import MeasurementErrors, PerturbedWeights

RNG = np.random.default_rng(6)
NAMES = [f"a{k}" for k in range(20)]
ONE, TWO, THREE = (pd.DataFrame((RNG.random((20, 20)) < 0.3).astype(float), NAMES, NAMES) for _ in range(3))
UNITS = [f"u{k}" for k in range(400)]
X, Y = (pd.DataFrame(RNG.uniform(1, 5, (400, 2)), UNITS) for _ in range(2))
LEAVES = pd.DataFrame(RNG.random((40, 6)), UNITS[:40], list("abcdef"))
TREE = gm.IndicatorTree.from_groups({"g": list("abc"), "h": list("def")})
DATA = gm.Dataset(TREE, LEAVES)
FACTORS = [MeasurementErrors(dict.fromkeys("abcdef", 0.05), relative=True), PerturbedWeights(0.25)]
VALUES = pd.Series(RNG.normal(size=250), UNITS[:250])
CALLS = {
    "radial": lambda: gm.dea.radial(X, Y),
    "bootstrap": lambda: gm.dea.bootstrap(X[:25], Y[:25], draws=250),
    "qap": lambda: gm.network.qap(ONE, TWO, draws=450),
    "qap_regression": lambda: gm.network.qap_regression(ONE, {"two": TWO, "three": THREE}, draws=250),
    "qap_regression, logit": lambda: gm.network.qap_regression(ONE, {"two": TWO}, model="logit", draws=250),
    "necessary_conditions": lambda: gm.qca.necessary_condition_analysis(LEAVES, "f", ["a", "b"], draws=250),
    "rank_confidence": lambda: gm.robustness.rank_confidence(VALUES, VALUES.abs() / 2 + 0.1, draws=200),
    "uncertainty": lambda: gm.robustness.uncertainty(gm.Recipe(), DATA, FACTORS, draws=40),
    "sensitivity": lambda: gm.robustness.sensitivity(gm.Recipe(), DATA, FACTORS, draws=16),
}
pytestmark = pytest.mark.filterwarnings("ignore")


def killing(mark, at, function, task, _):
    """Do a task; the process that gets the second one is killed, the first time."""
    if at == 1 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return at, function(*task)


def bytes_of(name):
    """Every number of a result, to the last bit."""
    found = CALLS[name]()
    frames = {key: one for key, one in vars(found).items() if isinstance(one, pd.DataFrame | pd.Series)}
    assert frames
    return {key: (one.to_csv(), pickle.dumps(one.to_numpy())) for key, one in frames.items()}


@pytest.fixture
def cluster():
    """Two workers; a new one for every test, as a killed worker takes its time to come back."""
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as here,
        distributed.Client(here),
    ):
        yield here


@pytest.fixture
def small_blocks(monkeypatch):
    """DEA's blocks of a few units, so that there are several to share out."""

    def small(points, _):
        return np.array_split(np.arange(points), 7)

    monkeypatch.setattr(frontier, "blocks", small)
    monkeypatch.setattr(distances, "blocks", small)


@pytest.fixture
def killed_once(monkeypatch, tmp_path):
    """The mark that a worker was killed."""
    mark = tmp_path / "killed"
    monkeypatch.setattr(parallel, "_placed", functools.partial(killing, str(mark)))
    return mark


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_the_same_bytes_on_a_cluster_that_loses_a_worker(name, cluster, small_blocks, killed_once):
    killed_once.touch()
    alone = bytes_of(name)
    killed_once.unlink()
    with joblib.parallel_config(backend="dask"):
        assert bytes_of(name) == alone
    assert killed_once.exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_the_same_bytes_where_a_process_is_killed(name, small_blocks, killed_once):
    killed_once.touch()
    alone = bytes_of(name)
    killed_once.unlink()
    with joblib.parallel_config(n_jobs=2):
        assert bytes_of(name) == alone
    assert killed_once.exists()


@pytest.mark.slow
def test_a_cluster_without_workers_is_one_error_that_says_so(cluster):
    cluster.scale(0)
    while cluster.scheduler.workers:
        time.sleep(0.05)
    with (
        joblib.parallel_config(backend="dask", wait_for_workers_timeout=1),
        pytest.raises(gm.core.UnsuitableMethod, match="the cluster has no worker"),
    ):
        CALLS["qap"]()


@pytest.mark.parametrize("name", CALLS)
def test_the_same_bytes_in_threads(name, small_blocks):
    alone = bytes_of(name)
    with joblib.parallel_config(backend="threading", n_jobs=2):
        assert bytes_of(name) == alone
