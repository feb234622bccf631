// The page in which pictures are drawn, replacing Kaleido's own drawing function.
// Why: an SVG that is turned into a PNG sees no font but the system's, so the font is put inside the SVG; Plotly names
// its clip paths at random, so that the same data would give other bytes each time; and Plotly.toImage draws everything
// twice.
const FAMILY = "Source Sans";
const FACE = `@font-face{font-family:"${FAMILY}";font-weight:200 900;src:url(data:font/woff2;base64,${FONT}) format("woff2")}`;
const SPACE = "http://www.w3.org/2000/svg";

let seed;
Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;

const font = new FontFace(FAMILY, `url(data:font/woff2;base64,${FONT})`, { weight: "200 900" });
const loaded = font.load().then((face) => document.fonts.add(face));

async function png(svg, scale, [width, height]) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.drawImage(image, 0, 0);
  URL.revokeObjectURL(url);
  return canvas.toDataURL("image/png").split(",")[1]; // toBlob waits until nothing else is to be done
}

// where Chromium writes `style` among the attributes differs with whether the page has drawn such an element before
const sorted = (svg) => svg.replace(/<([\w:]+)((?: [\w:-]+="[^"]*")+)/g, (_, name, all) =>
  `<${name} ${all.match(/[\w:-]+="[^"]*"/g).sort().join(" ")}`);

window.kaleido_scopes = {
  async plotly({ data: figure, format, width, height, scale }) {
    await loaded;
    Plotly.register(LOCALE);
    seed = 63;
    document.body.textContent = "";
    const div = document.body.appendChild(document.createElement("div"));
    await Plotly.newPlot(div, figure.data, { ...figure.layout, width, height }, { locale: "id", staticPlot: true });
    let svg = Plotly.Snapshot.toSVG(div, "svg", 1);
    svg = svg.replace(/<svg [^>]*>/, (open) => `${open}<defs><style>${FACE}</style></defs>`);
    Plotly.purge(div);
    const answer = { code: 0, message: null, pdfBgColor: null, format, width, height, scale };
    if (format === "pdf") { // Kaleido prints what stands on the page
      const [wide, high] = figure.layout.meta.paper;
      const style = `@page{size:${wide}px ${high}px;margin:0}body{margin:0}svg{display:block;width:${wide}px;height:auto}`;
      document.body.innerHTML = `<style>${style}</style>${svg}`;
      return { ...answer, result: null };
    }
    return { ...answer, result: format === "png" ? await png(svg, scale, figure.layout.meta.pixels) : sorted(svg) };
  },
};
