"use strict";
// Without this script the page is whole. An edition is the page in one language; its anchors begin with its prefix.
// Weights: the climb of the library for weighted means. A part without a value is left out, and the others keep
// their proportions, as long as the share of weight that rests on evidence reaches what the group asks for.
const weightsOf = (edition, at) => {
  const source = at("live-data");
  if (!source) return;
  const own = JSON.parse(source.textContent);  // of a second edition only what it calls things
  const data = own.names ? {...JSON.parse(document.getElementById("live-data").textContent), ...own} : own;
  const nodes = data.nodes;
  if (own.names) nodes.forEach((node, k) => { node.name = own.names[k]; });
  const parts = nodes.map(() => []);
  nodes.forEach((node, k) => { if (node.parent >= 0) parts[node.parent].push(k); });
  const published = nodes.map((node) => 100 * node.share);
  const ROWS = 100;  // so many stand below the weights until all are asked for
  let given = [...published], every = false;

  const shares = (raw) => {
    const found = raw.map(() => 1);
    for (const group of parts) {
      const total = group.reduce((sum, k) => sum + raw[k], 0);
      for (const k of group) found[k] = total > 0 ? raw[k] / total : 0;
    }
    return found;
  };
  const score = (values, share) => {
    const found = new Array(nodes.length), covered = new Array(nodes.length);
    for (let k = nodes.length - 1; k >= 0; k -= 1) {  // parts come after their group
      if (nodes[k].leaf >= 0) {
        found[k] = values[nodes[k].leaf] ?? NaN;
        covered[k] = Number.isNaN(found[k]) ? 0 : 1;
        continue;
      }
      let sum = 0, known = 0, evidence = 0;
      for (const part of parts[k]) {
        if (Number.isNaN(found[part])) continue;
        sum += share[part] * found[part];
        known += share[part];
        evidence += share[part] * covered[part];
      }
      covered[k] = evidence;
      found[k] = evidence > 0 && evidence >= nodes[k].least - 1e-9 ? sum / known : NaN;
    }
    return found[0];
  };
  const ranks = (scores) => {
    const known = scores.filter((mine) => !Number.isNaN(mine)).sort((a, b) => a - b);
    const above = (limit) => {
      let low = 0, high = known.length;
      while (low < high) { const middle = (low + high) >> 1; if (known[middle] > limit) high = middle; else low = middle + 1; }
      return known.length - low;
    };
    return scores.map((mine) => (Number.isNaN(mine) ? null : 1 + above(mine + 1e-9 * Math.max(1, Math.abs(mine)))));
  };
  const scored = (raw) => { const share = shares(raw); return data.values.map((values) => score(values, share)); };

  // The same draws for everybody: a small generator (mulberry32) from a fixed seed.
  const generator = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const intervals = (raw) => {
    const random = generator(1), drawn = data.units.map(() => []);
    for (let draw = 0; draw < data.draws; draw += 1) {
      const found = scored(raw.map((weight) => weight * (1 + data.spread * (2 * random() - 1))));
      const order = found.filter((mine) => !Number.isNaN(mine)).sort((a, b) => b - a);
      const place = new Map();
      order.forEach((mine, k) => { if (!place.has(mine)) place.set(mine, k + 1); });
      found.forEach((mine, unit) => { if (!Number.isNaN(mine)) drawn[unit].push(place.get(mine)); });
    }
    return drawn.map((mine) => {
      if (!mine.length) return "–";
      mine.sort((a, b) => a - b);
      const [low, high] = [mine[Math.floor(0.05 * (mine.length - 1))], mine[Math.ceil(0.95 * (mine.length - 1))]];
      return low === high ? `${low}` : `${low}–${high}`;
    });
  };

  const form = at("try-weights");
  const result = at("try-table").tBodies[0];
  const told = at("try-told");
  const inputs = [];
  const outputs = [];
  const cell = (row, text, name) => { const made = row.insertCell(); made.textContent = text; made.className = name; return made; };

  const list = (group) => {
    const items = document.createElement("ul");
    for (const k of parts[group]) {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const name = document.createElement("span");
      name.textContent = nodes[k].name;
      const input = document.createElement("input");
      Object.assign(input, {type: "range", min: 0, max: 100, step: "any"});
      input.setAttribute("aria-label", data.words.weight.replace("{name}", nodes[k].name));
      const output = document.createElement("output");
      inputs[k] = input;
      outputs[k] = output;
      label.append(name, input, output);
      item.append(label);
      if (parts[k].length) {
        const more = document.createElement("details");
        const summary = document.createElement("summary");
        summary.textContent = data.words.parts.replace("{count}", parts[k].length);
        more.append(summary, list(k));
        item.append(more);
      }
      items.append(item);
      input.addEventListener("input", () => { given[k] = Number(input.value); show(false); });
      input.addEventListener("change", () => { given[k] = Number(input.value); keep(); show(true); });
    }
    return items;
  };
  form.append(list(0));

  const keep = () => {
    const moved = nodes.map((node, k) => [node.code, given[k], published[k]]).filter(([, now, before]) => now !== before);
    const text = moved.map(([code, now]) => `${encodeURIComponent(code)}:${now}`).join(";");
    history.replaceState(null, "", text ? `#weights=${text}` : `#${edition.dataset.prefix}try`);
  };
  const take = () => {
    given = [...published];
    const match = /^#weights=(.*)$/.exec(location.hash);
    for (const pair of match ? match[1].split(";") : []) {
      const [code, number] = pair.split(":");
      let name = "";
      try { name = decodeURIComponent(code); } catch { continue; }
      const k = nodes.findIndex((node) => node.code === name);
      if (k > 0 && Number(number) >= 0 && Number.isFinite(Number(number))) given[k] = Number(number);
    }
    if (match && !edition.hidden) at("try").scrollIntoView();
  };
  // written as the rest of the page writes numbers and shared ranks
  const written = (score) => {
    const text = score.toFixed(data.digits);
    return Number.isNaN(score) ? "–" : text.replace("-", Number(text) === 0 ? "" : "−");
  };
  const places = (found) => {
    const times = new Map();
    found.forEach((rank) => times.set(rank, (times.get(rank) ?? 0) + 1));
    return found.map((rank) => (rank === null ? "–" : times.get(rank) > 1 ? `${rank}=` : `${rank}`));
  };
  const published_places = places(data.ranks);
  const show = (whole) => {
    const share = shares(given), scores = scored(given), now = ranks(scores), placed = places(now);
    nodes.forEach((node, k) => {
      if (!inputs[k]) return;
      inputs[k].value = given[k];
      outputs[k].textContent = `${(100 * share[k]).toFixed(1)}%`;
    });
    const spread = whole ? intervals(given) : null;
    const order = scores.map((mine, k) => k).sort((a, b) => (
      (Number.isNaN(scores[a]) - Number.isNaN(scores[b])) || scores[b] - scores[a] || a - b));
    result.replaceChildren();
    for (const k of order) {
      const row = result.insertRow();
      row.classList.toggle("off", !every && result.rows.length > ROWS);
      cell(row, placed[k], "n");
      cell(row, data.units[k], "name");
      const shown = cell(row, written(scores[k]), "n");
      shown.dataset.value = Number.isNaN(scores[k]) ? "" : String(scores[k]);
      cell(row, published_places[k], "n");
      const change = now[k] === null || data.ranks[k] === null ? 0 : data.ranks[k] - now[k];
      cell(row, change > 0 ? `▲ ${change}` : change < 0 ? `▼ ${-change}` : "=", "n");
      cell(row, spread ? spread[k] : "…", "n");
    }
    const moved = now.filter((rank, k) => rank !== data.ranks[k]).length;
    const first = order.filter((k) => now[k] === 1).map((k) => data.units[k]);
    const named = first.slice(0, 3).join(" / ") + (first.length > 3 ? " …" : "");
    told.textContent = moved
      ? data.words.moved.replace("{count}", moved).replace("{unit}", () => named) : data.words.same;
  };
  const more = at("try-every");
  more.hidden = data.units.length <= ROWS;
  const name = () => { more.textContent = every ? data.words.first : data.words.every; };
  more.addEventListener("click", () => {
    every = !every;
    [...result.rows].forEach((row, k) => row.classList.toggle("off", !every && k >= ROWS));
    name();
  });
  name();
  at("try-reset").addEventListener("click", () => { given = [...published]; keep(); show(true); });
  window.addEventListener("hashchange", () => { take(); show(true); });
  take();
  show(true);
};

for (const edition of document.querySelectorAll(".edition")) {
  const at = (name) => document.getElementById(edition.dataset.prefix + name);
  weightsOf(edition, at);
}
