"""The details of a notice as doffin.no's own client is given them."""

import re
from collections.abc import Mapping
from typing import Any

from crawler.formats import doffin_common as common
from crawler.formats.doffin_hit import PAGE
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.notice import Lot, Notice
from model.text import Text

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_TED = re.compile(r"0*(\d{1,8})-(20\d\d)", re.ASCII)


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice of a details document. Raises FormatError alone, on any bytes."""
    details = common.load(body)
    number = common.words(details.get("id"))
    if not number:
        raise FormatError("details without an id")
    if not common.words(details.get("heading")):
        raise FormatError("details without a heading")
    warnings: list[str] = []
    core = details.get("core")
    value = common.amount(details.get("estimatedValue")) or common.amount(
        core.get("estimatedValue") if isinstance(core, dict) else None
    )
    uuid = common.words(details.get("eFormId"))
    return (
        Notice(
            source=origin.source,
            source_id=number,
            notice_uuid=uuid.lower() if _UUID.fullmatch(uuid) else None,
            procedure_id=common.words(details.get("procedureId")) or None,
            publication_number=_ted(details.get("tedId")),
            form_type=common.form_of(details.get("noticeType"), warnings),
            notice_type=common.words(details.get("noticeType")) or None,
            title=Text.plain(common.words(details.get("heading"))),
            description=Text.plain(common.words(details.get("description"))),
            buyers=common.organisations(details.get("buyer")),
            cpv=_cpv(details, warnings),
            places=common.places(details.get("locationId"), warnings),
            value=value,
            dispatched=common.moment(details.get("issueDate")),
            published=common.published(details.get("publicationDate"), warnings),
            lots=(_whole(details, warnings),),
            url=PAGE.format(number),
            warnings=common.unique(warnings),
        ),
    )


def _cpv(details: Mapping[str, Any], warnings: list[str]) -> Any:
    return common.codes(details.get("directCpvCodes"), warnings) or common.codes(details.get("allCpvCodes"), warnings)


def _whole(details: Mapping[str, Any], warnings: list[str]) -> Lot:
    address = common.words(details.get("competitionDocsUrl"))
    return Lot(
        id="LOT-0000",
        title=Text.plain(common.words(details.get("heading"))),
        description=Text.plain(common.words(details.get("description"))),
        cpv=_cpv(details, []),
        places=common.places(details.get("locationId"), []),
        deadline=common.deadline(details.get("deadline"), warnings),
        request_deadline=common.deadline(details.get("qualificationDeadline"), warnings),
        documents_url=address if address.lower().startswith(("https://", "http://")) else None,
    )


def _ted(value: object) -> str | None:
    match = _TED.fullmatch(common.words(value))
    return f"{int(match[1])}-{match[2]}" if match else None
