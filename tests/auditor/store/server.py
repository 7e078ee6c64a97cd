"""A PostgreSQL server of our own: in a folder of the test, on a Unix socket, for one session.

PostgreSQL refuses to run as root; then it runs as the user that its package made.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

OWNER = "postgres"
_FOLDERS = ("/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin")
_OLDER = ("/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin")


@dataclass(frozen=True)
class Server:
    """``folder`` holds the data and the socket; ``programs`` those of PostgreSQL."""

    programs: Path
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def make_database(self, name: str) -> str:
        """An empty one; its URL."""
        self._run("createdb", "--host", str(self.folder), "--username", OWNER, name)
        return self.url(name)

    def make_cluster(self) -> None:
        options = ("--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
        self._run("initdb", "--pgdata", f"{self.folder}/data", "--username", OWNER, *options)

    def start(self) -> None:
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        log = ("--log", f"{self.folder}/log")
        self._control("start", "--options", settings, *log)

    def stop(self) -> None:
        self._control("stop", "--mode", "immediate")

    def _control(self, verb: str, *options: str) -> None:
        self._run("pg_ctl", verb, "--wait", "--pgdata", f"{self.folder}/data", *options)

    def _run(self, program: str, *arguments: str) -> None:
        command = (*as_owner(), str(self.programs / program), *arguments)
        # The server would keep a pipe open that is read to its end.
        done = subprocess.run(
            command, check=False, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}")


def as_owner() -> tuple[str, ...]:
    return ("runuser", "-u", OWNER, "--") if os.geteuid() == 0 else ()


def reason_against() -> str:
    """Why no server can be had; empty when one can."""
    if _programs() is None:
        return "PostgreSQL (initdb, pg_ctl) is not installed"
    if os.geteuid() != 0:
        return ""
    try:
        pwd.getpwnam(OWNER)
    except KeyError:
        return f"PostgreSQL does not run as root, and there is no user {OWNER}"
    return "" if shutil.which("runuser") else "PostgreSQL does not run as root; runuser is absent"


def _programs() -> Path | None:
    found = shutil.which("initdb", path=os.pathsep.join((*_FOLDERS, *_OLDER, os.environ["PATH"])))
    return Path(found).parent if found else None


@contextmanager
def running_server() -> Iterator[Server]:
    """A socket's path is short, so the folder is not pytest's."""
    programs = _programs()
    assert programs is not None
    with TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        server = Server(programs, Path(folder))
        server.make_cluster()
        server.start()
        try:
            yield server
        finally:
            server.stop()
