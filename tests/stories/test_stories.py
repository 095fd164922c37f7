"""Every story of examples/ runs as it stands, and is short."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*/run.py"))


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, str(script), *map(str, arguments)], capture_output=True, check=False, text=True, encoding="utf-8",
        cwd=script.parent,
    )  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.parent.name)
def test_a_script_has_at_most_twenty_lines(script):
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 20
    assert (script.parent / "README.md").is_file()


def test_us_states(tmp_path):
    done = run(EXAMPLES / "us_states" / "run.py", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "New Hampshire" in done.stdout.splitlines()[2]
    assert (tmp_path / "report.html").is_file()


def test_shenzhen_survey():
    done = run(EXAMPLES / "shenzhen_survey" / "run.py")
    assert done.returncode == 0, done.stderr
    for number in ("80.7", "83.8", "89.4", "81.3", "72.7", "76.2"):
        assert number in done.stdout
    assert "74.5 is printed, but the items give 72.74" in done.stdout
