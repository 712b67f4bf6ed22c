"""People who write, in the administration, as far as the public page that results."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.support.browser import PATIENCE, Visit
from tests.support.installation import Installation, wait_for
from tests.support.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.processes]

CROSS = "/vie-du-college/sport-scolaire/cross-2026/"


@pytest.fixture(autouse=True)
def slow_machines() -> None:
    expect.set_options(timeout=PATIENCE)


def find(page: Page, title: str) -> None:
    """From the home page of the administration to the form of an article, by its search."""
    page.get_by_label("Terme de recherche").fill(title)
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("textbox", name="Titre*", exact=True)).to_be_visible()


def entitle(page: Page, title: str) -> None:
    """Of a new article: its address follows what is typed."""
    page.get_by_role("textbox", name="Titre*", exact=True).press_sequentially(title)
    expect(page.locator("#id_slug")).to_have_value(re.compile(r".+-.+"))


def act(page: Page, name: str) -> None:
    """A button under the form, in sight or under the arrow."""
    button = page.locator("footer").get_by_text(name, exact=True)
    expect(page.locator("footer .preau-acts")).to_be_visible()
    if not button.is_visible():
        page.get_by_role("button", name="Plus d'actions").click()
    button.click()


def told(page: Page, text: str) -> None:
    expect(page.locator(".messages")).to_contain_text(text)


def add_block(page: Page, kind: str) -> None:
    """At the end of the body."""
    body = page.locator("#panel-child-contenu-body-section")
    blocks = body.locator("[data-streamfield-child]")
    count = blocks.count()
    body.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    expect(blocks.nth(count)).to_be_visible()


def type_text(page: Page, text: str) -> None:
    """Where the cursor is; the editor hands what it holds to the form a moment later."""
    page.keyboard.type(text)
    wait_for(
        lambda: (
            text.strip() in page.locator("input[name^=body-]").evaluate_all("all => all.map(one => one.value).join()")
        )
    )


def drawing(colour: str) -> bytes:
    picture = Image.new("RGB", (1200, 675), colour)
    ImageDraw.Draw(picture).ellipse((400, 140, 800, 540), fill="#e9b44c")
    out = BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def illustrate(page: Page, description: str, colour: str = "#2e7d4f") -> None:
    page.get_by_role("button", name="Choisir une image").first.click()
    page.get_by_role("tab", name="Transférer").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "eclipse.jpg", "mimeType": "image/jpeg", "buffer": drawing(colour)}
    )
    modal = page.locator(".modal-content")
    modal.get_by_label("Titre").fill("Un dessin")
    modal.get_by_label("Description").fill(description)
    modal.get_by_role("button", name="Transférer").click()
    expect(modal).to_be_hidden()
    expect(page.locator("#panel-child-contenu-illustration-section .chooser__image")).to_be_visible()


def test_a_moderator_corrects_an_article_and_takes_it_offline(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    """ART-02, SITE-02: title, text and a new heading, public after publishing and gone after unpublishing."""
    visitor = visit(writing)
    page = visitor.enter_administration("moderatrice")
    find(page, "Cross du collège")
    page.get_by_role("textbox", name="Titre*", exact=True).fill("Cross : le palmarès corrigé")
    text = page.locator("[contenteditable=true][role=textbox]").first
    text.click()
    page.keyboard.press("Control+Home")
    type_text(page, "Phrase ajoutée. ")
    add_block(page, "Intertitre")
    page.get_by_role("textbox", name="Texte").last.fill("Et l’an prochain ?")
    act(page, "Mettre en ligne")
    told(page, "» est en ligne")
    wait_for(lambda: "Cross : le palmarès corrigé" in writing.get(CROSS).text)
    reader = visit(writing)
    read = reader.go(CROSS)
    expect(read.get_by_role("heading", level=1)).to_have_text("Cross\u00a0: le palmarès corrigé")
    expect(read.get_by_text("Phrase ajoutée.")).to_be_visible()
    expect(read.get_by_role("heading", level=2, name="Et l’an prochain")).to_be_visible()
    expect(read.get_by_role("table")).to_be_visible()
    find(visitor.go("/admin/"), "palmarès corrigé")
    act(page, "Retirer du site")
    page.get_by_role("button", name="Oui, la dépublier").click()
    told(page, "dépublié")
    wait_for(lambda: writing.get(CROSS).status == 410)
    assert visitor.is_clean() and reader.is_clean()


def test_a_new_article_with_a_picture_of_ones_own(writing: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(writing)
    page = visitor.enter_administration("moderatrice")
    page.get_by_label("Dans la rubrique").select_option(label="Vie du collège (publique)")
    page.get_by_role("button", name="Écrire", exact=True).click()
    entitle(page, "Une éclipse dans la cour")
    page.get_by_role("textbox", name="Résumé").fill("Le soleil s’est caché vendredi.")
    illustrate(page, "Un disque jaune sur fond vert")
    add_block(page, "Texte")
    page.locator("[contenteditable=true][role=textbox]").last.click()
    type_text(page, "Toute la cour avait des lunettes.")
    act(page, "Mettre en ligne")
    told(page, "» est en ligne")
    address = "/vie-du-college/une-eclipse-dans-la-cour/"
    wait_for(lambda: writing.get(address).status == 200)
    reader = visit(writing)
    read = reader.go(address)
    picture = read.get_by_role("img", name="Un disque jaune sur fond vert")
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth > 300")
    expect(read.get_by_text("Toute la cour avait des lunettes.")).to_be_visible()
    reader.go("/").get_by_role("link", name="Une éclipse dans la cour").first.click()
    read.wait_for_url(f"**{address}")
    assert visitor.is_clean() and reader.is_clean()


def test_art_04_publishing_while_the_draft_is_being_kept_makes_one_article(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    """ART-04: on a slow network the first automatic draft is still on its way when the writer publishes."""
    visitor = visit(writing)
    page = visitor.enter_administration("moderatrice")
    page.get_by_label("Dans la rubrique").select_option(label="Vie du collège (publique)")
    page.get_by_role("button", name="Écrire", exact=True).click()
    kept: list[tuple[Route, APIResponse]] = []

    def hold_answers_of_drafts(route: Route) -> None:
        if "json" in route.request.headers["accept"]:
            # Again when the server has just closed the line that the browser was about to use.
            kept.append((route, route.fetch(max_retries=3)))
        else:
            route.continue_()

    page.route("**/admin/pages/add/articles/article/*/", hold_answers_of_drafts)
    entitle(page, "Fête des talents")
    page.locator("#page-edit-form").dispatch_event("w-unsaved:add")  # as Wagtail says, after a while, of what is typed
    wait_for(lambda: kept or page.evaluate("0"))
    act(page, "Mettre en ligne")
    route, answer = kept[0]
    route.fulfill(response=answer)
    told(page, "» est en ligne")
    wait_for(lambda: writing.get("/vie-du-college/fete-des-talents/").status == 200)
    assert writing.get("/vie-du-college/fete-des-talents-2/").status == 404
    assert visitor.is_clean()


def test_art_04_drafts_that_were_kept_meanwhile_are_the_writers_own(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    """ART-04: whoever takes their time is not told that somebody else saved a newer version."""
    visitor = visit(writing)
    page = visitor.enter_administration("moderatrice")
    page.add_init_script("document.addEventListener('w-autosave:success', () => console.log('kept'))")

    def keep(summary: str) -> None:
        page.get_by_role("textbox", name="Résumé").fill(summary)
        with page.expect_event("console", lambda said: said.text == "kept"):
            page.locator("#page-edit-form").dispatch_event("w-unsaved:add")  # as Wagtail says, after a while

    page.get_by_label("Dans la rubrique").select_option(label="Vie du collège (publique)")
    page.get_by_role("button", name="Écrire", exact=True).click()
    entitle(page, "Une heure de lecture")
    for summary in ("Un livre.", "Un livre, un coussin."):
        keep(summary)
    act(page, "Mettre en ligne")
    told(page, "» est en ligne")
    visitor.go("/admin/")
    find(page, "Une heure de lecture")
    for summary in ("Un livre, un coussin, du silence.", "Du silence, surtout."):
        keep(summary)
    act(page, "Mettre en ligne")
    told(page, "» est en ligne")
    wait_for(lambda: "Du silence, surtout." in writing.get("/vie-du-college/une-heure-de-lecture/").text)


def test_art_04_a_session_that_ends_while_one_writes_loses_nothing(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    visitor = visit(writing)
    page = visitor.enter_administration("moderatrice")
    page.get_by_label("Dans la rubrique").select_option(label="Vie du collège (publique)")
    page.get_by_role("button", name="Écrire", exact=True).click()
    entitle(page, "Une heure entre deux cours")
    visitor.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    banner = page.get_by_role("alert").filter(has_text="Votre session est terminée")
    expect(banner).to_be_visible()
    with visitor.context.expect_page() as opened:
        banner.get_by_role("link", name="Se reconnecter").click()
    again = opened.value
    again.get_by_label("Nom d’utilisateur").fill("moderatrice")
    again.get_by_label("Mot de passe", exact=False).first.fill(PASSWORD)
    again.get_by_role("button", name="S'identifier").click()
    again.get_by_role("heading", name="Écrire un article").wait_for()
    again.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # as a browser does of the tab one comes back to
    expect(banner).to_be_hidden()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_role("textbox", name="Titre*", exact=True)).to_have_value("Une heure entre deux cours")


def test_art_07_photos_of_a_gallery_wait_for_a_lost_connection_and_are_described_in_place(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    """ART-07, ART-09: from a telephone, several at once; the large one is made lighter, and lies as it was taken."""
    visitor = visit(writing, width=390, has_touch=True, is_mobile=True)
    page = visitor.enter_administration("moderatrice")
    page.get_by_label("Dans la rubrique").select_option(label="Vie du collège (publique)")
    page.get_by_role("button", name="Écrire", exact=True).click()
    entitle(page, "Trois jours à Lyon")
    add_block(page, "Galerie")
    large = Image.new("RGB", (4000, 3000), "#7d4f2e")
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    out = BytesIO()
    large.save(out, "JPEG", exif=exif)
    photos = [("pont.jpg", drawing("#2e4f7d")), ("quai.jpg", out.getvalue()), ("mot.jpg", b"pas une image")]
    visitor.context.set_offline(True)
    page.locator(".preau-gallery__input").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in photos]
    )
    told = page.locator(".preau-gallery")
    expect(told).to_contain_text("les photos attendent ici")
    visitor.context.set_offline(False)
    expect(told).to_contain_text("Photos ajoutées : 2")
    expect(told).to_contain_text("mot.jpg :")
    gallery = page.locator("#panel-child-contenu-body-section")
    descriptions = gallery.get_by_label("Texte de remplacement")
    expect(descriptions).to_have_count(2)
    for number, words in enumerate(("Un pont", "Un quai")):
        descriptions.nth(number).fill(words)
    upright = gallery.locator(".chooser__image").nth(1)
    upright.evaluate("image => image.decode()")
    assert upright.evaluate("image => image.naturalWidth < image.naturalHeight")
    expect(gallery.get_by_role("link", name="Dire qui est visible").first).to_be_visible()
    assert visitor.reads_without_scrolling_sideways()
    act(page, "Mettre en ligne")
    address = "/vie-du-college/trois-jours-a-lyon/"
    wait_for(lambda: writing.get(address).status == 200)
    read = visit(writing).go(address)
    for words in ("Un pont", "Un quai"):
        expect(read.get_by_role("img", name=words)).to_be_visible()


def test_an_editor_proposes_what_a_manager_refuses_then_puts_online(
    writing: Installation, visit: Callable[..., Visit]
) -> None:
    """RUB-03, ART-02, ART-03, ART-07: with a picture and a map, as far as the public page and the editor's notices."""
    visitor = visit(writing)
    page = visitor.enter_administration("redacteur")
    offered = page.get_by_label("Dans la rubrique").locator("option").all_inner_texts()
    names = [name.strip("— ").split(" (")[0] for name in offered]
    assert [name for name in names if not name.startswith("Espace de la")] == [
        *("Atelier robotique", "Numérique", "CDI", "Nouveautés", "Défis et rencontres")
    ]
    visitor.go("/admin/pages/")
    expect(page.locator("main").get_by_text("CDI", exact=True)).to_be_visible()
    assert "Restauration" not in page.locator("main").inner_text()
    visitor.go("/admin/").get_by_label("Dans la rubrique").select_option(label="CDI (publique)")
    page.get_by_role("button", name="Écrire", exact=True).click()
    entitle(page, "Le club manga ouvre")
    illustrate(page, "Un disque jaune sur fond brun", "#7d4f2e")
    add_block(page, "Contenu d’un autre site")
    body = page.locator("#panel-child-contenu-body-section")
    body.get_by_label("Lien ou code").fill("https://www.openstreetmap.org/?mlat=45.43&mlon=4.39#map=16/45.43/4.39")
    body.get_by_label("Titre").fill("Le plan du CDI")
    assert page.locator("footer").get_by_text("Mettre en ligne", exact=True).count() == 0
    act(page, "Soumettre")
    told(page, "« Le club manga ouvre » est soumis")
    assert writing.get("/cdi/le-club-manga-ouvre/").status == 404

    manager = visit(writing)
    waiting = manager.enter_administration("chef").get_by_role("region", name="À valider")
    waiting.get_by_role("link", name="Le club manga ouvre").click()
    act(manager.page, "Refuser…")
    manager.page.get_by_label("Raison").fill("Dites à quelle heure.")
    manager.page.get_by_role("button", name="Refuser l’article").click()
    told(manager.page, "« Le club manga ouvre » est refusé")

    visitor.go("/admin/")
    expect(page.locator("main")).to_contain_text("a refusé « Le club manga ouvre » : Dites à quelle heure.")
    space = visitor.go("/espace/")
    expect(space.get_by_role("region", name="notification")).to_contain_text("Dites à quelle heure.")
    visitor.go("/admin/")
    page.get_by_role("region", name="Vos derniers articles").get_by_role("link", name="Le club manga ouvre").click()
    expect(page.locator(".preau-state")).to_contain_text("Dites à quelle heure.")
    page.get_by_role("textbox", name="Résumé").fill("Le jeudi à 13 h.")
    act(page, "Soumettre")
    told(page, "« Le club manga ouvre » est soumis")

    waiting = manager.go("/admin/").get_by_role("region", name="À valider")
    waiting.get_by_role("link", name="Le club manga ouvre").click()
    manager.page.get_by_role("button", name="Valider et mettre en ligne").click()
    told(manager.page, "en ligne")
    wait_for(lambda: writing.get("/cdi/le-club-manga-ouvre/").status == 200)
    expect(visitor.go("/admin/").locator("main")).to_contain_text("a mis en ligne « Le club manga ouvre »")
    reader = visit(writing, width=390)
    read = reader.go("/cdi/le-club-manga-ouvre/")
    expect(read.get_by_text("Le jeudi à 13")).to_be_visible()
    expect(read.get_by_role("img", name="Un disque jaune sur fond brun")).to_be_visible()
    expect(read.get_by_role("button", name="Afficher le contenu de OpenStreetMap")).to_be_visible()
    assert reader.reads_without_scrolling_sideways()
    assert visitor.is_clean() and manager.is_clean() and reader.is_clean()


def test_the_head_closes_a_rubric_and_opens_it_again(writing: Installation, visit: Callable[..., Visit]) -> None:
    """ZONE-03, on its screen: it says what is at stake, and the public site follows."""
    visitor = visit(writing)
    page = visitor.enter_administration("chef")
    for button, said, status in (
        ("La rendre privée", "Va disparaître du site public", 410),
        ("La rendre publique", "Va apparaître sur le site public", 200),
    ):
        visitor.go("/admin/pages/")
        page.get_by_role("link", name="Restauration", exact=True).click()
        page.get_by_role("button", name="Actions").first.click()
        page.get_by_role("link", name="Zone").click()
        expect(page.get_by_role("heading", name="Zone de « Restauration »", level=2)).to_be_visible()
        expect(page.locator("main")).to_contain_text(said)
        page.get_by_role("button", name=button).click()
        told(page, "Restauration")
        wait_for(lambda status=status: writing.get("/restauration/").status == status)
    assert visitor.is_clean()


@pytest.mark.parametrize(
    ("title", "shown"), [("Cross du collège", "Les classes récompensées"), ("Accueil", "Actualités")]
)
def test_what_is_written_is_previewed(
    reading: Installation, visit: Callable[..., Visit], title: str, shown: str
) -> None:
    visitor = visit(reading)
    page = visitor.enter_administration("chef")
    find(page, title)
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    preview = page.frame_locator("iframe[title='Prévisualisation'], [data-w-preview-target] iframe, iframe").first
    expect(preview.get_by_role("heading", name=shown).first).to_be_visible()
    picture = preview.locator("img").first
    expect(picture).to_be_visible()
    wait_for(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"))
    assert visitor.is_clean()


def test_the_table_editor_speaks_french(reading: Installation, visit: Callable[..., Visit]) -> None:
    visitor = visit(reading)
    page = visitor.enter_administration("moderatrice")
    find(page, "Cross du collège")
    page.locator(".handsontable td", has_text="6eA").first.click(button="right")
    expect(page.get_by_text("Insérer une ligne au-dessus")).to_be_visible()
    assert visitor.is_clean()


def test_file_03_new_files_are_chosen_in_french_and_counted(reading: Installation, visit: Callable[..., Visit]) -> None:
    secretary = visit(reading, width=390)
    secretary.enter_administration("secretariat")
    page = secretary.go("/admin/replace-documents/")
    expect(page.get_by_role("heading", name="Remplacer des documents")).to_have_count(1)
    expect(page.get_by_text("Aucun fichier choisi").first).to_be_visible()
    line = page.locator("li", has=page.get_by_text("charte-ambassadeurs.pdf"))
    expect(line.get_by_role("link", name="charte-ambassadeurs.pdf")).to_be_visible()  # the file of today
    fields = page.locator("input[type=file]")
    fields.first.set_input_files(
        [
            {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-"}
            for name in ("charte-ambassadeurs.pdf", "x.pdf")
        ]
    )
    expect(page.get_by_role("status").last).to_contain_text("x.pdf")
    expect(line.locator(".preau-file__name")).to_have_text("charte-ambassadeurs.pdf")
    expect(page.get_by_role("button", name="Remplacer ce qui est choisi (1)")).to_be_visible()
    assert secretary.reads_without_scrolling_sideways()
    assert secretary.is_clean()
