"use strict";
// Two editions in one file: one is shown at a time, by the links at the top or by an address that leads into it.
// Without this script they follow one another, and the links lead to their beginnings.
{
  const editions = [...document.querySelectorAll(".edition")];
  const links = [...document.querySelectorAll(".switch a")];
  const show = (language) => {
    for (const edition of editions) {
      edition.hidden = edition.lang !== language;
      if (!edition.hidden) [document.documentElement.lang, document.title] = [language, edition.dataset.title];
    }
    for (const link of links) {
      if (link.dataset.language === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const go = () => {
    const target = document.getElementById(location.hash.slice(1));
    const edition = target?.closest(".edition");
    if (edition?.hidden) { show(edition.lang); target.scrollIntoView(); }
  };
  if (editions.length > 1) {
    show(editions[0].lang);
    go();
    window.addEventListener("hashchange", go);
  }
}
