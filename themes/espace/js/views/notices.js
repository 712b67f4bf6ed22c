// What the person was told and has not read, above the news: nothing where there is nothing.
import { request } from "../api.js";
import { announce, h } from "../dom.js";
import { read } from "../session.js";
import { count, longDate } from "../text.js";

const SHOWN = 5;

/** The section, or null. The news are read all the same when notices cannot be. */
export async function notices(signal) {
  const found = await read("notices?unread=1", signal).catch(() => null);
  if (!found?.results.length) return null;
  const section = h("section", { class: "told", "aria-labelledby": "told" });
  const fault = h("p", { class: "fault", role: "alert" });
  const title = h("h2", { class: "section", id: "told", tabindex: "-1" });
  const list = h("ul");
  const rest = h("p", { class: "hint" });

  function show({ unread, results }) {
    title.textContent = count(unread, "notification non lue", "notifications non lues");
    list.replaceChildren(...results.slice(0, SHOWN).map(item));
    rest.textContent = unread > SHOWN ? `Les ${SHOWN} plus récentes sont ici ; les autres viennent ensuite.` : "";
    rest.hidden = !rest.textContent;
  }

  const mark = async (body, said) => {
    try {
      await request("POST", "notices/read", { body });
      const left = await read("notices?unread=1");
      announce(said);
      if (!left.results.length) {
        section.previousElementSibling?.querySelector("h1")?.focus({ preventScroll: true });
        return section.remove();
      }
      fault.textContent = "";
      show(left);
      title.focus({ preventScroll: true });
    } catch (error) {
      fault.textContent = error.detail || "Le service ne répond pas. Réessayez dans un instant.";
    }
  };

  const item = (one) => h("li", null,
    h("p", null, one.address.startsWith("/") ? h("a", { href: one.address }, one.text) : one.text),
    h("p", { class: "byline" }, h("time", { datetime: one.created_at }, longDate(one.created_at))),
    h("button", { type: "button", "aria-label": `Marquer comme lue : ${one.text}`, onclick: () => mark({ about: [one.about] }, "Notification lue.") }, "Lue"));

  show(found);
  section.append(title, list, rest, fault, h("p", { class: "actions" },
    h("button", { type: "button", onclick: () => mark({}, "Toutes les notifications sont lues.") }, "Tout marquer comme lu")));
  return section;
}
