"""What the package never does: run text as code, unpickle, start a shell, call a network; and what it rests on."""

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "govmetrics"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BANNED = {
    "pickle", "cPickle", "_pickle", "dill", "cloudpickle", "marshal", "shelve", "dbm", "code", "codeop", "pty", "ctypes",
    "socket", "ssl", "http.client", "http.server", "urllib.request", "ftplib", "smtplib", "telnetlib", "xmlrpc", "webbrowser",
    "requests", "httpx", "httpx2", "aiohttp", "urllib3",
}  # fmt: skip
"""Modules that unpickle, run text as code, or call a network."""
NETWORK = {("cli/many.py", "socket"): "asks whether the Dask scheduler that the user names is there"}
"""What may be imported all the same, and why."""
CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.execv", "os.spawnv", "pd.eval", "pd.read_pickle",
    "pandas.eval", "joblib.load", "input",
}  # fmt: skip
PROCESSES = {
    "survey/spss.py": "a damaged .sav ends the process that reads it",
    "serve/reading.py": "a server reads its evaluation in a process that ends, so that it does not hold the whole library",
}
"""Files that start a process: Python itself, with a list of arguments, never a shell."""


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_no_pickle_no_network():
    found = [
        (file, name) for file, tree in modules() for name in imported(tree)
        if any(name == banned or name.startswith(f"{banned}.") for banned in BANNED)
    ]  # fmt: skip
    assert sorted(found) == sorted(NETWORK)


def test_no_text_is_run_as_code():
    found = [
        (file, ast.unparse(node.func)) for file, tree in modules() for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func) in CALLS or any(ast.unparse(word) == "allow_pickle=True" for word in node.keywords))
    ]  # fmt: skip
    assert found == []


def test_no_shell():
    starting, shells = set(), []
    for file, tree in modules():
        if {"subprocess", "multiprocessing"} & set(imported(tree)):
            starting.add(file)
        shells += [
            file for node in ast.walk(tree) if isinstance(node, ast.Call)
            for word in node.keywords if word.arg == "shell"
        ]  # fmt: skip
    assert starting == set(PROCESSES)
    assert shells == []


def test_yaml_is_read_by_the_safe_loader():
    kinds = [
        ast.unparse(node) for _, tree in modules() for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("YAML", "ruamel.yaml.YAML")
    ]  # fmt: skip
    assert kinds
    assert all("typ='safe'" in kind or "typ='rt'" in kind for kind in kinds), kinds


def asked_for():
    """Return the name of every direct dependency, those of the extras too, but for development."""
    extras = PROJECT["optional-dependencies"]
    texts = [
        *PROJECT["dependencies"],
        *(one for name in extras if name not in ("dev", "docs") for one in extras[name]),
    ]
    return {canonicalize_name(Requirement(text).name) for text in texts} - {"govmetrics"}


def below(names):
    """Return what these and everything below them are called, of what is installed."""
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        of = [Requirement(text) for text in needed]
        waiting |= {
            canonicalize_name(one.name)
            for one in of
            if one.marker is None or one.marker.evaluate({"extra": ""})
        } - found
    return found


PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|HPND|CC0|Zlib|0BSD|Unlicense|MIT-CMU)\b",
    re.IGNORECASE,
)
OTHERS = {
    "psycopg": "LGPL-3.0: a driver that is imported, never changed; only in [postgres]",
    "psycopg-binary": "LGPL-3.0, as psycopg",
    "psycopg-pool": "LGPL-3.0, as psycopg",
    "certifi": "MPL-2.0: a list of certificates, beside a library",
}  # fmt: skip


def licence_of(name):
    about = metadata.metadata(name)
    told = [
        about.get("License-Expression"),
        *(c for c in about.get_all("Classifier") or [] if c.startswith("License ::")),
    ]
    text = about.get("License") or ""
    told = [one for one in told if one] or [
        "BSD" if "Redistribution and use in source and binary forms" in text else text
    ]
    return "; ".join(one.removeprefix("License :: OSI Approved :: ") for one in told)


def test_licences_are_permissive():
    wrong = {
        name: licence_of(name) for name in below(asked_for())
        if name not in OTHERS and not PERMISSIVE.search(licence_of(name))
    }  # fmt: skip
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        *PROJECT["dependencies"],
        *(one for needs in PROJECT["optional-dependencies"].values() for one in needs),
    ],
)
def test_every_dependency_has_a_floor(text):
    wanted = Requirement(text)
    assert wanted.name == "govmetrics" or any(one.operator == ">=" for one in wanted.specifier)
