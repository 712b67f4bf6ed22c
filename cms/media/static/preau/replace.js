/* New files chosen one by one, or several at once: each of those goes beside the document whose name it has. The browser's
   own words for a field of files are in its language: ours are put over them. Without scripts, one by one. */
(() => {
  const form = document.querySelector("[data-preau-replace]");
  if (!form) return;
  const many = form.querySelector(".preau-replace__many");
  const told = form.querySelector(".preau-replace__told");
  const submit = form.querySelector("[data-preau-replace-submit]");
  const label = submit.textContent;
  const places = [...form.querySelectorAll("[data-name]")];
  const plain = (name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9.]+/g, "-");

  function part(className, textContent) {
    // The field itself says all this to a screen reader.
    const made = Object.assign(document.createElement("span"), { className, textContent });
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function dress(input) {
    const field = Object.assign(document.createElement("span"), { className: "preau-file" });
    input.replaceWith(field);
    const words = input.multiple ? form.dataset.chooseMany : form.dataset.choose;
    field.append(input, part("button button-small button-secondary", words));
    if (!input.multiple) field.append(part("preau-file__name", ""));
  }

  function show() {
    for (const input of places) input.parentElement.lastChild.textContent = input.files[0]?.name ?? form.dataset.unchosen;
    const chosen = places.filter((input) => input.files.length).length;
    submit.textContent = chosen ? `${label} (${chosen})` : label;
  }

  for (const input of form.querySelectorAll("input[type=file]")) dress(input);
  many.hidden = false;
  form.addEventListener("change", ({ target }) => {
    if (target.multiple) {
      const named = new Map(places.map((input) => [plain(input.dataset.name), input]));
      const left = [...target.files].filter((file) => {
        const place = named.get(plain(file.name));
        if (!place) return true;
        const one = new DataTransfer();
        one.items.add(file);
        place.files = one.files;
        return false;
      });
      told.textContent = left.length === target.files.length ? told.dataset.none : left.length ? `${told.dataset.left} ${left.map((file) => file.name).join(", ")}` : "";
      target.value = "";
    }
    show();
  });
  show();
})();
