"""Registration only: addresses, the menu, what the log says of each act."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from cms.consents import views
from cms.directory.wagtail_hooks import Told
from cms.rubrics.wagtail_hooks import ManagersItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("consents/", views.index, name="consents"),
        path("consents/people/<uuid:ref>/", views.person, name="consents_person"),
        path("consents/<uuid:ref>/withdraw/", views.withdraw, name="consent_withdraw"),
        path("consents/images/<int:pk>/", views.image_people, name="image_people"),
    ]


@hooks.register("register_admin_menu_item")
def consents_item() -> MenuItem:
    return ManagersItem(
        _("Right to one’s image"), reverse("consents"), name="consents", icon_name="clipboard-list", order=510
    )


ACTIONS = {
    "shown.noted": (_("Note who is shown"), _("Noted as shown in the picture")),
    "shown.forgotten": (_("Take somebody out of a picture"), _("No longer noted as shown in the picture")),
    "consent.recorded": (_("Record an agreement"), _("Agreement on image or voice recorded")),
    "consent.withdrawn": (_("Withdraw an agreement"), _("Agreement on image or voice withdrawn")),
}


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in ACTIONS.items():
        formatter = type(Told.__name__, (Told,), {"label": label, "message": message})
        actions.register_action(f"preau.{name}")(formatter)
