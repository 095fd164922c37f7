"""Every sentence has its Chinese, every Chinese its sentence, and both name the same values."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import govmetrics
from govmetrics.core.words.text import chinese

ROOT = Path(govmetrics.__file__).parent
TEXTS = {"Fault": (1, 2), "Note": (0,), "Text": (0,), "cell_faults": (2, 3), "period_faults": (3, 4)}
TEXTS |= dict.fromkeys(("GovmetricsError", "FaultyInput", "UnsuitableMethod", "InfeasibleTargets"), (1, 2))
TEXTS |= dict.fromkeys(("Procedure", "how_scaled"), (0,))
"""What takes templates, and as which of its arguments."""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if path.parent.name not in ("chinese", "columns")]


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources()}


def fields(template: str) -> set[str]:
    return {
        name.split(".")[0].split("[")[0]
        for _, name, _, _ in string.Formatter().parse(template)
        if name is not None
    }


def literals(node: ast.expr, named: dict[str, list[ast.expr]]) -> list[str | None]:
    """Return the literal templates in an argument; None stands for text that is put together on the spot.

    A name stands for everything that its function (or its module) gives that name.
    """
    if isinstance(node, ast.Constant):
        return [node.value] if node.value and isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return literals(node.body, named) + literals(node.orelse, named)
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        return [None]
    if isinstance(node, ast.Name):
        rest = {name: values for name, values in named.items() if name != node.id}
        return [text for value in named.get(node.id, []) for text in literals(value, rest)]
    return []


def assigned(nodes: list[ast.AST]) -> dict[str, list[ast.expr]]:
    """Return what the nodes of a function or module give to names."""
    found: dict[str, list[ast.expr]] = {}

    def take(target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name) and value is not None:
            found.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.IfExp):
            take(target, value.body), take(target, value.orelse)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, part in zip(target.elts, value.elts, strict=False):
                take(one, part)

    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                take(target, node.value)
        elif isinstance(node, ast.AnnAssign):
            take(node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Tuple | ast.List):
            for value in node.iter.elts:
                take(node.target, value)
    return found


def inner(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function or module without those of the functions inside it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)


@cache
def calls() -> list[tuple[str, int, str, str | None, set[str] | None]]:
    """Return room, line, file, template and the values given (None where they come as ``**values`` or not at all)."""
    found = []
    for path, module in modules().items():
        outside: dict[str, list[ast.expr]] = {}
        scopes: list[ast.AST] = [module]  # those found inside one are looked at in turn
        for scope in scopes:
            nodes = list(inner(scope))
            scopes += [node for node in nodes if isinstance(node, ast.FunctionDef)]
            named = outside | assigned(nodes)
            outside = named if scope is module else outside
            for node in nodes:
                if isinstance(node, ast.ClassDef):
                    found += [
                        (room_of(path), node.lineno, path.name, key, set()) for key in shown_captions(node)
                    ]
                if isinstance(node, ast.Call):
                    found += [(room_of(path), node.lineno, path.name, *one) for one in templates(node, named)]
    return found + [("serve", *one) for one in spoken_in_pages()]


def spoken_in_pages() -> Iterator[tuple[int, str, str | None, set[str] | None]]:
    """Yield what the pages of participation say themselves: ``t("...", name=value)`` in their templates."""
    from jinja2 import Environment, nodes

    for path in sorted((ROOT / "serve" / "templates").rglob("*.html")):
        parsed = Environment().parse(path.read_text(encoding="utf-8"))
        for call in parsed.find_all(nodes.Call):
            if getattr(call.node, "name", "") == "t" and isinstance(call.args[0], nodes.Const):
                yield call.lineno, path.name, call.args[0].value, {one.key for one in call.kwargs}


def templates(
    call: ast.Call, named: dict[str, list[ast.expr]]
) -> Iterator[tuple[str | None, set[str] | None]]:
    """Yield the templates that a call gives, each with the values given."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    name = getattr(getattr(call.func, "value", None), "id", "") if name == "of" else name
    given = {k.arg for k in call.keywords if k.arg}
    given |= {"value"} if name == "cell_faults" else set()
    open_ended = any(k.arg is None for k in call.keywords)
    for place in TEXTS.get(name, ()):
        if place < len(call.args):
            texts = literals(call.args[place], named)
            # A name that is given several sentences in turn: which values belong to which cannot be told here.
            unclear = open_ended or (isinstance(call.args[place], ast.Name) and len(texts) > 1)
            yield from ((text, None if unclear else given) for text in texts)


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
        for module in modules().values()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } | {template for _, _, template, _ in spoken_in_pages()}
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


def test_percent_signs_stand_close_to_their_numbers():
    """33.3% in both languages, wherever it is written: in words, in templates of pages, in what scripts write."""
    words = [text for pair in chinese().items() for text in pair if re.search(r"[0-9}] %(?![}\w])", text)]
    files = [path for kind in ("*.jinja", "*.js") for path in (ROOT / "report" / "templates").rglob(kind)]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert not words
    assert not [line for line in lines if re.search(r"\} %(?!\})", line.replace("{%", "").replace("%}", ""))]
