"""Keys and notes that are none are refused without showing a secret; salted hashes open for the right value alone."""

from __future__ import annotations

import pytest

import govmetrics as gm
from govmetrics.ledger.notes import sign, take_apart

KEY = gm.ledger.new_key("district.example/ledger", bytes(range(32)))
GOOD = gm.ledger.checkpoint([b"a"], KEY)


def test_a_key_does_not_print_its_secret():
    assert KEY.secret not in repr(KEY)
    assert gm.ledger.new_key("a").secret != gm.ledger.new_key("a").secret


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u3000b", 3, None])
def test_names_with_blanks_or_plus_signs_are_refused(name):
    with pytest.raises(gm.FaultyInput):
        gm.ledger.new_key(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "PRIVATE+KEY+",
        KEY.public,
        KEY.secret[:-3],
        KEY.secret.replace("Q", "*"),
        None,
        3,
        KEY.secret + "A",
    ],
)
def test_what_is_no_secret_key_is_refused_and_not_repeated(text):
    with pytest.raises(gm.FaultyInput) as told:
        gm.ledger.checkpoint([b"a"], text)
    assert KEY.secret[20:] not in str(told.value)


def test_a_public_key_whose_number_was_changed_is_refused():
    name, number, rest = KEY.public.split("+", 2)
    wrong = "+".join([name, f"{int(number, 16) ^ 1:08x}", rest])
    with pytest.raises(gm.FaultyInput, match="number"):
        gm.ledger.read_checkpoint(GOOD).signed_by(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", GOOD[:-1], GOOD.replace("— ", "- "), GOOD.replace("\n\n", "\n"), GOOD + "\n", GOOD.replace("\n1\n", "\n01\n"),
        GOOD.replace("\n1\n", "\n-1\n"), GOOD.replace("\n1\n", "\n１\n"), GOOD.replace("\n1\n", "\n\n"), "\t" + GOOD,
        GOOD.replace("=\n\n", "\n\n"), "x\n" + GOOD, GOOD.replace("\n1\n", f"\n{10**20}\n"),
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(gm.FaultyInput):
        gm.ledger.read_checkpoint(text)


def test_signatures_of_others_are_passed_over_and_a_false_one_of_a_known_key_spoils_the_note():
    other = gm.ledger.new_key("witness.example", bytes(32))
    text, line = GOOD.split("\n\n")
    second = sign(text + "\n", other.secret).split("\n\n")[1]
    both = f"{text}\n\n{second}{line}"
    assert take_apart(both).signed_by(KEY.public)
    assert take_apart(both).signed_by(other.public)
    wrong = gm.ledger.checkpoint([b"b"], KEY).split("\n\n")[1]
    assert not take_apart(f"{text}\n\n{line}{wrong}").signed_by(KEY.public)


def test_salted_hashes():
    kept = gm.ledger.salted({"name": "王芳", "answer": 4})
    assert kept.opens({"answer": 4, "name": "王芳"})  # the order of keys says nothing
    assert not kept.opens({"name": "王芳", "answer": 5})
    assert gm.ledger.salted("a").digest != gm.ledger.salted("a").digest
    assert kept.salt not in repr(kept)
    assert gm.ledger.salted("a", bytes(32), "sm3").opens("a")
    with pytest.raises(gm.FaultyInput, match="32 bytes"):
        gm.ledger.salted("a", b"short")


def test_canonical_json_is_that_of_rfc_8785():
    """The example of its section 3.2.2, as sorted in 3.2.3 and written in UTF-8."""
    given = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\nA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    told = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert gm.ledger.canonical(given).decode() == told


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (float("inf"), "value"), ({"a": [1, {2}]}, r"value\.a\[1\]"), ({1: 2}, "value"), (2**53, "value"), ("\ud800", "value"),
        ({"\ud800": 1}, "value"), (b"x", "value"), (-(2**53), "value"),
    ],
)  # fmt: skip
def test_what_json_does_not_know_is_named_with_its_place(value, place):
    with pytest.raises(gm.FaultyInput, match=f"^{place}: "):
        gm.ledger.canonical(value)


def test_depth_has_an_end():
    value: list = []
    for _ in range(200):
        value = [value]
    with pytest.raises(gm.FaultyInput, match="too deep"):
        gm.ledger.canonical(value)
