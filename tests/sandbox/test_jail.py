"""Inside there is no network, no file, no other process; without walls nothing is decoded."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from source_tree import PACKAGE

from hrd_report.errors import TooLarge
from hrd_report.sandbox import deriving, jail
from hrd_report.sandbox.jail import NoSandbox

PROBE = """
import json, os, socket, sys
def tried(act):
    try:
        act()
    except OSError as problem:
        return problem.errno
    return 0
print(json.dumps({
    "socket": tried(socket.socket),
    "fork": tried(os.fork),
    "unshare": tried(lambda: os.unshare(os.CLONE_NEWUSER)) if hasattr(os, "unshare") else 1,
    "write": tried(lambda: open("/x", "wb")) and tried(lambda: open("/usr/lib/x", "wb")),
    "passwd": tried(lambda: open("/etc/passwd")),
    "secret": tried(lambda: open(sys.argv[1])),
    "change": tried(lambda: os.pwrite(int(sys.argv[2]), b"x", 0)),
    "environment": list(os.environ),
    "user": os.getuid(),
}))
"""


@pytest.fixture(params=[False, True], ids=["alone", "with_threads"])
def probed(tmp_path: Path, request) -> dict[str, object]:
    """Run a program of somebody who took over the decoder."""
    secret = tmp_path / "secret"
    secret.write_text("words")
    with (
        jail.memory([b"sent"]) as handle,
        jail._filter(forks=False, threads=request.param) as filtered,
    ):
        command = jail._command(handle, "image/png", 1, filtered)
        python = command[command.index("--") + 1]
        command[command.index("--") + 2 :] = ["-I", "-S", "-c", PROBE, str(secret), str(handle)]
        done = subprocess.run(
            command, pass_fds=(handle, filtered), stdout=subprocess.PIPE, check=True, env={}
        )
    assert os.path.realpath(python) == python
    return json.loads(done.stdout)


def test_whoever_takes_over_a_decoder_has_no_network_no_files_and_no_children(probed):
    assert all(
        probed[one] for one in ("socket", "fork", "unshare", "write", "passwd", "secret", "change")
    )
    assert set(probed["environment"]) <= {"PWD", "LC_CTYPE"}  # set inside, nobody's words
    assert probed["user"] == 65534


def test_the_walls_stand_on_this_machine():
    assert deriving.works() == ()


@pytest.mark.parametrize("script", [None, "#!/bin/sh\nexit 1\n"], ids=["missing", "powerless"])
def test_without_walls_nothing_is_decoded(tmp_path: Path, monkeypatch, script: str | None):
    fake = tmp_path / "bwrap"
    if script is not None:
        fake.write_text(script)
        fake.chmod(0o700)
    monkeypatch.setattr(jail, "_BWRAP", str(fake))
    with jail.memory([b"GIF89a"]) as handle, pytest.raises(NoSandbox):
        list(deriving.derive(handle, "image/gif"))
    assert deriving.works() == ("no_bubblewrap" if script is None else "no_namespaces",)


def test_a_file_too_large_for_memory_is_not_looked_into(monkeypatch):
    monkeypatch.setattr(jail, "LARGEST", 10)
    with pytest.raises(TooLarge), jail.memory([b"123456", b"789012"]):
        pass


def test_only_the_jail_opens_pictures_and_papers():
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(r'Image\.open\(|PdfDocument\(|ffmpeg",', path.read_text("utf-8"))
    }
    assert found
    assert all(path.startswith("sandbox/") for path in found), found
