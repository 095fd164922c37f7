"""Run the benchmarks and write their page: ``make bench``, or ``python -m benchmarks.all [SCRIPT ...] [--limit SECONDS]``.

Every script runs in a process of its own, on one thread, one after the other: leave the machine alone meanwhile. Its section of
the page is replaced, those of scripts that were not asked for stay, each with its own date and versions.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import os
import platform
import re
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import govmetrics as gm

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
BESIDE = {"all", "__init__", "participation_load", "timing"}
"""No scripts of this page; the load of a server is measured by itself (`benchmarks/participation_load.py`)."""
FIRST = ("dea_growth", "growth", "bulk_growth")
PEERS = (
    "numpy",
    "scipy",
    "pandas",
    "statsmodels",
    "scikit-criteria",
    "scikit-learn",
    "networkx",
    "diff-diff",
    "pyarrow",
    "duckdb",
)
HEAD = """# Benchmarks

How time and memory grow, and what other programs need for the same in the same run. `make bench` writes this page; each
section says when, on what machine and with which versions it was measured, and nothing here is typed by hand. Times of
programs that run as their own process include their start only where the script says so.

<!-- sections -->

"""


def scripts() -> list[str]:
    """Return the names of the scripts, those about growth first."""
    named = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in BESIDE)
    return [*(name for name in FIRST if name in named), *(name for name in named if name not in FIRST)]


def machine() -> str:
    """Return what is measured on."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = next(
            line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")
        )
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    return f"{model}, {os.cpu_count()} cores{memory}, {platform.system()}, Python {platform.python_version()}"


def versions() -> str:
    """Return the versions of this library and of those it is measured with."""
    found = [f"govmetrics {gm.__version__}"]  # what is installed may tell an older one
    for name in PEERS:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def section(name: str, limit: float) -> str:
    """Run a script, and return its section."""
    about = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))) or ""
    quiet = (
        os.environ
        | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        | {"PYTHONPATH": str(HERE.parent)}
    )
    start, load = time.perf_counter(), os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], capture_output=True, text=True, check=False, timeout=limit,
            cwd=HERE.parent, env=quiet,
        )  # fmt: skip
        said, ending = (
            done.stdout,
            ""
            if done.returncode == 0
            else f"It ended with an error: {done.stderr.strip().splitlines()[-1:]}",
        )
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"").decode() if isinstance(error.stdout, bytes) else error.stdout or ""
        ending = f"Stopped after {limit:.0f} s: what comes after this was not measured."
    took = time.perf_counter() - start
    shown = said.strip() if re.search(r"^\| ?-", said, re.MULTILINE) else f"```text\n{said.strip()}\n```"
    day = datetime.datetime.now(tz=datetime.UTC).date()
    return (
        f"## {name}\n\n{about.splitlines()[0] if about else ''}\n\n{shown}\n\n{ending}\n\n"
        f"*{day}; {machine()}; {versions()}; {took:.0f} s in all; load of the machine before it {load:.1f}.*\n\n"
    ).replace("\n\n\n\n", "\n\n")


def main() -> None:
    """Run the scripts that are asked for, and write the page after each."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("scripts", nargs="*", metavar="SCRIPT", default=[])
    ask.add_argument("--limit", type=float, default=900.0, help="seconds for each script")
    asked = ask.parse_args()
    old = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    parts = dict(re.findall(r"(?ms)^## (\w+)\n(.*?)(?=^## |\Z)", old))
    for name in asked.scripts or scripts():
        print(name, flush=True)
        parts[name] = section(name, asked.limit).partition("\n")[2]
        PAGE.write_text(
            HEAD + "".join(f"## {one}\n{parts[one]}" for one in scripts() if one in parts).rstrip() + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
