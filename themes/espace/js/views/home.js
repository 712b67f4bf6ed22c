import { h } from "../dom.js";
import { session } from "../session.js";
import { today } from "../text.js";
import { feed } from "./feed.js";
import { notices } from "./notices.js";

export async function home({ signal, again }) {
  const [news, told] = await Promise.all([
    feed("", {
      signal, again, lead: true,
      empty: "Aucun article pour le moment. Dès qu’une nouvelle vous concerne, elle s’affiche ici.",
    }),
    notices(signal),
  ]);
  return {
    title: "Accueil",
    rubric: "home",
    nodes: [
      h("header", { class: "head" }, h("p", { class: "eyebrow" }, today()), h("h1", null, `Bonjour ${firstName(session().person)}`)),
      told,
      h("section", null, h("h2", { class: "section" }, "Les dernières nouvelles pour vous"), news),
    ].filter(Boolean),
  };
}

/** « Camille » of « Camille Moreau », unless the name starts with a title or with the family's name in capitals. */
function firstName({ display_name: name }) {
  const [word] = name.split(/\s+/);
  return word.endsWith(".") || /^(mme|mlle|dr)$/i.test(word) || word === word.toUpperCase() ? name : word;
}
