"use strict";
// The ranking: searched, filtered, sorted, shown a hundred rows at a time. Without this script it is whole.
{
  const ROWS = 100;
  const rankingOf = (edition, at) => {
    edition.querySelectorAll(".live").forEach((part) => { part.hidden = false; });
    const table = at("ranking-table");
    if (!table) return;
    const body = table.tBodies[0], tools = at("ranking-tools"), pages = at("ranking-pages");
    const find = at("find"), told = at("find-shown"), filters = [...tools.querySelectorAll("select")];
    const [earlier, later, every] = ["earlier", "later", "every"].map((name) => pages.querySelector(`.${name}`));
    const rows = [...body.rows];
    const names = rows.map((row) => row.cells[1].textContent.toLowerCase());
    const chosen = rows.map((row) => row.dataset.chosen.split(" "));
    let order = rows.map((row, k) => k), start = 0, whole = false;

    const matches = (k) => {
      const wanted = find.value.trim().toLowerCase();
      return (wanted === "" || names[k].includes(wanted))
        && filters.every((one) => one.value === "" || chosen[k][one.dataset.filter] === one.value);
    };
    const page = () => {
      const found = order.filter((k) => !rows[k].hidden);
      const paged = found.length > ROWS;
      if (start >= found.length) start = 0;
      found.forEach((k, place) => {
        const above = place ? rows[found[place - 1]].dataset.tier : "";
        rows[k].classList.toggle("edge", above !== "" && rows[k].dataset.tier !== "" && rows[k].dataset.tier !== above);
        rows[k].classList.toggle("off", paged && !whole && (place < start || place >= start + ROWS));
      });
      pages.hidden = !paged;
      earlier.hidden = later.hidden = whole;
      earlier.disabled = start === 0;
      later.disabled = start + ROWS >= found.length;
      every.textContent = whole ? tools.dataset.pages : tools.dataset.every;
      const rowsTold = whole || !paged ? "" : tools.dataset.page
        .replace("{first}", start + 1).replace("{last}", Math.min(start + ROWS, found.length));
      pages.querySelector("span").textContent = rowsTold;
      told.textContent = [tools.dataset.shown.replace("{count}", found.length).replace("{all}", rows.length), rowsTold]
        .filter(Boolean).join(" · ");
    };
    const choose = () => {
      rows.forEach((row, k) => { row.hidden = !matches(k); });
      start = 0;
      page();
    };
    find.addEventListener("input", choose);
    filters.forEach((one) => one.addEventListener("change", choose));
    tools.querySelector(".clear").addEventListener("click", () => {
      find.value = "";
      filters.forEach((one) => { one.value = ""; });
      choose();
    });
    earlier.addEventListener("click", () => { start = Math.max(0, start - ROWS); page(); table.scrollIntoView(); });
    later.addEventListener("click", () => { start += ROWS; page(); table.scrollIntoView(); });
    every.addEventListener("click", () => { whole = !whole; start = 0; page(); });

    const value = (row, column) => {
      const cell = row.cells[column], number = cell.dataset.value ?? "";
      return cell.classList.contains("n") ? (number === "" ? NaN : Number(number)) : cell.textContent.trim();
    };
    const heads = [...table.tHead.rows[0].cells];
    const sort = (column, up) => {
      const keys = rows.map((row) => value(row, column));
      order = rows.map((row, k) => k).sort((j, k) => {
        const [a, b] = [keys[j], keys[k]];
        const [lostA, lostB] = [Number.isNaN(a), Number.isNaN(b)];
        if (lostA || lostB) return lostA - lostB || j - k;  // what is missing comes last both ways
        const step = typeof a === "number" ? a - b : a.localeCompare(b, edition.lang);
        return (up ? step : -step) || j - k;
      });
      body.append(...order.map((k) => rows[k]));
      table.classList.toggle("ranked", column === 0 && up);  // tiers are neighbours only in the order of ranks
      heads.forEach((head, k) => {
        if (k === column) head.setAttribute("aria-sort", up ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
      start = 0;
      page();
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") !== "ascending"));
    });
    heads[0].setAttribute("aria-sort", "ascending");
    page();
  };
  for (const edition of document.querySelectorAll(".edition")) {
    rankingOf(edition, (name) => document.getElementById(edition.dataset.prefix + name));
  }
}
