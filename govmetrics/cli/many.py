"""Many evaluations on the command line, in processes, threads, or on the machines of a Dask cluster."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from govmetrics.cli.output import print_files, print_text
from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_of
from govmetrics.core.words import Text

if TYPE_CHECKING:
    from govmetrics.evaluation.many import Many

SHOWN = 10
"""So many faulty evaluations are named on screen; the summary has all."""

PATIENCE = 10
"""So many seconds a scheduler has to answer."""


def run_many(
    folders: Sequence[Path], output: Path, language: Both | None, formats: Sequence[str], jobs: int | None,
    backend: str, scheduler: str,
) -> bool:  # fmt: skip
    """Do many evaluations, write the summary, and print what came of them; tell whether none is faulty."""
    from govmetrics.cli.evaluations import reports
    from govmetrics.evaluation.many import SUMMARY, evaluate_many

    spoken = language or language_of()
    with working(backend, scheduler, jobs):
        found = evaluate_many(
            folders, output, reports(spoken, formats), language=spoken, formats=formats, progress="bar"
        )
    print_text(found.summary())
    _print_faults(found)
    print_files([output / f"{SUMMARY}{suffix}" for suffix in (".xlsx", ".csv", ".html")])
    return found.whole


def _print_faults(found: Many) -> None:
    faulty = found.folders[found.folders["fault"] != ""]
    for folder, fault in faulty["fault"].head(SHOWN).items():
        print_text(Text("{folder}: {fault}", folder=str(folder), fault=fault))
    if len(faulty) > SHOWN:
        print_text(Text("{count:# more is|# more are} in the summary", count=len(faulty) - SHOWN))


@contextmanager
def working(backend: str, scheduler: str, jobs: int | None) -> Iterator[None]:
    """Let joblib's work in this block be done by processes here, threads here, or the workers of a Dask cluster."""
    from joblib import parallel_config

    if scheduler and backend != "dask":
        raise FaultyInput("--scheduler", "is of a Dask cluster", "say --backend dask as well")
    if backend != "dask":
        with parallel_config(backend=backend, n_jobs=jobs or 1):
            yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise FaultyInput("--backend", "Dask is not installed", 'pip install "distributed"') from None
    start: Any = Client
    here: dict[str, Any] = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None}
    try:  # without an address it starts workers on this machine
        if scheduler:
            _knock(scheduler)
        asked: dict[str, Any] = {"address": scheduler, "timeout": PATIENCE} if scheduler else here
        client = start(**asked)
    except (OSError, ValueError) as error:
        way_out = "check the address, such as tcp://10.0.0.1:8786, and that the scheduler runs"
        raise FaultyInput("--scheduler", "does not answer: {reason}", way_out, reason=str(error)) from None
    with client, parallel_config(backend="dask", n_jobs=jobs or -1):
        yield


def _knock(scheduler: str) -> None:
    """Raise at once where nobody listens: Dask itself asks again and again, and holds the process after it gave up."""
    address = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}")
    if address.scheme in ("tcp", "tls"):
        socket.create_connection((address.hostname or "", address.port or 0), timeout=PATIENCE).close()
