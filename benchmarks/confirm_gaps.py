"""Full-information factor models and ordered answers in groups: seconds of one thread.

Run by hand: ``python -m benchmarks.confirm_gaps``. 1,206 respondents, 25 items in five scales, a tenth of the answers missing:
nearly 800 patterns. Each fit includes errors, the unrestricted model, that of independent items, Little's test and
modification indices; with a second-order factor also the model of correlated factors. The peer is semopy (MIT; not a
dependency; it needs sympy): with ``obj="FIML"`` it fits the model alone. Leave it out and see our side only.

Seconds are those of the processor, since the machine was shared: one core (Linux x86-64, Python 3.11, numpy 2.4), 29 November
2026: correlated factors 0.73, second-order and correlated 1.22, bifactor 0.94; invariance_ordinal of two groups 0.83.
semopy 2.3.11 was stopped by a limit of 240 seconds before it had ended; of 300 such respondents it took 15.1 (log
likelihood -10968.43, means not fitted), ours 1.3 on its first call (-10967.54).
"""

from __future__ import annotations

import platform
import time

import numpy as np
import pandas as pd

import govmetrics as gm
from benchmarks.timing import best


def answers(n: int = 1206, missing: float = 0.1) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    rng = np.random.default_rng(20240611)
    scales = {f"f{k}": [f"q{5 * k + i}" for i in range(5)] for k in range(5)}
    x = (
        0.7 * rng.normal(size=(n, 1))
        + np.repeat(rng.normal(size=(n, 5)), 5, axis=1)
        + rng.normal(size=(n, 25))
    )
    frame = pd.DataFrame(x, columns=[item for own in scales.values() for item in own])
    return frame.mask(rng.random(x.shape) < missing), scales


def with_semopy(frame: pd.DataFrame, scales: dict[str, list[str]]) -> tuple[float, float] | None:
    """Return semopy's seconds and the log likelihood at its estimates, by our kernel."""
    try:
        import semopy
    except ImportError:
        return None
    from govmetrics.numerics import incomplete

    model = semopy.Model("\n".join(f"{name} =~ {' + '.join(own)}" for name, own in scales.items()))
    start = time.process_time()
    model.fit(frame, obj="FIML")
    seconds = time.process_time() - start
    sigma, (order, _) = model.calc_sigma()[0], (model.vars["observed"], None)
    places = [list(frame).index(name) for name in order]
    x = frame.to_numpy()[:, places]
    return seconds, incomplete.log_likelihood(incomplete.batches(x), np.nanmean(x, axis=0), sigma)


def main() -> None:
    frame, scales = answers()
    print(platform.platform(), "numpy", np.__version__)
    fits = {
        "correlated factors": {},
        "second-order factor (and correlated)": {"second_order": {"G": list(scales)}},
        "bifactor": {"general": "G"},
    }
    for name, options in fits.items():

        def fit(options: dict[str, object] = options) -> gm.psychometrics.Confirmation:
            return gm.psychometrics.confirm(frame, scales, missing="fiml", **options)

        result = fit()
        print(
            f"{name:38} {best(fit, clock=time.process_time):6.2f} s  log likelihood {result.fit['log_likelihood']:.4f}"
        )
    assert result.mcar is not None
    print(f"{result.mcar['patterns']:.0f} patterns, {frame.isna().to_numpy().mean():.1%} missing")
    rng = np.random.default_rng(1)
    steps = frame.fillna(0.0).apply(lambda column: np.digitize(column, [-1.6, -0.5, 0.7, 1.7]) + 1.0)
    groups = pd.Series(rng.integers(0, 2, len(steps)))
    seconds = best(
        lambda: gm.psychometrics.invariance_ordinal(steps, scales, groups), clock=time.process_time
    )
    print(f"{'invariance_ordinal, two groups':38} {seconds:6.2f} s")
    peer = with_semopy(frame, scales)
    print(
        "semopy: not installed"
        if peer is None
        else f"semopy FIML {peer[0]:.2f} s  log likelihood {peer[1]:.4f}"
    )


if __name__ == "__main__":
    main()
