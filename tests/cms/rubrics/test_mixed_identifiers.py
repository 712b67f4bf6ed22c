"""RUB-03, invariant 2: mine in the address, theirs in the body. Refused everywhere, and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page, Revision, Site

from cms.articles.models import Article
from cms.articles.services import move_article
from cms.core.exceptions import DomainError
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.services import change_role, give_role, set_zone, take_role
from tests.support.campus import Campus, make_campus

pytestmark = pytest.mark.django_db


class Mix:
    """Camille manages one rubric; another of the school and one of another school are none of theirs."""

    def __init__(self) -> None:
        Site.objects.all().delete()
        self.home, self.away = make_campus("ici", "testserver"), make_campus("ailleurs", "localhost")
        self.person = self.home.person("camille", profile="teacher")
        self.mine = self._fill(self.home, "mien")
        self.theirs = [self._fill(self.home, "leur"), self._fill(self.away, "loin")]
        self.home.grant(self.mine["rubric"], Role.MANAGER, person=self.person)
        self.client = self.home.client(self.person)
        self.client.get("/admin/")

    @staticmethod
    def _fill(campus: Campus, word: str) -> dict[str, Any]:
        rubric = campus.rubric(word, zone=Zone.PRIVATE)
        article = campus.article(rubric, word)
        revision = article.save_revision()
        row = campus.grant(rubric, Role.EDITOR, profile="pupil")
        return {"rubric": rubric, "article": Article.objects.get(pk=article.pk), "revision": revision, "row": row}


@pytest.fixture
def mix(db: None) -> Mix:
    return Mix()


def everything() -> list[Any]:
    return [
        list(Page.objects.order_by("pk").values()),
        list(Rubric.objects.order_by("pk").values_list("pk", "zone", "inherits")),
        list(Revision.objects.order_by("pk").values_list("pk", "approved_go_live_at")),
        list(RubricRole.objects.order_by("pk").values_list("pk", "page", "role")),
    ]


def test_rub_03_screens_refuse_what_mixes_mine_and_theirs(mix: Mix) -> None:
    before = everything()
    mine = mix.mine
    article, rubric = mine["article"].pk, mine["rubric"].pk
    for theirs in mix.theirs:
        foreign, place, revision = theirs["article"].pk, theirs["rubric"].pk, theirs["revision"].pk
        asked = {
            f"/admin/pages/{article}/move/{place}/confirm/": {},
            f"/admin/pages/{article}/copy/": {"new_title": "C", "new_slug": "c", "new_parent_page": place},
            f"/admin/pages/{rubric}/copy/": {
                "new_title": "C",
                "new_slug": "c",
                "new_parent_page": place,
                "copy_subpages": "on",
                "alias": "on",
            },
            f"/admin/pages/{article}/revisions/{revision}/revert/": {"title": "Autre", "slug": "autre"},
            f"/admin/pages/{article}/revisions/{revision}/unschedule/": {},
            f"/admin/bulk/wagtailcore/page/delete/?id={article}&id={foreign}&next=/admin/": {},
            f"/admin/bulk/wagtailcore/page/unpublish/?id={article}&id={foreign}&next=/admin/": {},
            f"/admin/bulk/wagtailcore/page/publish/?id={article}&id={foreign}&next=/admin/": {},
            f"/admin/bulk/wagtailcore/page/move/?id={article}&next=/admin/": {"chooser": place},
            f"/admin/pages/{foreign}/set_position/?position=0": {},
            f"/admin/rubrics/{place}/zone/": {"zone": "public"},
        }
        for address, fields in asked.items():
            answer = mix.client.post(address, fields)
            assert answer.status_code < 500, address
            assert everything() == before, address
        for address in (
            f"/admin/pages/{article}/revisions/compare/{revision}...live/",
            f"/admin/pages/{article}/revisions/{revision}/view/",
            f"/admin/choose-page/{place}/",
        ):
            assert mix.client.get(address).status_code in {302, 403, 404}, address


def test_rub_03_verbs_refuse_what_mixes_mine_and_theirs(mix: Mix) -> None:
    before, actor = everything(), mix.person.user
    for theirs in mix.theirs:
        stranger = mix.away.person(f"inconnu-{theirs['rubric'].pk}")
        for act in (
            lambda theirs=theirs: move_article(article=mix.mine["article"], rubric=theirs["rubric"], actor=actor),
            lambda theirs=theirs: change_role(row=theirs["row"], role=Role.MANAGER, actor=actor),
            lambda theirs=theirs: take_role(row=theirs["row"], actor=actor),
            lambda theirs=theirs: give_role(
                page=theirs["rubric"], role=Role.VISITOR, terms=[{"profile": "parent"}], actor=actor
            ),
            lambda theirs=theirs: set_zone(rubric=theirs["rubric"], zone=Zone.PUBLIC, actor=actor),
            lambda stranger=stranger: give_role(
                page=mix.mine["rubric"], role=Role.EDITOR, terms=[{"person": stranger}], actor=actor
            ),
        ):
            with pytest.raises(DomainError):
                act()
            assert everything() == before


def test_api_01_a_cursor_or_a_reference_of_elsewhere_opens_nothing(mix: Mix) -> None:
    for theirs in mix.theirs:
        ref = theirs["rubric"].translation_key
        assert mix.client.get(f"/api/v1/articles?rubric={ref}").status_code == 404
        assert mix.client.get(f"/api/v1/articles/{theirs['article'].ref}").status_code == 404
    mine = mix.client.get(f"/api/v1/articles?rubric={mix.mine['rubric'].translation_key}").json()
    assert [item["title"] for item in mine["results"]] == ["mien"]
