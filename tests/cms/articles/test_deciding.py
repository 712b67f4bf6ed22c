"""ART-02, ART-03: what whoever decides has under their eyes, and the way from one submission to the next."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse

from cms.articles import services
from cms.articles.enums import Proposal
from cms.articles.models import Article
from cms.rubrics.enums import Role
from tests.support.articles import typed
from tests.support.schools import SmallSchool, browser_of, fresh, said

pytestmark = pytest.mark.django_db
TITLES = ["Le cross", "La chorale", "Le club échecs"]


class Desk:
    """A rubric with an editor, a publisher and a moderator, and what the editor submitted, in this order."""

    def __init__(self, submitted: int) -> None:
        self.school = SmallSchool()
        self.place = self.school.rubric("Journal")
        self.editor, self.publisher, self.moderator = map(self.school.person, ("hugo", "claire", "nadia"))
        self.school.grant(self.place, Role.EDITOR, person=self.editor)
        self.school.grant(self.place, Role.PUBLISHER, person=self.publisher)
        self.school.grant(self.place, Role.MODERATOR, person=self.moderator)
        self.articles = [self.submit(title) for title in TITLES[:submitted]]

    def submit(self, title: str) -> Article:
        slug = title.lower().replace(" ", "-").replace("é", "e")
        made = services.create_article(rubric=self.place, title=title, slug=slug, actor=self.editor.user)
        services.submit_article(article=made, actor=self.editor.user)
        return made

    def edit(self, who: Any, article: Article) -> str:
        return said(browser_of(who).get(self.address(article)))

    def act(self, who: Any, article: Article, button: str) -> Any:
        form = typed(fresh(article), **{button: "1"})
        return browser_of(who).post(self.address(article), form, follow=True)

    def refuse(self, article: Article, reason: str) -> Any:
        address = reverse("article_refuse", args=[article.pk])
        return browser_of(self.moderator).post(address, {"reason": reason}, follow=True)

    @staticmethod
    def address(article: Article) -> str:
        return reverse("wagtailadmin_pages:edit", args=[article.pk])


def buttons(page: str) -> tuple[list[str], list[str]]:
    """Those in sight under a form, in order, and those under the arrow."""
    acts = BeautifulSoup(page, "html.parser").select_one("footer .preau-acts")
    assert isinstance(acts, Tag)
    found = acts.select("button, a")
    hidden = [one for one in found if one.find_parent(attrs={"data-w-dropdown-target": "content"})]
    names = {id(one): " ".join(one.get_text(" ").split()) for one in found}
    shown = [
        names[id(one)] for one in found if one not in hidden and "w-dropdown__toggle" not in (one.get("class") or [])
    ]
    return shown, [names[id(one)] for one in hidden]


def test_art_02_what_one_came_to_do_is_in_sight(db: None) -> None:
    desk = Desk(1)
    [article] = desk.articles
    assert buttons(desk.edit(desk.moderator, article))[0] == [
        "Enregistrer le brouillon",
        "Refuser…",
        "Valider et mettre en ligne",
    ]
    shown, hidden = buttons(desk.edit(desk.editor, article))
    assert (shown, hidden) == (["Enregistrer le brouillon"], ["Retirer la demande"])
    services.withdraw_submission(article=article, actor=desk.editor.user)
    assert buttons(desk.edit(desk.editor, article))[0] == ["Enregistrer le brouillon", "Soumettre"]
    new = reverse("wagtailadmin_pages:add", args=["articles", "article", desk.place.pk])
    for who, main in ((desk.editor, "Soumettre"), (desk.publisher, "Mettre en ligne")):
        assert buttons(said(browser_of(who).get(new))) == (["Enregistrer le brouillon", main], [])
    services.put_online(article=fresh(article), actor=desk.moderator.user)
    shown, hidden = buttons(desk.edit(desk.moderator, article))
    assert (shown, hidden) == (["Enregistrer le brouillon", "Mettre en ligne"], ["Retirer du site"])


@pytest.mark.parametrize("who", ["editor", "publisher", "moderator"])
def test_art_02_enter_in_a_field_only_saves(db: None, who: str) -> None:
    """Browsers press the first button of a form: it must neither submit nor put online."""
    desk = Desk(1)
    page = (
        desk.edit(getattr(desk, who), desk.articles[0])
        if who != "publisher"
        else said(
            browser_of(desk.publisher).get(
                reverse("wagtailadmin_pages:add", args=["articles", "article", desk.place.pk])
            )
        )
    )
    form = page.split("data-edit-form", 1)[1]
    first = re.search(r'<(?:button|input)\b[^>]*type="submit"[^>]*>', form)
    assert first is not None
    assert "action-save" in first[0] and "name=" not in first[0]


def test_art_02_from_one_decision_to_the_next_without_the_list(db: None) -> None:
    desk = Desk(3)
    first, second, third = desk.articles
    shown = desk.edit(desk.moderator, first)
    assert "passer à « La chorale »" in shown and "2 autres attendent" in shown
    answer = desk.refuse(first, "Dites quand.")
    assert answer.redirect_chain[-1][0] == desk.address(second)
    text = said(answer)
    assert "« Le cross » est refusé" in text and "Voici le suivant : 2 attendent encore" in text
    assert re.search(rf'href="{desk.address(first)}"[^>]*>\s*Revenir à « Le cross »', text)
    answer = desk.act(desk.moderator, second, "action-publish")
    assert answer.redirect_chain[-1][0] == desk.address(third)
    assert "« La chorale » est en ligne" in said(answer) and "Voici le dernier" in said(answer)
    answer = desk.act(desk.moderator, third, "action-publish")
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    assert "Plus rien n’attend votre décision." in said(answer)
    assert [fresh(one).live for one in desk.articles] == [False, True, True]


def test_art_02_one_left_for_later_comes_back_after_the_last(db: None) -> None:
    desk = Desk(3)
    first, _second, third = desk.articles
    assert "passer à « Le cross »" in desk.edit(desk.moderator, third)
    answer = desk.act(desk.moderator, third, "action-publish")
    assert answer.redirect_chain[-1][0] == desk.address(first)


def test_art_02_only_what_one_may_decide_comes_next(db: None) -> None:
    """Neither one's own request, nor those of a rubric that one does not moderate."""
    desk = Desk(1)
    elsewhere = desk.school.rubric("Cantine")
    cook = desk.school.person("remi")
    desk.school.grant(elsewhere, Role.EDITOR, person=cook)
    other = services.create_article(rubric=elsewhere, title="Menu secret", slug="menu", actor=cook.user)
    services.submit_article(article=other, actor=cook.user)
    mine = services.create_article(rubric=desk.place, title="Le mien", slug="mien", actor=desk.moderator.user)
    services.submit_article(article=mine, actor=desk.moderator.user)
    shown = desk.edit(desk.moderator, desk.articles[0])
    assert "Le laisser pour plus tard" not in shown
    answer = desk.act(desk.moderator, desk.articles[0], "action-publish")
    assert "Plus rien n’attend" in said(answer) and "Menu secret" not in said(answer)
    assert fresh(other).proposal == Proposal.WAITING
    assert "Le laisser pour plus tard" not in desk.edit(desk.editor, desk.articles[0])


def test_art_02_to_put_ones_own_article_online_leads_where_it_always_did(db: None) -> None:
    desk = Desk(2)
    own = services.create_article(rubric=desk.place, title="Brève", slug="breve", actor=desk.moderator.user)
    answer = desk.act(desk.moderator, own, "action-publish")
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[desk.place.pk])


def test_art_03_the_home_screen_begins_with_what_waits_the_oldest_first(db: None) -> None:
    desk = Desk(3)
    home = said(browser_of(desk.moderator).get(reverse("wagtailadmin_home")))
    assert "À valider (3)" in home
    assert home.index("À valider") < home.index("Écrire un article")
    places = [home.index(f">{title}</a>") for title in TITLES]
    assert places == sorted(places)
    assert home.count("Le cross") == 1  # in the list of what waits, and not among the news too
    assert "À valider" not in said(browser_of(desk.editor).get(reverse("wagtailadmin_home")))


def test_art_05_contributions_show_all_that_waits_for_a_moderator(db: None) -> None:
    """Also the newer version of what is online, which the filter by state does not find."""
    desk = Desk(2)
    online = desk.articles[0]
    services.put_online(article=online, actor=desk.moderator.user)
    desk.act(desk.editor, online, "action-submit")
    fields = typed(fresh(online), title="Le cross, corrigé", **{"action-submit": "1"})
    browser_of(desk.editor).post(desk.address(online), fields)
    services.create_article(rubric=desk.place, title="Brouillon", slug="brouillon", actor=desk.editor.user)
    listed = said(browser_of(desk.moderator).get(reverse("contributions") + "?proposal=waiting"))
    assert "Le cross, corrigé" in listed and "La chorale" in listed and "Brouillon" not in listed
