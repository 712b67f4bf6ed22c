// The lists under the menu open by themselves on hover and focus: Escape puts the open one away (WCAG 1.4.13).

const menu = document.querySelector(".menu");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu) return;
  for (const item of menu.querySelectorAll(":scope > ul > li:is(:hover, :focus-within)")) {
    if (item.contains(document.activeElement)) item.querySelector("a").focus();
    item.classList.add("is-put-away");
  }
});

for (const item of menu?.querySelectorAll(":scope > ul > li") ?? []) {
  const back = () => item.classList.remove("is-put-away");
  item.addEventListener("pointerleave", back);
  item.addEventListener("focusout", (event) => item.contains(event.relatedTarget) || back());
}
