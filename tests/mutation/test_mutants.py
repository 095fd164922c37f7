"""The tool itself: what it changes, what it leaves alone, and that a change which matters is noticed."""

from __future__ import annotations

import json
import sys

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.mutate import SURVIVORS, again, drawn, equivalents, report
from tests.mutation.trace import Looker, Trace, joined, kept

MODULE = '''"""Doc: 1 + 1 < 2."""
def share(x: "1 + 1", n=2):
    名 = "数 - 1"; half = -x / n ** 2  # 1 - 1
    if half <= 0:
        raise ValueError(f"{half - 1} is below " + "0")
    half += (half
             - 1.0)
    return half
'''


def outcome(source):
    names: dict = {}
    exec(compile(source, "share.py", "exec"), names)
    try:
        return names["share"](-12.0)
    except ValueError:
        return "refused"


def test_every_operator_and_number_is_changed_once(tmp_path):
    (tmp_path / "share.py").write_text(MODULE, "utf-8")
    found = mutants(tmp_path, "share.py")
    assert [(m.line, m.old, m.new) for m in found] == [
        (2, "2", "3"), (3, "-", " "), (3, "/", "*"), (3, "**", "*"), (3, "2", "3"), (4, "<=", "<"), (4, "0", "1"),
        (6, "+=", "-="), (7, "-", "+"), (7, "1.0", "2.0"),
    ]  # fmt: skip
    # as it is: -(-12) / 2 ** 2 = 3, and 3 + (3 - 1) = 5
    assert outcome(MODULE) == 5
    same = [m.old for m in found if outcome(m.applied(MODULE)) == 5]
    assert same == ["<=", "0"]
    assert [m.perhaps_equivalent for m in found].count(True) == 1


def test_a_sample_is_drawn_by_seed_and_kept_in_order():
    every = [Mutant("m.py", line, 1, "+", "-", "a + b") for line in range(100)]
    one, two = drawn(every, 10, 1), drawn(every, 10, 2)
    assert one == drawn(every, 10, 1) != two
    assert [m.line for m in one] == sorted({m.line for m in one})
    assert drawn(every, None, 0) == drawn(every, 500, 0) == every


def test_a_trace_knows_the_tests_of_a_line(tmp_path):
    (tmp_path / "tests/fuzzy").mkdir(parents=True)
    (tmp_path / "tests/fuzzy/test_a.py").write_text("def test_one(): ...", "utf-8")
    (tmp_path / "tests/fuzzy/test_b.py").write_text("@cache\ndef made(): ...", "utf-8")
    a1, a2 = "tests/fuzzy/test_a.py::test_one", "tests/fuzzy/test_a.py::test_two"
    b1, b2 = "tests/fuzzy/test_b.py::test_one", "tests/fuzzy/test_b.py::test_two"
    module = "govmetrics/fuzzy/x.py"
    lines = {f"{module}:3": [a1, a2], f"{module}:9": [b1]}
    trace = Trace(tmp_path, {"seconds": {a1: 2.0, a2: 1.0, b1: 3.0, b2: 0.0}, "lines": lines})
    assert trace.tests_of(module, 3, (1, 5), 10) == [a2, a1]
    assert trace.tests_of(module, 3, (1, 5), 2.5) == [a2]
    assert trace.tests_of(module, 9, (8, 9), 10) == [b2, b1]  # what one caches, the other asserts
    assert trace.tests_of(module, 4, (1, 5), 10) == [a2, a1]
    assert trace.tests_of(module, 20, (20, 20), 10) == [b2, a2, a1, b1]
    assert trace.tests_of("govmetrics/fuzzy/y.py", 3, (1, 5), 10) == []


def test_only_what_changed_is_looked_at_again(tmp_path):
    module, tests = "m.py", ["a.py", "b.py", "c.py"]
    for name in (module, *tests):
        (tmp_path / name).write_text(name, "utf-8")
    told, again = kept(tmp_path / "trace.json", tmp_path, [module], tests)
    assert again == tests
    seen = {
        "seconds": {"a.py::t": 1.0, "b.py::t": 2.0},
        "lines": {"m.py:1": ["a.py::t"], "n.py:1": ["b.py::t"]},
    }
    (tmp_path / "trace.json").write_text(json.dumps(joined(told, seen)), "utf-8")
    assert kept(tmp_path / "trace.json", tmp_path, [module], tests)[1] == []
    (tmp_path / "c.py").write_text("changed", "utf-8")
    assert kept(tmp_path / "trace.json", tmp_path, [module], tests)[1] == ["c.py"]
    (tmp_path / module).write_text("changed", "utf-8")
    told, again = kept(tmp_path / "trace.json", tmp_path, [module], tests)
    assert again == ["a.py", "c.py"]
    assert told["seconds"] == {"b.py::t": 2.0}
    assert joined(told, seen)["lines"] == {"m.py:1": ["a.py::t"], "n.py:1": ["b.py::t", "b.py::t"]}


def test_a_looker_notes_lines_inside_functions(tmp_path):
    looker = Looker(tmp_path)
    file = tmp_path / "govmetrics" / "x.py"
    names: dict = {}
    source = "A = 1\ndef f(x):\n    if x:\n        return 1\n    return 2\n"
    before = sys.gettrace()
    sys.settrace(looker._called)
    exec(compile(source, str(file), "exec"), names)
    names["f"](0)
    sys.settrace(before)
    assert looker.seen == {("govmetrics/x.py", 3), ("govmetrics/x.py", 5)}


def test_what_changes_no_result_is_known_by_its_text():
    mutant = Mutant("m.py", 3, 7, "<", "<=", "    a < b or c < d")
    text = "# Title\n\n## m.py\n\n* `a < b or c < d`\n  `a <= b or c < d`\n  never equal\n"
    assert equivalents(text) == {mutant.key}
    page = SURVIVORS.read_text("utf-8")
    assert len(equivalents(page)) == page.count("\n* `") > 20


def test_survivors_of_a_report_are_found_again():
    every = [Mutant("m.py", line, 3, "+", "-", text) for line, text in ((3, "a + b"), (4, "c + d"))]
    moved = [Mutant("m.py", 8, 3, "+", "-", "c + d")]
    assert again(moved, report([(mutant, "survived") for mutant in every], 0)) == moved


def test_the_report_counts_and_lists():
    made = [Mutant("m.py", 3, 3, "+", "-", "a + b"), Mutant("m.py", 4, 3, "<", "<=", "a < b")]
    found = [(made[0], "killed"), (made[1], "survived"), (made[0], "timeout"), (made[0], "equivalent")]
    text = report(found, 7)
    assert text.startswith("# Mutants: 2 of 3 killed (67%), 1 more change no result, seed 7")
    assert "| m.py | 4 | 1 | 1 | 1 | 1 |" in text
    assert "## Survived: 0" in text
    assert "boundary moved): 1\n\n* `m.py:4:3  <  ->  <=   in  a < b`" in text
