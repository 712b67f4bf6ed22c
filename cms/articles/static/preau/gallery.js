/* Beside each picture, who is seen in it. A gallery takes many photos at once: they are sent one after the other, each becomes a picture of the list as soon as
   the server has it, and what could not be sent waits here to be sent again. */
(() => {
  const { ListBlockDefinition, StructBlockDefinition } = window.wagtailStreamField.blocks;
  const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"; // a telephone that has others gives them as JPEG

  const make = (tag, className, properties = {}) => Object.assign(document.createElement(tag), { className, ...properties });
  const filled = (words, values) => words.replace(/{(\w+)}/g, (_all, name) => values[name]);

  class Sender {
    constructor(list, place, { words, address }) {
      Object.assign(this, { list, words, address, refused: [], waiting: [], working: false });
      this.box = make("div", "preau-gallery");
      this.input = make("input", "preau-gallery__input", { type: "file", multiple: true, accept: ACCEPTED });
      this.input.dataset.preauLighter = "later";
      this.button = make("button", "button button-secondary", { type: "button", textContent: words.add });
      this.bar = make("progress", "preau-gallery__bar", { hidden: true });
      this.told = make("p", "preau-gallery__told");
      this.told.setAttribute("role", "status");
      this.faults = make("ul", "preau-gallery__faults", { hidden: true });
      this.again = make("button", "button button-small", { type: "button", textContent: words.again, hidden: true });
      this.box.append(this.input, this.button, make("p", "preau-gallery__help", { textContent: words.help }), this.bar, this.told, this.faults, this.again);
      place.before(this.box);

      this.button.addEventListener("click", () => this.input.click());
      this.input.addEventListener("change", () => {
        this.take([...this.input.files]);
        this.input.value = "";
      });
      this.again.addEventListener("click", () => this.take(this.waiting.splice(0)));
      window.addEventListener("online", () => this.waiting.length && this.take(this.waiting.splice(0)));
      this.box.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
      this.box.addEventListener("drop", (event) => {
        event.preventDefault();
        this.take([...event.dataTransfer.files]);
      });
    }

    async take(files) {
      if (!files.length) return;
      if (this.working) return void this.files.push(...files);
      this.files = files;
      this.working = true;
      this.refused = [];
      this.button.disabled = true;
      let sent = 0;
      this.show();
      for (let number = 0; number < this.files.length; number += 1) {
        this.say(filled(this.words.sending, { number: number + 1, total: this.files.length }));
        Object.assign(this.bar, { hidden: false, max: this.files.length, value: number });
        const file = this.files[number];
        const answer = await this.send(file);
        if (answer.block) {
          this.add(answer.block);
          sent += 1;
        } else if (answer.sentence) this.refused.push(`${file.name} : ${answer.sentence}`);
        else {
          this.waiting.push(...this.files.slice(number));
          document.dispatchEvent(new Event("preau:unanswered"));
          break;
        }
        this.show();
      }
      this.bar.hidden = true;
      this.button.disabled = false;
      this.working = false;
      this.say(this.result(sent));
      this.show();
    }

    result(sent) {
      const left = this.refused.length + this.waiting.length;
      return [
        sent && filled(this.words.sent, { count: sent }),
        left && filled(this.words.kept, { count: left }),
        this.waiting.length && this.words.silent,
      ].filter(Boolean).join(" ");
    }

    /** The block it became, the sentence of a refusal, or nothing when nobody answered. */
    async send(file) {
      const form = this.box.closest("form");
      const page = /\/(\d+)\/(?:edit\/)?$/.exec(new URL(form.action).pathname)?.[1];
      const secret = form.querySelector("input[name=csrfmiddlewaretoken]").value;
      const body = new FormData();
      try {
        const light = await window.preau.lighter(file);
        body.append("file", light, light.name);
        const address = this.address.replace("/0/", `/${page}/`);
        const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": secret, "X-Requested-With": "XMLHttpRequest" } });
        if (answer.status === 413) return { sentence: this.words.heavy };
        return answer.ok || answer.status === 400 ? await answer.json() : {};
      } catch {
        return {};
      }
    }

    add(block) {
      this.list.insert(block, this.list.children.length, { animate: true });
    }

    say(text) {
      this.told.textContent = text;
    }

    show() {
      this.faults.replaceChildren(...this.refused.map((text) => make("li", "", { textContent: text })));
      this.faults.hidden = !this.refused.length;
      this.again.hidden = this.working || !this.waiting.length;
    }
  }

  class Gallery extends ListBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const list = super.render(placeholder, prefix, initialState, initialError);
      new Sender(list, list.container[0].querySelector("[data-streamfield-list-container]") ?? list.container[0], this.meta);
      return list;
    }
  }
  /* Who is seen in a picture is said on a screen of its own, in another tab: nothing of the article is left. */
  class Picture extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const block = super.render(placeholder, prefix, initialState, initialError);
      const chosen = document.getElementById(`${prefix}-image`);
      const link = make("a", "preau-who", { textContent: this.meta.who.word, target: "_blank" });
      const follow = () => { link.href = this.meta.who.address.replace("/0/", `/${chosen.value}/`); };
      for (const kind of ["pointerdown", "focus"]) link.addEventListener(kind, follow);
      follow();
      chosen.closest(".w-field__input").append(link);
      return block;
    }
  }

  window.telepath.register("preau.Gallery", Gallery);
  window.telepath.register("preau.Picture", Picture);
})();
