"""The scorer: every lot against every member, in batches, to matches whose score is their evidence's sum."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from matcher import learning, profiles, refit
from matcher.coefficients import SCORER
from matcher.context import document
from matcher.profiles import MemberReading
from matcher.reading import LotReading, read
from matcher.signals.finding import Context, Finding
from matcher.signals.registry import FITTED, GATES, speaks, weighted
from model.match import Evidence, Judgement, Match, Opinion
from model.member import Member
from model.notice import Lot, Notice

BASE_REASON = "Utgangspunkt: de fleste kunngjøringer gjelder noe annet"

BATCH = 200
"""Notices whose texts are read by the model together."""


def match_batch(notices: Iterable[tuple[str, Notice]], members: Sequence[Member], context: Context) -> list[Match]:
    """
    Matches of (key, notice) pairs with members, one per lot and member where anything speaks for it.

    Pure and picklable. Each notice's matches come best first.
    """
    readings = [read_member(member, context) for member in members]
    found: list[Match] = []
    for key, lots in read_lots(notices, context):
        mine = [match for lot in lots for one in readings if (match := match_pair(key, lot, one, context))]
        found.extend(sorted(mine, key=lambda match: (-match.score, match.member, match.lot)))
    return found


def match_pair(key: str, lot: LotReading, member: MemberReading, context: Context) -> Match | None:
    """The match of one lot and member; None where nothing of the subject speaks for it."""
    return scored(key, lot, member, context) if speaks(lot, member, context) else None


def scored(key: str, lot: LotReading, member: MemberReading, context: Context) -> Match:
    """The pair with all that speaks for and against it, also where nothing of the subject does."""
    evidence = [Evidence(signal="base", points=round(context.coefficients.base, 3), reason=BASE_REASON)]
    for signal, weight in weighted(context.coefficients):
        finding = signal(lot, member, context)
        if finding is not None and round(weight * finding.strength, 3):
            evidence.append(_evidence(signal.__name__, finding, weight))
    gate = next((finding for gate in GATES if (finding := gate(lot, member, context)) is not None), None)
    return Match(
        member=member.member.id,
        notice=key,
        lot=lot.lot.id,
        scorer=context.scorer,
        evidence=tuple(evidence),
        excluded=gate.reason if gate is not None else None,
    )


def strengths_of(lot: LotReading, member: MemberReading, context: Context) -> tuple[float, ...]:
    """What every fitted signal says of the pair, in their order; 0 where it says nothing."""
    return tuple(said.strength if (said := signal(lot, member, context)) else 0.0 for signal in FITTED)


def with_weights(
    context: Context, members: Sequence[Member], judgements: Sequence[Judgement], notices: Mapping[str, Notice]
) -> Context:
    """The context with the weights that the cluster's judgements teach (see matcher.refit), under a name of its own."""
    used = refit.used(judgements)
    readings = {member.id: read_member(member, context) for member in members} if used else {}
    pairs = [
        refit.Example(
            member=one.member,
            strengths=_best_strengths(one.notice, notices[one.notice], readings[one.member], context),
            wanted=one.opinion is Opinion.WANTED,
        )
        for one in used
        if one.member in readings and one.notice in notices and notices[one.notice].biddable
    ]
    return replace(context, coefficients=refit.refitted(pairs), scorer=refit.name(SCORER, used))


def with_tastes(
    context: Context, members: Sequence[Member], judgements: Sequence[Judgement], notices: Mapping[str, Notice]
) -> Context:
    """The context with what each member's own judgements teach; `notices` holds those judged, by key."""
    tastes = {}
    for member in members:
        own = [one for one in judgements if one.member == member.id and one.notice in notices]
        if len(own) < learning.FEWEST:
            continue
        reading = read_member(member, context)
        points = {one.notice: _best_points(one.notice, notices[one.notice], reading, context) for one in own}
        learnt = learning.taste(learning.examples(member.id, own, notices, points, context.rarity))
        if learnt is not None:
            tastes[member.id] = learnt
    return replace(context, tastes=tastes)


def _best_strengths(key: str, notice: Notice, member: MemberReading, context: Context) -> tuple[float, ...]:
    lots = (read_lot(key, notice, lot, context) for lot in notice.biddable)
    return max((strengths_of(lot, member, context) for lot in lots), key=sum, default=())


def _best_points(key: str, notice: Notice, member: MemberReading, context: Context) -> float:
    lots = (read_lot(key, notice, lot, context) for lot in notice.biddable)
    return max((scored(key, lot, member, context).points for lot in lots), default=0.0)


def read_member(member: Member, context: Context) -> MemberReading:
    """A member as the signals read it."""
    return profiles.read(member, context.rarity, context.index, context.branches)


def read_lot(key: str, notice: Notice, lot: Lot, context: Context) -> LotReading:
    """A lot as the signals read it; `key` is the notice's, so that the archive tells nothing of itself."""
    [understood] = context.understanding.read([document(key, notice)])
    return read(notice, lot, context.index, understood)


def read_lots(notices: Iterable[tuple[str, Notice]], context: Context) -> Iterator[tuple[str, list[LotReading]]]:
    """Every lot of the notices as the signals read it, by the notice's key."""
    pairs = list(notices)
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        understood = context.understanding.read([document(key, notice) for key, notice in batch])
        for (key, notice), classes in zip(batch, understood, strict=True):
            yield key, [read(notice, lot, context.index, classes) for lot in notice.biddable]


def _evidence(name: str, finding: Finding, weight: float) -> Evidence:
    points = round(weight * finding.strength, 3)
    return Evidence(signal=name, points=points, reason=finding.reason, quotes=finding.quotes)
