"""A PostgreSQL server of this process's own, in a temporary folder; standard library only.

python server.py COMMAND ... runs a command with {url} replaced by the address of such a server."""

import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time


def find_programs():
    """The folder of the newest release's programs; None where no server is installed."""
    releases = [path for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if not releases:
        return None
    return max(releases, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)


class Server:
    """Runs while it is entered. As root it runs as the user that the package made: a server refuses to be root."""

    def __init__(self, *settings):
        self.programs = find_programs()
        self.settings = settings
        self.user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self.folder = None
        self.process = None

    def become(self):
        if self.user is not None:
            os.setgid(self.user.pw_gid)
            os.setuid(self.user.pw_uid)

    def url(self, database="postgres", **options):
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"postgres://staysail@/{database}?host={self.folder}{more}"

    def run(self, *words):
        environment = dict(os.environ, LC_ALL="C")
        done = subprocess.run(
            [self.programs / words[0], *words[1:]], env=environment, preexec_fn=self.become, cwd=self.folder,
            capture_output=True, text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{words[0]}: {done.stderr}")
        return done.stdout

    def sql(self, text, database="postgres"):
        """The rows of the last statement, without head, fields parted by |."""
        return self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text, self.url(database))

    def ready(self):
        words = [self.programs / "pg_isready", "-q", "-d", self.url()]
        return subprocess.run(words, check=False).returncode == 0

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="staysail-pg-")
        os.chmod(self.folder, 0o777)
        data = f"{self.folder}/data"
        self.run("initdb", "-D", data, "-U", "staysail", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        words = [self.programs / "postgres", "-D", data, "-k", self.folder, "-h", ""]
        for setting in self.settings:
            words += ["-c", setting]
        with open(f"{self.folder}/server.log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(words, preexec_fn=self.become, stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + 60
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(pathlib.Path(self.folder, "server.log").read_text(encoding="utf-8"))
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__":
    with Server() as server:
        sys.exit(subprocess.run([word.replace("{url}", server.url()) for word in sys.argv[1:]], check=False).returncode)
