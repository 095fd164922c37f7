"""Without the libraries of an extra: one line, which says what to install; everything else works.

The libraries are hidden from a child process. `make extras` installs each extra alone, and runs this file there.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = {
    "parquet": ("pyarrow",), "spss": ("pyreadstat",), "report": ("docx",), "excel": ("xlrd",),
    "text": ("rjieba", "sklearn", "pypdf", "docx"), "postgres": ("psycopg", "psycopg_pool"),
    "bigdata": ("duckdb",),
    "sql": ("sqlalchemy", "psycopg"),
    "serve": ("fastapi", "starlette", "uvicorn", "multipart", "cryptography", "rfc8785", "segno"),
}  # fmt: skip
"""Modules that only an extra brings (scikit-learn comes with scikit-criteria, too)."""
ASKING = [
    ("parquet", "x.parquet: needs pyarrow", "gm.read_records('x.parquet', TREE)"),
    ("spss", "x.sav: needs pyreadstat", "gm.read_survey('x.sav', gm.read_tree('community_survey'))"),
    ("excel", "x.xls: needs xlrd", "gm.read_records('x.xls', TREE)"),
    ("bigdata", "x.parquet: needs duckdb", "gm.survey.open_large('x.parquet', TREE)"),
    ("sql", "sqlite://: needs SQLAlchemy", "gm.read_records('sqlite:///x', TREE, query='select 1')"),
    ("report", "report.word: needs python-docx", "gm.report.word(gm.weighting.equal(TREE), 'out.docx')"),
    ("text", "x.docx: needs python-docx", "gm.text.read('words')"),
    ("text", "x.pdf: needs pypdf", "gm.text.read('pages')"),
    ("text", "text: needs rjieba", "gm.text.topics(DOCUMENTS, n=2)"),
    ("text", "text: needs scikit-learn", "gm.text.similarity(DOCUMENTS)"),
    ("serve", "govmetrics serve: needs uvicorn", "gm.serve.serve('.')"),
    ("serve", "govmetrics serve: needs fastapi", "gm.serve.application('.')"),
    ("serve", "ledger: needs rfc8785", "gm.ledger.canonical({'a': 1})"),
    ("serve", "ledger: needs cryptography", "gm.ledger.new_key('district.example/ledger')"),
    ("postgres", "--database: needs psycopg", "gm.serve.application('.', database='postgresql://x')"),
]


HIDING = """
import sys
from importlib.machinery import PathFinder

class Hiding(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in HIDDEN else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Hiding
sys.path.insert(0, ROOT)
"""


def child(code, hidden=(), where=None):
    before = HIDING.replace("HIDDEN", repr(tuple(hidden))).replace("ROOT", repr(str(ROOT)))
    asked = [sys.executable, "-c", before + code]
    return subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False, cwd=where)


SETTING = """
import govmetrics as gm, pandas as pd, pathlib
for name in ("x.parquet", "x.sav", "x.xls", "words/x.docx", "pages/x.pdf"):
    pathlib.Path(name).parent.mkdir(exist_ok=True)
    pathlib.Path(name).write_bytes(b"junk")
TREE = gm.read_tree("wgi")
DOCUMENTS = gm.text.read(pd.DataFrame({"text": ["社区治理", "居民投诉", "物业管理", "居民参与"], "street": list("abab")}))
def told(call):
    try:
        exec(call)
    except gm.GovmetricsError as error:
        return str(error)
    return "nothing"
for call in CALLS:
    print(told(call))
"""


@pytest.mark.parametrize("extra", LIBRARIES)
def test_a_missing_extra_is_one_line(extra, tmp_path):
    wanted = [(line, call) for name, line, call in ASKING if name == extra]
    setting = SETTING.replace("CALLS", repr([call for _, call in wanted]))
    done = child(setting, LIBRARIES[extra], tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(wanted)
    for line, (start, _) in zip(lines, wanted, strict=True):
        assert line.startswith(start), line
        assert line.endswith(f'pip install "govmetrics[{extra}]"'), line
