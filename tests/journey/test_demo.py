"""`resolvent demo` is a promise of the README: it runs here as a user runs it."""

import subprocess
import sys

import pytest

from tests.rt_server import RtServer

MODULE = [sys.executable, "-m", "resolvent.cli", "demo"]
STORIES = ("Resolved", "Failed, then fixed", "Escalated", "Without a ticket")


def play(*options: str) -> str:
    done = subprocess.run([*MODULE, *options], capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_journey_on_the_local_desk() -> None:
    said = play()
    assert all(f"\n{story}\n" in said for story in STORIES)
    assert "all proven" in said
    assert "FAILED" not in said


@pytest.mark.rt
@pytest.mark.xdist_group("rt")
def test_the_journey_on_a_real_request_tracker(rt: RtServer) -> None:
    said = play("--rt", rt.url, "--rt-user", "agent", "--rt-password", rt.password("agent"), "--rt-queue", rt.queue)
    assert "one customer note" in said
    assert "one internal note" in said
    assert "all proven" in said


def test_a_request_tracker_that_is_not_there_fails_the_demo_in_words() -> None:
    options = ["--rt", "http://127.0.0.1:9", "--rt-user", "agent", "--rt-password", "x"]
    done = subprocess.run([*MODULE, *options], capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1
    assert "FAILED" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
