// A card: topic, finding, body and bottom row. It stays where it is while Python's answers come and go; the table, what
// stands behind the ⓘ and files are asked for when somebody wants them, and shown or saved when they come.

const here = new URL(import.meta.url); // its query is the version of all these files
const chrome = import(new URL("chrome.js" + here.search, here)); // no card waits for the styles
let pick = (code) => chrome.then((it) => it.pick(code));
chrome.then((it) => { pick = it.pick; });
const [ahead, { Chart, library }, { copied }, look] = await Promise.all([
  import(new URL("ahead.js" + here.search, here)),
  import(new URL("plot.js" + here.search, here)),
  import(new URL("copy.js" + here.search, here)),
  fetch(new URL("card.css" + here.search, here), { cache: "force-cache" }).then((answer) => answer.text()),
]);
const style = new CSSStyleSheet();
style.replaceSync(look);
document.adoptedStyleSheets.push(style);

const SHAPE = `
<div class="k-card-head">
  <p class="k-topic"><span class="k-topic-words"></span> <span class="k-sample" hidden></span>
    <button type="button" class="k-unmoved" data-ask="about" hidden></button></p>
  <div class="k-finding"><h2></h2> <p class="k-remark"></p></div>
</div>
<div class="k-card-body">
  <div class="k-figure"></div>
  <div class="k-words" tabindex="-1"></div>
  <div class="k-twin" role="region" tabindex="0" hidden></div>
  <button type="button" class="k-clear" data-ask="clear" hidden>Hapus penyaring</button>
</div>
<div class="k-card-foot">
  <p class="k-status" role="status"></p>
  <p class="k-source"><span class="k-brief"></span><span class="k-whole"></span></p>
  <div class="k-actions">
    <button type="button" data-name="Tabel" data-view aria-pressed="false">Tabel</button>
    <button type="button" data-name="Unduh" data-menu="files">Unduh</button>
    <button type="button" data-name="Tentang angka ini" data-ask="about" aria-haspopup="dialog"><span class="k-info">i</span></button>
    <button type="button" data-name="Lainnya" data-menu="more">⋯</button>
  </div>
</div>
<div class="k-menu" popover role="menu" data-of="files">
  <button type="button" role="menuitem" data-ask="png">PNG 1600 x 900</button>
  <button type="button" role="menuitem" data-ask="svg">SVG</button>
  <button type="button" role="menuitem" data-ask="csv">CSV dengan sumber</button>
  <button type="button" role="menuitem" data-copy="caption">Salin keterangan gambar</button>
  <button type="button" role="menuitem" data-copy="alt">Salin teks alternatif</button>
  <button type="button" role="menuitem" data-copy="citation">Salin kutipan sumber</button>
  <button type="button" role="menuitem" data-copy="link">Salin tautan kartu</button>
</div>
<div class="k-menu" popover role="menu" data-of="more">
  <button type="button" role="menuitem" data-copy="link">Salin tautan kartu</button>
  <button type="button" role="menuitem" data-ask="slide">Buka sebagai paparan</button>
  <button type="button" role="menuitem" data-ask="press">Tambahkan ke siaran pers</button>
  <button type="button" role="menuitem" data-ask="about">Sumber dan angkanya</button>
</div>
<dialog class="k-about"><div class="k-about-head"><h3></h3><button type="button" data-close>Tutup</button></div>
  <div class="k-about-body" tabindex="0"></div></dialog>`;
const LONG = 140; // letters of a finding that is set smaller, so that it leaves the figure its room
const WAIT = { png: "Membuat PNG…", svg: "Membuat SVG…", csv: "Membuat CSV…", about: "Membuka…" };
const COPIED = { caption: "Keterangan disalin.", alt: "Teks alternatif disalin.", citation: "Kutipan disalin.", link: "Tautan disalin." };
const cards = new Map(); // Streamlit's element -> its card
const PATIENCE = 5000; // milliseconds that a card may say what the server has not said yet
const LATE = 400; // ... where it says something else: the answer to an earlier click of two
let numbered = 0;

class Card {
  constructor(component) {
    this.files = component;
    this.box = document.createElement("article");
    this.box.className = "k-card";
    this.box.innerHTML = SHAPE;
    this.id = `k-card-${++numbered}`;
    this.one("h2").id = this.id;
    this.box.setAttribute("aria-labelledby", this.id);
    this.box.addEventListener("click", (event) => this.clicked(event));
    this.box.addEventListener("keydown", (event) => this.keyed(event));
    for (const menu of this.box.querySelectorAll(".k-menu")) this.prepare(menu);
    this.one("dialog").addEventListener("click", (event) => { // on the ground behind it
      if (event.target === event.currentTarget) event.currentTarget.close();
    });
    component.parentElement.append(this.box);
    this.one(".k-figure").addEventListener("pointerdown", () => this.hold());
    this.room = new ResizeObserver(() => this.reach());
  }

  // a click on a mark may bring a shorter finding: the figure keeps its room, or the next click would meet another mark
  hold() {
    const finding = this.one(".k-finding");
    this.held = this.box.clientWidth; // before anything is written, or it would be laid out twice
    finding.style.minHeight = `${finding.offsetHeight}px`;
  }

  // what scrolls, down or aside, does so by keyboard too
  reach() {
    const words = this.one(".k-words");
    if (!this.shownHtml) return;
    const scrolls = words.scrollHeight > words.clientHeight || words.scrollWidth > words.clientWidth;
    words.tabIndex = scrolls ? 0 : -1;
  }

  one(selector) {
    return this.box.querySelector(selector);
  }

  say(selector, words) {
    const place = this.one(selector);
    if (place.textContent !== words) place.textContent = words;
    if (place.hidden === Boolean(words)) place.hidden = !words;
    return place;
  }

  // what the server says
  take(data, tell) {
    this.tell = tell;
    this.said = data;
    if (data.next) ahead.expect(data.next.token);
    clearTimeout(this.doubt);
    if (this.foreseen === undefined || this.foreseen === data.next?.only) this.believe();
    else this.doubt = setTimeout(() => this.believe(), LATE);
  }

  believe() {
    clearTimeout(this.doubt);
    this.foreseen = undefined;
    this.show(this.said);
  }

  // a mark was clicked: the server hears of it first, and works while the cards are drawn
  picked(code) {
    pick(code);
    if (!document.querySelector('[data-test-connection-state="CONNECTED"]')) return;
    // by what the server has said, as it decides: it hears of a click together with what the filters held here
    const left = code === this.said.next?.only ? "" : code;
    setTimeout(() => cards.forEach((card) => card.foresee(left)));
  }

  // what it will say once this regency is picked alone, or none
  foresee(code) {
    const next = this.view === "chart" && this.said.next && ahead.after(this.said.next.token, code);
    this.foreseen = next ? code : undefined;
    if (!next) return;
    clearTimeout(this.doubt);
    this.doubt = setTimeout(() => this.believe(), PATIENCE);
    this.show({ ...this.said, chart: undefined, html: undefined, answer: undefined, ...next });
  }

  show(data) {
    this.data = data;
    // as high as it was, it would be of another width
    if (this.held && this.held !== this.box.clientWidth) this.one(".k-finding").style.minHeight = "";
    this.say(".k-topic-words", data.topic).title = data.topic;
    this.say(".k-sample", data.sample);
    this.say("h2", data.finding);
    this.say(".k-remark", [data.remark, ...data.cautions].filter(Boolean).join(" "));
    this.one(".k-finding").classList.toggle("k-long", data.finding.length + data.remark.length > LONG);
    const names = data.unmoved.map(([name]) => name).join(", ");
    this.say(".k-unmoved", names && `tidak tersaring: ${names}`).title = data.unmoved.map(([, why]) => why).join("\n");
    this.say(".k-brief", data.brief);
    this.say(".k-whole", data.source).parentElement.title = data.source;
    this.one(".k-clear").hidden = !data.empty;
    for (const button of this.box.querySelectorAll("[data-name]")) {
      button.setAttribute("aria-label", `${button.dataset.name}: ${data.topic}`);
      button.title = button.dataset.name;
    }
    this.one("[data-ask=slide]").hidden = !data.slide;
    this.one("[data-view]").hidden = this.one("[data-menu=files]").hidden = data.empty;
    this.drawBody();
    this.swap(data.view);
    if (data.answer && data.answer.number !== this.answered) this.hear(data.answer);
  }

  drawBody() {
    const { chart, html = "", table } = this.data;
    if (chart) {
      this.chart ??= new Chart({ ...this.files, parentElement: this.one(".k-figure") });
      this.one(".k-card-body").style.height = chart.height ? `${chart.height}px` : "";
    }
    if (html !== this.shownHtml) {
      this.shownHtml = html;
      const words = this.one(".k-words");
      words.innerHTML = html; // from our templates, which escape what comes from a file
      this.room.disconnect();
      for (const it of [words, ...words.children]) this.room.observe(it);
    }
    const shown = JSON.stringify(table);
    if (table && shown !== this.shownTable) {
      this.shownTable = shown;
      this.one(".k-twin").replaceChildren(this.drawTable(table));
    }
    this.one(".k-twin").setAttribute("aria-label", `Tabel: ${this.data.topic}`);
  }

  // the picture or the table, in the same place
  swap(view) {
    const table = view === "table" && Boolean(this.shownTable);
    this.view = view;
    this.one("[data-view]").setAttribute("aria-pressed", view === "table");
    this.one(".k-twin").hidden = !table;
    this.one(".k-figure").hidden = table || !this.data.chart;
    const words = this.one(".k-words");
    words.hidden = table || !this.data.html;
    this.reach();
    // after it is seen: a chart is drawn in the room that it has
    if (this.data.chart) {
      this.chart.take(this.data.chart, (what, value) => (what === "picked" ? this.picked(value) : this.tell(what, value)));
    }
  }

  drawTable({ heads, rows }) {
    const made = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
    const table = made("table"), head = made("thead"), body = made("tbody");
    table.className = "k-table";
    const line = made("tr");
    heads.forEach(([label, numeric], place) => {
      const cell = made("th"), button = made("button", label);
      cell.scope = "col";
      button.type = "button";
      button.dataset.sort = place;
      cell.classList.toggle("k-num", numeric);
      cell.append(button);
      line.append(cell);
    });
    head.append(line);
    for (const row of rows) {
      const line = made("tr");
      row.forEach((it, place) => {
        const cell = made("td", it.links ? "" : it[0]);
        cell.classList.toggle("k-num", heads[place][1]);
        cell.classList.toggle("k-none", !it.links && it[1] === null); // words where a number would stand
        cell.classList.toggle("k-wide", cell.textContent.length > 40);
        cell.value = it.links ? it.links.map(([name]) => name).join() : it[1];
        for (const [name, href] of it.links ?? []) {
          if (cell.childNodes.length) cell.append(", ");
          cell.append(Object.assign(made("a", name), { href }));
        }
        line.append(cell);
      });
      body.append(line);
    }
    table.append(head, body);
    return table;
  }

  // by number where there are numbers; what nothing is known of stays last
  sort(button) {
    const place = Number(button.dataset.sort), head = button.closest("th"), body = this.one(".k-twin tbody");
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.children[place].value ?? null;
    const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(b, "id"));
    body.append(...[...body.children].sort((one, other) => {
      const [a, b] = [value(one), value(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      return down ? order(b, a) : order(a, b);
    }));
  }

  clicked(event) {
    const button = event.target.closest("button"), link = event.target.closest("a");
    if (link) this.follow(event, link);
    if (!button) return;
    const { ask, copy, sort } = button.dataset;
    button.closest(".k-menu")?.hidePopover();
    if (ask) this.ask(ask);
    if (copy) this.copy(copy);
    if (sort) this.sort(button);
    if ("close" in button.dataset) button.closest("dialog").close();
    if ("view" in button.dataset) {
      const view = this.view === "table" ? "chart" : "table";
      this.swap(view);
      this.ask(view);
    }
  }

  // an address of ours is opened as the menu does, without loading the page anew
  follow(event, link) {
    const to = link.getAttribute("href");
    if (/^\w+:|^\/\//.test(to) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.one("dialog").close();
    this.ask("follow", { to });
  }

  ask(what, more = {}) {
    this.asked = { what, number: `${Date.now()}-${++numbered}`, ...more };
    if (WAIT[what]) this.status(WAIT[what], true);
    this.tell("asked", this.asked);
  }

  hear(answer) {
    this.answered = answer.number;
    if (answer.number !== this.asked?.number) return; // another one was asked for since
    this.status("");
    if (answer.about !== undefined) {
      this.say("dialog h3", this.data.topic);
      this.one(".k-about-body").innerHTML = answer.about; // from our template, as above
      if (!this.one("dialog").open) this.one("dialog").showModal();
    }
    if (answer.file) this.save(answer.file);
  }

  async save({ fault, told, bytes, compose, config, size, name, type }) {
    if (fault) return this.status(fault);
    let url;
    if (compose) { // this machine has no Chromium of its own
      this.status(told);
      const { data, layout } = JSON.parse(compose);
      const Plotly = await library(this.files.library);
      url = await Plotly.toImage({ data, layout, config }, size);
    } else {
      const content = Uint8Array.from(atob(bytes), (it) => it.charCodeAt(0));
      url = URL.createObjectURL(new Blob([content], { type }));
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    }
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    this.status(`${told ? told + " " : ""}${name} diunduh.`);
  }

  async copy(what) {
    const words = what === "link" ? new URL(this.data.link, location.href).href : this.data[what];
    const done = await copied(words, this.box);
    this.status(done ? COPIED[what] : "Peramban ini tidak mengizinkan penyalinan.");
  }

  // beside the buttons; what is done goes away again
  status(words, waits = false) {
    clearTimeout(this.ends);
    this.one(".k-status").textContent = words;
    this.box.toggleAttribute("aria-busy", waits);
    if (words && !waits) this.ends = setTimeout(() => this.status(""), 8000);
  }

  prepare(menu) {
    const button = this.one(`[data-menu=${menu.dataset.of}]`);
    button.popoverTargetElement = menu;
    button.setAttribute("aria-haspopup", "menu");
    const scrolled = () => menu.hidePopover();
    menu.addEventListener("beforetoggle", ({ newState }) => {
      if (newState !== "open") return;
      menu.setAttribute("aria-label", button.getAttribute("aria-label"));
      const at = button.getBoundingClientRect(), above = at.top > 280; // room for the longest menu
      menu.style.right = `${document.documentElement.clientWidth - at.right}px`;
      menu.style.bottom = above ? `${innerHeight - at.top + 4}px` : "auto";
      menu.style.top = above ? "auto" : `${at.bottom + 4}px`;
    });
    menu.addEventListener("toggle", ({ newState }) => {
      const open = newState === "open";
      if (open) menu.querySelector("button:not([hidden])").focus();
      window[open ? "addEventListener" : "removeEventListener"]("scroll", scrolled, true);
    });
  }

  // in an open menu, as readers of the screen expect it
  keyed(event) {
    const menu = event.target.closest(".k-menu");
    if (!menu) return;
    const items = [...menu.querySelectorAll("button:not([hidden])")], at = items.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  }

  leave() {
    clearTimeout(this.ends);
    clearTimeout(this.doubt);
    this.room.disconnect();
    this.chart?.leave();
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!cards.has(parentElement)) cards.set(parentElement, new Card(component));
  cards.get(parentElement).take(data, setTriggerValue);
  // Streamlit also cleans up after a call that another one overtook: only what is off the page has left
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    cards.get(parentElement)?.leave();
    cards.delete(parentElement);
  });
}
