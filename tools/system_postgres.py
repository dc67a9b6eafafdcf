"""`system_postgres.py FOLDER_OF_BINARIES`: the tests of everything that talks to a database, each with its first row, on another
PostgreSQL than the embedded one. One server for all processes of the run."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from steps import ROOT, TESTS_AT_ONCE

from resolvent.postgres import EmbeddedPostgres

sys.path.insert(0, str(ROOT))
from tests.conftest import FAST, TEST_DATABASE_URL, find_memory

CHOSEN = ["--first-rows", "-m", "database and not browser and not rt"]
TESTS: list[str | Path] = [ROOT / ".venv/bin/pytest", "-q", *TESTS_AT_ONCE, *CHOSEN]


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(tempfile.mkdtemp(prefix="resolvent-test-", dir=find_memory()))
    folder.chmod(0o755)
    try:
        settings = {**FAST, "max_connections": "300"}
        with EmbeddedPostgres(folder, Path(sys.argv[1]), extra_settings=settings) as server:
            env = {**os.environ, TEST_DATABASE_URL: server.url("postgres")}
            return subprocess.run(TESTS, check=False, env=env, cwd=ROOT).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
