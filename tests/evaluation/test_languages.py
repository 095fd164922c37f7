"""What a run in Chinese shows is Chinese: on screen, on the page, in Word and in every sheet."""

from __future__ import annotations

import html
import json
import re
import shutil

import openpyxl
import pytest

import govmetrics as gm
from govmetrics.demo import district
from tests.command import command
from tests.contracts.test_written_results import NAMES

docx = pytest.importorskip("docx", reason="python-docx is an extra")
pytestmark = (
    pytest.mark.slow
)  # a run of the district in every format; results and pages are looked at one by one elsewhere

ALLOWED = (
    r"govmetrics (compare|run|verify|check)|--[a-z-]+|`[a-z_]+:[^`]*`",  # what is typed
    r"[\w./-]*\.(csv|xlsx|docx|html|json|yaml)|/[\w./-]+|`tables`",  # files
    r"\b[0-9a-f]{64}\b|SHA-256|(govmetrics|numpy|pandas|scipy|python) [\d.]+",  # what a run rests on
    r"(?<![A-Za-z])(GOV|Excel|AHP|AIJ|AIP|DEA|BCC|CCR|TOPSIS|CR|CI|RI|CITC|KMO|ICC|IPA|Cronbach|Kendall|Saaty|Max-Min|r_wg|λmax|Feldt|McDonald)(?![A-Za-z])(\(\d\))?",
    r"(?<![A-Za-z])[A-D]\d{0,2}(?![A-Za-z])",  # codes
    r"`[^`]+`|“[][\w.:=(){}, ]+”",  # keys of a file, which pages and Word put in quotes
    rf"(?<![A-Za-z])({'|'.join(NAMES.split())}|OE|TE|inf|SE|MI|df|Word|F9|un)(?![A-Za-z])",
)
"""What may stand in a Chinese text: terms that the field writes so, codes, names of files, versions."""


def left(texts):
    """Return the Latin words that are not allowed, each with a text that it stands in."""
    found = {}
    for text in texts:
        if re.match(r"\s*\[\d+\] ", str(text)):  # a work is cited in its own language
            continue
        rest = re.sub("|".join(ALLOWED), " ", str(text))
        for word in re.findall("[A-Za-z_]{2,}", rest):
            found.setdefault(word, str(text)[:120])
    return found


def of_word(path):
    document = docx.Document(str(path))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (text.text or "" for text in table._tbl.iter("{*}t"))


def of_sheets(path):
    for sheet in openpyxl.load_workbook(path, read_only=True):
        yield sheet.title
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if isinstance(cell.value, str) and cell.data_type != "f")


def texts_in(data):
    """The texts that the page's own script says, and those that a chart draws: names, data of axes and legends."""
    if "words" in data:
        yield from data["words"].values()
        return
    for axis in ("xAxis", "yAxis"):
        yield from (name for name in data.get(axis, {}).get("data", []) if isinstance(name, str))
    yield from (one["name"] for one in data.get("series", []) if "name" in one)


def of_page(path):
    page = path.read_text(encoding="utf-8")
    for data in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL):
        yield from (re.sub(r"\{\w+\}", "", words) for words in texts_in(json.loads(data)))
    text = re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)
    yield from (html.unescape(part) for part in re.split("<[^>]*>", text))


def of_tables(folder):
    for path in sorted(folder.glob("*.csv")):
        yield from path.read_text(encoding="utf-8-sig").replace("\n", ",").split(",")


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    place = tmp_path_factory.mktemp("zh")
    folder, few = place / "out", shutil.copytree(district(), place / "district")
    asked = few / "evaluation.yaml"
    asked.write_text(re.sub(r"draws: \d+", "draws: 100", asked.read_text(encoding="utf-8")), encoding="utf-8")
    done = command("run", few, "-o", folder, "--language", "zh", width=160)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_a_run_in_chinese_is_chinese_everywhere(ran):
    folder, screen = ran
    tree = gm.read_tree(district() / "tree.xlsx")
    own = set(tree.said_about("zh").values())  # what the tree says of itself, in its own words
    texts = {
        "screen": screen.splitlines(),
        "page": [text for text in of_page(folder / "report.html") if text.removeprefix(": ") not in own],
        "Word": of_word(folder / "report.docx"),
        "Excel": of_sheets(folder / "scores.xlsx"),
        "tables": of_tables(folder / "tables"),
    }
    english = {name: left(given) for name, given in texts.items()}
    assert not any(english.values()), [(n, e) for n, e in english.items() if e]


def test_the_screen_shows_all_forty_communities_and_says_where_the_rest_of_long_tables_is(ran):
    folder, screen = ran
    ranking = screen[: screen.index("问卷调查")]
    tree = gm.read_tree(district() / "tree.xlsx")
    units = gm.read_records(district() / "records.xlsx", tree, unit="社区", sheets="period").units
    assert len(units) == 40
    assert all(unit in ranking for unit in units)
    assert str(folder / "tables" / "grades_01.csv") in screen.replace("\n", "")


TITLES = (
    "改进方案", "等级", "效率分析", "考核", "一致性", "历期变化", "诊断", "问卷调查", "样本加权", "量表信度", "专家",
    "名次的可靠性",
)  # fmt: skip


def test_word_and_excel_have_a_section_for_every_part(ran):
    folder, _ = ran
    document = docx.Document(str(folder / "report.docx"))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert not [title for title in TITLES if title not in headings]
    assert headings[-2:] == ["计算依据", "参考文献"]
    book = openpyxl.load_workbook(folder / "scores.xlsx", read_only=True)
    assert not [title for title in TITLES if not any(name.startswith(title) for name in book.sheetnames)]
    first = list(book[book.sheetnames[0]].iter_rows(values_only=True))
    named = {row[0] for row in first}
    assert set(book.sheetnames[1:]) <= named
    assert ("说明", "所用数据为模拟数据") in first
