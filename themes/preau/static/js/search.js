// The search of the public site, in the browser: reads the index that was made with the release, and nothing else.

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const PAGE = 10;
const MOST_FILES = 3; // of words that begin alike: "co" alone would ask for too many
const SURE = 3; // letters: a shorter word is taken as it is
const WEIGHTS = [6, 3, 1]; // in the title, in the keywords, in the text

/** The rule of `french_words.json`, which `words.py` applies to the articles. */
export function comparer(rule) {
  const stop = new Set(rule.stop);
  const known = new Map();
  const fold = (text) =>
    [...text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")].map((sign) => rule.letters[sign] ?? sign).join("");
  function stem(word) {
    if (!known.has(word)) known.set(word, shorten(word));
    return known.get(word);
  }
  function shorten(word) {
    if (Object.hasOwn(rule.whole, word)) return rule.whole[word];
    for (const step of rule.steps) {
      const fits = ([ending]) => word.endsWith(ending) && word.length - ending.length >= rule.keep;
      const [ending, instead] = step.find(fits) ?? ["", ""];
      word = word.slice(0, word.length - ending.length) + instead;
    }
    return word;
  }
  /** Words of a question; those that say nothing are left out unless there are no others. */
  function words(text) {
    const all = [...new Set((fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= rule.shortest))];
    const telling = all.filter((word) => !stop.has(word));
    return telling.length ? telling : all;
  }
  return { fold, stem, words };
}

/** Reads the index through `read(name)`, which gives the content of one of its files. */
export async function open(read) {
  const index = await read("index.json");
  const rule = comparer(index);
  const files = new Map();
  const once = (name) => files.get(name) ?? files.set(name, read(name)).get(name);

  /** The files that may hold words beginning so. */
  function places(beginning) {
    const first = Math.max(0, index.starts.findLastIndex((start) => start <= beginning));
    const after = index.starts.findIndex((start, n) => n > first && !start.startsWith(beginning) && start > beginning);
    const last = after < 0 ? index.starts.length : after;
    return Array.from({ length: Math.min(last - first, MOST_FILES) }, (_, n) => `words/${first + n}.json`);
  }

  /** Points by article for one word: its forms count more than the words that it begins. */
  async function points(word, stem) {
    const names = index.starts.length ? [...new Set([...places(stem), ...places(word)])] : [];
    const points = new Map();
    for (const group of await Promise.all(names.map(once))) {
      for (const [found, fields] of Object.entries(group)) {
        if (found !== stem && !found.startsWith(word)) continue;
        fields.forEach((distances, field) => {
          const worth = WEIGHTS[field] * (found === stem ? 3 : 1);
          let number = 0;
          for (const distance of distances) {
            number += distance;
            points.set(number, Math.max(points.get(number) ?? 0, worth));
          }
        });
      }
    }
    return points;
  }

  /** A word that is not there may be half typed ("musiqu" is no beginning of "music"): two letters may go. */
  async function held(word) {
    for (const beginning of [word, word.slice(0, -1), word.slice(0, -2)]) {
      const some = await points(beginning, rule.stem(beginning));
      if (some.size || beginning.length <= SURE) return { word: some.size ? beginning : word, some };
    }
    return { word, some: new Map() };
  }

  /** The numbers of the articles for a question, the best first; `all` says whether they hold all its words. */
  async function find(question) {
    const asked = await Promise.all(rule.words(question).map(held));
    const sums = new Map();
    for (const { some } of asked) {
      // A word that few articles hold says more.
      const rare = Math.log(1 + index.count / (some.size || 1));
      for (const [number, worth] of some) {
        const [count, sum] = sums.get(number) ?? [0, 0];
        sums.set(number, [count + 1, sum + worth * rare]);
      }
    }
    const most = Math.max(0, ...Array.from(sums.values(), ([count]) => count));
    const best = [...sums].filter(([, [count]]) => count === most);
    best.sort(([a, [, x]], [b, [, y]]) => y - x || a - b);
    return { words: asked.map(({ word }) => word), numbers: best.map(([number]) => number), all: most === asked.length };
  }

  /** What is shown of one article: title, address, rubric, date, text, keywords. */
  const told = async (number) => (await once(`found/${Math.floor(number / index.perFile)}.json`))[number % index.perFile];

  const isFound = (word, words) => {
    const plain = rule.fold(word);
    return words.some((wanted) => plain.startsWith(wanted) || rule.stem(plain) === rule.stem(wanted));
  };
  return { find, told, isFound };
}

/** A text in pieces: [piece, whether it is one of the words]. */
export function pieces(text, isFound) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    if (!isFound(match[0])) continue;
    parts.push([text.slice(end, match.index), false], [match[0], true]);
    end = match.index + match[0].length;
  }
  return [...parts, [text.slice(end), false]].filter(([piece]) => piece);
}

/** Some 220 signs around the first word that was found. */
export function excerpt(text, isFound) {
  const match = [...text.matchAll(WORD)].find(([word]) => isFound(word));
  const from = match && match.index > 120 ? text.indexOf(" ", match.index - 80) + 1 : 0;
  const cut = text.length > from + 220 ? text.lastIndexOf(" ", from + 220) : text.length;
  const to = cut > from ? cut : from + 220;
  return (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
}

if (globalThis.document) start(document.querySelector(".search"));

function start(place) {
  const input = place.querySelector("input");
  const count = place.querySelector(".search-count");
  const list = place.querySelector(".search-results");
  const more = place.querySelector(".search-more");
  let opened, shown, turn = 0, pause;

  place.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(true);
  });
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 250);
  });
  more.addEventListener("click", async () => {
    const first = list.children.length;
    await show();
    list.children[first]?.querySelector("a").focus();
  });
  addEventListener("popstate", fromAddress);
  fromAddress();

  function fromAddress() {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    ask();
    if (!input.value) input.focus();
  }

  async function ask(kept) {
    clearTimeout(pause);
    const mine = ++turn;
    const question = input.value.trim();
    const address = question ? `?${new URLSearchParams({ q: question })}` : location.pathname;
    if (address !== location.search) history[kept ? "pushState" : "replaceState"](null, "", address);
    document.title = document.title.replace(/^(« .* » – )?/s, question ? `« ${question} » – ` : "");
    try {
      opened ??= open(read);
      const found = question ? await (await opened).find(question) : { numbers: [], words: [] };
      if (mine !== turn) return;
      list.replaceChildren();
      shown = found;
      await show();
      if (mine === turn) count.textContent = question && said(found, question);
    } catch {
      opened = undefined;
      if (mine === turn) count.textContent = "La recherche n’a pas pu se faire : le site vient peut-être d’être mis à jour. Rechargez la page.";
    }
  }

  async function show() {
    const { numbers, words } = shown;
    const mine = turn;
    const index = await opened;
    const next = await Promise.all(numbers.slice(list.children.length, list.children.length + PAGE).map(index.told));
    if (mine !== turn) return;
    list.append(...next.map((article) => item(article, (word) => index.isFound(word, words))));
    more.hidden = list.children.length >= numbers.length;
  }

  async function read(name) {
    const answer = await fetch(place.dataset.index + name);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }
}

function said({ words, numbers, all }, question) {
  if (!words.length) return "Tapez au moins deux lettres.";
  const count = numbers.length;
  if (!count) return `Aucun résultat pour « ${question} ». Essayez un autre mot, ou seulement son début.`;
  const results = `${count.toLocaleString("fr")} résultat${count > 1 ? "s" : ""}`;
  return all ? `${results} pour « ${question} »` : `Rien ne contient tous ces mots ; ${results} en ${count > 1 ? "contiennent" : "contient"} une partie.`;
}

function item([title, url, rubric, date, text, keywords], isFound) {
  const made = element("li", "search-result");
  const link = element("a", "", pieces(title, isFound));
  link.href = url;
  const heading = element("h2", "search-title");
  heading.append(link);
  if (rubric) made.append(element("p", "kicker", [[rubric, false]]));
  made.append(heading);
  if (text) made.append(element("p", "search-excerpt", pieces(excerpt(text, isFound), isFound)));
  const asked = keywords.filter((keyword) => pieces(keyword, isFound).some(([, marked]) => marked)).join(", ");
  if (asked) made.append(element("p", "search-keywords", [["Mots-clés : ", false], ...pieces(asked, isFound)]));
  if (date) made.append(element("p", "search-date", [[date, false]]));
  return made;
}

/** Text is put in as text: whatever a title holds, it is never read as HTML. */
function element(tag, className, parts = []) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [piece, marked] of parts) {
    const part = marked ? document.createElement("mark") : document.createTextNode("");
    part.textContent = piece;
    made.append(part);
  }
  return made;
}
