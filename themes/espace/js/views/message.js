// Pages that say why there is no page.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { to } from "../router.js";
import { duration } from "../text.js";

const backHome = () => h("a", { class: "button", href: to.home }, "Retour à l’accueil");

const page = (picture, title, text, ...actions) => ({
  title,
  nodes: [h("div", { class: "message" },
    h("div", { class: "message-icon" }, icon(picture)),
    h("h1", null, title), h("p", null, text), h("p", { class: "actions" }, actions))],
});

const again = (retry) => h("button", {
  class: "main", type: "button",
  onclick: async ({ currentTarget }) => {
    currentTarget.disabled = true;
    await retry();
    currentTarget.disabled = false;
  },
}, icon("retry"), "Réessayer");

export const notFound = () => page("file", "Page introuvable",
  "Elle a peut-être été retirée ou déplacée, ou elle ne vous est pas ouverte.", backHome());

export function failure(error, retry) {
  if (error.status === 404) return notFound();
  if (error.status === 403) {
    return page("lock", "Cette page ne vous est pas ouverte",
      error.detail || "Votre compte ne permet pas de la lire. Si cela vous étonne, écrivez au secrétariat.", backHome());
  }
  return page("offline", ...reason(error), again(retry));
}

export const stillIn = (retry) => page("leave", "La déconnexion n’a pas abouti",
  "Votre espace est toujours ouvert sur cet appareil. Vérifiez votre accès à Internet, puis réessayez.", again(retry));

function reason({ kind, status, retryAfter }) {
  if (kind === "offline") return ["Vous êtes hors connexion", "Vérifiez votre accès à Internet, puis réessayez."];
  if (kind === "timeout") return ["La connexion est trop lente", "La page n’est pas arrivée à temps. Réessayez, ou revenez quand le réseau sera meilleur."];
  if (status === 429) return ["Trop de demandes", `Patientez ${retryAfter ? duration(retryAfter) : "quelques minutes"}, puis réessayez.`];
  return ["Le service ne répond pas", "L’incident est sans doute passager. Réessayez dans quelques instants."];
}
