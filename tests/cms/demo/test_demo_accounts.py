"""Writing the demonstration's people and accounts: all of it, once, and never in production (DIR-01, RUB-03)."""

from datetime import date

import pytest

from cms.accounts.models import User
from cms.audiences.models import Audience
from cms.core.exceptions import Conflict, NotAllowed, NotFound
from cms.demo.accounts import GRANTS, describe_accounts, end_of_school_year, populate
from cms.directory.models import Group, Guardianship, Person, SchoolClass
from cms.rubrics.models import RubricRole

TABLES = (User, Person, SchoolClass, Group, Guardianship, Audience, RubricRole)


def test_rub_03_an_unknown_rubric_stops_everything_and_is_named(bare_school):
    with pytest.raises(NotFound, match="vie-du-college"):
        populate(bare_school)
    assert not Person.objects.exists()
    assert not User.objects.exists()


def test_populate_refuses_production(school, settings):
    settings.PRODUCTION = True
    with pytest.raises(NotAllowed, match="production"):
        populate(school)
    assert not User.objects.exists()


def test_populate_refuses_to_take_somebody_elses_account(school):
    User.objects.create(username="admin")
    with pytest.raises(Conflict, match="admin"):
        populate(school)
    assert not Person.objects.exists()


def test_populate_again_changes_nothing(school):
    populate(school)
    before = {model: list(model.objects.order_by("pk").values()) for model in TABLES}
    populate(school)
    assert {model: list(model.objects.order_by("pk").values()) for model in TABLES} == before


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 11, 22), date(2027, 7, 5)),
        (date(2027, 7, 5), date(2027, 7, 5)),
        (date(2027, 7, 6), date(2028, 7, 5)),
        (date(2028, 2, 29), date(2028, 7, 5)),
    ],
)
def test_the_school_year_ends_in_july(today, end):
    assert end_of_school_year(today) == end


def test_every_right_is_in_a_rubric_of_the_demonstrations_content(settings):
    content = settings.DEMO_CONTENT_DIR
    rooms = (content / "pages", content / "private" / "pages")
    missing = [g.rubric for g in GRANTS if g.rubric and not any((room / f"{g.rubric}.html").exists() for room in rooms)]
    assert missing == []


def test_accounts_are_described_by_the_names_of_their_people(drawn):
    people = {person.username: person for person in drawn.everyone}
    for account in describe_accounts():
        assert account.may
        if account.person:
            assert account.who.startswith(str(people[account.person]))
