"""Which room may import what: read from the source, so that a breach is found before it runs."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("settings", "archive", "crawler", "scheduler")

#: Modules with which a program reaches the network, the clock of the machine or other processes.
OUTSIDE = ("socket", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp", "asyncio", "subprocess", "time")


@dataclass(frozen=True)
class Import:
    """One imported name: `from module import name`, or `import module` with no name."""

    file: Path
    line: int
    module: str
    name: str | None
    level: int

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        words = f"from {'.' * self.level}{self.module} import {self.name}" if self.name else f"import {self.module}"
        return f"{self.file.relative_to(ROOT)}:{self.line}: {words}"


def sources(*places: str) -> list[Path]:
    found = [file for place in places for file in sorted((ROOT / place).rglob("*.py"))]
    assert found, f"no sources under {places}"
    return found


def imports(files: list[Path]) -> Iterator[Import]:
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
            if isinstance(node, ast.Import):
                yield from (Import(file, node.lineno, alias.name, None, 0) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield Import(file, node.lineno, node.module or "", alias.name, node.level)


def breaches(files: list[Path], is_breach: Callable[[Import], bool]) -> list[str]:
    return [str(found) for found in imports(files) if is_breach(found)]


def reaches(found: Import, *modules: str) -> bool:
    """Whether the import is of one of `modules` or of something in it."""
    whole = f"{found.module}.{found.name}"
    return any(word == module or word.startswith(f"{module}.") for word in (found.module, whole) for module in modules)


def everything() -> list[Path]:
    return [*sources(*ROOMS, "tests"), ROOT / "fangzhi.py"]


def test_settings_imports_the_standard_library_and_itself() -> None:
    allowed = {*sys.stdlib_module_names, "settings"}
    assert breaches(sources("settings"), lambda found: found.top not in allowed) == []


@pytest.mark.parametrize(
    ("room", "banned"),
    [
        pytest.param("archive", ("crawler", "scheduler", "scrapy", "twisted", "apscheduler"), id="archive"),
        pytest.param("crawler", ("scheduler", "apscheduler"), id="crawler"),
        pytest.param("scheduler", ("crawler", "scrapy", "twisted"), id="scheduler"),
        pytest.param("crawler/families", ("scrapy", "twisted", "sqlalchemy", "archive", *OUTSIDE), id="families"),
    ],
)
def test_a_room_never_imports(room: str, banned: tuple[str, ...]) -> None:
    assert breaches(sources(room), lambda found: reaches(found, *banned)) == []


def test_only_the_service_knows_apscheduler() -> None:
    users = {found.file for found in imports(everything()) if reaches(found, "apscheduler")}
    assert users == {ROOT / "scheduler" / "service.py"}


def test_families_never_read_the_clock() -> None:
    clock = {"now", "today", "utcnow"}
    calls = [
        f"{file.relative_to(ROOT)}:{node.lineno}: .{node.func.attr}()"
        for file in sources("crawler/families")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clock
    ]
    assert calls == []


def test_no_import_is_relative() -> None:
    assert breaches(everything(), lambda found: found.level > 0) == []


def test_names_are_imported_and_never_packages() -> None:
    """`settings` and `crawler` are parameter names all over Scrapy; a package of that name would be shadowed there."""

    def is_whole(found: Import) -> bool:
        if found.top not in ROOMS:
            return False
        if found.name is None:
            return True
        path = ROOT.joinpath(*found.module.split("."), found.name)
        # A test may hold a module of a room in its hand, to swap one of its names; the rooms themselves may not.
        in_test = found.file.is_relative_to(ROOT / "tests")
        return path.is_dir() or (found.module in ROOMS and path.with_suffix(".py").exists() and not in_test)

    assert breaches(everything(), is_whole) == []


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        pytest.param("import scrapy", True, id="import"),
        pytest.param("import scrapy.http", True, id="import of a part"),
        pytest.param("from scrapy import Request", True, id="from"),
        pytest.param("from scrapy.http import Request", True, id="from a part"),
        pytest.param("def late():\n    import scrapy", True, id="inside a function"),
        pytest.param("from urllib.parse import urlsplit", False, id="another module"),
        pytest.param("from urllib import request", True, id="a banned part by name"),
        pytest.param("import scrapyish", False, id="a name that only begins alike"),
    ],
)
def test_the_check_itself_finds_every_form(tmp_path: Path, source: str, caught: bool) -> None:
    file = tmp_path / "module.py"
    file.write_text(source)
    found = [item for item in imports([file]) if reaches(item, "scrapy", "urllib.request")]
    assert bool(found) is caught
