// Buttons that put a text into the clipboard, and a line that says whether it is there.

const here = new URL(import.meta.url); // its query is the version of all these files
const { copied } = await import(new URL("copy.js" + here.search, here));

export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".k-copies");
  if (!box) {
    box = Object.assign(document.createElement("div"), { className: "k-copies" });
    parentElement.append(box);
  }
  const said = Object.assign(document.createElement("p"), { role: "status" });
  const buttons = data.texts.map(([name, text]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `Salin ${name}` });
    button.addEventListener("click", async () => {
      const done = await copied(text, box);
      button.focus();
      said.textContent = done ? `Tersalin: ${name}.` : "Peramban ini tidak mengizinkan penyalinan.";
    });
    return button;
  });
  box.replaceChildren(...buttons, said);
}
