// Keeps the progress page up to date; the page is complete without it.
const box = document.getElementById("live");
const text = document.getElementById("live-text");
const bar = document.getElementById("live-bar");
const states = document.getElementById("live-states");
new EventSource(box.dataset.stream).onmessage = (event) => {
  const now = JSON.parse(event.data);
  bar.hidden = !now;
  states.replaceChildren();
  if (!now) {
    text.textContent = "当前没有正在进行的检测。";
    return;
  }
  text.textContent = `${now.community}　${now.pass}　${now.done} / ${now.total}`;
  bar.max = Math.max(1, now.total);
  bar.value = now.done;
  for (const [word, number] of now.states) {
    const item = document.createElement("li");
    const bold = document.createElement("b");
    bold.textContent = number;
    item.append(`${word} `, bold);
    states.append(item);
  }
};
