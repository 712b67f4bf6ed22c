"""Telephone numbers, and the long numbers that follow one for life or give access to money.

Every repetition is bounded, so that each place of a text is looked at a bounded number of times.
"""

import re
from collections.abc import Iterator

from cms.privacy.enums import Kind
from cms.privacy.rules.finds import SPACE, Find, before, found

# --- Telephones -----------------------------------------------------------------------------------------------------
# 08 numbers are services; a person's begins by anything else.

DASH = r"[.\-\u2010-\u2014/_]"
PAIRS = re.compile(
    rf"(?<![\w+])0[1-79](?P<gap>{SPACE}?{DASH}{SPACE}?|{SPACE}{{1,2}})\d\d(?P=gap)\d\d(?P=gap)\d\d(?P=gap)\d\d(?!\w)"
)
GROUPS = ("0ddddddddd", "0ddd dd dd dd", "0ddd dddddd", "0ddd ddd ddd", "0d ddd ddd dd", "0d dd ddd ddd", "0d dddddddd")
SOLID = re.compile(
    r"(?<![\w+=])(?<![0-9][.,\-])(?=0[1-79])(?:" + "|".join(GROUPS).replace(" ", SPACE).replace("d", r"\d") + r")(?!\w)"
)
FRENCH_FROM_ABROAD = re.compile(
    r"(?<![\w+])(?:\+|00|\(\+)33\)?[ .\u00a0\u202f-]{0,2}(?:\(0\)|0)?(?:[ .\u00a0\u202f-]?\d){9}(?!\w)"
)
COUNTRY = (
    r"(?:1|7|2[07]|3[0-9]|4[0-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|2[1-69]\d|3[578]\d|42\d|5[09]\d|6[789]\d|8[058]\d|9[679]\d)"
)
FOREIGN = re.compile(
    rf"(?<![\w+])(?:\+|00)(?!33){COUNTRY}[ .\u00a0\u202f/-]{{0,2}}(?:\(0\))?(?:[ .\u00a0\u202f/-]?\d){{7,11}}(?!\w)"
)

CALLS = re.compile(r"(?:t[ée]l|phone|portable|mobile|appel|joindre|joignable|contact|sms|fax|whatsapp)", re.I)
NUMBERS_THINGS = re.compile(
    r"\b(?:r[ée]f(?:[ée]rences?)?\.?|commande|facture|dossier|catalogue|siren|siret|isbn|issn|s[ée]rie|licence|agr[ée]ment|"
    r"code|devis|nombre|tirage|loto|scores?|salles?|tomes?|lots?|volumes?|pages?|exercices?|chapitres?|cl[ée]|version)"
    r"[ \u00a0]{0,2}(?:n[°ºo]|num[ée]ro|de série)?[ \u00a0]{0,2}[:=#]?[ \u00a0]{0,2}$",
    re.I,
)
MONTH = r"(?:janv|f[ée]vr|mars|avril|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)"
THEN_A_MONTH = re.compile(rf"[ \u00a0]{{0,2}}{MONTH}", re.I)
A_PAIR_BEFORE = re.compile(r"(?<!\d)\d\d$")


def telephones(text: str) -> Iterator[Find]:
    end = 0
    for match in PAIRS.finditer(text):
        if not _is_a_list(text, match, end):
            end = match.end()
            yield found(Kind.TELEPHONE, text, match.start(), end)
    for match in SOLID.finditer(text):
        if not NUMBERS_THINGS.search(before(text, match.start(), 40)):
            yield found(Kind.TELEPHONE, text, match.start(), match.end())
    for pattern in (FRENCH_FROM_ABROAD, FOREIGN):
        for match in pattern.finditer(text):
            yield found(Kind.TELEPHONE, text, match.start(), match.end())


def _is_a_list(text: str, match: re.Match[str], previous_end: int) -> bool:
    """Days, rooms and scores come in pairs of digits too."""
    start, end, gap = match.start(), match.end(), match["gap"]
    ahead = text[end : end + len(gap) + 3]
    if re.fullmatch(rf"{re.escape(gap)}\d\d\D?", ahead) and not PAIRS.match(text, end + len(gap)):
        return True
    pair_end = start - len(gap)
    follows = pair_end > 0 and pair_end != previous_end and text[pair_end:start] == gap
    if follows and A_PAIR_BEFORE.search(text[max(0, pair_end - 3) : pair_end]):
        return True
    if THEN_A_MONTH.match(text, end):
        return True
    around = before(text, start, 40)
    numbers = [int(pair) for pair in re.findall(r"\d\d", match[0])]
    if numbers == list(range(numbers[0], numbers[0] + 5)) and not CALLS.search(around):
        return True
    return bool(NUMBERS_THINGS.search(around))


# --- Bank accounts --------------------------------------------------------------------------------------------------

IBAN_LENGTHS = {
    16: "BE", 18: "DK FI NL", 20: "AT EE LT LU XK", 21: "CH HR LI LV", 22: "BG BA DE GB GE IE ME RS",
    24: "AD CZ ES MD PK RO SA SE SK TN", 25: "PT", 26: "IS TR", 27: "FR GR IT MC SM", 28: "AL AZ CY HU LB MA PL",
    29: "BR EG UA", 31: "MT",
}  # fmt: skip
IBAN = re.compile(
    r"(?<!\w)(?=[A-Z]{2}\d\d)(?:"
    + "|".join(
        rf"(?:{'|'.join(countries.split())})\d\d(?:[ \u00a0\u202f.-]?[A-Z0-9]){{{length - 4}}}(?!\w)"
        for length, countries in IBAN_LENGTHS.items()
    )
    + ")",
    re.I | re.A,
)


def bank_accounts(text: str) -> Iterator[Find]:
    for match in IBAN.finditer(text):
        if iban_is_sound(match[0]):
            yield found(Kind.IBAN, text, match.start(), match.end())


def iban_is_sound(iban: str) -> bool:
    """ISO 13616: letters count from 10, the head goes to the tail, and the rest by 97 is 1."""
    characters = re.sub(r"[^A-Z0-9]", "", iban.upper())
    return int("".join(str(int(character, 36)) for character in characters[4:] + characters[:4])) % 97 == 1


# --- Social security ------------------------------------------------------------------------------------------------

NIR = re.compile(
    r"(?<!\w)[1-478](?:[ \u00a0\u202f.-]?\d){5}[ \u00a0\u202f.-]?[\dAB](?:[ \u00a0\u202f.-]?\d){6}"
    r"(?P<key>(?:[ \u00a0\u202f./-]{0,3}\d){2})?(?!\w)",
    re.I | re.A,
)
SAYS_SOCIAL_SECURITY = re.compile(r"\b(?:s[ée]cu|nir\b|insee\b|assur[ée]|carte vitale)", re.I)


def social_security(text: str) -> Iterator[Find]:
    for match in NIR.finditer(text):
        number = re.sub(r"[^\dAB]", "", match[0].upper())
        if not 1 <= int(number[3:5]) <= 99 or 13 <= int(number[3:5]) < 20:
            continue
        said = SAYS_SOCIAL_SECURITY.search(before(text, match.start(), 80))
        if nir_is_sound(number) if match["key"] else said and "A" not in number[:6]:
            yield found(Kind.SOCIAL_SECURITY, text, match.start(), match.end())


def nir_is_sound(number: str) -> bool:
    """The last two digits complete the others to a multiple of 97; in Corsica 2A counts as 19 and 2B as 18."""
    body = number[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


# --- National pupil number ------------------------------------------------------------------------------------------
# Ten digits and a letter (academic bases), nine and two letters (RNIE, since 2018), or the apprentices' form. No key is
# published: the number counts where the words before it say what it is.

INE_FORM = (
    r"(?:\d(?:[ \u00a0\u202f]?\d){8}[ \u00a0\u202f]?(?:[A-Z]{2}|\d[ \u00a0\u202f]?[A-Z])"
    r"|\d{4}[ \u00a0\u202f]?A[ \u00a0\u202f]?\d{5}[ \u00a0\u202f]?[A-Z])"
)
INE = re.compile(rf"(?<!\w){INE_FORM}(?!\w)", re.I | re.A)
SAYS_INE = re.compile(r"\b(?:i\.?n\.?e\b|identifiant national|bea\b|rnie\b)", re.I)


def pupil_numbers(text: str) -> Iterator[Find]:
    for match in INE.finditer(text):
        if SAYS_INE.search(before(text, match.start(), 60)):
            yield found(Kind.INE, text, match.start(), match.end())
