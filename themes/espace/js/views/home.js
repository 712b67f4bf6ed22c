import { h } from "../dom.js";
import { icon } from "../icons.js";
import { rubrics } from "../library.js";
import { to } from "../router.js";
import { session } from "../session.js";
import { tint, today } from "../text.js";
import { upcoming } from "./agenda.js";
import { feed } from "./feed.js";
import { notices } from "./notices.js";

// More than these would hide the news; the menu has them all.
const MOST_DOORS = 6;

export async function home({ signal, again }) {
  const [news, doors, told, next] = await Promise.all([
    feed("", {
      signal, again, lead: true,
      empty: "Aucun article pour le moment. Dès qu’une nouvelle vous concerne, elle s’affiche ici.",
    }),
    // Without the rubrics, which the menu says by itself, the news are read all the same.
    rubrics().then(({ all }) => reserved([...all.values()]), () => []),
    notices(signal),
    upcoming(signal),
  ]);
  return {
    title: "Accueil",
    rubric: "home",
    nodes: [
      h("header", { class: "head" }, h("p", { class: "eyebrow" }, today()), h("h1", null, `Bonjour ${firstName(session().person)}`)),
      doors.length > 0 && doors.length <= MOST_DOORS && h("nav", { class: "doors", "aria-label": "Réservé pour vous" },
        h("ul", null, doors.map(({ ref, title, colour }) => h("li", { vars: tint(colour) },
          h("a", { href: to.rubric(ref) }, icon("lock"), title))))),
      told,
      next,
      h("section", null, h("h2", { class: "section" }, "Les dernières nouvelles pour vous"), news),
    ].filter(Boolean),
  };
}

/** What this person reads and visitors do not: the class of each child, say. The highest of each branch. */
const reserved = (all) => all.filter(({ zone, above }) => zone === "private" && above?.zone !== "private");

/** « Camille » of « Camille Moreau », unless the name starts with a title or with the family's name in capitals. */
function firstName({ display_name: name }) {
  const [word] = name.split(/\s+/);
  return word.endsWith(".") || /^(mme|mlle|dr)$/i.test(word) || word === word.toUpperCase() ? name : word;
}
