import { h } from "../dom.js";
import { icon } from "../icons.js";
import { isOurs, richText } from "../richtext.js";
import { to } from "../router.js";
import { read } from "../session.js";
import { badge, changedLater, count, dayIn, longDate, when } from "../text.js";
import { off } from "./agenda.js";
import { comments } from "./comments.js";
import { breadcrumb } from "./rubric.js";

const TIMES = 6; // said of what repeats itself; the others are counted

export async function article({ ref, signal }) {
  const found = await read(`articles/${encodeURIComponent(ref)}`, signal);
  const said = found.rubric.zone === "private" && await comments(ref, signal);
  return page(found, { said });
}

export async function event({ ref, signal }) {
  const found = await read(`events/${encodeURIComponent(ref)}`, signal);
  return page(found, { facts: facts(found), here: "agenda" });
}

/** When and where. Of what repeats itself, what has passed is not said again, unless all has. */
function facts({ occurrences, place, cancelled }) {
  const today = dayIn(0);
  const left = occurrences.filter(({ starts, ends }) => (ends || starts) >= today);
  const times = left.length ? left : occurrences.slice(-1);
  return h("div", { class: "event" },
    cancelled && h("p", null, off()),
    h("ul", { class: "event-when", "aria-label": "Dates" }, times.slice(0, TIMES).map((time) => h("li", null, when(time)))),
    times.length > TIMES && h("p", null, `et ${count(times.length - TIMES, "autre fois", "autres fois")}`),
    place && h("p", { class: "event-place" }, place));
}

function page(found, { facts, said, here }) {
  const { title, summary, author, rubric, illustration, tags } = found;
  return {
    title,
    rubric: here || rubric.ref,
    nodes: [
      breadcrumb(found.breadcrumb),
      h("article", null,
        h("header", { class: "head" },
          h("h1", null, title),
          h("p", { class: "byline" }, badge(rubric.zone),
            found.published_at && h("span", null, "Publié le ", h("time", { datetime: found.published_at }, longDate(found.published_at)),
              author && ` par ${author}`),
            changedLater(found.updated_at, found.published_at) && h("span", null, "Mis à jour le ", h("time", { datetime: found.updated_at }, longDate(found.updated_at)))),
          summary && h("p", { class: "standfirst" }, summary)),
        facts,
        illustration && isOurs(illustration.src) && h("img", {
          class: "cover", src: illustration.src, width: illustration.width, height: illustration.height, alt: illustration.alt || "",
        }),
        richText(found.body_html),
        tags.length > 0 && h("ul", { class: "tags", "aria-label": "Mots-clés" }, tags.map((tag) => h("li", null, tag)))),
      said,
      h("p", { class: "actions" },
        here ? h("a", { class: "button", href: to.agenda }, "Retour à l’agenda")
          : h("a", { class: "button", href: to.rubric(rubric.ref) }, `Retour à « ${rubric.title} »`),
        h("button", { type: "button", onclick: () => window.print() }, icon("print"), "Imprimer"),
        found.public_url && h("a", { class: "button", href: found.public_url }, icon("globe"), "Voir sur le site public")),
    ].filter(Boolean),
  };
}
