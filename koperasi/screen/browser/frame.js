// The row at the top: what its buttons do here and not on the server; and a page that stays under the pointer.

const here = new URL(import.meta.url);
const { copied } = await import(new URL("copy.js" + here.search, here));
const root = document.documentElement;

// --- Penyaring on a telephone, Bagikan, Ctrl+P -------------------------------------------------------------------
const said = document.createElement("div");
said.className = "k-said";
said.setAttribute("role", "status");
document.body.append(said);

function say(text) {
  said.textContent = text;
  setTimeout(() => { if (said.textContent === text) said.textContent = ""; }, 3000);
}

async function share() {
  say(await copied(location.href) ? "Tautan disalin" : "Tautan ada di kolom alamat peramban; salin dari sana");
}

const local = {
  share,
  "filters-toggle": () => root.toggleAttribute("data-filters"),
};
document.addEventListener("click", (event) => {
  for (const [name, act] of Object.entries(local)) {
    if (event.target.closest?.(`.st-key-${name} button`)) {
      event.stopImmediatePropagation(); // no run of the script
      act();
    }
  }
}, true);

window.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const button = document.querySelector(".st-key-print-page button");
  if (!button || document.querySelector(".st-key-slide")) return;
  event.preventDefault(); // the browser would print the open section alone
  button.click();
}, true);

// --- A click on a mark filters, and the card under the pointer stays where it is -----------------------------------
let held; // { card, top, until }

const scroller = () => document.querySelector("[data-testid=stMain]");
const keyOf = (card) => [...card.classList].find((it) => it.startsWith("st-key-card-"));

function release() {
  held = undefined;
}

function settle() {
  if (!held) return;
  if (performance.now() > held.until) return release();
  const card = document.querySelector(`.${CSS.escape(held.card)}`), main = scroller();
  if (!card || !main) return;
  const off = card.getBoundingClientRect().top - held.top;
  if (Math.abs(off) < 1) return;
  main.scrollTop += off;
  const left = card.getBoundingClientRect().top - held.top;
  // the page has become too short to scroll that far: as much room below it as is missing
  if (left > 1) {
    const box = main.querySelector("[data-testid=stMainBlockContainer]");
    box.style.paddingBottom = `${parseFloat(getComputedStyle(box).paddingBottom) + left}px`;
    main.scrollTop += left;
  }
}

document.addEventListener("pointerdown", (event) => {
  release();
  const card = event.target.closest?.(".k-plot-frame, .k-map")?.closest("[class*=st-key-card-]");
  if (!card) return;
  held = { card: keyOf(card), top: card.getBoundingClientRect().top, until: performance.now() + 8000 };
  watch();
}, true);
// another address is another page, and where it stands is the browser's to say
for (const event of ["wheel", "touchmove", "keydown", "popstate"]) window.addEventListener(event, release, { capture: true, passive: true });

let watched;
function watch() {
  const box = scroller()?.querySelector("[data-testid=stMainBlockContainer]");
  if (!box || box === watched) return;
  watched = box;
  let waits = false;
  new ResizeObserver(settle).observe(box);
  // with the next frame, which lays it all out, and not for itself before it
  new MutationObserver(() => {
    if (!held || waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; settle(); });
  }).observe(box, { childList: true, subtree: true });
}
