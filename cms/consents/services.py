"""Writes about people shown and consents: each a verb with an actor, logged, and told to the publisher at once."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import get_text_list
from wagtail.log_actions import log
from wagtail.models import Page

from cms.accounts.models import User
from cms.consents import rules
from cms.consents.models import Consent, Depiction
from cms.consents.permissions import may_keep_consents, may_note_people
from cms.consents.selectors import (
    covering,
    guardians_of,
    is_pupil,
    school_of_image,
    today,
    withheld_in,
)
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.directory.models import Person
from cms.directory.permissions import may_in_directory
from cms.directory.rules import DirectoryRight
from cms.media.models import SchoolImage
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School
from cms.schools.selectors import school_of_page

NAMED = 5  # people that a sentence names

# --- Who is seen ---


@transaction.atomic
def note_person(*, image: SchoolImage, person: Person, actor: Any) -> Depiction:
    """Somebody is seen in the picture. Raises `NotAllowed`, `Invalid`."""
    _require_noting(actor, image)
    school = school_of_image(image)
    if school is None or person.school_id != school.pk:
        raise Invalid(f"{person} n’est pas de cet établissement.", code="other-school")
    depiction, made = Depiction.objects.get_or_create(image=image, person=person, defaults={"noted_by": actor})
    if made:
        log(instance=image, action="preau.shown.noted", user=actor, data={"school": school.pk, "people": [str(person)]})
        request_publication(school=school, reason=Reason.CONSENT, subject=image.title, actor=actor)
    return depiction


@transaction.atomic
def forget_person(*, depiction: Depiction, actor: Any) -> None:
    """They are not in the picture after all. Raises `NotAllowed`."""
    image = depiction.image
    _require_noting(actor, image)
    school = school_of_image(image)
    if school is None:
        raise NotAllowed("Cette image n’est à aucun établissement.")
    data = {"school": school.pk, "people": [str(depiction.person or "—")]}
    depiction.delete()
    log(instance=image, action="preau.shown.forgotten", user=actor, data=data)
    request_publication(school=school, reason=Reason.CONSENT, subject=image.title, actor=actor)


def _require_noting(actor: Any, image: SchoolImage) -> None:
    if not may_note_people(actor, image):
        raise NotAllowed("Vous ne pouvez pas dire qui est visible sur cette image.")


# --- What was agreed ---


@transaction.atomic
def record_consent(
    *,
    person: Person,
    actor: Any,
    purpose: str,
    starts_on: date,
    ends_on: date,
    given_by: Person | None = None,
    giver: str = "",
    **facts: Any,
) -> Consent:
    """Keep that somebody agreed. `giver` names who is not in the directory. Raises `NotAllowed`, `Invalid`."""
    _require_keeping(actor, person.school)
    _check_giver(person, given_by, giver)
    if ends_on < starts_on:
        raise Invalid("Le dernier jour vient avant le premier.", code="reversed")
    if ends_on > rules.latest_end(starts_on):
        raise Invalid("Un accord vaut trois ans au plus : au-delà, redemandez-le.", code="too-long")
    consent = Consent(
        person=person,
        recorded_by=actor,
        purpose=purpose,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by=given_by,
        giver=giver or str(given_by),
        **facts,
    )
    if not (consent.image or consent.voice):
        raise Invalid("Dites si l’accord porte sur l’image, sur la voix, ou sur les deux.", code="about-nothing")
    if not (consent.public_site or consent.family_space):
        raise Invalid("Dites où l’image ou la voix peut être utilisée.", code="nowhere")
    consent.told = rules.covers(consent.terms, today())
    consent.save()
    _log("preau.consent.recorded", consent, actor)
    _tell(person, actor)
    return consent


def _check_giver(person: Person, given_by: Person | None, giver: str) -> None:
    """A pupil's parents agree for them; one who is of age says so in the note, and agrees in person."""
    if given_by == person:
        return
    if not is_pupil(person):
        raise Invalid(f"{person} est adulte : personne d’autre ne peut donner son accord.", code="giver")
    if given_by is None:
        if not giver.strip():
            raise Invalid("Dites qui a donné cet accord.", code="giver")
        return
    if given_by not in guardians_of(person):
        raise Invalid(f"{given_by} n’est pas responsable légal de {person}.", code="giver")


@transaction.atomic
def withdraw_consent(*, consent: Consent, actor: Any, day: date | None = None) -> None:
    """From that day, today as a rule. The pictures leave the public site with the next publication, asked for now."""
    _require_keeping(actor, consent.person.school)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    day = day or today()
    if consent.withdrawn_on is not None:
        raise Conflict("Cet accord est déjà retiré.", code="withdrawn")
    if day > today():
        raise Invalid("Un retrait vaut aujourd’hui ou depuis une date passée.", code="day")
    consent.withdrawn_on, consent.withdrawn_by, consent.told = day, actor, False
    consent.save()
    _log("preau.consent.withdrawn", consent, actor)
    _tell(consent.person, actor)


def _require_keeping(actor: Any, school: School) -> None:
    if not may_keep_consents(actor, school):
        raise NotAllowed(f"Vous ne gérez pas le droit à l’image de {school.name}.")


def _log(action: str, consent: Consent, actor: Any) -> None:
    """Whose, and by whom; for what stays in the row itself."""
    data = {"school": consent.person.school_id, "until": consent.ends_on.isoformat()}
    log(instance=consent.person, action=action, user=actor, data=data)


def _tell(person: Person, actor: User | None = None) -> None:
    """No name: the record of publications is read by others than those who keep consents."""
    if person.depictions.exists():
        request_publication(school=person.school, reason=Reason.CONSENT, actor=actor)


# --- The calendar ---


@transaction.atomic
def follow_the_calendar() -> int:
    """What began or ended since the last time is told to the publisher; how many. Run by the publisher itself."""
    covers = covering(today())
    began = Consent.objects.filter(covers, told=False)
    ended = Consent.objects.filter(told=True).exclude(covers)
    changed = list((began | ended).select_related("person__school"))
    for consent in changed:
        consent.told = not consent.told
    Consent.objects.bulk_update(changed, ["told"])
    schools = {
        consent.person.school for consent in changed if Depiction.objects.filter(person=consent.person_id).exists()
    }
    for school in schools:
        request_publication(school=school, reason=Reason.CONSENT)
    return len(changed)


# --- The act of putting online ---


def require_consents(page: Page, actor: Any) -> None:
    """Before this version of a page is put online: raises `Conflict` when the public would see who did not agree.

    The export leaves such a picture out whatever happens: this is to tell its author, who can mend it.
    """
    found, school = withheld_in(page), school_of_page(page)
    if not found or school is None:
        return
    names = may_in_directory(actor, DirectoryRight.CONSULT, school)
    said = "; ".join(_said(rows, names=names) for rows in found.values())
    raise Conflict(
        f"Cette page serait publique, et le droit à l’image n’est pas acquis : {said}. Retirez ces images, ou faites "
        "enregistrer les accords par la direction.",
        code="consents.missing",
    )


def _said(rows: list[Depiction], *, names: bool) -> str:
    people = [str(row.person) if row.person else "une personne qui n’est plus dans l’annuaire" for row in rows]
    if not names:
        who = "une personne" if len(rows) == 1 else f"{len(rows)} personnes"
    elif len(people) > NAMED:
        who = f"{', '.join(people[:NAMED])} et {len(people) - NAMED} autres"
    else:
        who = get_text_list(people, "et")
    return f"« {rows[0].image.title} » montre {who}"
