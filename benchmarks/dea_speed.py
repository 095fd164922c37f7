"""Speed and memory of the DEA engine, beside orange3-dea.

Run by hand: python benchmarks/dea_speed.py [--no-peer]

The peer is imported here only. Install it beside govmetrics (pip install orange3-dea), or anywhere else and name that
interpreter: PEER_PYTHON=/somewhere/bin/python python benchmarks/dea_speed.py

Both sides get the same table and give scores, slacks, peers and multipliers under input orientation and variable
returns. One thread each; seconds of processor time, so that other work on the machine matters less.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

PEER = """
import json, sys, time
import numpy as np
from importlib.metadata import version
from orangecontrib.dea.core.problem import DEAProblem
from orangecontrib.dea.core.radial import solve_radial
from orangecontrib.dea.core.multiplier import solve_multiplier_radial
table = np.load(sys.argv[1])
x, y = table["x"], table["y"]
names = [str(i) for i in range(len(x))]
problem = DEAProblem(names, list("abc"), list("def"), x, y)
start = time.process_time()
radial = solve_radial(problem, "input", "VRS")          # scores, slacks, lambdas
middle = time.process_time()
solve_multiplier_radial(problem, "input", "VRS")        # multipliers
end = time.process_time()
print(json.dumps({"version": version("orange3-dea"), "seconds": end - start, "envelopment": middle - start,
                  "scores": radial.efficiency.tolist()}))
"""
OURS = """
import json, resource, sys, time
import numpy as np, pandas as pd
import govmetrics as gm
table = np.load(sys.argv[1])
x, y = pd.DataFrame(table["x"]).add_prefix("x"), pd.DataFrame(table["y"]).add_prefix("y")
gm.dea.radial(x.iloc[:200], y.iloc[:200])               # imports
times = []
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    result = gm.dea.radial(x, y)
    times.append(time.process_time() - start)
worst = float(result.certificate[["primal", "dual", "gap"]].max().max())
print(json.dumps({"seconds": min(times), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
                  "worst": worst, "by_solver": int((result.certificate["solver"] != "engine").sum()),
                  "peers": len(result.peers), "scores": result.scores.tolist()}))
"""


def table(n: int, m: int, s: int) -> Path:
    rng = np.random.default_rng(1)
    x = rng.lognormal(0, 0.6, (n, m))
    level = np.log(x).mean(axis=1, keepdims=True) * 0.8
    y = np.exp(level + rng.normal(0, 0.3, (n, s)) - rng.exponential(0.2, (n, 1)))
    path = Path(tempfile.gettempdir()) / f"dea_{n}_{m}_{s}.npz"
    np.savez(path, x=x, y=y)
    return path


def run(python: str, script: str, *arguments: str) -> dict:
    done = subprocess.run([python, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"numpy {version('numpy')}, scipy {version('scipy')}; one thread; load {os.getloadavg()[0]:.1f}")
    seconds = {}
    for n, m, s, repeats in ((1000, 3, 3, 5), (1000, 5, 5, 5), (10_000, 3, 3, 2), (100_000, 3, 3, 1)):
        path = table(n, m, s)
        ours = run(sys.executable, OURS, str(path), str(repeats))
        seconds[n, m] = ours["seconds"]
        print(
            f"govmetrics {n:>7} units, {m} + {s}: {ours['seconds']:.3f} s, peak {ours['megabytes']:.0f} MB (whole "
            f"process), worst certificate {ours['worst']:.0e}, {ours['by_solver']} by HiGHS, {ours['peers']} peer rows"
        )
        if n == 1000 and m == 3 and "--no-peer" not in sys.argv:
            try:
                peer = run(os.environ.get("PEER_PYTHON", sys.executable), PEER, str(path))
            except subprocess.CalledProcessError as error:
                print("orange3-dea did not run (set PEER_PYTHON):", error.stderr.strip().splitlines()[-1])
                continue
            apart = np.abs(np.array(peer["scores"]) - ours["scores"]).max()
            print(
                f"orange3-dea {peer['version']} {n} units, {m} + {s}: {peer['seconds']:.1f} s "
                f"({peer['envelopment']:.1f} s without multipliers); scores differ by at most {apart:.0e}"
            )
            print(
                f"ratio {peer['seconds'] / ours['seconds']:.0f}, {peer['envelopment'] / ours['seconds']:.0f} "
                "if the peer is spared its multipliers"
            )
    print(f"100,000 units take {seconds[100_000, 3] / seconds[1000, 3]:.0f} times as long as 1,000")
    import govmetrics as gm

    data = np.load(table(100, 3, 3))
    start = time.process_time()
    gm.dea.bootstrap(data["x"], data["y"], draws=2000)
    print(f"bootstrap, 2,000 draws of 100 units: {time.process_time() - start:.1f} s")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
