// Contents of other sites: nothing of them is loaded before the reader asks, and their link is always there.
import { h, hidden } from "./dom.js";
import { icon } from "./icons.js";

const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation";

/** The link that the server wrote, in a door of ours; with a button where the school shows such contents in its pages. */
export function dressEmbed(figure) {
  const link = figure.querySelector("a");
  const { frame, name } = figure.dataset;
  const title = link.textContent;
  const door = h("div", { class: "embed-door" }, h("p", { class: "embed-title" }, title));
  link.parentElement.replaceWith(door);
  const version = figure.querySelector(".alternative");
  version?.replaceWith(h("details", { class: "alternative" },
    h("summary", {}, "Version texte", hidden(` de ${title}`)), [...version.children]));
  if (frame && isElsewhere(frame)) door.append(...offer(figure, door, { frame, name, title }));
  link.replaceChildren(name ? `Voir sur ${name}` : "Voir sur son site", hidden(` : ${title}`));
  door.append(h("p", {}, link));
}

function offer(figure, door, { frame, name, title }) {
  const notice = h("p", { class: "embed-notice" },
    `Rien n’est demandé à ${name} tant que vous n’appuyez pas. Ensuite, ${name} saura que vous lisez cette page et pourra déposer des cookies.`);
  const button = h("button", { type: "button", class: "main", onclick: show }, icon("play"), `Afficher le contenu de ${name}`);
  return [button, notice];

  function show() {
    const shown = h("iframe", {
      class: "embed-frame", title, sandbox: SANDBOX, allow: "fullscreen; picture-in-picture; encrypted-media",
      referrerpolicy: "strict-origin-when-cross-origin", loading: "lazy", src: frame,
    });
    door.prepend(shown);
    button.remove();
    notice.remove();
    figure.classList.add("is-shown");
    shown.focus();
  }
}

/** A frame of our own address would have the rights of our pages. */
function isElsewhere(address) {
  const parts = new URL(address, location.href);
  return parts.protocol === "https:" && parts.host !== location.host;
}
