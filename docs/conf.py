"""Sphinx configuration: pages are MyST, their examples are executed, and what is built is read without a network."""

import doctest
import inspect
import re
import warnings
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from docutils import nodes
from latex2mathml.converter import convert
from sphinx import addnodes
from sphinx.util import logging

import govmetrics
from govmetrics.core.words import columns, method_name

project = "govmetrics"
author = copyright = "The govmetrics developers"
release = version = govmetrics.__version__
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinxcontrib.bibtex",
]
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = f"govmetrics {release}"
html_static_path = ["_static"]
html_css_files = ["govmetrics.css"]
html_math_renderer = "mathml"
bibtex_bibfiles = sorted(
    str(path.relative_to(Path(__file__).parent)) for path in (Path(__file__).parent / "refs").glob("*.bib")
)
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_render_markdown_format = "myst"  # what a page writes as Markdown has tables
autosummary_generate = False  # the reference pages hold every object; no page of its own each
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
napoleon_google_docstring = False
napoleon_use_ivar = True  # a result's fields as one list, not as entries of the index
suppress_warnings = ["ref.python"]  # the short names of types stand on several pages; any of them will do
log = logging.getLogger("govmetrics.docs")


# Formulas become MathML when the pages are built. Every browser of today draws that by itself: no script, and
# nothing to download while reading, as MathJax would.
def mathml(node: nodes.Node, display: str) -> str:
    drawn = convert(node.astext(), display=display)
    for command in re.findall(r">(\\\w+)", drawn):
        log.warning("latex2mathml does not know %s", command, location=node)
    return drawn


def visit_math(self, node):
    self.body.append(mathml(node, "inline"))
    raise nodes.SkipNode


def visit_math_block(self, node):
    self.body.append(f'<div class="math">{mathml(node, "block")}</div>\n')
    raise nodes.SkipNode


# Reference pages. `reference/ROOM.rst` names what a reader wants to do and the functions for it; the rest of
# the room's public names, results above all, follow by themselves, so that a new function is never missing.
ROOM = re.compile(r"^\.\. room:: (\w+)\n((?:\n|   .*\n)*)", re.M)


def expand_room(_app, page: str, source: list[str]) -> None:
    if page.startswith("reference/"):
        source[0] = ROOM.sub(lambda match: room_page(page, *match.groups()), source[0])


def room_page(page: str, room: str, tasks: str) -> str:
    public = public_names(room)
    methods = getattr(import_module(f"govmetrics.{room}"), "METHODS", {})
    sections: dict[str, list[str]] = {}
    told: set[str] = set()
    for line in filter(None, map(str.strip, tasks.splitlines())):
        title, _, names = line.rpartition(": ")
        every = [m for name in names.split() for m in (methods if name == "METHODS" else [name])]
        sections[title] = [name for name in every if name not in told]
        told.update(every)
    for name in sorted(told - set(public)):
        log.warning("%s: govmetrics.%s has no public name %s", page, room, name)
    rest = [name for name in public if name not in told]
    sections["Also here"] = [name for name in rest if not inspect.isclass(public[name])]
    sections["Results and other types"] = [name for name in rest if inspect.isclass(public[name])]
    return f".. currentmodule:: govmetrics.{room}\n\n" + "\n".join(
        section(title, [name for name in names if name in public], public)
        for title, names in sections.items()
    )


def public_names(room: str) -> dict[str, object]:
    """The functions and classes of a room; what it only passes on stands on the page of its own room."""
    module = import_module(f"govmetrics.{room}")
    found = {name: getattr(module, name) for name in getattr(module, "__all__", vars(module))}
    own = {
        name: it for name, it in found.items() if getattr(it, "__module__", "").startswith(module.__name__)
    }
    return {name: it for name, it in own.items() if inspect.isclass(it) or inspect.isfunction(it)}


def section(title: str, names: list[str], public: dict[str, object]) -> str:
    if not names:
        return ""
    table = "\n".join(f"   {name}" for name in names)
    kind = {name: "autoclass" if inspect.isclass(public[name]) else "autofunction" for name in names}
    entries = "\n\n".join(f".. {kind[name]}:: {name}" for name in names)
    return f"{title}\n{'-' * 2 * len(title)}\n\n.. autosummary::\n   :nosignatures:\n\n{table}\n\n{entries}\n"


# The glossary is the vocabulary itself: `% terms: ROOM` on its page becomes that room's words in both languages.
TERMS = re.compile(r"^% terms: (\w+)$", re.M)
STAGES = ("treatment", "normalisation", "weighting", "aggregation", "ranking")


def expand_terms(_app, page: str, source: list[str]) -> None:
    told = TERMS.findall(source[0]) if page == "zh/glossary" else []
    if told:
        for room in sorted({room.name for room in iter_modules(columns.__path__)} - set(told)):
            log.warning("%s: the words of %s have no place", page, room)
        source[0] = TERMS.sub(lambda match: terms(match[1]), source[0])


def terms(room: str) -> str:
    if room == "METHODS":
        found = [
            (name, method_name(name))
            for stage in STAGES
            for name in import_module(f"govmetrics.{stage}").METHODS
        ]
        head, rows = "写法", [(called.say("zh"), called.say("en"), name) for name, called in found]
    else:
        words = import_module(f"{columns.__name__}.{room}").COLUMNS
        head, rows = "列名", [(term.chinese, term.english, key) for key, term in words.items()]
    lines = [f"| {chinese} | {english} | `{key}` |" for chinese, english, key in rows if chinese != english]
    return "\n".join([f"| 中文 | 英文 | {head} |", "| --- | --- | --- |", *dict.fromkeys(lines)])


# The gallery shows what the docstrings of `gm.plots` draw: `% gallery` on its pages becomes a picture and its code each.
GALLERY = re.compile(r"^% gallery$", re.M)

PICTURES = {
    "blocks": "分块矩阵", "ceiling": "必要条件分析的上限线", "clusters": "局部空间自相关集聚图",
    "code_matrix": "编码与案例热力图", "coefficients": "回归系数与置信区间", "consistency": "专家判断的一致性",
    "control_charts": "控制图", "cooccurrence": "词语共现", "correlations": "指标间相关",
    "coupling": "耦合协调度", "densities": "核密度分布", "distributions": "处理前后的分布",
    "efficiency": "效率与改进幅度", "event_study": "事件研究图", "expert_weights": "专家权重与共识",
    "fan": "预测扇形图", "frontier": "效率前沿面", "funnel": "漏斗图", "gap": "合成控制差距图",
    "grades": "模糊评价等级构成", "heat_map": "得分热力图", "importance_performance": "重要性绩效四象限",
    "likert": "量表回答分布", "malmquist": "Malmquist 指数变化", "map": "分级统计地图",
    "membership_functions": "隶属函数", "moran_scatter": "莫兰散点图", "network": "关系网络",
    "obstacles": "障碍度", "path_diagram": "路径图（验证性因子分析、路径模型）", "peers": "标杆关系",
    "pmc_surface": "PMC 曲面", "profile": "单元与中位数对比", "radar": "雷达图", "rank_flow": "名次变化",
    "rank_intervals": "名次区间", "ranking": "得分排名与构成", "scenarios": "情景比较",
    "scree": "碎石图与平行分析", "sensitivity": "Sobol 敏感度", "stocks": "存量与流量",
    "tornado": "权重稳定区间", "tree": "指标体系与权重", "trends": "变化趋势", "two_mode": "二模网络",
    "word_trends": "词频变化", "xy": "模糊集 XY 图",
}  # fmt: skip
"""What each picture is called in Chinese."""


def expand_gallery(app, page: str, source: list[str]) -> None:
    if GALLERY.search(source[0]):
        language = "zh" if page.startswith("zh/") else "en"
        source[0] = GALLERY.sub(lambda _: "\n".join(drawn(Path(app.srcdir), language)), source[0])


def drawn(folder: Path, language: str) -> list[str]:
    place = folder / "_static" / "gallery"
    place.mkdir(parents=True, exist_ok=True)
    pages: list[str] = []
    for name in (name for name in govmetrics.plots.__all__ if name != "save"):
        told = inspect.getdoc(getattr(govmetrics.plots, name))
        examples = doctest.DocTestParser().get_examples(told)
        names: dict[str, object] = {}
        with (
            govmetrics.use(language=language),
            warnings.catch_warnings(action="ignore"),
        ):  # few units: examples
            for example in examples[:-1]:  # the last one looks at what was drawn
                exec(example.source.replace(', language="en"', ""), names)
        file = govmetrics.plots.save(names["ax"], place / f"{name}_{language}.svg")
        code = "".join(example.source for example in examples[:-1])
        first = told.partition("\n")[0] if language == "en" else f"`gm.plots.{name}`"
        if language == "zh" and name not in PICTURES:
            log.warning("the picture %s has no Chinese name", name)
        title = name if language == "en" else PICTURES.get(name, name)
        pages += [f"## {title}", "", first, "", f"```{{image}} {'../' * (language == 'zh')}_static/gallery/{file.name}",
                  f":alt: {name}", ":width: 560px", "```", "", "```python", code, "```", ""]  # fmt: skip
    return pages


# Cross-references. An annotation knows the file that a type is defined in; the reference knows the room that
# offers it. And a page that mentions `gm.room.name` links to it.
SHORT = re.compile(r"(?:gm|govmetrics)\.(\w+(?:\.\w+)?)(?:\(.*\))?", re.S)


def public_target(app, env, node, contnode):
    if node.get("refdomain") != "py":
        return None
    domain = env.domains["py"]
    name = node["reftarget"].rpartition(".")[2]
    for target, found in domain.objects.items():
        if target.count(".") == 2 and target.rpartition(".")[2] == name:
            return domain.resolve_xref(
                env, node["refdoc"], app.builder, found.objtype, target, node, contnode
            )
    return None


def link_names(app, doctree) -> None:
    for literal in list(doctree.findall(nodes.literal)):
        match = SHORT.fullmatch(literal.astext())
        if match and not isinstance(literal.parent, (nodes.reference, addnodes.pending_xref)):
            target = addnodes.pending_xref(refdomain="py", reftype="obj", reftarget=f"govmetrics.{match[1]}")
            target.update_all_atts({"refdoc": app.env.docname, "refexplicit": True, "refwarn": False})
            literal.replace_self(target)
            target += literal


# The type of a parameter may have plain words, such as the `n` of a shape: no attribute of that name is meant.
def unlink_words(_app, doctree) -> None:
    for target in list(doctree.findall(addnodes.pending_xref)):
        word = target.get("reftarget", "")
        if target.get("reftype") == "class" and word[:1].islower() and "." not in word:
            target.replace_self(target.children)


# Chinese has no blank where a line ends.
LINE_END = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff5e])\n(?=[\u4e00-\u9fff\u201c\u300a\uff08])")


def join_lines(_app, page: str, source: list[str]) -> None:
    if page.startswith("zh/"):
        source[0] = LINE_END.sub("", source[0])


def page_language(_app, page: str, _template, context: dict, _doctree) -> None:
    if page.startswith("zh/"):
        context["language"] = "zh-CN"  # for fonts, hyphenation and readers aloud


def setup(app) -> None:
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("source-read", expand_room)
    app.connect("source-read", expand_terms)
    app.connect("source-read", expand_gallery)
    app.connect("source-read", join_lines)
    app.connect("doctree-read", link_names)
    app.connect("doctree-read", unlink_words)
    app.connect("html-page-context", page_language)
    app.connect("missing-reference", public_target)
