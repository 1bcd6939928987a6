"""Jobs of private buyers as a person gives them, by options or in a TOML file, checked; and those already kept."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError
from sqlalchemy import Engine

from cli import clock
from cli.problems import Exit, Problem
from cli.table import Table
from crawler.formats.feed_identity import web_address
from crawler.formats.own import SOURCE, Job, job_of
from model import orgnr
from model.cpv import Cpv
from model.nuts import Nuts
from model.toml_place import line_of
from store import archive
from store.database import reading

_PERSONS: Final = frozenset({"contact", "contacts", "email", "phone", "kontakt", "telefon", "epost"})


def _moment(value: Any) -> str:
    """A day as it is, a time as UTC; without an offset it is Oslo's."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2026-12-10") else datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("write a day, 2026-12-10, or a time in Oslo, 2026-12-10T12:00") from None
    if isinstance(value, datetime):
        return clock.local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise ValueError("write a day, 2026-12-10, or a time in Oslo, 2026-12-10T12:00")


def _orgnr(value: str) -> str:
    found = orgnr.find(value)
    if found is None:
        raise ValueError(f"{value!r} is no Norwegian organisation number: nine digits that pass the check")
    return found


def _address(value: str) -> str:
    if not web_address(value):
        raise ValueError(f"{value!r} is no web address: it begins with https:// or http://")
    return value.strip()


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Code = Annotated[str, AfterValidator(lambda value: Cpv.parse(value).code)]
Region = Annotated[str, AfterValidator(lambda value: Nuts.parse(value).code)]


class Given(Table):
    """What is given of a job; what is left out is unknown, or stays as it was."""

    title: Words | None = None
    buyer: Words | None = None
    orgnr: Annotated[str, AfterValidator(_orgnr)] | None = None
    description: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)] | None = None
    cpv: tuple[Code, ...] | None = None
    nuts: tuple[Region, ...] | None = None
    deadline: Annotated[str, BeforeValidator(_moment)] | None = None
    value: Annotated[Decimal, Field(gt=0, lt=10**12)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    url: Annotated[str, AfterValidator(_address)] | None = None

    def fields(self) -> dict[str, Any]:
        """What was given, as a Job holds it."""
        found = self.model_dump(exclude_none=True)
        return found | ({"value": str(found["value"])} if "value" in found else {})


def given(file: Path | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """
    The file's table with the options on top, checked.

    Raises Problem (65) naming file and line, or the option, and what to write.
    """
    text, table = "", {}
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
            table = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Problem(f"{file}: cannot be read as TOML: {error}", Exit.BAD_DATA) from None
    on_top = {name: value for name, value in options.items() if value is not None and value != []}
    try:
        return Given.model_validate({**table, **on_top}).fields()
    except ValidationError as error:
        raise Problem("\n".join(_explained(error, file, text, on_top)), Exit.BAD_DATA) from None


def new(fields: Mapping[str, Any], today: date) -> Job:
    """A job of these fields. Raises Problem (65) without title and buyer."""
    missing = [name for name in ("title", "buyer") if name not in fields]
    if missing:
        raise Problem(f"a job needs {' and '.join(missing)}: --{missing[0]}, or a line in --file", Exit.BAD_DATA)
    words = "\n".join((fields["title"].casefold(), fields["buyer"].casefold()))
    id_ = f"own-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:10]}"
    return Job(id=id_, published=today.isoformat(), **fields)


def changed(job: Job, fields: Mapping[str, Any], *, withdrawn: bool = False) -> Job:
    """The job with these fields, one version later; the job itself where nothing differs."""
    after = replace(job, **fields, withdrawn=withdrawn)
    return job if after == job else replace(after, version=job.version + 1)


def kept(engine: Engine) -> dict[str, Job]:
    """The jobs by id, each in its last version."""
    found: dict[str, Job] = {}
    with reading(engine) as connection:
        for archive_id in archive.walk(connection, source=SOURCE):
            job = job_of(archive.load(connection, archive_id).body)
            if job.id not in found or job.version > found[job.id].version:
                found[job.id] = job
    return found


def one(engine: Engine, id_: str) -> Job:
    """The job of this id. Raises Problem (65)."""
    found = kept(engine)
    if id_ not in found:
        told = f"; there are {', '.join(sorted(found)[:10])}" if found else "; none has been added yet"
        raise Problem(f"no own job is called {id_!r}{told}", Exit.BAD_DATA)
    return found[id_]


def _explained(error: ValidationError, file: Path | None, text: str, options: Mapping[str, Any]) -> list[str]:
    sentences = []
    for fault in error.errors(include_url=False):
        key = ".".join(str(part) for part in fault["loc"])
        name = key.partition(".")[0]
        line = line_of(text, key)
        where = f"--{name}" if name in options else f"{file}:{line}: {key}" if line else f"{file}: {key}"
        what = (
            "there is no such key" if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
        )
        if name.lower() in _PERSONS:
            what = "no person is kept here; let url lead to where the buyer says whom to ask"
        sentences.append(f"{where}: {what}")
    return sentences
