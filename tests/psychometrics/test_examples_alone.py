"""The examples of a module whose names begin like those of tests run when that module is given alone."""

import subprocess
import sys
from pathlib import Path

import govmetrics.psychometrics as room


def test_retest_alone():
    file = Path(room.__file__).parent / "retest.py"
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--doctest-modules", str(file)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=file.parents[2])
    assert done.returncode == 0, done.stdout
