/* One box ticks all those of the page; without scripts it is not shown (admin.css). */
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-preau-tick-all]")) return;
  document.querySelectorAll("input[name=article][form=preau-batch]").forEach((box) => { box.checked = target.checked; });
});
