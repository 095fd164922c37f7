"""The example of a cluster: a worker is killed, and the numbers are the same."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs Dask's distributed (in the dev extras)")
FOLDER = Path(__file__).parents[2] / "examples" / "cluster"


@pytest.mark.slow
def test_the_example_tells_that_the_numbers_are_the_same():
    done = subprocess.run(
        [sys.executable, FOLDER / "run.py"],
        check=False,
        capture_output=True,
        text=True,
        cwd=FOLDER.parents[1],
    )
    assert done.returncode == 0, done.stderr
    assert "a worker was killed midway: True" in done.stdout
    assert "the same on the cluster: True" in done.stdout


def test_the_program_is_short():
    lines = (FOLDER / "run.py").read_text(encoding="utf-8").splitlines()
    assert (
        len([line for line in lines if line.strip() and not line.startswith(('"""', "import", "from"))]) <= 24
    )
