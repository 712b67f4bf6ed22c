"""RUB-02: when an event takes place. What is expected is counted here by hand, or day by day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.agenda.rules import (
    MOST,
    Occurrence,
    Repeat,
    Schedule,
    expand,
    faults,
    latest_end,
    read_days,
    school_year,
    within,
    write_days,
)

TUESDAY = date(2026, 9, 8)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
hours = st.times().map(lambda hour: hour.replace(microsecond=0))
schedules = st.builds(
    Schedule,
    day=days,
    start=st.none() | hours,
    last_day=st.none() | days,
    end=st.none() | hours,
    repeat=st.sampled_from(Repeat),
    weekdays=st.sets(st.integers(0, 6), max_size=4).map(lambda found: tuple(sorted(found))),
    until=st.none() | days,
    times=st.none() | st.integers(-1, 5000),
    exceptions=st.lists(days, max_size=2).map(tuple),
)
repeated = st.builds(
    lambda day, start, repeat, times: Schedule(day, start, repeat=repeat, times=times),
    days,
    st.none() | hours,
    st.sampled_from([one for one in Repeat if one]),
    st.integers(1, 24),
)


@given(schedules)
def test_rub_02_any_schedule_is_expanded_within_bounds_or_refused_with_a_sentence(schedule: Schedule) -> None:
    wrong = faults(schedule)
    if wrong:
        assert all(sentence.endswith(".") for sentence in wrong.values())
        with pytest.raises(ValueError, match=r"\.$"):
            expand(schedule)
        return
    found = expand(schedule)
    assert 1 <= len(found) <= MOST
    assert all(schedule.day <= one.day <= latest_end(schedule) for one in found) or not schedule.repeat


@given(repeated)
def test_rub_02_times_are_in_order_and_the_hour_on_the_clock_is_kept(schedule: Schedule) -> None:
    if faults(schedule):
        return
    found = expand(schedule)
    assert found == sorted(found, key=lambda one: one.day)
    assert len({one.day for one in found}) == len(found) == schedule.times
    assert found[0].day == schedule.day
    for one in found:
        assert not isinstance(one.first, datetime) if schedule.start is None else one.first.time() == schedule.start


@given(repeated, st.integers(0, 23))
def test_rub_02_a_date_left_out_is_all_that_changes(schedule: Schedule, number: int) -> None:
    everything = expand(schedule) if not faults(schedule) else []
    if len(everything) < 2:
        return
    gone = everything[number % len(everything)]
    less = Schedule(**{**_fields(schedule), "exceptions": (gone.day,)})
    assert expand(less) == [one for one in everything if one != gone]


def test_rub_02_each_repetition_by_hand() -> None:
    def firsts(**fields: object) -> list[str]:
        return [one.day.isoformat() for one in expand(Schedule(**fields))]  # type: ignore[arg-type]

    assert firsts(day=TUESDAY, repeat=Repeat.DAY, times=3) == ["2026-09-08", "2026-09-09", "2026-09-10"]
    week = {"day": TUESDAY, "repeat": Repeat.WEEK, "weekdays": (1, 3), "until": date(2026, 9, 17)}
    assert firsts(**week) == ["2026-09-08", "2026-09-10", "2026-09-15", "2026-09-17"]
    fortnight = {"day": TUESDAY, "repeat": Repeat.FORTNIGHT, "times": 3}
    assert firsts(**fortnight) == ["2026-09-08", "2026-09-22", "2026-10-06"]
    # The 31st is the last day of the months that have none.
    month = {"day": date(2026, 12, 31), "repeat": Repeat.MONTH, "times": 4}
    assert firsts(**month) == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]


@pytest.mark.parametrize(
    ("fields", "where", "says"),
    [
        ({"last_day": date(2026, 9, 7)}, "last_day", "avant le premier"),
        ({"start": time(18), "end": time(17)}, "end", "avant le début"),
        ({"end": time(17)}, "start", "quand il commence"),
        ({"repeat": Repeat.WEEK}, "until", "Une répétition a une fin"),
        ({"repeat": Repeat.WEEK, "until": date(2030, 1, 1)}, "until", "deux années scolaires"),
        ({"repeat": Repeat.WEEK, "times": 300}, "times", "deux années scolaires"),
        ({"repeat": Repeat.DAY, "times": 401}, "times", "de 1 à 400 fois"),
        ({"repeat": Repeat.DAY, "until": date(2027, 12, 31)}, "until", "plus de 400 fois"),
        ({"repeat": Repeat.WEEK, "weekdays": (0,), "times": 3}, "weekdays", "est un mardi"),
        ({"repeat": Repeat.DAY, "weekdays": (1,), "times": 3}, "weekdays", "décochez"),
        ({"repeat": Repeat.WEEK, "times": 2, "exceptions": (date(2026, 9, 9),)}, "exceptions", "09/09/2026"),
        ({"repeat": Repeat.WEEK, "times": 1, "exceptions": (TUESDAY,)}, "exceptions", "Toutes les dates"),
        ({"exceptions": (TUESDAY,)}, "exceptions", "ne se répète pas"),
        ({"day": date(9999, 12, 31)}, "day", "trop lointaine"),
    ],
)
def test_rub_02_what_cannot_take_place_is_said_at_its_field(fields: dict[str, object], where: str, says: str) -> None:
    found = faults(Schedule(**{"day": TUESDAY, **fields}))  # type: ignore[arg-type]
    assert list(found) == [where]
    assert says in found[where]


def test_rub_02_dates_are_read_as_typed_and_one_that_does_not_exist_is_named() -> None:
    assert read_days("22/12/2026, 2026-12-15\n22/12/2026") == (date(2026, 12, 15), date(2026, 12, 22))
    assert read_days(write_days(read_days("1/2/2027"))) == (date(2027, 2, 1),)
    with pytest.raises(ValueError, match="« 30/02/2027 » n’existe pas"):
        read_days("30/02/2027")
    with pytest.raises(ValueError, match="« demain » n’est pas une date"):
        read_days("demain")


def test_rub_02_what_touches_a_period_and_what_ends_at_midnight() -> None:
    night = Occurrence(datetime(2026, 12, 4, 20), datetime(2026, 12, 5))  # noqa: DTZ001 - the school's clock
    holidays = Occurrence(date(2026, 12, 19), date(2027, 1, 3))
    assert within([night, holidays], date(2026, 12, 5), date(2026, 12, 18)) == []
    assert within([night, holidays], date(2027, 1, 3), date(2027, 1, 31)) == [holidays]


def test_rub_02_the_school_year_is_that_of_the_place() -> None:
    day = date(2027, 2, 3)
    assert school_year(day, "Europe/Paris") == (date(2026, 8, 1), date(2027, 7, 31))
    assert school_year(day, "Indian/Reunion") == (date(2026, 8, 1), date(2027, 7, 31))
    assert school_year(day, "Pacific/Noumea") == (date(2027, 1, 1), date(2027, 12, 31))
    assert latest_end(Schedule(date(2026, 9, 1))) - date(2026, 9, 1) < timedelta(days=2 * 366)


def _fields(schedule: Schedule) -> dict[str, object]:
    return {name: getattr(schedule, name) for name in Schedule.__slots__}
