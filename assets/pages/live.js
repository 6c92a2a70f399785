// Keeps a page as the service has it: what changed is sent whole and put in place of what differs.
// Without script every page works; it then shows how things stood when it was opened.
(() => {
  "use strict";

  // Puts `next` in place of `old`, leaving alone what is equal, what is being typed in, and focus.
  function morph(old, next) {
    if (old.isEqualNode(next)) return;
    const same = old.nodeType === next.nodeType && old.nodeName === next.nodeName && old.id === next.id;
    if (!same) return void old.replaceWith(next);
    if (old.nodeType !== Node.ELEMENT_NODE) return void (old.nodeValue = next.nodeValue);
    if (old === document.activeElement && old.matches("input:not([type=hidden]), textarea, select")) return;
    if (old.tagName === "DETAILS") next.open = old.open;
    for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
    // Whoever goes, goes first: what stays is then not moved, and what is moved loses focus.
    const stay = new Set([...next.children].map((child) => child.id));
    for (const [id, child] of known) if (!stay.has(id)) { known.delete(id); child.remove(); }
    let place = old.firstChild;
    for (const child of [...next.childNodes]) {
      const match = child.id ? known.get(child.id) : place && !place.id ? place : null;
      if (!match) { old.insertBefore(child, place); continue; }
      if (match === place) place = place.nextSibling; else old.insertBefore(match, place);
      morph(match, child);
    }
    while (place) { const gone = place; place = place.nextSibling; gone.remove(); }
  }

  const main = document.querySelector("main[data-live]");
  if (!main) return;
  const stops = "a[href], button, summary, input:not([type=hidden]), textarea, select";
  const take = (html, held = document.activeElement) => {
    const places = [...main.querySelectorAll(stops)];
    const at = places.indexOf(held);
    const next = main.cloneNode(false);
    next.innerHTML = html;
    morph(main, next);
    count();
    if (at < 0 || document.activeElement === held) return;
    // Who had focus keeps it; where that has gone, what came after it gets it.
    for (const place of [held, ...places.slice(at + 1), ...places.slice(0, at).reverse()]) {
      if (place.isConnected) place.focus({ preventScroll: true });
      if (document.activeElement === place) return;
    }
  };

  // Seconds that run down by the time that passes, whatever the clock of this machine says.
  const begun = new WeakMap();
  function count() {
    for (const place of main.querySelectorAll("[data-seconds]")) {
      const known = begun.get(place);
      if (!known || known.given !== place.dataset.seconds)
        begun.set(place, { given: place.dataset.seconds, at: performance.now() });
      const { given, at } = begun.get(place);
      const left = Math.max(0, Math.ceil(given - (performance.now() - at) / 1000));
      const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (place.textContent !== text) place.textContent = text;
    }
  }
  count();
  setInterval(count, 250);

  // The stream, while somebody looks: a browser keeps six connections to one place and no more.
  let source, pause = 1000, heard = performance.now();
  function listen() {
    if (source || document.hidden) return;
    source = new EventSource(main.dataset.live);
    source.addEventListener("page", (event) => { hears(); take(event.data); });
    source.addEventListener("open", hears);
    source.addEventListener("error", () => {
      document.body.classList.add("offline");
      // After an answer that is no stream a browser does not ask again by itself.
      if (source?.readyState === EventSource.CLOSED) { hush(); setTimeout(look, pause); pause = Math.min(pause * 2, 30000); }
    });
  }
  function hears() { document.body.classList.remove("offline"); pause = 1000; heard = performance.now(); }
  function hush() { source?.close(); source = undefined; }

  // Whoever may no longer see the page is shown what it then is; anything else is waited for.
  async function look() {
    try {
      const answer = await fetch(location.href);
      if ([401, 403, 404].includes(answer.status)) return void location.reload();
    } catch { /* No network: the stream says so again. */ }
    listen();
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) hush(); else { heard = performance.now(); listen(); } });
  // What is too old to be true is covered.
  const fresh = Number(main.dataset.fresh || 0) * 1000;
  if (fresh) setInterval(() => document.body.classList.toggle("stale", performance.now() - heard > fresh), 1000);
  listen();

  // Said without taking the page away: in a region that is read out, until the next deed.
  const said = document.body.appendChild(document.createElement("div"));
  said.id = "said";
  said.role = "status";
  const say = (text, isAlarm) => { said.textContent = text; said.classList.toggle("alarm", isAlarm); };

  // A form is sent without leaving the page; where that fails it is sent as ever.
  const sending = new WeakMap();
  async function send(form, submitter) {
    const data = new URLSearchParams(new FormData(form, submitter));
    const answer = await fetch(form.action, { method: "post", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && new URL(answer.url).pathname === location.pathname) {
      const held = document.activeElement;
      // What was typed has been sent: the field is the page's again.
      form.reset();
      if (form.contains(held)) held.blur();
      const next = page.querySelector("main");
      take(next.innerHTML, held);
      say(submitter?.ariaLabel ?? "", false);
      // Another part of it is shown from now on.
      if (next.dataset.live !== main.dataset.live) {
        main.dataset.live = next.dataset.live;
        history.replaceState(null, "", answer.url);
        hush();
        listen();
      }
    } else if (!answer.ok && answer.status !== 401 && page.querySelector("main h1")) {
      say([...page.querySelectorAll("main h1, main h1 + p")].map((place) => place.textContent).join(": "), true);
    } else {
      document.body.replaceWith(page.body);
      document.title = page.title;
      if (answer.ok) history.replaceState(null, "", answer.url);
      if (answer.ok && page.querySelector("main[data-live]")) return void location.reload();
      const head = document.querySelector("h1");
      if (head) { head.tabIndex = -1; head.focus(); }
    }
  }
  main.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.method !== "post" || form.dataset.leaves !== undefined) return;
    event.preventDefault();
    // Two taps on one button are one; the last tap on another is done next.
    const under = sending.get(form);
    if (under) return void (under.next = submitter === under.now ? undefined : submitter);
    const state = { now: submitter };
    sending.set(form, state);
    try {
      for (let next = submitter; ; next = state.next) {
        [state.now, state.next] = [next, undefined];
        await send(form, next);
        if (!state.next?.isConnected) break;
      }
    } catch {
      form.dataset.leaves = "";
      form.requestSubmit(submitter);
    } finally {
      sending.delete(form);
    }
  });
})();
