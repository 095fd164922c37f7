"""Valid calls of every public function of `govmetrics.evaluation`, and of what its results are asked."""

from __future__ import annotations

import os
from functools import wraps
from shutil import rmtree
from tempfile import mkdtemp

import numpy as np
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
COUNTY = f"{mkdtemp()}/东县"
os.mkdir(COUNTY)
VALUES.rename_axis("unit").to_csv(f"{COUNTY}/records.csv")
evaluation.Evaluation(tree=TREE, evidence={"records": {"file": "records.csv"}}, folder=COUNTY).write(
    f"{COUNTY}/evaluation.yaml"
)

DRAWN = np.random.default_rng(6).normal(size=(60, 7))
ANSWERS = pd.DataFrame(
    (DRAWN[:, :6] + DRAWN[:, 6:] > 0) + 2 + (DRAWN[:, :6] > 1), columns=["t1", "t2", "t3", "o1", "o2", "o3"]
)
ANSWERS = ANSWERS.assign(g=["f", "m"] * 30, x=[20 + at % 41 for at in range(60)], u=["a", "b", "c"] * 20)
SCALES = gm.IndicatorTree.from_groups({"trust": ["t1", "t2", "t3"], "order": ["o1", "o2", "o3"]})
SURVEY = gm.read_survey(ANSWERS, SCALES, scale=(1, 5), by=["u", "g", "x"])


def chapter(key, one=True):
    """Return a function of one key's own keys: the tables that an evaluation gives for them."""

    def tables(**said):
        job = {"tree": SCALES, key: said if one else [said]}
        return evaluation.evaluate(job, survey=SURVEY, only=PARTS[key])

    return tables


PARTS = {
    "statistics": ["sample", "correlations", "differences"], "reliability": ["reliability", "measurement"],
    "regression": ["regressions"], "paths": ["paths"],
}  # fmt: skip


@wraps(evaluation.new_folder)
def new_folder(folder, **options):
    """Like the first time: a folder that holds an evaluation is refused."""
    rmtree(NEW, ignore_errors=True)
    return evaluation.new_folder(folder, **options)


CALLS = {
    "Evaluation": (evaluation.Evaluation, {
        "tree": TREE, "title": "A", "language": "en", "seed": 1, "simulated": True, "evidence": {}, "index": {},
        "sureness": {"draws": 20}, "reliability": None, "grades": {"from": "values"}, "statistics": None,
        "regression": None, "paths": None, "ranking": None, "efficiency": None,
        "appraisal": None, "diagnosis": True, "change": None, "monitoring": None,
        "forecast": None, "plan": None, "compare": None, "publish": None,
        "on_fault": "continue", "folder": None,
    }),
    "evaluate statistics": (chapter("statistics"), {
        "sample": ["g"], "scales": ["trust", "order"], "min_answered": 0.5, "descriptives": False, "correlations": "spearman",
        "partial": ["x"], "differences": ["g"], "variances": "equal", "post_hoc": "tukey", "ranks": True, "paired": None,
        "cluster": None, "significance": 0.05, "level": 0.9,
    }),
    "evaluate reliability": (chapter("reliability"), {
        "level": 0.9, "missing": "pairwise", "validity": False, "model": None, "method_bias": 0.5, "invariance": None,
        "raters": None,
    }),
    "evaluate regression": (chapter("regression", one=False), {
        "outcome": "trust", "predictors": ["order"], "covariates": ["g"], "name": "1", "of": "survey", "kind": "linear",
        "errors": "hc3", "cluster": None, "categories": {"g": "m"}, "limits": None, "moderator": None, "threshold": None,
        "level": 0.9,
    }),
    "evaluate mediation": (chapter("regression", one=False), {
        "outcome": "trust", "predictors": ["order"], "mediators": ["t1"], "serial": False, "draws": 100, "cluster": None,
    }),
    "evaluate paths": (chapter("paths", one=False), {
        "model": {"trust": ["order", "x"]}, "name": "1", "of": "survey", "latent": False, "covariances": [],
        "centre": False, "robust": False, "cluster": None, "level": 0.9,
    }),
    "read": (evaluation.Evaluation.read, {"source": {"tree": TREE}}),
    "path": (JOB.path, {"name": "records.csv"}),
    "Evaluation.write": (JOB.write, {"path": f"{mkdtemp()}/evaluation.yaml"}),
    "evaluate": (evaluation.evaluate, {
        "evaluation": JOB, "records": VALUES, "survey": None, "judgements": None, "weights": None, "measured": (),
        "rulebook": None, "actions": None, "margins": None, "earlier": None, "progress": None, "only": ("assessment",),
    }),
    "evaluate_many": (evaluation.evaluate_many, {
        "folders": [COUNTY], "output": mkdtemp(), "reports": None, "language": "zh", "formats": (), "progress": None,
        "n_jobs": 1,
    }),
    "public": (evaluation.public, {"findings": FOUND}),
    "write": (FOUND.write, {"folder": mkdtemp()}),
    "new_folder": (new_folder, {"folder": NEW, "tree": TREE, "language": "zh"}),
    "verify": (evaluation.verify, {"folder": RUN, "reports": None}),
    "tables": (FOUND.tables, {"language": "zh"}),
    "summary": (FOUND.summary, {"language": "zh"}),
}  # fmt: skip
