"""What left a reader once, tried again."""

import pytest

from tests.fuzz.files import encoded
from tests.fuzz.found import FOUND
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize(
    ("name", "content", "comes_to"), FOUND, ids=[f"{at}-{one[0]}" for at, one in enumerate(FOUND)]
)
def test_only_our_error_leaves(name, content, comes_to, tmp_path):
    target = TARGETS[name]
    path = tmp_path / f"input{target.suffix}"
    path.write_bytes(encoded(content, target.suffix))
    assert target.try_on(path) == comes_to
