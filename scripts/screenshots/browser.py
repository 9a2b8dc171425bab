"""Chromium without a window, driven through its DevTools protocol."""

import base64
import json
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import websocket

from scripts import processes
from scripts.paths import BIN
from scripts.problem import Problem

SECONDS_TO_START = 30
SECONDS_TO_ANSWER = 60
SECONDS_TO_SETTLE = 45
# The script of a shared worker is loaded outside of the page, which never learns of its arrival.
WORKER = "/bus/websocket_worker_bundle"
POLICY = "Content Security Policy"


class Browser:
    """One page in a fresh profile; use as a context manager.

    :param options: more words for Chromium's command line
    """

    def __init__(self, *options: str):
        self.options = options

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        self.complaints: list[str] = []
        self.logged: list[str] = []  # errors that a page caught itself and wrote into its console
        self.refusals: list[str] = []  # what the page's security policy did not let it do
        self.loading: dict[str, str] = {}
        self._number = 0
        self.process = subprocess.Popen(
            [
                str(BIN / "chromium"),
                "--headless=new",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self.profile.name}",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--font-render-hinting=none",
                *self.options,
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=processes.die_with_parent,  # noqa: PLW1509 - a single system call
        )
        self.socket = websocket.create_connection(self._page_url(), timeout=SECONDS_TO_ANSWER)
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        return self

    def __exit__(self, *_exception):
        self.socket.close()
        self.process.terminate()
        self.process.wait(timeout=10)
        self.profile.cleanup()

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; errors of the page are kept in `complaints`."""
        self._number += 1
        self.socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self._number:
                if "error" in message:
                    raise Problem(f"Chromium refused {method}: {message['error']['message']}")
                return message["result"]
            self._notice(message.get("method"), message.get("params", {}))

    def _notice(self, event: str | None, params: dict[str, Any]) -> None:
        """Keep the page's errors, and what it is still loading."""
        if event == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
            self.complaints.append(text)
        elif event == "Runtime.consoleAPICalled" and params["type"] == "error":
            words = [one.get("value") or one.get("description") or "" for one in params["args"]]
            self.logged.append(" ".join(map(str, words)))
        elif event == "Log.entryAdded" and POLICY in params["entry"]["text"]:
            self.refusals.append(params["entry"]["text"])
        elif event == "Network.requestWillBeSent" and WORKER not in params["request"]["url"]:
            self.loading[params["requestId"]] = params["request"]["url"]
        elif event in ("Network.loadingFinished", "Network.loadingFailed"):
            self.loading.pop(params["requestId"], None)

    def evaluate(self, script: str) -> Any:
        """Run JavaScript in the page and return its value."""
        answer = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return answer["result"].get("value")

    def resize(self, width: int, height: int, *, is_phone: bool) -> None:
        """Set the size of the window; a phone has two pixels for one and a touch screen."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if is_phone else 1,
            mobile=is_phone,
        )
        self.send("Emulation.setTouchEmulationEnabled", enabled=is_phone)

    def live_in(self, language: str, time_zone: str) -> None:
        """Ask for pages in this language (`zh-CN`) and show times as they are in that place."""
        self.send("Emulation.setTimezoneOverride", timezoneId=time_zone)
        agent = self.evaluate("navigator.userAgent")
        self.send("Network.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    def set_cookies(self, url: str, **cookies: str) -> None:
        """Forget all cookies and set these."""
        self.send("Network.clearBrowserCookies")
        for name, value in cookies.items():
            self.send("Network.setCookie", url=url, name=name, value=value)

    def open(self, url: str) -> None:
        """Go to a page and wait until nothing is loading and nothing moves any more."""
        # A form that is left saves itself, and nobody is told when that has ended.
        self.send("Page.navigate", url="about:blank")
        self.loading.clear()
        self.send("Page.navigate", url=url)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has looked complete and the same for a second."""
        deadline = time.monotonic() + SECONDS_TO_SETTLE
        seen, since = None, time.monotonic()
        while time.monotonic() < deadline:
            time.sleep(0.2)
            state = self.evaluate(STATE_OF_PAGE)
            is_complete = state and state["complete"] and not self.loading
            if not is_complete or state["look"] != seen:
                seen, since = state and state["look"], time.monotonic()
            elif time.monotonic() - since > 1:
                return
        raise Problem(
            f"{self.evaluate('location.href')} was not complete after {SECONDS_TO_SETTLE} s",
            f"see the server's log; still loading: {', '.join(self.loading.values())}",
        )

    def save_picture(self, path: Path, *, is_whole_page: bool = False) -> None:
        """Save what is shown, or the page to its end, as PNG."""
        picture = self.send(
            "Page.captureScreenshot", format="png", captureBeyondViewport=is_whole_page
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(picture["data"]))

    def _page_url(self) -> str:
        """Return the address of the page's socket; Chromium writes its port into a file."""
        port_file = Path(self.profile.name) / "DevToolsActivePort"
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            if port_file.exists() and (lines := port_file.read_text().splitlines()):
                with urllib.request.urlopen(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                    pages = [page for page in json.load(answer) if page["type"] == "page"]
                if pages:
                    return pages[0]["webSocketDebuggerUrl"]
            time.sleep(0.1)
        raise Problem("Chromium did not start", "try `.local/bin/chromium --version`.")


# The web client is complete when it shows a view and neither a spinner nor a skeleton.
STATE_OF_PAGE = """(() => {
    const client = document.querySelector(".o_web_client");
    const view = document.querySelector(
        ".o_action_manager .o_view_controller, .o_action_manager .o_action"
    );
    const busy = document.querySelector(
        ".o_loading_indicator, .o_blockUI, .o_view_sample_data .o_loading, .o-FileUploader-loading"
    );
    const images = [...document.images].every(
        (image) => image.complete || image.loading === "lazy"  // is loaded when it is scrolled to
    );
    const ready = document.readyState === "complete" && document.fonts.status === "loaded";
    return {
        complete: Boolean(ready && images && !busy && (!client || view)),
        look: document.body ? document.body.innerText.length + ":" + document.images.length : "",
    };
})()"""
