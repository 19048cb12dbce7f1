"""The learner's day: it begins at four in the morning, so that an evening that grows late is still one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY_BEGINS = time(4)


def day_start(day: date, zone: tzinfo | None = None) -> datetime:
    """When a learner's day begins, in UTC; `zone` is the learner's, by default the computer's."""
    # A time without zone is one of the computer's own to `astimezone`, summer time included.
    return datetime.combine(day, DAY_BEGINS, tzinfo=zone).astimezone(UTC)


def day_of(moment: datetime, zone: tzinfo | None = None) -> date:
    """The learner's day into which a time falls. Raises ValueError for a time without zone."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    day = moment.astimezone(zone).date()
    return day if moment >= day_start(day, zone) else day - timedelta(days=1)


def next_day(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """When the learner's next day begins, in UTC."""
    return day_start(day_of(moment, zone) + timedelta(days=1), zone)
