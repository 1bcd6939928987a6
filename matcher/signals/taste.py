"""The signal of what a member has said of earlier notices."""

from matcher import learning
from matcher.profiles import MemberReading
from matcher.reading import LotReading
from matcher.signals.finding import Context, Finding


def taste(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The notice is like those the member has said yes to, or like those it has said no to."""
    learnt = context.tastes.get(member.member.id)
    if learnt is None:
        return None
    points = learnt.of(learning.vector(lot.notice, context.rarity))
    said = "ja" if points > 0 else "nei"
    strength = max(-1.0, min(1.0, points / learning.MOST))
    return Finding(strength=strength, reason=f"Ligner det dere har sagt {said} til før")
