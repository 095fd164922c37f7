"""An evaluation's folder: what `Findings.write` puts into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govmetrics.core.options import PATH, asked


def write_findings(findings: Any, folder: str | Path) -> list[Path]:
    """Write the findings as JSON into a folder, made if missing."""
    asked(folder=(folder, PATH))
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    file = place / "findings.json"
    file.write_text(json.dumps(findings.to_dict(), ensure_ascii=False), encoding="utf-8")
    return [file]
