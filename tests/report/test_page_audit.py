"""The page's audit, methods and references, and where all numbers come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import govmetrics as gm


@pytest.fixture(scope="module")
def page(assessment: gm.Assessment, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = gm.report.html(assessment, tmp_path_factory.mktemp("audit") / "page.html", "zh")
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))


def test_every_check_of_the_audit_stands_on_the_page(page: str, assessment: gm.Assessment) -> None:
    audit = gm.audit.ten_steps(assessment)
    assert page.count('class="verdict ') == len(audit.checks)
    for verdict, sign in (("met", "✓"), ("not met", "✗"), ("not examined", "–")):
        count = int((audit.checks["verdict"] == verdict).sum())
        assert count > 0
        assert (
            page.count(f'class="verdict {verdict.replace(" ", "-")}"><span aria-hidden="true">{sign}')
            == count
        )
    assert "10. 结果呈现" in page
    assert audit.tables("zh")[0].sentence in page


def test_the_references_of_the_methods_are_gb7714_without_addresses(page: str) -> None:
    methods = page[page.index('id="methods"') : page.index("</main>")]
    assert re.search(r"\[1\] [^<]+\[[MJR]\]", methods)
    assert "BECKER W, CAPERNA G, DEL SORBO M, et al" in methods
    assert "https://" not in methods


def test_whose_the_weights_are_and_hashes_are_said(
    page: str, assessment: gm.Assessment, tmp_path: Path
) -> None:
    assert "权重来源：方法本身（同组各项权重相等）" in page
    assert assessment.provenance["recipe"] in page
    data = gm.follow(gm.Recipe(treatment=["impute_mean"], weighting="entropy"), assessment.dataset)
    english = gm.report.html(data, tmp_path / "page.html", "en").read_text(encoding="utf-8")
    assert "whose weights these are: found from the data" in english
