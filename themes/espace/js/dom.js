// The only way elements are made here: text is always text, so nothing that was typed can become markup.

/**
 * h("a", { href, class, onclick, vars: { "--tint": "#abc" } }, child, [children], "text", null)
 * A value of null, undefined or false leaves the attribute or the child out; true gives an empty attribute.
 */
export function h(tag, attrs, ...children) {
  return fill(document.createElement(tag), attrs, children);
}

export function fill(element, attrs, children) {
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    // A style attribute is refused by our Content-Security-Policy; custom properties set from here are not.
    else if (name === "vars") for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    else element.setAttribute(name, value === true ? "" : value);
  }
  const kept = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...kept.map((child) => typeof child === "string" ? typeset(child) : child));
  return element;
}

/** French puts a space before these signs, and never a new line. */
const typeset = (text) => text.replace(/ (?=[:;?!»])/g, "\u00a0").replace(/« /g, "«\u00a0");

/** Said by screen readers; shown nowhere. */
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  // An emptied region must be seen empty first, or the same words twice are said once.
  setTimeout(() => { live.textContent = text; }, 50);
}

export const hidden = (text) => h("span", { class: "vh" }, text);
