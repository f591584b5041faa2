"""The environment is read once, into one object, and refuses what it cannot use."""

import pytest

from settings.env import DEFAULT_DELAY, BadEnvironment, load_env


def test_nothing_set_means_polite_defaults() -> None:
    env = load_env({})
    assert env.delay == DEFAULT_DELAY == 2.0
    assert env.proxy is None
    assert not env.on_loopback
    assert env.database.startswith("sqlite:///")
    assert env.database.endswith("var/archive.sqlite")


def test_the_contact_is_in_the_user_agent() -> None:
    assert load_env({"FANGZHI_CONTACT": "desk@example.org"}).user_agent == "Fangzhi/0.1.0 (+desk@example.org)"


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        pytest.param({"FANGZHI_DELAY": "0"}, "FANGZHI_DELAY", id="too fast for the real network"),
        pytest.param(
            {"FANGZHI_DELAY": "0.5", "FANGZHI_PROXY": "http://proxy.example.org:3128"},
            "loopback",
            id="too fast through a proxy elsewhere",
        ),
        pytest.param({"FANGZHI_DELAY": "fast"}, "write a number", id="not a number"),
        pytest.param({"FANGZHI_TIMEOUT": "-1"}, "from 0 up", id="negative"),
        pytest.param({"FANGZHI_DELAY": "nan"}, "from 0 up", id="not a number at all"),
        pytest.param({"FANGZHI_PROXY": "127.0.0.1:8080"}, "http://HOST:PORT", id="proxy without a scheme"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(environ: dict[str, str], says: str) -> None:
    with pytest.raises(BadEnvironment, match=says):
        load_env(environ)


def test_simulated_portals_may_be_asked_at_once() -> None:
    env = load_env({"FANGZHI_DELAY": "0", "FANGZHI_PROXY": "http://127.0.0.1:18080"})
    assert env.on_loopback
    assert env.delay == 0
