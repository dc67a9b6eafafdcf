"""Named steps with their time. A step that succeeds says nothing else; one that fails shows all that it said."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 34
AT_ONCE = 2
TESTS_AT_ONCE = ["-n", str(min(4, (os.cpu_count() or 2) + 1)), "--dist", "loadfile"]
"""One more than there are processors: a test of a page, a server or another process waits for a part of its time."""

Command = Sequence[str | Path]


def run_step(name: str, command: Command, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> bool:
    """Says what it does, does it, and says whether it succeeded."""
    say(f"{name:<{WIDTH}} ")
    ok, outcome = run_quietly(command, cwd, env)
    say(outcome)
    return ok


def run_steps(steps: Sequence[tuple[str, Command]]) -> list[str]:
    """Two at a time, each told when it ends; gives the names of those that failed."""

    def act(step: tuple[str, Command]) -> str | None:
        ok, outcome = run_quietly(step[1], ROOT, None)
        say(f"{step[0]:<{WIDTH}} {outcome}")
        return None if ok else step[0]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [name for name in pool.map(act, steps) if name is not None]


def show_step(name: str, command: Command) -> bool:
    """For a step whose output is what the reader wants: a test run."""
    say(f"{name}\n")
    started = time.monotonic()
    done = subprocess.run([str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    say(f"{name:<{WIDTH}} {tell(done.returncode, started)}")
    return done.returncode == 0


def run_quietly(command: Command, cwd: Path, env: Mapping[str, str] | None) -> tuple[bool, str]:
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    outcome = tell(done.returncode, started)
    if done.returncode != 0:
        outcome += done.stdout.decode(errors="replace")
    return done.returncode == 0, outcome


def tell(returncode: int, started: float) -> str:
    return f"{'ok' if returncode == 0 else 'FAILED':<6} {time.monotonic() - started:6.1f} s\n"


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
