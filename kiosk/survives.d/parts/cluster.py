# PostgreSQL as a hub has it: a primary, a standby that follows it, and a pooler between; on ports of this machine, as
# an account that is not root. Each can die, come back, be promoted and be built anew.
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

# In the data directory, as pg_rewind starts a server that knows no more than that.
SERVER = """
listen_addresses = '127.0.0.1'
max_connections = 200
wal_keep_size = 1GB
wal_receiver_timeout = 5s
wal_retrieve_retry_interval = 200ms
"""


def unprivileged():
    """A server takes no orders from root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(what, holds, within=60):
    """Waits until something holds; the time it held, on the clock that never steps."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"it never came to this: {what}")
        time.sleep(0.01)
    return time.monotonic()


def children(pid):
    """The processes that a process started, with their titles."""
    found = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        # It may have ended since it was listed.
        with contextlib.suppress(OSError):
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found[int(entry.name)] = (entry / "cmdline").read_bytes().decode().strip("\0 ")
    return found


class Node:
    """One server, in a directory of its own."""

    def __init__(self, folder, name):
        newest = max(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))
        self.bin, self.name, self.port = newest / "bin", name, free_port()
        self.folder, self.data = folder, folder / name
        self.log = folder / f"{name}.log"
        self.process = None

    @property
    def address(self):
        return f"postgres://kiosk@127.0.0.1:{self.port}/postgres"

    def tool(self, name, *arguments, check=True):
        done = subprocess.run([self.bin / name, *map(str, arguments)], cwd=self.folder, text=True, capture_output=True,
                              **unprivileged())
        if check and done.returncode:
            raise SystemExit(f"{name}: {done.stderr or done.stdout}")
        return done

    def begin(self):
        # Without checksums nothing can be rewound.
        self.tool("initdb", "-D", self.data, "-U", "kiosk", "--auth=trust", "--no-sync", "--locale=C.UTF-8",
                  "--data-checksums")
        with open(self.data / "postgresql.conf", "a") as conf:
            conf.write(SERVER)

    def follow(self, other):
        """Becomes the standby of another: from what it has where that can be, else by a copy of all."""
        source = f"host=127.0.0.1 port={other.port} user=kiosk dbname=postgres"
        rewound = self.data.exists() and self.tool(
            "pg_rewind", "-D", self.data, "--source-server", source, "-R", "--no-sync", check=False).returncode == 0
        if not rewound:
            shutil.rmtree(self.data, ignore_errors=True)
            self.tool("pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        # What the other waits for is not for this one to wait for, once it is promoted.
        with open(self.data / "postgresql.auto.conf", "a") as conf:
            conf.write("synchronous_standby_names = ''\n")
        self.start()
        return rewound

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, "-k", self.folder, "-p", str(self.port)],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **unprivileged())
        until(f"{self.name} takes connections", lambda: self.tool(
            "pg_isready", "-q", "-h", "127.0.0.1", "-p", self.port, check=False).returncode == 0)

    def kill(self):
        """Every process at once, as when the machine goes."""
        os.kill(self.process.pid, signal.SIGSTOP)
        for pid in [*children(self.process.pid), self.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(30)

    def titled(self, text):
        return [pid for pid, title in children(self.process.pid).items() if text in title]

    def sql(self, query, check=True, database="postgres"):
        """Rows as psql prints them, columns with a | between."""
        address = f"postgres://kiosk@127.0.0.1:{self.port}/{database}"
        done = subprocess.run(["psql", "-qAtX", "-d", address, "-c", query], capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"psql: {done.stderr}")
        return done.stdout.splitlines()

    def promote(self):
        self.tool("pg_ctl", "promote", "-D", self.data, "-w")

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
                return
            self.kill()


class Cluster:
    """A primary and its standby, which change places."""

    def __init__(self, folder):
        self.folder = folder / "servers"
        self.folder.mkdir()
        # Whoever the servers run as must reach it.
        folder.chmod(0o755)
        if os.getuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        self.primary, self.standby = Node(self.folder, "one"), Node(self.folder, "two")
        self.hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        self.rewound = 0
        self.primary.begin()
        self.primary.start()

    def address_of(self, database):
        return f"postgres://kiosk@{self.hosts}/{database}"

    def is_followed(self, state):
        return self.primary.sql("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'") == [state]

    def wait_for_standby(self, is_synchronous):
        """The primary waits for its standby from now on, or does not."""
        names = "*" if is_synchronous else ""
        self.primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self.primary.sql("SELECT pg_reload_conf()")
        until("the standby follows", lambda: self.is_followed("sync" if is_synchronous else "async"))

    def cut_off(self):
        """The standby hears nothing more of its primary; what has to be let go once that is dead."""
        behind = self.standby.titled("walreceiver")
        for pid in behind:
            os.kill(pid, signal.SIGSTOP)
        return behind

    def let_go(self, behind):
        for pid in behind:
            # It ends before it reads what still lies in its socket.
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGCONT)

    def change_places(self):
        """The standby takes over from a primary that is dead."""
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary

    def rebuild(self):
        # Otherwise both ways wait for the one that goes with the promotion, which takes its time.
        self.primary.sql("CHECKPOINT")
        self.rewound += self.standby.follow(self.primary)

    def end(self):
        self.standby.end()
        self.primary.end()


class Pooler:
    """pgbouncer, which lends a connection for one transaction at a time."""

    def __init__(self, folder, node):
        self.port = free_port()
        (folder / "users").write_text('"kiosk" ""\n')
        ini = folder / "pgbouncer.ini"
        ini.write_text("\n".join([
            "[databases]", f"postgres = host=127.0.0.1 port={node.port} dbname=postgres", "[pgbouncer]",
            "listen_addr = 127.0.0.1", f"listen_port = {self.port}", "unix_socket_dir =", "auth_type = trust",
            f"auth_file = {folder / 'users'}", "pool_mode = transaction", "default_pool_size = 4",
            "server_login_retry = 1", "query_wait_timeout = 5", ""]))
        self.log = open(folder / "pgbouncer.log", "w")
        self.process = subprocess.Popen(["/usr/sbin/pgbouncer", ini], stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, **unprivileged())
        self.address = f"postgres://kiosk@127.0.0.1:{self.port}/postgres"
        until("the pooler takes connections", self.answers)

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True

    def end(self):
        self.process.kill()
        self.process.wait(30)
        self.log.close()
