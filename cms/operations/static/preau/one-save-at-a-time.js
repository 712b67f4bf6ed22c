/* The automatic draft of a new page may still be on its way when its writer publishes: both would make the page, and
   the second would be told that its address is taken. A click waits for the draft; no other draft starts after it. */
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const drafts = window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave");
    if (!drafts) return;
    drafts.activeValue = false;
    if (!drafts.submitPromise) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.waits) return;
    form.dataset.waits = "draft";
    const { name, value } = event.submitter ?? {};
    await drafts.submitPromise;
    delete form.dataset.waits;
    /* The button says that it works, and a button that is disabled tells the server nothing. */
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.requestSubmit();
  },
  { capture: true },
);
