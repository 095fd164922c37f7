"""joblib is the only parallel interface: any backend gives the same numbers, a killed worker is replaced within bounds."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.parallel import RETRIES, alone, parts_of, together


def squared(number):
    return number**2


def killed_once(number, mark):
    """Kill the process that does the third task, the first time."""
    if number == 2 and not os.path.exists(mark):
        with open(mark, "x"):
            pass
        os.kill(os.getpid(), signal.SIGKILL)
    return number**2


def always_killed(_):
    os.kill(os.getpid(), signal.SIGKILL)


def refused(_):
    raise gm.core.UnsuitableMethod("x", "is wrong", "mend it")


def test_alone_where_nobody_asks_for_more():
    assert alone(5)
    assert alone(5, 1)
    assert alone(1, 2)
    assert not alone(5, 2)
    with joblib.parallel_config(n_jobs=2):
        assert not alone(5)
        assert alone(5, 1)


@pytest.mark.parametrize("backend", ["threading", "loky", "multiprocessing"])
def test_results_come_in_the_order_of_the_tasks(backend):
    with joblib.parallel_config(backend=backend, n_jobs=2):
        assert list(together(squared, [(k,) for k in range(9)])) == [k**2 for k in range(9)]


def test_what_was_killed_once_is_done_again(tmp_path):
    mark = str(tmp_path / "killed")
    assert list(together(killed_once, [(k, mark) for k in range(6)], n_jobs=2)) == [0, 1, 4, 9, 16, 25]
    assert os.path.exists(mark)


def test_what_is_killed_each_time_is_one_error_that_says_what_to_do():
    with pytest.raises(gm.core.UnsuitableMethod, match="use fewer jobs") as caught:
        list(together(always_killed, [(k,) for k in range(2)], n_jobs=2))
    assert f"{RETRIES + 1}" in str(caught.value)
    assert "工作进程" in caught.value.say("zh")


def waiting(mark):
    """Wait, for longer than any test, and tell that this process lives."""
    with open(f"{mark}{os.getpid()}", "x"):
        pass
    time.sleep(1000)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a process of Windows does not hear that its parent is gone")
def test_workers_end_when_the_process_is_killed_that_they_work_for(tmp_path):
    folder = Path(__file__).parent
    program = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); from test_parallel import *; "
        f"list(together(waiting, [({str(tmp_path)!r} + '/',)] * 2, n_jobs=2))"
    )
    boss = subprocess.Popen([sys.executable, "-c", program])
    while len(workers := [int(path.name) for path in tmp_path.iterdir()]) < 2:
        assert boss.poll() is None
        time.sleep(0.1)
    boss.kill()
    boss.wait()
    until = time.monotonic() + 60
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(lives, workers))


def lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_error_of_a_task_is_not_tried_again():
    with pytest.raises(gm.core.UnsuitableMethod, match="mend it"):
        list(together(refused, [(k,) for k in range(4)], n_jobs=2))


def test_parts_do_not_depend_on_who_does_them():
    assert [len(part) for part in parts_of(np.zeros((201, 3)))] == [100, 100, 1]


RNG = np.random.default_rng(6)
NAMES = [f"a{k}" for k in range(20)]
ONE, TWO = (pd.DataFrame((RNG.random((20, 20)) < 0.3).astype(float), NAMES, NAMES) for _ in range(2))
PANEL = pd.DataFrame(
    [(f"u{j}", year, RNG.normal() + year * j / 50) for j in range(6) for year in range(8)],
    columns=["unit", "period", "y"],
)
UNITS = pd.Index([f"u{k}" for k in range(25)])
X, Y = (pd.DataFrame(RNG.uniform(1, 5, (25, 2)), UNITS) for _ in range(2))
TOLD = ["停车难停车位少", "路灯坏了楼道黑", "小区停车位少", "楼道路灯坏了", "垃圾没人清运"] * 4
LONG = {
    "bootstrap": lambda: gm.dea.bootstrap(X, Y, draws=250).to_frame(),
    "returns_test": lambda: gm.dea.returns_test(X, Y, draws=150).table,
    "qap": lambda: gm.network.qap(ONE, TWO, draws=450).drawn,
    "synthetic": lambda: gm.policy.synthetic(PANEL, "y", "unit", "period", "u0", 5).placebos,
    "topics": lambda: gm.text.topics(TOLD, n=2, draws=3).weights,
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("backend", ["threading", pytest.param("loky", marks=pytest.mark.slow)])
def test_the_same_numbers_in_every_backend(name, backend):
    one = LONG[name]()
    with joblib.parallel_config(backend=backend, n_jobs=2):
        pd.testing.assert_frame_equal(LONG[name](), one, check_exact=True)


def test_a_cluster_that_is_lost_is_one_error_that_says_what_to_do():
    client = pytest.importorskip("distributed.client")
    lost = client.FutureCancelledError("x", "scheduler-connection-lost")

    def break_off(_):
        raise lost

    with pytest.raises(gm.core.UnsuitableMethod, match="connection to the cluster was lost"):
        list(together(break_off, [(1,), (2,)]))
