"""Matches, members and judgements: what is computed again, what follows a notice, what stays."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from model.match import Evidence, Judgement, Match, Opinion, Quote
from model.text import Text
from store import judgements, matches, members, notices
from store.database import reading, writing
from tests.factories import a_member, a_notice
from tests.store.deliveries import FIRST, SECOND, Delivery, deliver

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SCORER = "first-1"
HIT = a_notice(notice_uuid=None)


def a_match(**changes: object) -> Match:
    quote = Quote(field="lot.title", start=0, end=4, text="Stål")
    evidence = (
        Evidence(signal="cpv_branch", points=2.25, reason="CPV 45223210 hører til bransjen", quotes=(quote,)),
        Evidence(signal="region", points=-0.5, reason="Oppdraget ligger et annet sted"),
    )
    values = {"member": "fjordstaal", "notice": FIRST, "lot": "LOT-0001", "scorer": SCORER, "evidence": evidence}
    return Match(**{**values, **changes})  # type: ignore[arg-type]  # tests change fields by name


def prepare(connection: Connection) -> None:
    members.replace(connection, [a_member(), a_member(id="fjellboring", name="Fjell Boring AS")])


def record_all(connection: Connection, *found: Match, scorer: str = SCORER, at: datetime = NOW) -> None:
    """What a night does: match what is stale, record, mark."""
    stale = matches.stale(connection, scorer)
    matches.record(connection, found, at)
    matches.mark_matched(connection, scorer, at, notices=stale.notices, members=stale.members)


def test_a_match_comes_back_with_its_evidence(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    excluded = a_match(member="fjellboring", excluded="Maling er utelukket", evidence=())

    with writing(engine) as connection:
        prepare(connection)
        matches.record(connection, [a_match(), excluded], NOW)

    with reading(engine) as connection:
        assert list(matches.matches(connection)) == [excluded, a_match()]
        assert list(matches.matches(connection, member="fjordstaal")) == [a_match()]
        assert list(matches.matches(connection, minimum_score=50)) == [a_match()]
        assert list(matches.matches(connection, since=LATER)) == []


def test_matches_come_best_first(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    better = a_match(lot="LOT-0002", evidence=(Evidence(signal="capability", points=4.0, reason="Kan det"),))

    with writing(engine) as connection:
        prepare(connection)
        matches.record(connection, [a_match(), better], NOW)

        assert [one.lot for one in matches.matches(connection)] == ["LOT-0002", "LOT-0001"]


def test_a_match_recorded_again_replaces_the_former(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    weaker = a_match(evidence=(), scorer="first-2")

    with writing(engine) as connection:
        prepare(connection)
        matches.record(connection, [a_match()], NOW)
        matches.record(connection, [weaker], LATER)

        assert list(matches.matches(connection)) == [weaker]
        assert list(matches.matches(connection, since=LATER)) == [weaker]


@pytest.mark.parametrize("unknown", [{"notice": "nowhere"}, {"member": "nobody"}])
def test_a_match_of_what_is_not_stored_is_an_error(engine: Engine, unknown: dict[str, str]) -> None:
    deliver(engine, Delivery(a_notice()))

    with writing(engine) as connection:
        prepare(connection)
        with pytest.raises(KeyError, match="no"):
            matches.record(connection, [a_match(**unknown)], NOW)


def test_only_what_is_new_or_changed_is_stale(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()), Delivery(a_notice(notice_uuid=SECOND, source_id="2026-2")))
    with writing(engine) as connection:
        prepare(connection)
        everything = matches.Stale(notices=frozenset({FIRST, SECOND}), members=frozenset({"fjordstaal", "fjellboring"}))
        assert matches.stale(connection, SCORER) == everything
        record_all(connection, a_match())
        assert matches.stale(connection, SCORER) == matches.Stale(notices=frozenset(), members=frozenset())
        assert matches.stale(connection, "second-1") == everything

        members.replace(
            connection, [a_member(about="Nytt verksted"), a_member(id="fjellboring", name="Fjell Boring AS")]
        )
        assert matches.stale(connection, SCORER).members == {"fjordstaal"}

    deliver(engine, Delivery(a_notice(version=2, source_id="2026-3", title=Text.plain("Rettet"))))
    with reading(engine) as connection:
        assert matches.stale(connection, SCORER).notices == {FIRST}


def test_a_match_that_is_not_found_again_is_gone(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    with writing(engine) as connection:
        prepare(connection)
        record_all(connection, a_match(), a_match(lot="LOT-0002"))
    deliver(engine, Delivery(a_notice(version=2, source_id="2026-3", title=Text.plain("Rettet"))))

    with writing(engine) as connection:
        record_all(connection, a_match(), at=LATER)

        assert [one.lot for one in matches.matches(connection)] == ["LOT-0001"]
        members.replace(connection, [a_member(about="Nytt verksted")])
        record_all(connection, at=LATER)
        assert list(matches.matches(connection)) == []


def test_matches_and_judgements_follow_a_notice_to_its_new_key(engine: Engine) -> None:
    deliver(engine, Delivery(HIT, "doffin-hit"))
    (before,) = keys(engine)
    said = Judgement(member="fjordstaal", notice=before, opinion=Opinion.WANTED, by="Kari", at=NOW)
    with writing(engine) as connection:
        prepare(connection)
        record_all(connection, a_match(notice=before))
        judgements.add(connection, said)

    deliver(engine, Delivery(a_notice()))

    (after,) = keys(engine)
    assert (before, after) == ("doffin:2026-100001", FIRST)
    with reading(engine) as connection:
        assert [one.notice for one in matches.matches(connection)] == [after]
        assert [one.notice for one in judgements.latest(connection)] == [after]
        assert matches.stale(connection, SCORER).notices == {after}


def test_when_two_notices_become_one_each_lot_keeps_one_match(engine: Engine) -> None:
    second = a_notice(source_id="2026-100002", version=2)
    deliver(engine, Delivery(HIT, "doffin-hit"), Delivery(second))
    own = a_match(evidence=())
    with writing(engine) as connection:
        prepare(connection)
        older = [a_match(notice="doffin:2026-100001"), a_match(notice="doffin:2026-100001", lot="LOT-0009")]
        record_all(connection, own, *older)

    deliver(engine, Delivery(a_notice()))

    with reading(engine) as connection:
        found = {(one.notice, one.lot): one for one in matches.matches(connection)}
    assert set(found) == {(FIRST, "LOT-0001"), (FIRST, "LOT-0009")}
    assert found[FIRST, "LOT-0001"] == own


def test_a_match_recorded_under_a_former_key_is_kept_under_todays(engine: Engine) -> None:
    deliver(engine, Delivery(HIT, "doffin-hit"), Delivery(a_notice()))

    with writing(engine) as connection:
        prepare(connection)
        matches.record(connection, [a_match(notice="doffin:2026-100001")], NOW)

        assert [one.notice for one in matches.matches(connection)] == [FIRST]


def keys(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return [one.key for one in notices.current(connection)]


def test_the_newest_judgement_counts_and_none_is_erased(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    first = Judgement(member="fjordstaal", notice=FIRST, opinion=Opinion.WANTED, by="Kari", at=NOW, why="Passer")
    second = Judgement(member="fjordstaal", notice="doffin:2026-100001", opinion=Opinion.UNSURE, by="Ola", at=LATER)
    gone = Judgement(member="fjordstaal", notice="elsewhere", opinion=Opinion.NOT_WANTED, by="Ola", at=NOW)

    with writing(engine) as connection:
        numbers = [judgements.add(connection, said) for said in (second, first, gone)]

        assert len(set(numbers)) == 3
        assert [(one.notice, one.opinion, one.by) for one in judgements.latest(connection)] == [
            (FIRST, Opinion.UNSURE, "Ola"),
            ("elsewhere", Opinion.NOT_WANTED, "Ola"),
        ]


def test_members_are_replaced_by_what_the_files_say(engine: Engine) -> None:
    kept, changed, new = a_member(id="a"), a_member(id="b", about="Ny tekst"), a_member(id="d")
    with writing(engine) as connection:
        members.replace(connection, [kept, a_member(id="b"), a_member(id="c")])
        before = members.profile_hashes(connection)

        outcome = members.replace(connection, [new, changed, kept])

        assert outcome == members.Replaced(added=("d",), changed=("b",), removed=("c",))
        assert members.members(connection) == [kept, changed, new]
        after = members.profile_hashes(connection)
        assert after["a"] == before["a"]
        assert after["b"] != before["b"]


def test_a_member_whose_file_cannot_be_read_stays_as_it_was(engine: Engine) -> None:
    with writing(engine) as connection:
        members.replace(connection, [a_member(id="a"), a_member(id="b")])

        assert members.replace(connection, [a_member(id="a")], keep=["b"]).removed == ()
        assert [one.id for one in members.members(connection)] == ["a", "b"]


def test_a_member_who_leaves_takes_its_matches_along_and_leaves_its_judgements(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    said = Judgement(member="fjordstaal", notice=FIRST, opinion=Opinion.WANTED, by="Kari", at=NOW)
    with writing(engine) as connection:
        prepare(connection)
        record_all(connection, a_match())
        judgements.add(connection, said)

        members.replace(connection, [])

        assert list(matches.matches(connection)) == []
        assert judgements.latest(connection) == [said]


def test_a_member_judged_since_it_was_matched_is_stale_and_no_other(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    said = Judgement(member="fjordstaal", notice=FIRST, opinion=Opinion.WANTED, by="leder", at=LATER)

    with writing(engine) as connection:
        prepare(connection)
        record_all(connection, a_match())
        judgements.add(connection, said)

        assert matches.stale(connection, SCORER).members == {"fjordstaal"}
        assert matches.stale(connection, SCORER).notices == frozenset()
