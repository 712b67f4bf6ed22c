"""Make the attachments of the demonstration school: PDF documents, a calendar (.ics) and results (.csv).

Run as `python content/make_files.py`. It writes `content/demo/files/` and `content/demo/private/files/`; nothing is
taken from the clock or from chance, so that a second run writes the same bytes.

A document is a list of lines: "# " begins a heading, "- " an item, "| " a row of a table whose cells are separated by
"|" (the first row of a table is its head), and anything else is a paragraph.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fpdf import FPDF

DEMO = Path(__file__).parent / "demo"
MADE_ON = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SCHOOL = "Collège Simone-Lacaze – 12, chemin des Platanes, 99340 Valmorel-sur-Orbe – 01 99 00 42 10"

# What happens, its first day, its last day.
CALENDAR = [
    ("Rentrée des élèves de 6e et de 5e", date(2026, 9, 1), date(2026, 9, 1)),
    ("Rentrée des élèves de 4e et de 3e", date(2026, 9, 2), date(2026, 9, 2)),
    ("Élections des représentants de parents", date(2026, 10, 9), date(2026, 10, 9)),
    ("Cross du collège", date(2026, 10, 15), date(2026, 10, 15)),
    ("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
    ("Rencontres parents-professeurs : 6e et 5e", date(2026, 12, 1), date(2026, 12, 1)),
    ("Rencontres parents-professeurs : 4e et 3e", date(2026, 12, 3), date(2026, 12, 3)),
    ("Téléthon : relais des 400 km", date(2026, 12, 4), date(2026, 12, 4)),
    ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
    ("Stage de 3e", date(2027, 2, 1), date(2027, 2, 5)),
    ("Vacances d’hiver", date(2027, 2, 13), date(2027, 2, 28)),
    ("Certification Pix des 3e", date(2027, 3, 8), date(2027, 3, 16)),
    ("Vacances de printemps", date(2027, 4, 10), date(2027, 4, 25)),
    ("Début des vacances d’été", date(2027, 7, 3), date(2027, 7, 3)),
]

CROSS = """Niveau;Classe;Participants;Inscrits;Place moyenne
6e;6eA;27;27;41,2
6e;6eB;25;27;48,7
6e;6eC;24;27;52,3
6e;6eD;26;27;55,0
6e;6eE;22;26;60,4
5e;5eA;20;26;39,8
5e;5eB;17;27;44,1
5e;5eC;21;26;42,6
5e;5eD;24;26;33,5
5e;5eE;16;26;47,9
4e;4eA;9;27;24,4
4e;4eB;19;27;18,6
4e;4eC;8;27;26,0
4e;4eD;7;26;29,3
4e;4eE;6;27;31,1
3e;3eA;9;27;20,2
3e;3eB;8;27;22,5
3e;3eC;14;26;15,7
3e;3eD;6;26;24,8
3e;3eE;4;26;27,0
"""


def days(first: date, last: date) -> str:
    return f"{first:%d/%m/%Y}" if first == last else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"


# File name: (title, author, lines).
PUBLIC = {
    "menus-novembre-2026.pdf": (
        "Menus du 23 novembre au 4 décembre 2026",
        "Rémi Chastang",
        [
            "B : produit biologique. L : produit local. Un plat de remplacement est toujours proposé.",
            "# Semaine du 23 au 27 novembre",
            "| Jour | Entrée | Plat | Dessert",
            "| Lundi | Salade de mâche B | Poulet au citron, boulgour | Pomme L",
            "| Mardi | Velouté de potiron L | Poisson du jour, brocolis | Riz au lait",
            "| Jeudi | Chou rouge aux noix L | Chili végétarien, riz B | Kiwi",
            "| Vendredi | Salade verte | Pommes de terre et fromage à raclette L | Salade de fruits",
            "# Semaine du 30 novembre au 4 décembre",
            "| Jour | Entrée | Plat | Dessert",
            "| Lundi | Betteraves L | Bœuf aux carottes L | Yaourt L",
            "| Mardi | Potage Crécy B | Omelette, pommes sautées | Orange",
            "| Jeudi | Menu des délégués de 4e | Wraps au poulet ou aux falafels | Cookie maison",
            "| Vendredi | Bouillon de vermicelles | Colin au four, poêlée d’hiver | Poire au chocolat",
            "La liste des allergènes est affichée à l’entrée du self.",
        ],
    ),
    "fournitures-2026-2027.pdf": (
        "Liste des fournitures 2026-2027",
        "Pascal Rouvière",
        [
            "Faites d’abord l’inventaire de ce qui peut resservir. Les manuels sont prêtés par le collège.",
            "# Pour tous les niveaux",
            "- Un agenda et une trousse : quatre stylos, crayon, gomme, ciseaux, colle",
            "- Une règle de 30 cm, une équerre, un compas et un rapporteur",
            "- Une calculatrice de collège, gardée de la 6e à la 3e",
            "- Une tenue de sport et des chaussures propres, réservées au gymnase",
            "# Cahiers 24 × 32 cm, 96 pages, grands carreaux",
            "| Discipline | 6e | 5e | 4e | 3e",
            "| Français | 2 | 2 | 2 | 2",
            "| Mathématiques | 2 | 2 | 2 | 2",
            "| Histoire-géo | 1 | 1 | 2 | 2",
            "| Anglais | 1 | 1 | 1 | 1",
            "| Seconde langue | – | 1 | 1 | 1",
            "| Sciences | 2 | 2 | 3 | 3",
            "Une difficulté ? Appelez l’intendance au 01 99 00 42 14 : des colis sont offerts.",
        ],
    ),
    "reglement-interieur.pdf": (
        "Règlement intérieur : extraits utiles",
        "Hélène Marchetti",
        [
            "Texte adopté par le conseil d’administration. La version complète est remise à chaque famille.",
            "# Horaires",
            "Les cours ont lieu de 8 h 15 à 12 h 15 et de 13 h 45 à 17 h. La grille ouvre dix minutes avant l’heure.",
            "# Absences et retards",
            "Toute absence est signalée le jour même à la vie scolaire, puis justifiée par écrit dans le carnet.",
            "# Téléphone",
            "Le téléphone est éteint et rangé dans l’enceinte du collège, sauf usage pédagogique ou raison de santé.",
            "# Respect de chacun",
            "Nul ne doit subir moquerie répétée, violence ou discrimination. Tout adulte averti agit le jour même.",
            "# Laïcité et tenue",
            "Chacun porte une tenue correcte et respecte le principe de laïcité, que rappelle la charte du hall.",
        ],
    ),
    "calendrier-2026-2027.pdf": (
        "Calendrier de l’année 2026-2027",
        "Bruno Tessier",
        [
            "Les premiers et derniers jours sont compris. Les dates peuvent évoluer : le site fait foi.",
            "| Rendez-vous | Dates",
            *(f"| {label} | {days(first, last)}" for label, first, last in CALENDAR),
        ],
    ),
    "dossier-stage-3e.pdf": (
        "Dossier de stage de 3e",
        "Laure Quintin",
        [
            "Du 1er au 5 février 2027. Ce dossier se remplit un peu chaque soir, pendant la semaine de stage.",
            "# Avant le stage",
            "- Pourquoi ai-je choisi ce lieu ?",
            "- Qu’est-ce que j’imagine y voir ?",
            "# Chaque jour",
            "- Ce que j’ai observé, heure par heure",
            "- Un geste, un outil, un mot nouveau",
            "- Une personne que j’ai interrogée : son parcours, ce qu’elle aime, ce qui la fatigue",
            "# Après le stage",
            "- Une page pour présenter l’entreprise, une page pour un métier, une page pour mon avis",
            "- Trois choses que je ne savais pas et une question qui me reste",
            "Le rapport, de huit à dix pages, est à rendre le vendredi 5 mars 2027.",
        ],
    ),
    "convention-stage-3e.pdf": (
        "Convention de stage de 3e, modèle",
        "Bruno Tessier",
        [
            "Entre le collège Simone-Lacaze, représenté par sa principale, et l’organisme d’accueil ci-dessous.",
            "# Les parties",
            "| À remplir | Réponse",
            "| Organisme d’accueil | ................................................",
            "| Tuteur ou tutrice | ................................................",
            "| Élève, classe | ................................................",
            "| Responsable légal | ................................................",
            "# Les articles",
            "- Article 1 : le stage a pour but l’observation du monde professionnel.",
            "- Article 2 : du 1er au 5 février 2027, trente heures au plus pour un élève de moins de quinze ans.",
            "- Article 3 : l’élève reste sous statut scolaire et n’est pas rémunéré.",
            "- Article 4 : il ne peut être affecté à aucun travail dangereux.",
            "# Signatures",
            "Fait en trois exemplaires, le ....../....../2026. L’organisme, la famille, l’élève, la principale.",
        ],
    ),
    "programme-portes-ouvertes.pdf": (
        "Programme des portes ouvertes",
        "Hélène Marchetti",
        [
            "Samedi 14 mars 2026, de 9 h à 12 h 30. Entrée libre.",
            "| Heure | Rendez-vous | Lieu",
            "| 9 h | Mot de bienvenue de la principale | Préau",
            "| 9 h 15 | Premières visites guidées par les élèves | Hall",
            "| 10 h | Répétition publique de la chorale | Salle de musique",
            "| 11 h | Ma première semaine au collège | Salle polyvalente",
            "| 12 h | Dégustation préparée par la cuisine | Self",
            "Toute la matinée : microscopes, robot, chasse au trésor au CDI, ateliers de langues.",
        ],
    ),
    "inscription-association-sportive.pdf": (
        "Fiche d’inscription à l’association sportive",
        "Claire Fontaine",
        [
            "À rendre à un professeur d’EPS avec la cotisation de 20 € et une photographie d’identité.",
            "| À remplir | Réponse",
            "| Nom et prénom | ................................................",
            "| Classe et date de naissance | ................................................",
            "| Activités choisies | ................................................",
            "| Téléphone en cas d’urgence | ................................................",
            "# Autorisation",
            "J’autorise mon enfant à participer aux activités de l’association et aux déplacements qu’elle organise.",
            "Date et signature du responsable légal :",
        ],
    ),
    "planning-des-clubs.pdf": (
        "Planning des clubs 2026-2027",
        "Nadia Benhamou",
        [
            "Tous les clubs ont lieu de 12 h 45 à 13 h 45. Ils sont gratuits ; deux clubs au plus par élève.",
            "| Jour | Club | Salle",
            "| Lundi | Théâtre | Polyvalente",
            "| Lundi | Échecs | 203",
            "| Mardi | Dessin et manga | Arts plastiques",
            "| Mardi et vendredi | Chorale | Musique",
            "| Mardi | Jeux de rôle | Foyer",
            "| Jeudi | Robotique | Technologie",
            "| Jeudi | Guitare | Musique",
            "| Jeudi | Jardin | Serre",
            "| Vendredi | Couture | 105",
            "| Vendredi | Journal du collège | CDI",
        ],
    ),
    "charte-ambassadeurs.pdf": (
        "Charte des élèves ambassadeurs",
        "Nadia Benhamou",
        [
            "Programme de lutte contre le harcèlement. Chaque ambassadeur signe cette charte avec un adulte référent.",
            "# Je m’engage à",
            "- aller vers les élèves isolés, sans attendre qu’ils m’appellent ;",
            "- écouter sans juger et sans promettre le secret ;",
            "- prévenir un adulte le jour même lorsque je suis inquiet ;",
            "- ne jamais enquêter ni punir.",
            "# Les adultes s’engagent à",
            "- m’accompagner tous les quinze jours ;",
            "- me dire ce que mon alerte est devenue ;",
            "- me laisser arrêter quand je le souhaite.",
            "Besoin d’aide ? Le 3018 est gratuit et confidentiel.",
        ],
    ),
}

PRIVATE = {
    "compte-rendu-ca-2026-11-05.pdf": (
        "Conseil d’administration du 5 novembre 2026",
        "Bruno Tessier",
        [
            "Séance ouverte à 18 h 05, levée à 19 h 50. Présents : 22 membres sur 24. Document réservé aux membres.",
            "# Délibérations",
            "| Objet | Pour | Contre | Abstentions",
            "| Installation de la commission permanente | 22 | 0 | 0",
            "| Échange avec Ahrnstedt 2027 | 21 | 0 | 1",
            "| Renouvellement du parc informatique | 17 | 2 | 3",
            "# Discussion",
            "Le projet sarabouquin est renvoyé à la commission permanente. Coût à vérifier : 48 000 €.",
        ],
    ),
    "planning-surveillance.pdf": (
        "Planning de surveillance de novembre",
        "Nadia Benhamou",
        [
            "Document de service. Les échanges se demandent la veille, avant midi.",
            "| Poste | Matin | Midi",
            "| Grille | Deux adultes | Un adulte",
            "| Cour des 6e | Un adulte | Deux adultes",
            "| Couloir B | Un adulte | Un adulte",
            "Mot convenu pour la radio en cas d’évacuation : cumaillon.",
        ],
    ),
}


def french(text: str) -> str:
    """The text with no-break spaces where French typography wants them."""
    return re.sub(r"(?<=\d) (?=\d|h\b|€|cm\b)|(?<=h) (?=\d)| (?=[:;?!])", "\N{NO-BREAK SPACE}", text)


def write_pdf(path: Path, title: str, author: str, lines: list[str]) -> None:
    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = "cp1252"
    pdf.set_creation_date(MADE_ON)
    pdf.set_title(french(title))
    pdf.set_author(author)
    pdf.set_lang("fr-FR")
    pdf.set_margin(20)
    pdf.add_page()
    pdf.set_font("Helvetica", size=9)
    pdf.multi_cell(0, 6, french(SCHOOL), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", style="B", size=18)
    pdf.multi_cell(0, 12, french(title), new_x="LMARGIN", new_y="NEXT", align="L")
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        text = french(line)
        if text.startswith("| "):
            rows.append([cell.strip() for cell in text[2:].split("|")])
            continue
        pdf.set_font("Helvetica", size=11)
        if rows:
            with pdf.table(rows, text_align="LEFT", line_height=7):
                pass
            rows = []
            pdf.ln(3)
        if text.startswith("# "):
            pdf.ln(2)
            pdf.set_font("Helvetica", style="B", size=13)
            pdf.multi_cell(0, 9, text[2:], new_x="LMARGIN", new_y="NEXT", align="L")
        elif text:
            text = "• " + text[2:] if text.startswith("- ") else text
            pdf.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT", align="L")
    path.parent.mkdir(parents=True, exist_ok=True)
    pdf.output(str(path))


def calendar() -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//College Simone-Lacaze//Calendrier//FR"]
    for number, (label, first, last) in enumerate(CALENDAR, 1):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-2026-2027@college-lacaze.example",
            f"DTSTAMP:{MADE_ON:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{french(label)}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def main() -> None:
    for folder, documents in ((DEMO / "files", PUBLIC), (DEMO / "private" / "files", PRIVATE)):
        for name, (title, author, lines) in documents.items():
            write_pdf(folder / name, title, author, lines)
    (DEMO / "files" / "calendrier-2026-2027.ics").write_bytes(calendar().encode())
    (DEMO / "files" / "resultats-cross-2026.csv").write_bytes(CROSS.encode())


if __name__ == "__main__":
    main()
