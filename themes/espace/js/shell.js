// What stays around the pages once signed in: the bar, the rubrics, and the place where a page is put.
import { announce, h, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { ancestors, rubrics } from "./library.js";
import { to } from "./router.js";
import { tint } from "./text.js";

// Below this many rubrics the whole tree is open: closing it would hide more than it tidies.
const SMALL_TREE = 14;
const wide = window.matchMedia("(min-width: 60rem)");

export function setTitle(title, school) {
  document.title = [title, school?.name || "Mon espace"].filter(Boolean).join(" – ");
}

export function openShell(app, { person, school }, signOut) {
  const main = h("main", { id: "main", tabindex: "-1" });
  const tree = h("nav", { class: "tree", "aria-label": "Rubriques" });
  const links = h("nav", { class: "links", "aria-label": "Autres espaces" },
    person.can_write && h("a", { href: "/admin/" }, icon("pen"), "Écrire"),
    h("a", { href: "/" }, icon("globe"), "Site public"));
  const side = h("div", { class: "side" });
  const top = h("div", { class: "bar-links" });
  const drawer = h("dialog", { class: "drawer", "aria-label": "Menu", onclick: closeDrawer },
    h("button", { class: "quiet", type: "button", "data-close": true }, icon("close"), "Fermer"));
  const me = account(person, signOut);

  app.replaceChildren(
    // Not a plain link to #main: the hash is the address of the page.
    h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, "Aller au contenu"),
    h("header", { class: "bar" },
      h("div", { class: "bar-in" },
        h("button", { class: "quiet menu", type: "button", "aria-haspopup": "dialog", onclick: () => drawer.showModal() },
          icon("menu"), h("span", null, "Menu")),
        h("a", { class: "brand", href: to.home },
          h("img", { src: "icon.svg", alt: "", width: "40", height: "40" }),
          h("span", null, h("strong", null, school?.name || "Préau"), h("small", null, "Mon espace"))),
        top, me)),
    h("div", { class: "frame" }, side, main),
    drawer);

  // One navigation, in the drawer on a telephone and beside the page on a computer: the same elements move.
  const arrange = () => {
    drawer.close();
    if (wide.matches) { side.append(tree); top.append(links); } else drawer.append(tree, links);
  };
  arrange();
  wide.onchange = arrange;

  function closeDrawer(event) {
    // A click on the dialog itself is a click beside what it holds.
    if (event.target === drawer || event.target.closest("a, [data-close]")) drawer.close();
  }

  function wait() {
    main.setAttribute("aria-busy", "true");
    announce("Chargement…");
    main.replaceChildren(h("div", { class: "skeleton", "aria-hidden": "true" },
      ["title", "line", "block", "line", "line", "short"].map((kind) => h("span", { class: `bone bone-${kind}` }))));
  }

  function waitLonger(retry) {
    const text = "La connexion est lente. La page arrive dès que possible.";
    main.prepend(h("div", { class: "notice" }, h("p", null, text),
      h("button", { type: "button", onclick: retry }, icon("retry"), "Réessayer")));
    announce(text);
  }

  /** `place` is where the reader was when they come back to this page; `quiet` leaves the focus (first page). */
  function display(page, { place = null, quiet = false } = {}) {
    me.open = false;
    main.removeAttribute("aria-busy");
    main.replaceChildren(...page.nodes);
    setTitle(page.title, school);
    drawTree(tree, page.rubric);
    const heading = main.querySelector("h1");
    heading.tabIndex = -1;
    const link = place?.href && [...main.querySelectorAll("a")].find((a) => a.getAttribute("href") === place.href);
    if (!quiet) (link || heading).focus({ preventScroll: true });
    // The focused title tells where we are; a link that gets its focus back does not.
    if (link) announce(document.title);
    window.scrollTo(0, place ? place.y : 0);
  }

  return { wait, waitLonger, display };
}

function account(person, signOut) {
  const initials = person.display_name.split(/[\s-]+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const panel = h("details", { class: "me" },
    h("summary", null, h("span", { class: "initials", "aria-hidden": "true" }, initials),
      h("span", { class: "me-name" }, hidden("Mon compte : "), person.display_name), icon("chevron")),
    h("div", { class: "me-panel" },
      h("p", null, h("strong", null, person.display_name), h("br"),
        [person.profile_label, ...(person.classes || [])].filter(Boolean).join(" · ")),
      h("button", { type: "button", onclick: signOut }, icon("leave"), "Se déconnecter")));
  const summary = panel.firstChild;
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) { panel.open = false; summary.focus(); }
  });
  panel.addEventListener("focusout", (event) => {
    // A click on plain text gives the focus to nothing, and does not close the panel it is in.
    if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.open = false;
  });
  return panel;
}

// Branches that this person opened or closed, for as long as the space is open.
const branches = new Map();

async function drawTree(nav, here) {
  const home = h("ul", null, h("li", null, h("div", { class: "row" },
    h("a", { href: to.home, "aria-current": here === "home" && "page" }, icon("home"), "Accueil"))),
    h("li", null, h("div", { class: "row" },
      h("a", { href: to.agenda, "aria-current": here === "agenda" && "page" }, icon("calendar"), "Agenda"))));
  try {
    const { all, roots } = await rubrics();
    const path = all.has(here) ? ancestors(all.get(here)).map((rubric) => rubric.ref) : [];
    const isOpen = ({ ref }) => path.includes(ref) || ref === here || (branches.get(ref) ?? all.size <= SMALL_TREE);
    nav.replaceChildren(home, h("h2", null, "Rubriques"),
      roots.length ? branch(roots, { here, isOpen }) : h("p", null, "Aucune rubrique ne vous est ouverte pour le moment."));
  } catch (error) {
    if (error.kind === "signed-out") return;
    nav.replaceChildren(home, h("div", { class: "tree-failed" }, h("p", null, "Les rubriques ne sont pas arrivées."),
      h("button", { type: "button", onclick: () => drawTree(nav, here) }, icon("retry"), "Réessayer")));
  }
}

function branch(rubricList, context) {
  return h("ul", null, rubricList.map((rubric) => {
    const below = rubric.children.length > 0 && branch(rubric.children, context);
    const open = context.isOpen(rubric);
    if (below) below.hidden = !open;
    return h("li", null,
      h("div", { class: "row" },
        h("a", { href: to.rubric(rubric.ref), "aria-current": rubric.ref === context.here && "page" },
          h("span", { class: "dot", vars: tint(rubric.colour) }),
          h("span", { class: "row-title" }, rubric.title),
          rubric.zone === "private" && [icon("lock"), hidden("(réservée)")]),
        below && h("button", {
          type: "button", class: "fold", "aria-expanded": String(open), "aria-label": `Sous-rubriques de ${rubric.title}`,
          onclick: ({ currentTarget }) => {
            below.hidden = !below.hidden;
            branches.set(rubric.ref, !below.hidden);
            currentTarget.setAttribute("aria-expanded", String(!below.hidden));
          },
        }, icon("chevron"))),
      below);
  }));
}
