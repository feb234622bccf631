// What belongs to the page and to no element on it: styles, paper, the language, the way to a card.
// Loaded once a visit; a run of the script that changes nothing here costs one message.

const here = new URL(import.meta.url); // its query is the version of all these files

function sheet(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(name + here.search, here);
  const loaded = new Promise((done) => { link.onload = link.onerror = done; });
  document.head.append(link);
  return loaded;
}

const foot = new CSSStyleSheet();
document.adoptedStyleSheets.push(foot);
const root = document.documentElement;
root.lang = "id"; // screen readers choose their voice by it; Streamlit always says "en"
let sought = 0;
let told = ""; // the colour of the page that Python was told of
let tell = () => {};

// A regency was clicked on some card. Not that card tells it: what a row says runs that row alone, and then the page
// once more.
export const pick = (code) => tell("picked", code);

// a chart that is drawn before the styles are there is drawn twice
export const ready = Promise.all([
  ...["style.css", "frame.css", "print.css", "briefing.css"].map(sheet),
  ...["words.js", "frame.js"].map((name) => import(new URL(name + here.search, here))),
]).then(() => {
  document.querySelectorAll("link[data-early]").forEach((it) => it.remove()); // those of the empty page (front.py)
  root.dataset.chrome = "ready"; // a slide is seen from here on
});

const day = new Intl.DateTimeFormat("id-ID", { dateStyle: "long" });
let folded = []; // what was folded, until the paper is out

window.addEventListener("beforeprint", () => {
  document.querySelectorAll(".k-printed-on").forEach((it) => { it.textContent = day.format(new Date()); });
  folded = [...document.querySelectorAll("[data-testid=stMain] details:not([open])")];
  folded.forEach((it) => { it.open = true; });
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  if (!main) return;
  const paper = 718; // CSS pixels between the margins of @page
  const style = getComputedStyle(main);
  const inner = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const width = Math.max(900, Math.ceil(inner)); // from a telephone too as small as from an office screen
  root.style.setProperty("--paper-width", `${width}px`);
  root.style.setProperty("--paper-zoom", paper / width);
});

window.addEventListener("afterprint", () => {
  folded.forEach((it) => { it.open = false; });
  folded = [];
});

// the whole page on paper, once all of it is there and drawn
let printed = 0; // times that Python asked for it
function print(done, tries = 300) {
  dispatchEvent(new Event("koperasi-draw-all"));
  const running = document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning";
  const main = document.querySelector("[data-testid=stMain]");
  // a card's place is there before the card is
  const places = main?.querySelectorAll(".stElementContainer[class*='-card ']").length;
  const waiting = main?.querySelectorAll(".k-card").length !== places
    || [...main.querySelectorAll(".k-plot")].some((it) => !it.querySelector(".main-svg"));
  if (tries && (running || waiting)) setTimeout(print, 100, done, tries - 1);
  else {
    addEventListener("afterprint", done, { once: true });
    window.print();
  }
}

// the card of a link, once it is there; again while the script runs, which may set something above it, until the viewer moves
let wanted = "";
for (const event of ["wheel", "touchstart", "keydown", "mousedown"]) {
  addEventListener(event, () => { wanted = ""; }, { capture: true, passive: true });
}
function seek(tries = 50) {
  if (!wanted) return;
  const card = document.querySelector(`.st-key-card-${wanted}`);
  card?.scrollIntoView();
  const running = document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning";
  if (tries && (!card || running)) setTimeout(seek, 100, tries - 1);
}

export default function ({ data, parentElement, setTriggerValue }) {
  tell = setTriggerValue;
  // another theme: Streamlit runs no script for it, and the charts would stay as they are until the next click
  const paper = getComputedStyle(parentElement).getPropertyValue("--st-background-color").trim().toLowerCase();
  if (!paper || paper === data.paper.toLowerCase()) told = "";
  else if (told !== paper) setTriggerValue("theme", (told = paper));
  root.dataset.page = data.page;
  root.toggleAttribute("data-slide", data.slide);
  root.style.setProperty("--k-paper", data.paper);
  // escaped: whatever a title or a label holds, it does not end the rule
  const look = 'font: 8pt "Source Sans", sans-serif; color: #50575f;';
  foot.replaceSync(`@page {
    @bottom-left { content: "${CSS.escape(data.foot)}"; width: 85%; ${look} }
    @bottom-right { content: counter(page) " / " counter(pages); ${look} }
  }`);
  printed ||= data.prints - (data.prints > 0); // of an earlier visit of this session
  if (data.prints > printed) {
    printed = data.prints;
    setTimeout(print, 300, () => setTriggerValue("printed", data.prints));
  }
  if (data.card && data.visit !== sought) {
    sought = data.visit;
    wanted = data.card;
    seek();
  }
}
