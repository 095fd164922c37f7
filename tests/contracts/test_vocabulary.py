"""Every sentence has its Chinese, every Chinese its sentence, and both name the same values."""

from __future__ import annotations

import ast
import string
from functools import cache
from pathlib import Path

import pytest

import govmetrics
from govmetrics.core.words.text import chinese

ROOT = Path(govmetrics.__file__).parent
TEXTS = {"Fault": (1, 2), "Note": (0,), "Text": (0,)}
"""What takes templates, and as which of its arguments."""
PENDING = {
    "aggregation", "appraisal", "cli", "core", "dea", "diagnosis", "explain", "fuzzy", "grey", "intake",
    "normalisation", "panel", "planning", "plots", "psychometrics", "ranking", "report", "recipe", "robustness", "survey",
    "treatment", "weighting", "demo", "run_notes",
}  # fmt: skip
"""Rooms whose sentences still have to move to the vocabulary."""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if path.parent.name not in ("chinese", "columns")]


def fields(template: str) -> set[str]:
    return {
        name.split(".")[0].split("[")[0]
        for _, name, _, _ in string.Formatter().parse(template)
        if name is not None
    }


def literals(node: ast.expr) -> list[str | None]:
    """Return the literal templates in an argument; None stands for text that is put together on the spot."""
    if isinstance(node, ast.Constant):
        return [node.value] if node.value else []
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        return [None]
    return []


@cache
def calls() -> list[tuple[str, int, str, str | None, set[str] | None]]:
    """Return room, line, file, template and the values given (None where they come as ``**values`` or not at all)."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found += [(room_of(path), node.lineno, path.name, key, set()) for key in shown_captions(node)]
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for place in TEXTS.get(name, ()):
                if place < len(node.args):
                    given = {k.arg for k in node.keywords if k.arg}
                    open_ended = any(k.arg is None for k in node.keywords)
                    found += [
                        (room_of(path), node.lineno, path.name, text, None if open_ended else given)
                        for text in literals(node.args[place])
                    ]
    return found


def shown_captions(node: ast.ClassDef) -> list[str]:
    """Return the captions in a result's ``_shown``."""
    for part in node.body:
        target = getattr(part, "target", None) or (part.targets[0] if isinstance(part, ast.Assign) else None)
        if getattr(target, "id", "") == "_shown" and isinstance(part.value, ast.Dict):  # type: ignore[union-attr]
            return [v.value for v in part.value.values if isinstance(v, ast.Constant)]  # type: ignore[union-attr]
    return []


def test_every_template_is_written_out_and_has_its_chinese():
    wrong = []
    for room, line, file, template, given in calls():
        if room in PENDING:
            continue
        if template is None:
            wrong.append(
                f"{room}/{file}:{line}: a sentence put together on the spot; name its values instead"
            )
        elif template not in chinese():
            wrong.append(f"{room}/{file}:{line}: no Chinese for {template!r}")
        elif given is not None and given and not fields(template) <= given:
            wrong.append(
                f"{room}/{file}:{line}: {template!r} names values that are not given: {fields(template) - given}"
            )
        elif given is not None and not given and "{" in template and fields_or_none(template):
            wrong.append(f"{room}/{file}:{line}: {template!r} is given no values")
    assert not wrong, "\n".join(wrong)


def fields_or_none(template: str) -> set[str]:
    """Return the names in braces of a template without values, where they look like ours and not like a file's."""
    try:
        return {f for f in fields(template) if f.isidentifier() and f"{{{f}}}" in template}
    except ValueError:
        return set()


def test_every_chinese_has_its_template():
    everything = {
        node.value
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not sorted(set(chinese()) - everything)


def test_both_languages_name_the_same_values():
    used = {template for *_, template, given in calls() if given}
    differ = {
        english: text
        for english, text in chinese().items()
        if english in used and fields(english) != fields(text)
    }
    assert not differ


def test_no_template_stands_in_two_catalogues():
    from importlib import import_module
    from pkgutil import iter_modules

    from govmetrics.core.words import chinese as catalogues

    homes: dict[str, str] = {}
    for room in iter_modules(catalogues.__path__):
        for template in import_module(f"{catalogues.__name__}.{room.name}").WORDS:
            assert template not in homes, (
                f"{template!r} stands in {homes[template]} and {room.name}: keep it in core"
            )
            homes[template] = room.name


def test_chinese_is_chinese():
    """What has words beside its values has Chinese ones."""
    english = {
        text
        for text in chinese().values()
        if not any("\u4e00" <= mark <= "\u9fff" for mark in text)
        and any(mark.isalpha() for words, *_ in string.Formatter().parse(text) for mark in words)
    }
    assert not english


@pytest.mark.parametrize("room", sorted(PENDING))
def test_rooms_that_are_pending_are_there(room):
    """A room that is gone, or has moved, leaves the list."""
    assert (ROOT / room).is_dir() or (ROOT / f"{room}.py").is_file() or room in ("psychometrics", "grey")
