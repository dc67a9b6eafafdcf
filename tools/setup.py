"""Makes a checkout runnable: fetches uv when there is none, installs the locked dependencies, builds the page.

Runs on any Python 3.11+ with the standard library alone. What is up to date already costs no step.
"""

import hashlib
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from steps import ROOT, run_step

UV = "uv>=0.9,<1"
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
SYNCED_FROM = VENV / ".synced-from"
LOCKED = ("pyproject.toml", "uv.lock")
NO_INSTALLER = """
uv could not be fetched: this Python may have neither `venv` nor `pip` (Debian: apt install python3-venv). Install them,
or uv itself (https://docs.astral.sh/uv/), then run this again.
"""


def find_uv() -> Path | None:
    places = (shutil.which("uv"), TOOLS / "bin/uv", TOOLS / "uv/bin/uv")
    return next((Path(place) for place in places if place and Path(place).exists()), None)


def fetch_uv() -> Path:
    """Into .tools, by a virtual environment's pip, or by Python's own where it came without `ensurepip` (Debian's)."""
    if find_spec("ensurepip") is not None:
        made = run_step("Making a folder for uv", [sys.executable, "-m", "venv", TOOLS])
        pip: list[str | Path] = [TOOLS / "bin/python", "-m", "pip", "install", "-q", UV]
    else:
        made = find_spec("pip") is not None
        pip = [sys.executable, "-m", "pip", "install", "-q", "--target", TOOLS / "uv", UV]
    found = find_uv() if made and run_step("Fetching uv", pip) else None
    if found is None:
        sys.exit(NO_INSTALLER)
    return found


def digest_of(files: list[Path]) -> str:
    digest = hashlib.sha256(str(ROOT).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def sync() -> None:
    wanted = digest_of([ROOT / name for name in LOCKED])
    if SYNCED_FROM.exists() and SYNCED_FROM.read_text() == wanted:
        return
    uv = find_uv() or fetch_uv()
    # An environment of the caller's own must not be taken for the checkout's.
    env = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    if not run_step("Installing locked dependencies", [uv, "sync", "--locked", "--quiet"], env=env):
        sys.exit(1)
    SYNCED_FROM.write_text(wanted)


def main() -> None:
    sync()
    python = str(VENV / "bin/python")
    os.execv(python, [python, str(ROOT / "tools/web.py"), "build"])  # noqa: S606 (the Node.js wheel is in that one)


if __name__ == "__main__":
    main()
