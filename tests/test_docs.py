"""The documents hold what they promise: their commands exist and run, their tables are those of the code, their
snippets verify an archive that a crawl made.

Nothing here judges wording. A command in a fenced block, or one in backticks in running text, must be one a reader can
type; a table that lists keys, words, variables or libraries must list exactly those there are.
"""

import ast
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click
import pytest

from archive.locks import site_lock
from archive.models import Base
from archive.values import CaptureOutcome, EntryState, RunState
from crawler.families.registry import FAMILIES, family_of
from fangzhi import cli
from settings.env import load_env
from settings.sites import PORTALS, load_sites
from tests.replica.proxy import running_county
from tests.whole.desk import Desk

ROOT = Path(__file__).resolve().parents[1]
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
        if prose and (parameter.param_type_name == "argument" or _PLACEHOLDER.match(str(value))):
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


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_shown_command_exists(command: Command) -> None:
    program, *rest = command.words
    if program == "fangzhi":
        check_click(tuple(rest), prose=command.prose, noted=command.noted)
    elif program == "make":
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        assert not {word for word in rest if "=" not in word} - targets
    else:
        check_module(tuple(rest))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("crwal mhk.gov.cn", id="command"),
        pytest.param("crawl mhk.gov.cn --fast", id="option"),
        pytest.param("schedule stop", id="subcommand"),
        pytest.param("diff x 1 two", id="value"),
        pytest.param("show", id="argument missing"),
        pytest.param("status mhk.gov.cn", id="argument too many"),
    ],
)
def test_the_check_itself_finds_what_is_not_there(line: str) -> None:
    with pytest.raises(click.UsageError):
        check_click(tuple(line.split()))


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


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("docs")
    (folder / "portals").mkdir()
    shutil.copy(PORTALS / "jilin.toml", folder / "portals")
    with running_county(HOST) as replica:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        extra = {"FANGZHI_PORTALS": str(folder / "portals"), "PYTHONPATH": str(ROOT)}
        desk = Desk(folder / "var", {**inherited, **replica.environment(folder / "var"), **extra})
        desk.crawl(HOST)
        told = next(report for report in replica.truth(HOST) if not report.only_attached)
        replica.script.change_digit(told.id)
        again = desk.crawl(HOST, "--recheck")
        (report,) = [item["report"] for item in again["reports"] if item["result"] == "new_version"]
        (found,) = [row for row in desk.lines("reports") if row["id"] == report]
        yield Crawled(desk, report, found["issuer"], str(found["year"]))


def fill(command: Command, crawled: Crawled, out: Path) -> tuple[str, ...]:
    """The same command asked of our archive: another host, another report, the options as shown."""
    words = list(command.words[1:])
    name = words[0]
    if name in ("show", "history", "diff"):
        options = [word for word in words[1:] if word.startswith("--")]
        return (name, crawled.report, *(("1", "2") if name == "diff" else ()), *options)
    swaps = {"--county": "梅河口市", "--issuer": crawled.issuer, "--year": crawled.year, "--site": HOST}
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
_ENDLESS = {("schedule", "run")}
SHOWN = [
    command
    for command in COMMANDS
    if command.words[0] == "fangzhi" and command.file in READMES and not command.prose
    if command.words[1:3] not in _ENDLESS
]


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
@pytest.mark.parametrize("command", list({command.words: command for command in reversed(SHOWN)}.values()), ids=str)
def test_a_command_of_the_readme_runs(command: Command, as_json: bool, crawled: Crawled, tmp_path: Path) -> None:
    words = fill(command, crawled, tmp_path)
    done = crawled.desk.run(*words, *(["--json"] if as_json else []))
    assert done.returncode == 0, (words, done.stdout.decode(), done.stderr.decode())
    assert done.stdout.strip(), "it says nothing"
    if as_json:
        assert [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("reports", "--year", "1999"), 1, id="nothing found"),
        pytest.param(("search", "没有一份报告这样写"), 1, id="no hit"),
        pytest.param(("show", "no-such-report"), 1, id="no such report"),
        pytest.param(("reports", "--year", "soon"), 2, id="no year"),
        pytest.param(("search", '"'), 2, id="no query"),
        pytest.param(("crawl", "nowhere.gov.cn"), 1, id="no such site"),
        pytest.param(("fly",), 2, id="no such command"),
    ],
)
def test_exit_codes_are_those_of_the_operations_page(words: tuple[str, ...], code: int, crawled: Crawled) -> None:
    done = crawled.desk.run(*words)
    assert done.returncode == code, (done.stdout.decode(), done.stderr.decode())
    assert b"Traceback" not in done.stderr


def test_a_site_being_crawled_is_not_crawled_again(crawled: Crawled) -> None:
    with site_lock(crawled.data, HOST, datetime.now(UTC)):
        done = crawled.desk.run("crawl", HOST)
    assert done.returncode == 75, done.stderr.decode()


@pytest.mark.parametrize(
    "snippet",
    list(dict.fromkeys(body for file in DOCS if file in READMES for body in blocks(file.read_text(), "python"))),
)
def test_python_of_the_readme_runs(snippet: str, crawled: Crawled) -> None:
    done = subprocess.run(
        [sys.executable, "-c", snippet],
        cwd=crawled.data.parent,
        env=crawled.desk.environ,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


# The archive, checked as its format page says, without our code


def scripts(folder: Path) -> Mapping[str, Path]:
    """The Python of the format page as files, each under the name in its first line."""
    found = {}
    for body in blocks(doc("archive-format.md"), "python"):
        file = folder / body.splitlines()[0].removeprefix("# ")
        file.write_text(body, encoding="utf-8")
        found[file.name] = file
    return found


def queries() -> Mapping[str, str]:
    """The SQL of the format page by the name in its first line."""
    bodies = blocks(doc("archive-format.md"), "sql")
    return {body.splitlines()[0].removeprefix("-- ").partition("(")[0]: body for body in bodies}


def run_script(script: Path, data: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Isolated: nothing of ours can be imported, only what the page shows.
    start = f"import runpy, sys; sys.path.insert(0, {str(script.parent)!r}); sys.argv = {[script.name, *arguments]!r}; "
    command = [sys.executable, "-I", "-c", f"{start}runpy.run_path({str(script)!r})"]
    return subprocess.run(command, cwd=data, capture_output=True, check=False)


def test_warcio_finds_every_record_whole(crawled: Crawled) -> None:
    (block,) = blocks(doc("archive-format.md"), "sh")
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-ec", block], cwd=crawled.data, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("seq", ["1", "2"])
def test_one_query_leads_from_a_version_to_its_bytes(seq: str, crawled: Crawled, tmp_path: Path) -> None:
    done = run_script(scripts(tmp_path)["cite.py"], crawled.data, crawled.report, seq)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == crawled.desk.run("show", crawled.report, "--version", seq, "--raw").stdout
    connection = crawled.connect()
    cursor = connection.execute(queries()["evidence"], {"report": crawled.report, "seq": int(seq)})
    row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    connection.close()
    assert row["digest"] == hashlib.sha256(done.stdout).hexdigest()
    (history,) = crawled.desk.lines("history", crawled.report)
    told = history["steps"][int(seq) - 1]["evidence"]
    assert {key: value for key, value in row.items() if told.get(key, value) != value} == {}
    assert row.keys() - told.keys() == {"title", "at"}


def test_the_other_queries_answer(crawled: Crawled) -> None:
    connection = crawled.connect()
    ask = queries()
    assert set(ask) == {"evidence", "broken", "shown", "looks"}
    assert connection.execute(ask["broken"]).fetchall() == []
    seen = dict(connection.execute("SELECT seq, first_seen_at FROM version WHERE report_id = ?", (crawled.report,)))
    for seq, moment in seen.items():
        (shown,) = connection.execute(ask["shown"], {"report": crawled.report, "moment": moment})
        assert shown[0] == seq
        assert shown[2] == crawled.desk.lines("show", crawled.report, "--version", str(seq))[0]["text"]
    (url,) = connection.execute(
        "SELECT url FROM rendition WHERE ended_at IS NULL AND report_id = ?", (crawled.report,)
    ).fetchone()
    looks = connection.execute(ask["looks"], {"url": url}).fetchall()
    assert [look[2] for look in looks[:2]] == ["ok", "ok"]
    assert len({look[3] for look in looks}) == 2
    connection.close()


@pytest.mark.parametrize("damage", ["", "payload", "text", "look", "lost file"])
def test_the_check_finds_damage_and_nothing_else(damage: str, crawled: Crawled, tmp_path: Path) -> None:
    data = tmp_path / "var"
    shutil.copytree(crawled.data, data)
    connection = sqlite3.connect(data / "archive.sqlite")
    name, offset, length = connection.execute("SELECT warc_file, warc_offset, warc_length FROM blob").fetchone()
    file = data / "warc" / name
    if damage == "payload":
        flipped = bytearray(file.read_bytes())
        flipped[offset + length // 2] ^= 1
        file.write_bytes(flipped)
    elif damage == "text":
        connection.execute("UPDATE text SET body = replace(body, '年', '月')")
    elif damage == "look":
        other = "CASE substr(digest, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(digest, 2)"
        revisit = "SELECT max(id) FROM capture WHERE warc_offset NOT IN (SELECT warc_offset FROM blob)"
        connection.execute(f"UPDATE capture SET digest = {other} WHERE id = ({revisit})")
    elif damage:
        file.unlink()
    connection.commit()
    connection.close()
    done = run_script(scripts(tmp_path)["check.py"], data)
    assert (done.returncode == 0) is (damage == ""), done.stdout.decode() + done.stderr.decode()
    assert (done.stdout == b"sound\n") is (damage == "")
    assert not done.stderr


# Tables that list what there is


def test_the_format_page_names_every_table_and_word() -> None:
    page = doc("archive-format.md")
    assert set(names_in([row[0] for row in table(page, "table")])) == {
        *Base.metadata.tables, "alembic_version", "version_index",
    }  # fmt: skip
    assert names_in([row[0] for row in table(page, "outcome")]) == list(get_args(CaptureOutcome))
    runs, entries = (rows[1:] for rows in tables(page) if rows[0][0] == "state")
    assert names_in([row[0] for row in runs]) == list(get_args(RunState))
    assert names_in([row[0] for row in entries]) == list(get_args(EntryState))
    columns = {f"{name}.{column.name}" for name, found in Base.metadata.tables.items() for column in found.columns}
    named = {name for name in re.findall(r"`(\w+\.\w+)`", page) if name.partition(".")[0] in Base.metadata.tables}
    assert named - columns == set()


def keys_read_by(function: str) -> set[str]:
    """The keys a function of settings/sites.py takes from its table."""
    tree = ast.parse((ROOT / "settings" / "sites.py").read_text(encoding="utf-8"))
    (found,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    return {
        str(node.args[0].value)
        for node in ast.walk(found)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.args[0:1], list)
        if node.func.attr in ("take", "take_optional", "strings") and isinstance(node.args[0], ast.Constant)
    }


def test_the_keys_of_a_row_are_those_the_loader_knows() -> None:
    page = doc("add-a-site.md")
    site = names_in([row[0] for row in table(page, "key of a site")])
    column = names_in([row[0] for row in table(page, "key of a column")])
    assert sorted(site) == sorted(keys_read_by("_parse_site") - {"column"})
    assert sorted(column) == sorted(keys_read_by("_parse_column"))
    assert sorted(names_in([row[1] for row in table(page, "you see")])) == sorted(FAMILIES)


@pytest.mark.parametrize("sample", blocks(doc("add-a-site.md"), "toml"))
def test_a_sample_row_loads(sample: str, tmp_path: Path) -> None:
    (tmp_path / "sample.toml").write_text(sample, encoding="utf-8")
    sites = load_sites(tmp_path)
    assert sites
    for site in sites.values():
        for column in site.columns:
            assert family_of(site, column).name == column.family


def variables() -> set[str]:
    """The variables settings/env.py asks for."""
    tree = ast.parse((ROOT / "settings" / "env.py").read_text(encoding="utf-8"))
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in strings if re.fullmatch(r"FANGZHI_[A-Z_]+", word)}


def test_the_environment_table_is_what_is_read() -> None:
    rows = table(doc("operations.md"), "variable")
    assert sorted(names_in([row[0] for row in rows])) == sorted(variables())
    stated = {names_in([row[0]])[0]: row[2].strip("`") for row in rows}
    env = load_env({})
    assert float(stated["FANGZHI_DELAY"]) == env.delay
    assert float(stated["FANGZHI_TIMEOUT"]) == env.timeout
    assert int(stated["FANGZHI_MAX_BODY"]) == env.max_body
    assert Path(stated["FANGZHI_DATA"]).absolute() == env.data


def test_the_library_table_is_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    declared = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in wanted}  # type: ignore[index]
    cells = [row[0] for row in table(doc("architecture.md"), "library")]
    assert sorted(name.split()[0] for cell in cells for name in cell.split(", ")) == sorted(declared)


def test_the_module_table_names_what_is_there() -> None:
    room, named = "", []
    for row in table(doc("architecture.md"), "room"):
        room = row[0] or room
        named += [f"{room}/{name.rstrip('/')}" for name in names_in([row[1]])]
    assert [name for name in named if not [*ROOT.glob(name), *ROOT.glob(f"{name}.py")]] == []


# Every page


@pytest.mark.parametrize("file", DOCS, ids=name_of)
def test_a_page_is_sound(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 500
    assert set(re.findall(r"FANGZHI_[A-Z]+(?:_[A-Z]+)*", text)) - variables() == set()
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    paths = re.findall(r"`((?:docs|tests|settings|archive|crawler|scheduler)/[\w./-]+)`", text)
    assert [name for name in links if not (file.parent / name).exists()] == []
    assert [name for name in paths if not (ROOT / name).exists()] == []
    assert re.findall(r"(?<![\w.>])/(?:work|root|tmp|home)/", text) == []
    assert re.findall(r"@[A-Z]+@|TODO|FIXME", text) == [], "left to be filled in"


def test_both_readmes_show_the_same_commands() -> None:
    missing = [name_of(file) for file in READMES if not file.exists()]
    assert missing == []
    shown = [[command.words for command in commands_of(file) if not command.prose] for file in READMES]
    assert shown[0] == shown[1]


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: tracked files were NOT searched for machine paths")
    found = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        file = ROOT / name
        if file.is_file() and re.search(rb"(?<![\w.>/-])/(?:wor[k]|roo[t])/", file.read_bytes()):
            found.append(name)
    assert found == []
