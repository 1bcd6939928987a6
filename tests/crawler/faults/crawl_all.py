"""Run as a program: scenarios against one kind of source, all at once in one night; prints what came of each."""

import json
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler import run, settings
from crawler.addresses import authority
from crawler.spiders import doffin_access, ted_search, window
from store import crawls
from store import notices as notice_store
from store.database import connect, migrate, reading
from tests.crawler.faults.kinds import KINDS, OPTIONS, SIZE
from tests.crawler.faults.server import Server, serve

NIGHTS = {1: datetime(2026, 11, 17, 18, tzinfo=UTC), 2: datetime(2026, 11, 18, 18, tzinfo=UTC)}
"""A Tuesday and a Wednesday."""

NOWHERE = {"dns_fail": "http://no-such-host.example.invalid", "conn_refused": "http://127.0.0.1:9"}


def main(kind: str, night: int, folder: Path, scenarios: list[str]) -> None:
    """Crawl and print: per scenario the report, the cursor, what is stored, what the servers saw."""
    for module in (window, doffin_access, ted_search):
        vars(module)["PAGE_SIZE"] = SIZE
    settings.ATTEMPTS, settings.DOWNLOAD_TIMEOUT, settings.DOWNLOAD_MAXSIZE = 3, 4, 8 * 2**20
    database = f"sqlite:///{folder / 'faults.sqlite'}"
    engine = connect(database)
    migrate(engine)
    with ExitStack() as stack:
        servers, others = {}, {}
        for name in scenarios:
            other = stack.enter_context(serve(Server(kind=KINDS[kind], scenario="ok", night=night)))
            target = other.url + ("{path}" if name == "redirect_cross_domain_auth" else "")
            server = Server(kind=KINDS[kind], scenario=name, night=night, other=target)
            certificate = expired(folder) if name == "tls_expired" else None
            servers[name], others[name] = stack.enter_context(serve(server, certificate)), other
        trusted = [authority(others[name].url) for name in scenarios if name == "redirect_cross_domain_auth"]
        sources = [
            run.SourceSettings(
                name=f"{kind}.{name}",
                url=NOWHERE.get(name, servers[name].url),
                key="secret" if name == "redirect_cross_domain_auth" and kind != "doffin" else None,
                delay=0,
                options=OPTIONS.get(kind, {}),
            )
            for name in scenarios
        ]
        reports = run.crawl(sources, database=database, now=NIGHTS[night], trusted=trusted)
    with reading(engine) as connection:
        stored: dict[str, set[str]] = {}
        for one in notice_store.current(connection):
            for source, source_id, _ in one.addresses:  # releases of one ocid are one notice, whoever hands them out
                stored.setdefault(source, set()).add(source_id)
        cursors = {report.source: crawls.cursor(connection, report.source) for report in reports}
    engine.dispose()
    found = {
        name: {
            "verdict": report.verdict.value,
            "problems": report.problems,
            "cursor": str(cursors[report.source]) if cursors[report.source] else None,
            "stored": sorted(stored.get(report.source, ())),
            "requests": len(servers[name].paths),
            "waited": servers[name].waited,
            "other": others[name].paths,
            "leaked": others[name].keys,
        }
        for name, report in zip(scenarios, reports, strict=True)
    }
    sys.stdout.write(json.dumps(found))


def expired(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1's own that ran out last year, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    then = datetime.now(UTC) - timedelta(days=400)
    until = then + timedelta(days=30)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), then, until)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = built.add_extension(address, critical=False).sign(key, hashes.SHA256())
    certificate, secret = folder / "expired.pem", folder / "expired.key"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4].split(","))
