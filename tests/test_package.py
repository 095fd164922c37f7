"""What is installed: the wheel, the ready-made trees, and what an import costs."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import govmetrics as gm

ROOT = Path(__file__).resolve().parents[1]


def python(code, **options):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, **options
    ).stdout


def test_importing_pulls_in_nothing_heavy():
    code = "import sys, govmetrics; print(*[m for m in sys.modules])"
    loaded = set(python(code).split())
    for heavy in (
        "matplotlib",
        "statsmodels",
        "skcriteria",
        "scipy",
        "pandas",
        "openpyxl",
        "pulp",
        "pydantic",
        "joblib",
        "rich",
    ):
        assert heavy not in loaded


def test_the_main_job_loads_no_plots_and_no_rankings():
    code = "import sys, govmetrics as gm; gm.follow, gm.Recipe, gm.read_tree('wgi'); print(*[m for m in sys.modules])"
    loaded = set(python(code).split())
    assert not {"matplotlib", "statsmodels", "skcriteria", "pulp"} & loaded


def test_every_public_name_is_there():
    for name in gm.__all__:
        assert getattr(gm, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'zz'"):
        _ = gm.zz
    assert "read_tree" in dir(gm)


@pytest.mark.parametrize("room", [name for name in gm.__all__ if isinstance(getattr(gm, name), ModuleType)])
def test_a_room_shows_its_public_names_and_its_files(room):
    module = getattr(gm, room)
    shown = {name for name in dir(module) if not name.startswith("_")}
    files = {name for name in shown if isinstance(getattr(module, name), ModuleType)}
    assert shown - files <= set(getattr(module, "__all__", ()))
    assert all(getattr(module, name).__name__.startswith(f"govmetrics.{room}") for name in files)


def test_a_plain_checkout_finds_the_trees(tmp_path):
    """Without an installation: the package is found by its path alone."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import govmetrics; print(len(govmetrics.list_trees()))"
    assert int(python(code, cwd=tmp_path)) >= 5


STORIES = {
    "us_states": ("Safety and social conditions", {"report.html", "manifest.json"}),
    "district": ("改进方案", {"report.html", "scores.xlsx", "findings.json", "manifest.json", "inputs"}),
}
"""What a story of the demo shows on screen, and files that it writes."""


@pytest.mark.parametrize("story", ["us_states", pytest.param("district", marks=pytest.mark.slow)])
def test_the_wheel_does_the_job_of_the_demo_away_from_the_checkout(tmp_path, story):
    """Build the wheel, install it into an environment of its own, and run `govmetrics demo` there.

    The environment sees this one's site-packages for the dependencies (a .pth file), but the package itself and
    its trees come from the wheel.
    """
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "env", with_pip=False, symlinks=os.name != "nt")
    binary = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    site = next((tmp_path / "env").glob("**/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)  # what pip does with a wheel of Python files
    asked = site / "govmetrics" / "_district" / "evaluation.yaml"
    text = re.sub(r"draws: \d+", "draws: 100", asked.read_text(encoding="utf-8"))  # for time
    asked.write_text(text.replace("[html, word, excel]", "[html, excel]"), encoding="utf-8")
    dependencies = [p for p in sys.path if p.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
    }
    where = subprocess.run(
        [binary / "python", "-c", "import govmetrics; print(govmetrics.__file__)"],
        capture_output=True, text=True, check=True, cwd=tmp_path, env=clean,
    ).stdout  # fmt: skip
    assert str(site) in where
    asking = [binary / "python", "-m", "govmetrics", "demo", "--story", story, "-o", "out"]
    done = subprocess.run(
        asking, capture_output=True, check=False, text=True, cwd=tmp_path, encoding="utf-8", env=clean
    )
    assert done.returncode == 0, done.stderr
    shown, files = STORIES[story]
    assert shown in done.stdout
    assert files <= {path.name for path in (tmp_path / "out").iterdir()}
    assert {"evaluation.yaml", "survey.xlsx"} <= {path.name for path in asked.parent.iterdir()}


def test_every_room_shows_its_public_names_alone():
    names = [name for name in gm.__all__ if name != "numerics"]  # its files are what it offers
    rooms = [room for room in (getattr(gm, name) for name in names) if isinstance(room, ModuleType)]
    assert len(rooms) > 15
    for room in rooms:
        assert set(dir(room)) == set(room.__all__), room.__name__
