"""Writes about images and documents."""

from pathlib import Path, PurePath
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

from cms.accounts.models import User
from cms.core.exceptions import NotAllowed
from cms.media.checking import Refused, check_document, check_image, check_upload
from cms.media.models import PlaceQuota, SchoolDocument, SchoolImage
from cms.media.room import refusal_of

Stored = TypeVar("Stored", SchoolImage, SchoolDocument)


def store_image(*, collection: Collection, name: str, source: Path, actor: User | None, **facts: Any) -> SchoolImage:
    """Keep an image under `name`, checked, or change the one that has it. `facts` are other fields of `SchoolImage`."""
    return _store(SchoolImage, collection, name, source, actor, facts)


def store_document(
    *, collection: Collection, name: str, source: Path, actor: User | None, **facts: Any
) -> SchoolDocument:
    """Keep a document under `name`, checked, or change the one that has it."""
    return _store(SchoolDocument, collection, name, source, actor, facts)


@transaction.atomic
def replace_document(*, document: SchoolDocument, upload: Any, actor: Any) -> None:
    """Give a document another file, checked; its name, address and links stay. Raises `NotAllowed`, `Refused`."""
    policy = policy_registry.get_by_type(SchoolDocument)
    if not policy.user_has_permission_for_instance(actor, "change", document):
        raise NotAllowed(f"Vous ne pouvez pas remplacer « {document.title} ».")
    check_upload(upload, image=False)
    if refusal := other_format(document, upload.name):
        raise Refused(refusal)
    if document.place:
        Page.objects.select_for_update(of=("self",)).get(pk=document.place_id)  # two files count one after the other
        if refusal := refusal_of(document.place, upload.size, document):
            raise Refused(refusal)
    old = document.file.name
    document.file = upload
    document.file_hash, document.file_size = "", None
    document._set_document_file_metadata()
    document.save()
    log(instance=document, action="wagtail.edit", user=actor)
    if old != document.file.name:
        transaction.on_commit(lambda: document.file.storage.delete(old))


def other_format(document: SchoolDocument, name: str) -> str:
    """Why a file of this name cannot take the place of the document: its address says what it is. "" when it can."""
    kept, given = PurePath(document.name).suffix.lower(), PurePath(name).suffix.lower()
    if kept == given:
        return ""
    return (
        f"« {document.title} » est un fichier « {kept} », et son adresse le dit : remplacez-le par un autre « {kept} »."
    )


def change_quota(*, page: Page, files: int, size: int, actor: Any) -> None:
    """What the rubric may hold from now on. Nothing is removed when it holds more already. Asks nobody's rights."""
    kept = PlaceQuota.objects.filter(page=page).first() or PlaceQuota(page=page)
    kept.files, kept.size = files, size
    kept.save()
    log(instance=page, action="preau.quota", user=actor, data={"files": files, "size": size})


def _store(
    model: type[Stored], collection: Collection, name: str, source: Path, actor: User | None, facts: dict[str, Any]
) -> Stored:
    stored = model.objects.filter(collection=collection, name=name).first() or model(collection=collection, name=name)
    stored.uploaded_by_user = stored.uploaded_by_user or actor
    for field, value in facts.items():
        setattr(stored, field, value)
    content = _checked(model, source, name)
    if not stored.pk or _differs(stored, content):
        stored.file = ContentFile(content, name=name)
        stored.file_hash, stored.file_size = "", None
        stored.save()
    else:
        stored.save()
    return stored


def _checked(model: type[Stored], source: Path, name: str) -> bytes:
    """Raises `Refused`, as for whoever uploads it."""
    with source.open("rb") as file:
        clean = (check_image if model is SchoolImage else check_document)(file, name)
    return source.read_bytes() if clean is None else clean


def _differs(stored: SchoolImage | SchoolDocument, content: bytes) -> bool:
    with stored.file.open("rb") as kept:
        return bool(kept.read() != content)
