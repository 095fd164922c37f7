"""Speed and memory of the AHP room beside its peers, in one run.

Peers are installed by hand, into an environment that also sees govmetrics: ``pip install ahpy pydecision``.

    python -m benchmarks.ahp_speed            # prints machine, versions, what each side did, and the ratios
"""

from __future__ import annotations

import itertools
import platform
import resource
import sys
from functools import partial
from importlib.metadata import version
from time import perf_counter, process_time

import numpy as np

import govmetrics as gm
from benchmarks import timing

SIZES = (4, 5, 5, 5, 5)
SCALE = np.concatenate([1 / np.arange(9, 1, -1), np.arange(1, 10)])


best = partial(timing.best, times=15, clock=process_time)


def answers(experts: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Judgements on Saaty's scale around common weights, with errors that give CRs around 0.1."""
    w = rng.dirichlet(np.full(n, 3.0))
    i, j = np.triu_indices(n, 1)
    raw = np.log(w[i] / w[j]) + rng.normal(0, 0.45, (experts, i.size))
    judged = SCALE[np.abs(np.log(SCALE)[:, None, None] - raw).argmin(axis=0)]
    stack = np.ones((experts, n, n))
    stack[:, i, j], stack[:, j, i] = judged, 1 / judged
    return stack


def tree_of(sizes: tuple[int, ...]) -> gm.IndicatorTree:
    names = [f"G{g}" for g in range(1, len(sizes))]
    groups = {name: [f"{name}{p}" for p in range(n)] for name, n in zip(names, sizes[1:], strict=True)}
    return gm.IndicatorTree.from_groups(groups, root="G0")


def with_ahpy(stacks: list[np.ndarray]) -> np.ndarray:
    import ahpy

    ratios = []
    for stack in stacks:
        pairs = list(itertools.combinations(range(stack.shape[1]), 2))
        for matrix in stack:
            compared = ahpy.Compare(
                "group", {pair: matrix[pair] for pair in pairs}, precision=6, random_index="saaty"
            )
            ratios.append(compared.consistency_ratio)
    return np.array(ratios)


def with_pydecision(stacks: list[np.ndarray]) -> np.ndarray:
    from pyDecision.algorithm import ahp_method

    return np.array([ahp_method(matrix, wd="max_eigen")[1] for stack in stacks for matrix in stack])


def ours(stacks: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([gm.ahp.eigenvector(stack).consistency_ratio for stack in stacks])


def report(stacks: list[np.ndarray], spread: bool = False) -> gm.ahp.GroupWeights:
    tree = tree_of(tuple(stack.shape[1] for stack in stacks))
    experts = [f"expert {e}" for e in range(len(stacks[0]))]
    judged = gm.Judgements(tree, experts, dict(zip((g.code for g in tree.groups), stacks, strict=True)))
    found = gm.ahp.weights(judged)
    assert len(found.experts)  # this and the spread are computed when asked for
    if spread:
        assert len(found.spread)
    return found


def main() -> None:
    rng = np.random.default_rng(1)
    print("CPU time;", platform.platform(), "| Python", sys.version.split()[0], "| numpy", np.__version__)
    stacks = [answers(500, n, rng) for n in SIZES]
    base = best(lambda: ours(stacks))
    print(f"500 experts x groups of {SIZES}, weights with CR: govmetrics {base * 1e3:.2f} ms")
    for name, run, repeats in (("ahpy", with_ahpy, 1), ("pydecision", with_pydecision, 1)):
        try:
            theirs = best(lambda run=run: run(stacks), times=repeats)
        except ImportError:
            print(f"  {name}: not installed")
            continue
        print(f"  {name} {version(name)}: {theirs * 1e3:.0f} ms, {theirs / base:.0f} times as long")
    full, wide = best(lambda: report(stacks)), best(lambda: report(stacks, spread=True))
    print(
        f"  the full group report, validation to consensus: {full * 1e3:.1f} ms, {full / base:.1f} x the bare weights"
    )
    print(f"  with intervals from 200 resamplings of the experts: {wide * 1e3:.1f} ms, {wide / base:.1f} x")
    many = answers(20_000, 5, rng)
    ours_many, eig = best(lambda: gm.ahp.eigenvector(many)), best(lambda: np.linalg.eig(many), times=5)
    print(
        f"20,000 matrices of 5 x 5: eigenvector with CR, GCI and checks {ours_many / 0.02:.2f} us a matrix, "
        f"stacked numpy.linalg.eig {eig / 0.02:.2f} us: {eig / ours_many:.1f} times as long"
    )
    crowd = [answers(100_000, n, rng) for n in SIZES]
    start = perf_counter()
    found = report(crowd, spread=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"100,000 experts, full report with intervals ({len(found.experts):,} rows): {perf_counter() - start:.1f} s, "
        f"peak memory of the whole process {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
