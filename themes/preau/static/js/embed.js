// Contents of other sites: nothing of them is loaded before the reader asks. Without this script, their link stays.

const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation";

for (const figure of document.querySelectorAll("figure.embed[data-frame]")) offer(figure);

function offer(figure) {
  const { frame, name, title } = figure.dataset;
  if (!isElsewhere(frame)) return;
  const door = figure.querySelector(".embed-door");
  const button = element("button", "embed-show", `Afficher le contenu de ${name}`);
  button.type = "button";
  button.addEventListener("click", () => {
    const shown = element("iframe", "embed-frame");
    shown.title = title;
    shown.setAttribute("sandbox", SANDBOX);
    shown.allow = "fullscreen; picture-in-picture; encrypted-media";
    shown.referrerPolicy = "strict-origin-when-cross-origin";
    shown.loading = "lazy";
    shown.src = frame;
    door.prepend(shown);
    button.remove();
    notice.remove();
    figure.classList.add("is-shown");
    shown.focus();
  });
  const notice = element(
    "p",
    "embed-notice",
    `Rien n’est demandé à ${name} tant que vous n’appuyez pas. Ensuite, ${name} saura que vous lisez cette page et pourra déposer des cookies.`,
  );
  door.querySelector(".embed-title").after(button, notice);
}

/** A frame of our own address would have the rights of our pages. */
function isElsewhere(address) {
  const parts = new URL(address, location.href);
  return parts.protocol === "https:" && parts.host !== location.host;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
