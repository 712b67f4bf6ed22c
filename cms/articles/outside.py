"""The screen of contents of other sites: which ones articles may show, and the school's own list of PeerTube sites."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.articles.services import choose_peertube_sites
from cms.core.embeds import PROVIDERS
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School


class PeerTubeForm(forms.ModelForm[School]):
    class Meta:
        model = School
        fields = ("peertube_hosts",)
        widgets = {"peertube_hosts": forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})}

    def clean_peertube_hosts(self) -> str:
        """A frame of our own address would have the rights of our own pages."""
        sites: list[str] = self.cleaned_data["peertube_hosts"].split()
        ours = Site.objects.filter(hostname__in=sites).values_list("hostname", flat=True).first()
        if ours:
            raise ValidationError(_("“%s” is the address of this portal itself: it cannot be in the list.") % ours)
        return "\n".join(dict.fromkeys(sites))


def sites(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    form = (
        PeerTubeForm({"peertube_hosts": _names(request.POST.get("peertube_hosts", ""))}, instance=school)
        if request.method == "POST"
        else None
    )
    if form and form.is_valid():
        choose_peertube_sites(school=school, sites=form.cleaned_data["peertube_hosts"].split(), actor=request.user)
        messages.success(request, _("The list is kept. Pages follow with the next publication, in a moment."))
        return redirect(f"{reverse('outside_contents')}?school={school.slug}")
    context = {
        "school": school,
        "schools": schools,
        "form": form or PeerTubeForm(instance=school),
        "providers": [provider.name for provider in PROVIDERS.values() if provider.hosts],
        "header_title": _("Contents of other sites"),
        "breadcrumbs_items": [{"url": "", "label": _("Contents of other sites")}],
    }
    return render(request, "articles/outside.html", context)


def _names(text: str) -> str:
    """One a line, as they are typed or copied: of an address, its name is taken."""
    lines = (line.strip() for line in text.lower().splitlines())
    return "\n".join(line.removeprefix("https://").partition("/")[0] for line in lines)
