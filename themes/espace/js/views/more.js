// What follows a list, when it is asked for.
import { announce, h } from "../dom.js";

/** `bring` adds to the list and gives its new rows with what is said of them; `ending` is why there were none. */
export function more(label, bring) {
  const failed = h("p", { class: "more-failed", role: "alert" });
  const button = h("button", { type: "button", onclick: load }, label);

  async function load() {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = "Chargement…";
    failed.textContent = "";
    try {
      const { rows, said, ending = "" } = await bring(button);
      // The reader goes on from the first of those that came, rather than from a button that went further down.
      rows[0]?.querySelector("a").focus({ preventScroll: true });
      announce(said);
      failed.textContent = ending;
      button.textContent = label;
    } catch {
      failed.textContent = "La suite n’est pas arrivée. Vérifiez votre connexion.";
      button.textContent = "Réessayer";
    }
    button.removeAttribute("aria-disabled");
  }

  return { button, nodes: h("div", { class: "more" }, failed, button) };
}
