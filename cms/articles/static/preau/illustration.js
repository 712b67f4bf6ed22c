/* Under the choice of an illustration: the image as readers will see it, as soon as it is chosen. Its focal point may
   have been moved in another tab: the picture is asked for again when the writer comes back. */
for (const told of document.querySelectorAll("[data-illustration]")) {
  const input = document.getElementById(told.dataset.illustration);
  const field = input.closest("section") ?? input.parentElement;
  let shown = told.childElementCount ? input.value : "";

  const show = async (again) => {
    const wanted = input.value;
    if (wanted === shown && !again) return;
    shown = wanted;
    if (!wanted) return told.replaceChildren();
    const answer = await fetch(told.dataset.address.replace("/0/", `/${wanted}/`));
    const html = answer.ok ? await answer.text() : "";
    if (input.value === wanted) told.innerHTML = html;
  };

  new MutationObserver(() => show(false)).observe(field, { subtree: true, attributes: true, attributeFilter: ["src", "class", "value"] });
  window.addEventListener("focus", () => show(Boolean(input.value)));
}
