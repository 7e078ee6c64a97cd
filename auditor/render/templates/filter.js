
// Narrows a table while the reader types; the page is complete without it.
for (const box of document.querySelectorAll("[data-filter]")) {
  const list = document.getElementById(box.dataset.filter);
  const rows = [...list.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const input = box.querySelector("input");
  const select = box.querySelector("select");
  const output = box.querySelector("output");
  const apply = () => {
    const wanted = input.value.trim().toLowerCase();
    const state = select ? select.value : "";
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = texts[index].includes(wanted) && (!state || row.dataset.state === state);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    output.textContent = wanted || state ? `显示 ${shown} 行` : "";
  };
  box.addEventListener("input", apply);
  box.hidden = false;
}
