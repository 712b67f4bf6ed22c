"""Sentences as schools write them, with what is personal in them marked by hand: `{T:06 39 98 12 34}`.

Written before the detector, and not to please it: a few are known to be too hard, and count as misses. A line is a
snippet; `⏎` stands for a new line, `⇥` for a tab. Nobody here exists; numbers are of the ranges kept for fiction
wherever there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cms.privacy.enums import Kind

LETTERS = {
    "T": Kind.TELEPHONE,
    "M": Kind.EMAIL,
    "A": Kind.ADDRESS,
    "B": Kind.BIRTH_DATE,
    "N": Kind.PUPIL,
    "I": Kind.IBAN,
    "S": Kind.SOCIAL_SECURITY,
    "E": Kind.INE,
}

PUPILS = [
    ("Lina", "CASTEL"),
    ("Jean-Baptiste", "d’Hauteville"),
    ("Yanis", "BENALI"),
    ("Zoé", "Lefèvre"),
    ("Maëlys", "LE GOFF"),
    ("Noé", "Martin"),
    ("Inès", "N’Diaye"),
    ("Élise", "Dupont-Moreau"),
    ("Louis", "de La Tour"),
    ("Sarah", "O'Brien"),
    ("Anaïs", "Œuvrard"),
    ("Thi Mai", "Nguyễn"),
    ("Marius", "Van den Berg"),
    ("Chloé Marie", "Roux"),
    ("Pierre", "Blanche"),
    ("Jean", "Moulin"),
    ("Rose", "Petit"),
    ("Camille", "Lacroix"),
    ("Mohamed", "EL AMRANI"),
    ("Victor", "Hugo"),
]

SCHOOL_TELEPHONE = "02 61 91 00 10"
SCHOOL_EMAIL = "accueil@college-tillion.example"
SCHOOL_ADDRESS = "14 rue des Écoles"
SCHOOL_POSTCODE = "14000"
SCHOOL_TOWN = "Caen"

TELEPHONES = """
Pour la sortie au musée, appelez M. Duval au {T:06 39 98 12 34} avant vendredi.
Tél. : {T:0639981234}
Urgence pendant le voyage : {T:+33 6 39 98 45 67}, joignable jour et nuit.
Vous pouvez joindre la maman de Tom au {T:06.39.98.11.22}.
Le papa de Jules propose un covoiturage ({T:06-39-98-33-44}).
Contact : {T:+33639980011}
Depuis l’étranger, composez le {T:0033 6 39 98 77 88}.
Numéro de l’accompagnatrice : {T:+33 (0)6 39 98 55 66}.
L’infirmière de garde répond au {T:01 99 00 12 13} le week-end.
À la Réunion, appelez le {T:0262 41 12 34} ; en Guadeloupe le {T:0590 41 12 34}.
Le correspondant de Saint-Martin : {T:0690 12 34 56}
Notre famille d’accueil à Liège : {T:+32 475 12 34 56}.
La correspondante de Cologne a donné son portable, {T:+49 171 1234567}, à toute la classe.
Zurich : {T:+41 79 123 45 67} (auberge de jeunesse)
Mme Petit, professeure principale, {T:07 00 12 34 56}, reçoit sur rendez-vous.
Portable : {T:06/39/98/21/43} ⏎ Domicile : {T:02/61/91/44/55}
Prévenir Sophie ou Karim : {T:06 39 98 10 20} / {T:06 39 98 30 40}.
Tel {T:06 39 98 13 57}⏎Salle 12, premier étage
Liste des délégués des parents⏎Durand⇥{T:0639982468}⏎Meyer⇥{T:0639981357}
En cas d’absence, envoyez un SMS au {T:06 39 98 71 72} avant 8 h 30.
Le chauffeur du car (société Bocage) est au {T:06 39 98 90 91}.
WhatsApp des parents de 6eB : {T:+33 7 00 12 98 76}
Fax de M. Lenoir : {T:03 53 01 22 33}
Le maître-nageur, {T:06 - 39 - 98 - 62 - 63}, vous attend au bassin.
Mon numéro personnel n’a pas changé : {T:09 72 12 34 56}.
Gîte en Martinique : {T:+596 696 12 34 56}, demander Rosalie
Pour les retards, téléphone de la vie scolaire : {T:05 36 49 12 12}.
Portable de la tutrice de stage – {T:06 39 98 44 99} – merci de ne pas appeler le soir.
Le stage en Espagne : tuteur joignable au {T:+34 612 34 56 78}.
Nom⇥Classe⇥Téléphone⏎Durand⇥3eA⇥{T:639981212}⏎Morel⇥3eB⇥{T:639983434}
Rappeler au {T:0639 98 12 12} après 17 h.
"""

EMAILS = """
Écrivez à {M:claire.duval@exemple.fr} pour réserver une place.
Mail : {M:p.leroy+chorale@mail.exemple.org}.
Les copies sont à rendre à ({M:mme-petit@ac-exemple.fr}) avant lundi.
Contactez-moi : {M:prenom.nom (at) exemple.fr}
Ou bien {M:karim.b [at] exemple.com}, je réponds le soir.
Adresse : {M:sophie.morel(arobase)exemple.fr}
Mon courriel est {M:julie_martin2011@courrier.exemple}.
<{M:parents.6eb@exemple.net}> est la liste de la classe.
Inscription par mail à {M:JEAN.DUPUIS@EXEMPLE.FR} !
mailto:{M:a.bernard@exemple.fr}?subject=Sortie
Envoyez la photo à {M:léa.fontaine@exemple.fr} s’il vous plaît.
Délégués : {M:tom@exemple.fr};{M:lou@exemple.fr};{M:max@exemple.fr}
Écrire à {M:bureau [arobase] fcpe-exemple [point] fr}
Pour le journal : {M:redac.3ea(at)exemple(dot)org}
Contactez l’association ({M:contact@asso-exemple.fr}) pour les tenues.
Le rectorat répond à l’adresse {M:ce.dsden@ac-exemple.fr}.
Professeur⇥Courriel⏎Moreau⇥{M:l.moreau@exemple.education}
Une question ? {M:d'argent.paul@exemple.fr}
Voir avec {M:m.legrand @ exemple.fr}, responsable du foyer.
"""

ADDRESSES = """
Lina habite au {A:12 rue des Lilas}, près du gymnase.
Rendez-vous chez les Morel, {A:3 bis, avenue du Général-de-Gaulle, 14000 Caen}.
La famille d’accueil vit {A:45 boulevard Aristide Briand 76000 Rouen}.
Envoyez le dossier à M. Duval, {A:8 impasse du Moulin⏎14123 Ifs}.
Adresse : {A:27, chemin de la Planche, 61000 Alençon}
Domicile : {A:1 place de l’Église, 14600 Honfleur}.
Le goûter d’anniversaire aura lieu au {A:6 allée des Tilleuls}.
Elle a déménagé au {A:110 ter rue Saint-Jean}, bâtiment C.
Courrier : {A:BP 12, 14200 Hérouville}
Écrire à l’association, {A:BP 40123 – 14000 Caen}.
Le stage se fait chez Menuiserie Blot, {A:2 route de Falaise, 14220 Thury-Harcourt}.
Retrouvez-nous {A:place du Village, 14480 Creully}, devant la fontaine.
Son adresse est {A:19 rue du 8 mai 1945, 14000 Caen}.
La nourrice : {A:5 square Blaise Pascal} (interphone Martin).
Papiers à déposer {A:33 quai Vendeuvre, 14000 Caen}.
Chez sa grand-mère, {A:7 B rue de l’Abbé-Niquet}, tous les mercredis.
{A:12 RUE DES ROSIERS 50000 SAINT-LO}
Nom⇥Adresse⏎Durand⇥{A:4 rue Basse 14000 Caen}
Ramassage du car : {A:18 rue Paul-Doumer}, à 7 h 40.
Le père réside {A:résidence Les Alizés, 97200 Fort-de-France}.
Logement : {A:21 cours Victor-Hugo, 33000 Bordeaux}.
Elle vit au {A:9 rue de la Mare}.
Son correspondant loge au {A:2 av. de Paris, 78000 Versailles}.
Courrier à : {A:10 bd Jean-Jaurès 92100 Boulogne-Billancourt}
Ses parents tiennent le café du {A:15 faubourg Saint-Honoré}.
Il est né et a grandi {A:lieu-dit La Houssaye, 14240 Cahagnes}.
"""

BIRTHS = """
Tom, {B:né le 12/03/2012}, a gagné le cross.
Zélie est {B:née le 3 mars 2012} à Caen.
{B:Date de naissance : 12-03-2012}
{B:Né(e) le 01.09.2010} à Lisieux
Enfant {B:née le 1er avril 2013}, demi-pensionnaire.
{B:Date et lieu de naissance : 5 janvier 2011} – Bayeux
Les jumeaux, {B:nés le 29 février 2012}, fêtent leurs trois vrais anniversaires !
Élève : Hugo B., {B:né à Caen le 14/07/2011}
{B:Naissance : 2011-11-30}
{B:DDN : 07/05/2012}
Mon arrière-grand-mère est {B:née le 2 août 1931} et se souvient de tout.
{B:Né·e le 11/11/2011}
Son petit frère, {B:né le 24 décembre 2019}, est venu au spectacle.
Passeport au nom de M. Blot, {B:né le 06 06 1978} à Vire
Nom⇥Prénom⇥Date de naissance⏎Durand⇥Tom⇥{B:12/03/2012}⏎Morel⇥Zélie⇥{B:03/09/2012}
Nom;Né(e) le;Classe⏎Blot;{B:15/06/2011};4eB⏎Roche;{B:1/2/2011};4eB
Ayant vu le jour le {B:8 mai 2010}, il est le plus jeune de sa classe.
Elle est {B:née un 21 juin 2011}, le jour de la musique.
{B:née le 17 sept. 2011}
"""

PUPIL_NAMES = """
Bravo à {N:Lina CASTEL}, élue déléguée de la 3eA !
Le premier prix revient à {N:castel lina}.
{N:Jean-Baptiste d’Hauteville} jouera le rôle d’Harpagon.
Merci à {N:jean baptiste d'hauteville} pour les photos.
{N:HAUTEVILLE Jean-Baptiste} est absent jusqu’à mardi.
Sur la photo, de gauche à droite : {N:Yanis Benali}, {N:Zoé LEFEVRE} et leur professeur.
{N:BENALI, Yanis} : 15/20
{N:Maëlys Le Goff} et {N:Noe Martin} représentent l’école.
{N:N'DIAYE Inès} a lu son texte devant l’Assemblée.
Le poème de {N:Ines N’Diaye} est affiché au CDI.
{N:Élise Dupont Moreau} a réparé le vélo.
Félicitations à {N:DUPONT-MOREAU Elise}.
{N:Louis de La Tour} et {N:Sarah O’Brien} partent à Dublin.
Nom⇥Prénom⇥Note⏎{N:CASTEL⇥Lina}⇥14⏎{N:BENALI⇥Yanis}⇥12
Fichier joint : {N:lina_castel}.jpg
{N:Anaïs Oeuvrard} a dessiné l’affiche.
{N:Nguyen Thi Mai} est en finale du concours Kangourou.
{N:marius van den berg} passe en seconde.
{N:Chloé Roux} ou {N:Chloé Marie Roux}, c’est la même élève.
{N:Mohamed El Amrani} anime le club d’échecs.
{N:Lina de Castel} n’est pas le bon nom mais on la reconnaît.
L’élève {N:MARTIN Noé} doit rapporter son livre.
Son compte est {N:yanis.benali}.
Podium : 1. {N:Camille Lacroix} 2. {N:Zoe Lefevre} 3. Un élève de Bayeux
La note du conseil concerne {N:Lefèvre Zoé} (absences répétées).
{N:Rose Petit} expose ses aquarelles au foyer.
Signé : {N:Pierre Blanche}, délégué de 4eC
Une interview de {N:Jean Moulin}, élève de 5eB, qui porte un nom célèbre.
{N:Sarah Obrien} a été choisie.
{N:Lina Marie CASTEL} (de son nom complet) a été reçue avec mention.
"""

IBANS = """
Virement sur le compte {I:FR76 3000 6000 0112 3456 7890 189} avant le 10.
IBAN : {I:FR1420041010050500013M02606}
RIB de la famille : {I:FR24 1027 8021 2200 0123 4560 145}, titulaire M. Morel
Le correspondant belge a payé depuis {I:BE68 5390 0754 7034}.
Versement : {I:DE89 3704 0044 0532 0130 00} (gîte de Trèves)
Compte luxembourgeois {I:LU28 0019 4006 4475 0000}
iban {I:fr87 3000 4008 2800 0123 4567 643}
Monaco : {I:MC58-1122-2000-0101-2345-6789-030}
Club espagnol, {I:ES9121000418450200051332}.
"""

SOCIAL_SECURITY = """
N° de sécurité sociale de l’enfant : {S:2 12 03 14 118 025 73}
{S:111067505604228} (numéro de l’assuré)
NIR {S:2 09 05 97 105 123 49}
L’assurée, née en Corse, a le numéro {S:1 08 06 2A 004 017 71}.
Sécu : {S:213072B03300825}
Attestation au nom de la mère, {S:2 07 11 69 123 456 29}, jointe au dossier.
Numéro de sécurité sociale (sans la clé) : {S:1 06 02 59 350 009}
immatriculé sous le n° {S:1.12.11.14.220.117.09}
"""

INES = """
INE : {E:1234567890F}
Le numéro INE {E:080000123AB} est demandé par Parcoursup.
Identifiant national élève : {E:2305678901K}
Nom⇥INE⏎Durand⇥{E:120034567HJ}⏎Morel⇥{E:1200345678C}
Apprenti, INE {E:0123A45678G}
N° national (INE) = {E:070 123456 DF}
Mon identifiant national étudiant est le {E:0912345678b}, ne le donnez à personne.
"""

MIXED = """
{N:Lina Castel}, {B:née le 12/03/2012}, {A:12 rue des Lilas, 14000 Caen}, {T:06 39 98 12 34}, {M:lina.castel@exemple.fr}
Parents de {N:Yanis BENALI} : {T:06 39 98 00 01}, {M:benali@exemple.fr}.
{N:Noé Martin} cherche un covoiturage depuis {A:4 rue Basse}, appelez le {T:06 39 98 00 02}.
Accueil : 02 61 91 00 10, accueil@college-tillion.example ; direct de Mme Blot : {T:02 61 91 00 11}.
Collège Tillion, 14 rue des Écoles, 14000 Caen. Gardien : {A:16 rue des Écoles, 14000 Caen}.
BEGIN:VCARD⏎FN:Paul Duval⏎TEL;TYPE=CELL:{T:+33639980003}⏎EMAIL:{M:paul@exemple.fr}⏎END:VCARD
"""

TRUE = [TELEPHONES, EMAILS, ADDRESSES, BIRTHS, PUPIL_NAMES, IBANS, SOCIAL_SECURITY, INES, MIXED]

FALSE_FRIENDS = """
Réunion le 06/12/2026 à 18 h 30, salle 204.
La rentrée est le 01.09.2026 pour les 6e.
Tarif : 06,50 € le repas, 1 234,56 € pour le voyage.
SIRET 198 301 234 00015, code APE 8531Z
Numéro UAI : 0140123A
N° SIREN 130 025 265
SIRET : 19140123400015
ISBN 978-2-07-061275-8, chez Gallimard Jeunesse
ISBN 2070612759 (10 chiffres)
Score : 15-12, 9-15, 15-13 contre Bayeux
Ouvert de 8 h à 12 h et de 13 h 30 à 17 h 30.
Lundi 06 : carottes râpées ; mardi 07 : pâtes ; mercredi 08 : poisson
Les salles 01 02 03 04 05 sont fermées jusqu’à jeudi.
Vacances les 02-03-04-05-06 février
Référence 0612345678 dans le catalogue du CDI
Commande n° 0645781236 chez le libraire
Accueil du collège : 02 61 91 00 10.
Le standard répond au 02.61.91.00.10 dès 7 h 45.
Appelez le collège : +33 2 61 91 00 10
Écrivez à accueil@college-tillion.example pour toute question.
Secrétariat : Accueil@College-Tillion.example
Notre collège est au 14 rue des Écoles, 14000 Caen.
14, rue des écoles – 14000 CAEN
Harcèlement : appelez le 3018, gratuit et confidentiel.
Enfance en danger : 119. SAMU : 15. Pompiers : 18.
Numéro vert : 0 800 200 000 (appel gratuit)
Allô Service public : 0800 20 00 00
Le gymnase est à 12 rues d’ici.
La place du village est en fête samedi.
La rue de la République est fermée à la circulation.
Il reste 12 places de théâtre pour la sortie.
1 place de théâtre offerte au gagnant
3 cours de piano par semaine au conservatoire
Deux allées de platanes bordent la cour.
La finale aura lieu à Caen, 14000 habitants au centre.
Le code postal de Caen est 14000.
L’association sportive est née le 12 mars 2010.
Notre club, né le 3 octobre 2018, fête son anniversaire.
Le Concert de Noël aura lieu le 12/12/2026.
L’armistice a été signé le 11 novembre 1918.
Victor Hugo est mort le 22 mai 1885 à Paris.
Le poète est né le 26 février 1802 à Besançon.
Ils sont nés en mai 2011 pour la plupart.
Les élèves nés en 2012 passent en 4e.
Inscriptions jusqu’au 15 mars 2026 pour le voyage en Angleterre
Lina et Yanis ont préparé les crêpes.
La famille Castel remercie tout le monde.
Madame Martin reçoit les parents jeudi.
L. Castel et Y. Benali, délégués
Le collège Jean-Moulin de Caen nous reçoit.
Rendez-vous au lycée Victor Hugo à 14 h.
Rue Jean Moulin, les travaux continuent.
Le gymnase Jean Moulin ouvre à 8 h.
Linas Castel et Lina Castelnau ne sont pas inscrites chez nous.
Merci Lina. Castel est une rue de la ville voisine.
Les jeunes Martin, Noé et Paul, sont cousins.
Une pierre blanche marque l’entrée du château.
Elle porte une rose, petit bouquet à la main.
Le château d’Hauteville se visite en mai.
Le 12, concert ; le 13, théâtre ; le 14, cross.
Photos : logo@2x.png et fond@3x.jpg
Suivez-nous : @college_tillion
Retrouvez le club sur @college@mastodon.example
3 kg de pommes @ 2,50 €
https://www.exemple.fr/agenda/2026/12/06/1234567890
Version 2.10.14.06 du logiciel
Référence FR76 dans la liste des pièces
FR76 3000 6000 0112 3456 7890 188 est un exemple faux.
Numéro de série : FR12ABCD3456EFGH7890IJKL123
Code carte 1234 5678 9012 3456 (exemple du cours de maths)
Le nombre 212031411802574 n’est pas premier.
π = 3,14159265358979
Référence 1234567890F du livre
Dossier 080000123AB : à classer
Le nombre 1 234 567 890 a dix chiffres.
Salle B12, bâtiment C, 2e étage
Bus 12 et 14, arrêt Lilas, à 7 h 40
Menu du 06 au 10 : lundi purée, mardi riz.
En 2026, 06 élèves, 12 filles, 34 garçons
Note : 12/20, coefficient 3, moyenne 13,45
La classe de 3eA a 28 élèves et la 3eB 27.
Le CAP et le BP 2 ans se préparent en apprentissage.
Exercices 1, 2, 3, 4, 5 et 6 page 78
Rendez-vous à 14 h rue des Lilas, devant le gymnase.
Latitude 49.182863, longitude -0.370679
Le devis 2026-0612-3456 est accepté.
Compte rendu n° 06-12 du conseil d’administration
Départ 06 h 12, arrivée 07 h 34, retour 18 h 56
Population : +15 000 habitants en dix ans
Une hausse de +33 % des inscriptions
Le samedi 12, rue piétonne et marché de Noël
Les tomes 01, 02, 03, 04 et 05 sont au CDI.
RNE 0140123A – académie de Normandie
Les 4 chemins mènent à la forêt.
Une voiture 308, immatriculée AB-123-CD, gêne le portail.
Résultats : 0-1, 2-0, 3-3, 06-12, 10-08
1 km à pied, 2 km en vélo, 10 places dans le minibus
La place de la Mairie, c’est là que part le défilé.
Il y a 2 routes possibles pour le cross.
Le carnaval de la place Saint-Sauveur commence à 15 h.
Numéro d’agrément jeunesse : 014ORG0123
Licence 2012345678 de la fédération
Le Petit, Rose, Blanche : trois couleurs au jardin
TVA intracommunautaire : FR 40 303 265 045
Le 3 mars 2012, notre école fêtait ses cent ans.
Le jumelage avec Ifs est né le 4 mai 1998.
Le chaton du club nature est né le 2 avril 2026.
Le journal « Le Petit Tillion » paraît le 06/01, le 06/02 et le 06/03.
Code de la photocopieuse : 4512 (salle des professeurs)
Réunion Parcoursup : le numéro INE vous sera remis en main propre.
Munissez-vous de votre RIB et de votre carte Vitale.
Chaque famille note son adresse et son téléphone sur la fiche.
Ma date de naissance est un secret, a dit le clown.
Adresse e-mail : à demander au secrétariat.
On dit « arobase » pour @ et « point » pour .
L’élève du mois est dans le hall, l’affiche 12 aussi.
La 3eA joue au 12 ; avenue Foch, le tramway passe.
La rose de Noé fleurit ; Martin la dessine.
Prix Hugo, prix Martin, prix Roux : trois lauréats connus
Lina, Castel Béranger est un immeuble de Guimard.
Chapitre 06.12.34 du règlement, article 56
Fréquence 0612 kHz, chaîne 345, épisode 678
Clé WEP 0123456789ABCDEF0123456789 (exercice de techno)
ISSN 0612-3456, volume 78
Du lundi 14 au vendredi 18 : 14000 pas par jour !
Place aux jeunes : le concours reprend en 2026.
Isolation : 12 cm ; rue voisine : 3 maisons.
"""

# Written once the detector passed the others: 93 % were found at first, with three false alarms.
SECOND_LOOK = """
Téléphone de la mère {T:06 39 98 12 34}, du père {T:06 39 98 12 35}
{T:06 12 34 56 78}
Tél.{T:0639981234}/{T:0639981235}
M. Roche ({T:06.39.98.12.34}).
n° {T:06 39 98 12 34}
{T:(+33) 6 39 98 12 34}
{T:+33.6.39.98.12.34}
Mobile:{T:06_39_98_12_34}
{T:01 99 00 12 34} poste 12
Appelle-moi, {T:06 39 98 12 34}!
{T:06 399 812 34} ou {T:06 39 981 234}
La date 06.12.2026 et 07.12.2026.
{M:marie@exemple.fr}, {M:paul@exemple.fr}
e-mail:{M:marie.curie@univ-exemple.fr}.
Écrire à {M:marie point curie (at) exemple point fr}
{M:m.durand@wanadoo.example}⏎⏎Merci
J'habite {A:3 rue du Bac}.
J'habite au {A:3, Rue du Bac}, 2e étage
{A:12 rue Jean-Moulin 14000 CAEN}
{A:3 place Saint-Michel, 75005 Paris}
{A:4 Chemin du Bois}
{A:6 résidence des Pommiers}
{A:2 lotissement Les Genêts, 14320 May-sur-Orne}
{A:24 rue d'Auge}
{A:36 quai des Orfèvres}
{A:221B rue du Boulanger}
{A:12 rue des 4 Vents}
{A:5 rue du 11-Novembre}
{A:17 rte de Paris}
appartement 4, {A:8 allée Marie-Curie}, 14000 Caen
{B:née le 12 mars 2012}
{B:né le 12 Mars 2012}
Fille {B:née à Saint-Lô le 12 mars 2012}
{B:Né en France le 01/02/2012}
{B:née le : 01/02/2012}
Tom (né en 2012) court vite.
{B:NEE LE 03/03/2012}
{B:date de naissance de l'élève : 3 mars 2012}
{B:Date naissance : 03/03/2012}
Anniversaire de Tom : 12 mars
Le bébé né hier ira au concert du 12/12/2026.
La naissance du collège, le 3 mars 1975, fut une fête.
{N:LINA CASTEL}, {N:YANIS BENALI}
{N:Mlle Lina Castel}
{N:Lina   Castel}
{N:CASTEL Lina}, 3eA ; {N:LEFÈVRE Zoé}, 3eB
{N:Élise Dupont–Moreau}
{N:Lefevre-Zoe}
L'exposé de {N:Zoe Lefèvre}.
Zoé et Lefèvre-Utile
Le peintre Petit et Rose Martin
{N:Jean Baptiste d’Hauteville}
Avec {N:Thi-Mai NGUYEN}
Compte : {I:FR76 30006 00001 12345678901 89}
N° SS {S:2 12 03 14 118 025 73}
{S:212031411802573}
INE n° {E:1234567890F}
Identifiant national de l’élève (INE) : {E:123456789 AB}
Commande 1234567890F
Cote 840-3 HUG, exemplaire 0612345
Résultat du cross : 06'12"34
Tirage : 01 - 12 - 23 - 34 - 45
Le bus part à 07 h 05, 08 h 10, 09 h 15.
Semaine du 02/03 au 06/03
Entrée 2 rue voisine, sortie de secours
Il y a 3 impasses et 4 avenues.
Classe de 5e place de la République à 10 h
Sur la place, 12 avenues se croisent
Le lycée Malherbe, {A:14 avenue Albert-Sorel, 14000 Caen} : journée portes ouvertes
"""

# Written after both, as bulletins and web pages read: 95 % were found at first, with eight false alarms.
THIRD_LOOK = """
Bonjour à tous, le stage de voile aura lieu du 12 au 16 avril ; renseignements auprès de M. Roger ({T:06 39 98 45 12}) ou sur place.
Les parents qui souhaitent accompagner la sortie peuvent contacter Mme Blin au {T:06.39.98.77.10} (après 18 h).
Merci de déposer vos dons chez la présidente de l'APE, {A:25 rue du Clos Herbert, Caen}.
Rappel : le bal du collège, vendredi 12 juin de 19 h à 22 h, entrée 3 €, 2 € pour les adhérents.
Conseil de classe 3eA : mardi 02/12 à 17 h 15 ; 3eB : 18 h 30 ; 4eA : jeudi 04/12.
Élèves convoqués : {N:Castel Lina}, {N:Benali Yanis}, {N:Le Goff Maëlys}.
Résultats du cross : 1re {N:Maëlys LE GOFF} (6eB) en 8'34, 2e {N:Zoé LEFÈVRE}, 3e Jade Morin de Bayeux.
{N:Sarah O'Brien}, {B:née à Dublin le 4 juillet 2011}, raconte son arrivée en France.
Transmettez le RIB ({I:FR76 3000 6000 0112 3456 7890 189}) à l'intendance.
Le dossier Parcoursup demande l'INE ({E:0809123456K}) et une adresse mail valide.
Nom : {N:CASTEL Lina} ⏎ {B:Né(e) le : 12/03/2012}
Élève : {N:Castel⏎Lina}
Tel. domicile : {T:02 31 00 11 22} Tel. portable : {T:06 39 98 00 00}
Contact pro : {M:b.leroy@entreprise-exemple.com} - Standard 02 61 91 00 10
Le collège compte 612 élèves, 34 professeurs et 56 agents et assistants ; 78 % déjeunent à la cantine.
Budget : 12 345 678 euros ; subvention 0612 (chapitre) ; article 345.
Le marathon : 42,195 km, 02:03:04:05:06 au chrono des jeux.
Programmes : BO n° 30 du 26-07-2018, arrêté du 17-07-2018, NOR MENE1820169A.
L'article 12 du règlement, alinéa 3, page 45.
Lot 4, 12 avenues de jouets
Ouverture de la bibliothèque au 3 de la rue ; puis rue Écuyère
Nous visiterons le musée ({A:12 place du Château}) puis le port.
Depuis 2012, rue Pasteur, les commerces ferment.
Les 6e iront à la piscine, les 5e place Saint-Sauveur et les 4e au stade.
Compte Instagram : @foyer.college ; site : www.exemple.fr/index.php?id=0612345678
Victor Hugo naquit à Besançon ; Jean Moulin, à Béziers.
Gisèle Halimi, née le 27 juillet 1927 à La Goulette, est le sujet de l'exposé.
Numéro de téléphone unique des urgences : 112
Identifiant Pronote de Tom : tom.durand2, code 4512
Composteur n° 3, parcelle 14000 m2
Merci à Louis, de La Tour-en-Bessin, pour ses pommes.
Martin Noé, gérant, n'est pas notre élève mais porte son nom.
Absents : {N:d’Hauteville Jean-Baptiste}
{N:Nguyễn Thị Mai} reçoit le prix de l’académie.
Covoiturage : départ {A:7, place de la République 14120 Mondeville}, retour 18 h.
École primaire – {A:1 rue de l'École, 14610 Épron} – {T:02 31 44 00 11}
"""

MARK = re.compile(r"\{([TMABNISE]):([^{}]+)\}")


@dataclass(frozen=True)
class Snippet:
    text: str
    expected: tuple[tuple[Kind, int, int], ...]


def snippet(line: str) -> Snippet:
    line = line.replace("⏎", "\n").replace("⇥", "\t")
    text, expected, end = "", [], 0
    for mark in MARK.finditer(line):
        text += line[end : mark.start()]
        expected.append((LETTERS[mark[1]], len(text), len(text) + len(mark[2])))
        text += mark[2]
        end = mark.end()
    return Snippet(text + line[end:], tuple(expected))


SNIPPETS = [
    snippet(line) for block in [*TRUE, FALSE_FRIENDS, SECOND_LOOK, THIRD_LOOK] for line in block.strip().splitlines()
]
