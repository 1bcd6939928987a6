"""The configuration is read strictly and the environment wins."""

from pathlib import Path

import pytest

from cli.configuration import load
from cli.problems import Exit, Problem
from tests.shared import ROOT


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "klyngeradar.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_a_good_configuration(tmp_path: Path) -> None:
    configuration = load(written(tmp_path, ""))

    assert configuration.sources.doffin.enabled
    assert configuration.sources.doffin.enabled
    assert configuration.sources.doffin.delay >= 1
    assert configuration.database_url == f"sqlite:///{tmp_path / 'klyngeradar.sqlite'}"


def test_the_starter_holds_what_the_defaults_say(tmp_path: Path) -> None:
    starter = load(written(tmp_path, (ROOT / "cli/starter/klyngeradar.toml").read_text(encoding="utf-8")))
    empty = load(written(tmp_path, ""))

    for section in ("database", "digest", "dashboard", "sources", "run"):
        assert getattr(starter, section) == getattr(empty, section)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(
        tmp_path, '[sources.doffin]\ndelay = 2\nurl = "https://a.example.no"\n[mail]\nfrom = "a@example.no"\n'
    )
    monkeypatch.setenv("KLYNGERADAR_SOURCES__DOFFIN__URL", "http://127.0.0.1:9")
    monkeypatch.setenv("KLYNGERADAR_SOURCES__DOFFIN__KEY", "hemmelig")
    monkeypatch.setenv("KLYNGERADAR_MAIL__FROM", "b@example.no")
    monkeypatch.setenv("KLYNGERADAR_DATABASE__URL", "postgresql://somewhere/radar")

    configuration = load(path)

    assert configuration.sources.doffin.url == "http://127.0.0.1:9"
    assert configuration.sources.doffin.key == "hemmelig"
    assert configuration.sources.doffin.delay == 2
    assert configuration.mail.sender == "b@example.no"
    assert configuration.database_url == "postgresql://somewhere/radar"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[cluster]\nname = 1\n", "klyngeradar.toml:2: cluster.name"),
        (
            "[sources.doffin]\nenabled = true\ndelya = 1\n",
            "klyngeradar.toml:3: sources.doffin.delya: there is no such key",
        ),
        ("[sources.dofin]\n", "klyngeradar.toml:1: sources.dofin: there is no such key"),
        ("\n[digest]\nweekday = 'mandag'\n", "klyngeradar.toml:3: digest.weekday"),
        ("[sources.doffin]\ndelay = -1\n", "klyngeradar.toml:2: sources.doffin.delay"),
        ("[cluster\n", "not valid TOML"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Problem) as caught:
        load(written(tmp_path, text))

    assert says in str(caught.value)
    assert caught.value.code == Exit.BAD_CONFIGURATION


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="klyngeradar init") as caught:
        load(tmp_path / "none.toml")

    assert caught.value.code == Exit.BAD_CONFIGURATION


def test_an_absolute_database_path_stays_where_it_is(tmp_path: Path) -> None:
    configuration = load(written(tmp_path, '[database]\nurl = "sqlite:////srv/radar/data.sqlite"\n'))

    assert configuration.database_url == "sqlite:////srv/radar/data.sqlite"


def test_the_feeds_the_starter_suggests_are_sound(tmp_path: Path) -> None:
    starter = (ROOT / "cli/starter/klyngeradar.toml").read_text(encoding="utf-8")
    _, _, suggested = starter.partition("# [sources.feeds]\n")
    lines = ["[sources.feeds]", *(line.removeprefix("# ") for line in suggested.partition("\n[mail]")[0].splitlines())]
    toml = "\n".join(line for line in lines if line.startswith("[") or " = " in line)

    feeds = load(written(tmp_path, toml)).sources.feeds
    parts = feeds.parts("feeds")

    assert all(part.enabled and part.url.startswith("https://") for part in parts.values())
    assert {feed.kind for feed in feeds.feeds.values()} == {"tenders", "news"}
    assert "feeds.bund" in parts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[sources.feeds.feeds.A]\nurl = "https://a.example"\n', "sources.feeds.feeds"),
        ('[sources.feeds.feeds.a]\nkind = "annonser"\n', "klyngeradar.toml:2: sources.feeds.feeds.a.kind"),
        ('[sources.feeds.feeds.a]\nforms = { planning = "(" }\n', "no regular expression"),
        ("[sources.feeds.feeds.a.fields]\ncpv = { }\n", "either label or regex"),
        ('[sources.feeds.feeds.a.fields]\nfrist = { label = "Frist" }\n', "sources.feeds.feeds.a.fields.frist"),
        ('[sources.feeds.feeds.a.fields]\ndeadline = { label = "F", zone = "Mars" }\n', "no time zone"),
    ],
)
def test_a_feed_s_block_is_read_strictly(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Problem) as caught:
        load(written(tmp_path, text))

    assert says in str(caught.value)


def test_a_feed_takes_the_pace_of_its_block_unless_it_has_its_own(tmp_path: Path) -> None:
    text = """
[sources.feeds]
enabled = true
delay = 5
[sources.feeds.feeds.a]
url = "https://a.example/feed/"
[sources.feeds.feeds.b]
url = "https://b.example/feed/"
delay = 9
enabled = false
"""
    parts = load(written(tmp_path, text)).sources.feeds.parts("feeds")
    alone = load(written(tmp_path, '[sources.feeds]\nurl = "https://a.example/feed/"\n')).sources.feeds.parts("feeds")

    assert {name: (part.delay, part.enabled) for name, part in parts.items()} == {
        "feeds.a": (5, True),
        "feeds.b": (9, False),
    }
    assert list(alone) == ["feeds"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[mail]\nhost = "smtp.example.no"\nuser = "a"\ntls = "none"\n', "never sent unencrypted"),
        ('[mail]\nstarttls = true\ntls = "implicit"\n', "not both"),
        ('[mail]\ndkim_domain = "example.no"\n', "takes all three"),
        ('[mail]\nredirect = "Anna <anna@example.no>"\n', "no plain e-mail address"),
        ('[mail]\ndoubt = "guess"\n', "mail.doubt"),
        ('[dashboard]\naddress = "http://radar.example.no"\n', "https://radar.example.no"),
        ('[dashboard]\naddress = "https://radar.example.no/\\"onclick"\n', "https://radar.example.no"),
        ("[digest]\nhour = 24\n", "digest.hour"),
    ],
)
def test_settings_of_the_post_that_cannot_be_meant_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Problem, match=says):
        load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "encryption"),
    [("", "starttls"), ("starttls = false", "none"), ("starttls = true", "starttls"), ('tls = "implicit"', "implicit")],
)
def test_the_older_key_for_encryption_still_counts(tmp_path: Path, text: str, encryption: str) -> None:
    assert load(written(tmp_path, f"[mail]\n{text}\n")).mail.encryption == encryption


def test_a_public_address_is_kept_without_a_slash_at_its_end(tmp_path: Path) -> None:
    path = written(tmp_path, '[dashboard]\naddress = "https://radar.example.no/klynge/"\n')

    assert load(path).dashboard.address == "https://radar.example.no/klynge"
