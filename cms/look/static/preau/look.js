// While colours are chosen, the server says what can be read: the rule of contrast is written once, there.

const form = document.querySelector(".preau-look");
const palette = document.getElementById("look-contrast");
const fields = ["colour", "accent"].map((name) => form.elements[name]);
let asked = 0;

const show = () => {
  form.style.setProperty("--main", fields[0].value);
  const button = palette.querySelector("button[data-colour]");
  if (button) button.hidden = false;
};

const ask = async () => {
  const turn = ++asked;
  const query = new URLSearchParams(fields.map((field) => [field.name, field.value]));
  const answer = await fetch(`${form.dataset.contrast}?${query}`).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  palette.innerHTML = await answer.text();
  show();
};

let waiting = 0;
for (const field of fields)
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });

palette.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-colour]");
  if (!button) return;
  for (const field of fields) field.value = button.dataset[field.name];
  ask();
  fields[0].focus();
});

show();
