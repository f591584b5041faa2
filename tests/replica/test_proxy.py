"""The proxy itself: absolute-form requests, tunnels, unknown hosts, and the log that is the ground truth."""

import http.client
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.replica.client import Client
from tests.replica.demo import ROOT, main
from tests.replica.proxy import Replica, running_county


def test_an_https_address_is_served_through_a_tunnel_with_the_replicas_certificate(client: Client) -> None:
    answer = client.get("https://www.bjmy.gov.cn/zwgk/zfxxgk/zfxxgknb/")
    assert answer.status == 200
    assert "gknb2017" in answer.text


def test_an_unknown_host_is_an_unreachable_portal(client: Client) -> None:
    assert client.get("http://www.nowhere.gov.cn/").status == 502


def test_a_tunnel_to_an_unknown_host_is_refused(client: Client) -> None:
    with pytest.raises(OSError, match="502"):
        client.get("https://www.nowhere.gov.cn/")


def test_a_connection_carries_several_requests(replica: Replica) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)
    try:
        for _ in range(3):
            connection.request("GET", "http://www.mhk.gov.cn/zwgk/xxgk/xzj/")
            answer = connection.getresponse()
            assert (answer.status, "湾龙镇" in answer.read().decode()) == (200, True)
    finally:
        connection.close()


def test_the_log_tells_what_was_asked_and_what_went_back(tmp_path: Path) -> None:
    file = tmp_path / "hits.jsonl"
    with running_county("tx.gov.cn", log=file) as replica:
        client = Client(replica)
        client.get("http://www.tx.gov.cn/robots.txt", {"User-Agent": "Fangzhi/test"})
        client.post("http://www.tx.gov.cn/module/xxgk/search.jsp", {"area": "330483ZFC34007", "currpage": "1"})
        # An answer is logged once it is sent, which the client may see sooner.
        assert replica.log.wait_for(2, seconds=60)
        first, second = replica.log.select(lambda hit: True)
    assert (first.method, first.status, first.user_agent) == ("GET", 404, "Fangzhi/test")
    assert (second.method, second.form["area"], second.bytes > 0) == ("POST", "330483ZFC34007", True)
    written = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["url"] for line in written] == [first.url, second.url]


def test_simultaneous_requests_to_one_host_are_counted(fresh: Replica) -> None:
    fresh.script.set_rule("slow", r"/zwgk/xxgk/xzj/\Z", piece=4096, pause=0.2)
    threads = [
        threading.Thread(target=Client(fresh).get, args=("http://www.mhk.gov.cn/zwgk/xxgk/xzj/",)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fresh.log.peak["www.mhk.gov.cn"] > 1


def test_requests_one_after_another_never_overlap(fresh: Replica, visitor: Client) -> None:
    for _ in range(3):
        visitor.get("http://www.mhk.gov.cn/")
    assert fresh.log.peak["www.mhk.gov.cn"] == 1


def test_the_control_host_takes_commands_and_shows_the_truth(visitor: Client) -> None:
    told = json.loads(visitor.get("http://replica.control/truth").text)
    changed = visitor.post("http://replica.control/change_digit", json.dumps({"report": told[0]["id"]}).encode())
    assert json.loads(changed.text)["before"] != json.loads(changed.text)["after"]
    assert visitor.post("http://replica.control/change_digit", b'{"report": "none"}').status == 400
    assert visitor.post("http://replica.control/no_such", b"{}").status == 404


def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.replica.serve", "--county", "mhk.gov.cn", "--scale", "small"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.match(r"replica ready on http://127\.0\.0\.1:(\d+) with 8 reports$", line)
        assert found is not None
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        connection.request("GET", "http://replica.control/truth")
        assert len(json.loads(connection.getresponse().read())) == 8
        connection.close()
        process.terminate()
    assert process.returncode == 0


def test_the_demo_throws_nothing_away_but_an_earlier_demo(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine", encoding="utf-8")
    assert main(["--data", str(mine)]) == 2
    assert (mine / "thesis.txt").exists()


def test_the_same_seed_gives_the_same_truth_and_another_seed_another() -> None:
    def texts(seed: int) -> list[str]:
        return [report.text for report in Replica(seed=seed).truth()]

    assert texts(7) == texts(7)
    assert texts(7) != texts(8)
