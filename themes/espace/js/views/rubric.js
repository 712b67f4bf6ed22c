import { h } from "../dom.js";
import { ancestors, rubrics } from "../library.js";
import { richText } from "../richtext.js";
import { to } from "../router.js";
import { badge, count, tint } from "../text.js";
import { upcoming } from "./agenda.js";
import { feed } from "./feed.js";
import { notFound } from "./message.js";

export async function rubric({ ref, signal, again }) {
  // Descendants too: a rubric that only holds other rubrics would look empty.
  const query = `?rubric=${encodeURIComponent(ref)}&include=descendants`;
  const [{ all }, list, next] = await Promise.all([
    rubrics(),
    feed(query, { signal, again, within: ref, empty: "Aucun article pour le moment dans cette rubrique." }),
    upcoming(signal, ref),
  ]);
  const found = all.get(ref);
  if (!found) return notFound();
  return {
    title: found.title,
    rubric: ref,
    nodes: [
      breadcrumb(ancestors(found)),
      h("header", { class: "head head-rubric", vars: tint(found.colour) },
        h("h1", null, found.title), h("p", null, badge(found.zone))),
      found.introduction_html && richText(found.introduction_html),
      found.children.length > 0 && h("section", null,
        h("h2", { class: "section" }, "Dans cette rubrique"),
        h("ul", { class: "tiles" }, found.children.map((child) => h("li", { vars: tint(child.colour) },
          h("a", { href: to.rubric(child.ref) }, child.title),
          h("span", null, count(child.article_count, "article", "articles")), badge(child.zone))))),
      next,
      h("section", null, h("h2", { class: "section" }, "Articles"), list),
    ].filter(Boolean),
  };
}

export const breadcrumb = (line) => h("nav", { class: "crumbs", "aria-label": "Vous êtes ici" },
  h("ol", null, h("li", null, h("a", { href: to.home }, "Accueil")),
    line.map(({ ref, title }) => h("li", null, h("a", { href: to.rubric(ref) }, title)))));
