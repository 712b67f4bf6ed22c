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

const WEEKDAY_YEAR = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const MONTH_YEAR = format({ month: "long", year: "numeric" });

/** The day and the hour that the API says, where the school is: the reader may be elsewhere. */
function onTheClock(text) {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+))?/.exec(text);
  const date = new Date(year, month - 1, day);
  const words = first((date.getFullYear() === new Date().getFullYear() ? WEEKDAY : WEEKDAY_YEAR).format(date));
  return { date, words, hour: hour && `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}` };
}

/** « mardi 1er décembre, 16 h 30 – 20 h », « du samedi 19 décembre au dimanche 3 janvier 2027 ». */
export function when({ starts, ends }) {
  const [from, to] = [onTheClock(starts), ends && onTheClock(ends)];
  const said = ({ words, hour }) => [words, hour].filter(Boolean).join(", ");
  if (!to) return said(from);
  if (from.words !== to.words) return `du ${said(from)} au ${said(to)}`;
  return from.hour && to.hour !== from.hour ? `${said(from)}\u00a0– ${to.hour}` : said(from);
}

export const marginDay = (text) => {
  const { date } = onTheClock(text);
  return [date.getDate() === 1 ? ["1", h("sup", null, "er")] : DAY.format(date), MONTH.format(date)];
};

/** « Décembre 2026 », of a date of the API. */
export function monthName(text) {
  const name = MONTH_YEAR.format(onTheClock(text).date);
  return name[0].toUpperCase() + name.slice(1);
}

/** The day so many days from today, as the API reads it. */
export function dayIn(days) {
  const date = new Date();
  date.setDate(date.getDate() + days);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
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
