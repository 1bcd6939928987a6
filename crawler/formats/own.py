"""A job of a private buyer, written by `klyngeradar notices add`, as a notice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from crawler.formats import doffin_common as common
from crawler.formats.errors import FormatError
from crawler.formats.feed_identity import web_address
from crawler.formats.origin import Origin
from model import orgnr
from model.form import FormType
from model.money import Money
from model.notice import Lot, Notice
from model.organisation import Organisation
from model.text import Text

SOURCE = "own"
FORMAT = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    A job as it is archived; dates and times are ISO 8601, `value` is its digits.

    No field for a contact: a person's name and number are found behind `url`, and kept nowhere here.
    """

    id: str
    title: str
    buyer: str
    published: str
    orgnr: str | None = None
    description: str = ""
    cpv: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()
    deadline: str | None = None
    value: str | None = None
    currency: str = "NOK"
    url: str | None = None
    version: int = 1
    withdrawn: bool = False


def written(job: Job) -> bytes:
    """The document of a job: equal jobs give equal bytes."""
    fields = {name: getattr(job, name) for name in Job.__dataclass_fields__}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace")


def job_of(body: bytes) -> Job:
    """The job of a document. Raises FormatError."""
    fields = common.load(body)
    lists = {name: tuple(common.texts(fields.get(name))) for name in ("cpv", "nuts")}
    try:
        return Job(**{**fields, **lists})
    except TypeError:
        raise FormatError("not a job of the own list") from None


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice of a job. Raises FormatError alone, on any bytes."""
    fields = common.load(body)
    title, buyer = common.words(fields.get("title")), common.words(fields.get("buyer"))
    if not title or not buyer:
        raise FormatError("a job without title or buyer")
    warnings: list[str] = []
    whole = Lot(
        id="LOT-0000",
        title=Text.plain(title),
        description=Text.plain(common.words(fields.get("description"))),
        cpv=common.codes(fields.get("cpv"), warnings),
        places=common.places(fields.get("nuts"), warnings),
        value=_value(fields, warnings),
        deadline=common.deadline(fields.get("deadline"), warnings),
    )
    number = fields.get("version")
    return (
        Notice(
            source=origin.source,
            source_id=origin.source_id,
            version=number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**6 else 1,
            form_type=FormType.CANCELLATION if fields.get("withdrawn") is True else FormType.COMPETITION,
            title=whole.title,
            description=whole.description,
            buyers=(Organisation(name=buyer, orgnr=orgnr.find(common.words(fields.get("orgnr")))),),
            cpv=whole.cpv,
            places=whole.places,
            value=whole.value,
            published=common.day(fields.get("published")),
            lots=(whole,),
            url=web_address(common.words(fields.get("url"))) or None,
            warnings=common.unique(warnings),
        ),
    )


def _value(fields: Mapping[str, Any], warnings: list[str]) -> Money | None:
    written_ = common.words(fields.get("value"))
    if not written_:
        return None
    try:
        return Money(Decimal(written_), common.words(fields.get("currency")) or "NOK")
    except (InvalidOperation, ValueError):
        warnings.append(f"Verdien {written_[:40]!r} kan ikke leses")
        return None
