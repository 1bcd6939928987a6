"""`demo`: a whole night on a made-up cluster and market, for a look around."""

import shutil
from importlib import resources
from pathlib import Path

import typer

from cli import lock, sources
from cli.call import Call
from cli.commands import nightly
from cli.problems import Exit, Problem
from demo import doffin_site
from demo.market import TODAY
from store import notices as notice_store
from store.database import reading

FOLDER = Path("demo-run")
CONFIGURATION = f"""\
# Written by `klyngeradar demo`: a made-up cluster, and a portal on this machine that stands in for the sources.
[cluster]
name = "Ranfjord Industriklynge"
leader = "prosjektleder@example.no"

[sources.doffin]
delay = 0
key_file = "doffin.key"   # as with a real key: the public API, with every notice's XML

[sources.ocds]
enabled = true
shape = "find-a-tender"   # made-up islands that publish as the United Kingdom does, but read at once
url = "https://skarra.example.org"
delay = 0
credit = "Skarra Islands Open Contracting"
licence = "Skarra Open Licence"

[sources.feeds]
enabled = true
delay = 0

[sources.feeds.feeds.innkjop]
url = "https://innkjop.example.no/feeds/anbud.xml"
credit = "Innkjøp Nord"
language = "NOR"
nuts = ["NO071"]
forms = {{ planning = "^varsel om" }}
fields.buyer = {{ label = "Oppdragsgiver" }}
fields.place = {{ label = "Sted" }}
fields.deadline = {{ label = "Frist", format = "%d.%m.%Y %H:%M" }}
fields.cpv = {{ label = "CPV" }}

[sources.feeds.feeds.tidende]
url = "https://tidende.example.no/feeds/nyheter.xml"
kind = "news"
credit = "Havland Tidende"

[sources.ted]
enabled = true            # its notices are Doffin's too: each is stored once, with two addresses
delay = 0

[sources.brreg]
enabled = true
delay = 0

[mail]
from = "Klyngeradar <radar@klynge.example.no>"

[run]
as_of = {TODAY:%Y-%m-%dT%H:%M:%S}   # the clock stands still on the demo's Monday

[demo]
portal = true
"""


def demo() -> None:
    """Run a whole night against a portal on this machine and tell where everything lies. Sends nothing."""
    config = FOLDER / "klyngeradar.toml"
    again = config.exists()
    _lay_out(config)
    run = Call(config=config)
    try:
        with lock.only_one(run.configuration.state_folder):
            night = nightly.work(run, crawl=True, send=True)
            with reading(run.engine) as connection:
                counts = notice_store.counts(connection)
        names = sources.words(run)
    finally:
        run.close()
    for report in night.reports:
        name = names[report.source].name
        told = f"{report.listed} {report.counts} read, {report.new} of them new or changed"
        typer.echo(f"{name}: {told} ({report.verdict.value}).")
    typer.echo(f"Stored: {counts.notices} notices with {counts.lots} lots.")
    built = night.built
    for member, subject in (built.subjects if built else {}).items():
        typer.echo(f"  {member:<16} {subject}")
    new = sum(night.sent.outcomes.values()) if night.sent else 0
    if again and not new:
        typer.echo("Nothing was new since the last call, so no letter was written again.")
    outbox = FOLDER / "outbox"
    letters = sorted(outbox.glob("*.html"))
    typer.echo(f"\nLetters: {len(letters)} in {outbox}/ as .html (open in a browser), .eml and .txt")
    if letters:
        typer.echo(f"  first: {letters[0]}")
    typer.echo("\nLook around:")
    for words in (
        "doctor", "notices show 2026-118002", "match --explain fjordstaal 2026-118002", "jointbids list",
        "jointbids show 2026-118104", "digest outbox",
    ):  # fmt: skip
        typer.echo(f"  .venv/bin/klyngeradar --config {config} {words}")
    typer.echo("\nFor real: `.venv/bin/klyngeradar init` in a folder of your own; README tells the rest.")
    if night.code:
        raise Problem("the demo's night did not end well; the lines above say why", Exit(night.code))


def _lay_out(config: Path) -> None:
    members = config.parent / "members"
    members.mkdir(parents=True, exist_ok=True)
    config.write_text(CONFIGURATION, encoding="utf-8")
    config.with_name("doffin.key").write_text(f"{doffin_site.KEY}\n", encoding="utf-8")
    with resources.as_file(resources.files("demo").joinpath("cluster")) as cluster:
        for profile in sorted(cluster.glob("*.toml")):
            if not (members / profile.name).exists():
                shutil.copyfile(profile, members / profile.name)


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(demo)
