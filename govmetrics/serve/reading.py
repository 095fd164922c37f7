"""What an evaluation is called, its tree and its language, read in a process of its own.

Reading an evaluation loads the whole library; a server needs little of it, and should not hold on to the rest for months.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import GovmetricsError
from govmetrics.core.language import Language
from govmetrics.core.words import Label, Text

Read = tuple[Text, IndicatorTree, Language]


def evaluation_of(folder: Path) -> Read:
    """Return what an evaluation is called, its tree, and its language.

    Raises
    ------
    FaultyInput
        The folder holds no evaluation, its file is wrong, or its tree cannot be read.
    """
    from govmetrics.evaluation import Evaluation
    from govmetrics.intake import read_tree

    evaluation = Evaluation.read(folder)
    given = evaluation.tree
    beside = isinstance(given, str | Path) and evaluation.path(str(given)).is_file()
    tree = (
        given
        if isinstance(given, IndicatorTree)
        else read_tree(evaluation.path(str(given)) if beside else given)
    )
    language: Language = "zh" if evaluation.language in ("zh", "both") else "en"
    return evaluation.heading or _name(tree), tree, language


def read_apart(folder: Path) -> Read:
    """Return the same, read by another process that ends with it."""
    command = [sys.executable, "-P", "-c", "from govmetrics.serve.reading import tell; tell()", str(folder)]
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, capture_output=True, check=False, env=paths)
    if done.returncode:
        return evaluation_of(folder)  # whatever went wrong there is told here
    told = json.loads(done.stdout)
    return Label(told["en"], told["zh"]), IndicatorTree.from_dict(told["tree"]), told["language"]


def tell() -> None:
    """Write what was read for the process that asked."""
    try:
        title, tree, language = evaluation_of(Path(sys.argv[1]))
    except GovmetricsError:
        sys.exit(1)
    told = {"en": title.say("en"), "zh": title.say("zh"), "tree": tree.to_dict(), "language": language}
    sys.stdout.write(json.dumps(told))


def _name(tree: IndicatorTree) -> Label:
    return tree.names()[tree.node_codes[0]]
