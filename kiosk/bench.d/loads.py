# What is asked of a service, by wrk, and what it costs.
import contextlib
import os
import pathlib
import re
import subprocess

from processes import cpu


class Asks:
    """Requests that go round: (method, path, token, body) each. Whoever asks goes on where the last one stopped."""

    def __init__(self, folder, name, requests):
        self.name, self.file, self.asked = name, folder / f"{name}.asks", 0
        with open(self.file, "w") as out:
            out.writelines("\t".join(request) + "\n" for request in requests)


def asked(folder, name, path, token=""):
    """One thing that is asked for again and again."""
    return Asks(folder, name, [("GET", path, token, "")])


def hello(folder):
    """The shortest answer that there is."""
    return asked(folder, "hello", "/healthz")


class Load:
    """wrk at a port. It takes a core of two itself: what a figure here is a share of was asked for in the same way."""

    def __init__(self, suite, port):
        self.suite, self.port = suite, port

    def command(self, asks, connections, seconds):
        environment = os.environ | {"KIOSK_ASKS": str(asks.file), "KIOSK_ASKS_FROM": str(asks.asked)}
        script = pathlib.Path(__file__).parent / "asks.lua"
        return dict(args=["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script),
                          f"http://127.0.0.1:{self.port}"],
                    env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def told(self, asks, said):
        """How many were answered, and how many a second."""
        if "Requests/sec" not in said or "Non-2xx" in said or "Socket errors" in said:
            raise SystemExit(f"{asks.name} was refused or not asked: {said}")
        count = int(re.search(r"(\d+) requests in", said)[1])
        asks.asked += count
        return count, float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])

    def rate(self, asks, connections, seconds=None):
        """Answers a second."""
        done = subprocess.run(**self.command(asks, connections, seconds or self.suite.seconds))
        return self.told(asks, done.stdout)[1]

    def cost(self, asks, pid, connections=1):
        """Milliseconds of the service's processor time for each answer."""
        before = cpu([pid])
        done = subprocess.run(**self.command(asks, connections, self.suite.seconds))
        return (cpu([pid]) - before) * 1000 / self.told(asks, done.stdout)[0]

    @contextlib.contextmanager
    def beside(self, asks, connections, seconds):
        """Goes on while something else is measured, which it must outlast; a load that ends before is none."""
        with subprocess.Popen(**self.command(asks, connections, seconds)) as wrk:
            try:
                yield wrk
                if wrk.poll() is not None:
                    raise SystemExit(f"{asks.name} ended before what it was to be beside: {wrk.stdout.read()}")
            finally:
                wrk.terminate()


@contextlib.contextmanager
def plain_hello(suite, folder, body=b"ok"):
    """The port and the process of a plain C program that answers every request with these bytes."""
    file = folder / "hello.body"
    file.write_bytes(body)
    with subprocess.Popen([suite.tool, "hello", file], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.terminate()
