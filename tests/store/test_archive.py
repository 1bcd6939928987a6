"""The archive keeps every byte once, and knows what became of it."""

from sqlalchemy import Engine

from store import archive
from store.database import reading, writing
from tests.factories import a_document


def test_a_document_comes_back_byte_for_byte(engine: Engine) -> None:
    document = a_document(body=bytes(range(256)) * 1000)

    with writing(engine) as connection:
        kept = archive.keep(connection, document)

    with reading(engine) as connection:
        assert archive.load(connection, kept.id) == document


def test_the_same_bytes_are_kept_once(engine: Engine) -> None:
    with writing(engine) as connection:
        first = archive.keep(connection, a_document())
        again = archive.keep(connection, a_document())
        other = archive.keep(connection, a_document(body=b"<ContractNotice> </ContractNotice>"))

    assert (first.new, again.new, other.new) == (True, False, True)
    assert again.id == first.id != other.id


def test_a_refused_document_is_shown_with_its_reason_and_not_counted_as_known(engine: Engine) -> None:
    with writing(engine) as connection:
        good = archive.keep(connection, a_document(source_id="2026-100001"))
        bad = archive.keep(connection, a_document(source_id="2026-100002"))
        archive.keep(connection, a_document(source_id="2026-100003"))
        archive.mark_read(connection, good.id)
        archive.mark_refused(connection, bad.id, "no notice\x00 in it")

        refused = archive.refusals(connection)

        assert [(one.source_id, one.reason) for one in refused] == [("2026-100002", "no notice in it")]
        assert archive.known(connection, "doffin", ["eforms"]) == {"2026-100001"}
        assert archive.known(connection, "doffin", ["doffin-hit"]) == set()
        assert list(archive.walk(connection, state="refused")) == [bad.id]


def test_walking_allows_marking_on_the_way(engine: Engine) -> None:
    with writing(engine) as connection:
        for number in range(2500):
            archive.keep(connection, a_document(source_id=f"2026-{number:06}"))

        for archive_id in archive.walk(connection, source="doffin", state="unread"):
            archive.mark_read(connection, archive_id)

        assert len(list(archive.walk(connection, state="read"))) == 2500
        assert list(archive.walk(connection, source="ted")) == []


def test_what_lacks_the_document_behind_it_is_told_oldest_first_and_a_refused_one_is_there(engine: Engine) -> None:
    def keep(number: str, format_: str, body: bytes = b"1", *, read: bool = True) -> None:
        document = a_document(source="ted", source_id=number, format=format_, body=body)
        kept = archive.keep(connection, document).id
        if read:
            archive.mark_read(connection, kept)
        else:
            archive.mark_refused(connection, kept, "an older format")

    with writing(engine) as connection:
        for number in ("9-2026", "3-2026", "5-2026", "7-2026"):
            keep(number, "ted-hit")
        keep("9-2026", "ted-hit", b"2")
        keep("8-2026", "ted-hit", read=False)
        keep("5-2026", "eforms")
        keep("7-2026", "eforms", read=False)

        assert archive.lacking(connection, "ted", "ted-hit", "eforms") == ["9-2026", "3-2026"]
        assert archive.lacking(connection, "doffin", "ted-hit", "eforms") == []
