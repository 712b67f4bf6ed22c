/* A session ends while somebody writes. The editor must say so, keep the text, and go on once they have signed in again
   in another tab: that gives the browser another CSRF secret than the one which this page was made with. */
(() => {
  const told = document.currentScript.dataset;
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  let banner = null;

  const secret = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];

  function refreshSecret() {
    const now = secret();
    if (now) for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = now;
  }

  const plainFetch = window.fetch;
  window.fetch = (address, options) => {
    const name = Object.keys(options?.headers ?? {}).find((header) => header.toLowerCase() === "x-csrftoken");
    if (!name || !secret()) return plainFetch(address, options);
    refreshSecret();
    const body = options.body;
    if (body instanceof FormData && body.has("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", secret());
    return plainFetch(address, { ...options, headers: { ...options.headers, [name]: secret() } });
  };

  /** "in", "out", or "nobody" when the server does not answer. */
  async function ask() {
    try {
      const answer = await plainFetch(told.address, { headers: { "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" });
      return answer.ok ? "in" : answer.status === 403 ? "out" : "nobody";
    } catch {
      return "nobody";
    }
  }

  function warn(text, link) {
    banner?.remove();
    banner = document.createElement("div");
    banner.className = "preau-session";
    banner.setAttribute("role", "alert");
    banner.append(Object.assign(document.createElement("p"), { textContent: text }));
    if (link) banner.append(Object.assign(document.createElement("a"), { href: told.signIn, target: "_blank", className: "button", textContent: link }));
    document.body.append(banner);
  }

  async function look() {
    const state = await ask();
    if (state === "out") warn(told.ended, told.again);
    else if (state === "nobody") warn(told.silent);
    else {
      refreshSecret();
      banner?.remove();
      banner = null;
    }
    return state === "in";
  }

  document.addEventListener("w-autosave:error", (event) => {
    if (!event.detail.response) look();
  });
  document.addEventListener("preau:unanswered", look);
  window.addEventListener("online", () => banner && look());
  window.addEventListener("focus", async () => {
    if (banner && (await look())) form.dispatchEvent(new Event("change", { bubbles: true })); // saves what waited
  });

  /* Sent without a session, the form would give way to the page of sign-in. */
  document.addEventListener(
    "submit",
    async (event) => {
      if (event.target !== form) return;
      if (form.dataset.signedIn) {
        delete form.dataset.signedIn;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!(await look())) return;
      form.dataset.signedIn = "yes";
      /* The button says that it works, and a button that is disabled tells the server nothing. */
      const { name, value } = event.submitter ?? {};
      if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      form.requestSubmit();
    },
    { capture: true },
  );
})();
