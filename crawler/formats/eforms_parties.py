"""Organisations of an eForms notice: companies by their reference, touch points led back to their company."""

from lxml import etree

from crawler.formats.eforms_values import children, descend, text_of
from model import orgnr
from model.organisation import Organisation


def organisations(ext: etree._Element | None) -> dict[str, Organisation]:
    """ORG-nnnn and TPO-nnnn -> the organisation (BT-500, 501, 513, 512, 507, 514, 165)."""
    found: dict[str, Organisation] = {}
    for block in children(descend(ext, "Organizations"), "Organization"):
        company = descend(block, "Company")
        if company is None:
            continue
        address = descend(company, "PostalAddress")
        raw = text_of(company, "PartyLegalEntity", "CompanyID")
        name = text_of(company, "PartyName", "Name") or ""
        one = Organisation(
            name=name,
            orgnr=orgnr.find(raw) or orgnr.find(name),
            raw_id=raw,
            city=text_of(address, "CityName"),
            postcode=text_of(address, "PostalZone"),
            nuts=text_of(address, "CountrySubentityCode"),
            country=text_of(address, "Country", "IdentificationCode"),
            size=text_of(company, "CompanySizeCode"),
        )
        for part in [company, *children(block, "TouchPoint")]:
            for identification in children(part, "PartyIdentification"):
                reference = text_of(identification, "ID")
                if reference:
                    found[reference] = one
    return found


def buyers(root: etree._Element, known: dict[str, Organisation]) -> tuple[Organisation, ...]:
    """The buyers (OPT-300), each once."""
    found = []
    for contracting in children(root, "ContractingParty"):
        party = descend(contracting, "Party")
        for identification in children(party, "PartyIdentification"):
            reference = text_of(identification, "ID")
            if reference in known:
                found.append(known[reference])
    return tuple(dict.fromkeys(found))
