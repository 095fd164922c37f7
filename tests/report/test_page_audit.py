"""The page's audit, methods and references, and where all numbers come from."""

from __future__ import annotations

import re
from html import escape
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


def test_the_works_of_results_are_those_that_their_tables_cite(
    assessment: gm.Assessment, whole: gm.Findings
) -> None:
    results = [*whole.results.values(), assessment, gm.audit.ten_steps(assessment)]
    for result in results:
        cited = dict.fromkeys(key for table in result._complete_tables() for key in table.cites)
        assert list(dict.fromkeys(result._works())) == list(cited), type(result).__name__
    assert sum(bool(result._works()) for result in results) > 10


def test_of_many_cases_the_first_stand_on_the_page_and_the_others_are_counted(
    assessment: gm.Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govmetrics.report.page.audit.CASES_SHOWN", 2)
    path = gm.report.html(assessment, tmp_path / "page.html", "en")
    _, table = gm.audit.ten_steps(assessment).tables("en")
    count, first = len(table.frame), table.printed(2)[1]
    _, behind = path.read_text(encoding="utf-8").split(f"<summary>{table.caption} ({count})</summary>")
    shown, rest = behind.split("</details>")[0].split("</table>")
    assert re.findall(r"<p[^>]*>(\d+) ", rest) == [str(count - 2)]
    assert first == table.printed()[1][:2]
    assert re.findall(r"<td[^>]*>(.*?)</td>", shown) == [escape(cell) for row in first for cell in row]
