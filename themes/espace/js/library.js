// What was read from the API and may serve again: the tree of rubrics, and lists to come back to.
import { read } from "./session.js";
import { dayIn } from "./text.js";

const FRESH = 5 * 60 * 1000;
const fresh = (entry) => entry && Date.now() - entry.at < FRESH;

let tree = null;
const lists = new Map();

/** The tree as { all: Map(ref → rubric), roots: [rubric] }, each rubric having `children` and `above`. */
export async function rubrics() {
  if (!fresh(tree)) {
    // The promise is kept, not the answer: the navigation and the page ask at the same time.
    const loading = read("rubrics").then(plant);
    tree = { at: Date.now(), loading };
    loading.catch(() => { if (tree?.loading === loading) tree = null; });
  }
  return tree.loading;
}

function plant({ results }) {
  const all = new Map(results.map((rubric) => [rubric.ref, { ...rubric, children: [], above: null }]));
  const roots = [];
  for (const rubric of all.values()) {
    rubric.above = all.get(rubric.parent) || null;
    (rubric.above ? rubric.above.children : roots).push(rubric);
  }
  return { all, roots };
}

export function ancestors(rubric) {
  const line = [];
  for (let up = rubric.above; up; up = up.above) line.unshift(up);
  return line;
}

/** A list of articles, { results, next }. With `again`, as it stood when its reader left it. */
export async function articles(query, { signal, again }) {
  if (again && fresh(lists.get(query))) return lists.get(query);
  const { results, next } = await read(`articles${query}`, signal);
  const list = { at: Date.now(), results, next };
  lists.set(query, list);
  return list;
}

export async function moreArticles(list) {
  // Only what the address asks for is followed: behind a proxy its host may not be the one the browser knows.
  const { results, next } = await read(`articles${new URL(list.next, location.href).search}`);
  list.results.push(...results);
  list.next = next;
  return results;
}

const PERIOD = 60;
const FURTHEST = 360; // days: what is further is hardly known
const SHOWN_NEXT = 3;

/** What takes place from today, two months at a time, { results, until, ended }; each as `{ event, time, shown }`. */
export async function events({ signal, again }) {
  if (again && fresh(lists.get("agenda"))) return lists.get("agenda");
  const list = { at: Date.now(), results: [], until: -1, ended: false };
  await moreEvents(list, signal);
  lists.set("agenda", list);
  return list;
}

/** Those of the two months that follow. What lasts from one period to the next is listed once, when it begins. */
export async function moreEvents(list, signal) {
  const first = list.until + 1;
  const { results } = await read(`events?from=${dayIn(first)}&to=${dayIn(first + PERIOD)}`, signal);
  const known = new Set(list.results.map(meetingKey));
  const added = results.filter((one) => !known.has(meetingKey(one))).map(placed(dayIn(first)));
  list.results.push(...added);
  list.until = first + PERIOD;
  list.ended = list.until >= FURTHEST;
  return added;
}

/** The next few, of everything or of a rubric and those beneath it. */
export async function nextEvents(signal, rubric) {
  const within = rubric ? `&rubric=${encodeURIComponent(rubric)}&include=descendants` : "";
  const { results } = await read(`events?from=${dayIn(0)}&to=${dayIn(PERIOD)}${within}`, signal);
  return results.slice(0, SHOWN_NEXT);
}

const meetingKey = ({ event, time }) => `${event.ref} ${time.starts}`;

/** What has begun before the period is listed with its first month. */
const placed = (first) => (one) => ({ ...one, shown: one.time.starts < first ? first : one.time.starts });

export function forget() {
  tree = null;
  lists.clear();
}
