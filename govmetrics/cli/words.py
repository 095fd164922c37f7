"""Help and wrong usage in the language in use: the parser's own words are English whatever the language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer
from rich.table import Table
from typer.core import TyperCommand, TyperGroup

from govmetrics.cli.lines import Line
from govmetrics.cli.output import console, print_error
from govmetrics.core.language import LANGUAGES
from govmetrics.core.words import Text
from govmetrics.core.words.state import chosen

USAGE: Any = typer.BadParameter.__mro__[1]
"""What the parser raises where it is used wrongly: click's own class, or that of the click that typer brings along."""


def speak_as(arguments: Sequence[str]) -> None:
    """Speak the language that ``--language`` names, wherever it stands: help and faults may come before it is parsed."""
    named = [text.partition("=")[2] for text in arguments if text.startswith("--language=")]
    named += [after for text, after in pairwise(arguments) if text == "--language"]
    if named and named[-1] in (*LANGUAGES, "both"):
        chosen.set("en" if named[-1] == "en" else "zh")


class GivenTwice(typer.BadParameter):
    """An option that takes one value is given several times: the parser would keep the last one in silence."""


class SpokenCommand(TyperCommand):
    """A command whose help is in the language in use, and whose options count each time they are given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what the command is given."""
        given: Counter[Any] = Counter(self.make_parser(ctx).parse_args(args=list(args))[2])
        for one, times in given.items():
            if times > 1 and one.param_type_name == "option" and not (one.multiple or one.is_flag):
                raise GivenTwice("", ctx, one)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """Return the help."""
        return help_of(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return how it is called."""
        return usage_of(self, ctx)


class SpokenGroup(TyperGroup):
    """The commands together, with their help in the language in use."""

    def get_help(self, ctx: Any) -> str:
        """Return the help."""
        return help_of(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return how it is called."""
        return usage_of(self, ctx)


def usage_of(command: Any, ctx: Any) -> str:
    """Return how a command is called, in a line."""
    words = [Text("[OPTIONS]").say()]
    words += [_named(one) for one in command.params if one.param_type_name == "argument"]
    words += [Text("COMMAND ...").say()] if isinstance(command, TyperGroup) else []
    return Text("Usage: {path} {words}", path=ctx.command_path, words=" ".join(words)).say()


def help_of(command: Any, ctx: Any) -> str:
    """Return a command's help: how it is called, what it does, its arguments, options and commands."""
    kinds: dict[str, list[Any]] = {"argument": [], "option": []}
    for one in command.get_params(ctx):
        kinds[one.param_type_name].append(one)
    rows = {Text("Arguments"): [(_named(one), _told(one)) for one in kinds["argument"]],
            Text("Options"): [(_named(one), _told(one)) for one in kinds["option"]]}  # fmt: skip
    if isinstance(command, TyperGroup):
        rows[Text("Commands")] = [(name, _said(one.help)) for name, one in command.commands.items()]
    with console.capture() as shown:
        console.print(Line(usage_of(command, ctx)), Line(f"\n{_said(command.help)}"), sep="\n")
        for heading, lines in rows.items():
            if lines:
                console.print(Line(f"\n{Text('{heading}:', heading=heading).say()}"))
                console.print(_grid(lines))
    return "\n".join(line.rstrip() for line in shown.get().rstrip().splitlines())


def _grid(lines: Sequence[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 0, 0, 2), pad_edge=True)
    grid.add_column(overflow="fold", min_width=12)
    grid.add_column(overflow="fold")
    for name, told in lines:
        grid.add_row(Line(name), Line(told))
    return grid


def _named(parameter: Any) -> str:
    """Return an argument's name, or an option's with what it takes."""
    what = Text(parameter.metavar).say() if parameter.metavar else ""
    if parameter.param_type_name == "argument":
        return what or str(parameter.name).upper()
    return " ".join(filter(None, [", ".join(parameter.opts), what]))


def _told(parameter: Any) -> str:
    """Return what a parameter is for, and what counts where it is not given."""
    if parameter.name == "help":
        return Text("Show this help.").say()
    told, default = _said(parameter.help), parameter.default
    default = ",".join(default) if isinstance(default, list) else default
    if default in (None, "", False, ...) or callable(default) or parameter.required:
        return told
    return Text("{told} [else: {default}]", told=told, default=str(default)).say()


def _said(help_text: str | None) -> str:
    """Return a help text, which is a template of the vocabulary."""
    return Text(" ".join(str(help_text or "").split())).say()


def print_usage(error: Any) -> int:
    """Print what was wrong in how the command line was used; return the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print_error(error.format_message())
        return int(error.exit_code)
    if error.ctx is not None:
        print_error(error.ctx.get_usage())
        print_error(Text("For help: {command} --help", command=error.ctx.command_path))
    print_error(Text("Wrong usage: {what}", what=_wrong(error)))
    return int(error.exit_code)


def _wrong(error: Any) -> Text:
    """Return what is wrong: in our words, as far as the parser tells it apart."""
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        return _alternatives(Text("there is no option {name}", name=error.option_name), error.possibilities)
    if kind == "GivenTwice" and parameter is not None:
        return Text("{name} is given several times, and takes one value", name=parameter.opts[0])
    if kind == "MissingParameter" and parameter is not None:
        return Text("{name} is missing", name=_named(parameter))
    if parameter is not None and "|" in (parameter.metavar or "") and parameter.param_type_name == "option":
        options = parameter.metavar.split("|")
        return Text(
            "{name} does not take this; choose one of: {options}", name=parameter.opts[0], options=options
        )
    if parameter is not None:
        return Text("{name} does not take this: {told}", name=_named(parameter), told=_told(parameter))
    if kind == "BadOptionUsage":
        return Text("{name} is given no value, or one that it does not take", name=error.option_name)
    commands = list(getattr(getattr(error.ctx, "command", None), "commands", ()))
    if commands:
        return Text("there is no such command; there are: {names}", names=commands)
    return Text("there are more arguments than it takes")


def _alternatives(said: Text, possible: Sequence[str] | None) -> Text:
    if not possible:
        return said
    return Text("{said}; close to it: {names}", said=said, names=sorted(possible))
