"""Slim tables of the market's facts, written when a notice is folded, so that figures need not read whole notices."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, String, Table

from store.columns import Words, metadata


def _of_notice() -> Column[str]:
    return Column("notice", ForeignKey("notice.key", ondelete="CASCADE"), primary_key=True)


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


market_notice = Table(
    "market_notice",
    metadata,
    _of_notice(),
    Column("day", Date, nullable=False, index=True),  # when it, in any version, was first published
    Column("stage", String(16), nullable=False),
    Column("procedure_id", Words, nullable=False, index=True),  # its own key where it states none
    Column("division", String(2), nullable=False),  # of CPV; "" without a code
    Column("buyer", Words, nullable=False, index=True),  # number or name in lower case; "" without one
    Column("buyer_name", Words, nullable=False),
    Column("counties", Words, nullable=False),  # NUTS 3 of today with blanks between, NO or utland
    Column("amount", BigInteger),  # hundredths; stated, of a result awarded
    Column("currency", String(3)),
    Column("doubted", Boolean, nullable=False),  # an amount is stated and not believed
    Column("called_off", Boolean, nullable=False),
)
"""One row per notice that is no test."""

market_lot = Table(
    "market_lot",
    metadata,
    _of_notice(),
    _position(),
    Column("lot_id", Words, nullable=False),
    Column("tenders", Integer),  # received
    Column("awarded", Boolean, nullable=False),
)
"""What became of each lot, of results."""

market_win = Table(
    "market_win",
    metadata,
    _of_notice(),
    _position(),
    Column("tender", Words, nullable=False),  # names it within the notice
    Column("lot_id", Words, nullable=False),
    Column("firm", Words, nullable=False, index=True),  # number or name in lower case
    Column("name", Words, nullable=False),
    Column("orgnr", Words),
    Column("together", Boolean, nullable=False),
    Column("tenders", Integer),
    Column("amount", BigInteger),  # of the whole tender, in hundredths
    Column("currency", String(3)),
)
"""One row per winning tender and firm behind it."""

market_term = Table(
    "market_term",
    metadata,
    _of_notice(),
    _position(),
    Column("lot_id", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("known", String(16), nullable=False),  # from what the start, or the end, is known
    Column("known_day", Date, nullable=False),
    Column("months", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("options", Integer),
    Column("untold", Boolean, nullable=False),  # options are mentioned and not counted
    Column("renewable", Boolean, nullable=False),
    Column("ends_first", Date),  # by what this notice alone says; NULL where it states no length
    Column("over", Date, index=True),  # the last day with all options
)
"""When the contracts of a competition's or a result's lots begin and how long they run."""

PARTS = (market_notice, market_lot, market_win, market_term)
