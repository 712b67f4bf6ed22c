import { h } from "../dom.js";
import { icon } from "../icons.js";
import { signIn } from "../session.js";
import { duration } from "../text.js";

const REASONS = {
  expired: "Votre session a pris fin. Connectez-vous à nouveau : vous retrouverez votre page.",
  left: "Déconnexion réussie. À bientôt !",
};

export function signin(school, { reason, done }) {
  const notice = h("div", { role: "alert" });
  const username = field("username", "Identifiant", "Saisissez votre identifiant.", {
    autocomplete: "username", autocapitalize: "none", spellcheck: "false",
  });
  const password = field("password", "Mot de passe", "Saisissez votre mot de passe.", {
    type: "password", autocomplete: "current-password",
  });
  const eye = h("button", {
    type: "button", class: "eye", "aria-pressed": "false", "aria-controls": "password",
    onclick: () => reveal(password.input.type === "password"),
  }, icon("eye"), h("span", null, "Afficher"), h("span", { class: "vh" }, " le mot de passe"));
  password.input.after(eye);
  const caps = h("p", { class: "hint", hidden: true }, "La touche « majuscules » est verrouillée.");
  password.box.append(caps);
  password.input.addEventListener("keyup", (event) => { caps.hidden = !event.getModifierState?.("CapsLock"); });
  const submit = h("button", { class: "main" }, "Se connecter");

  function reveal(shown) {
    password.input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
  }

  async function send(event) {
    event.preventDefault();
    notice.replaceChildren();
    // Both are looked at, so that both faults show at once.
    const wrong = [username, password].filter((one) => !one.check());
    if (wrong.length) return wrong[0].input.focus();
    // Browsers offer to keep what was typed in a password field, not what was read in a plain one.
    reveal(false);
    submit.setAttribute("aria-disabled", "true");
    submit.textContent = "Connexion…";
    sending = true;
    try {
      await signIn(username.input.value.trim(), password.input.value);
      await done();
    } catch (error) {
      notice.append(h("p", { class: "alert" }, explain(error)));
      // After a refusal the password is typed again; after a cut line it is only sent again.
      if (error.kind === "http") {
        password.input.value = "";
        password.input.focus();
      }
    } finally {
      sending = false;
      submit.removeAttribute("aria-disabled");
      submit.textContent = "Se connecter";
    }
  }

  let sending = false;
  const form = h("form", { novalidate: true, onsubmit: (event) => sending ? event.preventDefault() : send(event) },
    notice, username.box, password.box, submit);
  return {
    title: "Connexion",
    focus: username.input,
    nodes: [h("div", { class: "gate" },
      h("img", { class: "gate-image", src: "courtyard.svg", alt: "" }),
      h("main", { class: "gate-form" },
        h("p", { class: "brand" }, h("img", { src: "icon.svg", alt: "", width: "40", height: "40" }),
          h("span", null, h("strong", null, school?.name || "Préau"), h("small", null, "Mon espace"))),
        h("h1", null, "Connexion"),
        REASONS[reason] && h("p", { class: "notice", role: "status" }, REASONS[reason]),
        form,
        h("p", { class: "help" }, "Vos identifiants vous ont été remis par le collège. Vous ne les avez plus ? Demandez-les au secrétariat."),
        h("p", { class: "help" }, h("a", { href: "/" }, "Retour au site public"))))],
  };
}

function field(id, label, missing, attrs) {
  const fault = h("p", { class: "fault", id: `${id}-fault`, hidden: true }, missing);
  const input = h("input", { id, name: id, type: "text", required: true, "aria-describedby": fault.id, ...attrs });
  const check = () => {
    const right = input.value.trim() !== "";
    fault.hidden = right;
    input.setAttribute("aria-invalid", String(!right));
    return right;
  };
  // Once shown, a fault goes as soon as it is mended.
  input.addEventListener("input", () => { if (!fault.hidden) check(); });
  const box = h("div", { class: "field" }, h("label", { for: id }, label), h("div", { class: "input" }, input), fault);
  return { box, input, check };
}

function explain({ kind, status, detail, retryAfter }) {
  if (status === 429) return `Trop d’essais de suite. Patientez ${retryAfter ? duration(retryAfter) : "quelques minutes"}, puis réessayez.`;
  if (status >= 500) return "Le service rencontre une difficulté. Réessayez dans quelques minutes.";
  if (kind === "http") return detail || "Identifiant ou mot de passe incorrect.";
  if (kind === "offline") return "Vous êtes hors connexion. Vérifiez votre accès à Internet, puis réessayez.";
  return "Le service ne répond pas. Vérifiez votre connexion, puis réessayez.";
}
