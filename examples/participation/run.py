"""Experts and residents answer online, and the evaluation runs on what they said (all simulated, see people.py)."""

import sys
import tempfile
from pathlib import Path

import people

import govmetrics as gm

folder = Path(sys.argv[1] if sys.argv[1:] else tempfile.mkdtemp())
with people.server(folder) as organiser:
    people.experts_judge(organiser, experts=12)
    refused = people.residents_answer(organiser, a_community=3)
judgements, answers = gm.serve.judgements(folder), gm.serve.survey(folder)
found = gm.evaluate(folder, survey=answers.to_frame().assign(时期="2025年四季度"), judgements=judgements)
weights = gm.ahp.weights(judgements, inconsistent="downweight")
print(f"{refused} second answers were refused", gm.serve.verify_record(folder), sep="\n\n", end="\n\n")
print(weights.summary(), found.summary(), sep="\n\n")
