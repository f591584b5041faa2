"""That our own packages are the ones imported, however Fangzhi is started, and that an installation has all of them.

Distributions named `archive`, `crawler` and `scheduler` exist; one of them in the environment must not be mistaken for
ours. Run as `python -m tests.test_packaging` this file prints where the names lead.
"""

import fnmatch
import inspect
import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("settings", "archive", "crawler", "scheduler")


def whereabouts() -> dict[str, str]:
    """Which file each of our names leads to in this process."""
    import importlib.util

    found = {}
    for name in ("settings", "archive", "crawler", "scheduler", "fangzhi"):
        spec = importlib.util.find_spec(name)
        found[name] = str(spec.origin or list(spec.submodule_search_locations or ())) if spec else "nowhere"
    return found


def intruders(found: dict[str, str]) -> list[str]:
    """A sentence for each name that does not lead into this checkout."""
    return [
        f"{name!r} is {path}, not the one in {ROOT}; take the other one out of this environment"
        for name, path in found.items()
        if not Path(path).resolve().is_relative_to(ROOT)
    ]


def ask(argv: list[str], cwd: Path, **extra: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    answer = subprocess.run(
        [sys.executable, *argv], cwd=cwd, env={**clean, **extra}, capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(answer.stdout)
    return found


def entry_script(folder: Path) -> Path:
    """A script beside nothing of ours, as pip makes one for an entry point."""
    script = folder / "script.py"
    script.write_text(f"import json\n{inspect.getsource(whereabouts)}\nprint(json.dumps(whereabouts()))\n")
    return script


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_started_as_a_module_every_name_is_ours() -> None:
    assert intruders(ask(["-m", "tests.test_packaging"], ROOT)) == []


def test_started_by_the_entry_point_every_name_is_ours(tmp_path: Path) -> None:
    try:
        distribution("fangzhi")
    except PackageNotFoundError:
        pytest.skip("Fangzhi is not installed in this environment: its entry point was NOT tested")
    assert intruders(ask([str(entry_script(tmp_path))], tmp_path)) == []


def test_an_intruder_is_named(tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "archive"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("")
    found = ask([str(entry_script(tmp_path))], tmp_path, PYTHONPATH=f"{other.parent}{os.pathsep}{ROOT}")
    assert intruders(found) == [
        f"'archive' is {other / '__init__.py'}, not the one in {ROOT}; take the other one out of this environment"
    ]


def test_every_package_with_code_is_declared() -> None:
    patterns = pyproject()["tool"]["setuptools"]["packages"]["find"]["include"]
    folders = {file.parent for room in ROOMS for file in (ROOT / room).rglob("*.py")}
    names = sorted(".".join(folder.relative_to(ROOT).parts) for folder in folders)
    assert set(ROOMS) <= set(names)
    assert [name for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns)] == []
    assert not any(fnmatch.fnmatch("tests", pattern) for pattern in patterns)
    assert pyproject()["tool"]["setuptools"]["py-modules"] == ["fangzhi"]


def test_every_data_file_is_declared_and_there() -> None:
    declared = pyproject()["tool"]["setuptools"]["package-data"]
    for package, patterns in declared.items():
        folder = ROOT.joinpath(*package.split("."))
        assert [pattern for pattern in patterns if not list(folder.glob(pattern))] == []
    data = [
        file.relative_to(ROOT)
        for room in ROOMS
        for file in (ROOT / room).rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    ]
    assert Path("settings/portals/beijing.toml") in data
    packed = {
        file.relative_to(ROOT)
        for package, patterns in declared.items()
        for pattern in patterns
        for file in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    assert sorted(set(data) - packed) == []


def test_the_entry_point_and_the_version_are_those_of_the_code() -> None:
    from settings.env import VERSION

    project = pyproject()["project"]
    assert project["scripts"] == {"fangzhi": "fangzhi:main"}
    assert project["version"] == VERSION


if __name__ == "__main__":
    print(json.dumps(whereabouts()))
