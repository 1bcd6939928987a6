"""
Peak memory and speed of `klyngeradar import` on a package of 5,000 notices.

The package is made of the real notices in ../shared, each cloned with numbers of its own, as a tar.gz like TED's daily
one. Aim: under 300 MB at the peak.

    python benchmarks/import_memory.py [NOTICES]
"""

import io
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from tests.shared import ROOT

SHARED = ROOT.parent / "shared" / "data"
AIM_MB = 300
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package.tar.gz"
        size = pack(package, number)
        run("init", folder)
        started = time.perf_counter()
        output = run("import", folder, str(package))
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(output.strip())
    print(f"{number} notices, {size / 2**20:.0f} MiB of XML: {seconds:.1f} s, {number / seconds:.0f} notices/s")
    print(f"peak memory {peak:.0f} MB (aim: under {AIM_MB} MB)")


def pack(path: Path, number: int) -> int:
    """Write the package; returns the bytes of XML in it."""
    originals = [file.read_bytes() for file in sorted(SHARED.glob("*/eforms/*.xml"))]
    if not originals:
        sys.exit(f"{SHARED}: no notices there")
    size = 0
    with tarfile.open(path, "w:gz", compresslevel=1) as package:
        for index, original in enumerate(islice(cycle(originals), number)):
            body = clone(original, index)
            member = tarfile.TarInfo(f"{index + 1:08}_2026.xml")
            member.size = len(body)
            package.addfile(member, io.BytesIO(body))
            size += len(body)
    return size


def clone(original: bytes, index: int) -> bytes:
    """The same notice under other UUIDs, so that no two of the package are one."""
    return _UUID.sub(lambda found: str(uuid5(NAMESPACE_URL, f"{index}/{found[0].decode()}")).encode(), original)


def run(verb: str, folder: str, *arguments: str) -> str:
    """One command of the program in a folder; its output."""
    program = Path(sys.executable).with_name("klyngeradar")
    done = subprocess.run([program, verb, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{verb} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
