"""The command line that is stopped, that nobody reads to the end, and whose terminal knows few characters."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govmetrics.cli import stopping
from tests.evaluation.test_interrupted import EVALUATION, ROOT, kept, records

pytestmark = pytest.mark.slow
STOPPED = {
    "en": "stopped: no file is half-written; the same command begins again\n",
    "zh": "已中止：没有只写了一半的文件；重新执行同一命令即可\n",
}
STOPPING = """
import json, os, shutil, sys
from govmetrics.cli import commands, program
from pathlib import Path
from tests.evaluation.test_interrupted import kept, records
from tests.command import command
folder, moments = Path(sys.argv[1]), json.loads(sys.argv[2])
command("run", folder), command("verify", folder)  # so that all libraries are there
records(folder, 70)
shutil.copytree(folder / "output", folder / "before")
found = {}
for name, (where, time) in moments.items():
    for number, language in ((2, "zh"), (15, "en")):
        module, function = where.split(":")
        owner = __import__(module, fromlist=["x"])
        real, times = getattr(owner, function), [0]
        def stopped(*given, **more):
            done = real(*given, **more)
            times[0] += 1
            if times[0] == time:
                os.kill(os.getpid(), number)
            return done
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            setattr(owner, function, stopped)
            os.dup2(write, 2), os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.stderr, sys.stdout = open(2, "w", encoding="utf-8"), open(1, "w", encoding="utf-8")
            sys.argv = ["govmetrics", "run", str(folder), "--language", language]
            try:
                program()
            except SystemExit as left:
                sys.stderr.flush()
                os._exit(left.code)
            os._exit(99)
        os.close(write)
        told = open(read, encoding="utf-8").read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        same = kept(folder / "output") == kept(folder / "before")
        sound = command("verify", folder).returncode
        left = [path.name for path in folder.rglob(".unfinished-*")]
        found[f"{name}, {number}"] = told, code, same, sound, left
        shutil.rmtree(folder / "output"), shutil.copytree(folder / "before", folder / "output")
print(json.dumps(found))
"""
MOMENTS = {
    "reading": ("govmetrics.evaluation.run:read_all", 1),
    "computing": ("govmetrics.recipe:one_pass", 1),
    "the first table": ("govmetrics.evaluation.folder:write_csv", 1),
    "a table": ("govmetrics.evaluation.folder:write_csv", 3),
    "the report": ("govmetrics.report.html:page_of", 1),
    "the first move": ("govmetrics.core.staged:_put", 1),
    "a move": ("govmetrics.core.staged:_put", 4),
}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("job")
    (folder / "evaluation.yaml").write_text(EVALUATION + "sureness: {draws: 50}\n")
    records(folder, 60)
    done = python("-m", "govmetrics", "run", folder)
    assert done.returncode == 0, done.stderr
    return folder


def python(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_stopped_at_any_moment_one_line_tells_it_and_nothing_is_lost(tmp_path: Path) -> None:
    """Processes are forked from one that has the libraries, as each start takes seconds."""
    (tmp_path / "evaluation.yaml").write_text(EVALUATION + "sureness: {draws: 50}\n")
    records(tmp_path, 60)
    done = python("-c", STOPPING, tmp_path, json.dumps(MOMENTS))
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert len(found) == 2 * len(MOMENTS)
    for name, (told, code, same, sound, left) in found.items():
        moment, _, number = name.rpartition(", ")
        assert (told, code) == (STOPPED["zh" if number == "2" else "en"], 128 + int(number)), name
        assert not left, name
        # What had begun to move moved on; before that nothing had changed, but the records are others than those of the run.
        assert (same, sound) == ((False, 0) if "move" in moment else (True, 1)), name


def test_after_all_that_the_next_run_mends_it(job: Path) -> None:
    assert python("-m", "govmetrics", "run", job).returncode == 0
    assert not [path for path in job.rglob(".*") if path.name.startswith(".unfinished-")]
    assert python("-m", "govmetrics", "verify", job).returncode == 0


def test_stopped_before_the_libraries_are_there(job: Path) -> None:
    code = "import os, signal; from govmetrics.cli import stopping; stopping.stop_at_once(); os.kill(os.getpid(), signal.SIGINT)"
    for language, told in (("en", "stopped: nothing had been begun\n"), ("zh", "已中止：尚未写入任何内容\n")):
        done = python("-c", code, GOVMETRICS_LANGUAGE=language)
        assert (done.returncode, done.stderr.decode()) == (130, told)


def test_a_signal_that_is_lost_where_python_clears_away_comes_again() -> None:
    class Odd:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    odd = [Odd()]
    with stopping.stoppable() as stop:
        try:
            odd.clear()
            time.sleep(1)
            seen = False
        except KeyboardInterrupt:
            seen = True
    assert seen
    assert stop.code == 130
    assert signal.getsignal(signal.SIGINT) is before


def test_nobody_reads_to_the_end(job: Path) -> None:
    """As with ``govmetrics run FOLDER | head -1``: the files are there all the same."""
    before = kept(job / "output")["findings.json"]
    records(job, 65)
    for arguments in (("run", job), ("trees",), ("--help",), ("survey", "--help")):
        process = subprocess.Popen(
            [sys.executable, "-m", "govmetrics", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        process.stderr.close()
        code = process.wait()
        assert told == b""
        assert code == (1 if "--help" in arguments else 0), arguments  # of help there are no files
    assert kept(job / "output")["findings.json"] != before


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_terminal_that_knows_few_characters(job: Path, encoding: str) -> None:
    done = python("-m", "govmetrics", "run", job, "--language", "zh", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    done = python("-m", "govmetrics", "run", job / "没有", "--language", "zh", PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
