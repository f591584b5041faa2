"""Tables that list what there is, and what every page must be."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from archive.models import Base
from archive.values import CaptureOutcome, EntryState, RunState
from crawler.families.registry import FAMILIES, family_of
from settings.env import load_env
from settings.sites import load_sites
from tests.docs.pages import DOCS, READMES, ROOT, blocks, commands_of, doc, name_of, names_in, table, tables


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
