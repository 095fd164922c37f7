"use strict";
// Charts are drawn when they come near the screen, and all before printing; their numbers fold away below them.
// What is inside something closed, or of the other language, is drawn when it is shown.
{
  const drawn = new Map();
  const fit = new ResizeObserver((seen) => {
    for (const one of seen) if (one.target.clientWidth) drawn.get(one.target)?.resize();
  });
  const draw = (figure) => {
    const place = figure.querySelector(".drawn");
    if (drawn.has(place) || place.closest("[hidden]:not(.drawn)")) return;
    place.hidden = false;
    if (!place.clientWidth) { place.hidden = true; return; }  // inside something closed
    const chart = echarts.init(place, null, {renderer: "svg"});
    chart.setOption({textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
      ...JSON.parse(figure.querySelector(".option").textContent)});
    figure.querySelector("details.numbers").open = false;
    drawn.set(place, chart);
    fit.observe(place);
  };
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) draw(one.target);
  }, {rootMargin: "600px"});
  const figures = document.querySelectorAll("figure.chart");
  figures.forEach((figure) => near.observe(figure));

  // On paper everything is open, and charts are as wide as an A4 page or half of it; afterwards all is as it was.
  const PAPER = 680;
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .numbers)")];
    opened.forEach((one) => { one.open = true; });
    figures.forEach(draw);
    drawn.forEach((chart, place) => { chart.resize({width: place.closest(".pictures") ? PAPER / 2 - 10 : PAPER}); });
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((one) => { one.open = false; });
    drawn.forEach((chart, place) => { if (place.clientWidth) chart.resize({width: "auto"}); });
  });
}
