"""How time and memory of the DEA models grow with the number of units; prints a Markdown table.

Run by hand: ``python benchmarks/dea_growth.py [model ...] [--largest N] [--million]``.

Every case runs in a process of its own, on one thread: seconds of processor time, of the clock, and the peak of the whole
process (`ru_maxrss`, some 200 MB of which are Python, NumPy, SciPy and pandas). The exponent is the slope of a line through
the logarithms of size and processor time, over the sizes that took at least a twentieth of a second.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version

import numpy as np

WIDE = (1000, 3000, 10_000, 20_000, 100_000)
CALLS = {
    "additive": ("dea.additive(x, y)", WIDE),
    "slacks_based": ("dea.slacks_based(x, y)", WIDE),
    "russell": ("dea.russell(x, y)", WIDE),
    "super_slacks_based": ("dea.super_slacks_based(x, y)", WIDE),
    "cross_efficiency": ("dea.cross_efficiency(x, y)", WIDE),
    "outliers": ("dea.outliers(x, y)", WIDE),
    "two_stage": ("dea.two_stage(x, z, y)", WIDE),
    "order_m": ("dea.order_m(x, y)", WIDE),
    "closest_targets": ("dea.closest_targets(x.iloc[:, :2], y.iloc[:, :2])", (50, 100, 200)),
    "returns_test": ("dea.returns_test(x, y)", (100, 300)),  # 1,000 draws, the default
    "returns_test_of_100_draws": ("dea.returns_test(x, y, draws=100)", (100, 300, 1000)),
    "radial": ("dea.radial(x, y)", (*WIDE, 1_000_000)),
}
CASE = """
import json, resource, sys, time, warnings
import numpy as np, pandas as pd
from govmetrics import dea
warnings.simplefilter("ignore")
n, call = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(1)
x = rng.lognormal(0, 0.6, (n, 3))
level = np.log(x).mean(axis=1, keepdims=True) * 0.8
y, z = (np.exp(level + rng.normal(0, 0.3, (n, 3)) - rng.exponential(0.2, (n, 1))) for _ in range(2))
x, y, z = (pd.DataFrame(table).add_prefix(name) for name, table in (("x", x), ("y", y), ("z", z)))
dea.radial(x.iloc[:50], y.iloc[:50])  # imports
before, clock = time.process_time(), time.perf_counter()
found = eval(call)
seconds, clock = time.process_time() - before, time.perf_counter() - clock
told = {"seconds": seconds, "clock": clock, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}
if hasattr(found, "certificate"):
    wrong = found.certificate.drop(columns="solver", errors="ignore")
    told["worst"] = float(np.nanmax(wrong.to_numpy(dtype=float)))
if hasattr(found, "efficient"):
    told["frontier"] = int((found.efficient == "strong").sum())
print(json.dumps(told))
"""


def measured(call: str, n: int, limit: float) -> dict[str, float] | None:
    """Return what one call takes in a process of its own, None where it takes longer than `limit` seconds."""
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", CASE, str(n), call]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=alone, timeout=limit)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(f"{call}, {n:,} units: {type(error).__name__}", str(error.stderr)[-300:], file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return the slope of log seconds on log size, over what takes long enough to be measured."""
    long = [(n, t) for n, t in zip(sizes, seconds, strict=True) if t >= 0.05]
    return float(np.polyfit(*np.log(np.array(long)).T, 1)[0]) if len(long) > 1 else float("nan")


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("models", nargs="*", default=list(CALLS))
    ask.add_argument("--largest", type=int, default=20_000)
    ask.add_argument("--limit", type=float, default=600.0, help="seconds for each case")
    asked = ask.parse_args()
    names = ("python", "numpy", "scipy", "pandas")
    versions = ", ".join(
        f"{name} {platform.python_version() if name == 'python' else version(name)}" for name in names
    )
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, one thread; {versions}; load {os.getloadavg()[0]:.1f}\n"
    )
    print("| model | units | processor, s | clock, s | peak, MB | efficient | worst certificate | exponent |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in asked.models:
        call, sizes = CALLS[name]
        done: list[int] = []
        seconds: list[float] = []
        for n in (size for size in sizes if size <= asked.largest):
            found = measured(call, n, asked.limit)
            if found is None:
                break
            done.append(n)
            seconds.append(found["seconds"])
            told = f"{found['frontier']:,}" if "frontier" in found else ""
            worst = f"{found['worst']:.0e}" if "worst" in found else ""
            power = f"{exponent(done, seconds):.2f}" if len(done) > 1 else ""
            print(
                f"| {name} | {n:,} | {found['seconds']:.2f} | {found['clock']:.2f} | {found['megabytes']:.0f} | {told} | "
                f"{worst} | {power} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
