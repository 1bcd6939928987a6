"""Signals from words: the member's phrases in titles and descriptions; the gates: words ruled out or demanded."""

from collections.abc import Iterable

from matcher.phrases import Hit, Phrase, find
from matcher.profiles import MemberReading
from matcher.reading import Field, LotReading
from matcher.signals.finding import Context, Finding
from matcher.terms import Token, tokens
from model.match import Quote


def words_in_title(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The title names one of the member's capabilities in its own words, the rarer the better."""
    del context
    return _finding(_best(lot.titles, member), "Tittelen nevner «{words}», som er deres «{phrase}»")


def words_in_description(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The description names one of the member's capabilities in its own words."""
    del context
    return _finding(_best(lot.bodies, member), "Beskrivelsen nevner «{words}», som er deres «{phrase}»")


def excluded_words(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """A gate: a word the member has ruled out stands in the title."""
    del context
    for phrase in member.member.exclude:
        for field in lot.titles:
            quote = _stands(phrase, field)
            if quote is not None:
                return Finding(strength=-1, reason=f"«{phrase}» er utelukket i profilen", quotes=(quote,))
    return None


def missing_words(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """A gate: none of the words the member demands stands anywhere in the lot."""
    del context
    wanted = member.member.must
    if not wanted or any(_stands(phrase, field) for phrase in wanted for field in (*lot.titles, *lot.bodies)):
        return None
    return Finding(strength=-1, reason=f"Profilen krever {_listed(wanted)}, som ikke er nevnt")


def certificates(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """A certificate the member holds is asked for in the selection criteria."""
    del context
    for criterion in lot.lot.selection:
        for _, text in (*criterion.name.versions, *criterion.description.versions):
            for certificate in member.member.certificates:
                if _stands(certificate, _bare("selection", text)):
                    return Finding(strength=1, reason=f"Det kreves «{certificate}», som dere har")
    return None


def _best(fields: Iterable[Field], member: MemberReading) -> Hit | None:
    hits = (hit for field in fields for wanted in _possible(field, member) if (hit := find(wanted, field)) is not None)
    return max(hits, key=lambda hit: (hit.strength, -hit.start, hit.phrase), default=None)


def _possible(field: Field, member: MemberReading) -> Iterable[Phrase]:
    """The phrases of which a word stands in the field that can carry one."""
    shared = member.by_leaf.keys() & field.leaves.keys()
    return {phrase.text: phrase for leaf in shared for phrase in member.by_leaf[leaf]}.values()


def _finding(hit: Hit | None, sentence: str) -> Finding | None:
    if hit is None:
        return None
    quote = Quote(field=hit.field, start=hit.start, end=hit.end, text=hit.text)
    return Finding(strength=hit.strength, reason=sentence.format(words=hit.text, phrase=hit.phrase), quotes=(quote,))


def _stands(phrase: str, field: Field) -> Quote | None:
    """Where a phrase's words stand in a row, each as a word or a part of one; None where they do not."""
    wanted = tokens(phrase)
    for start in range(len(field.tokens) - len(wanted) + 1 if wanted else 0):
        if all(_holds(token, word) for token, word in zip(field.tokens[start:], wanted, strict=False)):
            return field.quote(start, start + len(wanted) - 1)
    return None


def _holds(token: Token, wanted: Token) -> bool:
    if token.whole == wanted.whole:
        return True
    size = len(wanted.leaves)
    return any(token.parts[at : at + size] == wanted.leaves for at in range(len(token.parts) - size + 1))


def _bare(name: str, text: str) -> Field:
    return Field(name, text, tokens(text), {}, {})


def _listed(phrases: tuple[str, ...]) -> str:
    return " eller ".join(f"«{phrase}»" for phrase in phrases)
