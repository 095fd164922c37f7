"""Reports: an assessment as HTML, Excel or Word, or a whole run as a folder of files."""

from govmetrics.report.evaluation import write_reports
from govmetrics.report.files import excel, write_run
from govmetrics.report.html import html
from govmetrics.report.word import word

__all__ = ["excel", "html", "word", "write_reports", "write_run"]
