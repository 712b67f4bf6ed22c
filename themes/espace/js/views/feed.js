// A list of articles, dated in its margin like the pages of a school diary.
import { h, hidden } from "../dom.js";
import { articles, moreArticles } from "../library.js";
import { isOurs } from "../richtext.js";
import { to } from "../router.js";
import { badge, changedLater, count, longDate, marginDate } from "../text.js";
import { more } from "./more.js";

/** `lead` shows the first article large; `within` is the rubric that needs not be named again. */
export async function feed(query, { signal, again, lead = false, within = null, empty }) {
  const list = await articles(query, { signal, again });
  if (!list.results.length) return h("div", { class: "empty" }, h("p", null, empty));
  const items = list.results.map((article, index) => item(article, within, lead && index === 0));
  const rows = h("ul", { class: "feed" }, items);
  const next = more("Afficher plus d’articles", async (button) => {
    const added = (await moreArticles(list)).map((article) => item(article, within));
    rows.append(...added);
    if (!list.next) button.remove();
    return { rows: added, said: count(added.length, "article de plus", "articles de plus") };
  });
  return h("div", null, rows, list.next && next.nodes);
}

function item(article, within, lead) {
  const { ref, title, summary, published_at: date, updated_at: updated, author, rubric, illustration } = article;
  return h("li", { class: lead ? "item item-lead" : "item" },
    h("div", { class: "item-text" },
      h("h3", null, h("a", { href: to.article(ref) }, title)),
      h("p", { class: "item-where" }, rubric.ref !== within && h("span", null, rubric.title), badge(rubric.zone)),
      summary && h("p", { class: "item-summary" }, summary),
      h("p", { class: "item-by" },
        [author, changedLater(updated, date) && `mis à jour le ${longDate(updated)}`].filter(Boolean).join(" · "))),
    date && dateInMargin(date),
    // Decorative here: the title beside it says what the article is about.
    illustration && isOurs(illustration.src) && h("img", {
      class: "item-image", src: illustration.src, width: illustration.width, height: illustration.height,
      alt: "", loading: lead ? null : "lazy", decoding: "async",
    }));
}

function dateInMargin(date) {
  const [day, month, year] = marginDate(date);
  return h("p", { class: "item-date" }, hidden("Publié le "),
    h("time", { datetime: date }, h("b", null, day), " ", month, year && [" ", h("span", null, year)]));
}
