// Asking the newsroom's API with the session of this page.
// What the newsroom refused, in its own words.
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || `The newsroom answered ${status}.`);
    this.status = status;
    this.problem = problem ?? {};
  }
}

// Asked each time: whoever signs in anew in another window has another one.
export const tokenField = () => ({ "X-Form-Token": document.querySelector('meta[name="form-token"]')?.content ?? "" });

// The JSON of an answer; throws a Refusal for what was refused, a TypeError where the network is gone.
export async function ask(path, { method = "GET", body, headers = {}, signal } = {}) {
  const answer = await fetch(`/api/v1/${path}`, {
    method, signal, cache: "no-store", credentials: "same-origin",
    headers: {
      Accept: "application/json", ...(method === "GET" ? {} : tokenField()),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const value = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, value);
  return value;
}
