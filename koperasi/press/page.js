// The page in which pictures are drawn, replacing Kaleido's own drawing function.
// Why: an SVG that is turned into a PNG sees no font but the system's, so the font is put inside the SVG; and Plotly
// names its clip paths at random, so that the same data would give other bytes each time.
const FAMILY = "Source Sans";
const FACE = `@font-face{font-family:"${FAMILY}";font-weight:200 900;src:url(data:font/woff2;base64,${FONT}) format("woff2")}`;

let seed = 63;
Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;

const font = new FontFace(FAMILY, `url(data:font/woff2;base64,${FONT})`, { weight: "200 900" });
const loaded = font.load().then((face) => document.fonts.add(face));

async function png(svg, width, height, scale) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}

window.kaleido_scopes = {
  async plotly({ data: figure, format, width, height, scale }) {
    await loaded;
    Plotly.register(LOCALE);
    const div = document.body.appendChild(document.createElement("div"));
    await Plotly.newPlot(div, figure.data, { ...figure.layout, width, height }, { locale: "id", staticPlot: true });
    const uri = await Plotly.toImage(div, { format: "svg", width, height, imageDataOnly: true });
    const svg = uri.replace(/<svg [^>]*>/, (open) => `${open}<defs><style>${FACE}</style></defs>`);
    const result = format === "png" ? await png(svg, width, height, scale) : svg;
    return { code: 0, message: null, pdfBgColor: null, format, result, width, height, scale };
  },
};
