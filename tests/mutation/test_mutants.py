"""The tool itself: what it changes, what it leaves alone, and that a change which matters is noticed."""

from __future__ import annotations

from tests.mutation import choose
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.mutate import ROOT, drawn, report

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


def test_the_tests_nearest_to_a_module_come_first():
    near = choose.tests_of(ROOT, "govmetrics/psychometrics/fleiss.py")
    assert near[0] == "tests/psychometrics/test_raters.py"
    assert "tests/reference/test_raters_shrout_krippendorff_fleiss.py" in near
    deep = choose.tests_of(ROOT, "govmetrics/numerics/polychoric.py")
    assert "tests/psychometrics/test_polychoric.py" in deep
    without = [module for module in choose.modules(ROOT, []) if not choose.tests_of(ROOT, module)]
    assert all(mutants(ROOT, module) == [] for module in without), without


def test_the_report_counts_and_lists():
    made = [Mutant("m.py", 3, 1, "+", "-", "a + b"), Mutant("m.py", 4, 1, "<", "<=", "a < b")]
    text = report([(made[0], "killed"), (made[1], "survived"), (made[0], "timeout")], 7)
    assert text.startswith("# Mutants: 2 of 3 killed (67%), seed 7")
    assert "| m.py | 3 | 1 | 1 | 1 |" in text
    assert "## Survived: 0" in text
    assert "boundary moved): 1\n\n* `m.py:4:1  <  ->  <=   in  a < b`" in text
