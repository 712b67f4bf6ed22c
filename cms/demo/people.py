"""The people of the demonstration collège, drawn with a seed: the same seed always gives the same school.

Pure: frozen dataclasses in, frozen dataclasses out, no database. Everyone is invented. The adults whom the
demonstration's articles name have a row of their own in the tables; everybody else is drawn from lists of names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import TypeVar

from cms.directory.enums import GroupKind, Profile, Source
from cms.directory.rules import username_for

SEED = 2026
T = TypeVar("T")

# --- The school ------------------------------------------------------------------------------------------------------

YEAR_GROUPS = ("6e", "5e", "4e", "3e")
CLASSES: Mapping[str, str] = {f"{year}{letter}": year for year in YEAR_GROUPS for letter in "ABC"}
CLASS_SIZES = (23, 24, 24, 25, 25, 25, 25, 25, 25, 26, 26, 27)  # shared out among the classes: 300 pupils

HEADS = "Chef d’établissement"  # the product makes this group in each school
MANAGEMENT = "Équipe de direction"
COUNCIL = "Conseil d’administration"
THEATRE, SPORT, GREEN = "Club théâtre", "Association sportive", "Éco-délégués"
GROUPS: Mapping[str, GroupKind] = {
    MANAGEMENT: GroupKind.INSTITUTIONAL,
    COUNCIL: GroupKind.INSTITUTIONAL,
    THEATRE: GroupKind.FREE,
    SPORT: GroupKind.FREE,
    GREEN: GroupKind.FREE,
}

# --- The adults whom articles and accounts name -----------------------------------------------------------------------

HEAD_TEACHER = "Professeur principal"

STAFF = (  # function, first name, last name
    ("Principale", "Hélène", "Marchetti"),
    ("Principal adjoint", "Bruno", "Tessier"),
    ("Gestionnaire", "Pascal", "Rouvière"),
    ("CPE", "Nadia", "Benhamou"),
    ("CPE", "Guillaume", "Pradel"),
    ("Secrétaire", "Valérie", "Nogaret"),
    ("Infirmière", "Sylvie", "Marchand"),
    ("Assistante sociale", "Corinne", "Taillefer"),
    ("Psychologue de l’Éducation nationale", "Laure", "Quintin"),
    ("AED", "Anaïs", "Lebreton"),
    ("AED", "Yacine", "Hamdaoui"),
    ("AED", "Florian", "Jacquet"),
    ("AED", "Mélissa", "Payet"),
)
AUTHORITY = (
    ("Chef de cuisine", "Rémi", "Chastang"),
    ("Agente d’accueil", "Josiane", "Vidalenc"),
    ("Agent de maintenance", "Amadou", "Sarr"),
)
GUESTS = (  # function, first name, last name, class of the pupil whom they accompany
    ("Intervenant théâtre", "Bastien", "Roucaute", ""),
    ("Parente élue", "Delphine", "Cazenave", ""),
    ("AESH", "Monique", "Ferrand", "6eB"),
    ("AESH", "Samia", "Belkacemi", "4eC"),
)
TEACHERS = (  # subject, first name, last name, class of which they are head teacher
    ("Français", "Émilie", "Vasseur", "6eB"),
    ("Lettres classiques", "Étienne", "Villard", ""),
    ("Mathématiques", "Fatou", "Diarra", ""),
    ("Mathématiques", "Paul-Henri", "Castan", ""),
    ("Histoire-géographie", "Marc", "Delaunay", "3eA"),
    ("Anglais", "Sarah", "Whitcombe", ""),
    ("Allemand", "Anke", "Lorenz", ""),
    ("EPS", "Claire", "Fontaine", ""),
    ("EPS", "Julien", "Abadie", ""),
    ("SVT", "Isabelle", "Lorrain", ""),
    ("Technologie", "Karim", "Ouali", ""),
    ("Éducation musicale", "Thomas", "Berthier", ""),
    ("Documentation", "Agnès", "Delcourt", ""),
)
FROM_FIFTH = YEAR_GROUPS[1:]
SUBJECTS: Mapping[str, tuple[int, Sequence[str]]] = {  # how many teachers, in which year groups
    "Français": (6, YEAR_GROUPS),
    "Lettres classiques": (1, FROM_FIFTH),
    "Mathématiques": (6, YEAR_GROUPS),
    "Histoire-géographie": (5, YEAR_GROUPS),
    "Anglais": (5, YEAR_GROUPS),
    "Espagnol": (2, FROM_FIFTH),
    "Allemand": (2, FROM_FIFTH),
    "EPS": (4, YEAR_GROUPS),
    "SVT": (2, YEAR_GROUPS),
    "Physique-chimie": (2, YEAR_GROUPS),
    "Technologie": (2, YEAR_GROUPS),
    "Arts plastiques": (1, YEAR_GROUPS),
    "Éducation musicale": (1, YEAR_GROUPS),
    "Documentation": (1, ()),
}
PARENTS = (("Sandrine", "Castel"), ("Olivier", "Lafargue"))  # the family of the demonstration's accounts
CHILDREN = (("Lina", "Castel", "3eA"), ("Gabin", "Castel", "6eB"))


def names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


@dataclass(frozen=True)
class Names:
    """Names that go together, as families give them; `weight` is their share of the school, in hundredths."""

    weight: int
    surnames: Sequence[str]
    mothers: Sequence[str]
    fathers: Sequence[str]
    girls: Sequence[str]
    boys: Sequence[str]


NAMES = (
    Names(
        70,
        names(
            "Martin, Bernard, Robert, Petit, Durand, Leroy, Moreau, Laurent, Lefebvre, Roux, Fournier, Girard, Bonnet, "
            "Lambert, Rousseau, Vincent, Muller, Faure, Mercier, Guérin, Boyer, Garnier, Chevalier, François, Legrand, "
            "Gauthier, Perrin, Robin, Morin, Masson, Gautier, Lemaire, Duval, Joly, Roger, Roche, Noël, Meunier, "
            "Marie, Lacroix, Barbier, Arnaud, Renard, Giraud, Rolland, Caron, Colin, Aubert, Lemoine, Renaud, "
            "Schmitt, Weber, Klein, Le Goff, Le Gall, Kerbrat, Guillou, Etcheverry, Larralde, Cabanel, Puech, "
            "Fabre, Vidal, Escoffier, Mazières, Delmas, Teyssier, Chabrol, Vialatte, Bouchet, Sabatier, Peyre, "
            "Vandenbroucke, Delattre, Carpentier, Lecomte, Maillard, Besson, Pruvost, Castel, Combes, Gaillard, "
            "Hoarau, Grondin, Luciani, Albertini, Pujol, Bousquet, Lafargue, Ducasse, Marty"
        ),
        names(
            "Sandrine, Céline, Stéphanie, Virginie, Sophie, Karine, Laetitia, Aurélie, Émilie, Julie, Delphine, "
            "Nathalie, Christelle, Sabrina, Amandine, Caroline, Marion, Hélène, Élodie, Anne-Laure, Audrey, Vanessa, "
            "Marie, Claire, Charlotte, Séverine, Pauline, Mathilde, Estelle, Fanny, Noémie, Gaëlle, Magali"
        ),
        names(
            "Nicolas, Christophe, Sébastien, Frédéric, Stéphane, David, Julien, Jérôme, Laurent, Cédric, Guillaume, "
            "Arnaud, Benoît, Olivier, Thomas, Fabrice, Mathieu, Ludovic, Vincent, Grégory, Mickaël, Anthony, Yann, "
            "Xavier, Éric, Romain, Damien, Alexandre, Pierre, Bruno, Florent, Emmanuel, Samuel"
        ),
        names(
            "Emma, Jade, Louise, Alice, Chloé, Lina, Léa, Manon, Inès, Rose, Anna, Mila, Camille, Lola, Juliette, "
            "Zoé, Agathe, Léonie, Margaux, Clara, Lou, Éloïse, Romane, Apolline, Sarah, Lucie, Elsa, Maëlys, Capucine, "
            "Charlie, Jeanne, Nina, Victoire, Garance, Maëlle, Soline, Faustine, Célestine"
        ),
        names(
            "Gabriel, Léo, Raphaël, Louis, Arthur, Jules, Adam, Lucas, Hugo, Maël, Nathan, Noah, Ethan, Paul, Tom, "
            "Sacha, Gabin, Nolan, Timéo, Théo, Mathis, Axel, Antoine, Martin, Victor, Eliott, Baptiste, Robin, Simon, "
            "Maxence, Noé, Augustin, Clément, Valentin, Marius, Titouan, Malo, Côme"
        ),
    ),
    Names(
        12,
        names(
            "Benali, Haddad, Bouzid, Mansouri, Saïdi, Chérif, Amrani, Khelifi, Boukhari, Ziani, Bensaïd, Meziane, "
            "Rahmani, Larbi, Ouahab, Hamidi, Bouchareb, Yahiaoui, Slimani, Kaddour"
        ),
        names("Samira, Nadia, Karima, Leïla, Fatima, Malika, Soraya, Hanane, Yasmina, Naïma, Sonia, Houria"),
        names("Karim, Rachid, Mohamed, Farid, Nabil, Hakim, Mourad, Samir, Abdelkader, Kamel, Tarik, Youssef"),
        names("Lina, Inaya, Yasmine, Assia, Nour, Sofia, Sirine, Aya, Maïssa, Jana, Kenza, Hiba"),
        names("Adam, Rayan, Ilyes, Yanis, Mohamed, Ibrahim, Naïm, Amine, Sami, Ayoub, Wassim, Idris"),
    ),
    Names(
        6,
        names("Traoré, Koné, Camara, Ndiaye, Diop, Coulibaly, Mbemba, Nkounkou, Ouédraogo, Kouassi, Mendy, Bamba"),
        names("Aminata, Mariam, Awa, Grâce, Clarisse, Aïssatou, Rokhaya, Prisca, Bintou"),
        names("Mamadou, Ousmane, Ibrahima, Serge, Adama, Modibo, Cheikh, Fabrice, Blaise"),
        names("Fatoumata, Awa, Kadiatou, Maëva, Mariama, Naomi, Ruth, Aïcha"),
        names("Ismaël, Malick, Issa, Noah, Bakary, Emmanuel, Mathis, Souleymane"),
    ),
    Names(
        7,
        names(
            "Da Silva, Ferreira, Pereira, Dos Santos, Carvalho, Rodrigues, Garcia, Sanchez, Navarro, Esposito, "
            "Ricci, Moretti"
        ),
        names("Paula, Cristina, Isabel, Maria, Patricia, Sandra, Carla, Elena, Monica, Silvia"),
        names("Manuel, José, Paulo, Carlos, Antonio, Fernando, Marco, Rui, Tony, Jorge"),
        names("Eva, Lena, Luna, Giulia, Olivia, Ines, Léa, Alicia, Mia"),
        names("Diego, Enzo, Tiago, Mateo, Lorenzo, Hugo, Rafael, Luca, Nino"),
    ),
    Names(
        5,
        names("Yilmaz, Demir, Arslan, Nguyen, Tran, Pham, Kowalski, Nowak, Petrovic, Popescu, Ivanova, Sivakumar"),
        names("Elif, Zeynep, Thi Lan, Linh, Agnieszka, Anna, Mirela, Priya, Jelena"),
        names("Mehmet, Murat, Minh, Van Duc, Piotr, Tomasz, Andrei, Ravi, Dragan"),
        names("Defne, Asya, Mai, Lan Anh, Zofia, Daria, Anya, Maya"),
        names("Emir, Kerem, Kevin, Duc, Adam, Oskar, Matei, Arun"),
    ),
)
# Ordinary first names beside ordinary surnames make a few well-known people: those are drawn again.
WELL_KNOWN = frozenset(
    names(
        "Adama Traoré, Alexandre Cabanel, Antonio Sanchez, "
        "Arnaud Lemaire, Arthur Martin, Bruno Lemaire, Charlotte Girard, Cheikh Diop, "
        "Christophe Lambert, Clara Luciani, Éric Besson, Emmanuel Petit, Hugo Sanchez, Jeanne Moreau, Jorge Garcia, "
        "José Garcia, Jules Renard, Julie Gautier, Karim Ziani, Laurent Garnier, Laurent Robert, Léa François, "
        "Leïla Slimani, Magali Noël, Marie Noël, Olivier Faure, Paul Robert, Romain Rolland, Sébastien Faure, "
        "Souleymane Camara"
    )
)

# Whom the tables name. Nothing is drawn for them: an account of the demonstration shows its own rights only.
CAST = frozenset(
    username_for(*row[1:3]) for table in (STAFF, AUTHORITY, GUESTS, TEACHERS) for row in table
) | frozenset(username_for(*row[:2]) for row in (*PARENTS, *CHILDREN))

# --- Families --------------------------------------------------------------------------------------------------------

SIBLINGS = ((1, 87), (2, 11), (3, 2))  # children in this collège, and how many families in a hundred have so many
SAME_NAME, TWO_NAMES, ALONE, BLENDED = "same surname", "two surnames", "alone", "blended"
HOUSEHOLDS = ((SAME_NAME, 52), (TWO_NAMES, 22), (ALONE, 16), (BLENDED, 10))


@dataclass(frozen=True)
class DemoPerson:
    """Someone, known by their username within the school."""

    username: str
    first_name: str
    last_name: str
    profile: Profile
    function: str = ""
    subject: str = ""
    source: Source = Source.ACADEMIE
    ends_on: date | None = None
    classes: tuple[str, ...] = ()
    head_of: str = ""

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class DemoGuard:
    """Usernames of a guardian and of a pupil."""

    guardian: str
    pupil: str
    legal: bool = True


@dataclass(frozen=True)
class DemoPeople:
    everyone: tuple[DemoPerson, ...]
    guards: tuple[DemoGuard, ...]
    members: Mapping[str, tuple[str, ...]]  # usernames, by name of the group

    def of(self, profile: Profile) -> list[DemoPerson]:
        return [person for person in self.everyone if person.profile == profile]


def draw_people(seed: int = SEED, *, until: date) -> DemoPeople:
    """The whole school. Guests leave on `until`, the end of the school year."""
    draw = _Draw(Random(seed))  # noqa: S311 (a repeatable school, no secret)
    for function, first, last in STAFF:
        draw.add(first, last, Profile.STAFF, function=function)
    for function, first, last in AUTHORITY:
        draw.add(first, last, Profile.AUTHORITY, function=function)
    for function, first, last, accompanied in GUESTS:
        classes = (accompanied,) if accompanied else ()
        facts = {"function": function, "classes": classes, "source": Source.SCHOOL, "ends_on": until}
        draw.add(first, last, Profile.GUEST, **facts)
    _draw_teachers(draw)
    _draw_families(draw)
    everyone = tuple(draw.everyone.values())
    return DemoPeople(everyone, tuple(draw.guards), _draw_members(draw.rng, everyone, draw.guards))


@dataclass
class _Draw:
    """What has been drawn so far."""

    rng: Random
    everyone: dict[str, DemoPerson] = field(default_factory=dict)
    guards: list[DemoGuard] = field(default_factory=list)

    def add(self, first: str, last: str, profile: Profile, **facts: object) -> DemoPerson:
        """Someone new, with a number after their username when somebody has it already."""
        wanted = username_for(first, last)
        username, number = wanted, 1
        while username in self.everyone:
            number += 1
            username = f"{wanted}{number}"
        person = DemoPerson(username, first, last, profile, **facts)  # type: ignore[arg-type]
        self.everyone[username] = person
        return person

    def one_of(self, shares: Sequence[tuple[T, int]]) -> T:
        """One value, as often as its share says."""
        return self.rng.choices([value for value, _share in shares], [share for _value, share in shares])[0]

    def pool(self) -> Names:
        return self.one_of([(pool, pool.weight) for pool in NAMES])

    def adult(self, pool: Names, *, woman: bool, surname: str = "") -> tuple[str, str]:
        while True:
            first = self.rng.choice(pool.mothers if woman else pool.fathers)
            last = surname or self.rng.choice(pool.surnames)
            if first != last and f"{first} {last}" not in WELL_KNOWN:
                return first, last

    def child(self, pool: Names, last: str, besides: Sequence[str]) -> str:
        """A first name, that no brother or sister has."""
        while True:
            first = self.rng.choice(pool.girls if self.rng.random() < 0.5 else pool.boys)
            if first not in (*besides, last) and f"{first} {last}" not in WELL_KNOWN:
                return first


# --- Teachers --------------------------------------------------------------------------------------------------------


def _draw_teachers(draw: _Draw) -> None:
    """Every class has one teacher of each of its subjects; each class, one head teacher among them."""
    for subject, (count, year_groups) in SUBJECTS.items():
        team = [(first, last, head_of) for taught, first, last, head_of in TEACHERS if taught == subject]
        while len(team) < count:
            team.append((*draw.adult(draw.pool(), woman=draw.rng.random() < 0.6), ""))
        shares = _share_classes([head_of for _first, _last, head_of in team], year_groups)
        for (first, last, head_of), classes in zip(team, shares, strict=True):
            facts = {"subject": subject, "classes": classes, "head_of": head_of}
            draw.add(first, last, Profile.TEACHER, function=HEAD_TEACHER if head_of else "", **facts)
    _name_head_teachers(draw)


def _share_classes(heads: Sequence[str], year_groups: Sequence[str]) -> list[tuple[str, ...]]:
    """The classes of each teacher of one subject: evenly, and to a head teacher the class that they are head of."""
    shares: list[list[str]] = [[head] if head else [] for head in heads]
    for name, year in CLASSES.items():
        if year in year_groups and name not in heads:
            min(shares, key=len).append(name)
    return [tuple(sorted(share)) for share in shares]


def _name_head_teachers(draw: _Draw) -> None:
    teachers = [person for person in draw.everyone.values() if person.profile == Profile.TEACHER]
    taken = {teacher.username for teacher in teachers if teacher.head_of}
    named = {teacher.head_of for teacher in teachers}
    for name in CLASSES:
        if name not in named:
            able = [row for row in teachers if name in row.classes and row.username not in taken | CAST]
            chosen = draw.rng.choice(able)
            taken.add(chosen.username)
            draw.everyone[chosen.username] = replace(chosen, head_of=name, function=HEAD_TEACHER)


# --- Pupils and their families ---------------------------------------------------------------------------------------


def _draw_families(draw: _Draw) -> None:
    sizes = draw.rng.sample(CLASS_SIZES, len(CLASS_SIZES))
    places = [name for name, size in zip(CLASSES, sizes, strict=True) for _ in range(size)]
    _add_known_family(draw, places)
    draw.rng.shuffle(places)
    while places:
        _draw_family(draw, _take_places(places, draw.one_of(SIBLINGS)))


def _add_known_family(draw: _Draw, places: list[str]) -> None:
    parents = [draw.add(first, last, Profile.PARENT) for first, last in PARENTS]
    for first, last, name in CHILDREN:
        places.remove(name)
        pupil = draw.add(first, last, Profile.PUPIL, classes=(name,))
        draw.guards += [DemoGuard(parent.username, pupil.username) for parent in parents]


def _take_places(places: list[str], size: int) -> list[str]:
    """The classes of brothers and sisters, in different year groups as far as places are left."""
    taken: list[str] = []
    while len(taken) < size:
        years = {CLASSES[name] for name in taken}
        free = (position for position, name in enumerate(places) if CLASSES[name] not in years)
        position = next(free, None)
        if position is None:
            break
        taken.append(places.pop(position))
    return taken


def _draw_family(draw: _Draw, classes: Sequence[str]) -> None:
    household = draw.one_of(HOUSEHOLDS)
    pool = draw.pool()
    surname, parents = _draw_parents(draw, household, pool)
    guardians = [(draw.add(first, last, Profile.PARENT), True) for first, last in parents]
    if household == BLENDED:
        step_parent = draw.adult(draw.pool(), woman=draw.rng.random() < 0.4)
        guardians.append((draw.add(*step_parent, Profile.PARENT), False))
    siblings: list[str] = []
    for name in classes:
        siblings.append(draw.child(pool, surname, siblings))
        pupil = draw.add(siblings[-1], surname, Profile.PUPIL, classes=(name,))
        draw.guards += [DemoGuard(person.username, pupil.username, legal) for person, legal in guardians]


def _draw_parents(draw: _Draw, household: str, pool: Names) -> tuple[str, list[tuple[str, str]]]:
    """The children's surname, and the first and last names of whoever has parental authority."""
    rng = draw.rng
    father = draw.adult(pool if rng.random() < 0.8 else draw.pool(), woman=rng.random() < 0.02)
    shared = father[1] if household == SAME_NAME else ""
    mother = draw.adult(pool, woman=rng.random() < 0.98, surname=shared)
    if shared:
        return shared, [mother, father]
    surname = draw.one_of(((father[1], 60), (mother[1], 28), (f"{mother[1]}-{father[1]}", 12)))
    if household == ALONE:
        return surname, [mother if rng.random() < 0.85 else father]
    return surname, [mother, father]


# --- Groups ----------------------------------------------------------------------------------------------------------


def _draw_members(
    rng: Random, everyone: Sequence[DemoPerson], guards: Sequence[DemoGuard]
) -> dict[str, tuple[str, ...]]:
    """Who is in each group. The council has its elected teachers, parents and pupils; each class, two éco-délégués."""
    drawn = [person for person in everyone if person.username not in CAST]
    pupils = [person for person in drawn if person.profile == Profile.PUPIL]
    teachers = [person.username for person in drawn if person.profile == Profile.TEACHER]
    parents = sorted({guard.guardian for guard in guards if guard.legal} - CAST)
    by_class = {name: [pupil.username for pupil in pupils if pupil.classes == (name,)] for name in CLASSES}
    anyone = [pupil.username for pupil in pupils]
    management = tuple(username_for(first, last) for _function, first, last in STAFF[:3])
    elected = (*rng.sample(teachers, 6), *rng.sample(parents, 6), *rng.sample(by_class["3eB"], 2))
    return {
        HEADS: management[:1],
        MANAGEMENT: management,
        COUNCIL: (*management, "nadia.benhamou", "sylvie.marchand", "delphine.cazenave", *elected),
        THEATRE: ("emilie.vasseur", "bastien.roucaute", *rng.sample(anyone, 18)),
        SPORT: ("claire.fontaine", "julien.abadie", *rng.sample(anyone, 64)),
        GREEN: ("isabelle.lorrain", *(pupil for those in by_class.values() for pupil in rng.sample(those, 2))),
    }
