/* Leaves at once: by the link, or by Shift three times in three seconds and nothing between.
   The page goes blank first, and its place in the history is taken by where it leads. */
"use strict";
const out = document.querySelector("header a");
const go = () => {
  document.body.hidden = true;
  location.replace(out.href);
};
let pressed = [];
out.addEventListener("click", (event) => {
  event.preventDefault();
  go();
});
addEventListener("keydown", (event) => {
  if (event.repeat) return;
  const now = Date.now();
  pressed = event.key === "Shift" ? [...pressed.filter((at) => now - at < 3000), now] : [];
  if (pressed.length > 2) go();
});
