"""Joint bids in words for the leader; the Norwegian is what is read aloud to members, so it never calls them lawful."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matcher.jointbids.ranking import home
from model.collaboration import Answer, Collaboration, OwnPart
from model.jointbid import Bundle, JointBid, Light, Need, Team
from model.notice import Notice
from store.jointbids import Judged
from store.partners import PastBid, PastPartner

ANSWERS = {
    Answer.ASKED: "spurt, ikke svart",
    Answer.YES: "vil være med og kan nevnes",
    Answer.NO: "sa nei (vises bare her)",
}
OTHERS_TRADE = "Kan ta en del for den som byr (bare for prosjektleder; også det kan rammes av § 10 mellom konkurrenter)"
ALL_GREEN = "Ulike fag: ingen to i gruppen dekker samme behov her. Egenvurdering kreves likevel."
HISTORY = "Hvem som har levert sammen før (offentlige tildelinger; ikke råd om hvem som bør by)"


def row(judged: Judged, notice: Notice, names: Mapping[str, str]) -> str:
    """One line of the list."""
    joint, team = judged.joint, judged.joint.teams[0] if judged.joint.teams else None
    who = " + ".join(names.get(one, one) for one in team.ids) if team else ""
    left = "planlagt" if joint.planning else "uten frist" if joint.days_left is None else f"{joint.days_left} dager"
    return f"{judged.promise:5.1f}  {joint.verdict.value:<12} {left:<11} {notice.title.best}\n       {who}"


def bundle(one: Bundle, names: Mapping[str, str]) -> str:
    """A bundle in one line."""
    who = ", ".join(names.get(member, member) for member in one.members)
    total = f"{one.total.amount:,.0f} {one.total.currency}".replace(",", " ")
    return f"{len(one.notices)} små oppdrag hos {one.buyer} ({one.region}), til sammen {total}: {who}"


def proposal(joint: JointBid, notice: Notice, names: Mapping[str, str]) -> Iterator[str]:
    """All there is to say of a notice."""
    yield notice.title.best
    yield f"Vurdering: {joint.verdict.value}"
    for most, what in ((notice.max_lots_submitted, "gi tilbud på"), (notice.max_lots_awarded, "tildeles")):
        if most is not None:
            yield f"Hver tilbyder kan {what} høyst {most} delkontrakter."
    if joint.solo:
        yield f"Kan ta noe alene, og bør se på det først: {_names(joint.solo, names)}"
    for lot in joint.lots:
        yield ""
        yield f"{lot.lot or 'Hele kontrakten'}: {lot.verdict.value}"
        yield from (f"  {reason}" for reason in lot.reasons)
        yield from (f"  behov: {need.name} («{need.quote}»)" for need in lot.needs)
    for number, team in enumerate(joint.teams, start=1):
        yield ""
        lot = home(joint, team)
        yield f"Gruppe {number}{f' for {lot.lot}' if lot.lot else ''}, {team.light.value}:"
        yield from _team(team, lot.needs, names)
    if joint.subcontract:
        yield ""
        yield f"{OTHERS_TRADE}: {_names(joint.subcontract, names)}"


def collaboration(one: Collaboration, names: Mapping[str, str]) -> Iterator[str]:
    """A team that was taken up, with what each partner answered."""
    yield f"Samarbeid {one.id}: {one.stage.value}, tatt opp {one.at:%Y-%m-%d} av {one.by}"
    yield from _team(one.team, one.needs, names)
    yield from (f"  {names.get(asked.member, asked.member)}: {ANSWERS[asked.answer]}" for asked in one.partners)


def own_part(part: OwnPart, title: str, names: Mapping[str, str]) -> Iterator[str]:
    """What one member may be shown."""
    yield f"{part.id}: {title}"
    yield "  Mulig samarbeid å vurdere. Deltakerne må selv gjøre en egenvurdering etter konkurranseloven § 10."
    yield f"  Deres del: {', '.join(need.name for need in part.needs)}. {part.why_not_alone}."
    if part.named:
        yield f"  Har sagt ja til å bli nevnt: {_names(part.named, names)}"


def history(bids: Sequence[PastBid], partners: Mapping[str, Sequence[PastPartner]]) -> Iterator[str]:
    """Consortia and subcontracting of the same buyers and trades, and the members' own partners."""
    if not bids and not any(partners.values()):
        return
    yield ""
    yield f"{HISTORY}:"
    for bid in bids:
        firms = " + ".join(firm.name for firm in bid.firms)
        under = f", med {', '.join(firm.name for firm in bid.subcontractors)} under seg" if bid.subcontractors else ""
        among = f", {bid.tenders} tilbud" if bid.tenders is not None else ""
        yield f"  {bid.published or ''} {bid.title}: {firms}{under}{among}"
    for member, found in partners.items():
        if found:
            yield f"  {member} har vunnet med {', '.join(f'{one.name} ({one.times})' for one in found[:5])}"


def _team(team: Team, needs: Iterable[Need], names: Mapping[str, str]) -> Iterator[str]:
    known = {need.id: need for need in needs}
    for one in team.members:
        covered = ", ".join(known[need].name for need in one.needs if need in known)
        lead = " (foreslått leder)" if one.member == team.lead else ""
        yield f"  {names.get(one.member, one.member)}{lead}: {covered}"
        yield from (f"      {sentence}." for sentence in (one.why_not_alone, one.adds) if sentence)
    green = {pair.reason for pair in team.pairs if pair.light is Light.GREEN}
    yield from (f"  {reason}" for reason in team.reasons if reason not in green)
    if len(green) == len(team.pairs):
        yield f"  {ALL_GREEN}"


def _names(members: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(one, one) for one in members)
