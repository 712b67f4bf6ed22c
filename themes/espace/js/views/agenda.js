// What takes place: by month on a page of its own, and the next few on others. In the school's own hours.
import { h, hidden } from "../dom.js";
import { icon } from "../icons.js";
import { events, moreEvents, nextEvents } from "../library.js";
import { to } from "../router.js";
import { badge, count, marginDay, monthName, when } from "../text.js";
import { more } from "./more.js";

const NO_MORE = "Rien de plus dans les deux mois qui suivent.";

export async function agenda({ signal, again }) {
  const list = await events({ signal, again });
  const months = h("div");
  const nothing = h("p", { class: "empty" }, "Rien n’est prévu pour le moment dans les deux mois qui viennent.");
  const next = more("Afficher la suite", load);
  let last = { name: "", rows: null };

  function show(meetings) {
    const items = meetings.map((meeting) => {
      const name = monthName(meeting.shown);
      if (name !== last.name) {
        last = { name, rows: h("ul", { class: "feed" }) };
        months.append(h("section", null, h("h2", { class: "section" }, name), last.rows));
      }
      const row = item(meeting);
      last.rows.append(row);
      return row;
    });
    nothing.hidden = list.results.length > 0;
    next.button.hidden = list.ended;
    return items;
  }

  async function load() {
    const rows = show(await moreEvents(list));
    if (!rows.length) return { rows, said: NO_MORE, ending: NO_MORE };
    return { rows, said: count(rows.length, "événement de plus", "événements de plus") };
  }

  show(list.results);
  return {
    title: "Agenda",
    rubric: "agenda",
    nodes: [h("header", { class: "head" }, h("h1", null, "Agenda")), nothing, months, next.nodes],
  };
}

/** The next few, or null: the page is read all the same where there is none, or when they do not come. */
export async function upcoming(signal, rubric = null) {
  const found = await nextEvents(signal, rubric).catch(() => []);
  if (!found.length) return null;
  return h("section", null, h("h2", { class: "section" }, "À venir"),
    h("ul", { class: "feed" }, found.map(item)),
    h("p", { class: "more" }, h("a", { class: "button", href: to.agenda }, icon("calendar"), "Tout l’agenda")));
}

function item({ event, time }) {
  const [day, month] = marginDay(time.starts);
  return h("li", { class: event.cancelled ? "item item-off" : "item" },
    h("div", { class: "item-text" },
      h("h3", null, h("a", { href: to.event(event.ref) }, event.title), event.cancelled && hidden(" (annulé)")),
      h("p", { class: "item-where" }, event.cancelled && off(), h("span", null, event.rubric.title), badge(event.rubric.zone)),
      h("p", { class: "item-when" }, when(time)),
      event.place && h("p", { class: "item-by" }, event.place)),
    // Decorative: the line above says the day in full.
    h("p", { class: "item-date", "aria-hidden": "true" }, h("b", null, day), " ", month));
}

export const off = () => h("span", { class: "badge badge-private" }, "Annulé");
