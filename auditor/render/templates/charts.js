
// Charts over the embedded data; every one has a table beside it, so that nothing is lost here.
{
  // The last night is what a reader looks for.
  for (const region of document.querySelectorAll(".newest")) region.scrollLeft = region.scrollWidth;
  const holder = document.getElementById("drawing-data");
  const charts = holder ? JSON.parse(holder.textContent).charts : [];
  const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const shades = { picture_abnormal: "warn", online_no_stream: "bad", offline: "bad-deep", not_probed: "unsure", probe_blocked: "unsure-deep" };
  const drawn = [];

  const common = () => ({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: paint("ink") },
    tooltip: {
      trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" },
      backgroundColor: paint("paper"), borderColor: paint("line"), textStyle: { color: paint("ink") },
    },
    legend: { top: 0, type: "plain", textStyle: { color: paint("ink") } },
  });
  const axis = (more) => ({
    axisLabel: { color: paint("ink"), hideOverlap: true }, axisLine: { lineStyle: { color: paint("faint") } },
    splitLine: { lineStyle: { color: paint("line") } }, ...more,
  });
  const bars = (chart) => ({
    ...common(),
    grid: { left: 8, right: 24, top: 56, bottom: 8, containLabel: true },
    xAxis: axis({ type: "value", minInterval: 1 }),
    yAxis: axis({ type: "category", data: chart.labels, inverse: true, axisLabel: { color: paint("ink"), width: 150, overflow: "truncate" } }),
    series: chart.series.map((one) => ({
      name: one.name, type: "bar", stack: "all", barMaxWidth: 20, data: one.values,
      itemStyle: { color: paint(shades[one.state] ?? one.tone), borderColor: paint("paper"), borderWidth: 0.5 },
    })),
  });
  const dashes = ["solid", "dashed", "dotted"];
  const lines = (chart) => ({
    ...common(),
    grid: { left: 8, right: 24, top: 76, bottom: 8, containLabel: true },
    xAxis: axis({ type: "category", data: chart.labels }),
    yAxis: axis({ type: "value", max: 100, scale: true, axisLabel: { color: paint("ink"), formatter: "{value}%" } }),
    series: chart.series.map((one, at) => ({
      name: one.name, type: "line", data: one.values, symbolSize: 5, connectNulls: false,
      lineStyle: { type: dashes[at % 3], color: paint(["accent", "good", "bad", "warn", "unsure"][at % 5]) },
      itemStyle: { color: paint(["accent", "good", "bad", "warn", "unsure"][at % 5]) },
    })),
  });
  const option = (chart) => (chart.kind === "lines" ? lines(chart) : bars(chart));

  const start = (chart, place) => {
    const instance = echarts.init(place, null, { renderer: "svg" });
    instance.setOption(option(chart));
    drawn.push([chart, instance, place]);
  };
  // Only what comes into sight is drawn, so that a long page opens at once.
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      watcher.unobserve(entry.target);
      start(charts.find((chart) => chart.id === entry.target.id), entry.target);
    }
  }, { rootMargin: "400px" });
  const places = charts
    .filter((chart) => chart.labels.length && document.getElementById(chart.id))
    .map((chart) => document.getElementById(chart.id));
  // Heights stand from the beginning: nothing jumps when a chart is drawn.
  const height = (chart) => (chart.kind === "lines" ? 320 : 90 + 30 * Math.max(chart.labels.length, 2));
  for (const place of places) {
    place.style.height = `${height(charts.find((chart) => chart.id === place.id))}px`;
    place.hidden = false;
    watcher.observe(place);
  }
  const finish = () => {
    for (const place of places.filter((one) => !drawn.some(([, , other]) => other === one))) {
      watcher.unobserve(place);
      start(charts.find((chart) => chart.id === place.id), place);
    }
  };
  const again = (width) => {
    for (const [chart, instance] of drawn) {
      instance.setOption(option(chart), true);
      instance.resize(width ? { width } : { width: "auto" });
    }
  };
  window.addEventListener("beforeprint", () => { finish(); again(660); });
  window.addEventListener("afterprint", () => again());
  window.addEventListener("resize", () => again());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => again());
}
// Small copies that are embedded once serve every other place that shows the same picture.
for (const image of document.querySelectorAll("img[data-thumb]")) {
  const copy = document.getElementById(image.dataset.thumb)?.querySelector("img")?.getAttribute("src");
  if (copy?.startsWith("data:")) image.src = copy;
}
