"""A Firefox from Debian, told what to do over its own socket (Marionette, protocol 3).

Playwright drives only a Firefox of its own making; this is the one that people have.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

FIREFOX = "/usr/bin/firefox-esr"
SECONDS = 60
_QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Refused(AssertionError):
    """Firefox could not do what it was told."""


class Marionette:
    """A running Firefox with a fresh profile and the preferences given."""

    def __init__(self, preferences: dict[str, bool | int | str]) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in (_QUIET | preferences).items()
        )
        (self._profile / "user.js").write_text("\n".join(lines))
        self._process = subprocess.Popen(
            [FIREFOX, "--headless", "--no-remote", "--marionette", "--profile", self._profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._socket = socket.create_connection(("127.0.0.1", self._port()), timeout=SECONDS)
        self._said = self._socket.makefile("rb")
        self._asked = 0
        self._heard()
        self.ask("WebDriver:NewSession")

    def _port(self) -> int:
        written = self._profile / "MarionetteActivePort"
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            if written.exists() and written.read_text():
                return int(written.read_text())
            time.sleep(0.02)
        raise Refused("Firefox does not start")

    def ask(self, command: str, **parameters: object) -> Any:
        """Give a command and return what it answers."""
        self._asked += 1
        message = json.dumps([0, self._asked, command, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, problem, result = self._heard()
        if problem is not None:
            raise Refused(f"{command} {parameters}: {problem['error']} {problem['message']}")
        return result.get("value", result)

    def _heard(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._said.read(1)
        return json.loads(self._said.read(int(length[:-1])))

    def element(self, xpath: str) -> str:
        """Return the first element an XPath finds. Raises `Refused` where there is none."""
        return str(self.ask("WebDriver:FindElement", using="xpath", value=xpath)[_ELEMENT])

    def end(self) -> None:
        """Close Firefox and forget its profile."""
        self._said.close()
        self._socket.close()
        self._process.terminate()
        self._process.wait(SECONDS)
        shutil.rmtree(self._profile, ignore_errors=True)
