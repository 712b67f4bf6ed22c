/* Several new files chosen at once: each goes beside the document whose name it has. Without scripts, one by one. */
(() => {
  const form = document.querySelector("[data-preau-replace]");
  if (!form) return;
  const many = form.querySelector(".preau-replace__many");
  const told = form.querySelector(".preau-replace__told");
  const plain = (name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  many.hidden = false;
  many.querySelector("input").addEventListener("change", ({ target }) => {
    const places = new Map([...form.querySelectorAll("[data-name]")].map((input) => [plain(input.dataset.name), input]));
    const left = [...target.files].filter((file) => {
      const place = places.get(plain(file.name));
      if (!place) return true;
      const one = new DataTransfer();
      one.items.add(file);
      place.files = one.files;
      return false;
    });
    told.textContent = left.length === target.files.length ? told.dataset.none : left.length ? `${told.dataset.left} ${left.map((file) => file.name).join(", ")}` : "";
    target.value = "";
  });
})();
