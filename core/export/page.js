"use strict";
// Without scripts the page shows everything; what needs them appears only here.
{
  const bar = document.querySelector(".filter");
  const main = document.querySelector("main");
  const choices = [...bar.querySelectorAll("button[data-column]")];
  const only = bar.querySelector("button[data-only]");
  const said = bar.querySelector("output");
  const notes = [...main.querySelectorAll(".note")];
  const marks = [...main.querySelectorAll("mark")];
  const rows = [...main.querySelectorAll(".row")];

  const show = () => {
    const chosen = choices.filter((it) => it.getAttribute("aria-pressed") === "true");
    const columns = chosen.map((it) => it.dataset.column);
    const holds = (it) => !columns.length || columns.some((column) => it.classList.contains(column));
    for (const it of [...notes, ...marks]) it.classList.toggle("off", !holds(it));
    for (const row of rows) row.classList.toggle("empty", !row.querySelector(".note:not(.off)"));
    const pressed = only.getAttribute("aria-pressed") === "true";
    main.classList.toggle("marked-only", pressed);
    said.value = columns.length || pressed ? `显示 ${notes.filter(holds).length} 处` : "";
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    show();
  });
  bar.hidden = !choices.length;

  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  };
  for (const table of document.querySelectorAll("table[data-sorted]")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const descends = head.getAttribute("aria-sort") === "ascending";
        const body = table.tBodies[0];
        const keyed = [...body.rows].map((row) => [key(row, column), row]);
        keyed.sort(([a], [b]) => (typeof a === "number" ? a - b : collator.compare(a, b)));
        if (descends) keyed.reverse();
        body.append(...keyed.map(([, row]) => row));
        for (const it of heads) it.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", descends ? "descending" : "ascending");
      });
    });
  }
}
