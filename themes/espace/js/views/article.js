import { h } from "../dom.js";
import { icon } from "../icons.js";
import { isOurs, richText } from "../richtext.js";
import { to } from "../router.js";
import { read } from "../session.js";
import { badge, changedLater, longDate } from "../text.js";
import { comments } from "./comments.js";
import { breadcrumb } from "./rubric.js";

export async function article({ ref, signal }) {
  const found = await read(`articles/${encodeURIComponent(ref)}`, signal);
  const { title, summary, author, rubric, illustration, tags } = found;
  return {
    title,
    rubric: rubric.ref,
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
        illustration && isOurs(illustration.src) && h("img", {
          class: "cover", src: illustration.src, width: illustration.width, height: illustration.height, alt: illustration.alt || "",
        }),
        richText(found.body_html),
        tags.length > 0 && h("ul", { class: "tags", "aria-label": "Mots-clés" }, tags.map((tag) => h("li", null, tag)))),
      rubric.zone === "private" && await comments(ref, signal),
      h("p", { class: "actions" },
        h("a", { class: "button", href: to.rubric(rubric.ref) }, `Retour à « ${rubric.title} »`),
        h("button", { type: "button", onclick: () => window.print() }, icon("print"), "Imprimer"),
        found.public_url && h("a", { class: "button", href: found.public_url }, icon("globe"), "Voir sur le site public")),
    ],
  };
}
