// Addresses after the hash: the space is plain files, and a server of plain files knows no /espace/articles/12.

const ROUTES = [
  [/^#?\/?$/, "home"],
  [/^#\/rubriques\/([^/]+)$/, "rubric"],
  [/^#\/articles\/([^/]+)$/, "article"],
  [/^#\/agenda$/, "agenda"],
  [/^#\/agenda\/([^/]+)$/, "event"],
];

export const to = {
  home: "#/",
  rubric: (ref) => `#/rubriques/${encodeURIComponent(ref)}`,
  article: (ref) => `#/articles/${encodeURIComponent(ref)}`,
  agenda: "#/agenda",
  event: (ref) => `#/agenda/${encodeURIComponent(ref)}`,
};

export function route() {
  for (const [pattern, name] of ROUTES) {
    const found = pattern.exec(location.hash);
    if (found) return { name, ref: decode(found[1]) };
  }
  return { name: "unknown" };
}

function decode(text) {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Where the reader stood on each page they left, so that « back » gives them their place again.
const places = new Map();
let here = null;

/** Calls `go(place)` at each change of page; `place` is { y, href } on a return, otherwise null. */
export function startRouter(go) {
  history.scrollRestoration = "manual";
  enter();
  window.addEventListener("hashchange", () => {
    // The window has not scrolled yet: this is still the place on the page being left.
    places.set(here, { y: window.scrollY, href: document.activeElement?.getAttribute("href") });
    go(enter());
  });
}

function enter() {
  // The browser gives a new entry no state; one that has ours was visited before.
  here = history.state?.visit;
  if (!here) {
    here = `${Date.now()}-${places.size}`;
    history.replaceState({ visit: here }, "");
  }
  return places.get(here) || null;
}
