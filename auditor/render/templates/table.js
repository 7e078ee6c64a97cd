
// The camera table: filter, sort, pages and permalinks over the embedded data.
// Text from outside goes in as text only; the page is complete for its first rows without this.
const cameraTable = (() => {
  const ROWS = 200;
  const table = document.getElementById("camera-table");
  const holder = document.getElementById("camera-data");
  if (!table || !holder) return null;
  const body = table.tBodies[0];
  const data = JSON.parse(holder.textContent);
  const parts = [];
  const starts = [];
  const thumbs = new Map();
  for (const image of body.querySelectorAll("img")) {
    thumbs.set(image.closest("tr").id, image.getAttribute("src"));
  }
  const box = document.querySelector("[data-table-filter]");
  const [input, select, output] = ["input", "select", "output"].map((n) => box.querySelector(n));
  const pager = document.getElementById("camera-pager");
  const view = { sort: "row", down: false, page: 0, found: [], target: "" };
  let count = 0;

  const where = (index) => {
    let at = starts.length - 1;
    while (starts[at] > index) at -= 1;
    return [parts[at], index - starts[at]];
  };
  const RAW = new Set(["row", "name", "code", "public", "state", "picture", "ids"]);
  const get = (index, name) => {
    const [part, at] = where(index);
    const value = part.columns[name][at];
    return RAW.has(name) ? value : part.texts[value];
  };
  // Repeated texts are looked at once a part, not once a camera.
  const SEARCHED = ["place", "reason", "defects", "problems"];
  const matcher = (wanted) => {
    const hits = parts.map((part) => part.texts.map((text) => text.toLowerCase().includes(wanted)));
    return (part, number, at) => SEARCHED.some((name) => hits[number][part.columns[name][at]])
      || part.columns.name[at].toLowerCase().includes(wanted)
      || part.columns.code[at].toLowerCase().includes(wanted)
      || part.columns.ids[at].toLowerCase().includes(wanted)
      || String(part.columns.row[at]) === wanted;
  };

  const make = (tag, options = {}, children = []) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(options)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const faint = (text) => make("span", { class: "sub faint" }, [text]);
  const cell = (label, children, kind = "") =>
    make("td", { "data-label": label, class: kind }, children);
  const lines = (texts) => texts.filter(Boolean)
    .flatMap((text, at) => (at ? [make("br"), text] : [text]));

  const chip = (state) => {
    const [, text, symbol, tone] = data.states[state];
    const mark = make("span", { class: "symbol", "aria-hidden": "true" }, [symbol]);
    return make("span", { class: `chip ${tone}` }, [mark, text]);
  };
  const pictureOf = (index) => {
    const name = get(index, "picture");
    if (name === 0 || name === 1) {
      return make("span", { class: "faint" }, [name ? "未附画面文件" : "无画面"]);
    }
    const row = get(index, "row");
    const image = make("img", {
      src: thumbs.get(`camera-${row}`) ?? name, alt: `第 ${row} 行摄像机的画面`,
      width: "120", height: "68", loading: "lazy",
    });
    return make("a", { class: "picture", href: name }, [image]);
  };
  const nameOf = (index) => {
    const name = make("bdi", {}, [get(index, "name") || "（无名称）"]);
    const code = make("code", {}, [make("bdi", {}, [get(index, "code") || "（无编码）"])]);
    const place = get(index, "place");
    const more = place ? [make("span", { class: "sub faint" }, ["关键位置 ", make("bdi", {}, [place])])] : [];
    if (get(index, "public")) more.push(faint("公共视频资源"));
    return make("th", { scope: "row" }, [name, make("br"), code, ...more]);
  };
  const problemsOf = (index) => {
    const rules = get(index, "problems").split("、");
    const line = faint("违反规则：");
    get(index, "ids").split(" ").forEach((id, at) => {
      const link = make("a", { class: "id", href: `#${id}` }, [make("code", {}, [id])]);
      line.append(`${at ? "、" : ""}${rules[at]} `, link);
    });
    return line;
  };
  const reasonOf = (index) => {
    const wrap = make("span", { class: "cell" }, [get(index, "reason")]);
    const defects = get(index, "defects");
    if (defects) wrap.append(faint(`缺陷：${defects}`));
    if (get(index, "ids")) wrap.append(problemsOf(index));
    if (get(index, "trend")) wrap.append(faint(get(index, "trend")));
    return wrap;
  };
  const stateOf = (index) => {
    const status = get(index, "status");
    return make("span", { class: "cell" }, [chip(get(index, "state")), ...(status ? [faint(`登记：${status}`)] : [])]);
  };
  const saidOf = (row) => {
    const said = data.exchanges[row];
    if (!said) return [];
    const shown = said.map((message) =>
      message.flatMap((line) => [make("code", {}, [line]), make("br")]));
    const apart = shown.flatMap((message, at) => (at ? [make("br"), ...message] : message));
    return [make("details", {}, [make("summary", {}, ["协议往来"]), ...apart])];
  };
  const rowOf = (index) => {
    const row = get(index, "row");
    const process = lines([get(index, "tries"), get(index, "step"), get(index, "frame")]);
    const stream = lines([get(index, "codec"), get(index, "size")]);
    return make("tr", { id: `camera-${row}`, tabindex: "-1" }, [
      cell("行", [make("a", { href: `#camera-${row}` }, [String(row)])], "number"),
      cell("画面", [pictureOf(index)], "thumb"),
      nameOf(index),
      cell("状态", [stateOf(index)], "state"),
      cell("原因", [reasonOf(index)]),
      cell("检测过程", [make("span", { class: "cell" }, process), ...saidOf(row)]),
      cell("码流", stream.length ? [make("span", { class: "cell" }, stream)] : ["－"]),
    ]);
  };

  const pages = () => Math.max(1, Math.ceil(view.found.length / ROWS));
  const draw = () => {
    const start = view.page * ROWS;
    const rows = [...view.found.slice(start, start + ROWS)].map(rowOf);
    if (!rows.length) {
      rows.push(make("tr", {}, [make("td", { colspan: "7" }, ["没有符合条件的摄像机。"])]));
    }
    body.replaceChildren(...rows);
    tell();
  };
  const tell = () => {
    const loading = count < data.total ? `，正在读入 ${count}` : "";
    output.textContent = `${view.found.length} / ${data.total} 路${loading}`;
    pager.hidden = pages() === 1;
    pager.querySelector("output").textContent = `第 ${view.page + 1} / ${pages()} 页`;
    pager.querySelector("[data-step='-1']").disabled = view.page === 0;
    pager.querySelector("[data-step='1']").disabled = view.page === pages() - 1;
  };
  const key = (name) => {
    if (name === "frame") return (index) => parseFloat(get(index, "frame").slice(3)) || Infinity;
    if (name === "stream") return (index) => `${get(index, "codec")} ${get(index, "size")}`;
    return (index) => get(index, name);
  };
  const arrange = () => {
    const of = key(view.sort);
    const keys = view.found.map(of);
    const order = [...view.found.keys()];
    const sign = view.down ? -1 : 1;
    order.sort((a, b) => (keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b));
    view.found = order.map((at) => view.found[at]);
  };
  const search = () => {
    const wanted = input.value.trim().toLowerCase();
    const state = data.states.findIndex(([name]) => name === select.value);
    const fits = wanted ? matcher(wanted) : null;
    const found = [];
    parts.forEach((part, number) => {
      const states = part.columns.state;
      for (let at = 0; at < states.length; at += 1) {
        if (state >= 0 && states[at] !== state) continue;
        if (fits && !fits(part, number, at)) continue;
        found.push(starts[number] + at);
      }
    });
    view.found = found;
    if (view.sort !== "row" || view.down) arrange();
  };
  const apply = (page = 0) => {
    search();
    view.page = Math.min(page, pages() - 1);
    draw();
  };

  const indexOf = (name) => {
    for (const [column, value] of [["row", Number(name)], ["code", name]]) {
      for (const [number, part] of parts.entries()) {
        const at = part.columns[column].indexOf(value);
        if (at >= 0) return starts[number] + at;
      }
    }
    return -1;
  };
  const indexOfFinding = (id) => {
    for (const [number, part] of parts.entries()) {
      const at = part.columns.ids.findIndex((ids) => ids.split(" ").includes(id));
      if (at >= 0) return starts[number] + at;
    }
    return -1;
  };
  const fragment = () => {
    try { return decodeURIComponent(location.hash); } catch { return ""; }
  };
  const follow = () => {
    const match = /^#(?:camera-(.+)|(F-[0-9a-z]+))$/.exec(fragment());
    // A finding that is listed is where the browser goes by itself.
    if (!match || (match[2] && document.getElementById(match[2]))) return;
    const index = match[2] ? indexOfFinding(match[2]) : indexOf(match[1]);
    if (index < 0) { view.target = match[0]; return; }
    view.target = "";
    if (!view.found.includes(index)) { input.value = ""; select.value = ""; apply(); }
    const page = Math.floor(view.found.indexOf(index) / ROWS);
    if (page !== view.page) { view.page = page; draw(); }
    const row = document.getElementById(`camera-${get(index, "row")}`);
    for (const old of body.querySelectorAll(".target")) old.classList.remove("target");
    row.classList.add("target");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  };

  const add = (part) => {
    starts.push(count);
    parts.push(part);
    count += part.columns.row.length;
  };
  const waiting = [];
  window.auditorPart = (number, part) => {
    waiting[number] = JSON.parse(part);
    while (waiting[parts.length]) add(waiting[parts.length]);
    if (count < data.total) return;
    search();
    tell();
    done();
  };
  const done = () => {
    document.documentElement.dataset.cameras = String(count);
    if (view.target) follow();
  };

  for (const head of table.tHead.querySelectorAll("[data-sort]")) {
    const button = make("button", { type: "button", class: "sort" }, [...head.childNodes]);
    head.append(button);
    button.addEventListener("click", () => {
      view.down = view.sort === head.dataset.sort && !view.down;
      view.sort = head.dataset.sort;
      for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", view.down ? "descending" : "ascending");
      apply();
    });
  }
  box.addEventListener("input", () => apply());
  pager.addEventListener("click", (event) => {
    const step = Number(event.target.dataset?.step ?? 0);
    if (!step) return;
    view.page = Math.min(Math.max(view.page + step, 0), pages() - 1);
    draw();
    table.scrollIntoView();
  });
  window.addEventListener("hashchange", follow);

  add(data.first);
  box.hidden = false;
  for (const note of document.querySelectorAll("[data-without-script]")) note.hidden = true;
  // The first rows are there already, as they were written.
  search();
  tell();
  follow();
  if (count === data.total) done();
  for (const name of data.parts) document.head.append(make("script", { src: name, async: "" }));
  return { get, count: () => count };
})();
