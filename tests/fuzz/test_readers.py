"""Hostile files for every reader, a few of each: only `GovmetricsError` leaves. `make fuzz` tries many more."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import changed
from tests.fuzz.strategies import files, structured
from tests.fuzz.targets import TARGETS

BINARY = (".xlsx", ".xls", ".ods", ".sav", ".parquet", ".docx", ".pdf")
QUICK = ("records.xlsx", "judgements.xlsx", "document.pdf")
EVERY = [
    pytest.param(target, id=name, marks=[pytest.mark.slow] if name.endswith(BINARY) and name not in QUICK else [])
    for name, target in TARGETS.items()
]  # fmt: skip


@pytest.mark.parametrize("target", EVERY)
def test_what_is_right_is_read(target, tmp_path):
    path = tmp_path / f"input{target.suffix}"
    found = []
    for content in target.files:
        path.write_bytes(content)
        found.append(target.try_on(path))
    assert "read" in found


@pytest.mark.parametrize("target", [one for one in EVERY if structured(one.values[0])])
def test_damaged_structures(target, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / f"input{target.suffix}"

    @settings(max_examples=min(settings().max_examples, 40))
    @given(files(target))
    def run(data):
        path.write_bytes(data)
        assert target.try_on(path) in ("read", "refused")

    run()


@pytest.mark.parametrize("target", EVERY)
def test_changed_bytes(target, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / f"input{target.suffix}"

    @settings(max_examples=min(settings().max_examples // 2, 40))
    @given(st.integers(0, 2**32))
    def run(seed):
        rng = random.Random(seed)
        path.write_bytes(changed(rng.choice(target.files), rng, rng.choice(target.files)))
        assert target.try_on(path) in ("read", "refused")

    run()
