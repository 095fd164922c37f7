"""A run in a process of its own that is killed, or finds the disk full: earlier results are as they were."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.folder import write_findings
from tests.command import command

resource = pytest.importorskip("resource")  # not on Windows

ROOT = Path(__file__).parents[2]
EVALUATION = """
tree: {code: GOV, parts: [{code: trust, better: more}, {code: solved, better: more}]}
evidence: {records: records.csv}
index: {weighting: equal}
"""
KILLED = """
import os, sys
from govmetrics.evaluation import folder
from govmetrics.cli import main
real, calls, how = folder.write_csv, [], int(sys.argv[1])
def killed(*given, **more):
    calls.append(1)
    real(*given, **more)
    if len(calls) == 2:
        os.kill(os.getpid(), how)
folder.write_csv = killed
sys.argv = ["govmetrics", "run", sys.argv[2], "--language", "en"]
main()
"""


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A folder with the results of a first run, and other records since."""
    (tmp_path / "evaluation.yaml").write_text(EVALUATION)
    records(tmp_path, 60)
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    records(tmp_path, 70)
    return tmp_path


def records(folder: Path, trust: float) -> None:
    table = pd.DataFrame(
        {"unit": ["East", "West", "North"], "trust": [trust, 50, 80], "solved": [90.0, 55, 40]}
    )
    table.to_csv(folder / "records.csv", index=False)


def start(*arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        preexec_fn=limited,
    )


def run(folder: Path, *more: str) -> SimpleNamespace:
    return command("run", folder, "--language", "en", *more)


def kept(folder: Path) -> dict[str, bytes]:
    """Return the files that have their final names."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return {name: content for name, content in found.items() if not name.startswith(".unfinished-")}


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_killed_half_way_the_earlier_results_stand_and_the_next_run_cleans_up(job: Path, how: int) -> None:
    before = kept(job / "output")
    done = start("-c", KILLED, str(int(how)), str(job))
    assert done.returncode == -how
    assert kept(job / "output") == before
    assert run(job).returncode == 0
    after = kept(job / "output")
    assert after.keys() == before.keys()
    assert after["findings.json"] != before["findings.json"]
    assert not list((job / "output").glob(".unfinished-*"))


@pytest.mark.slow
def test_on_a_full_disk_the_earlier_results_stand_and_one_line_says_why(job: Path) -> None:
    before = kept(job / "output")
    done = start("-m", "govmetrics", "run", str(job), "--language", "en", limit=1000)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    assert kept(job / "output") == before
    assert not list((job / "output").glob(".unfinished-*"))
    told = "cannot be written (the disk is full); make room, or name a folder on another disk"
    assert [line for line in done.stderr.splitlines() if told in line] == done.stderr.strip().splitlines()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(job: Path) -> None:
    (job / "file").write_text("no folder")
    done = run(job, "--output", str(job / "file" / "below"))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    assert "cannot be written (its path leads through a file)" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def found() -> gm.Findings:
    frame = pd.DataFrame({"trust": [70.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    return gm.evaluate({"tree": tree, "index": {"weighting": "equal"}}, records=frame)


FAILS = {
    "open": [("builtins.open", lambda at, mode="r", *_: any(letter in mode for letter in "wxa+") and str(at)),
             ("io.open", lambda at, mode="r", *_: any(letter in mode for letter in "wxa+") and str(at))],
    "make a folder": [("os.mkdir", lambda at, *_: str(at))],
}  # fmt: skip
"""What writes, and where it does: called as it is."""


@pytest.mark.parametrize("what", FAILS)
def test_a_folder_that_becomes_read_only_at_any_moment_keeps_its_earlier_results(
    what: str, found: gm.Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file and folder of a run in turn is refused, as a disk that is mounted anew refuses it, and all after it."""
    from govmetrics.cli.evaluations import reports

    write_findings(found, tmp_path / "run", reports("en", ["html", "excel"]), "en")
    before, first = kept(tmp_path / "run"), -1
    later = replace(found, notes=("later",))
    for first in range(100):
        calls: list[str] = []

        def refusing(real: Any, where: Any, first: int = first, calls: list[str] = calls) -> Any:
            def call(*given: Any, **more: Any) -> Any:
                if str(tmp_path) in (where(*given, *([more["mode"]] if "mode" in more else [])) or ""):
                    calls.append(given[0])
                    if len(calls) > first:
                        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(given[0]))
                return real(*given, **more)

            return call

        with monkeypatch.context() as patched:
            for name, where in FAILS[what]:
                module, _, function = name.rpartition(".")
                patched.setattr(name, refusing(getattr(sys.modules[module], function), where))
            try:
                write_findings(later, tmp_path / "run", reports("en", ["html", "excel"]), "en")
                break
            except gm.FaultyInput as error:
                (fault,) = error.faults
        assert "cannot be written" in fault.say("en"), fault
        assert kept(tmp_path / "run") == before
    assert first > (5 if what == "open" else 1)
    assert kept(tmp_path / "run") != before
    assert not list((tmp_path / "run").glob(".unfinished-*"))
