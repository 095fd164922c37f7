import warnings
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.warn import silent, warn
from govmetrics.core.words import Text

PACKAGE = Path(gm.__file__).parent
FEW = pd.DataFrame({"staff": [2.0, 3]}), pd.DataFrame({"cases": [4.0, 5]})


def test_a_warning_has_the_class_of_the_house_the_language_in_use_and_the_line_of_the_caller():
    with gm.use(language="zh"), pytest.warns(gm.GovmetricsWarning) as told:
        gm.dea.radial(*FEW)
    assert told[0].filename == __file__
    with gm.use(language="zh"):
        assert str(told[0].message).startswith("2个决策单元")
    assert told[0].message.say("en").startswith("2 units for 1 input")
    assert issubclass(gm.GovmetricsWarning, UserWarning)


def test_silence_is_of_one_thread():
    def other():
        warn(Text("yes"))

    with warnings.catch_warnings(record=True) as told, silent():
        warnings.simplefilter("always")
        warn(Text("no"))
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert [str(one.message) for one in told] == ["yes"]


def test_nothing_else_warns_or_prints_past_the_streams():
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ("warnings.warn(" in line or line.lstrip().startswith("print("))
    ]
    assert found == ["core/warn.py: warnings.warn(GovmetricsWarning(text), stacklevel=_outside())"]
