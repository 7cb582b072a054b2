"""Measures sealing on the device: `python -m tests.bench.device`. Sizes, and Chromium's time."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import npm
from browsing import chromium, page
from databases import Databases
from house import build_house
from playwright.sync_api import CDPSession, Page

from hrd_report.web import scripts

ROUNDS = 5
BROTLI = "console.log(require('zlib').brotliCompressSync(require('fs').readFileSync(0)).length)"
# Counts until the words are shown, from the moment the button is pressed.
WATCH = """() => {
  const list = document.getElementById('receipt')
  const begin = () => { window.end = 0; window.begin = performance.now() }
  const end = () => { window.end = performance.now() }
  document.forms[0].addEventListener('submit', begin, true)
  new MutationObserver(end).observe(list, { childList: true })
}"""


def brotli(content: bytes) -> int:
    """Return how many bytes a proxy that compresses would send."""
    command = [npm.BIN / "node", "-e", BROTLI]
    return int(subprocess.run(command, input=content, capture_output=True, check=True).stdout)


def thread_ms(session: CDPSession) -> float:
    """Return the processor time of the page so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "ThreadTime") * 1000


def seal(tab: Page, session: CDPSession, number: int) -> tuple[float, float]:
    """Seal once; return the milliseconds that passed, and those of the processor."""
    tab.fill("[name=story]", f"{number} " + "x" * 4000)
    before = thread_ms(session)
    tab.click("#form button")
    tab.wait_for_function("() => window.end")
    spent = thread_ms(session) - before
    passed = tab.evaluate("() => window.end - window.begin")
    tab.click("#again")
    return passed, spent


def main() -> None:
    """Print all of it."""
    folder = Path(tempfile.mkdtemp())
    house = build_house(folder, Databases(folder, None).fresh())
    script = scripts.script(scripts.SEAL).encode()
    print(f"script: {len(script):,} bytes, {brotli(script):,} with brotli")
    for language in ("en", "fr"):
        content = house.client().get(f"/{language}/offline/form-{language}.html").data
        (folder / f"{language}.html").write_bytes(content)
        print(f"offline form {language}: {len(content):,} bytes, {brotli(content):,} with brotli")
        sealed = house.client().get(f"/{language}/seal").data
        print(f"page /{language}/seal: {len(sealed):,} bytes")
    print(f"load {os.getloadavg()[0]:.1f}")
    with chromium() as browser:
        for size in (0, 5_000_000, 50_000_000):
            with page(browser, script=True) as tab:
                session = tab.context.new_cdp_session(tab)
                session.send("Performance.enable", {"timeDomain": "threadTicks"})
                tab.goto((folder / "en.html").as_uri())
                tab.evaluate(WATCH)
                if size:
                    (folder / "file").write_bytes(os.urandom(size))
                    tab.set_input_files("[name=files]", str(folder / "file"))
                times = [seal(tab, session, number) for number in range(ROUNDS)]
            passed, spent = zip(*times, strict=True)
            print(
                f"4 kB of words and {size:,} bytes: {median(passed):.0f} ms "
                f"({min(passed):.0f} to {max(passed):.0f}), processor {median(spent):.0f} ms"
            )
    print(f"load {os.getloadavg()[0]:.1f}")
    house.close()


if __name__ == "__main__":
    main()
