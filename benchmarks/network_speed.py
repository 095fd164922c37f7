"""Speed of networks: many small ones with their errors, and one large one; beside networkx for the same numbers.

Run ``.venv/bin/python -m benchmarks.network_speed``. It prints versions, the machine's cores, and seconds, the best of three.
"""

from __future__ import annotations

import os
import platform
import sys

import networkx as nx
import numpy as np

import govmetrics as gm
from benchmarks.timing import best
from govmetrics.network.measures import _measured
from govmetrics.numerics.geodesics import geodesics


def small(networks: int = 200, n: int = 20) -> gm.network.Network:
    """Return networks of so many actors, a quarter of the pairs tied."""
    drawn = (np.random.default_rng(0).random((networks, n, n)) < 0.25).astype(float)
    return gm.network.Network.from_array(drawn)


def large(n: int = 3000, ties: int = 15_000) -> np.ndarray:
    """Return one network with so many ties, as an array."""
    rng, x = np.random.default_rng(1), np.zeros((n, n), dtype=bool)
    while x.sum() < ties:
        i, j = rng.integers(0, n, (2, ties - int(x.sum())))
        x[i[i != j], j[i != j]] = True
    return x


def main() -> None:
    """Print what each takes."""
    print(platform.platform(), f"{os.cpu_count()} cores, python {sys.version.split()[0]}, numpy {np.__version__},",
          f"networkx {nx.__version__}")  # fmt: skip
    net, x = small(), large()
    net.stacks  # noqa: B018  # reading is not measured
    values = best(lambda: [_measured(stack.weights > 0, stack, True) for stack in net.stacks])
    print(f"200 networks of 20 actors, all measures: {values:.3f} s")
    print(f"the same with jackknife errors, as a table: {best(lambda: gm.network.measures(net)):.3f} s")
    print(f"the same, every actor: {best(lambda: gm.network.actors(net)):.3f} s")
    print(
        f"3,000 actors, 15,000 ties, distances and betweenness: {best(lambda: geodesics(x[None]), 1):.2f} s"
    )
    x = large(500, 2500)  # networkx takes minutes for the large one
    graph = nx.from_numpy_array(x, create_using=nx.DiGraph)
    found: dict[int, float] = {}
    print(f"500 actors, 2,500 ties: {best(lambda: geodesics(x[None]), 1):.2f} s")
    seconds = best(lambda: found.update(nx.betweenness_centrality(graph, normalized=False)), 1)
    apart = np.abs(
        geodesics(x[None]).betweenness[0] - np.array([found[actor] for actor in range(len(x))])
    ).max()
    print(
        f"networkx, betweenness alone: {seconds:.1f} s; apart by {apart / max(found.values()):.1e} of the largest"
    )


if __name__ == "__main__":
    main()
