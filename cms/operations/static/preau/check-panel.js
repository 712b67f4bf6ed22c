/* The check beside the editor is asked when somebody opens it, and when they ask again: it reads the last draft saved. */
(() => {
  const panel = document.querySelector("[data-preau-check]");
  if (!panel) return;
  const content = panel.querySelector("[data-preau-check-content]");
  const failed = panel.querySelector("[data-preau-check-failed]");
  const read = async () => {
    const answer = await fetch(panel.dataset.preauCheck, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
    failed.hidden = Boolean(answer?.ok);
    if (answer?.ok) content.innerHTML = await answer.text();
  };
  new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) read(); }).observe(panel);
  panel.querySelector("[data-preau-check-again]").addEventListener("click", read);
  /* The links of the panel lead to a block of this very form: going there must not leave what is being typed. */
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (!link || link.pathname !== location.pathname) return;
    event.preventDefault();
    const block = document.getElementById(link.hash.slice(1));
    block?.scrollIntoView({ block: "center" });
    block?.querySelector("input:not([type=hidden]), textarea, select, [contenteditable]")?.focus({ preventScroll: true });
  });
})();
