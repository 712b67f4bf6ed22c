// Opens the space: asks who is there, then shows the sign-in page or the page of the address.
import { ApiError } from "./api.js";
import { h } from "./dom.js";
import { forget } from "./library.js";
import { route, startRouter } from "./router.js";
import { checkSession, onSignedOut, openSession, session, signOut } from "./session.js";
import { openShell, setTitle } from "./shell.js";
import { agenda } from "./views/agenda.js";
import { article, event } from "./views/article.js";
import { home } from "./views/home.js";
import { failure, notFound, stillIn } from "./views/message.js";
import { rubric } from "./views/rubric.js";
import { signin } from "./views/signin.js";

const VIEWS = { home, rubric, article, agenda, event, unknown: notFound };
const SKELETON_AFTER = 300;
const SLOW_AFTER = 6000;

const app = document.getElementById("app");
let shell = null;
let visit = new AbortController();
let leaving = false;

async function start() {
  try {
    await openSession();
  } catch (error) {
    const page = failure(error, start);
    alone({ ...page, nodes: [h("main", { class: "alone" }, page.nodes)] });
    return;
  }
  if (session().signed_in) enter({ quiet: true });
  else welcome();
}

function enter(how) {
  forget();
  shell = openShell(app, session(), leave);
  return show(how);
}

/** A page without the frame around it. */
function alone({ nodes, title, focus }) {
  shell = null;
  app.replaceChildren(...nodes);
  setTitle(title, session().school);
  focus?.focus();
}

function welcome(reason) {
  alone(signin(session().school, { reason, done: () => enter() }));
}

async function show(how = {}) {
  if (!shell) return;
  visit.abort();
  visit = new AbortController();
  const { signal } = visit;
  const { name, ref } = route();
  const timers = [
    setTimeout(() => shell.wait(), SKELETON_AFTER),
    setTimeout(() => shell.waitLonger(() => show(how)), SLOW_AFTER),
  ];
  const stopWaiting = () => timers.forEach(clearTimeout);
  // A page that was left must not put its skeleton over the next one.
  signal.addEventListener("abort", stopWaiting);
  let page;
  try {
    page = await VIEWS[name]({ ref, signal, again: Boolean(how.place) });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) console.error(error);
    page = failure(error, () => show());
  }
  stopWaiting();
  if (!signal.aborted) shell.display(page, how);
}

async function leave() {
  leaving = true;
  try {
    await signOut();
  } catch {
    visit.abort();
    shell?.display(stillIn(leave));
  } finally {
    leaving = false;
  }
}

onSignedOut(() => {
  visit.abort();
  forget();
  // Who leaves is done with the page; who was put out comes back to it.
  if (leaving) history.replaceState(history.state, "", "#/");
  welcome(leaving ? "left" : "expired");
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) checkSession().catch(() => {});
});

startRouter((place) => show({ place }));
start();
