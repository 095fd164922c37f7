"""What takes long to import waits until it is needed."""

import subprocess
import sys

CODE = """
import sys
import pandas as pd
import govmetrics as gm

gm.report, gm.evaluate
assert "scipy.stats" not in sys.modules
tree = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c", "d"]})
table = pd.DataFrame({code: [1.0, 4, 2, 6, 3, place] for place, code in enumerate(tree.codes)}, list("uvwxyz"))
run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
gm.report.html(run, sys.argv[1])
assert "scipy.stats" not in sys.modules
"""


def test_reports_of_an_index_are_written_without_the_distributions_of_scipy(tmp_path):
    """They take half a second to import, more than the page of a small index."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "page.html")], check=False, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr
    assert (tmp_path / "page.html").exists()
