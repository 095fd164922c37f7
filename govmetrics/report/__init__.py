"""What people are given: a report as HTML, Word or Excel, a folder of a whole run, and tables in six formats."""

from govmetrics.report.csv import csv
from govmetrics.report.evaluation import write_reports
from govmetrics.report.excel import excel
from govmetrics.report.files import write_run
from govmetrics.report.html import html
from govmetrics.report.json_schema import json_schema
from govmetrics.report.latex import latex
from govmetrics.report.markdown import markdown
from govmetrics.report.site import site
from govmetrics.report.word import word

__all__ = [
    "csv",
    "excel",
    "html",
    "json_schema",
    "latex",
    "markdown",
    "site",
    "word",
    "write_reports",
    "write_run",
]


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
