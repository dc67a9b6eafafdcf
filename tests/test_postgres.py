"""The embedded server, for real: every test starts PostgreSQL itself, most in a process of their own."""

import json
import os
import pwd
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from resolvent.postgres import EmbeddedPostgres, PostgresError
from resolvent.postgres_binaries import Owner, find_barrier, find_binaries, make_reachable

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NOBODY = pwd.getpwnam("nobody")
AS_ROOT = os.geteuid() == 0

HOLD = """
import os, sys
from pathlib import Path
from resolvent.postgres import EmbeddedPostgres, PostgresError
import psycopg, json
uid = int(sys.argv[2])
if uid != os.geteuid():
    os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(uid)
try:
    server = EmbeddedPostgres(Path(sys.argv[1]))
    server.start()
except PostgresError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(1)
pid = int((server.cluster / "postmaster.pid").read_text().splitlines()[0]) if uid == os.stat(server.cluster).st_uid \
    else server._child.pid
with psycopg.connect(server.url("postgres")) as db:
    listen = db.execute("SHOW listen_addresses").fetchone()[0]
print(json.dumps({"pid": pid, "url": server.url("postgres"), "listen": listen}), flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Outside pytest's own folder, whose mode 0700 keeps the unprivileged user out."""
    folder = Path(tempfile.mkdtemp(prefix="resolvent-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "data"
    shutil.rmtree(folder)


@contextmanager
def held_by_process(
    data_dir: Path, uid: int | None = None, gid: int = 0
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A process that starts a server and keeps it until a line comes in; with what it said."""
    command = [sys.executable, "-c", HOLD, str(data_dir), str(os.geteuid() if uid is None else uid), str(gid)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said: dict[str, Any] = json.loads(process.stdout.readline())
        try:
            yield process, said
        finally:
            process.kill()
            if "pid" in said:
                wait_for_end(said["pid"])


def wait_for_end(pid: int, seconds: float = 20) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def listening_inodes() -> set[str]:
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return {row[9] for row in rows if row[3] == "0A"}


def sockets_of(pid: int) -> set[str]:
    targets = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    return {found[1] for target in targets if (found := re.match(r"socket:\[(\d+)]", target))}


def test_starts_keeps_its_data_and_starts_again(data_dir: Path, record_property: Callable[[str, object], None]) -> None:
    with EmbeddedPostgres(data_dir, extra_settings=FAST) as server:
        server.create_database("resolvent")
        server.create_database("resolvent")
        with psycopg.connect(server.url()) as db:
            db.execute("CREATE TABLE kept (word text)")
            db.execute("INSERT INTO kept VALUES ('Übergröße')")
    begun = time.monotonic()
    with EmbeddedPostgres(data_dir) as server:
        record_property("second_start_seconds", round(time.monotonic() - begun, 3))
        with psycopg.connect(server.url()) as db:
            assert db.execute("SELECT word FROM kept").fetchall() == [("Übergröße",)]
            assert (
                db.execute("SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database").fetchall()
                == [("UTF8", "C.UTF-8")] * 4
            )


def test_listens_on_no_tcp_port(data_dir: Path) -> None:
    with held_by_process(data_dir) as (_, said):
        assert said["listen"] == ""
        own = sockets_of(said["pid"])
        assert own, "the server's own sockets are visible, or this test proves nothing"
        assert not own & listening_inodes()


def test_its_socket_folder_is_closed_to_others(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir, extra_settings=FAST) as server:
        assert server.socket_dir.stat().st_mode & 0o077 == 0
        assert (server.socket_dir / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
        assert server.cluster.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not AS_ROOT, reason="needs root: this is about dropping it")
def test_as_root_the_server_is_an_unprivileged_user(data_dir: Path) -> None:
    with held_by_process(data_dir) as (_, said):
        assert owner_of(said["pid"]) != 0


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become another user")
def test_starts_as_an_ordinary_user(data_dir: Path) -> None:
    data_dir.mkdir()
    os.chown(data_dir, NOBODY.pw_uid, NOBODY.pw_gid)
    with held_by_process(data_dir, NOBODY.pw_uid, NOBODY.pw_gid) as (_, said):
        assert owner_of(said["pid"]) == NOBODY.pw_uid
    with held_by_process(data_dir) as (_, said):
        assert owner_of(said["pid"]) == NOBODY.pw_uid, "root keeps the user that made the cluster"


def test_ends_with_its_parent_and_starts_again_at_once(data_dir: Path) -> None:
    with held_by_process(data_dir) as (process, said):
        process.kill()
        assert wait_for_end(said["pid"])
    with held_by_process(data_dir) as (_, again):
        assert again["pid"] != said["pid"]


def test_starts_after_both_were_killed_and_keeps_what_was_committed(data_dir: Path) -> None:
    with held_by_process(data_dir) as (process, said):
        with psycopg.connect(said["url"], autocommit=True) as db:
            db.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
        process.kill()
        os.kill(said["pid"], signal.SIGKILL)
    with EmbeddedPostgres(data_dir) as server, psycopg.connect(server.url("postgres")) as db:
        assert db.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_a_second_start_on_one_folder_names_the_first(data_dir: Path) -> None:
    with held_by_process(data_dir) as (process, said):
        with held_by_process(data_dir) as (_, refused):
            assert f"process {process.pid}" in refused["error"]
            assert "RESOLVENT_DATA_DIR" in refused["error"]
        with psycopg.connect(said["url"]) as db:
            assert db.execute("SELECT 1").fetchone() == (1,), "the first goes on"


def test_stop_frees_the_folder(data_dir: Path) -> None:
    first = EmbeddedPostgres(data_dir, extra_settings=FAST)
    first.start()
    first.stop()
    first.stop()
    with EmbeddedPostgres(data_dir, extra_settings=FAST) as second, psycopg.connect(second.url("postgres")) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_refuses_a_folder_of_another_major_version(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir, extra_settings=FAST) as server:
        stamp = server.cluster / "PG_VERSION"
    made_with = stamp.read_text().strip()
    stamp.write_text("14\n")
    with pytest.raises(PostgresError, match=f"made by PostgreSQL 14, but the binaries are {made_with}"):
        EmbeddedPostgres(data_dir).start()
    stamp.write_text(made_with)
    with EmbeddedPostgres(data_dir) as server:
        assert server.url("x").startswith("postgresql://postgres@/x?host=/")


@pytest.mark.parametrize("name", ["deep/" * 30 + "data", 'a folder, with "quotes" & ünïcode'])
def test_awkward_folders(data_dir: Path, name: str) -> None:
    data_dir.mkdir(mode=0o711)
    with EmbeddedPostgres(data_dir / name, extra_settings=FAST) as server:
        assert len(str(server.socket_dir / ".s.PGSQL.5432").encode()) < 107
        with psycopg.connect(server.url("postgres")) as db:
            assert db.execute("SELECT 1").fetchone() == (1,)
        outside = server.socket_dir if data_dir not in server.socket_dir.parents else None
    if outside is not None:
        outside.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user's server is that user")
def test_a_closed_folder_above_is_named_for_root(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    with pytest.raises(PostgresError, match=re.escape(f"chmod o+x {data_dir}")):
        EmbeddedPostgres(data_dir / "inner").start()


@pytest.mark.skipif(not AS_ROOT, reason="only root copies the binaries")
def test_binaries_in_a_closed_folder_are_copied_once(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o711)
    found = find_binaries()
    package = found.folder.parent.parent
    closed = data_dir / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(found.folder.parent, closed / package.name / found.folder.parent.name, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), closed / f"{package.name}.libs")
    inside = closed / package.name / found.folder.parent.name / "bin"
    assert find_barrier(inside) == closed
    with (
        EmbeddedPostgres(data_dir, inside, extra_settings=FAST) as server,
        psycopg.connect(server.url("postgres")) as db,
    ):
        assert db.execute("SELECT 1").fetchone() == (1,)
    copied = make_reachable(find_binaries(inside), Owner(NOBODY.pw_uid, NOBODY.pw_gid), data_dir)
    assert data_dir in copied.folder.parents
    assert len(list(data_dir.glob("binaries-*"))) == 1


@pytest.mark.skipif(not (DEBIAN_15 / "postgres").exists(), reason="PostgreSQL 15 of the system is not installed")
def test_runs_on_the_systems_postgresql_15(data_dir: Path) -> None:
    with (
        EmbeddedPostgres(data_dir, DEBIAN_15, extra_settings=FAST) as server,
        psycopg.connect(server.url("postgres")) as db,
    ):
        assert db.info.server_version // 10_000 == 15


def test_a_folder_without_binaries_is_named(data_dir: Path) -> None:
    with pytest.raises(PostgresError, match="holds no PostgreSQL that runs here"):
        EmbeddedPostgres(data_dir, Path("/nonexistent/bin")).start()


def test_a_server_that_does_not_start_says_why(data_dir: Path) -> None:
    with pytest.raises(PostgresError, match="unrecognized configuration parameter"):
        EmbeddedPostgres(data_dir, extra_settings={"no_such_setting": "1"}).start()
    with EmbeddedPostgres(data_dir, extra_settings=FAST) as server:
        assert server.cluster.exists()


def test_only_the_main_thread_may_start_it(data_dir: Path) -> None:
    raised: list[BaseException] = []

    def attempt() -> None:
        try:
            EmbeddedPostgres(data_dir).start()
        except PostgresError as error:
            raised.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert "main thread" in str(raised[0])
