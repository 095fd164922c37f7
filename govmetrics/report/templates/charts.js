"use strict";
// Charts are drawn when they come near the screen, and all before printing; their numbers fold away below them.
{
  const drawn = new Map();
  const draw = (figure) => {
    const place = figure.querySelector(".drawn");
    if (drawn.has(figure) || !place.closest(".edition") || place.closest("[hidden]:not(.drawn)")) return;
    place.hidden = false;
    if (!place.clientWidth) { place.hidden = true; return; }  // inside something closed
    const chart = echarts.init(place, null, {renderer: "svg"});
    chart.setOption({textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
      ...JSON.parse(figure.querySelector(".option").textContent)});
    figure.querySelector("details.numbers").open = false;
    drawn.set(figure, chart);
  };
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { draw(one.target); if (drawn.has(one.target)) near.unobserve(one.target); }
  }, {rootMargin: "600px"});
  const figures = document.querySelectorAll("figure.chart");
  figures.forEach((figure) => near.observe(figure));
  const fit = () => drawn.forEach((chart) => chart.resize());
  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", () => { figures.forEach(draw); fit(); });
  window.addEventListener("afterprint", fit);
}
