"""Signals from facts: CPV branch, region, contract size."""

from matcher.reading import LotReading
from matcher.signals.finding import Context, Finding
from model.member import Member
from model.nuts import ANYWHERE


def cpv_branch(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The lot's CPV code lies on a branch the member works in."""
    del context
    shared = [(code, branch) for code in lot.cpv for branch in member.branches if code.within(branch)]
    if not shared:
        return None
    code, branch = max(shared, key=lambda pair: (pair[1].depth, pair[0].depth))
    return Finding(strength=min(1.0, branch.depth / 5), reason=f"CPV-koden {code} hører til deres gren {branch}")


def other_cpv(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """None of the lot's CPV codes is even in a division the member works in."""
    del context
    mine = {branch.division for branch in member.branches}
    if not mine or not lot.cpv or mine & {code.division for code in lot.cpv}:
        return None
    return Finding(strength=-1, reason=f"CPV-koden {lot.cpv[0]} ligger utenfor deres områder")


def region(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The work is done where the member works; a place that is not fixed speaks neither for nor against."""
    del context
    here = [place.nuts for place in lot.places if place.nuts is not None]
    if not member.regions or not here or any(place.anywhere in ANYWHERE for place in lot.places):
        return None
    inside = [place for place in here if any(place.overlaps(region) for region in member.regions)]
    if inside:
        return Finding(strength=1, reason=f"Arbeidet er i {inside[0].name}, der dere arbeider")
    return Finding(strength=-1, reason=f"Arbeidet er i {here[0].name}, utenfor deres område")


def size(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The contract's value lies outside what the member takes."""
    del context
    worth = lot.lot.worth or (lot.notice.worth if len(lot.notice.biddable) == 1 else None)
    if member.value_range is None or worth is None or member.value_range.holds(worth) is not False:
        return None
    below = member.value_range.minimum is not None and worth.amount < member.value_range.minimum
    return Finding(strength=-1, reason=f"Verdien er {'under' if below else 'over'} det dere tar på dere alene")
