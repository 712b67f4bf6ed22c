// One door to the REST API. A request is sent once: the person decides whether to try again, not the client,
// so that a struggling server is not struck by every open telephone.

const ROOT = "/api/v1/";
const PATIENCE = 15000;

/** kind: "offline", "timeout", "unreachable", "http" or "signed-out". */
export class ApiError extends Error {
  constructor(kind, { status = 0, detail = "", retryAfter = 0 } = {}) {
    super(detail || kind);
    Object.assign(this, { kind, status, detail, retryAfter });
  }
}

// Kept in memory: the cookie that proves who is asking is HttpOnly and none of our business.
let csrfToken = "";

export async function request(method, path, { body, signal } = {}) {
  const stop = new AbortController();
  const giveUp = () => stop.abort();
  let late = false;
  const timer = setTimeout(() => { late = true; giveUp(); }, PATIENCE);
  signal?.addEventListener("abort", giveUp);
  try {
    const response = await fetch(ROOT + path, {
      method,
      signal: stop.signal,
      credentials: "same-origin",
      // What one person may read must not be found in the cache by the next person on the same computer.
      cache: "no-store",
      headers: {
        Accept: "application/json, application/problem+json",
        ...(method !== "GET" && { "X-CSRFToken": csrfToken }),
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw await refusal(response);
    if (response.status === 204) return null;
    const data = await response.json();
    if (data.csrf_token) csrfToken = data.csrf_token;
    return data;
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    if (late) throw new ApiError("timeout");
    throw new ApiError(navigator.onLine ? "unreachable" : "offline");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

async function refusal(response) {
  // A proxy in front of the API answers in HTML: only problem+json is worth quoting.
  const problem = /json/.test(response.headers.get("Content-Type")) ? await response.json().catch(() => ({})) : {};
  const after = response.headers.get("Retry-After");
  const seconds = Number(after) || (Date.parse(after) - Date.now()) / 1000 || 0;
  return new ApiError("http", { status: response.status, detail: problem.detail, retryAfter: Math.max(0, seconds) });
}
