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

/* Each automatic draft is a later version, and this writer's own: what the form is about to publish is that one. */
document.addEventListener("w-autosave:success", ({ target, detail: { data } }) => {
  for (const [name, value] of [
    ["loaded_revision_id", data.revision_id],
    ["loaded_revision_created_at", data.revision_created_at],
  ]) {
    if (value) for (const input of target.querySelectorAll(`input[name=${name}]`)) input.value = value;
  }
});
