// French for dates, counts and the small words that several screens share.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const format = (options) => new Intl.DateTimeFormat("fr-FR", options);
const LONG = format({ day: "numeric", month: "long", year: "numeric" });
const WEEKDAY = format({ weekday: "long", day: "numeric", month: "long" });
const DAY = format({ day: "numeric" });
const MONTH = format({ month: "short" });

// French writes the first of a month « 1er ».
const first = (text) => text.replace(/(^|\s)1 /, "$11er ");

export const longDate = (iso) => first(LONG.format(new Date(iso)));
export const today = () => first(WEEKDAY.format(new Date()));

/** « 18 / nov. », in parts, for the margin of a list; the year only when it is not this one. */
export function marginDate(iso) {
  const date = new Date(iso);
  const year = date.getFullYear();
  const day = DAY.format(date);
  return [day === "1" ? "1er" : day, MONTH.format(date), year === new Date().getFullYear() ? "" : String(year)];
}

/** Whether `updated` is worth telling beside `published`; the API may know neither. */
export const changedLater = (updated, published) => updated && published && 
  new Date(updated).toDateString() !== new Date(published).toDateString();

export const count = (n, one, many) => `${n.toLocaleString("fr-FR")} ${n > 1 ? many : one}`;

/** Seconds, as a person would say them. */
export function duration(seconds) {
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), "seconde", "secondes");
  if (seconds < 5400) return count(Math.round(seconds / 60), "minute", "minutes");
  return count(Math.round(seconds / 3600), "heure", "heures");
}

export const badge = (zone) => zone === "public"
  ? h("span", { class: "badge" }, icon("globe"), "Public")
  : h("span", { class: "badge badge-private" }, icon("lock"), "Réservé");

/** A rubric's colour is decoration only, and only when it is a plain colour. */
export const tint = (colour) => /^#([\da-f]{3}|[\da-f]{6})$/i.test(colour || "") ? { "--tint": colour } : null;
