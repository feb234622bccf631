// Keys of a briefing press the buttons of the slide that is seen.
const keys = {
  ArrowRight: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "back", PageUp: "back", Backspace: "back", Escape: "leave",
};
// right after a reload the slide is seen a moment before its buttons are: the key waits for them
const press = (name, tries = 100) => {
  const button = document.querySelector(`.st-key-slide-${name} button`);
  if (button) button.click();
  else if (tries && document.querySelector(".st-key-slide")) setTimeout(press, 50, name, tries - 1);
};
window.addEventListener("keydown", (event) => {
  const name = keys[event.key];
  if (!name || !document.querySelector(".st-key-slide") || event.ctrlKey || event.altKey || event.metaKey) return;
  // a focused button is pressed by these by itself
  if ((event.key === " " || event.key === "Enter") && event.target.closest(".st-key-slide button")) return;
  event.preventDefault();
  press(name);
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest(".st-key-briefing-start button")) document.documentElement.requestFullscreen?.().catch(() => {});
  if (event.target.closest(".st-key-slide-leave button") && document.fullscreenElement) document.exitFullscreen();
}, true);
// in full screen the browser keeps Esc for itself
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) press("leave"); });
// the letters of a chart grow with the slide, as those around it do
const grow = () => document.documentElement.style.setProperty("--k-slide", Math.max(1, innerHeight / 768));
window.addEventListener("resize", grow);
grow();
