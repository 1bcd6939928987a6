"""klyngeradar.toml, read strictly, with KLYNGERADAR_<SECTION>__<KEY> from the environment on top."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from cli.mail_block import Mail
from cli.problems import Exit, Problem
from cli.source_blocks import Sources
from cli.table import Table
from model.toml_place import line_of

_ADDRESS = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)


def _https(value: str) -> str:
    if not _ADDRESS.fullmatch(value.strip()):
        raise ValueError("write the address as people open it, like https://radar.example.no")
    return value.strip().rstrip("/")


Address = Annotated[str, AfterValidator(_https)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Language = Literal["nb", "nn", "en"]


class Cluster(Table):
    """Whom the radar serves."""

    name: str = "Næringsklyngen"
    language: Language = "nb"
    leader: str | None = None  # the project leader's e-mail address
    members: Path = Path("members")  # the folder of profiles


class Database(Table):
    """Where everything is kept; a relative SQLite path is relative to the configuration file."""

    url: str = "sqlite:///klyngeradar.sqlite"


class Digest(Table):
    """The letters."""

    weekday: Weekday = "monday"
    hour: int = Field(default=0, ge=0, le=23)  # Oslo; letters that go by themselves wait for it
    threshold: float = Field(default=50, ge=0, le=100)
    max_cards: int = Field(default=8, ge=1, le=8)
    approval: Literal["auto", "leader"] = "auto"
    urgent_score: float = Field(default=80, ge=0, le=100)  # from here on a match may be urgent
    urgent_days: int = Field(default=10, ge=0, le=60)  # days left under which it is; 0 sends no urgent letters
    answer_days: int = Field(default=60, ge=1, le=400)  # how long "passer" and "passer ikke" in a letter can be used


class Dashboard(Table):
    """Where the dashboard listens, and where people reach it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8377, ge=1, le=65535)
    address: Address | None = None  # https://radar.example.no, as it stands in letters
    secret: str | None = Field(default=None, min_length=32)  # signs the links in letters; else one the database keeps


class Run(Table):
    """How a run goes."""

    as_of: datetime | None = None  # a clock that stands still, for the demo and for trials
    workers: int = Field(default=1, ge=1)  # processes that read documents and match


class Demo(Table):
    """The loopback portal stands in for the sources."""

    portal: bool = False


class Configuration(BaseSettings):
    """The whole file; relative paths in it start where it lies."""

    model_config = SettingsConfigDict(env_prefix="KLYNGERADAR_", env_nested_delimiter="__", extra="forbid")

    cluster: Cluster = Cluster()
    database: Database = Database()
    sources: Sources = Sources()
    mail: Mail = Mail()
    digest: Digest = Digest()
    dashboard: Dashboard = Dashboard()
    run: Run = Run()
    demo: Demo = Demo()
    _folder: Path = PrivateAttr(default=Path())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file's tables, which are given as arguments; there are no .env files."""
        return (env_settings, init_settings)

    def path(self, relative: Path) -> Path:
        """A path of the file, relative to it unless absolute."""
        return self._folder / relative.expanduser()

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL with a relative SQLite path made absolute."""
        scheme, slashes, path = self.database.url.partition(":///")
        if scheme.startswith("sqlite") and slashes and path and not path.startswith(("/", ":")):
            return f"{scheme}:///{self._folder.resolve() / path}"
        return self.database.url

    @property
    def state_folder(self) -> Path:
        """Where the lock file lies: beside the configuration."""
        return self._folder


def load(path: Path) -> Configuration:
    """
    Read the configuration file with the environment on top.

    Raises Problem (78) naming file, line and what to write where it cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Problem(
            f"{path}: there is no such file. Run `klyngeradar init` in the folder where it shall lie, "
            "or name another with --config PATH.",
            Exit.BAD_CONFIGURATION,
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{path}: cannot be read: {error}", Exit.BAD_CONFIGURATION) from None
    try:
        configuration = Configuration(**tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path}: not valid TOML: {error}", Exit.BAD_CONFIGURATION) from None
    except ValidationError as error:
        raise Problem(_explain(path, text, error), Exit.BAD_CONFIGURATION) from None
    configuration._folder = path.resolve().parent  # noqa: SLF001 - the loader is the only one to set it
    return configuration


def _explain(path: Path, text: str, error: ValidationError) -> str:
    sentences = []
    for fault in error.errors(include_url=False):
        key = ".".join(str(part) for part in fault["loc"])
        line = line_of(text, key)
        where = f"{path}:{line}" if line else f"{path} or the environment"
        what = "there is no such key" if fault["type"] == "extra_forbidden" else fault["msg"]
        sentences.append(f"{where}: {key}: {what}")
    return "\n".join(sentences)
