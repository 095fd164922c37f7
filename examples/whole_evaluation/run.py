"""One pass from records and judgements (simulated) to a ranking with intervals, obstacles and a Chinese report."""

import sys
from pathlib import Path

import govmetrics as gm
from govmetrics.robustness import Choice, DrawnWeights, uncertainty

here = Path(__file__).parent
tree = gm.read_tree("collaborative_governance")
data = gm.read_records(here / "records_simulated.csv", tree)
judgements = gm.read_judgements(here / "judgements_simulated.csv", tree)
experts = gm.ahp.weights(judgements)
print(experts.summary("zh"))
recipe = gm.Recipe.read(here / "recipe.yaml")
assessment = gm.follow(recipe, data, judgements=judgements)
factors = [DrawnWeights(gm.ahp.draws(experts)), Choice("aggregation", ["arithmetic", "geometric"])]
sure = uncertainty(recipe, data, factors, judgements=judgements)
print(sure.summary("zh"))
report = Path(sys.argv[1] if len(sys.argv) > 1 else here) / "report.html"
gm.report.html(assessment, report, "zh", uncertainty=sure, experts=experts)
