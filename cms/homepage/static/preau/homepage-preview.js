/* The preview of a homepage: asked for again after each change, shown at the width of a telephone, a tablet or a
   computer. The last one stays until the next is whole, and stays if the next cannot be made. */
const PAUSE = 350; // milliseconds without a change before it is asked for

class Preview {
  constructor(pane) {
    this.pane = pane;
    this.screen = pane.querySelector(".preau-pane__screen");
    this.state = pane.querySelector(".preau-pane__state");
    this.busy = false;
    this.wanted = null;
    if (innerWidth < 640) pane.querySelector("[value='390']").checked = true;
    for (const choice of pane.querySelectorAll("[name=pane-width]")) choice.addEventListener("change", () => this.fit());
    new ResizeObserver(() => this.fit()).observe(this.screen);
  }

  /** `query`: what is not saved yet, for the server to show it. */
  ask(query = "") {
    this.wanted = query;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.make(), this.shown ? PAUSE : 0);
  }

  async make() {
    if (this.busy || this.wanted === null) return;
    const query = this.wanted;
    this.wanted = null;
    this.busy = true;
    this.pane.classList.add("preau-pane--busy");
    this.say(this.pane.dataset.making);
    try {
      const answer = await fetch(this.pane.dataset.preview + query, { headers: { "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" });
      const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
      if (told.address) {
        await this.show(told.address);
        this.say(this.pane.dataset.made);
      } else this.say([this.pane.dataset.failed, told.sentence].filter(Boolean).join(" "), true);
    } catch {
      this.say(this.pane.dataset.silent, true);
    }
    this.busy = false;
    this.pane.classList.remove("preau-pane--busy");
    if (this.wanted !== null) this.make();
  }

  /** Loaded behind the one that is shown, and at the same height of the page. */
  show(address) {
    return new Promise((done) => {
      const next = document.createElement("iframe");
      next.title = this.screen.dataset.title;
      next.setAttribute("sandbox", "allow-same-origin");
      next.className = "preau-pane__next";
      next.addEventListener("load", () => {
        const height = this.shown?.contentWindow?.scrollY ?? 0;
        this.shown?.remove();
        this.shown = next;
        next.className = "";
        next.contentWindow.scrollTo(0, height);
        this.fit();
        done();
      }, { once: true });
      next.src = address;
      this.screen.append(next);
      this.fit();
    });
  }

  /** The page has the width of the chosen screen, and is made smaller where there is less room. */
  fit() {
    const width = Number(this.pane.querySelector("[name=pane-width]:checked")?.value ?? 1280);
    const scale = Math.min(1, this.screen.clientWidth / width);
    for (const frame of this.screen.querySelectorAll("iframe")) {
      frame.style.width = `${width}px`;
      frame.style.height = `${this.screen.clientHeight / scale}px`;
      frame.style.transform = `scale(${scale})`;
      frame.style.insetInlineStart = `${Math.max(0, (this.screen.clientWidth - width * scale) / 2)}px`;
    }
  }

  say(text, failed = false) {
    this.state.textContent = text;
    this.state.classList.toggle("preau-pane__state--failed", failed);
  }
}

const pane = document.querySelector("[data-preview]");
export const preview = pane ? new Preview(pane) : null;
if (preview && !document.querySelector("[data-arrange]")) preview.ask();
