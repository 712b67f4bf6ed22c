"""ZONE-04: documents are looked into too. Files are made here, the broken and hostile ones included."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from fpdf import FPDF

from cms.core.exceptions import Invalid
from cms.privacy import extraction
from cms.privacy.extraction import Part, Unreadable, parts_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("style", "style"),
    )
)


def packed(members: Mapping[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def relations(**targets: str) -> str:
    rows = "".join(f'<Relationship Id="{key}" Type="x" Target="{target}"/>' for key, target in targets.items())
    return f"<Relationships {RELATIONS}>{rows}</Relationships>"


def document(body: str) -> str:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(content: bytes, name: str) -> list[Part]:
    return parts_of(BytesIO(content), name)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    assert isinstance(refused.value, Invalid)
    assert refused.value.code == "privacy.unreadable"
    assert name in refused.value.message
    return refused.value.message


def pdf_of(*pages: str, password: str = "", owner: str = "") -> bytes:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    for page in pages:
        pdf.add_page()
        if page:
            pdf.cell(text=page)
    if owner:
        pdf.set_encryption(owner_password=owner, user_password=password)
    return bytes(pdf.output())


# --- Refused ---------------------------------------------------------------------------------------------------------


def test_a_type_that_is_not_read_is_refused_and_said() -> None:
    assert "ne peut pas être lu" in refusal(b"", "voix.mp3")
    assert "ne peut pas être lu" not in refusal(b"", "Liste.DOCX")


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.xlsx", "a.ods", "a.pptx", "a.odp", "a.pdf"])
@pytest.mark.parametrize("content", [b"", b"pas du tout", b"%PDF-1.7\n", b"PK\x03\x04", packed({"autre.xml": "<a/>"})])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    assert "abîmé" in refusal(content, name)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_truncated_document_is_refused(kept: float) -> None:
    whole = packed({"word/document.xml": document(paragraph("Bonjour") * 400), "word/autre.bin": "x" * 3000})
    assert "abîmé" in refusal(whole[: int(len(whole) * kept)], "lettre.docx")


def test_a_document_cut_inside_its_text_is_refused() -> None:
    assert "abîmé" in refusal(packed({"word/document.xml": document(paragraph("Bonjour"))[:-9]}), "lettre.docx")


def test_files_with_a_password_are_refused() -> None:
    locked = packed({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "secret"})
    assert "mot de passe" in refusal(pdf_of("Lina", password="ouvre", owner="chef"), "bulletin.pdf")
    assert "mot de passe" in refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "bulletin.docx")
    assert "mot de passe" in refusal(locked, "bulletin.odt")


def test_a_bomb_stops_at_the_bound_whatever_it_says_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "LARGEST_MEMBER", 10_000)
    bomb = packed({"word/document.xml": document(paragraph("0" * 2_000_000))})
    assert len(bomb) < 10_000
    assert "trop long" in refusal(bomb, "bombe.docx")
    lying = bomb.replace((2_000_000 + len(document(paragraph("")))).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != bomb
    assert refusal(lying, "bombe.docx")


def test_many_members_small_apart_stop_at_the_bound_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "LARGEST_WHOLE", 20_000)
    headers = {f"word/header{number}.xml": document(paragraph("0" * 5_000)) for number in range(9)}
    assert "trop long" in refusal(packed({"word/document.xml": document(""), **headers}), "bombe.docx")


def test_too_many_members_pages_or_letters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MOST_MEMBERS", 3)
    monkeypatch.setattr(extraction, "MOST_PAGES", 2)
    monkeypatch.setattr(extraction, "LONGEST_TEXT", 100)
    monkeypatch.setattr(extraction, "LARGEST_FILE", 5_000)
    assert "trop long" in refusal(packed({f"{number}.xml": "" for number in range(4)}), "a.docx")
    assert "trop long" in refusal(pdf_of("un", "deux", "trois"), "a.pdf")
    assert "trop long" in refusal(b"a" * 101, "a.txt")
    assert "trop long" in refusal(b" " * 5_001, "a.csv")


def test_a_pdf_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "LARGEST_MEMBER", 1_000)
    assert refusal(pdf_of("Bonjour " * 2_000), "bombe.pdf")


def test_entities_are_not_replaced_and_nothing_is_fetched() -> None:
    canary = "file:///etc/hostname"
    laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    text = document(paragraph("avant &x; &c; après")).replace(
        "<w:document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{canary}">{laughs}]><w:document', 1
    )
    written = "".join(part.text for part in read(packed({"word/document.xml": text}), "lettre.docx"))
    assert "avant" in written
    assert "haha" not in written


def test_scanned_pages_are_said_to_hold_no_text() -> None:
    assert "images" in refusal(pdf_of("", ""), "scan.pdf")


# --- Read ------------------------------------------------------------------------------------------------------------


def test_a_pdf_page_by_page() -> None:
    assert read(pdf_of("Lina Castel", "", "06 39 98 12 34"), "liste.pdf") == [
        Part("page 1", "Lina Castel"),
        Part("page 3", "06 39 98 12 34"),
    ]


def test_a_pdf_locked_against_changes_only_is_read() -> None:
    assert read(pdf_of("Lina", owner="chef"), "liste.pdf") == [Part("page 1", "Lina")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("name", ["liste.txt", "liste.csv", "LISTE.CSV"])
def test_plain_text_in_the_encodings_that_offices_write(encoding: str, name: str) -> None:
    assert read("Zoé;Lefèvre\nNoé;Martin".encode(encoding), name) == [Part("", "Zoé;Lefèvre\nNoé;Martin")]


def test_an_empty_file_has_no_part() -> None:
    assert read(b"", "vide.txt") == []


def test_a_calendar_with_its_folded_lines_and_escapes() -> None:
    calendar = b"BEGIN:VEVENT\r\nSUMMARY:Rendez-vous 06 39\r\n  98 12 34\\, Lina\\nCastel\r\nEND:VEVENT\r\n"
    assert read(calendar, "agenda.ics")[0].text.splitlines()[1:3] == [
        "SUMMARY:Rendez-vous 06 39 98 12 34, Lina",
        "Castel",
    ]


def test_a_word_document_with_tables_margins_notes_and_what_was_struck_out() -> None:
    row = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("CASTEL", "Lina", "3eA"))
    cut = "<w:p><w:r><w:t>06 39</w:t></w:r><w:r><w:t> 98 12 34</w:t><w:br/><w:t>fin</w:t></w:r></w:p>"
    struck = "<w:p><w:del><w:r><w:delText>Tom</w:delText></w:r></w:del></w:p>"
    field = "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    content = packed(
        {
            "word/document.xml": document(f"{cut}<w:tbl><w:tr>{row}</w:tr></w:tbl>{struck}{field}"),
            "word/header1.xml": f"<w:hdr {W}>{paragraph('Haut')}</w:hdr>",
            "word/footer2.xml": f"<w:ftr {W}>{paragraph('Bas')}</w:ftr>",
            "word/footnotes.xml": f"<w:footnotes {W}>{paragraph('Note')}</w:footnotes>",
            "word/comments.xml": f"<w:comments {W}>{paragraph('Avis')}</w:comments>",
        }
    )
    body, *others = read(content, "lettre.docx")
    assert body.text.split("\n")[:4] == ["06 39 98 12 34", "fin", "CASTEL\tLina\t3eA", "Tom"]
    assert "PAGE" not in body.text
    assert [(part.where, part.text.strip()) for part in others] == [
        ("en-tête", "Haut"),
        ("pied de page", "Bas"),
        ("notes", "Note"),
        ("commentaires", "Avis"),
    ]


def test_a_workbook_with_shared_words_dates_gaps_and_a_hidden_sheet() -> None:
    sheet = (
        f'<worksheet {S}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Lina</t></is></c><c r="B2"><v>639981212</v></c>'
        '<c r="C2" s="1"><v>40980</v></c><c r="D2" s="2"><v>40980.5</v></c><c r="E2" s="3"><v>12</v></c></row></sheetData></worksheet>'
    )
    hidden = f'<worksheet {S}><sheetData><row><c t="str"><f>A1</f><v>secret</v></c></row></sheetData></worksheet>'
    content = packed(
        {
            "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="Notes" sheetId="1" r:id="rId1"/>'
            '<sheet name="Brouillon" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(rId1="worksheets/sheet1.xml", rId2="/xl/worksheets/sheet2.xml"),
            "xl/sharedStrings.xml": f"<sst {S}><si><t>Prénom</t></si><si><r><t>Né</t></r><r><t> le</t></r></si></sst>",
            "xl/styles.xml": f'<styleSheet {S}><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
            '<numFmt numFmtId="171" formatCode="[Red]0.0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
            '<xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": sheet,
            "xl/worksheets/sheet2.xml": hidden,
        }
    )
    assert read(content, "classeur.xlsx") == [
        Part("feuille Notes", "Prénom\t\tNé le\nLina\t639981212\t12/03/2012\t12/03/2012\t12"),
        Part("feuille Brouillon (masquée)", "secret"),
    ]


def test_slides_in_the_order_of_the_show_with_their_notes() -> None:
    def slide(text: str) -> str:
        return f"<p:sld {P} {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"

    content = packed(
        {
            "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="256" r:id="rId2"/>'
            '<p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(rId1="slides/slide1.xml", rId2="slides/slide2.xml"),
            "ppt/slides/slide1.xml": slide("un"),
            "ppt/slides/slide2.xml": slide("deux"),
            "ppt/slides/_rels/slide1.xml.rels": relations(rId1="../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml": slide("dire bonjour à Lina"),
        }
    )
    assert [(part.where, part.text.strip()) for part in read(content, "exposé.pptx")] == [
        ("diapositive 1", "deux"),
        ("diapositive 2", "un"),
        ("notes de la diapositive 2", "dire bonjour à Lina"),
    ]


def test_an_opendocument_text() -> None:
    body = "<text:h>Titre</text:h><text:p>06 39<text:s/>98 <text:span>12</text:span> <text:span>34</text:span></text:p>"
    margins = "<style:header><text:p>Haut</text:p></style:header><style:footer><text:p>Bas</text:p></style:footer>"
    content = packed(
        {
            "content.xml": f"<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}>{margins}</office:document-styles>",
        }
    )
    parts = read(content, "lettre.odt")
    assert parts[0].text.strip().split("\n") == ["Titre", "06 39 98 12 34"]
    assert (parts[1].where, parts[1].text.split()) == ("en-têtes et pieds de page", ["Haut", "Bas"])


def test_an_opendocument_sheet_keeps_its_columns() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str) -> str:
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    endless = '<table:table-cell table:number-columns-repeated="16384"/>'
    table = f'<table:table table:name="4eB">{row(cell("Nom"), gap, cell("Né le"))}{row(cell("Blot"), gap, cell("12/03/2012"), endless)}</table:table>'
    content = packed({"content.xml": f"<office:document-content {ODF}>{table}</office:document-content>"})
    parts = read(content, "classe.ods")
    assert [part.where for part in parts] == ["feuille 4eB"]
    assert parts[0].text.strip().split("\n") == ["Nom\t\t\tNé le", "Blot\t\t\t12/03/2012"]


def test_an_opendocument_show() -> None:
    pages = "".join(f'<draw:page draw:name="p"><text:p>{text}</text:p></draw:page>' for text in ("un", "deux"))
    content = packed({"content.xml": f"<office:document-content {ODF}>{pages}</office:document-content>"})
    assert [(part.where, part.text.strip()) for part in read(content, "exposé.odp")] == [
        ("diapositive 1", "un"),
        ("diapositive 2", "deux"),
    ]
