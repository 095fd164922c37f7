"""Whatever units, indicators, groups, streets, experts and evaluations are called: it is plain text in every output.

What acts on a screen or in a file instead of being read (control characters, U+202E, half a pair of surrogates) is the
same visible number in every output: `core.words.visible`. A word of 10,000 characters is cut beside others; whole it is in
the data, and on the unit's card.
"""

import csv
import json
import re
import zipfile

import pytest

import govmetrics as gm
from govmetrics.core.words.text import beside_others
from govmetrics.core.words.visible import visible
from tests.command import command
from tests.contracts.nasty import EXPERTS, LONG, NAMES, nasty


@pytest.fixture(scope="module")
def found():
    return nasty()


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    """Every writer once, into a folder of its own within one that has nothing else."""
    place = tmp_path_factory.mktemp("outside") / "inside"
    place.mkdir()
    gm.report.html(found, place / "report.html", "both")
    gm.report.word(found, place / "report.docx", "zh")
    gm.report.excel(found, place / "scores.xlsx", "zh")
    gm.report.markdown(found, place / "report.md", "en")
    gm.report.latex(found, place / "report.tex", "en")
    gm.report.csv(found, place / "tables", "zh")
    gm.report.site(found, place / "site", "zh")
    found.write(place / "run")
    return place


def test_no_file_is_outside_the_folder(folder):
    assert [one.name for one in folder.parent.iterdir()] == ["inside"]
    names = [one.name for one in folder.rglob("*")]
    assert all(len(name.encode()) < 250 and not re.search(r'[<>:"|?*\n\t\\\u202e]', name) for name in names)


def test_the_page_runs_nothing_of_it_and_shows_all(folder, browser):
    page, told = browser.new_page(viewport={"width": 390, "height": 800}), []
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    address = (folder / "report.html").as_uri()
    page.on("request", lambda request: told.append(request.url) if request.url != address else None)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.locator("main img, main iframe, main [onerror]").count() == 0
    shown = page.eval_on_selector_all("#ranking-table td.name", "all => all.map(one => one.innerText)")
    flat = [" ".join(one.split()) for one in shown]
    for name in NAMES:
        assert any(one.startswith(" ".join(beside_others(name).split())) for one in flat), name
    assert LONG in page.locator(".card:has-text('长长长') details p").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tall = "all => Math.max(...all.map(one => one.getBoundingClientRect().height))"
    assert page.eval_on_selector_all(".lead, h1, #ranking-table tr, main li", tall) < 1200
    page.fill("#find", "__proto__")
    assert page.locator("#ranking-table tbody tr:visible").count() == 1
    page.evaluate("location.hash = 'weights=__proto__:5;constructor:7;x1:90'")
    page.wait_for_function("document.querySelector('#try-table tbody td:last-child').textContent !== '…'")
    assert told == []
    page.close()


def test_sentences_cut_names(found):
    told = found.summary("en")
    assert "__proto__" in told
    assert not any(LONG in line for line in told.splitlines())


def test_word_has_names_as_text(folder):
    from docx import Document

    document = Document(str(folder / "report.docx"))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for name in (NAMES[0], NAMES[1], NAMES[2], NAMES[6], "__proto__", NAMES[11], NAMES[13]):
        assert name in text
    with zipfile.ZipFile(folder / "report.docx") as inside:
        whole = inside.read("word/document.xml").decode()
        assert "<script" not in whole
        assert not re.search(r"<w:fldSimple[^>]*HYPERLINK|instrText[^>]*>[^<]*http://x", whole)


def test_workbooks_and_csv_have_no_formula_of_a_name(folder):
    from openpyxl import load_workbook

    book = load_workbook(folder / "scores.xlsx")
    cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert any(cell.value == NAMES[1] and cell.data_type == "s" for cell in cells)
    assert not [
        cell.value
        for cell in cells
        if cell.data_type == "f" and ("http" in cell.value or "=1+1" in cell.value)
    ]
    assert all(not re.search(r"[\[\]:*?/\\]", sheet.title) and len(sheet.title) <= 31 for sheet in book)
    for path in (*folder.rglob("*.csv"),):
        with path.open(encoding="utf-8-sig", newline="") as file:
            bad = [
                cell
                for row in csv.reader(file)
                for cell in row
                if cell.startswith(("=", "@")) and cell in (NAMES[1], EXPERTS[2])
            ]
        assert not bad, path.name


def test_data_keep_every_name_as_it_came(folder, found):
    kept = {
        visible(" ".join(name.split())) for name in NAMES
    }  # new lines and tabs of a name are read as blanks
    assert set(found.assessment.scores.values.index.get_level_values("unit")) == kept
    told = (folder / "run" / "findings.json").read_text(encoding="utf-8")
    held = set()

    def walk(one):
        if isinstance(one, dict):
            held.update(one)
            for part in one.values():
                walk(part)
        elif isinstance(one, list):
            for part in one:
                walk(part)
        elif isinstance(one, str):
            held.add(one)

    walk(json.loads(told))
    assert kept <= held


def test_markdown_and_latex_escape_it(folder):
    lines = (folder / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)<(script|img)", lines)
    tex = (folder / "report.tex").read_text(encoding="utf-8")
    assert "{{ 7 * 7 }}" not in tex
    assert r"\{\{ 7 {*} 7 \}\} \$\{7\} \%s" in tex
    assert r"a \& b \&lt; c" in tex


@pytest.mark.parametrize("name", ["ranking", "tree", "heat_map"])
def test_pictures_show_it_without_boxes_and_turns(found, name):
    from matplotlib import pyplot
    from matplotlib.text import Text

    given = found.assessment.weights if name == "tree" else found.assessment.scores
    ax = getattr(gm.plots, name)(given, language="zh")
    told = [text.get_text() for text in ax.figure.findobj(Text)]
    assert any("__proto__" in one for one in told)
    assert not re.search("[\u202e\t]", "".join(told))
    assert max(map(len, told)) < 400
    ax.figure.draw_without_rendering()
    pyplot.close(ax.figure)


def test_the_command_line_prints_it_as_it_is(found, capsys):
    from rich.console import Console

    Console(width=400).print(found.summary("en"), markup=False, highlight=False)
    assert "[red]x" in capsys.readouterr().out
    assert "&lt;script&gt;" in found._repr_html_()
    assert "<script>" not in found._repr_html_()


ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)


def written_in(path):
    """Yield the texts of a file: of JSON what a reader of it gets."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as inside:
            yield from (inside.read(name).decode() for name in inside.namelist() if name.endswith(".xml"))
    elif path.suffix == ".json":
        yield str(strings(json.loads(path.read_text(encoding="utf-8"))))
    else:
        yield path.read_text(encoding="utf-8-sig")


def strings(one):
    """Return every text of plain JSON types, keys too."""
    if isinstance(one, dict):
        return "\n".join([*one, *map(strings, one.values())])
    return "\n".join(map(strings, one)) if isinstance(one, list) else one if isinstance(one, str) else ""


def test_nothing_in_a_file_or_on_a_screen_acts_and_the_name_is_the_same_everywhere(folder, found, tmp_path):
    tree = found.assessment.weights.tree
    for suffix in ("yaml", "json", "csv", "xlsx"):
        tree.write(tmp_path / f"tree.{suffix}")
        assert gm.read_tree(tmp_path / f"tree.{suffix}") == tree
    gm.plots.save(gm.plots.ranking(found.assessment.scores), tmp_path / "ranking.svg")
    files = [path for place in (folder, tmp_path) for path in place.rglob("*") if path.is_file()]
    shown = [(path.name, text) for path in files for text in written_in(path)]
    shown += [("screen", text) for text in (repr(found), found.summary("zh"), found._repr_html_())]
    assert not [(name, hit[0]) for name, text in shown if (hit := ACTING.search(text))]
    for path in folder.iterdir():
        texts = [
            text for one in ([path] if path.is_file() else path.rglob("*.*")) for text in written_in(one)
        ]
        assert any(
            re.search(r"(\\|\\textbackslash\{\})+u001b(\[|\{\[\}|\\\[)31mred", text) for text in texts
        ), path.name


def test_what_others_read_from_it_goes_through_the_command_line(tmp_path):
    odd = "\x1b[31m\x07\u202e\x9b"
    (tmp_path / "tree.yaml").write_text(
        'code: C\nname: "Index \\e[31m"\nparts:\n- {code: a, better: more}\n', encoding="utf-8"
    )
    rows = f"unit,a,street{odd}\n" + "".join(f"u{k}{odd},{k},s{odd}\n" for k in range(4))
    for name, text in {
        "fine": rows,
        "faulty": rows.replace(",2,", f",x{odd},"),
        "lacking": rows.replace(",a,", f",q{odd},"),
    }.items():
        path = tmp_path / f"{name}{odd}.csv"
        path.write_text(text, encoding="utf-8")
        done = command("check", tmp_path / "tree.yaml", path)
        told = done.stdout + done.stderr
        assert done.returncode == (name != "fine")
        assert r"\u001b[31m\u0007\u202e\u009b" in told
        assert not ACTING.search(told)
    done = command("check", tmp_path / "tree.yaml", tmp_path / "none\udcff.csv")
    assert done.returncode == 1
    assert r"none\udcff.csv" in done.stderr
