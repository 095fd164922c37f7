// Nothing here is needed: it only helps. A second click sends nothing; without a connection nothing is lost.
"use strict";
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    const offline = form.classList.contains("answer") && navigator.onLine === false;
    const told = document.getElementById("offline");
    if (told) told.hidden = !offline;
    if (offline || form.dataset.sent) event.preventDefault();
    else if (form.classList.contains("answer")) form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
