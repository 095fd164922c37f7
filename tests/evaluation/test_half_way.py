"""What a run writes down is enough to do it again, and a folder never passes for what it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.cli.evaluations import verify_folder
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.staged import MOVES
from govmetrics.demo import district
from govmetrics.evaluation import Evaluation
from govmetrics.evaluation.folder import write_findings
from tests.command import command
from tests.evaluation.test_interrupted import EVALUATION, ROOT, kept, records

TREE = {"code": "GOV", "parts": [{"code": "trust", "better": "more"}, {"code": "solved", "better": "more"}]}


def frame(trust: float = 60) -> pd.DataFrame:
    table = {"trust": [trust, 50, 80], "solved": [90.0, 55, 40]}
    return pd.DataFrame(table, index=pd.Index(["East", "West", "North"], name="unit"))


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe file with its tree and records."""
    gm.IndicatorTree.from_dict(TREE).write(tmp_path / "tree.yaml")
    frame().to_csv(tmp_path / "records.csv")
    (tmp_path / "recipe.yaml").write_text("tree: tree.yaml\ndata: records.csv\nweighting: equal\n")
    return tmp_path / "recipe.yaml"


# a recipe's run


def test_more_draws_are_another_manifest(recipe: Path) -> None:
    told = {}
    for draws in (100, 200):
        done = command("run", recipe, "-o", recipe.parent / "out", "--draws", draws)
        assert done.returncode == 0, done.stderr
        told[draws] = manifest(recipe.parent / "out")["uncertainty"]
    assert told[100] == {**told[200], "draws": 100}
    assert told[200]["draws"] == 200
    assert [one["factor"] for one in told[200]["factors"]] == ["PerturbedWeights"]
    assert 0.25 in told[200]["factors"][0].values()


def test_a_recipes_run_is_done_again_from_its_folder(recipe: Path) -> None:
    """With the options of the command line, from the archive alone, in the language of then."""
    folder = recipe.parent
    frame().rename_axis("街道").to_csv(folder / "records.csv")
    done = command(
        "run", recipe, "-o", folder / "out", "--draws", "30", "--unit", "街道", "--language", "both"
    )
    assert done.returncode == 0, done.stderr
    said = manifest(folder / "out")
    assert set(said["archive"]) == {"recipe.yaml", "tree.yaml", "records.csv"}
    assert set(said["originals"]) == {"tree.yaml", "records.csv"}
    assert "unit: 街道" in (folder / "out" / "inputs" / "recipe.yaml").read_text(encoding="utf-8")
    assert {"system", "processor", "blas", "libraries"} == set(said["machine"])
    assert {"govmetrics", "numpy", "scipy", "pandas", "python"} == set(said["versions"])
    done = command("verify", folder / "out", "--language", "en")
    assert (done.returncode, "The evaluation was done again" in done.stdout) == (0, True), done.stdout
    for change in ({"seed": 7}, {"recipe": "0"}, {"inputs": {"data": "0"}}):  # the manifest itself, by hand
        (folder / "out" / "manifest.json").write_text(json.dumps(said | change))
        done = command("verify", folder / "out", "--language", "en")
        assert (done.returncode, "manifest.json" in done.stdout) == (1, True), done.stdout
    (folder / "out" / "manifest.json").write_text(json.dumps(said))
    (folder / "out" / "ranking.csv").write_text("unit,score,rank\n")
    done = command("verify", folder / "out", "--language", "en")
    assert (done.returncode, "ranking.csv" in done.stdout) == (1, True)
    frame(61).rename_axis("街道").to_csv(folder / "records.csv")
    assert command("run", recipe, "-o", folder / "out", "--unit", "街道").returncode == 0
    assert "intervals.csv" not in kept(folder / "out")
    assert command("verify", folder / "out").returncode == 0


def test_a_ready_made_tree_is_archived(tmp_path: Path) -> None:
    tree = gm.read_tree("wgi")
    table = pd.DataFrame({code: [40.0, 50, 60] for code in tree.codes}, index=["A", "B", "C"])
    table.rename_axis("unit").to_csv(tmp_path / "records.csv")
    (tmp_path / "recipe.yaml").write_text("tree: wgi\ndata: records.csv\nweighting: equal\n")
    assert command("run", tmp_path / "recipe.yaml", "-o", tmp_path / "out").returncode == 0
    assert gm.read_tree(tmp_path / "out" / "inputs" / "tree.yaml").codes == tree.codes
    assert command("verify", tmp_path / "out").returncode == 0


# an evaluation


def test_one_part_alone_is_done_again_too(tmp_path: Path) -> None:
    text = EVALUATION.replace("better: more", "better: more, worst: 0, best: 100")
    (tmp_path / "evaluation.yaml").write_text(text + "grades: {from: values, scale: five}\n")
    records(tmp_path, 60)
    done = command("fuzzy", tmp_path, "-o", tmp_path / "out", "--format", "html", "--language", "zh")
    assert done.returncode == 0, done.stderr
    said = manifest(tmp_path / "out")
    assert (said["parts"], said["formats"], said["reports"]) == (["grades"], ["html"], "zh")
    done = command("verify", tmp_path / "out", "--language", "en")
    assert (done.returncode, "The evaluation was done again" in done.stdout) == (0, True), done.stdout


def test_what_was_given_by_call_is_named_and_not_passed_off_as_archived(tmp_path: Path) -> None:
    asked = {"tree": TREE, "index": {"weighting": "equal"}}
    found = gm.evaluate(asked, records=frame(), earlier=gm.evaluate(asked, records=frame(70)))
    found.write(tmp_path / "run")
    assert manifest(tmp_path / "run")["by_call"] == ["earlier"]
    verified = gm.evaluation.verify(tmp_path / "run")
    assert (verified.same, verified.repeated) == (True, False)
    assert [str(note).split(":")[0] for note in verified.notes] == [
        "given by call, and not archived (beyond 5,000,000 cells, or of a kind that no file gives back as it was)"
    ]
    gm.report.write_run(found.assessment, tmp_path / "index")
    verified = gm.evaluation.verify(tmp_path / "index")
    assert (verified.same, verified.repeated) == (True, False)


def test_other_software_is_named(tmp_path: Path) -> None:
    (tmp_path / "evaluation.yaml").write_text(EVALUATION)
    records(tmp_path, 60)
    gm.evaluate(tmp_path).write(tmp_path / "run")
    assert not gm.evaluation.verify(tmp_path / "run").notes
    said = manifest(tmp_path / "run")
    said["versions"]["numpy"], said["machine"]["blas"] = "1.0", "none"
    (tmp_path / "run" / "manifest.json").write_text(json.dumps(said))
    (note,) = gm.evaluation.verify(tmp_path / "run").notes
    assert str(note).startswith("other software than in the run: numpy 1.0 → ")
    assert "blas none → " in str(note)


def options(value: Any, place: str = "") -> list[tuple[str, Any, Any]]:
    """Return every option of an evaluation that is on, with a value that is another one."""
    found: list[tuple[str, Any, Any]] = []
    for one in fields(value):
        own, where = getattr(value, one.name), f"{place}{one.name}"
        if is_dataclass(own) and not isinstance(own, type):
            found += [(at, old, (one.name, new)) for at, old, new in options(own, f"{where}.")]
        elif isinstance(own, bool):
            found.append((where, own, (one.name, not own)))
        elif where == "index.seed":  # the evaluation's own seed counts
            continue
        elif isinstance(own, int):
            found.append((where, own, (one.name, own + 1)))
        elif isinstance(own, float):
            found.append((where, own, (one.name, own * 0.9 + 0.001)))
    return found


def changed(value: Any, step: tuple[str, Any]) -> Any:
    name, new = step
    inner = getattr(value, name)
    nested = isinstance(new, tuple) and len(new) == 2 and is_dataclass(inner)
    copy = replace(value)
    object.__setattr__(copy, name, changed(inner, new) if nested else new)
    return copy


def test_any_option_that_is_another_is_another_manifest(tmp_path: Path) -> None:
    """Every number and switch of everything that the simulated district asks for."""
    asked = Evaluation.read(district())
    found = gm.evaluate({"tree": TREE, "index": {"weighting": "equal"}}, records=frame())
    before, seen = fingerprint(asked.to_dict()), options(asked)
    assert len(seen) > 40
    assert {"seed", "sureness.draws", "sureness.level"} <= {place for place, *_ in seen}
    same = [place for place, _, step in seen if fingerprint(changed(asked, step).to_dict()) == before]
    assert not same
    told = set()
    for seed in (0, 1):
        other = replace(found, provenance={**found.provenance, "seed": seed})
        write_findings(other, tmp_path / str(seed))
        told.add((tmp_path / str(seed) / "manifest.json").read_bytes())
    assert len(told) == 2


# folders that are not what they seem


def test_a_run_that_was_stopped_between_two_moves_is_named(tmp_path: Path) -> None:
    (tmp_path / "evaluation.yaml").write_text(EVALUATION)
    records(tmp_path, 60)
    assert command("run", tmp_path).returncode == 0
    left = tmp_path / "output" / ".unfinished-x"
    left.mkdir()
    (left / MOVES).write_text(json.dumps({"made": ["findings.json"], "gone": []}))
    done = command("verify", tmp_path, "--language", "en", width=400)
    assert done.returncode == 1
    assert "a run was stopped while its files moved here: run it again, which ends both" in done.stdout
    assert command("run", tmp_path).returncode == 0
    assert command("verify", tmp_path).returncode == 0
    first = tmp_path / "first"
    (first / ".unfinished-x").mkdir(parents=True)
    (first / ".unfinished-x" / MOVES).write_text(json.dumps({"made": [], "gone": []}))
    with pytest.raises(gm.FaultyInput, match="was stopped while its first files moved here; run it again"):
        verify_folder(first, None)


def test_compare_refuses_folders_that_hold_something_else(recipe: Path) -> None:
    folder = recipe.parent
    (folder / "evaluation.yaml").write_text(EVALUATION)
    frame(70).to_csv(folder / "other.csv")
    for name, text in {
        "one": "tree: tree.yaml\ndata: records.csv\nweighting: equal\n",
        "two": "tree: tree.yaml\ndata: other.csv\nweighting: equal\n",
        "apart": "tree: {code: GOV, parts: [{code: trust, better: more}]}\ndata: records.csv\nweighting: equal\n",
    }.items():
        (folder / "recipe.yaml").write_text(text)
        assert command("run", recipe, "-o", folder / name).returncode == 0
    assert command("run", folder).returncode == 0
    assert command("compare", folder / "one", folder / "two").returncode == 0

    def told(first: str, second: str) -> str:
        done = command("compare", folder / first, folder / second, "--language", "en", width=400)
        assert done.returncode == 1
        return str(done.stderr)

    assert "are of different trees (only in" in told("one", "apart")
    assert "solved" in told("one", "apart")
    assert "is of an evaluation, not of a recipe; run the later one with `compare: FOLDER`" in told(
        "one", "output"
    )
    (folder / "one" / "ranking.csv").write_bytes((folder / "two" / "ranking.csv").read_bytes())
    assert "ranking.csv: is not the file that the manifest beside it tells of" in told("one", "two")
    (folder / "two" / "manifest.json").unlink()
    assert "holds no manifest.json that can be read" in told("two", "two")


def test_a_tree_that_cannot_be_written_is_not_called_too_deep(tmp_path: Path) -> None:
    tree = gm.IndicatorTree.from_dict(TREE)
    for suffix in ("yaml", "json", "csv", "xlsx"):
        with pytest.raises(gm.FaultyInput, match="the folder does not exist"):
            tree.write(tmp_path / "none" / f"tree.{suffix}")
    deep: dict[str, Any] = {"code": "leaf", "better": "more"}
    for level in range(1200):
        deep = {"code": f"g{level}", "parts": [deep]}
    (tmp_path / "tree.yaml").write_text("earlier")
    with pytest.raises(gm.FaultyInput):
        gm.IndicatorTree.from_dict(deep).write(tmp_path / "tree.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["tree.yaml"]
    assert (tmp_path / "tree.yaml").read_text() == "earlier"


KILLED = """
import json, os, signal, shutil, sys
from pathlib import Path
import govmetrics as gm
from govmetrics.evaluation.folder import write_findings
from tests.evaluation.test_interrupted import kept, records
job, output = Path(sys.argv[1]), Path(sys.argv[1]) / "output"
found = gm.evaluate(job)
write = lambda: write_findings(found, output)
verify = lambda: gm.evaluation.verify(output)
shutil.copytree(output, job / "before")
write()
assert verify().same
whole = kept(output)
shutil.rmtree(output), shutil.copytree(job / "before", output)
told, number = [], 0
while True:
    number += 1
    child = os.fork()
    if child == 0:
        calls = []
        def mortal(real):
            def call(*given, **more):
                done = real(*given, **more)
                calls.append(1)
                if len(calls) == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return done
            return call
        os.replace, os.unlink, os.link, os.mkdir = map(mortal, (os.replace, os.unlink, os.link, os.mkdir))
        write()
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    if kept(output) != kept(job / "before"):
        seen = verify()
        stopped = any("stopped" in str(one) for one in seen.differences["now"])
        told.append(["new" if seen.same else "mixed", stopped])
    else:
        told.append(["old", False])
    write()
    assert kept(output) == whole and not list(output.glob(".unfinished-*")), number
    shutil.rmtree(output), shutil.copytree(job / "before", output)
print(json.dumps(told))
"""


@pytest.mark.slow
def test_killed_at_any_step_of_writing_no_mixture_passes_for_a_run(tmp_path: Path) -> None:
    """After each of its steps in turn, in a process of its own; other records and one table fewer than before."""
    (tmp_path / "evaluation.yaml").write_text(EVALUATION + "sureness: {draws: 20}\n")
    records(tmp_path, 60)
    gm.evaluate(tmp_path).write(tmp_path / "output")
    (tmp_path / "evaluation.yaml").write_text(EVALUATION)
    records(tmp_path, 70)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told) > 20
    assert {kind for kind, *_ in told} == {"old", "new", "mixed"}
    assert all(stopped for kind, stopped in told if kind == "mixed")  # what is neither is called by its name
