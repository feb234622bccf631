"""An office PC's own Chromium: with a profile that stays, and nobody who debugs it.

Playwright listens to the console and the web socket of each page. For the one V8 keeps the source of every error, and
Plotly alone takes half a second more to run; for the other every message goes through the browser once more. And its
contexts keep no compiled code, which a browser has of what it has loaded twice.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timing import PATIENCE
from websockets.sync.client import ClientConnection, connect

from koperasi.press.pictures import browser_path

_FLAGS = ("--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", "--remote-debugging-port=0")
Size = tuple[int, int]
OFFICE: Size = (1366, 768)


class Office:
    """One running browser, asked in the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._numbers = line, itertools.count(1)

    def ask(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """The result of one command; raises RuntimeError with what the browser says of a wrong one."""
        number = next(self._numbers)
        asked = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        self._line.send(json.dumps(asked))
        while (told := json.loads(self._line.recv(timeout=PATIENCE))).get("id") != number:
            pass  # an event
        if "error" in told:
            raise RuntimeError(f"{method}: {told['error']['message']}")
        found: dict[str, Any] = told["result"]
        return found

    def open(self, url: str, before: str = "", size: Size = OFFICE) -> Tab:
        """A tab at `url`, with the script `before` run in it before any other; it is not waited for."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        tab = Tab(self, target, self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        tab.ask("Page.enable")
        tab.ask("Page.bringToFront")  # behind another nothing is drawn
        width, height = size
        tab.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        tab.ask("Page.addScriptToEvaluateOnNewDocument", source=before)
        tab.ask("Page.navigate", url=url)
        return tab


@dataclass(frozen=True)
class Tab:
    """One tab of it."""

    office: Office
    target: str
    session: str

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """A command about this tab; see :meth:`Office.ask`."""
        return self.office.ask(method, self.session, **params)

    def value(self, expression: str) -> Any:
        """What a script in the page comes to; raises RuntimeError with its error."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"]["exception"].get("description", expression))
        return found["result"].get("value")

    def wait(self, expression: str) -> Any:
        """The first value of it that is one, asked for every 50 ms; raises TimeoutError."""
        end = time.monotonic() + PATIENCE
        while not (found := self.value(expression)):
            if time.monotonic() > end:
                raise TimeoutError(expression)
            time.sleep(0.05)
        return found

    def mouse(self, kind: str, x: float, y: float) -> None:
        """mouseMoved, mousePressed or mouseReleased."""
        button = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
        self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    def close(self) -> None:
        """Close it."""
        self.office.ask("Target.closeTarget", targetId=self.target)


@contextmanager
def office(profile: Path) -> Iterator[Office]:
    """The browser of one profile, a folder that is made where there is none."""
    found = browser_path()
    assert found
    process = subprocess.Popen([found, *_FLAGS, f"--user-data-dir={profile}"], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        address = next(it.split()[-1] for it in process.stderr if it.startswith("DevTools listening on"))
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop it
        with connect(address, max_size=None, compression=None) as line:
            yield Office(line)
    finally:
        process.terminate()
        process.wait()
