"""OCDS releases as notices: from release packages, record packages and single releases."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from crawler.formats import ocds_lots, ocds_package, ocds_results, ocds_tags
from crawler.formats import ocds_values as values
from crawler.formats.doffin_common import day, moment, rows, texts, unique, words
from crawler.formats.errors import FormatError
from crawler.formats.ocds_unread import unread
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Change, Notice
from model.organisation import Organisation
from model.text import Text

_EFORMS: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-(\d{1,4}))?", re.ASCII | re.IGNORECASE)
_NOTICES: Final = (
    "tenderNotice", "contractNotice", "awardNotice", "plannedProcurementNotice", "marketEngagementNotice", "notice",
)  # fmt: skip
"""Document types of the notice itself, as people read it."""


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """
    A notice for each release. Raises FormatError alone, on any bytes.

    Of several releases one that cannot be read harms itself: the others tell of it. Without any it is the document.
    """
    found: list[Notice] = []
    faults: list[str] = []
    for package in ocds_package.packages(ocds_package.decode(body)):
        if package.releases is None:
            raise FormatError("neither releases nor records")
        for position, text in enumerate(package.releases, start=1):
            try:
                found.append(_notice(ocds_package.load(text), origin))
            except FormatError as error:
                faults.append(f"release {position} cannot be read: {error}")
    if not found:
        raise FormatError(faults[0] if faults else "a package without releases")
    return (_with(found[0], faults), *found[1:])


def _with(notice: Notice, faults: list[str]) -> Notice:
    return replace(notice, warnings=(*notice.warnings, *faults)) if faults else notice


def _notice(release: Mapping[str, Any], origin: Origin) -> Notice:
    number = ocds_package.number(release)
    warnings = unread(release)
    tender = values.table(release.get("tender"))
    tags = values.tags(release)
    language = values.language_of(release.get("language"))
    form = ocds_tags.form_of(tags, release, warnings)
    parties = {ocds_results.id_of(one): values.organisation(one, {}) for one in rows(release.get("parties"))}
    lots = ocds_lots.lots(release, language, warnings)
    uuid, version = _identity(release, form)
    owners = [tender, *rows(tender.get("items"))]
    return Notice(
        source=origin.source,
        source_id=number,
        notice_uuid=uuid,
        version=version,
        procedure_id=words(release.get("ocid")),
        form_type=form,
        notice_type=",".join(tags) or None,
        legal_basis=words(values.table(tender.get("legalBasis")).get("id")) or None,
        language=language or None,
        title=_title(release, language),
        description=values.text(tender, "description", language)
        or values.text(values.table(release.get("planning")), "rationale", language),
        note=values.text(release, "description", language),
        buyers=_buyers(release, parties),
        nature=ocds_lots.nature(tender),
        cpv=values.cpv((one for owner in owners for one in values.classifications(owner)), warnings),
        places=values.places(owners),
        value=values.money(tender.get("value"), warnings),
        framework_maximum=lots[0].framework_maximum if len(lots) == 1 else None,
        total_awarded=ocds_results.total(release, warnings),
        procedure_type=words(tender.get("procurementMethod")) or None,
        max_lots_submitted=values.count(values.table(tender.get("lotDetails")).get("maximumLotsBidPerSupplier")),
        max_lots_awarded=values.count(values.table(tender.get("lotDetails")).get("maximumLotsAwardedPerSupplier")),
        dispatched=moment(release.get("date")),
        published=day(release.get("date")),
        lots=lots,
        change=_change(release, form, tags, language),
        results=ocds_results.results(release, lots, parties, warnings),
        url=_page(release),
        warnings=unique(warnings),
    )


def _identity(release: Mapping[str, Any], form: FormType) -> tuple[str | None, int]:
    """
    The name by which readings are one notice, and its version.

    A release id that is a UUID is an eForms notice identifier (BT-701, with or without its version), by which the same
    notice is known from TED or Doffin. Else releases of one ocid that tell of the same stage are versions of a notice.
    """
    own = _EFORMS.fullmatch(words(release.get("id")))
    if own:
        return own[1].lower(), int(own[2] or 1) or 1
    return ocds_tags.notice_name(words(release.get("ocid")), form, ocds_results.award_ids(release)), 1


def _title(release: Mapping[str, Any], language: str) -> Text:
    tender, planning = values.table(release.get("tender")), values.table(release.get("planning"))
    owners = [tender, release, planning, values.table(planning.get("budget"))]
    owners += [*rows(release.get("awards")), *rows(release.get("contracts")), *rows(tender.get("lots"))]
    found = next((title for owner in owners if (title := values.text(owner, "title", language))), None)
    if found is None:
        raise FormatError("a release without a title")
    return found


def _buyers(release: Mapping[str, Any], parties: Mapping[str, Organisation]) -> tuple[Organisation, ...]:
    """The buyer it names, and parties in the role of one."""
    named = values.table(release.get("buyer"))
    first = parties.get(ocds_results.id_of(named)) or (values.organisation({}, named) if named else None)
    found = [first] if first and (first.name or first.raw_id) else []
    found += [
        parties[ocds_results.id_of(row)]
        for row in rows(release.get("parties"))
        if {"buyer", "procuringEntity"} & set(texts(row.get("roles")))
    ]
    return tuple(dict.fromkeys(one for one in found if one.name or one.raw_id))


def _change(release: Mapping[str, Any], form: FormType, tags: list[str], language: str) -> Change | None:
    """What a release amends: releases of its own ocid, told apart by the store as versions of one notice."""
    if form not in {FormType.CHANGE, FormType.CANCELLATION, FormType.MODIFICATION}:
        return None
    owners = [values.table(release.get("tender")), *rows(release.get("contracts"))]
    told = [one for owner in owners for one in rows(owner.get("amendments"))]
    return Change(
        reasons=tuple(tags),
        reason_text=Text.of([pair for one in told for pair in values.text(one, "rationale", language).versions]),
        descriptions=tuple(said for one in told if (said := values.text(one, "description", language))),
    )


def _page(release: Mapping[str, Any]) -> str | None:
    """The notice as people read it: the newest document of that kind, else the release's own canonical link."""
    found = [
        one for one in _documents(release) if words(one.get("documentType")) in _NOTICES and values.web(one.get("url"))
    ]
    if found:
        newest = max(enumerate(found), key=lambda pair: (words(pair[1].get("datePublished")), -pair[0]))[1]
        return values.web(newest.get("url"))
    links = release.get("links")
    canonical = [one.get("href") for one in rows(links) if one.get("rel") == "canonical"]
    return next((link for link in map(values.web, canonical) if link), None)


def _documents(release: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    owners = [*rows(release.get("contracts")), *rows(release.get("awards"))]
    owners += [values.table(release.get("tender")), values.table(release.get("planning"))]
    for owner in owners:
        yield from rows(owner.get("documents"))
