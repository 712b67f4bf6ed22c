// Pictures that follow each other or move: this plays them, and lets anybody pause. Without it, they scroll by hand.

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

for (const tile of document.querySelectorAll("[data-moves]")) {
  const list = tile.querySelector(".carousel");
  const count = list ? list.children.length : 1;
  const controls = tile.querySelector(".top-tile-controls");
  const pause = controls.querySelector("[data-pause]");
  let playing = !calm;
  let held = false;

  const here = () => Math.round(list.scrollLeft / list.clientWidth);
  const move = (step) =>
    list.scrollTo({
      left: ((here() + step + count) % count) * list.clientWidth,
      behavior: calm ? "auto" : "smooth",
    });
  const play = (wanted) => {
    playing = wanted;
    tile.classList.toggle("is-playing", playing);
    pause.lastElementChild.textContent = playing ? "Mettre en pause" : "Lancer l’animation";
    for (const source of tile.querySelectorAll(".top-tile-motion")) source.media = playing ? "all" : "not all";
  };

  pause.addEventListener("click", () => play(!playing));
  if (list) {
    for (const button of controls.querySelectorAll("[data-step]"))
      button.addEventListener("click", () => {
        play(false);
        move(Number(button.dataset.step));
      });
    list.addEventListener("scroll", () => {
      controls.querySelector("[data-place]").textContent = `${here() + 1} / ${count}`;
    });
    for (const [name, value] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]])
      tile.addEventListener(name, () => (held = value));
    setInterval(() => playing && !held && !document.hidden && move(1), 7000);
  }
  play(playing);
  controls.hidden = false;
}
