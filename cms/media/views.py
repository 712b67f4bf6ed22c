"""Files as the administration shows them: to those who may choose them. No file is public by its address."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from wagtail.documents.views.serve import serve
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from cms.media.models import SchoolDocument, SchoolImage


@cache_control(private=True, no_store=True)
def stored_file(request: HttpRequest, name: str) -> FileResponse:
    """One stored file. What exists and is not for this person answers as what does not exist."""
    if not may_see(request.user, name) or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@cache_control(private=True, no_store=True)
def document_file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """Wagtail's own address of a document, whose right `wagtail_hooks` asks; kept nowhere on its way."""
    answer: HttpResponseBase = serve(request, key, name)
    return answer


def may_see(user: Any, name: str) -> bool:
    """Whether the file is an image, one of its sizes, or a document that this person may choose; or their portrait."""
    owner = (
        SchoolImage.objects.filter(file=name).first()
        or SchoolImage.objects.filter(renditions__file=name).first()
        or SchoolDocument.objects.filter(file=name).first()
    )
    if owner is None:
        return UserProfile.objects.filter(avatar=name, user=user.pk).exists()
    return may_open(user, owner)


def may_open(user: Any, file: SchoolImage | SchoolDocument) -> bool:
    """In the administration. Readers have the release and the API."""
    return user.has_perm("wagtailadmin.access_admin") and bool(
        policy_registry.get(file).user_has_permission_for_instance(user, "choose", file)
    )


class Discreet:
    """A bulk action of Wagtail's: its stock page gives the titles of files that are not for this person."""

    request: HttpRequest
    model: Any

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        """What exists and may not be seen is as what does not exist."""
        files, others = super().get_actionable_objects()  # type: ignore[misc]  # Wagtail's action, beside us
        policy = policy_registry.get_by_type(self.model)
        shown = [
            file
            for file in others["items_with_no_access"]
            if policy.user_has_permission_for_instance(self.request.user, "choose", file)
        ]
        if not files and not shown:
            raise Http404
        return files, {**others, "items_with_no_access": shown}
