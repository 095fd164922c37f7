"use strict";
// A table that is wider than the screen scrolls within its frame: then the frame can be reached by the keyboard, and says
// what it holds.
{
  const fit = (seen) => {
    for (const {target} of seen) {
      if (target.scrollWidth <= target.clientWidth) {
        for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
        continue;
      }
      const heads = [...target.closest(".edition").querySelectorAll("h2, h3, summary")];
      const above = heads.filter((one) => (one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)
        && (one.tagName !== "SUMMARY" || one.parentElement.contains(target))).at(-1);
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-label", (target.querySelector("caption") ?? above)?.textContent ?? "");
    }
  };
  const seen = new ResizeObserver(fit);
  document.querySelectorAll(".wide").forEach((one) => seen.observe(one));
}
