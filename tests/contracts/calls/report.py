"""Valid calls of every public function of `govmetrics.report`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from govmetrics import diagnosis, report
from tests.contracts.calls.evaluation import FOUND
from tests.contracts.calls.plots import RUN, SURE

FOLDER = Path(tempfile.mkdtemp(prefix="govmetrics-calls-"))
HELD = diagnosis.obstacles(RUN.scaled, RUN.weights)

CALLS = {
    "html": (report.html, {"assessment": RUN, "path": FOLDER / "report.html", "language": "both", "uncertainty": SURE,
                           "obstacles": HELD}),
    "site": (report.site, {"assessment": RUN, "folder": FOLDER / "site", "language": "zh", "uncertainty": SURE,
                           "obstacles": HELD, "progress": None}),
    "word": (report.word, {"results": RUN, "path": FOLDER / "report.docx", "language": "zh", "top": 2,
                           "uncertainty": SURE, "pictures": False}),
    "write_reports": (report.write_reports, {"findings": FOUND, "folder": FOLDER, "formats": ("excel", "html"),
                                             "language": "zh"}),
    "excel": (report.excel, {"results": RUN, "path": FOLDER / "scores.xlsx"}),
    "latex": (report.latex, {"results": HELD, "path": FOLDER / "t.tex", "language": "zh", "style": "apa"}),
    "markdown": (report.markdown, {"results": [HELD, SURE], "path": FOLDER / "t.md", "language": "en", "style": "gb7714"}),
    "csv": (report.csv, {"results": [HELD], "path": FOLDER / "csv", "language": "zh"}),
    "json_schema": (report.json_schema, {"kind": None}),
    "write_run": (report.write_run, {"assessment": RUN, "folder": FOLDER / "run", "language": "en", "uncertainty": SURE}),
}  # fmt: skip
