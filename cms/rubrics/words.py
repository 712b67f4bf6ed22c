"""Rights in words: who reads, who writes, where a role comes from, and why somebody may what they may (RUB-04)."""

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.audiences.models import AudienceTerm
from cms.audiences.models import in_words as in_words_of
from cms.audiences.selectors import people_matching
from cms.directory.enums import Profile
from cms.directory.models import Person
from cms.directory.selectors import may_enter
from cms.rubrics.actors import Reason
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.rights import Line, Lived, Place, Rights

PLURALS = {
    Role.VISITOR: gettext_lazy("visitors"),
    Role.EDITOR: gettext_lazy("editors"),
    Role.PUBLISHER: gettext_lazy("editors with publishing rights"),
    Role.MODERATOR: gettext_lazy("moderators"),
    Role.MANAGER: gettext_lazy("managers"),
}
# What a role lets one do, in one phrase: the table of rights as its first reader wants it.
EXPLAINED = {
    Role.VISITOR: gettext_lazy("reads the rubric, and writes nothing in it"),
    Role.EDITOR: gettext_lazy("proposes articles; a moderator puts them online"),
    Role.PUBLISHER: gettext_lazy("puts their own articles online, and touches nobody else’s"),
    Role.MODERATOR: gettext_lazy("validates, puts online and deletes anybody’s articles"),
    Role.MANAGER: gettext_lazy("all of that; makes and changes rubrics, and says who has which role in them"),
}
LIVED = {
    Lived.PUBLIC: (gettext_lazy("public"), "globe"),
    Lived.PRIVATE: (gettext_lazy("private"), "lock"),
    Lived.ARCHIVED: (gettext_lazy("archived"), "folder"),
    Lived.OFFLINE: (gettext_lazy("offline"), "no-view"),
}


# --- A rubric ---


def lived(place: Place) -> str:
    """ "private", or "private, as « Pédagogie » is": what it is, and whose doing it is."""
    word = str(LIVED[place.lived][0])
    return _("%(state)s, as “%(above)s” is") % {"state": word, "above": place.because} if place.because else word


def who_reads(place: Place, lines: Sequence[Line]) -> str:
    if place.lived == Lived.ARCHIVED:
        return _("nobody, as long as it is archived")
    if place.lived == Lived.OFFLINE:
        return _("nobody, as long as it is offline")
    if place.lived == Lived.PUBLIC:
        return _("everybody")
    visitors = [people(line.row) for line in lines if line.role == Role.VISITOR and not line.idle]
    writers = any(line.role > Role.VISITOR and not line.of_heads for line in lines)
    if visitors:
        said = ", ".join(visitors)
        return _("%(people)s, and those who write in it") % {"people": said} if writers else said
    return _("only those who write in it") if writers else _("the head of school alone")


def who_writes(lines: Sequence[Line]) -> str:
    """The heads are left out: they manage every rubric, and the screen says so once."""
    writers = [in_words(line.row) for line in lines if line.role > Role.VISITOR and not line.of_heads]
    return ", ".join(writers) or _("the head of school alone")


def people(row: RubricRole) -> str:
    """Whom a row is about, from terms that were read with it: an audience that says itself asks for them again."""
    return str(in_words_of(row.audience.terms.all()))


def in_words(row: RubricRole) -> str:
    """ "enseignants · Documentation (gestionnaires)"."""
    terms = list(row.audience.terms.all())
    one = len(terms) == 1 and terms[0].person_id
    role = Role(row.role)
    return f"{people(row)} ({role.label if one else PLURALS[role]})"


def origin(place: Place, lines: Sequence[Line], rights: Rights) -> str:
    """Whether the roles that hold in a rubric are its own."""
    own = sum(line.own and not line.of_heads for line in lines)
    given = ngettext("%(count)d role given here", "%(count)d roles given here", own) % {"count": own}
    if place.top:
        return given if own else ""
    if not place.inherits:
        return _("inherits nothing; %(given)s") % {"given": given if own else _("no role given here")}
    above = dict.fromkeys(line.path for line in lines if not line.own and not line.of_heads)
    if not above:
        return given if own else _("no role given here, nor above")
    names = _(" and ").join(name_of(rights.place(path)) for path in above)
    if own:
        return _("%(given)s, others inherited from %(places)s") % {"given": given, "places": names}
    return _("roles inherited from %(places)s") % {"places": names}


def name_of(place: Place) -> str:
    return _("the whole school") if place.top else _("“%s”") % place.title


def idle_notes(line: Line) -> list[str]:
    """Why a role does not let its people in, and the remedy: a sentence for each rubric that is in the way."""
    return [obstacle_note(line.role, one.people, len(line.people), one.title) for one in line.obstacles]


def note_about(line: Line, note: str) -> str:
    """The same where the role is not beside it."""
    return f"{capfirst(in_words(line.row))} — {note[:1].lower()}{note[1:]}"


def obstacle_note(role: Role, stopped: int, people: int, above: str) -> str:
    if stopped < people:
        text = ngettext(
            "No effect for %(count)d of these people: “%(above)s”, above, is private and lets them in with no role.",
            "No effect for %(count)d of these people: “%(above)s”, above, is private and lets them in with no role.",
            stopped,
        )
    elif role == Role.VISITOR:
        text = _("No effect: “%(above)s”, above, is private and lets these people in with no role.")
    else:
        text = _(
            "No effect on what they read: these people write here in the administration, but “%(above)s”, above, is "
            "private and lets them in with no role."
        )
    remedy = _("Give them the role of visitor in “%(above)s” too.")
    return f"{text} {remedy}" % {"count": stopped, "above": above}


# --- Somebody ---


def label(person: Person) -> str:
    """A name with what tells it from another's, of somebody fetched by `with_places`."""
    said = [str(one) for one in (*person.functions.all(), *person.subjects.all(), *person.classes.all())]
    if person.profile == Profile.PARENT:
        said += [_("child: %s") % child for child in person.children.all()]
    about = ", ".join(said[:3])
    profile = Profile(person.profile).label
    return f"{person} ({profile}, {about})" if about else f"{person} ({profile})"


def as_whom(person: Person, row: RubricRole) -> str:
    """In what quality a row reaches somebody: "as teacher of 3eA"."""
    included = [term for term in row.audience.terms.all() if not term.excluded]
    mine = [term for term in included if people_matching(person.school_id, [term]).filter(pk=person.pk).exists()]
    return _(" and ").join(dict.fromkeys(_quality(person, term) for term in mine)) or people(row)


def _quality(person: Person, term: AudienceTerm) -> str:
    if term.person_id:
        return _("by name")
    function = str(term.function) if term.function else ""
    base = function or (str(Profile(term.profile).label) if term.profile else _("somebody"))
    place = str(term.school_class or term.year_group or "")
    said = _("%(who)s of %(place)s") % {"who": base, "place": place} if place else base
    if term.subject:
        said = f"{said} ({term.subject})"
    if term.group:
        member = _("member of “%s”") % term.group
        said = member if base == _("somebody") and not place and not term.subject else f"{said}, {member}"
    return _("as %s") % said


def why(person: Person, rubric: Rubric, reason: Reason) -> list[str]:
    """What somebody may in a rubric and why: the answer first, then what else is true."""
    said = [_what(person, rubric, reason)]
    if not reason.reads:
        said.append(_barrier(person, rubric, reason))
    others = [row for row in reason.rows if row.role != reason.role]
    said += [
        _("Also %(role)s, %(quality)s (%(origin)s): the strongest role counts.")
        % {"role": Role(row.role).label, "quality": as_whom(person, row), "origin": _given(row, rubric)}
        for row in others
    ]
    if not may_enter(person):
        said.append(_("%s may not enter at present: their access is closed. None of this holds today.") % person)
    elif person.user is None:
        said.append(_("%s has no account: none of this is of use to them yet.") % person)
    elif person.user.is_superuser:
        said.append(_("%s also runs this installation, and may do everything whatever the roles.") % person)
    return said


def _what(person: Person, rubric: Rubric, reason: Reason) -> str:
    if reason.role is not None:
        ways = [
            _("%(quality)s (%(origin)s)") % {"quality": as_whom(person, row), "origin": _given(row, rubric)}
            for row in reason.counted
        ]
        return _("%(person)s: %(role)s, %(ways)s.") % {
            "person": person,
            "role": reason.role.label,
            "ways": _(" and ").join(ways),
        }
    if reason.reads:
        return _("%s reads, as everybody does: the rubric is public. No role lets them write here.") % person
    return _("%s has no role here.") % person


def _given(row: RubricRole, rubric: Rubric) -> str:
    if row.page_id == rubric.pk:
        return _("role given here")
    top = row.page.depth <= 2
    return _("inherited from the whole school") if top else _("inherited from “%s”") % row.page.title


def _barrier(person: Person, rubric: Rubric, reason: Reason) -> str:
    wall = reason.hidden_by or rubric
    if wall.archived_at:
        text = (
            _("%(person)s does not read: the rubric is archived.")
            if wall.pk == rubric.pk
            else _("%(person)s does not read: “%(wall)s”, above, is archived.")
        )
    elif not wall.live:
        text = (
            _("%(person)s does not read: the rubric is offline.")
            if wall.pk == rubric.pk
            else _("%(person)s does not read: “%(wall)s”, above, is offline.")
        )
    elif wall.pk == rubric.pk:
        text = _(
            "%(person)s does not read: the rubric is private and no role lets them in. "
            "Give them the role of visitor here."
        )
    else:
        text = _(
            "%(person)s does not read: “%(wall)s”, above, is private and no role lets them in. "
            "Give them the role of visitor in “%(wall)s”."
        )
    return text % {"person": person, "wall": wall.title}


# --- Roles ---


def role_choices() -> Iterable[tuple[int, str]]:
    return [(role.value, capfirst(str(role.label))) for role in Role]
