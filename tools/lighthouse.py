"""Lighthouse over pages of a running instance: scores and layout shift, as medians of some runs.

`lighthouse.py install` puts it into .tools from its own lock file: the page's packages stay without it, and measuring
downloads nothing.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from figures import Row
from steps import ROOT, run_step
from web import find_node

PINNED = ROOT / "tools/lighthouse"
PLACE = ROOT / ".tools/lighthouse"
CHROMIUM = "/usr/bin/chromium"
CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
AT_MOST = 120
"""Seconds for one run."""
ATTEMPTS = 4
"""A trace that a busy machine cut short (NO_NAVSTART and its like) says nothing about the page."""


def is_installed() -> bool:
    kept = PLACE / "installed-from"
    return kept.exists() and kept.read_text() == (PINNED / "package-lock.json").read_text()


def install() -> bool:
    if is_installed():
        return True
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
        return False
    (PLACE / "installed-from").write_text((PINNED / "package-lock.json").read_text())
    return True


def run_once(url: str, preset: str, cookies: str) -> dict[str, float] | str:
    """Scores of 0 to 100, and `cls`; a sentence where it could not be measured."""
    command = [
        *(find_node() / "bin/node", PLACE / "node_modules/lighthouse/cli/index.js", url),
        *("--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"),
        "--no-enable-error-reporting",
        *([f"--extra-headers={json.dumps({'Cookie': cookies})}"] if cookies else []),
        *(["--preset=desktop"] if preset == "desktop" else []),
    ]
    env = {"CHROME_PATH": CHROMIUM, "PATH": "/usr/bin:/bin", "HOME": "/tmp"}  # noqa: S108 (nothing is kept there)
    reason = ""
    for _ in range(ATTEMPTS):
        try:
            done = subprocess.run(
                [str(part) for part in command], env=env, capture_output=True, text=True, check=False, timeout=AT_MOST
            )
        except subprocess.TimeoutExpired:
            reason = f"no report in {AT_MOST} s"
            continue
        if done.returncode == 0:
            return read_report(json.loads(done.stdout), f"{preset} {url}")
        reason = done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else f"exit {done.returncode}"
    return f"not measured: {reason}"


def read_report(report: dict[str, dict[str, dict[str, float]]], told: str) -> dict[str, float]:
    wrong = [
        str(one["id"])
        for one in report["audits"].values()
        if one["score"] is not None and one["score"] < 1 and str(one["scoreDisplayMode"]) == "binary"
    ]
    if wrong:
        sys.stdout.write(f"  {told}: {', '.join(wrong)}\n")
    scores = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    return {**scores, "cls": report["audits"]["cumulative-layout-shift"]["numericValue"]}


def measure(name: str, url: str, cookies: str, runs: int) -> list[Row]:
    """Rows for both presets; `cookies` empty: nobody is signed in."""
    rows = []
    for preset, fast in (("desktop", 95), ("mobile", 85)):
        found = [run_once(url, preset, cookies) for _ in range(runs)]
        goals = {"performance": fast, "accessibility": 100, "best-practices": 100, "cls": 0.02}
        rows += [tell(f"Lighthouse {preset}, {name}: {what}", what, goal, found) for what, goal in goals.items()]
    return rows


def tell(name: str, what: str, goal: float, found: Sequence[dict[str, float] | str]) -> Row:
    shift = what == "cls"
    allowed = f"< {goal}" if shift else f"≥ {goal:.0f}" if goal < 100 else f"{goal:.0f}"
    values = [one[what] for one in found if not isinstance(one, str)]
    if len(values) < len(found) or not values:
        reason = next((one for one in found if isinstance(one, str)), "not measured")
        return Row(name, allowed, reason, held=False)
    digits = 3 if shift else 0
    median = statistics.median(values)
    spread = f"{min(values):.{digits}f} to {max(values):.{digits}f}"
    held = median < goal if shift else round(median) >= goal
    return Row(name, allowed, f"{median:.{digits}f} ({spread}, n = {len(values)})", held)


if __name__ == "__main__":
    sys.exit(0 if sys.argv[1:] == ["install"] and install() else 1)
