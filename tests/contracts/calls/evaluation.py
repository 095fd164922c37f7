"""Valid calls of every public function of `govmetrics.evaluation`, and of what its results are asked."""

from __future__ import annotations

from functools import wraps
from shutil import rmtree
from tempfile import mkdtemp

import pandas as pd

import govmetrics as gm
from govmetrics import evaluation

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
VALUES = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
JOB = evaluation.Evaluation(tree=TREE, index={"weighting": "equal"}, sureness={"draws": 20})
FOUND = evaluation.evaluate(JOB, records=VALUES)
HOME, RUN = mkdtemp(), mkdtemp()
VALUES.rename_axis("unit").to_csv(f"{HOME}/records.csv")
evaluation.evaluate(
    evaluation.Evaluation(tree=TREE, evidence={"records": {"file": "records.csv"}}, folder=HOME)
).write(RUN)
NEW = f"{mkdtemp()}/new"


@wraps(evaluation.new_folder)
def new_folder(folder, **options):
    """Like the first time: a folder that holds an evaluation is refused."""
    rmtree(NEW, ignore_errors=True)
    return evaluation.new_folder(folder, **options)


CALLS = {
    "Evaluation": (evaluation.Evaluation, {
        "tree": TREE, "title": "A", "language": "en", "seed": 1, "simulated": True, "evidence": {}, "index": {},
        "sureness": {"draws": 20}, "reliability": None, "grades": {"from": "values"}, "efficiency": None,
        "appraisal": None, "diagnosis": True, "change": None, "monitoring": None,
        "forecast": None, "plan": None, "compare": None, "publish": None,
        "on_fault": "continue", "folder": None,
    }),
    "read": (evaluation.Evaluation.read, {"source": {"tree": TREE}}),
    "path": (JOB.path, {"name": "records.csv"}),
    "Evaluation.write": (JOB.write, {"path": f"{mkdtemp()}/evaluation.yaml"}),
    "evaluate": (evaluation.evaluate, {
        "evaluation": JOB, "records": VALUES, "survey": None, "judgements": None, "weights": None, "measured": (),
        "rulebook": None, "actions": None, "margins": None, "earlier": None, "progress": None, "only": ("assessment",),
    }),
    "public": (evaluation.public, {"findings": FOUND}),
    "write": (FOUND.write, {"folder": mkdtemp()}),
    "new_folder": (new_folder, {"folder": NEW, "tree": TREE, "language": "zh"}),
    "verify": (evaluation.verify, {"folder": RUN, "reports": None}),
    "tables": (FOUND.tables, {"language": "zh"}),
    "summary": (FOUND.summary, {"language": "zh"}),
}  # fmt: skip
