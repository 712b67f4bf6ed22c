"""E-mail addresses, postal addresses and dates of birth, in running text. Every repetition is bounded."""

import re
from collections.abc import Iterator

from cms.privacy.enums import Kind
from cms.privacy.rules.finds import Find, before, found, words_of
from cms.privacy.rules.numbers import MONTH

# --- E-mail ---------------------------------------------------------------------------------------------------------

DISGUISED_AT = r"(?:\s{0,2}[(\[{<]\s?(?:at|arobase|arobas|a)\s?[)\]}>]\s{0,2}|\s(?:arobase|arobas)\s)"
DISGUISED_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|point)\s?[)\]}]\s?|\s(?:dot|point)\s)"
LOCAL = r"(?<![\w.+%-])(?<!@)[\w.+%-]{1,64}+"
EMAIL = re.compile(
    rf"{LOCAL}(?:(?:@|[ \u00a0]@[ \u00a0])(?:[\w-]{{1,63}}\.){{1,5}}(?P<last>[a-z]{{2,24}})(?![\w-])"
    rf"|{DISGUISED_AT}(?:[\w-]{{1,63}}{DISGUISED_DOT}){{1,5}}[a-z]{{2,24}}(?![\w-]))",
    re.I,
)
FILES = frozenset("png jpg jpeg gif svg webp pdf avif".split())  # "logo@2x.png"
SHARED_MAILBOXES = frozenset("accueil administration contact direction gestion info infos mairie secretariat".split())


def emails(text: str) -> Iterator[Find]:
    for match in EMAIL.finditer(text):
        if (match["last"] or "").lower() in FILES:
            continue
        start = match.end() - len(match[0].lstrip(".+%-"))
        local = words_of(match[0])[0]
        yield found(Kind.EMAIL, text, start, match.end(), sure=local not in SHARED_MAILBOXES | {"ce"})


# --- Postal addresses -----------------------------------------------------------------------------------------------

STREET = (
    r"(?:rue|avenue|av\.?|ave\.?|boulevard|boul\.?|bld|blvd|bd|impasse|imp\.|all[ée]e|chemin|ch\.|route|rte|quai|square|"
    r"faubourg|fbg|sente|sentier|venelle|ruelle|esplanade|chauss[ée]e|traverse|rond-point|hameau|lieu[ -]?dit)"
)
# Also ordinary words ("1 place de théâtre", "3 cours de piano"): these need a proper name after them, or a postcode.
WORDY = (
    r"(?:place|pl\.|cours|passage|cit[ée]|villa|voie|mont[ée]e|promenade|parvis|r[ée]sidence|r[ée]s\.|lotissement|parc)"
)
PARTICLE = r"(?:(?:de[ \u00a0])?(?:(?:la|les|le)[ \u00a0]|l['’])|(?:des|du|de|aux?)[ \u00a0]|d['’])"
CAPITAL = "[A-ZÀ-ÖØ-Þ]"
NAME = (
    rf"(?P<particle>(?i:{PARTICLE}))?(?P<first>\w[\w'’\-]{{0,30}})"
    rf"(?:[ \u00a0](?:(?i:{PARTICLE}))?"
    rf"(?:{CAPITAL}[\w'’\-]{{0,30}}|(?i:{MONTH})[a-zéû]{{0,6}}|(?:1[89]|20)\d\d(?!\d))){{0,5}}"
)
TOWN_WORD = rf"{CAPITAL}[\w'’\-]{{0,30}}"
TOWN = rf"{TOWN_WORD}(?:[ \u00a0](?:(?:sur|sous|en|lès|de|du|la|le|les)[ \u00a0]){{0,2}}{TOWN_WORD}){{0,3}}"
POSTCODE = r"(?:[ \u00a0]?[,\n–—-]?[ \u00a0\n]{0,2}(?<!\w)(?:F-)?(?:0[1-9]|[1-8]\d|9[0-8])\d{3}(?!\w))"
NUMBERED = re.compile(
    rf"(?<![\w/])(?<!\d[.,])\d{{1,4}}(?:[ \u00a0]?(?:bis|ter|quater|[A-F])(?!\w))?[ \u00a0]?,?[ \u00a0]{{1,2}}"
    rf"(?:(?P<street>(?i:{STREET}))|(?P<wordy>(?i:{WORDY})))[ \u00a0]{NAME}"
    rf"(?P<postcode>{POSTCODE}(?:[ \u00a0]{TOWN})?)?"
)
UNNUMBERED = re.compile(rf"(?<!\w)(?=[A-Za-z])(?i:{STREET}|{WORDY})[ \u00a0]{NAME}{POSTCODE}[ \u00a0]{TOWN}")
BOX = re.compile(
    rf"(?<!\w)(?:(?:BP|B\.P\.)[ \u00a0]?\d{{1,6}}|(?:CS|TSA)[ \u00a0]?\d{{5}})(?!\w)"
    rf"(?P<postcode>{POSTCODE}(?:[ \u00a0]{TOWN})?)?(?![ \u00a0](?:ans|an|heures|places|mois)\b)"
)
IS_AN_HOUR_OR_A_DAY = re.compile(
    r"(?:\d[ \u00a0]?h[ \u00a0]?|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)[ \u00a0])$", re.I
)
SINCE = re.compile(r"\b(?:en|depuis|d[èe]s|avant|apr[èe]s|fin|d[ée]but|vers)[ \u00a0]$", re.I)
A_YEAR = re.compile(r"(?:19|20)\d\d\b")


def addresses(text: str) -> Iterator[Find]:
    for match in NUMBERED.finditer(text):
        if _names_a_street(match) and not _is_a_time(match, before(text, match.start(), 12)):
            yield found(Kind.ADDRESS, text, match.start(), match.end(), sure=bool(match["postcode"]))
    for match in UNNUMBERED.finditer(text):
        yield found(Kind.ADDRESS, text, match.start(), match.end())
    for match in BOX.finditer(text):
        yield found(Kind.ADDRESS, text, match.start(), match.end(), sure=bool(match["postcode"]))


def _names_a_street(match: re.Match[str]) -> bool:
    if match["postcode"]:
        return True
    proper = not match["first"][0].islower()
    if match["wordy"]:
        lesson = match["wordy"].lower() == "cours" and match["particle"]
        return proper and not lesson
    return proper or bool(match["particle"])


def _is_a_time(match: re.Match[str], around: str) -> bool:
    return bool(IS_AN_HOUR_OR_A_DAY.search(around) or (A_YEAR.match(match[0]) and SINCE.search(around)))


# --- Dates of birth -------------------------------------------------------------------------------------------------

DAY = r"(?:3[01]|[12]\d|0?[1-9])"
DATE = (
    rf"(?:{DAY}[ \u00a0]?(?P<mark>[/.\-–])[ \u00a0]?(?:1[0-2]|0?[1-9])[ \u00a0]?(?P=mark)[ \u00a0]?"
    r"(?P<year1>(?:19|20)?\d\d)"
    rf"|{DAY}[ \u00a0](?:1[0-2]|0[1-9])[ \u00a0](?P<year2>\d{{4}})"
    rf"|(?P<year3>\d{{4}})-(?:1[0-2]|0[1-9])-{DAY}"
    rf"|{DAY}(?:er)?[ \u00a0]{MONTH}[a-zéû]{{0,6}}\.?[ \u00a0](?P<year4>\d{{4}}))(?!\w)"
)
PLACE = (
    r"(?:[ \u00a0](?:à|a|au|aux|en|dans)[ \u00a0][\w'’-]{1,25}(?:[ \u00a0][\w'’-]{1,20}){0,3}?"
    r"[ \u00a0]?(?:\(\w{2,20}\))?,?)?"
)
BORN = rf"(?<!\w)n[ée](?:e|s|es|\(e\)s?|\(e\)|[·.-]e)?{PLACE}[ \u00a0]{{1,2}}(?:le|un)[ \u00a0:]{{1,3}}"
BIRTH = (
    r"(?<!\w)(?:dates?[ \u00a0](?:et[ \u00a0]lieu[ \u00a0])?(?:de[ \u00a0])?naissance\b[^\n;!?\d]{0,40}?"
    r"|naissance[ \u00a0]?(?::|=|le\b)[ \u00a0]{0,2}(?:le[ \u00a0])?|(?:DDN|D\.D\.N\.?)[ \u00a0]?:?[ \u00a0]?"
    r"|vu[ \u00a0]le[ \u00a0]jour[ \u00a0]{1,2}le[ \u00a0])"
)
BORN_ON = re.compile(rf"(?:(?P<born>{BORN})|{BIRTH})(?:{DATE})", re.I)
A_DATE = re.compile(DATE, re.I)
# An association is born on a day too, and so is the club's cat.
IS_NO_PERSON = re.compile(
    r"(?:\b(?:le|la|notre|un|une|ce|cet|cette|son|sa|leur|votre)[ \u00a0]|\bl['’])"
    r"(?:association|club|projet|coll[èe]ge|lyc[ée]e|[ée]cole|journal|id[ée]e|atelier|chorale|orchestre|internet|web|"
    r"site|r[ée]publique|loi|mouvement|blog|radio|jumelage|partenariat|f[êe]te|festival|concours|tradition|r[ée]seau|"
    r"entreprise|soci[ée]t[ée]|foyer|amicale|[ée]quipe|chat(?:te|on)?|chien(?:ne)?|chiot|lapin|poulain|agneau|veau|"
    r"poussin|cheval|hamster|oiseau)\b[^.!?\n]{0,40}$",
    re.I,
)
OLDEST = 1930  # those born before, in what a school writes, are history


def births(text: str) -> Iterator[Find]:
    for match in BORN_ON.finditer(text):
        if match["born"] and IS_NO_PERSON.search(before(text, match.start(), 70)):
            continue
        if is_of_the_living(match):
            yield found(Kind.BIRTH_DATE, text, match.start(), match.end())


def is_of_the_living(match: re.Match[str]) -> bool:
    year = next(value for value in (match[f"year{form}"] for form in (1, 2, 3, 4)) if value)
    return len(year) == 2 or OLDEST <= int(year) < 2100
