"""Signals from words: the member's capabilities in titles and descriptions, its exclusions, its certificates."""

from matcher.phrases import Hit, find, same_word
from matcher.reading import Field, LotReading, tokens
from matcher.signals.finding import Context, Finding
from model.match import Quote
from model.member import Member


def words_in_title(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The title names something the member can do."""
    hit = _best(lot.titles, member, context)
    return None if hit is None else _finding(hit, "Tittelen nevner «{words}», som er deres «{phrase}»")


def words_in_description(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The description names something the member can do."""
    hit = _best(lot.bodies, member, context)
    return None if hit is None else _finding(hit, "Beskrivelsen nevner «{words}», som er deres «{phrase}»")


def further_words(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """More of the member's capabilities are named than the one that counted already."""
    found = []
    for skill in member.capabilities:
        hits = [find(phrase, field, context.rarity) for phrase in skill.phrases for field in (*lot.titles, *lot.bodies)]
        if any(hit is not None and hit.rarity > 0.3 for hit in hits):
            found.append(skill.name)
    if len(found) < 2:
        return None
    return Finding(
        strength=min(1.0, (len(found) - 1) / 3), reason=f"Flere av deres fagområder er nevnt: {', '.join(found[:4])}"
    )


def excluded_words(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """A word the member has ruled out stands in the title."""
    del context
    for phrase in member.exclude:
        for field in lot.titles:
            for token in field.tokens:
                if any(same_word(wanted.stem, token.stem) for wanted in tokens(phrase)):
                    quote = Quote(
                        field=field.name, start=token.start, end=token.end, text=field.text[token.start : token.end]
                    )
                    return Finding(
                        strength=-1, reason=f"«{phrase}» er utelukket i profilen", quotes=(quote,), excludes=True
                    )
    return None


def certificates(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """A certificate the member holds is asked for."""
    texts = [criterion.description.best for criterion in lot.lot.selection]
    asked = Field("selection", " ".join(texts), tokens(" ".join(texts)))
    for certificate in member.certificates:
        hit = find(certificate, asked, context.rarity)
        if hit is not None and hit.coverage > 0.99:
            return Finding(strength=1, reason=f"Det kreves «{hit.text}», som dere har")
    return None


def _best(fields: tuple[Field, ...], member: Member, context: Context) -> Hit | None:
    hits = [
        hit
        for skill in member.capabilities
        for phrase in skill.phrases
        for field in fields
        if (hit := find(phrase, field, context.rarity)) is not None
    ]
    return max(hits, key=lambda hit: (_strength(hit), -hit.start), default=None)


def _strength(hit: Hit) -> float:
    """A phrase counts by what is found of it and by its rarest word: common words alone carry nothing."""
    return hit.coverage * max(0.0, min(1.0, (hit.rarity - 0.15) / 0.45))


def _finding(hit: Hit, sentence: str) -> Finding | None:
    strength = _strength(hit)
    if strength <= 0:
        return None
    quote = Quote(field=hit.field, start=hit.start, end=hit.end, text=hit.text)
    return Finding(strength=strength, reason=sentence.format(words=hit.text, phrase=hit.phrase), quotes=(quote,))
