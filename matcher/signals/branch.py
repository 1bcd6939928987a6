"""Signals from CPV, a prior and never a gate (one code in four is wrong), and from CPV as the text speaks of it."""

from matcher import codes
from matcher.profiles import MemberReading
from matcher.reading import LotReading, buyer_id
from matcher.signals.finding import Context, Finding
from model.cpv import Cpv

DEEP = 5
"""Digits from which a branch is as narrow as it need be."""

NEAR = {2: 0.04, 3: 0.16, 4: 0.28}
"""What a code counts that lies beside the member's branch, by the digits they share."""


def cpv_branch(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """A CPV code of the lot lies on a branch the member has stated, the deeper the more; or close beside one."""
    del context
    best, code, branch = 0.0, "", ""
    for one in lot.codes:
        for stated in member.stated:
            strength = _closeness(one, stated)
            if strength > best:
                best, code, branch = strength, one, stated
    if not best:
        return None
    where = "hører til" if code.startswith(branch) else "ligger nær"
    return Finding(strength=best, reason=f"CPV {_label(code)} {where} deres gren {branch.ljust(8, '0')}")


def cpv_of_trade(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The lot's CPV codes agree with the member's trades, on the mean of all its codes."""
    if not lot.codes:
        return None
    agreements = [_own(code, member, context) for code in lot.codes]
    mean = sum(agreements) / len(agreements)
    if not mean:
        return None
    code = lot.codes[agreements.index(max(agreements))]
    return Finding(strength=mean, reason=f"CPV {_label(code)} er vanlig for deres fag")


def cpv_of_other_trade(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """Negative: the lot's CPV codes agree better with trades that are not the member's."""
    if not lot.codes:
        return None
    excess = 0.0
    for code in lot.codes:
        agreeing = context.branches.of(code)
        other = next((agrees for trade, agrees in agreeing.items() if trade not in member.near), 0.0)
        excess += max(0.0, other - _own(code, member, context))
    if not excess:
        return None
    return Finding(strength=-excess / len(lot.codes), reason=f"CPV {_label(lot.codes[0])} er vanligere for andre fag")


def cpv_far(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """Negative: none of the lot's CPV codes is even in a division the member works in."""
    del context
    if not lot.codes or not member.divisions or any(code[:2] in member.divisions for code in lot.codes):
        return None
    return Finding(strength=-1, reason=f"CPV {_label(lot.codes[0])} ligger utenfor deres områder")


def cpv_wide(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """A CPV code of the lot is so wide that the member's branches lie under it."""
    del context
    for code in lot.codes:
        digits = Cpv(code).significant
        if len(digits) <= 3 and digits in member.above:
            return Finding(strength=1, reason=f"CPV {_label(code)} rommer deres område")
    return None


def cpv_understood(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The text reads like notices of the member's branches, or more like those of others."""
    del context
    own = next(((name, score) for name, score in lot.understood if member.holds(name)), None)
    other = next((score for name, score in lot.understood if not member.holds(name)), 0.0)
    if own is None and not other:
        return None
    difference = (own[1] if own else 0.0) - other
    if own is not None and difference > 0:
        reason = f"Teksten ligner kunngjøringer om {_name(own[0])}"
    else:
        reason = f"Teksten ligner mest på kunngjøringer om {_name(lot.understood[0][0])}"
    return Finding(strength=max(-1.0, min(1.0, difference)), reason=reason)


def buyer_history(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """This buyer has asked for work in the member's branches before."""
    buyer = buyer_id(lot.notice)
    bought = context.bought.get(buyer, {}) if buyer is not None else {}
    now = {name for name in bought if any(code.startswith(name) for code in lot.codes)}
    before = sum(number - (name in now) for name, number in bought.items() if member.holds(name))
    if before <= 0:
        return None
    return Finding(strength=min(1.0, before / 5), reason="Oppdragsgiveren har kjøpt slikt før")


def _closeness(code: str, stated: str) -> float:
    if code.startswith(stated):
        return 0.5 + 0.5 * min(1.0, len(stated) / DEEP)
    shared = next((at for at, pair in enumerate(zip(code, stated, strict=False)) if pair[0] != pair[1]), len(stated))
    return NEAR.get(shared, 0.4 if shared > 4 else 0.0)


def _own(code: str, member: MemberReading, context: Context) -> float:
    agreeing = context.branches.of(code)
    return max((agreeing.get(trade, 0.0) * surely for trade, surely in member.trades.items()), default=0.0)


def _label(code: str) -> str:
    label = codes.by_code().get(code)
    return f"{code} ({label.norwegian})" if label else code


def _name(name: str) -> str:
    label = codes.by_code().get(name.ljust(8, "0"))
    return f"«{label.norwegian}»" if label else f"CPV {name}"
