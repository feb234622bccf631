// Text into the clipboard; whether it is there. An office's own network has no https, and there the browser has no
// clipboard to write to: the way of before, from a field in `place`.
export async function copied(text, place = document.body) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    place.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
