// The body of an article, sanitised by the server, passes a second allow-list here.
//
// Why not a sandboxed iframe: it would take the text out of the page's headings, find, zoom, print and colours.
// DOMParser gives a document in which nothing runs and nothing is fetched. From it we copy, one by one, the elements
// that the content format knows into new ones. Nothing is serialised and parsed again, so what the parser understood
// is what is shown.
import { h } from "./dom.js";
import { dressEmbed } from "./embed.js";
import { icon } from "./icons.js";

const PLAIN = [];
const CELL = ["colspan", "rowspan"];
const ALLOWED = {
  h2: PLAIN, h3: PLAIN, h4: PLAIN, p: PLAIN, ul: PLAIN, ol: ["start"], li: PLAIN, strong: PLAIN, em: PLAIN, br: PLAIN,
  sub: PLAIN, sup: PLAIN, a: ["href"], blockquote: PLAIN, footer: PLAIN, figure: ["data-provider", "data-frame", "data-name"], figcaption: PLAIN,
  img: ["src", "srcset", "sizes", "alt", "width", "height"], div: PLAIN, aside: PLAIN, table: PLAIN, caption: PLAIN,
  thead: PLAIN, tbody: PLAIN, tr: PLAIN, th: ["scope", ...CELL], td: CELL,
  audio: ["src"], video: ["src", "poster"], track: ["src", "kind", "srclang", "label"],
  details: PLAIN, summary: PLAIN, time: ["datetime"],
};
const CLASSES = [
  "image", "gallery", "attachments", "callout", "callout-title", "embed", "alternative", "audio", "video", "transcript", "accordion",
  "event", "event-title", "event-when", "event-place", "map", "map-picture", "map-title", "map-address", "map-link",
];
// Of these not even the text is kept; of any other unknown element it is.
const DROPPED = "script,style,template,iframe,object,embed,noscript,svg,math,form,select,textarea,title,head";

export function richText(html) {
  const source = new DOMParser().parseFromString(html || "", "text/html");
  const text = h("div", { class: "rich" }, copyChildren(source.body));
  text.querySelectorAll("table").forEach(makeScrollable);
  text.querySelectorAll(".attachments a").forEach(nameType);
  text.querySelectorAll("figure.embed:has(a)").forEach(dressEmbed);
  return text;
}

const copyChildren = (node) => [...node.childNodes].map(copy);

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(DROPPED)) return null;
  const tag = node.localName;
  if (!Object.hasOwn(ALLOWED, tag)) return copyChildren(node);
  const attrs = {};
  for (const name of ALLOWED[tag]) if (node.hasAttribute(name)) attrs[name] = node.getAttribute(name);
  if (tag === "a" && !isLink(attrs.href)) return copyChildren(node);
  if (tag === "img") {
    // No request leaves for a third party: another site's picture is told by its text alone.
    if (!isOurs(attrs.src)) return attrs.alt;
    if (attrs.srcset && !attrs.srcset.split(",").every((part) => isOurs(part.trim().split(/\s/)[0]))) delete attrs.srcset;
    Object.assign(attrs, { alt: attrs.alt || "", loading: "lazy", decoding: "async" });
  }
  if (tag === "audio" || tag === "video") {
    if (!isOurs(attrs.src)) return null;
    if (attrs.poster && !isOurs(attrs.poster)) delete attrs.poster;
    const title = node.parentElement.querySelector("figcaption")?.textContent;
    Object.assign(attrs, { controls: true, playsinline: true, preload: attrs.poster ? "none" : "metadata", "aria-label": title || null });
  }
  if (tag === "track") {
    if (!isOurs(attrs.src)) return null;
    attrs.default = true;
  }
  attrs.class = CLASSES.filter((name) => node.classList.contains(name)).join(" ") || null;
  return h(tag, attrs, copyChildren(node));
}

function parse(address) {
  try {
    return new URL(address, location.href);
  } catch {
    return null;
  }
}

const isLink = (href) => href && !href.startsWith("#") && /^(https?|mailto|tel):$/.test(parse(href)?.protocol);
export const isOurs = (src) => Boolean(src) && parse(src)?.origin === location.origin;

function makeScrollable(table) {
  // Focusable, or a wide table could not be read with a keyboard alone.
  const caption = table.querySelector("caption");
  const region = h("div", {
    class: "table", role: "region", tabindex: "0", "aria-label": caption ? `Tableau : ${caption.textContent}` : "Tableau",
  });
  table.replaceWith(region);
  region.append(table);
}

function nameType(link) {
  const type = /\.([a-z\d]{2,5})$/i.exec(parse(link.href)?.pathname || "");
  link.prepend(icon("file"));
  const name = type?.[1].toUpperCase();
  // Many titles say it already: « Dossier de stage (PDF) ».
  if (name && !link.textContent.toUpperCase().includes(`(${name}`)) link.append(h("span", { class: "filetype" }, name));
}
