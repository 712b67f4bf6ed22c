/* A form that is larger than what the server reads would be answered by a page, and a reload would lose what was typed.
   It is told here instead, before anything is sent. Files have limits of their own. */
const MOST = 20 * 1024 * 1024;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    form.querySelector(".preau-too-large")?.remove();
    let size = 0;
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") size += new Blob([name, encodeURIComponent(value.toWellFormed())]).size;
    }
    if (size <= MOST) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const told = document.createElement("p");
    told.className = "preau-too-large help-block help-critical";
    told.setAttribute("role", "alert");
    told.tabIndex = -1;
    told.textContent =
      `Ce texte est trop long pour être envoyé (${Math.round(size / 1e6)} Mo ; 20 Mo au plus). ` +
      "Rien n’est perdu : raccourcissez-le, puis enregistrez de nouveau.";
    form.prepend(told);
    told.focus();
  },
  { capture: true },
);
