"""What the parts of an evaluation are called by readers, on screen, in reports and in errors."""

from govmetrics.core.words import Text

TITLES = {
    "survey": Text("Survey"), "raked": Text("Weighting of the sample"), "screening": Text("Screening of the answers"),
    "experts": Text("Experts"), "importance": Text("Importance as experts state it"),
    "networks": Text("Networks of the communities"),
    "assessment": Text("Index"), "uncertainty": Text("Sureness of the ranks"),
    "sensitivity": Text("What the ranks depend on"),
    "sample": Text("Composition of the sample"), "descriptives": Text("Descriptive statistics"),
    "regressions": Text("Regressions"), "paths": Text("Paths"),
    "measurement": Text("Measurement model and common-method bias"),
    "invariance": Text("Measurement invariance across groups"), "raters": Text("Agreement of raters"),
    "correlations": Text("Correlations"), "differences": Text("Differences between groups"),
    "paired": Text("Changes of the same respondents"),
    "reliability": Text("Reliability of the scales"), "validity": Text("Validity of the scales"),
    "grades": Text("Grades"), "other_grades": Text("Other verdicts"),
    "rankings": Text("Other rankings"), "efficiency": Text("Efficiency"),
    "efficiency_intervals": Text("How sure the efficiency is"), "scale_efficiency": Text("Efficiency and scale"),
    "efficiency_models": Text("Other models of efficiency"),
    "second_stage": Text("Efficiency and surroundings"), "appraisal": Text("Appraisal"), "diagnosis": Text("Diagnosis"),
    "panel": Text("Changes over time"), "monitoring": Text("Signals of the latest period"),
    "forecast": Text("What is to be expected"), "warnings": Text("Early warnings"),
    "documents": Text("Documents"), "coding": Text("Coding of documents and interviews"),
    "said": Text("What people said where the score fell"), "proposals": Text("Proposals"),
    "configurations": Text("Configurations"),
    "backtest": Text("Did forecasts and warnings come true?"),
    "policy": Text("Did the policy work?"), "spatial": Text("Are neighbours alike?"),
    "plan": Text("Plan"), "agreement": Text("Agreement"),
    "comparison": Text("Comparison with the earlier evaluation"), "audit": Text("Audit in ten steps"),
    "withheld": Text("What is not published"),
}  # fmt: skip
"""By the fields of `Findings`."""
