/* A telephone takes photos of 4 to 12 MB; no page shows more than 2560 pixels, and 5 MB is the most that is accepted.
   Larger ones are made lighter here, upright, before they travel. What this browser cannot read is sent as it is: the
   server says what is wrong with it. */
window.preau ??= {};
(() => {
  const LONGEST = 2560; // pixels
  const HEAVY = 2 * 1024 * 1024; // bytes
  const QUALITY = 0.86;

  window.preau.lighter = async (file) => {
    if (!["image/jpeg", "image/webp"].includes(file.type)) return file; // a drawing, or something that moves
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size <= HEAVY) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (!content || content.size >= file.size) return file;
      return new File([content], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
    } catch {
      return file;
    }
  };

  /* Wherever else an image is chosen: its field holds the lighter one before anybody looks at it. */
  document.addEventListener(
    "change",
    async (event) => {
      const input = event.target;
      if (!input.matches?.("input[type=file][accept*=image]") || !input.files.length || input.dataset.preauLighter) return;
      event.stopImmediatePropagation();
      const light = new DataTransfer();
      for (const file of input.files) light.items.add(await window.preau.lighter(file));
      input.files = light.files;
      input.dataset.preauLighter = "yes";
      input.dispatchEvent(new Event("change", { bubbles: true }));
      delete input.dataset.preauLighter;
    },
    { capture: true },
  );
})();
