"""The pages of the manual as data: their fenced blocks, tables and commands, and an archive to run them on.

Nothing here judges wording. A command in a fenced block, or one in backticks in running text, must be one a reader can
type; a table that lists keys, words, variables or libraries must list exactly those there are.
"""

import importlib.util
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from fangzhi import cli
from tests.conftest import DATA
from tests.whole.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCS = [file for file in (*READMES, *sorted((ROOT / "docs").glob("*.md"))) if file.exists()]
HOST = "mhk.gov.cn"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:fangzhi|make|python -m) [^`]+)`")
_COMMAND = re.compile(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(?:fangzhi|make|python)(?: |\Z)")
_ASSIGNMENT = re.compile(r"[A-Z_]+=")
_PLACEHOLDER = re.compile(r"[A-Z]+\Z")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(text: str, *languages: str) -> list[str]:
    """The fenced blocks in one of these languages."""
    return [body for language, body in _FENCE.findall(text) if language in languages]


def tables(text: str) -> list[list[list[str]]]:
    """Every table: rows of cells, heading first, the line under it left out."""
    found = re.findall(r"(?:^\|.*\|\n)+", _FENCE.sub("", text), re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if set(line) - set("|- ")]
        for table in found
    ]


def table(text: str, heading: str) -> list[list[str]]:
    """The rows below the heading row whose first cell is `heading`."""
    (found,) = [rows[1:] for rows in tables(text) if rows[0][0] == heading]
    return found


def names_in(cells: list[str]) -> list[str]:
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@dataclass(frozen=True)
class Command:
    """One command a document shows. `prose` ones stand in running text, where capitals are placeholders; `noted` are
    further options that the comment behind it names."""

    file: Path
    words: tuple[str, ...]
    prose: bool = False
    noted: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{name_of(self.file)}: {shlex.join(self.words)}"


def commands_of(file: Path) -> Iterator[Command]:
    text = file.read_text(encoding="utf-8")
    for block in blocks(text, "", "sh", "bash", "shell", "console"):
        for line in block.replace("\\\n", " ").splitlines():
            if _COMMAND.match(line):
                yield from _commands_in(file, line.removeprefix("$ "), prose=False)
    for line in _INLINE.findall(_FENCE.sub("", text)):
        if "…" not in line:
            yield from _commands_in(file, line, prose=True)


def _commands_in(file: Path, line: str, *, prose: bool) -> Iterator[Command]:
    line, _, comment = line.partition(" # ")
    for part in re.split(r" (?:\||&&|>) ", line):
        words = shlex.split(part)
        while words and _ASSIGNMENT.match(words[0]):
            words.pop(0)
        if words:
            words[0] = words[0].removeprefix(".venv/bin/")
        if words and words[0] in ("fangzhi", "make", "python"):
            yield Command(file, tuple(words), prose, tuple(re.findall(r"--[a-z][a-z-]*", comment)))


COMMANDS = list(dict.fromkeys(command for file in DOCS for command in commands_of(file)))


def check_click(words: tuple[str, ...], *, prose: bool = False, noted: tuple[str, ...] = ()) -> None:
    """Raise what click raises for a command, an option, a value or a number of arguments it does not know."""
    command: click.Command = cli
    context = click.Context(cli, info_name="fangzhi")
    rest = list(words)
    while isinstance(command, click.Group):
        if not rest:
            raise click.UsageError("a group without its command")
        found = command.get_command(context, rest[0])
        if found is None:
            raise click.UsageError(f"no command {rest[0]!r}")
        command, context = found, click.Context(found, context, rest.pop(0))
    if unknown := set(noted) - {option for parameter in command.params for option in parameter.opts}:
        raise click.UsageError(f"no option {unknown}")
    values, left, _ = command.make_parser(context).parse_args(rest)
    if left:
        raise click.UsageError(f"too many words: {left}")
    for parameter in command.get_params(context):
        value, _ = parameter.consume_value(context, values)
        is_argument = parameter.param_type_name == "argument"
        if (prose and is_argument) or ((prose or is_argument) and _PLACEHOLDER.match(str(value))):
            continue
        if not parameter.value_is_missing(value):
            parameter.type_cast_value(context, value)
        elif parameter.required:
            raise click.MissingParameter(ctx=context, param=parameter)


def check_module(words: tuple[str, ...]) -> None:
    assert words[0] == "-m", "a script nobody ships"
    assert importlib.util.find_spec(words[1]) is not None, f"no module {words[1]}"
    if words[1] == "scrapy":
        assert importlib.util.find_spec(f"scrapy.commands.{words[2]}") is not None, f"scrapy has no {words[2]}"
    elif words[1].startswith("tests.") and len(words) > 2:
        helped = subprocess.run(
            [sys.executable, "-m", words[1], "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert not {word for word in words[2:] if word.startswith("-")} - set(re.findall(r"--?[\w-]+", helped.stdout))


@dataclass(frozen=True)
class Crawled:
    """An archive with a report in two versions, which a crawl and a second one after a changed digit made."""

    desk: Desk
    report: str
    issuer: str
    year: str

    @property
    def data(self) -> Path:
        return self.desk.data

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.data / 'archive.sqlite'}?mode=ro", uri=True)


def fill(command: Command, crawled: Crawled, out: Path) -> tuple[str, ...]:
    """The same command asked of our archive: another host, another report, the options as shown."""
    words = list(command.words[1:])
    name = words[0]
    if name in ("show", "history", "diff"):
        first = next((at for at, word in enumerate(words) if word.startswith("--")), len(words))
        options = words[first:]
        return (name, crawled.report, *(("1", "2") if name == "diff" else ()), *options)
    if name in ("probe", "inspect"):
        return (name, f"http://www.{HOST}/" if name == "probe" else f"http://www.{HOST}/zwgk/xxgk/xzj/")
    if name == "evaluate":
        return (name, str(DATA))
    swaps = {"--county": "梅河口市", "--issuer": crawled.issuer, "--year": crawled.year, "--site": HOST}
    swaps["--province"] = "吉林"
    for at, word in enumerate(words[1:], start=1):
        if words[at - 1] in swaps:
            words[at] = swaps[words[at - 1]]
        elif word.endswith(".gov.cn"):
            words[at] = HOST
        elif name == "export" and not word.startswith("-") and words[at - 1] != "--format":
            words[at] = str(out / word)
    if name == "search":
        words[1] = "政府信息公开"
    return tuple(words)


#: Runs until somebody stops it.
