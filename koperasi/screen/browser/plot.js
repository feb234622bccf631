// A Plotly figure on an element that stays: a change is Plotly.react, never a new chart.
// Plotly itself comes once a visit from this server, and later from the browser's own store.

const style = new CSSStyleSheet();
style.replaceSync(`
.k-plot-frame { position: relative; width: 100%; height: 100%; }
.k-plot { width: 100%; overflow: hidden; }
.k-plot-picks .nsewdrag { cursor: pointer !important; }
/* the keyboard's way to what a click on a mark does: seen while it has the focus */
.k-plot-marks { position: absolute; left: 0; bottom: 0; margin: 0; padding: 0; list-style: none; width: 1px; height: 1px; overflow: hidden; }
.k-plot-marks:focus-within {
  width: auto; height: auto; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.3rem; padding: 0.5rem;
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}
.k-plot-marks button {
  font: inherit; font-size: 0.875rem; padding: 0.2rem 0.5rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}
`);
document.adoptedStyleSheets.push(style);

const NARROW = 640; // from here on Streamlit sets columns below one another: a telephone
const all = new Set(); // every chart on the page
const charts = new Map(); // Streamlit's element -> its chart, where a chart is an element of its own
let plotly; // the promise of the library
let there = false; // it and the styles: the library alone may be there before them
let told = ""; // the surface that Python was told of, so that twenty charts do not tell it twenty times

export function library(url) {
  const here = new URL(import.meta.url); // its query is the version of all these files
  const styled = import(new URL("chrome.js" + here.search, here)).then((chrome) => chrome.ready);
  plotly ??= new Promise((done, failed) => {
    // by its address and not by a blob: so the browser keeps what it has compiled of these 5 MB, too
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => styled.then(() => { there = true; done(window.Plotly); }, failed);
    script.onerror = () => {
      plotly = undefined; // the next chart may try again
      script.remove();
      failed(new Error(url));
    };
    document.head.append(script);
  });
  return plotly;
}

export class Chart {
  constructor({ parentElement, library, undrawn }) {
    Object.assign(this, { library, undrawn });
    this.box = document.createElement("div");
    this.box.className = "k-plot";
    this.box.setAttribute("role", "img");
    this.marks = document.createElement("ul");
    this.marks.className = "k-plot-marks";
    this.marks.onclick = (event) => event.target.dataset.code && this.tell("picked", event.target.dataset.code);
    const frame = document.createElement("div");
    frame.className = "k-plot-frame";
    frame.append(this.box, this.marks);
    parentElement.append(frame);
    this.near = false;
    this.watch = new IntersectionObserver(
      (seen) => { this.near = seen.at(-1).isIntersecting; this.draw(); },
      { rootMargin: "800px", scrollMargin: "800px" }, // scrollMargin: because the page scrolls inside a box of its own
    );
    this.size = new ResizeObserver(() => this.fit());
    this.watch.observe(this.box);
    this.size.observe(this.box);
    all.add(this);
  }

  take(data, tell) {
    this.data = data;
    this.tell = tell;
    this.box.setAttribute("aria-label", data.alt);
    this.box.style.height = data.height ? `${data.height}px` : "100%";
    const marks = JSON.stringify(data.marks);
    if (marks !== this.listed) {
      this.listed = marks;
      this.marks.replaceChildren(...data.marks.map(([code, name]) => {
        const item = document.createElement("li"), button = document.createElement("button");
        button.type = "button";
        button.dataset.code = code;
        button.textContent = `Saring: ${name}`;
        item.append(button);
        return item;
      }));
      this.marks.hidden = !data.marks.length;
    }
    this.fit();
  }

  // at another size, or when Python is to draw for another surface
  fit() {
    if (!this.data || matchMedia("print").matches) return;
    const wanted = document.documentElement.clientWidth < NARROW ? "phone" : "screen";
    if (!this.data.surface || wanted === this.data.surface) told = "";
    else if (told !== wanted) this.tell("surface", (told = wanted));
    this.draw();
  }

  room() {
    return [this.box.clientWidth, this.data.height || this.box.clientHeight];
  }

  draw(whole = this.near) {
    if (!whole || this.gone || !this.data) return;
    if (!there) {
      library(this.library).then(() => this.draw(whole), () => this.fail());
      return;
    }
    const [width, height] = this.room(), known = this.drawn === this.data.figure;
    const fits = (width === this.width && height === this.height) || matchMedia("print").matches;
    if (!width || (known && fits)) return; // paper keeps the size of the screen
    const first = !this.box.data;
    [this.drawn, this.width, this.height] = [this.data.figure, width, height];
    if (known) {
      window.Plotly.relayout(this.box, { width, height });
      return;
    }
    if (first) { // what `fail` said
      this.box.replaceChildren();
      this.box.setAttribute("role", "img");
    }
    const figure = JSON.parse(this.data.figure);
    const layout = { ...figure.layout, width, height, autosize: false, clickmode: "event" };
    // as if the mouse had gone: Plotly would look for what is under it once more, which takes 9 of 110 ms
    for (const it of this.box.querySelectorAll(".nsewdrag")) it.dispatchEvent(new MouseEvent("mouseout"));
    window.Plotly.react(this.box, figure.data, layout, this.data.config);
    if (!first) return;
    this.box.on("plotly_click", ({ points }) => {
      const mark = this.mark(points);
      if (mark) this.tell("picked", mark[0]);
    });
    this.box.on("plotly_hover", ({ points }) => this.hint(this.mark(points)));
    this.box.on("plotly_unhover", () => this.hint());
  }

  // code and name of the first of these points that a click can pick
  mark(points) {
    // a filled outline is one mark: its points have no number, and its code is that of the whole trace
    const codes = points.map((it) => [it.pointNumber === undefined ? it.data.customdata : it.customdata].flat()[0]);
    return codes.map((code) => this.data.marks.find(([mark]) => mark === code)).find(Boolean);
  }

  // what a click would do
  hint(mark) {
    this.box.classList.toggle("k-plot-picks", Boolean(mark));
    this.box.title = mark ? `Klik untuk menyaring semua kartu: ${mark[1]}` : "";
  }

  fail() {
    if (this.box.data || this.gone) return;
    this.box.setAttribute("role", "note"); // of a picture only the alternative is read aloud
    this.box.textContent = this.undrawn;
  }

  leave() {
    this.gone = true;
    all.delete(this);
    this.watch.disconnect();
    this.size.disconnect();
    if (this.box.data) window.Plotly.purge(this.box);
  }
}

// paper shows all of the page; a test or a benchmark may ask for all too
for (const event of ["beforeprint", "koperasi-draw-all"]) {
  window.addEventListener(event, () => all.forEach((chart) => chart.draw(true)));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!charts.has(parentElement)) charts.set(parentElement, new Chart(component));
  charts.get(parentElement).take(data, setTriggerValue);
  // Streamlit also cleans up after a call that another one overtook: only what is off the page has left
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    charts.get(parentElement)?.leave();
    charts.delete(parentElement);
  });
}
