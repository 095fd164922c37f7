"""Other environments than the developer's: ``python -m tests.lanes floors | extras | release``.

floors: the lowest versions that pyproject.toml allows, over everything else that is installed, and the tests that go through
every dependency. extras: the wheel in an environment of its own: the demo without any extra, then each extra alone, then all.
release: wheel and sdist, built twice and compared.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {
    name: needs for name, needs in PROJECT["optional-dependencies"].items() if name not in ("dev", "docs")
}
FLOORS = [
    "tests/test_cli.py", "tests/core/test_table_files.py", "tests/core/test_spreadsheets.py",
    "tests/planning/test_planning.py", "tests/ranking/test_mcdm.py", "tests/robustness/test_by_hand.py",
    "tests/plots/test_plots.py",
    "tests/network/test_kinds_and_cores.py", "tests/psychometrics/test_regress.py", "tests/text/test_read.py",
    "tests/text/test_topics.py", "tests/ledger", "tests/serve/test_first_steps.py", "tests/survey/test_read_survey.py",
    "tests/report/test_word.py", "tests/report/test_workbook.py", "tests/report/test_references.py",
]  # fmt: skip
"""Tests that between them go through every dependency."""


def run(*command: object, where: Path = ROOT, **environment: str) -> None:
    """Run a command and show what it says; stop where it fails."""
    print("$", *command, flush=True)
    subprocess.run([str(one) for one in command], check=True, cwd=where, env=os.environ | environment)


def environment(place: Path, *above: Path | str) -> Path:
    """Return the Python of a new environment, which sees what is installed in others."""
    venv.create(place, with_pip=False, clear=True, symlinks=os.name != "nt")
    site = next(place.glob("**/site-packages"))
    (site / "above.pth").write_text("\n".join(map(str, above)), encoding="utf-8")
    return place / ("Scripts" if os.name == "nt" else "bin") / "python"


def lowest() -> list[str]:
    """Return every dependency at its floor."""
    found = {}
    for text in [*PROJECT["dependencies"], *(text for needs in EXTRAS.values() for text in needs)]:
        one = Requirement(text)
        if one.name != "govmetrics":
            floor = next(part.version for part in one.specifier if part.operator == ">=")
            found[one.name] = f"{one.name}=={floor}"
    return sorted(found.values())


def floors(place: Path) -> None:
    """Test with the lowest versions."""
    python = environment(place, sysconfig.get_path("purelib"), ROOT)
    run(python, "-m", "pip", "install", "--quiet", "--no-compile", *lowest())
    run(
        python,
        "-m",
        "pytest",
        "-q",
        "-n",
        os.environ.get("JOBS", "2"),
        "-m",
        "not slow and not browser and not types",
        *FLOORS,
    )


def extras(place: Path) -> None:
    """Install the wheel without extras, with each, with all, and try what each is for."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place)
    wheel = next(place.glob("*.whl"))
    venv.create(place / "base", with_pip=True, clear=True, symlinks=os.name != "nt")
    base = next((place / "base").glob("[Ss]*/python*" if os.name == "nt" else "bin/python"))
    run(base, "-m", "pip", "install", "--quiet", wheel)
    run(base, "-m", "govmetrics", "demo", "-o", place / "demo", where=place)
    site = next((place / "base").glob("**/site-packages"))
    for names in [*([name] for name in EXTRAS), list(EXTRAS)]:
        python = environment(place / "-".join(names)[:40], site)
        run(
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            f"govmetrics[{','.join(names)}] @ {wheel.as_uri()}",
        )
        run(python, ROOT / "tests" / "try_extras.py", *names, where=place)


def release(place: Path) -> None:
    """Build wheel and sdist twice, in folders of their own, and compare and check them."""
    moment = subprocess.check_output(["git", "log", "-1", "--format=%ct"], cwd=ROOT, text=True).strip()
    sums = []
    for name in ("first", "second"):
        run(
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--outdir",
            place / name,
            SOURCE_DATE_EPOCH=moment,
        )
        sums.append(
            {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (place / name).iterdir()}
        )
    if sums[0] != sums[1]:
        raise SystemExit(f"the two builds differ: {sums}")
    run(sys.executable, "-m", "twine", "check", "--strict", *(place / "first").iterdir())
    (ROOT / "dist").mkdir(exist_ok=True)
    for name, digest in sums[0].items():
        shutil.copy(place / "first" / name, ROOT / "dist" / name)
        print(digest, f"dist/{name}")


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as made:
        {"floors": floors, "extras": extras, "release": release}[sys.argv[1]](Path(made))
