"""Writes about old addresses: each is made by the change that makes it old, in its transaction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.addresses.models import LONGEST, OldAddress
from cms.addresses.selectors import address, branch, page_at
from cms.core import clock
from cms.core.exceptions import Invalid, NotAllowed
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.rubrics.models import RESERVED
from cms.schools.models import School
from cms.schools.selectors import school_of_path


@transaction.atomic
def follow(*, path: str, before: str, after: str) -> None:
    """The page at this treebeard path, with all that it holds, goes from one of Wagtail's `url_path` to another.

    What was public is found at its old address from now on. An address that a page takes is its own.
    """
    school = school_of_path(path)
    if school is None or len(path) <= len(school.root_page.path) or before == after:
        return
    left, taken = {}, []
    for page in branch(school, path):
        taken.append(address(school, after + page.url[len(before) :], event=page.event))
        if page.public:
            left[address(school, page.url, event=page.event)] = page.pk
    OldAddress.objects.filter(school=school, path__in=taken).delete()
    _write(school, left)


def take(*, school: School, path: str) -> None:
    """A page went online at this address: it leads nowhere else any more."""
    OldAddress.objects.filter(school=school, path=path).delete()


@transaction.atomic
def forget(*, old: OldAddress, actor: Any) -> None:
    """It leads nowhere any more. Raises `NotAllowed`."""
    page = old.page.specific
    if not page.permissions_for_user(actor).can_publish():
        raise NotAllowed("Seuls ceux qui peuvent mettre cette page en ligne retirent ses anciennes adresses.")
    old.delete()
    log(instance=page, action="preau.address.forgotten", user=actor, data={"address": str(old)})
    alone = page.pk if getattr(page, "contribution", False) else None
    request_publication(school=old.school, reason=Reason.MOVED, subject=page.title, page=alone, actor=actor)


@transaction.atomic
def write_old_address(*, school: School, path: str, page: Page) -> None:
    """For imports. Raises `Invalid` for one that is not free, or that cannot be kept."""
    if len(path) > LONGEST:
        raise Invalid(f"l’adresse fait {len(path)} caractères, et {LONGEST} au plus sont acceptés ; raccourcissez-la")
    if path.partition("/")[0] in RESERVED:
        raise Invalid(f"l’adresse « /{path}/ » est de celles que le site lui-même utilise ; retirez-la")
    holder = page_at(school, path)
    if holder:
        raise Invalid(f"l’adresse « /{path}/ » est celle de « {holder.title} » ; retirez-la, ou changez l’adresse")
    _write(school, {path: page.pk})


def _write(school: School, left: dict[str, int]) -> None:
    now = clock.now()
    rows = [
        OldAddress(school=school, path=path, page_id=page, left_at=now)
        for path, page in left.items()
        if len(path) <= LONGEST
    ]
    OldAddress.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["school", "path"],
        update_fields=["page", "left_at"],
    )


def forgotten(data: dict[str, Any]) -> str:
    return _("old address removed: %s") % data.get("address", "?")
