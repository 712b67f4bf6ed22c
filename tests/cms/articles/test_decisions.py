"""ART-02, ART-03: what is validated is what was read; of two who decide one is second; who is told, and of what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from cms.accounts.models import User
from cms.articles import services
from cms.articles.enums import Outcome, Proposal, State
from cms.articles.models import Article, Submission
from cms.articles.selectors import version_of
from cms.core.exceptions import Conflict, Invalid, NotAllowed
from cms.notifications.models import Notice
from cms.rubrics import online
from cms.rubrics.enums import Role, Zone
from tests.support.articles import typed
from tests.support.schools import SmallSchool, browser_of, fresh, said


class Newsroom:
    """A rubric, an editor, a moderator, the head; and an article of the editor's."""

    def __init__(self) -> None:
        Site.objects.all().delete()
        self.school = SmallSchool()
        self.place = self.school.rubric("Journal")
        self.editor, self.moderator = self.school.person("hugo"), self.school.person("nadia")
        self.school.grant(self.place, Role.EDITOR, person=self.editor)
        self.school.grant(self.place, Role.MODERATOR, person=self.moderator)
        self.article = services.create_article(
            rubric=self.place, title="Le cross", slug="cross", actor=self.editor.user
        )

    def submit(self) -> Submission:
        services.submit_article(article=self.article, actor=self.editor.user)
        return self.article.submissions.get(outcome=Outcome.WAITING)

    def save(self, title: str) -> None:
        services.edit_article(article=fresh(self.article), actor=self.editor.user, title=title)

    def edit(self, who: Any, **fields: str) -> Any:
        """The editor's form, as the person sends it."""
        return browser_of(who).post(self.address, typed(fresh(self.article), **fields), follow=True)

    @property
    def address(self) -> str:
        return f"/admin/pages/{self.article.pk}/edit/"

    def told(self, who: Any) -> list[str]:
        return list(Notice.objects.filter(recipient=who.user).values_list("text", flat=True))


@pytest.fixture
def news(db: None) -> Newsroom:
    return Newsroom()


# --- The version that was read ---


def test_art_02_a_version_saved_meanwhile_is_not_put_online(news: Newsroom) -> None:
    news.submit()
    seen = version_of(fresh(news.article))
    news.save("Le cross, avec un nom d’élève")
    with pytest.raises(Conflict, match="version plus récente") as refusal:
        services.put_online(article=news.article, actor=news.moderator.user, seen=seen)
    assert refusal.value.code == "newer-version"
    assert (fresh(news.article).live, fresh(news.article).proposal) == (False, Proposal.WAITING)
    services.put_online(article=news.article, actor=news.moderator.user, seen=version_of(fresh(news.article)))
    assert fresh(news.article).title == "Le cross, avec un nom d’élève"


def test_art_02_the_editor_says_that_there_is_a_newer_version_and_keeps_what_was_typed(news: Newsroom) -> None:
    submission = news.submit()
    latest = fresh(news.article).get_latest_revision()
    read = {"loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat()}
    news.save("Le cross, plus tard")
    versions = Revision.objects.count()
    sent = {**read, "submission": str(submission.pk), "title": "Le cross corrigé", "action-publish": "1"}
    answer = news.edit(news.moderator, **sent)
    text = said(answer)
    assert "Une version plus récente a été enregistrée" in text and "Le cross corrigé" in text
    assert f'value="{latest.pk}"' in text  # insisting sends the version that was read, and is refused again
    assert (fresh(news.article).live, Revision.objects.count()) == (False, versions)


def test_art_02_while_a_request_waits_nothing_is_kept_by_itself(news: Newsroom) -> None:
    news.submit()
    fields = typed(fresh(news.article), title="Le cross, à moitié ta")
    answer = browser_of(news.editor).post(news.address, fields, headers={"Accept": "application/json"})
    assert answer.json()["error_code"] == "waiting" and "attend une décision" in answer.json()["error_message"]
    assert fresh(news.article).get_latest_revision_as_object().title == "Le cross"
    assert "w-autosave-interval" not in browser_of(news.editor).get(news.address).content.decode()


def test_art_04_what_was_submitted_is_never_written_over(news: Newsroom) -> None:
    """Wagtail keeps what is typed in the version before; one that was judged stays as it was judged."""
    submission = news.submit()
    services.withdraw_submission(article=news.article, actor=news.editor.user)
    latest = fresh(news.article)
    latest.title = "Autre"
    kept = latest.save_revision(user=news.editor.user, overwrite_revision=submission.revision)
    assert kept.pk != submission.revision_id
    assert submission.revision.as_object().title == "Le cross"


def test_art_02_an_editor_changes_what_is_online_and_readers_keep_the_version_before(news: Newsroom) -> None:
    services.put_online(article=news.article, actor=news.moderator.user)
    news.edit(news.editor, title="Le cross, le palmarès", **{"action-submit": "1"})
    article = fresh(news.article)
    assert (article.live, article.title, article.proposal) == (True, "Le cross", Proposal.WAITING)
    services.put_online(article=article, actor=news.moderator.user)
    assert fresh(article).title == "Le cross, le palmarès"


# --- Who decides ---


def test_art_02_nobody_validates_their_own_unless_they_could_have_published(news: Newsroom) -> None:
    news.submit()
    with pytest.raises(NotAllowed):
        services.put_online(article=news.article, actor=news.editor.user)
    news.school.grant(news.place, Role.PUBLISHER, person=news.editor)
    services.put_online(article=news.article, actor=User.objects.get(pk=news.editor.user_id))
    assert Submission.objects.get().decided_by == news.editor.user


def test_art_03_the_second_to_decide_is_told_who_decided(news: Newsroom) -> None:
    submission = news.submit()
    services.put_online(article=news.article, actor=news.moderator.user, submission=submission)
    chef = news.school.chef.user
    with pytest.raises(Conflict, match="nadia l’a mis en ligne le") as refusal:
        services.refuse_article(article=news.article, actor=chef, reason="Non.", submission=submission)
    assert refusal.value.code == "decided"
    answer = browser_of(news.school.chef).post(
        f"/admin/articles/{news.article.pk}/refuse/", {"reason": "Trop long.", "submission": submission.pk}
    )
    assert "nadia l’a mis en ligne" in said(answer) and "Trop long." in said(answer)
    assert fresh(news.article).live


def test_art_03_a_refusal_needs_its_reason_and_the_author_reads_it(news: Newsroom) -> None:
    submission = news.submit()
    with pytest.raises(Invalid):
        services.refuse_article(article=news.article, actor=news.moderator.user, reason="  \n ")
    address = f"/admin/articles/{news.article.pk}/refuse/"
    answer = browser_of(news.moderator).post(address, {"reason": " ", "submission": submission.pk})
    assert "l’auteur lira cette raison" in said(answer) and fresh(news.article).proposal == Proposal.WAITING
    browser_of(news.moderator).post(address, {"reason": "Floutez <les> visages.", "submission": submission.pk})
    read = said(browser_of(news.editor).get(news.address))
    assert "Refusé" in read and "Floutez <les> visages." in read
    assert "Soumettre" in read and "Mettre en ligne" not in read


def test_art_02_refusing_keeps_what_the_moderator_typed(news: Newsroom) -> None:
    submission = news.submit()
    answer = news.edit(news.moderator, title="Le cross relu", submission=str(submission.pk), **{"action-refuse": "1"})
    assert answer.redirect_chain[-1][0].endswith(f"/refuse/?submission={submission.pk}")
    assert fresh(news.article).get_latest_revision_as_object().title == "Le cross relu"
    assert fresh(news.article).proposal == Proposal.WAITING


# --- Buttons ---


@pytest.mark.parametrize(
    ("who", "waits", "shown", "absent"),
    [
        ("editor", False, ["Soumettre"], ["Mettre en ligne", "Valider et", "Refuser…", "Retirer la demande"]),
        ("editor", True, ["Retirer la demande"], ["Soumettre", "Mettre en ligne", "Valider et", "Refuser…"]),
        ("moderator", False, ["Mettre en ligne"], ["Soumettre", "Valider et", "Refuser…"]),
        ("moderator", True, ["Valider et mettre en ligne", "Refuser…"], ["Soumettre", "Retirer la demande"]),
    ],
)  # fmt: skip
def test_art_02_the_buttons_are_what_one_may_do(
    news: Newsroom, who: str, waits: bool, shown: list[str], absent: list[str]
) -> None:
    if waits:
        news.submit()
    text = said(browser_of(getattr(news, who)).get(news.address))
    assert ([one for one in shown if one not in text], [one for one in absent if one in text]) == ([], [])


def test_art_02_a_new_article_is_submitted_from_its_form(news: Newsroom) -> None:
    address = f"/admin/pages/add/articles/article/{news.place.pk}/"
    form = said(browser_of(news.editor).get(address))
    assert "Soumettre" in form and "Mettre en ligne" not in form
    fields = {**typed(news.article), "title": "La chorale", "slug": "chorale"}
    answer = browser_of(news.editor).post(address, {**fields, "action-submit": "1"}, follow=True)
    assert "« La chorale » est soumis" in said(answer)
    assert Article.objects.get(slug="chorale").state == State.SUBMITTED


# --- The gate ---


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A gate that keeps everything back, and remembers what it was asked."""
    asked: list[tuple[str, str]] = []

    def refuse(version: Article, actor: Any) -> None:
        asked.append((version.title, actor.username if actor else "nobody"))
        raise Conflict("Une image n’a pas de description.")

    monkeypatch.setattr(online, "BEFORE_ONLINE", [refuse])
    return asked


def test_art_02_whatever_puts_online_asks_the_gate(news: Newsroom, shut: list[tuple[str, str]]) -> None:
    """The service, the two forms, Wagtail's many at once; the draft stays, and the person reads why."""
    moderator, pk = browser_of(news.moderator), news.article.pk
    with pytest.raises(Conflict):
        services.put_online(article=news.article, actor=news.moderator.user)
    said_by = [said(news.edit(news.moderator, title="Le cross relu", **{"action-publish": "1"}))]
    fields = {**typed(news.article), "title": "La chorale", "slug": "chorale", "action-publish": "1"}
    said_by += [said(moderator.post(f"/admin/pages/add/articles/article/{news.place.pk}/", fields, follow=True))]
    many = f"/admin/bulk/wagtailcore/page/publish/?id={pk}&next=/admin/"
    said_by += [said(moderator.post(many, {}, follow=True))]
    chosen = {"action": "publish", "article": f"{pk}|", "confirmed": "1"}
    said_by += [said(moderator.post("/admin/contributions/batch/", chosen))]
    assert [text for text in said_by if "Une image n’a pas de description." not in text] == []
    assert not Article.objects.filter(live=True).exists()
    assert fresh(news.article).get_latest_revision_as_object().title == "Le cross relu"
    assert Article.objects.get(slug="chorale").state == State.DRAFT
    assert [actor for _title, actor in shut] == ["nadia"] * 5


def test_art_02_what_the_gate_holds_back_at_its_hour_holds_up_no_other(
    news: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = services.create_article(rubric=news.place, title="La chorale", slug="chorale", actor=news.editor.user)
    for article in (news.article, other):
        later = timezone.now() + timedelta(hours=1)
        services.edit_article(article=article, actor=news.editor.user, go_live_at=later)
        services.put_online(article=article, actor=news.moderator.user)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    Page.objects.update(go_live_at=None)

    def refuse(version: Article, actor: Any) -> None:
        if version.slug == "cross":
            raise Conflict("Une image n’a pas de description.")

    monkeypatch.setattr(online, "BEFORE_ONLINE", [refuse])
    monkeypatch.setattr("wagtail.actions.publish_revision.timezone.now", lambda: later + timedelta(hours=1))
    services.put_online_what_is_due()
    call_command("publish_scheduled", verbosity=0)
    assert (fresh(other).live, fresh(news.article).live, fresh(news.article).state) == (True, False, State.DRAFT)
    assert "Une image n’a pas de description." in " ".join(news.told(news.editor))


def test_art_02_an_end_before_the_beginning_is_refused_at_its_field(news: Newsroom) -> None:
    start = timezone.localtime() + timedelta(days=3)
    dates = {"go_live_at": f"{start:%Y-%m-%d %H:%M}", "expire_at": f"{start - timedelta(days=1):%Y-%m-%d %H:%M}"}
    text = said(news.edit(news.moderator, **dates, **{"action-publish": "1"}))
    assert "doit être antérieure à la date" in text
    assert not fresh(news.article).approved_schedule
    services.edit_article(
        article=news.article, actor=news.editor.user, go_live_at=start, expire_at=start - timedelta(days=1)
    )
    with pytest.raises(Invalid, match="date de fin vient avant") as refusal:
        services.put_online(article=news.article, actor=news.moderator.user)
    assert refusal.value.code == "expire_at"


# --- Archives ---


def test_art_02_what_is_archived_is_read_only_and_out_of_lists(news: Newsroom) -> None:
    services.put_online(article=news.article, actor=news.moderator.user)
    browser = browser_of(news.moderator)
    browser.post(f"/admin/articles/{news.article.pk}/archive/")
    assert (fresh(news.article).state, fresh(news.article).live) == (State.ARCHIVED, False)
    versions = Revision.objects.count()
    assert "Cet article est archivé" in said(browser.get(news.address))
    news.edit(news.moderator, title="Changé")
    assert Revision.objects.count() == versions
    with pytest.raises(Conflict):
        services.edit_article(article=news.article, actor=news.moderator.user, title="Changé")
    lists = ["/admin/contributions/", "/admin/"]
    assert [one for one in lists if ">Le cross<" in said(browser.get(one)).replace("\n", "").replace("  ", "")] == []
    assert "Le cross" in said(browser.get("/admin/contributions/?state=archived"))
    assert "archivé" in said(browser.get(f"/admin/pages/{news.place.pk}/"))  # the tree shows all that it holds
    browser.post(f"/admin/articles/{news.article.pk}/restore/")
    assert fresh(news.article).state == State.OFFLINE


def test_art_02_a_copy_of_what_is_archived_or_submitted_begins_as_a_draft(news: Newsroom) -> None:
    news.submit()
    copy = fresh(news.article).copy(update_attrs={"slug": "copie"}, user=news.editor.user)
    assert fresh(copy).state == State.DRAFT
    services.archive_article(article=news.article, actor=news.moderator.user)
    again = fresh(news.article).copy(update_attrs={"slug": "copie-2"}, user=news.editor.user)
    assert fresh(again).state == State.DRAFT


# --- Who is told (ART-03) ---


def test_art_03_moderators_are_told_once_and_no_longer_once_decided(news: Newsroom) -> None:
    news.submit()
    sentence = "hugo propose « Le cross » dans « Journal »."
    assert (news.told(news.moderator), news.told(news.school.chef), news.told(news.editor)) == (
        [sentence],
        [sentence],
        [],
    )
    services.withdraw_submission(article=news.article, actor=news.editor.user)
    assert Notice.objects.count() == 0
    news.submit()
    services.refuse_article(article=news.article, actor=news.moderator.user, reason="Floutez les visages.")
    assert (news.told(news.moderator), news.told(news.school.chef)) == ([], [])
    assert news.told(news.editor) == ["nadia a refusé « Le cross » : Floutez les visages."]
    news.submit()
    assert news.told(news.editor) == []
    services.put_online(article=news.article, actor=news.school.chef.user)
    assert news.told(news.editor) == ["chef a mis en ligne « Le cross »."]
    assert news.told(news.moderator) == []


def test_art_03_whoever_cannot_read_there_is_not_told(news: Newsroom) -> None:
    """A moderator below a private rubric that they do not read; one whose account is closed; a class that left."""
    closed = news.school.rubric("Conseil", zone=Zone.PRIVATE)
    place = news.school.rubric("Comptes rendus", under=closed)
    news.school.grant(closed, Role.EDITOR, person=news.editor)
    shut_out, inside, gone = (news.school.person(name) for name in ("omar", "lise", "zoe"))
    for person in (shut_out, inside, gone):
        news.school.grant(place, Role.MODERATOR, person=person)
    for person in (inside, gone):
        news.school.grant(closed, Role.VISITOR, person=person)
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    editor = User.objects.get(pk=news.editor.user_id)
    article = services.create_article(rubric=place, title="PV", slug="pv", actor=editor)
    services.submit_article(article=article, actor=editor)
    told = Notice.objects.filter(about=article.ref).values_list("recipient__username", flat=True)
    assert sorted(told) == ["chef", "lise"]


def test_art_03_moved_elsewhere_those_of_there_are_told(news: Newsroom) -> None:
    news.submit()
    there = news.school.rubric("Sorties")
    lise = news.school.person("lise")
    news.school.grant(there, Role.MODERATOR, person=lise)
    services.move_article(article=fresh(news.article), rubric=there, actor=news.school.chef.user)
    assert (news.told(news.moderator), news.told(lise)) == ([], ["hugo propose « Le cross » dans « Sorties »."])
    services.delete_article(article=fresh(news.article), actor=news.school.chef.user)
    assert Notice.objects.count() == 0
