// What readers say under an article of a private rubric that takes comments.
import { request } from "../api.js";
import { announce, h } from "../dom.js";
import { read } from "../session.js";
import { longDate } from "../text.js";

const LONGEST = 2000;
const STATES = { waiting: "En attente de lecture par un modérateur", refused: "Refusé par un modérateur" };

/** The section, or null where there is none. An article is read all the same when its comments cannot be. */
export async function comments(article, signal) {
  const path = `articles/${encodeURIComponent(article)}/comments`;
  const found = await read(path, signal).catch(() => null);
  if (!found?.open) return null;
  const list = h("ol", { class: "comments" });
  const show = (all) => list.replaceChildren(...all.map(item));

  const act = async (method, one, body, said) => {
    try {
      await request(method, one ? `${path}/${one.ref}` : path, { body });
      show((await read(path)).results);
      announce(said);
      return "";
    } catch (error) {
      return error.detail || "Le service ne répond pas. Réessayez dans un instant.";
    }
  };

  function item(one) {
    const fault = h("p", { class: "fault", role: "alert" });
    const button = (label, method, body, said) => h("button", {
      type: "button", onclick: async () => { fault.textContent = await act(method, one, body, said); },
    }, label);
    return h("li", { class: one.state === "shown" ? null : "comment-held" },
      h("p", { class: "byline" }, h("strong", null, one.author), h("time", { datetime: one.created_at }, longDate(one.created_at)),
        STATES[one.state] && h("span", null, STATES[one.state])),
      one.text.split(/\n+/).map((line) => h("p", null, line)),
      h("p", { class: "comment-acts" },
        found.decides && one.state !== "shown" && button("Montrer", "PATCH", { state: "shown" }, "Commentaire montré."),
        found.decides && one.state !== "refused" && button("Refuser", "PATCH", { state: "refused" }, "Commentaire refusé."),
        one.mine && button("Retirer", "DELETE", undefined, "Commentaire retiré.")),
      fault);
  }

  const fault = h("p", { class: "fault", id: "comment-fault", role: "alert" });
  const text = h("textarea", { id: "comment", rows: "4", maxlength: String(LONGEST), required: true, "aria-describedby": "comment-hint comment-fault" });
  const form = h("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      fault.textContent = await act("POST", null, { text: text.value }, "Commentaire envoyé.");
      if (!fault.textContent) text.value = "";
    },
  },
  h("label", { for: "comment" }, "Votre commentaire"), text,
  h("p", { class: "hint", id: "comment-hint" }, "Un modérateur le lit avant qu’il soit montré à ceux qui lisent cette rubrique."),
  fault, h("p", { class: "actions" }, h("button", { type: "submit", class: "main" }, "Envoyer")));
  show(found.results);
  return h("section", { class: "commented", "aria-labelledby": "comments" }, h("h2", { id: "comments" }, "Commentaires"), list, form);
}
