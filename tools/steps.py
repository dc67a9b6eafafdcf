"""Named steps with their time. A step that succeeds says nothing else; one that fails shows all that it said."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 34


def run_step(
    name: str,
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    show: bool = False,
) -> bool:
    """Runs it and says whether it succeeded. `show`: its output is for the reader (a test run) and streams through."""
    sys.stdout.write(f"{name}\n" if show else f"{name:<{WIDTH}} ")
    sys.stdout.flush()
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
        check=False,
    )
    word = "ok" if done.returncode == 0 else "FAILED"
    sys.stdout.write(f"{name + ' ' if show else ''}{word:<6} {time.monotonic() - started:6.1f} s\n")
    if done.returncode != 0 and not show:
        sys.stdout.write(done.stdout.decode(errors="replace"))
    sys.stdout.flush()
    return done.returncode == 0
