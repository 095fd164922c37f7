"""Every reader of files, by name: files that are right, and the function that reads one.

A new reader adds one line to one of the tables below; all else follows.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import govmetrics as gm
from govmetrics.core.tables import read_table
from govmetrics.core.warn import GovmetricsWarning
from tests.fuzz import seeds
from tests.fuzz.files import Unwritable, encoded
from tests.fuzz.seeds import TREE, book, tables, texts

Read = Callable[[Path], object]


@dataclass(frozen=True)
class Target:
    """A reader and the kind of file it reads."""

    name: str
    suffix: str
    structures: Callable[[], Any]
    read: Read

    @cached_property
    def contents(self) -> list[Any]:
        """What is right, as structure."""
        return list(self.structures())

    @cached_property
    def files(self) -> list[bytes]:
        """What is right, as the bytes of files."""
        found = []
        for content in self.contents:
            try:
                found.append(encoded(content, self.suffix))
            except Unwritable:  # a CSV seed of several kinds of cells is no .sav
                continue
        return found

    def try_on(self, path: Path) -> str:
        """Read a file; return "read" or "refused", as the user would be told, or let through what must not leave."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a user sees no warning of numpy, pandas or openpyxl
            warnings.simplefilter("ignore", GovmetricsWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                self.read(path)
            except gm.GovmetricsError as error:
                _ = error.say("en"), error.say("zh")
                return "refused"
        return "read"


def _survey(path: Path) -> object:
    return gm.read_survey(path, TREE)


def _grouped(path: Path) -> object:
    by = {"unit": None, "period": None}
    return gm.read_survey(path, TREE, by=by, weight=None, reverse=("Q2",), missing_codes=(9,))


def _given(path: Path, kind: type) -> Any:
    """Return what a function is given as structure; what is no JSON of this kind is no input of it."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, kind):
        raise gm.FaultyInput("file", "is no JSON of this kind", "give another")
    return content


def _judged(path: Path) -> object:
    return gm.read_judgements(_given(path, dict), TREE)


def _acted(path: Path) -> object:
    return gm.planning.read_actions(_given(path, list), TREE)


_KINDS = {"IndicatorTree": gm.IndicatorTree, "Dataset": gm.Dataset, "Scaled": gm.Scaled, "Weights": gm.Weights,
          "Scores": gm.Scores, "GradeScale": gm.fuzzy.GradeScale, "Recipe": gm.Recipe}  # fmt: skip


def _result(path: Path) -> object:
    pairs = _given(path, dict).items()
    return [_KINDS[name].from_dict(value) for name, value in pairs if name in _KINDS]


def _run(name: str, path: Path) -> object:
    from govmetrics.cli.runs import read_runs
    from govmetrics.core.fingerprint import digest_of

    files = seeds.run_folder() | {name: path.read_bytes()}
    for other, content in files.items():
        path.with_name(other).write_bytes(content)
    told = {
        other: digest_of(path.with_name(other)) for other in files
    }  # as if the run had written the file so
    path.with_name("manifest.json").write_text(json.dumps({"files": told}), encoding="utf-8")
    return read_runs(path.parent)


def _neighbours(kind: str | None, path: Path) -> object:
    return gm.spatial.weights(read_table(path), kind, **({"k": 2} if kind else {}))  # type: ignore[arg-type]


def _ballots(count: str, path: Path) -> object:
    rows = read_table(path)
    return getattr(gm.collaboration, count)(rows.set_index(rows.columns[0]))


def _ratings(path: Path) -> object:
    from govmetrics.evaluation.ratings import as_numbers, read_ratings

    return as_numbers(read_ratings([path], "unit", TREE))


def _history(path: Path) -> object:
    from govmetrics.evaluation.history import read_history

    return read_history(path)


def _invited(path: Path) -> object:
    from govmetrics.serve.invitees import read_invitees

    return read_invitees(path.read_bytes(), path.name)


def _checkpoint(path: Path) -> object:
    return gm.ledger.read_checkpoint(path.read_text(encoding="utf-8", errors="replace"))


def _pdf(name: str) -> bytes:
    from tests.fuzz.files import _written
    from tests.text.files import pdf_of

    return _written(partial(pdf_of, pages=[name, "second page"]), ".pdf")


_ACTIONS = (
    "code,name,cost,limit,step,fixed,units",
    "A1,walks,10,5,1,0,East",
    "A2,talks,2.5,,,,",
    "B1,staff,100,3,0.5,20,East、West",
)
_TICKETS = ("工单编号,承办单位,受理时间,是否响应,办结时间,回访结果", "1,东区,2024-01-03,是,2024-01-09,满意",
            "2,东区,2024年2月9日,否,,", "3,西区,2024/3/1,是,2024-03-20,不满意")  # fmt: skip
_BALLOTS = ("person,a,b,c", "p1,1,0,1", "p2,0,1,1", "p3,1,1,0", "p4,1,0,0")
_WORDS = ("word,theme,language", "路灯,设施,zh", "lamp,works,en", "垃圾,环境,zh")
_CHECKPOINT = (
    "office\n3\nqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=\n\n"
    "— office Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)

_DISTRICT = "examples/district"
TABLES: dict[str, tuple[str, Callable[[], Any], Read]] = {
    "tree": (".csv .xlsx .ods", seeds.tree_tables, gm.read_tree),
    "records": (".csv .xlsx .ods .xls .parquet", seeds.records, lambda path: gm.read_records(path, TREE, totals="drop")),
    "periods": (".csv .xlsx", seeds.periods, lambda path: gm.read_records(path, TREE, period="period")),
    "survey": (".csv .xlsx .sav", seeds.surveys, _survey),
    "survey_by": (".csv .xlsx", seeds.surveys, _grouped),
    "judgements": (".csv .xlsx", seeds.judgements, lambda path: gm.read_judgements(path, TREE)),
    "weights": (".csv .xlsx", lambda: [book("代码,名称,权重", "A,主体,3", "B,结果,7", "A1,,1", "A2,,0", "A3,,2",
                "B1,,1", "B2,,1")],
                lambda path: gm.intake.read_weights(path, TREE)),
    "margins": (".csv .xlsx", lambda: tables(f"{_DISTRICT}/margins.xlsx"), gm.survey.read_margins),
    "actions": (".csv .xlsx", lambda: [book(*_ACTIONS)], lambda path: gm.planning.read_actions(path, TREE)),
    "ratings": (".xlsx", lambda: [{"e1": [["unit", "A1", "A2"], ["x", 3, "(1,2,3)"], ["y", "good", 2]]}], _ratings),
    "history": (".csv", lambda: [book("read,period,unit,kind,column,value", "2024-01-02,2024,East,indicator,A1,3.5")], _history),
    "network": (".csv .xlsx", seeds.networks, gm.network.read_network),
    "tickets": (".csv .xlsx", lambda: [book(*_TICKETS)], gm.monitoring.three_rates),
    "coding": (".csv .xlsx", lambda: [book("document,coder,T1,T2", "d1,A,1,0", "d1,B,1,1", "d2,A,√,×", "d2,B,是,否"),
               book("document,coder,code,quote", "d1,A,T1,x", "d2,B,T2,y"), *tables("examples/policies/coding.csv")],
               lambda path: gm.text.read_coding(path, blanks="missing")),
    "documents": (".csv .xlsx", lambda: [book("编号,日期,社区,内容", "a,2025-03-01,甲,路灯坏了", "b,2025-04-02,乙,水管漏水")],
                  lambda path: gm.text.read(path, every="month")),
    "dictionary": (".csv .xlsx", lambda: [book(*_WORDS)], gm.text.dictionary),
    "edges": (".csv", lambda: [book("from,to,weight", "a,b,1", "b,a,1", "b,c,0.5", "c,b,2")], partial(_neighbours, None)),
    "points": (".csv", lambda: [book("unit,lon,lat", "a,114.1,22.5", "b,114.2,22.6", "c,114.15,22.7", "d,113.9,22.4")],
               partial(_neighbours, "nearest")),
    "approvals": (".csv", lambda: [book(*_BALLOTS)], partial(_ballots, "approval_vote")),
    "ranks": (".csv", lambda: [book("person,a,b,c", "p1,1,2,3", "p2,2,1,", "p3,1,3,2")], partial(_ballots, "ranked_vote")),
    "opinions": (".csv", lambda: [book(*_BALLOTS, "p5,-1,1,0", "p6,1,-1,")], partial(_ballots, "opinions")),
    "invitees": (".csv .xlsx", lambda: [book("姓名,邮箱,社区", "王,a@b.cn,甲", "李,c@d.cn,乙")], _invited),
}  # fmt: skip
"""Readers of tables: suffixes, tables that are right, the function."""

FILES: dict[str, tuple[Callable[[], Any], Read]] = {
    "tree.yaml": (lambda: [*seeds.trees(), *texts("indicators/wgi.yaml", "examples/simulation/tree.yaml")], gm.read_tree),
    "tree.json": (seeds.trees, gm.read_tree),
    "rulebook.yaml": (lambda: _both("examples/consultation_appraisal/rulebook.yaml", f"{_DISTRICT}/rulebook.yaml"),
                      gm.appraisal.Rulebook.read),
    "recipe.yaml": (lambda: _both("examples/us_states/recipe.yaml"), gm.Recipe.read),
    "evaluation.yaml": (lambda: _both(f"{_DISTRICT}/evaluation.yaml", "examples/participation/evaluation.yaml"),
                        gm.Evaluation.read),
    "model.yaml": (lambda: _both("examples/simulation/model.yaml"), gm.dynamics.read),
    "model.xmile": (lambda: [seeds.XMILE.encode(), _nested(seeds.XMILE)], gm.dynamics.read),
    "judgements.json": (lambda: [{"e1": {"GOV": [[1, 3], [1 / 3, 1]], "B": [[1, None], [None, 1]]}}], _judged),
    "actions.json": (lambda: [[{"code": "A1", "cost": 10, "name": "walks", "limit": 5}, {"code": "B1", "cost": 2.5}]],
                     _acted),
    "result.json": (seeds.results, _result),
    "run.json": (lambda: [json.loads(seeds.run_folder()["scores.json"])], partial(_run, "scores.json")),
    "run.csv": (lambda: [seeds.run_folder()["ranking.csv"]], partial(_run, "ranking.csv")),
    "map.geojson": (lambda: [_map(), *texts(f"{_DISTRICT}/communities.geojson")], gm.spatial.weights),
    "document.txt": (lambda: ["路灯坏了，水管漏水。\n第二段\n".encode("gb18030"), "A lamp is broken.\n"], gm.text.read),
    "document.docx": (lambda: [{"paragraphs": ["路灯坏了", "second"], "table": [["a", "b"], ["1", "2"]]}], gm.text.read),
    "document.pdf": (lambda: [_pdf("A lamp is broken")], gm.text.read),
    "words.txt": (lambda: ["路灯\n电梯\nlamp\n"], gm.text.dictionary),
    "checkpoint.txt": (lambda: [_CHECKPOINT], _checkpoint),
}  # fmt: skip
"""Readers of other files: what is right, the function."""


def _both(*names: str) -> list[Any]:
    """Return YAML files as they stand, and as structures."""
    from govmetrics.core.yaml_text import read_yaml

    return [*texts(*names), *(read_yaml(one.decode(), "seed") for one in texts(*names))]


def _map() -> Mapping[str, Any]:
    return json.loads((seeds.ROOT / f"{_DISTRICT}/communities.geojson").read_text(encoding="utf-8"))


def _nested(text: str) -> list[Any]:
    """Return XML as [tag, attributes, children]."""
    from xml.etree.ElementTree import Element, fromstring

    def one(element: Element) -> list[Any]:
        own = [element.text] if (element.text or "").strip() else []
        return [element.tag, dict(element.attrib), [*own, *map(one, element)]]

    return one(fromstring(text))


def _xls() -> list[bytes]:
    return texts("tests/intake/data/office.xls", "tests/intake/data/merged.xls")


def _targets() -> dict[str, Target]:
    found = {}
    for reader, (suffixes, structures, read) in TABLES.items():
        for suffix in suffixes.split():
            given = structures if suffix != ".xls" else _xls
            found[f"{reader}{suffix}"] = Target(f"{reader}{suffix}", suffix, given, read)
    for name, (structures, read) in FILES.items():
        found[name] = Target(name, "." + name.split(".")[1], structures, read)
    return found


TARGETS = _targets()
"""Every reader of files, by its name and the suffix of what it reads."""
