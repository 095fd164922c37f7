"""Hypothesis profiles, and where the shared cases are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from govmetrics.core.words.state import VARIABLE, chosen
from tests.postgresql import postgres

__all__ = ["postgres"]

# Whoever runs the tests may have another in the environment; the processes that tests start have it from here.
os.environ[VARIABLE] = "en"

settings.register_profile(
    "fast", max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "full", max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

THOROUGH = (
    "contracts/", "stories/", "report/", "fuzz/", "test_cli_interrupted.py", "serve/test_odd_answers.py",
    "test_supply_chain.py", "test_extras.py", "test_package.py", "evaluation/test_parts.py", "evaluation/test_edition.py",
    "evaluation/test_by_call.py", "evaluation/test_units_of_two_columns.py", "planning/test_planning.py", "core/test_parallel.py",
    "serve/test_command_line.py", "robustness/test_change_confidence.py",
    *(f"evaluation/test_{name}.py" for name in (
        "efficiency_models", "embedding", "faults", "forms_in_chinese", "half_way", "interrupted", "neighbours", "new_trees",
        "newcomer",
        "policies", "public", "reports", "texts",
    )),
)  # fmt: skip
"""What goes through the whole house, everything that is public, or every report: `make test-thorough`, not `make test`."""


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """What a test chooses by the command line, which owns its process, holds for that test alone."""
    before = chosen.set(chosen.get())
    yield
    chosen.reset(before)


CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FACTS = Path(__file__).parent / "reference" / "data"


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of published tables and other programs' answers (see its SOURCES.md)."""
    return FACTS


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of shared cases beside the checkout; skips where there is none."""
    if not CASES.is_dir():
        pytest.skip(
            "other projects' data sets are not beside this checkout; a smaller test of the same method runs"
        )
    return CASES


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser; without one what wants it is skipped."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.hookimpl(tryfirst=True)  # before -m is asked which tests are wanted
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests to `make test-full`: deselected, so that a skip always means something is missing.

    What opens a real browser is marked so: `make test-browser` runs it, and `make test` the rest.
    """
    here = Path(__file__).parent
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.path.is_relative_to(here) and item.path.relative_to(here).as_posix().startswith(THOROUGH):
            item.add_marker(pytest.mark.thorough)
    if os.environ.get("HYPOTHESIS_PROFILE") == "full" or config.option.markexpr:
        return
    slow = [item for item in items if "slow" in item.keywords]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if "slow" not in item.keywords]
