"""Archives of their own for the tests that go the whole way against counties on loopback."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replica.proxy import Replica
from tests.whole.desk import Desk


@pytest.fixture
def open_desk(tmp_path: Path) -> Callable[..., Desk]:
    """Open an archive of its own on a running replica."""

    def opened(replica: Replica, name: str = "var", **extra: str) -> Desk:
        data = tmp_path / name
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FANGZHI_")}
        return Desk(data, {**inherited, **replica.environment(data), "PYTHONUNBUFFERED": "1", **extra})

    return opened
