"""Guests: people from outside, until a date (DIR-05)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cms.accounts.models import User
from cms.core import clock
from cms.core.exceptions import Conflict, Invalid
from cms.directory import rules
from cms.directory.enums import Profile, Source
from cms.directory.models import Person
from cms.directory.rules import DirectoryRight
from cms.directory.selectors import gone_guests, is_current, waits_for_password
from cms.directory.services.shared import keep_a_head, record, refuse_nobody, require
from cms.directory.signals import people_going
from cms.schools.models import School


@transaction.atomic
def create_guest(*, school: School, first_name: str, last_name: str, email: str, ends_on: date, actor: Any) -> Person:
    """Somebody from outside, until a date, with an account that has no password yet."""
    require(actor, DirectoryRight.MANAGE_GUESTS, school)
    first_name, last_name = (" ".join(name.split()) for name in (first_name, last_name))
    if not first_name or not last_name:
        raise Invalid("Donnez le prénom et le nom de l’invité.", code="guest-name")
    _refuse_known_address(school, email)
    _check_end_of_stay(ends_on)
    guest = Person.objects.create(
        school=school,
        user=_account_without_password(first_name, last_name, email),
        profile=Profile.GUEST,
        source=Source.SCHOOL,
        first_name=first_name,
        last_name=last_name,
        ends_on=ends_on,
    )
    record("preau.guest.made", guest, actor, until=ends_on.isoformat())
    return guest


@transaction.atomic
def change_end_of_stay(*, guest: Person, ends_on: date, actor: Any) -> None:
    """Prolong a guest's stay, or shorten it. Raises `Invalid` for a date past or too far."""
    require(actor, DirectoryRight.MANAGE_GUESTS, guest.school)
    _refuse_unless_guest(guest)
    _check_end_of_stay(ends_on)
    _set_end(guest, ends_on)
    record("preau.guest.until", guest, actor, until=ends_on.isoformat())


@transaction.atomic
def end_stay(*, guest: Person, actor: Any) -> None:
    """At once: the last day becomes yesterday, since the last day itself is included."""
    require(actor, DirectoryRight.MANAGE_GUESTS, guest.school)
    _refuse_unless_guest(guest)
    if not is_current(guest):
        raise Conflict(f"L’accès de {guest} est déjà terminé.", code="already-ended")
    keep_a_head(guest.school, [guest])
    _set_end(guest, clock.now().date() - timedelta(days=1))
    record("preau.guest.ended", guest, actor)


@transaction.atomic
def remove_guests(*, school: School, guests: Sequence[Person], actor: Any) -> None:
    """Delete the records of guests who left, and the accounts that are nobody else's."""
    require(actor, DirectoryRight.MANAGE_GUESTS, school)
    refuse_nobody(guests)
    keys = [guest.pk for guest in guests]
    if gone_guests(school).filter(pk__in=keys).count() != len(set(keys)):
        raise Conflict(
            "Seuls se retirent les invités dont l’accès est terminé. Terminez-le d’abord.", code="guest-present"
        )
    keep_a_head(school, guests)
    people_going.send(Person, people=guests)
    for guest in guests:
        record("preau.guest.removed", guest, actor, deleted=True)
    users = [guest.user_id for guest in guests if guest.user_id]
    Person.objects.filter(pk__in=keys).delete()
    User.objects.filter(pk__in=users, people=None, is_superuser=False).delete()


@transaction.atomic
def password_link(*, guest: Person, actor: Any) -> tuple[str, str]:
    """The two parts of the address where a new guest chooses a password: their key and a token that is used once."""
    require(actor, DirectoryRight.MANAGE_GUESTS, guest.school)
    _refuse_unless_guest(guest)
    user = guest.user
    if user is None or not waits_for_password(guest):
        raise Conflict(f"{guest} a déjà un mot de passe, ou n’a plus d’accès : aucun lien n’est donné.", code="no-link")
    record("preau.guest.link", guest, actor)
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def _refuse_known_address(school: School, email: str) -> None:
    if known := Person.objects.filter(school=school, user__email__iexact=email).first():
        raise Conflict(
            f"Cette adresse est déjà celle de {known} ({known.get_profile_display()}). "
            "Si c’est la même personne, prolongez son accès au lieu d’en créer un autre.",
            code="email-in-use",
        )


def _account_without_password(first_name: str, last_name: str, email: str) -> User:
    user = User(username=_free_username(first_name, last_name), first_name=first_name, last_name=last_name, email=email)
    user.set_unusable_password()
    user.save()
    return user


def _refuse_unless_guest(person: Person) -> None:
    if person.profile != Profile.GUEST or person.source != Source.SCHOOL:
        raise Conflict(
            f"Le dossier de {person} vient de l’annuaire de l’académie et ne se change pas ici.",
            code="record-read-only",
        )


def _check_end_of_stay(day: date) -> None:
    today = clock.now().date()
    latest = rules.latest_end_of_stay(today)
    if day < today:
        raise Invalid("Cette date est passée : choisissez aujourd’hui ou un jour à venir.", code="stay-past")
    if day > latest:
        raise Invalid(
            f"Un invité est accueilli deux ans au plus : choisissez une date jusqu’au {latest:%d/%m/%Y}.",
            code="stay-too-long",
        )


def _set_end(guest: Person, day: date) -> None:
    guest.ends_on = day
    guest.save(update_fields=["ends_on"])


def _free_username(first: str, last: str) -> str:
    wanted = rules.username_for(first, last)[:140] or "invite"
    taken = set(User.objects.filter(username__istartswith=wanted).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    return next(name for name in (f"{wanted}{number or ''}" for number in (0, *range(2, 10_000))) if name not in taken)
