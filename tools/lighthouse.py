"""Lighthouse over pages of a running instance: scores and layout shift, as medians of some runs."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from steps import ROOT, run_step
from web import find_node

PINNED = ROOT / "tools/lighthouse"
PLACE = ROOT / ".tools/lighthouse"
CHROMIUM = "/usr/bin/chromium"
CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def install() -> None:
    """Into .tools, from its own lock file: the page's packages stay without it."""
    lock = (PINNED / "package-lock.json").read_text()
    kept = PLACE / "installed-from"
    if kept.exists() and kept.read_text() == lock:
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (PLACE / name).write_text((PINNED / name).read_text())
    node = find_node()
    npm: Sequence[str | Path] = [
        node / "bin/node",
        node / "lib/node_modules/npm/bin/npm-cli.js",
        "ci",
        "--no-audit",
        "--no-fund",
    ]
    if not run_step("Installing Lighthouse", npm, cwd=PLACE):
        sys.exit(1)
    kept.write_text(lock)


def run_once(url: str, preset: str, cookies: str) -> dict[str, float]:
    """Scores of 0 to 100, and `cls`."""
    command = [
        *(find_node() / "bin/node", PLACE / "node_modules/lighthouse/cli/index.js", url),
        *("--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"),
        f"--extra-headers={json.dumps({'Cookie': cookies})}",
        *(["--preset=desktop"] if preset == "desktop" else []),
    ]
    env = {"CHROME_PATH": CHROMIUM, "PATH": "/usr/bin:/bin", "HOME": "/tmp"}  # noqa: S108 (nothing is kept there)
    done = subprocess.run([str(part) for part in command], env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"Lighthouse failed on {url}: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    wrong = [
        one["id"]
        for one in report["audits"].values()
        if one["score"] is not None and one["score"] < 1 and one["scoreDisplayMode"] == "binary"
    ]
    if wrong:
        sys.stdout.write(f"  {preset} {url}: {', '.join(wrong)}\n")
    scores = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    return {**scores, "cls": report["audits"]["cumulative-layout-shift"]["numericValue"]}


def measure(name: str, url: str, cookies: str, runs: int) -> list[tuple[str, str, str]]:
    """Rows of name, goal and what was measured."""
    rows = []
    for preset, fast in (("desktop", 95), ("mobile", 85)):
        found = [run_once(url, preset, cookies) for _ in range(runs)]
        goals = {"performance": f"≥ {fast}", "accessibility": "100", "best-practices": "100", "cls": "< 0.02"}
        for measured, goal in goals.items():
            values = [one[measured] for one in found]
            digits = 3 if measured == "cls" else 0
            spread = f"{min(values):.{digits}f} to {max(values):.{digits}f}"
            rows.append(
                (
                    f"Lighthouse {preset}, {name}: {measured}",
                    goal,
                    f"{statistics.median(values):.{digits}f} ({spread}, n = {runs})",
                )
            )
    return rows
