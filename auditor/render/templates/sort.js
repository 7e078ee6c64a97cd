
// Sorts a written table by its columns; cells carry what they are sorted by.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, at) => {
    const text = row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
    return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
  };
  const sort = (at, down) => {
    const rows = [...body.rows].map((row) => [value(row, at), row]);
    const sign = down ? -1 : 1;
    rows.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
    body.append(...rows.map(([, row]) => row));
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(at, down);
    });
  });
}
for (const box of document.querySelectorAll("[data-filter]")) {
  const body = document.getElementById(box.dataset.filter).tBodies[0];
  const input = box.querySelector("input");
  box.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    box.querySelector("output").textContent = wanted ? `显示 ${shown} 行` : "";
  });
  box.hidden = false;
}
