"""What is true of a school from its first day: its heads manage it, and each class has its rubric."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cms.audiences.models import Audience
from cms.directory.models import Group
from cms.directory.signals import classes_made, group_uses
from cms.rubrics.actors import rights_of_group
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.services import follow_classes, give_heads_their_right
from cms.schools.models import School
from cms.schools.selectors import school_of_page


@receiver(post_save, sender=School)
def school_opened(sender: type, instance: School, created: bool = False, **kwargs: Any) -> None:
    if created:
        give_heads_their_right(school=instance, page=instance.root_page)


@receiver(post_save, sender=Rubric)
def rubric_made(sender: type, instance: Rubric, created: bool = False, **kwargs: Any) -> None:
    """One that inherits nothing from its birth, such as a copy, would be out of its head's reach (RUB-07)."""
    school = school_of_page(instance) if created and not instance.inherits else None
    if school:
        give_heads_their_right(school=school, page=instance)


@receiver(classes_made)
def class_made(sender: type, school: School, **kwargs: Any) -> None:
    follow_classes(school=school)


@receiver(post_delete, sender=RubricRole)
def role_gone(sender: type, instance: RubricRole, **kwargs: Any) -> None:
    """Its audience goes with it, also with a rubric: left behind, it would keep its groups from being deleted."""
    Audience.objects.filter(pk=instance.audience_id, rubric_roles=None).delete()


@receiver(group_uses)
def rights_that_a_group_gives(sender: type, group: Group, **kwargs: Any) -> list[str]:
    return rights_of_group(group)
