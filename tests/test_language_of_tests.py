"""Tests and the processes that they start speak English, whatever language the environment is in."""

import os
import subprocess
import sys

import govmetrics as gm
from govmetrics.core.words.state import VARIABLE, in_use

PROBE = f"import os; os.environ[{VARIABLE!r}] = 'zh'; import tests.conftest; print(os.environ[{VARIABLE!r}])"


def test_the_language_is_fixed_before_anything_else():
    here = {**os.environ, VARIABLE: "zh"}
    told = subprocess.run([sys.executable, "-c", PROBE], env=here, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "en"


def test_english_is_in_use_here_and_in_processes():
    assert in_use() == "en"
    code = "from govmetrics.core.words.state import in_use; print(in_use())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "en"
    with gm.use("zh"):
        assert in_use() == "zh"
