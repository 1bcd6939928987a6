"""Made-up values for tests, each with sensible fields that a test changes by name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from model.cpv import Cpv
from model.form import FormType
from model.member import Capability, Member
from model.notice import Deadline, Lot, Notice, Place
from model.nuts import Nuts
from model.organisation import Organisation
from model.raw import RawDocument
from model.text import Text


def a_lot(**changes: Any) -> Lot:
    lot = Lot(
        id="LOT-0001",
        title=Text.plain("Stålarbeider", "NOR"),
        description=Text.plain("Levering og montasje av stålkonstruksjoner.", "NOR"),
        cpv=(Cpv("45223210"),),
        places=(Place(nuts=Nuts("NO071")),),
        deadline=Deadline(at=datetime(2026, 12, 10, 11, 0, tzinfo=UTC)),
    )
    return replace(lot, **changes)


def a_notice(**changes: Any) -> Notice:
    notice = Notice(
        source="doffin",
        source_id="2026-100001",
        notice_uuid="00000000-0000-4000-8000-000000000001",
        version=1,
        procedure_id="00000000-0000-4000-8000-00000000000a",
        form_type=FormType.COMPETITION,
        subtype="16",
        title=Text.plain("Ny verkstedhall", "NOR"),
        description=Text.plain("Bygging av ny verkstedhall i stål.", "NOR"),
        buyers=(Organisation(name="Ravnvik kommune", orgnr="312345676"),),
        cpv=(Cpv("45210000"),),
        places=(Place(nuts=Nuts("NO071")),),
        published=date(2026, 11, 16),
        lots=(a_lot(),),
        url="https://www.doffin.no/notices/2026-100001",
    )
    return replace(notice, **changes)


def a_member(**changes: Any) -> Member:
    member = Member(
        id="fjordstaal",
        name="Fjordstål Mekaniske AS",
        capabilities=(Capability(name="montasje av stålkonstruksjoner", cpv=(Cpv("45223210"),)),),
        regions=(Nuts("NO071"),),
    )
    return replace(member, **changes)


def a_document(**changes: Any) -> RawDocument:
    document = RawDocument(
        source="doffin",
        source_id="2026-100001",
        url="https://api.doffin.no/public/v2/download/2026-100001",
        format="eforms",
        body=b"<ContractNotice/>",
        fetched_at=datetime(2026, 11, 17, 1, 15, tzinfo=UTC),
    )
    return replace(document, **changes)
