"""Another process, another hash seed, another locale and time zone: the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = """
import hashlib, json
import govmetrics as gm
from tests.evaluation.district import ASKED, TREE, district
found = gm.evaluate({**ASKED, "tree": TREE, "sureness": {"draws": 20}}, **district().evidence)
print(hashlib.sha256(json.dumps(found.to_dict(), ensure_ascii=False).encode()).hexdigest())
"""


def test_a_run_does_not_depend_on_hash_seed_locale_or_time_zone() -> None:
    digests = set()
    for changed in (
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Pacific/Auckland"},
    ):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **changed}
        done = subprocess.run(
            [sys.executable, "-c", RUN],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=environment,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        digests.add(done.stdout.strip())
    assert len(digests) == 1
