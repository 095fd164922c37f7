"""The whole evaluation as one file, one call and one record: it orders and hands over, and computes nothing itself."""

from govmetrics.evaluation.findings import Findings
from govmetrics.evaluation.many import Many, evaluate_many
from govmetrics.evaluation.new import new_folder
from govmetrics.evaluation.publication import public
from govmetrics.evaluation.run import evaluate
from govmetrics.evaluation.spec import Evaluation
from govmetrics.evaluation.verify import Verification, verify

__all__ = [
    "Evaluation",
    "Findings",
    "Many",
    "Verification",
    "evaluate",
    "evaluate_many",
    "new_folder",
    "public",
    "verify",
]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
