"""A new folder in Chinese is Chinese: every form, the file's remarks, and what to fill in; and so is each part alone."""

from __future__ import annotations

import re

import pytest

import govmetrics as gm
from govmetrics.demo import district
from govmetrics.evaluation import new_folder
from tests.command import command
from tests.evaluation.test_languages import left, of_page, of_sheets, of_tables, of_word

TREES = tuple(gm.list_trees(confirmed=True)["name"])  # a new folder of one with slots is refused
MARK = "govmetrics judgement form"
"""By which a form of judgements is known again."""


def own_words(tree):
    """What the tree says of itself in its own words: English names beside the Chinese, codes, where it is from."""
    told = {text for node in tree.nodes for text in (node.code, node.label("en")) if text}
    told |= {text for leaf in tree.indicators for text in (leaf.measured_in("en"), *leaf.items) if text}
    told |= set(tree.said_about("en").values()) | set(tree.said_about("zh").values()) | set(tree.about)
    return sorted(told, key=len, reverse=True)


def texts_of(path):
    if path.suffix == ".xlsx":
        return list(of_sheets(path))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":  # keys are what is typed
        remarks = [line.split("#", 1)[1] for line in text.splitlines() if "#" in line]
        return [remark for remark in remarks if not re.match(r" ?[\w ]+: ", remark)]
    return [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)]


@pytest.mark.parametrize("name", TREES)
def test_every_form_of_a_new_folder_is_chinese(name, tmp_path):
    with gm.use("zh"):
        new_folder(tmp_path / "new", name)
    tree = gm.read_tree(name)
    own = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(text)}(?![A-Za-z])" for text in own_words(tree)))
    english_notes = {
        text for node in tree.nodes for text in (node.noted("en"), node.originates("en"))
    }  # the tree's own file keeps both languages
    keys = re.compile(r"(?<![A-Za-z])(tree|zh|en|both|period|rake|weights|impute_median|assigned|inputs|outputs|compare"
                      r"|efficiency|change|true|continue|output)(?![A-Za-z])")  # fmt: skip
    found = {}
    files = [
        path for path in sorted((tmp_path / "new").rglob("*")) if path.suffix in (".xlsx", ".yaml", ".md")
    ]
    assert len(files) > 5
    for path in files:
        texts = [
            own.sub(" ", str(text).replace(MARK, ""))
            for text in texts_of(path)
            if not str(text).startswith("{") and not (path.name == "tree.xlsx" and text in english_notes)
        ]
        if path.suffix == ".yaml":
            texts = [keys.sub(" ", text) for text in texts]
        if english := left(texts):
            found[path.name] = english
    assert not found


@pytest.mark.parametrize(
    "part",
    ["survey", "ahp", *(pytest.param(part, marks=pytest.mark.slow) for part in ("fuzzy", "dea", "appraise"))],
)
def test_a_part_alone_is_told_in_chinese(part, tmp_path):
    asked = ("--format", "html,word,excel", "--language", "zh")
    done = command(part, district(), "-o", tmp_path, *asked, width=160)
    assert done.returncode == 0, done.stderr
    texts = {
        "screen": done.stdout.replace(str(tmp_path), "").splitlines(),
        "page": of_page(tmp_path / "report.html"),
        "Word": of_word(tmp_path / "report.docx"),
        "Excel": of_sheets(tmp_path / "scores.xlsx"),
        "tables": of_tables(tmp_path),
    }
    works = re.compile(r"\[\d+\] ")  # in the language of their titles
    english = {
        name: left(text for text in given if text and not works.match(text)) for name, given in texts.items()
    }
    assert not any(english.values()), english
