/* Arranging the tiles of a homepage: by drag and drop, with a finger or a mouse, or from the keyboard. What was moved
   is kept in this browser until it is saved, whatever becomes of the session and of the network. */
import { preview } from "./homepage-preview.js";

const root = document.querySelector("[data-arrange]");
const list = root?.querySelector(".preau-grid");
const words = root?.dataset ?? {};
const SHORT = { 2: "⅓", 3: "½", 4: "⅔", 6: "1" };
const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

class Board {
  constructor() {
    this.widths = JSON.parse(document.getElementById("arrange-widths").textContent);
    this.boxes = new Map([...list.children].map((box) => [box.dataset.position, box])); // by the place where each began
    this.seen = words.seen; // the version that these places are about
    this.places = new Map([...this.boxes.keys()].map((key) => [key, key])); // in that version
    this.saved = this.now();
    this.past = [];
    this.future = [];
    this.told = root.querySelector(".preau-arrange__told");
    this.live = root.querySelector("[data-live]");
    this.conflict = root.querySelector(".preau-arrange__conflict");
    this.saving = false;
    this.wait = 0;
    this.takeBack();
    this.listen();
    this.paint();
    preview?.ask(this.query());
  }

  // --- What there is: an order of boxes, each with its settings ---

  now() {
    return [...list.children].map((box) => [box.dataset.position, box.dataset.width, box.dataset.colour].join(":")).join(",");
  }

  written(state = this.now()) {
    return state.split(",").map((one) => { const [key, ...rest] = one.split(":"); return [this.places.get(key), ...rest].join(":"); }).join(",");
  }

  query() {
    return `?${new URLSearchParams({ seen: this.seen, arrangement: this.written() })}`;
  }

  restore(state) {
    for (const one of state.split(",")) {
      const [key, width, colour] = one.split(":");
      const box = this.boxes.get(key);
      Object.assign(box.dataset, { width, colour });
      list.append(box);
    }
  }

  // --- Changing it, forth and back ---

  change(act, said) {
    const before = this.now();
    act();
    if (this.now() === before) return;
    this.past.push(before);
    this.future = [];
    this.after(said?.() ?? "");
  }

  step(from, to, said) {
    const state = from.pop();
    if (state === undefined) return;
    to.push(this.now());
    this.restore(state);
    this.after(said);
  }

  after(said) {
    this.paint();
    this.keep();
    if (said) this.live.textContent = said;
    preview?.ask(this.query());
  }

  move(box, by) {
    const here = [...list.children].indexOf(box);
    const there = Math.max(0, Math.min(list.children.length - 1, here + by));
    const focused = document.activeElement;
    this.change(
      () => list.insertBefore(box, list.children[there > here ? there + 1 : there] ?? null),
      () => filled(words.moved, { title: box.dataset.title, place: there + 1, total: list.children.length }),
    );
    this.focus(focused);
    box.scrollIntoView({ block: "nearest" });
  }

  size(box, by) {
    if (!("sizeable" in box.dataset)) return;
    const at = this.widths.findIndex((one) => one.key === box.dataset.width);
    const next = this.widths[Math.max(0, Math.min(this.widths.length - 1, at + by))];
    this.change(
      () => (box.dataset.width = next.key),
      () => filled(words.sized, { title: box.dataset.title, width: next.label }),
    );
  }

  /** A box that was put elsewhere in the page has lost the focus; a button that has become useless gives it up. */
  focus(element) {
    if (element && root.contains(element)) (element.disabled ? element.closest(".preau-tile")?.querySelector(".preau-tile__handle") : element)?.focus({ preventScroll: true });
  }

  paint() {
    const all = [...list.children];
    all.forEach((box, place) => {
      const width = this.widths.find((one) => one.key === box.dataset.width) ?? { columns: 6, label: "" };
      const label = box.querySelector(".preau-tile__width");
      box.style.gridColumn = `span ${width.columns}`;
      box.dataset.columns = width.columns;
      if (label) Object.assign(label, { textContent: width.label }).dataset.short = SHORT[width.columns];
      box.querySelector("[data-move='-1']").disabled = place === 0;
      box.querySelector("[data-move='1']").disabled = place === all.length - 1;
      const narrower = box.querySelector("[data-size='-1']");
      if (narrower) {
        narrower.disabled = width.key === this.widths[0].key;
        box.querySelector("[data-size='1']").disabled = width.key === this.widths.at(-1).key;
      }
      const colour = box.querySelector("[data-colour-choice]");
      if (colour) colour.value = box.dataset.colour;
    });
    const changed = this.now() !== this.saved;
    this.button("save").disabled = !changed || this.saving;
    this.button("undo").disabled = !this.past.length;
    this.button("redo").disabled = !this.future.length;
    if (changed && !this.told.classList.contains("preau-arrange__told--failed") && !this.saving) this.say(words.unsaved);
  }

  button(name) {
    return root.querySelector(`[data-act="${name}"]`);
  }

  say(text, { failed = false, link = "" } = {}) {
    this.told.classList.toggle("preau-arrange__told--failed", failed);
    this.told.replaceChildren(text);
    if (link) this.told.append(" ", Object.assign(document.createElement("a"), { href: words.signIn, target: "_blank", textContent: link }));
  }

  // --- Nothing is lost ---

  keep() {
    try {
      if (this.now() === this.saved) localStorage.removeItem(words.key);
      else localStorage.setItem(words.key, JSON.stringify({ seen: this.seen, written: this.written() }));
    } catch { /* a browser that keeps nothing: the screen still has it */ }
  }

  /** What was arranged on this same version, and not saved. */
  takeBack() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(words.key));
    } catch { /* nothing that we wrote */ }
    if (kept?.seen !== this.seen || typeof kept.written !== "string") return;
    const keys = kept.written.split(",").map((one) => one.split(":")[0]);
    if (kept.written === this.saved || keys.length !== this.boxes.size || !keys.every((key) => this.boxes.has(key))) return;
    this.past.push(this.now());
    this.restore(kept.written);
    this.live.textContent = words.found;
    this.say(words.found, { failed: true });
  }

  async save(over = "") {
    if (this.saving) return false;
    clearTimeout(this.again);
    this.saving = true;
    this.conflict.hidden = true;
    this.say(words.saving);
    this.paint();
    const state = this.now();
    const done = await this.send(state, over);
    this.saving = false;
    this.paint();
    return done;
  }

  async send(state, over) {
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? root.querySelector("[name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch(location.pathname, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
        body: new URLSearchParams({ seen: this.seen, arrangement: this.written(state), over }),
      });
    } catch {
      return this.retry(words.silent);
    }
    if (answer.status >= 500 || answer.status === 429) return this.retry(words.silent);
    if (answer.status === 401 || answer.status === 403 || answer.redirected) return this.outside();
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return this.kept(state, String(told.seen), over);
    if (told.latest) {
      this.theirs = String(told.latest);
      this.conflict.querySelector("p").textContent = told.sentence;
      this.conflict.hidden = false;
      this.button("keep-mine").focus();
      this.say(words.unsaved, { failed: true });
    } else this.say(told.sentence ?? words.silent, { failed: true });
    return false;
  }

  kept(state, seen, over) {
    this.wait = 0;
    this.seen = seen;
    this.saved = state;
    this.places = new Map(state.split(",").map((one, place) => [one.split(":")[0], String(place)]));
    this.keep();
    if (over) return location.reload(), true; // their tiles may be others
    this.say(words.saved);
    return true;
  }

  retry(sentence) {
    this.say(sentence, { failed: true });
    this.wait = Math.min(60, (this.wait || 2) * 2);
    this.again = setTimeout(() => this.save(), this.wait * 1000);
    return false;
  }

  /** Signed out, or no longer allowed: the server is asked which. */
  async outside() {
    const answer = await fetch(words.alive, { headers: { "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" }).catch(() => null);
    this.signedOut = !answer?.ok;
    if (this.signedOut) this.say(words.ended, { failed: true, link: words.again });
    else this.say(words.refused, { failed: true });
    return false;
  }

  // --- Gestures ---

  listen() {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const box = event.target.closest(".preau-tile");
      if (button?.dataset.move) this.move(box, Number(button.dataset.move));
      else if (button?.dataset.size) { this.size(box, Number(button.dataset.size)); this.focus(button); }
      else if (button?.dataset.act) this.act(button.dataset.act);
    });
    root.addEventListener("change", (event) => {
      const box = event.target.closest(".preau-tile");
      if (event.target.matches("[data-colour-choice]")) this.change(() => (box.dataset.colour = event.target.value));
    });
    list.addEventListener("keydown", (event) => {
      if (!event.target.matches(".preau-tile__handle") || event.ctrlKey || event.metaKey || event.altKey) return;
      const box = event.target.closest(".preau-tile");
      const key = { ArrowLeft: [-1], ArrowUp: [-1], ArrowRight: [1], ArrowDown: [1], Home: [-Infinity], End: [Infinity] }[event.key];
      const size = { "+": 1, "=": 1, "-": -1 }[event.key];
      if (!key && !size) return;
      event.preventDefault();
      if (key) this.move(box, key[0]);
      else this.size(box, size);
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("input[type=text], textarea")) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      this.act(key === "y" || event.shiftKey ? "redo" : "undo");
    });
    list.addEventListener("pointerdown", (event) => {
      const handle = event.target.closest(".preau-tile__handle");
      if (handle && event.button === 0) this.drag(event, handle);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.now() !== this.saved) event.preventDefault();
    });
    window.addEventListener("focus", () => {
      if (this.signedOut) { this.signedOut = false; this.save(); }
    });
    window.addEventListener("online", () => this.wait && this.save());
  }

  async act(name) {
    if (name === "undo") this.step(this.past, this.future, words.undone);
    if (name === "redo") this.step(this.future, this.past, words.redone);
    if (name === "save") await this.save();
    if (name === "keep-mine") await this.save(this.theirs);
    if (name === "take-theirs") {
      this.saved = this.now();
      this.keep();
      location.reload();
    }
  }

  /** The box follows by its place among the others: they make room while it is held. */
  drag(event, handle) {
    const box = handle.closest(".preau-tile");
    const before = this.now();
    const id = event.pointerId;
    handle.setPointerCapture(id);
    const at = { x: event.clientX, y: event.clientY };
    let lifted = false;
    let frame = 0;

    const follow = () => {
      frame = requestAnimationFrame(follow);
      const edge = 60;
      if (at.y < edge) window.scrollBy(0, -12);
      else if (at.y > innerHeight - edge) window.scrollBy(0, 12);
      const target = document.elementsFromPoint(at.x, at.y).map((one) => one.closest?.(".preau-tile")).find((one) => one && one !== box && list.contains(one));
      if (!target) return;
      const place = target.getBoundingClientRect();
      // Where it stands beside others the middle that counts is from left to right, else from top to bottom.
      const beside = place.width < list.clientWidth * 0.9 && Number(box.dataset.columns) < 6;
      const after = beside ? at.x > place.left + place.width / 2 : at.y > place.top + place.height / 2;
      const next = after ? target.nextElementSibling : target;
      if (next === box || (next === null ? list.lastElementChild === box : next.previousElementSibling === box)) return;
      list.insertBefore(box, next);
    };
    const watch = (moved) => {
      if (moved.pointerId !== id) return;
      Object.assign(at, { x: moved.clientX, y: moved.clientY });
      if (lifted || Math.hypot(at.x - event.clientX, at.y - event.clientY) < 6) return;
      lifted = true;
      box.classList.add("preau-tile--held");
      root.classList.add("preau-arrange--dragging");
      follow();
    };
    const end = (ended) => {
      if (ended.type === "keydown" ? ended.key !== "Escape" : ended.pointerId !== id) return;
      cancelAnimationFrame(frame);
      for (const [name, act] of heard) window.removeEventListener(name, act, true);
      box.classList.remove("preau-tile--held");
      root.classList.remove("preau-arrange--dragging");
      if (ended.type !== "pointerup") return this.restore(before), this.paint();
      const dropped = this.now();
      if (dropped === before) return;
      this.past.push(before);
      this.future = [];
      const place = [...list.children].indexOf(box) + 1;
      this.after(filled(words.moved, { title: box.dataset.title, place, total: list.children.length }));
    };
    const heard = [["pointermove", watch], ["pointerup", end], ["pointercancel", end], ["keydown", end]];
    for (const [name, act] of heard) window.addEventListener(name, act, true);
  }
}

if (list) new Board();
else preview?.ask();
