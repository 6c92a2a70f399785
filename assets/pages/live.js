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

  const source = new EventSource(main.dataset.live);
  source.addEventListener("page", (event) => take(event.data));
  source.addEventListener("error", () => document.body.classList.add("offline"));
  source.addEventListener("open", () => document.body.classList.remove("offline"));

  // A form is sent without leaving the page; where that fails it is sent as ever.
  const sending = new WeakSet();
  main.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || form.dataset.leaves !== undefined) return;
    event.preventDefault();
    // Two taps are one.
    if (sending.has(form)) return;
    sending.add(form);
    const data = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const answer = await fetch(form.action, { method: "post", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && new URL(answer.url).pathname === location.pathname) {
        const held = document.activeElement;
        // What was typed has been sent: the field is the page's again.
        form.reset();
        if (form.contains(held)) held.blur();
        take(page.querySelector("main").innerHTML, held);
      } else {
        document.body.replaceWith(page.body);
        if (answer.ok) history.replaceState(null, "", answer.url);
        if (answer.ok && page.querySelector("main[data-live]")) location.reload();
      }
    } catch {
      form.dataset.leaves = "";
      form.requestSubmit(event.submitter);
    } finally {
      sending.delete(form);
    }
  });
})();
