"""The embedded PostgreSQL and its supervisor: a child of this process, on a Unix socket, for this process alone.

It starts as root too (as an unprivileged user then: PostgreSQL refuses root), ends with its parent even when that is
killed, and says in words why it can't start.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypedDict
from urllib.parse import quote

import psycopg
from psycopg import sql

from resolvent.postgres_binaries import (
    Binaries,
    Owner,
    PostgresError,
    find_barrier,
    find_binaries,
    find_owner,
    make_reachable,
)

__all__ = ["EmbeddedPostgres", "PostgresError"]

SUPERUSER = "postgres"
START_SECONDS = 15.0
"""How long a predecessor that was just killed may hold its files."""
RECOVERY_SECONDS = 600.0
"""How long the write-ahead log of a killed server may take to be replayed."""
STOP_SECONDS = 30.0
LOG_BYTES = 10_000_000
SOCKET_DIR_BYTES = 90
"""The whole path, with `/.s.PGSQL.5432`, must stay under 107 bytes. (And a comma in it would part two hosts.)"""
SHORT_PLACE = Path("/tmp")  # noqa: S108 (a folder of ours in it, 0700, refused when it is another user's)
PR_SET_PDEATHSIG = 1

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class RunAs(TypedDict, total=False):
    """Arguments of Popen."""

    user: int
    group: int
    extra_groups: list[int]


class EmbeddedPostgres:
    """`with EmbeddedPostgres(folder) as server: server.url("resolvent")`."""

    def __init__(
        self, data_dir: Path, bin_dir: Path | None = None, *, extra_settings: Mapping[str, str] | None = None
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.cluster = self.data_dir / "postgres"
        self.log = self.data_dir / "postgres.log"
        self._bin_dir = bin_dir
        self._settings = {**SETTINGS, **(extra_settings or {})}
        self._owner: Owner | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    @property
    def socket_dir(self) -> Path:
        near = self.data_dir / "run"
        if len(str(near).encode()) <= SOCKET_DIR_BYTES and "," not in str(near):
            return near
        digest = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:16]
        return SHORT_PLACE / f"resolvent-{os.geteuid()}-{digest}"

    def url(self, database: str = "resolvent", user: str = SUPERUSER) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir), safe='/')}"

    def start(self) -> None:
        """Raises PostgresError. From the main thread only: the child ends when the thread that made it does."""
        if threading.current_thread() is not threading.main_thread():
            raise PostgresError("The embedded PostgreSQL must be started from the main thread.")
        self._take_lock()
        try:
            self._owner = find_owner(self.cluster)
            if self._owner is not None and (barrier := find_barrier(self.data_dir)) is not None:
                raise PostgresError(
                    f"PostgreSQL does not run as root, and the user it runs as can't enter {barrier}. Let others pass "
                    f"(`chmod o+x {barrier}`) or choose another folder with RESOLVENT_DATA_DIR."
                )
            found = find_binaries(self._bin_dir)
            self._check_version(found)
            binaries = make_reachable(found, self._owner, self.data_dir)
            self._make_folder(self.socket_dir)
            if not (self.cluster / "PG_VERSION").exists():
                self._make_cluster(binaries)
            self._launch(binaries)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, committed ones are on disk."""
        if self._child is not None:
            if self._child.poll() is None:
                self._child.send_signal(signal.SIGINT)
                try:
                    self._child.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    self._child.send_signal(signal.SIGQUIT)
                    self._child.wait()
            self._child = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def create_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            if db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
                db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _take_lock(self) -> None:
        """Two on one DATA_DIR would fight over one cluster. The lock goes when its holder does, even by SIGKILL."""
        try:
            if not self.data_dir.exists():
                self.data_dir.mkdir(parents=True)
                self.data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
            lock = os.open(self.data_dir / "resolvent.lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise PostgresError(f"The data folder {self.data_dir} can't be used: {error.strerror}.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(lock, 20, 0).decode(errors="replace").strip() or "unknown"
            os.close(lock)
            raise PostgresError(
                f"Another Resolvent (process {holder}) is using {self.data_dir}. Stop it first, or give this one "
                "its own folder with RESOLVENT_DATA_DIR."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        self._lock = lock

    def _check_version(self, binaries: Binaries) -> None:
        stamp = self.cluster / "PG_VERSION"
        if stamp.exists() and (made_with := stamp.read_text().strip()) != str(binaries.major):
            raise PostgresError(
                f"{self.cluster} was made by PostgreSQL {made_with}, but the binaries are {binaries.major}. Start the "
                "release that made it, `pg_dump` it there and load the dump here, or point RESOLVENT_POSTGRES_BIN at "
                f"PostgreSQL {made_with}."
            )

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.lstat().st_uid not in (os.geteuid(), self._owner.uid if self._owner else os.geteuid()):
            raise PostgresError(f"{folder} belongs to another user.")
        folder.chmod(0o700)
        if self._owner is not None:
            os.chown(folder, self._owner.uid, self._owner.gid)

    def _make_cluster(self, binaries: Binaries) -> None:
        """Made beside its place and moved there whole: a kill in between leaves nothing half-made."""
        making = self.data_dir / "postgres.new"
        shutil.rmtree(making, ignore_errors=True)
        self._make_folder(making)
        made = subprocess.run(  # noqa: S603 (our own binary)
            [
                binaries.folder / "initdb",
                "-D",
                making,
                f"--username={SUPERUSER}",
                "--auth-local=trust",
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **self._as_owner(),
        )
        if made.returncode != 0:
            raise PostgresError(f"The database could not be made in {self.data_dir}: {made.stderr.strip()[-500:]}")
        making.rename(self.cluster)

    def _launch(self, binaries: Binaries) -> None:
        """A server that was just killed may hold its files for some seconds: try until it lets go."""
        deadline = time.monotonic() + START_SECONDS
        socket_dir = '"' + str(self.socket_dir).replace('"', '""') + '"'
        settings = {**self._settings, "unix_socket_directories": socket_dir}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        while True:
            mark = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                child = subprocess.Popen(  # noqa: S603 (our own binary)
                    [binaries.folder / "postgres", "-D", self.cluster, *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    start_new_session=True,
                    preexec_fn=partial(end_with_parent, os.getpid(), LIBC),  # noqa: PLW1509 (two system calls, no lock)
                    **self._as_owner(),
                )
            self._child = child
            if self._wait_until_ready(child, deadline):
                return
            said = self.log.read_bytes()[mark:].decode(errors="replace")
            held = "postmaster.pid" in said or "shared memory" in said
            if not held or time.monotonic() > deadline:
                raise PostgresError(f"The embedded PostgreSQL did not start; {self.log} says:\n{said.strip()[-1000:]}")
            time.sleep(0.2)

    def _wait_until_ready(self, child: subprocess.Popen[bytes], deadline: float) -> bool:
        """False when the child ended. Line 8 of postmaster.pid says `ready`, line 1 whose it is."""
        status = self.cluster / "postmaster.pid"
        while child.poll() is None:
            try:
                lines = status.read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) >= 8 and lines[0].strip() == str(child.pid) and lines[7].strip() == "ready":
                return True
            if time.monotonic() > deadline + RECOVERY_SECONDS:
                child.send_signal(signal.SIGQUIT)
                child.wait()
                return False
            time.sleep(0.01)
        return False

    def _as_owner(self) -> RunAs:
        if self._owner is None:
            return {}
        return {"user": self._owner.uid, "group": self._owner.gid, "extra_groups": []}


LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(parent: int, libc: ctypes.CDLL | None) -> None:
    """In the child, after its user changed (that would clear it): a fast shutdown however the parent dies."""
    if libc is not None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)
