// What was read from the API and may serve again: the tree of rubrics, and lists to come back to.
import { read } from "./session.js";

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

export function forget() {
  tree = null;
  lists.clear();
}
