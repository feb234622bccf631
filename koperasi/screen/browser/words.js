// Streamlit has no Indonesian: what people read or hear of its own words is put into theirs here, as it comes.
// https://github.com/streamlit/streamlit/issues/1353

const whole = {
  "Select all": "Pilih semua",
  "Deselect all": "Kosongkan pilihan",
  "No results": "Tidak ada yang cocok",
  "No options to select": "Tidak ada pilihan",
  "No options to select.": "Tidak ada pilihan",
  "Choose an option": "Pilih satu",
  "Choose options": "Pilih",
  "Press Enter to apply": "Tekan Enter untuk mencari",
  "Press Enter to submit": "Tekan Enter untuk mengirim",
  "Selected values": "Yang dipilih",
  "Clear all": "Hapus semua",
  "Clear value": "Hapus",
  "Clear": "Hapus",
  "Open": "Buka",
  "Close": "Tutup",
  "Show": "Tampilkan",
  "Hide": "Sembunyikan",
  "Increment": "Tambah",
  "Decrement": "Kurangi",
  "Increase": "Tambah",
  "Decrease": "Kurangi",
  "Sidebar": "Menu",
  "App pages": "Halaman",
  "Main menu": "Pilihan tampilan",
  "Collapse sidebar": "Tutup menu",
  "Expand sidebar": "Buka menu",
  "Open sidebar": "Buka menu",
  "Skip to main content": "Lompat ke isi halaman",
  "Skip to content": "Lompat ke isi halaman",
  "Page not found": "Halaman tidak ada",
  "Fullscreen": "Layar penuh",
  "Close fullscreen": "Keluar dari layar penuh",
  "Search": "Cari",
  "Download": "Unduh",
  "Download as CSV": "Unduh CSV",
  "Show/hide columns": "Tampilkan atau sembunyikan kolom",
  "Copy to clipboard": "Salin",
  "Copied": "Tersalin",
  "Connecting": "Menyambung",
  "Connecting...": "Menyambung …",
  "Running...": "Memuat …",
  "Running": "Memuat",
  "Stop": "Hentikan",
  "Loading...": "Memuat …",
  "Loading": "Memuat",
  "Connection error": "Sambungan terputus",
  "Connection lost. Please wait for the app to reconnect, or refresh the page to start over.":
    "Sambungan terputus. Tunggu sampai tersambung lagi, atau muat ulang halaman.",
  "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
    "Dasbor tidak menjawab. Muat ulang halaman ini; bila tetap begitu, hubungi pengelola dasbor.",
  "Sort ascending": "Urutkan dari yang terkecil",
  "Sort descending": "Urutkan dari yang terbesar",
  "Autosize": "Sesuaikan lebar",
  "Pin column": "Sematkan kolom",
  "Unpin column": "Lepaskan kolom",
  "Hide column": "Sembunyikan kolom",
  "Format": "Bentuk",
  "Main content": "Isi halaman",
};
const parts = [
  [/^Select (\d+) matches$/, (_, n) => `Pilih ${n} yang cocok`],
  [/^Remove (.+)$/, (_, what) => `Hapus ${what}`],
  [/^Clear (.+)$/, (_, what) => `Hapus ${what}`],
  [/^Help for (.+)$/, (_, what) => `Penjelasan ${what}`],
  [/^(.+) [—–-] start$/, (_, what) => `${what}: awal`],
  [/^(.+) [—–-] end$/, (_, what) => `${what}: akhir`],
  [/^(.+) selected$/, (_, what) => `${what} dipilih`],
  [/^(\d+) options? available\.$/, (_, n) => `${n} pilihan`],
  [/^(.+), selected$/, (_, what) => `${what}, dipilih`],
  [/^(.+), deselected$/, (_, what) => `${what}, tidak dipilih`],
  [/^([^:]+): (.+)$/, (text, word, what) => (word in whole ? `${whole[word]}: ${what}` : text)],
  [/^Suggestions$/, () => "Pilihan"],
  [/^Show suggestions(.*)$/, (_, what) => `Buka pilihan${what}`],
];
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-description"];
const ICON = /^[a-z0-9_ ]+ icon$/;
// what comes from rows is never touched: only Streamlit's own parts hold these words
const OURS = ".js-plotly-plot, .stHtml, [data-testid=stMarkdownContainer], .stBidiComponent";

function said(text) {
  const word = text.trim();
  if (!word) return text;
  if (word in whole) return text.replace(word, () => whole[word]);
  for (const [form, to] of parts) if (form.test(word)) return text.replace(word, () => word.replace(form, to));
  return text;
}

function element(it) {
  // an icon is drawn by its name, which a screen reader would read before every title
  if (it.getAttribute("role") === "img" && ICON.test(it.getAttribute("aria-label") || "")) {
    it.removeAttribute("aria-label");
    it.removeAttribute("role");
    it.setAttribute("aria-hidden", "true");
  }
  for (const name of ATTRIBUTES) {
    const text = it.getAttribute(name);
    const to = text && said(text);
    if (to && to !== text) it.setAttribute(name, to);
  }
}

function text(it) {
  if (!it.data.trim() || it.parentElement?.closest(OURS)) return;
  const to = said(it.data);
  if (to !== it.data) it.data = to;
}

function walk(top) {
  if (top.nodeType === Node.TEXT_NODE) return text(top);
  if (top.nodeType !== Node.ELEMENT_NODE) return;
  element(top);
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    // a chart has hundreds of nodes and none of Streamlit's
    acceptNode: (it) => (it.classList?.contains("k-plot") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  while (walker.nextNode()) {
    const it = walker.currentNode;
    if (it.nodeType === Node.TEXT_NODE) text(it);
    else element(it);
  }
}

new MutationObserver((changes) => {
  for (const it of changes) {
    if (it.target.nodeType === Node.ELEMENT_NODE && it.target.closest(".k-plot")) continue;
    if (it.type === "attributes") element(it.target);
    else if (it.type === "characterData") text(it.target);
    else it.addedNodes.forEach(walk);
  }
}).observe(document.documentElement, {
  subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
});
walk(document.body);
