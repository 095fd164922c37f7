"""The report's page of many communities: seconds and memory to make it, its size, and how quickly a browser answers.

    python benchmarks/report_page.py [COMMUNITIES] [LEAVES]

By default 1,000 communities with 30 indicators over two years. The browser is Chromium, where there is one.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import govmetrics as gm

SECONDS = """async (act) => { const start = performance.now(); eval(act);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); return (performance.now() - start) / 1000; }"""
ACTS = {
    "search": "const f = document.getElementById('find'); f.value = '99'; f.dispatchEvent(new Event('input'))",
    "sort": "document.querySelectorAll('#ranking-table th button')[2].click()",
    "open a card": "document.querySelector('.card').open = true",
}


def findings(units: int, leaves: int) -> gm.Findings:
    """Return what is found of so many simulated communities."""
    rng = np.random.default_rng(1)
    codes = [f"x{place}" for place in range(leaves)]
    tree = gm.IndicatorTree.from_groups({f"G{place}": codes[place::5] for place in range(5)})
    names = [f"社区{place:04d}" for place in range(units)]
    level = rng.normal(size=(units, 1))
    records = pd.concat([
        pd.DataFrame(50 + 10 * level + 5 * rng.normal(size=(units, leaves)), columns=codes)
        .assign(unit=names, street=[f"街道{place % 40}" for place in range(units)], period=year)
        for year in (2024, 2025)
    ], ignore_index=True)  # fmt: skip
    asked = {"tree": tree, "evidence": {"records": {"unit": "unit", "period": "period", "street": "street"}},
             "index": {"weighting": "equal"}, "sureness": {"draws": 200}, "change": True,
             "diagnosis": {"obstacles": True, "strengths": True}}  # fmt: skip
    return gm.evaluate(asked, records=records)


def in_browser(path: Path, executable: str) -> None:
    """Print how long the page takes to open and to answer."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1280, "height": 900}, bypass_csp=True
        )  # to time it from outside
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.evaluate("0")
        print(f"open until it answers: {time.perf_counter() - start:.2f} s")
        for name, act in ACTS.items():
            print(f"{name}: {page.evaluate(SECONDS, act):.3f} s")
        browser.close()


def main() -> None:
    """Make the page, and time it."""
    units, leaves = (
        int(sys.argv[place]) if len(sys.argv) > place else default for place, default in ((1, 1000), (2, 30))
    )
    start = time.perf_counter()
    found = findings(units, leaves)
    print(f"{units} communities x {leaves} indicators, evaluated: {time.perf_counter() - start:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        for language in ("zh", "both"):
            start = time.perf_counter()
            path = gm.report.html(found, Path(folder) / f"{language}.html", language)
            print(f"page {language}: {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.2f} MB")
        print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        executable = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        if executable:
            in_browser(Path(folder) / "zh.html", executable)


if __name__ == "__main__":
    main()
