// Who is signed in, and what happens when they no longer are.
import { ApiError, request } from "./api.js";

const TRUST = 60 * 1000;

let current = { signed_in: false };
let open = false;
let seenAt = 0;
let whenSignedOut = () => {};
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("espace") : null;

export const session = () => current;

/** `callback` runs each time a session that was open is found to be over, here or in another tab. */
export function onSignedOut(callback) {
  whenSignedOut = callback;
  if (tabs) tabs.onmessage = ended;
}

export async function openSession(signal) {
  const found = await request("GET", "session", { signal });
  seenAt = Date.now();
  // Someone else signed in from another tab: nothing of this one is theirs.
  if (open && found.signed_in && found.person.ref !== current.person?.ref) location.reload();
  // The school is kept: the sign-in page shows its name, which the API tells to nobody in particular.
  current = { school: current.school, ...found };
  open ||= found.signed_in;
  return current;
}

export async function signIn(username, password) {
  // The sign-in page may have waited for a day, or another tab may have renewed the token: take today's.
  await openSession();
  current = await request("POST", "session", { body: { username, password } });
  open = true;
}

export async function signOut() {
  // Another tab may have done it.
  if ((await openSession()).signed_in) await request("DELETE", "session");
  tabs?.postMessage("signed-out");
  ended();
}

/**
 * Reads what depends on the person. Without a session the API still answers, with what is public: a short list, or
 * « not found » for what is private. So a session that has not been seen for a minute is looked at beside the reading.
 */
export async function read(path, signal) {
  try {
    const [answer] = await Promise.all([
      request("GET", path, { signal }),
      Date.now() - seenAt > TRUST && confirm(signal),
    ]);
    return answer;
  } catch (error) {
    if ([401, 403, 404].includes(error.status)) await confirm(signal);
    throw error;
  }
}

async function confirm(signal) {
  if ((await openSession(signal)).signed_in) return;
  ended();
  throw new ApiError("signed-out");
}

function ended() {
  // Two refusals at once tell the same news.
  if (!open) return;
  open = false;
  current = { signed_in: false, school: current.school };
  whenSignedOut();
}

/** A page that comes back from the browser's memory may show what its reader has signed out of since. */
export async function checkSession() {
  if (current.signed_in && !(await openSession()).signed_in) ended();
}
