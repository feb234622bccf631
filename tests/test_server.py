"""The server as it is really started: where it listens, whom it answers, and what every answer says to a browser."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from koperasi.screen import server
from koperasi.screen.server import Guard, middleware
from tests.browsing import awaited, until
from tests.conftest import ROOT, serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]  # which has a server already

PROMISED = {
    "content-security-policy": "default-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}


def asked(address: str, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    answer.body = answer.read().decode(errors="replace")  # type: ignore[attr-defined]
    connection.close()
    return answer


def static_file(address: str) -> str:
    return asked(address, "/").body.split('src="./static/')[1].split('"')[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/opop", 200),
        ("static", 200),
        ("/media/none.png", 404),
        ("/_stcore/health", 200),
        ("/%2e%2e/x", 400),
    ],
)
def test_every_answer_has_the_headers(address: str, path: str, status: int) -> None:
    answer = asked(address, f"/static/{static_file(address)}" if path == "static" else path)
    assert answer.status == status
    for name, value in PROMISED.items():
        assert (answer.getheader(name) or "").startswith(value), (path, name)


def test_the_policy_names_no_other_site(address: str) -> None:
    policy = asked(address, "/").getheader("content-security-policy")
    assert policy
    assert "http" not in policy
    assert "*" not in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert policy.endswith("frame-ancestors 'none'")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "localhost:8501@evil.example", "0.0.0.0"]
)
def test_another_name_is_refused(address: str, host: str) -> None:
    for path in ("/", "/_stcore/health", "/media/none.png"):
        answer = asked(address, path, Host=host)
        assert answer.status in (400, 403), path  # 400: no name at all
        if answer.status == 403:
            assert "KOPERASI_HOSTS" in answer.body  # type: ignore[attr-defined]
            assert answer.getheader("x-frame-options") == "DENY"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST.", "[::1]"])
def test_our_own_names_are_answered(address: str, host: str) -> None:
    assert asked(address, "/", Host=f"{host}:{urlsplit(address).port}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebind.example", "Origin": "http://rebind.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
    ],
)
def test_a_socket_of_another_page_is_refused(address: str, headers: dict[str, str]) -> None:
    parts = urlsplit(address)
    sock = socket.create_connection((parts.hostname, parts.port))
    origin = headers.get("Origin")
    uri = f"ws://{headers.get('Host', parts.netloc)}/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused, connect(uri, sock=sock, origin=origin):  # type: ignore[arg-type]
        pass
    answer = refused.value.response
    assert answer.status_code == 403
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in answer.headers["content-security-policy"]
    sock.close()


def test_a_socket_of_our_own_page_is_opened(address: str) -> None:
    with connect(address.replace("http", "ws") + "/_stcore/stream", origin=address):  # type: ignore[arg-type]
        pass


def test_metrics_are_off_unless_asked_for(address: str) -> None:
    for path in ("/_stcore/metrics", "/_stcore/metrics/"):
        assert asked(address, path).status == 404
    for open_server in serve(env={"KOPERASI_METRICS": "1"}):
        assert "active_sessions" in asked(open_server, "/_stcore/metrics").body  # type: ignore[attr-defined]


def listening(port: int) -> set[str]:
    """The addresses on which somebody listens at this port, as the kernel says."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text(encoding="utf-8").splitlines()[1:]:
            place, state = line.split()[1], line.split()[3]
            if state == "0A" and int(place.split(":")[1], 16) == port:
                found.add(place.split(":")[0])
    return found


@pytest.fixture(scope="module")
def plain() -> Iterator[SimpleNamespace]:
    """`streamlit run dashboard.py` and nothing more, as somebody types it, but for a free port."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py"],
        cwd=ROOT,
        env=environment | {"STREAMLIT_SERVER_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    for line in process.stdout or []:
        said.append(line)
        if "URL:" in line:
            break
    yield SimpleNamespace(port=port, process=process, said=said)
    process.kill()
    process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_by_hand_it_listens_on_this_computer_only(plain: SimpleNamespace) -> None:
    assert listening(plain.port) == {"0100007F"}  # 127.0.0.1
    assert "Network URL" not in "".join(plain.said)
    assert f"http://localhost:{plain.port}" in plain.said[-1]


def test_it_ends_at_once_when_told_though_somebody_looks(plain: SimpleNamespace) -> None:
    with connect(f"ws://localhost:{plain.port}/_stcore/stream", open_timeout=60):
        plain.process.send_signal(signal.SIGTERM)
        rest, _ = plain.process.communicate(timeout=15)
    assert "Traceback" not in rest
    assert "external IP" not in rest


def test_open_to_others_it_asks_nobody_for_its_address() -> None:
    """Streamlit does, unless the address to print is given: a look at what is asked of the net on the way."""
    code = (
        "import sys, requests\n"
        "from streamlit import net_util\n"
        "net_util.get_external_ip = net_util.get_internal_ip = lambda: sys.exit('asked')\n"
        "from streamlit.web import bootstrap\n"
        "bootstrap.load_config_options({'server_address': '0.0.0.0'})\n"
        "bootstrap._print_url(False)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "URL: http://localhost:" in done.stdout


async def _answers(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/broken":
        raise RuntimeError("inside")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def guarded(
    host: str, path: str = "/", reached: str = "127.0.0.1", **environment: str
) -> tuple[int, dict[str, str], str]:
    """What the guard with these settings answers a request to this host: status, headers and text."""
    it = middleware(environment)[0]
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": path, "server": (reached, 8501)}
    scope["headers"] = [(b"host", host.encode())]
    with contextlib.suppress(RuntimeError):  # goes on to the server, into its log
        awaited(Guard(_answers, *it.args, **it.kwargs)(scope, receive, send))
    start, *bodies = sent
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(it["body"] for it in bodies).decode()


def test_names_of_the_lan_are_a_setting() -> None:
    assert guarded("dasbor.lan")[0] == 403
    names = "Dasbor.lan, 192.168.1.20"
    for host, status in (("dasbor.lan:8501", 200), ("192.168.1.20", 200), ("192.168.1.21", 403), ("x.dasbor.lan", 403)):
        assert guarded(host, KOPERASI_HOSTS=names)[0] == status, host


@pytest.mark.parametrize(("reached", "host"), [("192.168.1.20", "192.168.1.20"), ("::ffff:10.0.0.7", "10.0.0.7")])
def test_the_address_that_was_reached_needs_no_naming(reached: str, host: str) -> None:
    """No other site can have it, unlike a name."""
    assert guarded(f"{host}:8501", reached=reached)[0] == 200
    assert guarded("192.168.1.99:8501", reached=reached)[0] == 403


def test_a_crash_inside_has_the_headers_too() -> None:
    status, headers, text = guarded("localhost", "/broken")
    assert status == 500
    assert headers["x-frame-options"] == "DENY"
    assert "Muat ulang" in text


def test_who_may_frame_it_is_a_setting() -> None:
    _, headers, _ = guarded("localhost", KOPERASI_FRAMES="https://intranet.lan, http://portal:8080")
    assert headers["content-security-policy"].endswith("frame-ancestors 'self' https://intranet.lan http://portal:8080")
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    ("name", "value"),
    [("KOPERASI_HOSTS", "http://dasbor.lan"), ("KOPERASI_HOSTS", "*"), ("KOPERASI_FRAMES", "a; script-src *")],
)
def test_a_setting_that_makes_no_sense_starts_nothing(name: str, value: str) -> None:
    with pytest.raises(SystemExit, match=f"{name}=.*tidak dapat dipakai"):
        middleware({name: value})


def test_the_browser_fetches_nothing_from_elsewhere(page: Page, address: str) -> None:
    """Whatever text of a file became markup: the policy keeps it from calling out."""
    tried: list[str] = []
    page.context.route("http://evil.example/**", lambda route: (tried.append(route.request.url), route.abort()))
    page.goto(f"{address}/_stcore/health")
    page.evaluate(
        """() => {
          window.told = new Set();
          addEventListener("securitypolicyviolation", (it) => told.add(it.effectiveDirective));
          document.body.innerHTML = `<img src="http://evil.example/a.png"><iframe src="http://evil.example/"></iframe>
            <link rel="stylesheet" href="http://evil.example/a.css">`;
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          fetch("http://evil.example/x").catch(() => 0);
        }"""
    )
    until(page, "told.size === 5")
    kinds = page.evaluate("[...told].sort()")
    assert kinds == ["connect-src", "frame-src", "img-src", "script-src-elem", "style-src-elem"]
    assert not page.evaluate("window.ran === true")
    assert tried == []


def test_no_message_waits_until_the_one_before_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer's connection comes in through the server's own socket, which Streamlit has opened before."""
    monkeypatch.setattr(server, "_begin", lambda: None)

    def at_once(listening: socket.socket) -> int:
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as viewer:
            return viewer.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    async def begun(listening: socket.socket) -> int:
        async with server.lifespan(None):
            return at_once(listening)

    with socket.create_server(("localhost", 0)) as listening:
        assert not at_once(listening)
        assert awaited(begun(listening))
