/* The form that gives a role: counts who is meant while one chooses, proposes names, adds and removes lines in place.
   Everything works without this file, with a button. */
const form = document.querySelector("form[data-concerned]");
const result = form.querySelector("[data-result]");
const lines = form.querySelector("[data-lines]");

/* --- Who is meant --- */

let asking;
let soon;

const isEmpty = (part = lines) =>
  [...part.querySelectorAll("select, input[type=text]")].every((field) => !field.value);

async function count() {
  asking?.abort();
  asking = new AbortController();
  if (isEmpty()) return void (result.innerHTML = "");
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (/^(line-|role$)/.test(name)) asked.append(name, value);
  try {
    const answer = await fetch(`${form.dataset.concerned}?${asked}`, { signal: asking.signal });
    if (answer.ok && !answer.redirected) result.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") result.querySelector("[name=seen]")?.remove();
  }
}

const later = (delay) => {
  clearTimeout(soon);
  soon = setTimeout(count, delay);
};
form.addEventListener("change", () => later(0));
form.addEventListener("input", (event) => event.target.matches("[data-people]") && later(500));

/* --- Lines --- */

const all = () => [...lines.querySelectorAll("[data-line]")];

/* Lines are called by their place; fields keep the number that they were made with. */
function call() {
  const found = all();
  found.forEach((line, index) => {
    for (const text of [line.querySelector("legend"), line.querySelector("[data-remove]")])
      text.textContent = text.textContent.replace(/\d+/, index + 1);
    line.querySelector("[data-remove]").hidden = found.length === 1;
  });
}

form.addEventListener("click", (event) => {
  const kind = event.target.closest("[data-add]")?.dataset.add;
  if (!kind) return;
  event.preventDefault();
  const number = Math.max(...all().map((line) => Number(line.dataset.line))) + 1;
  if (number > 99 || all().length >= 30) return;
  const line = form.querySelector("[data-model]").content.firstElementChild.cloneNode(true);
  const renumbered = (text) => text.replace(/line-\d+/, `line-${number}`);
  line.dataset.line = number;
  if (kind === "person") {
    for (const gone of line.querySelectorAll("[data-kind]")) gone.remove();
    for (const blank of all()) if (isEmpty(blank)) blank.remove();
  }
  for (const element of line.querySelectorAll("[id], [name], [for]"))
    for (const name of ["id", "name", "for"])
      if (element.hasAttribute(name)) element.setAttribute(name, renumbered(element.getAttribute(name)));
  line.querySelector("[data-remove]").value = `remove-${number}`;
  lines.append(line);
  call();
  propose(line);
  line.querySelector("select, input[type=text]").focus();
});

lines.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  event.preventDefault();
  const line = button.closest("[data-line]");
  const next = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  call();
  next.querySelector("select, input[type=text]").focus();
  later(0);
});

/* --- Names --- */

function propose(line) {
  const field = line.querySelector("input[data-people]");
  if (!field || !form.dataset.people) return;
  const list = document.createElement("ul");
  list.className = "preau-roles__listbox";
  list.id = `${field.id}-list`;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", field.labels[0].textContent);
  field.after(list);
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let chosen = -1;
  let looking;
  let wait;

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const show = (shown) => {
    list.hidden = !shown;
    field.setAttribute("aria-expanded", shown);
    if (!shown) move(-1);
  };
  const move = (to) => {
    chosen = to;
    options().forEach((option, index) => option.setAttribute("aria-selected", index === chosen));
    field.setAttribute("aria-activedescendant", options()[chosen]?.id ?? "");
    options()[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    field.value = option.textContent;
    show(false);
    later(0);
  };
  const look = async () => {
    looking?.abort();
    looking = new AbortController();
    if (field.value.trim().length < 2) return show(false);
    try {
      const asked = new URLSearchParams({ q: field.value });
      const answer = await fetch(`${form.dataset.people}?${asked}`, { signal: looking.signal });
      if (!answer.ok || answer.redirected) return;
      const { people } = await answer.json();
      list.replaceChildren(
        ...people.map((name, index) =>
          Object.assign(document.createElement("li"), { role: "option", id: `${list.id}-${index}`, textContent: name }),
        ),
      );
      if (document.activeElement === field) show(people.length > 0 && people[0] !== field.value);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(look, 200);
  });
  field.addEventListener("keydown", (event) => {
    const found = options();
    if (event.key === "Escape") show(false);
    else if (list.hidden || !found.length) return;
    else if (event.key === "ArrowDown") move((chosen + 1) % found.length);
    else if (event.key === "ArrowUp") move((chosen <= 0 ? found.length : chosen) - 1);
    else if (event.key === "Enter" && chosen >= 0) choose(found[chosen]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.role === "option" && choose(event.target));
  field.addEventListener("blur", () => show(false));
}

all().forEach(propose);
