"""The scorer: every lot against every member, in batches, to matches whose score is their evidence's sum."""

from collections.abc import Iterable, Sequence

from matcher.reading import LotReading, read
from matcher.signals.finding import Context, Finding
from matcher.signals.registry import BASE, GATES, SIGNALS, SUBJECT
from model.match import Evidence, Match
from model.member import Member
from model.notice import Notice

SCORER = "words-3"
"""Names this way of scoring; stored matches keep it, and a new name matches everything anew."""

BASE_REASON = "Utgangspunkt: de fleste kunngjøringer gjelder noe annet"


def match_batch(notices: Iterable[tuple[str, Notice]], members: Sequence[Member], context: Context) -> list[Match]:
    """
    Matches of (key, notice) pairs with members, one per lot and member where anything speaks for it.

    Pure and picklable. Each notice's matches come best first.
    """
    found: list[Match] = []
    for key, notice in notices:
        readings = [read(notice, lot) for lot in notice.biddable]
        mine = [match for lot in readings for member in members if (match := match_pair(key, lot, member, context))]
        found.extend(sorted(mine, key=lambda match: (-match.score, match.member, match.lot)))
    return found


def match_pair(key: str, lot: LotReading, member: Member, context: Context) -> Match | None:
    """The match of one lot and member; None where nothing of the subject speaks for it."""
    evidence = [Evidence(signal="base", points=BASE, reason=BASE_REASON)]
    for signal, weight in SIGNALS:
        finding = signal(lot, member, context)
        if finding is not None:
            evidence.append(_evidence(signal.__name__, finding, weight))
    if not any(one.signal in SUBJECT for one in evidence):
        return None
    gate = next((finding for gate in GATES if (finding := gate(lot, member, context)) is not None), None)
    return Match(
        member=member.id,
        notice=key,
        lot=lot.lot.id,
        scorer=SCORER,
        evidence=tuple(evidence),
        excluded=gate.reason if gate is not None else None,
    )


def _evidence(name: str, finding: Finding, weight: float) -> Evidence:
    points = round(weight * finding.strength, 3)
    return Evidence(signal=name, points=points, reason=finding.reason, quotes=finding.quotes)
