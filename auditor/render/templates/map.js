
// The map without tiles: an outline, cells or points by state, on a canvas; keyboard and pointer.
{
  const frame = document.querySelector("[data-map]");
  const holder = document.getElementById("drawing-data");
  const map = frame && holder ? JSON.parse(holder.textContent).map : null;
  const start = () => {
    const canvas = frame.querySelector("canvas");
    const output = frame.querySelector("output");
    const pen = canvas.getContext("2d");
    const tones = ["bad-deep", "bad", "warn", "good", "unsure", "unsure-deep"];
    const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const points = map.masked
      ? map.cells.map(([x, y]) => [x / 100 + 0.005, y / 100 + 0.005])
      : map.points;
    const middle = (values, share) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)];
    const spread = (at) => { const all = points.map((p) => p[at]); return [middle(all, 0.02), middle(all, 0.98)]; };
    const [[west, east], [south, north]] = [spread(0), spread(1)];
    const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
    const home = { x: (west + east) / 2, y: (south + north) / 2, scale: 1 };
    const view = { ...home };
    let [width, height] = [0, 0];

    const fit = () => {
      const pad = map.masked ? 0.03 : Math.max((east - west) * 0.15, (north - south) * 0.15, 0.0008);
      home.scale = Math.min(width / (((east - west) + 2 * pad) * squeeze), height / ((north - south) + 2 * pad));
    };
    const place = (x, y) => [width / 2 + (x - view.x) * squeeze * view.scale, height / 2 - (y - view.y) * view.scale];
    const inSight = (x, y, edge = 8) => x > -edge && y > -edge && x < width + edge && y < height + edge;

    const drawOutline = () => {
      pen.strokeStyle = paint("faint"); pen.lineWidth = 1.2; pen.fillStyle = paint("band");
      for (const ring of map.outline) {
        pen.beginPath();
        ring.forEach(([x, y], at) => { const [a, b] = place(x, y); if (at) pen.lineTo(a, b); else pen.moveTo(a, b); });
        pen.closePath(); pen.fill(); pen.stroke();
      }
    };
    const drawCells = () => {
      pen.textAlign = "center"; pen.textBaseline = "middle"; pen.font = "600 13px system-ui, sans-serif";
      for (const [x, y, counts] of map.cells) {
        const [left, bottom] = place(x / 100, y / 100);
        const [right, top] = place((x + 1) / 100, (y + 1) / 100);
        if (!inSight(left, bottom, right - left) && !inSight(right, top, right - left)) continue;
        const total = counts.reduce((sum, one) => sum + one, 0);
        let from = left;
        counts.forEach((count, state) => {
          const share = (right - left) * count / total;
          pen.fillStyle = paint(`${tones[state]}`); pen.globalAlpha = 0.75;
          pen.fillRect(from, top, share, bottom - top); from += share;
        });
        pen.globalAlpha = 1; pen.strokeStyle = paint("ink"); pen.lineWidth = 1;
        pen.strokeRect(left, top, right - left, bottom - top);
        if (right - left > 26) {
          const [a, b] = [(left + right) / 2, (top + bottom) / 2];
          const wide = pen.measureText(String(total)).width + 10;
          pen.fillStyle = paint("paper"); pen.fillRect(a - wide / 2, b - 10, wide, 20);
          pen.fillStyle = paint("ink"); pen.fillText(String(total), a, b);
        }
      }
    };
    const drawPoints = () => {
      const colors = tones.map(paint);
      const frameSize = map.places.length > 500 ? 3 : 7;
      pen.lineWidth = 1; pen.strokeStyle = paint(map.places.length > 500 ? "faint" : "ink");
      for (const [x, y] of map.places) {
        const [a, b] = place(x, y);
        if (inSight(a, b)) pen.strokeRect(a - frameSize, b - frameSize, 2 * frameSize, 2 * frameSize);
      }
      const size = map.points.length > 3000 ? 2 : 5;
      // The bad ones last, so that they are never hidden under good ones.
      for (const state of [3, 4, 5, 2, 1, 0]) {
        pen.fillStyle = colors[state];
        for (const [x, y, own] of map.points) {
          if (own !== state) continue;
          const [a, b] = place(x, y);
          if (!inSight(a, b)) continue;
          if (state === 0) { pen.fillRect(a - size, b - size, 2 * size, 2 * size); continue; }
          pen.beginPath(); pen.arc(a, b, size, 0, 7); pen.fill();
        }
      }
    };
    const drawScale = () => {
      const metres = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
      const perMetre = view.scale / 111320;
      const shown = metres.filter((m) => m * perMetre < 120).pop() ?? 10;
      pen.strokeStyle = pen.fillStyle = paint("ink"); pen.lineWidth = 2; pen.textAlign = "left"; pen.textBaseline = "alphabetic";
      pen.font = "12px system-ui, sans-serif";
      pen.beginPath(); pen.moveTo(14, height - 14); pen.lineTo(14 + shown * perMetre, height - 14); pen.stroke();
      pen.fillText(shown >= 1000 ? `${shown / 1000} 千米` : `${shown} 米`, 14, height - 20);
    };
    const draw = () => {
      pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      pen.fillStyle = paint("paper"); pen.fillRect(0, 0, width, height);
      drawOutline();
      if (map.masked) drawCells(); else drawPoints();
      drawScale();
    };
    let asked = false;
    const later = () => { if (!asked) { asked = true; requestAnimationFrame(() => { asked = false; draw(); }); } };
    const reset = () => { fit(); Object.assign(view, home); later(); };
    const resize = () => {
      const whole = view.scale === home.scale;
      width = canvas.clientWidth; height = canvas.clientHeight;
      canvas.width = width * devicePixelRatio; canvas.height = height * devicePixelRatio;
      fit();
      if (whole) Object.assign(view, home);
      later();
    };
    const zoom = (factor, a = width / 2, b = height / 2) => {
      const scale = Math.min(Math.max(view.scale * factor, home.scale / 200), home.scale * 500);
      view.x += (a - width / 2) / squeeze * (1 / view.scale - 1 / scale);
      view.y -= (b - height / 2) * (1 / view.scale - 1 / scale);
      view.scale = scale; later();
    };
    const pan = (a, b) => { view.x -= a / squeeze / view.scale; view.y += b / view.scale; later(); };

    const keys = {
      ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
      "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: reset,
    };
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || !keys[event.key]) return;
      event.preventDefault(); keys[event.key]();
    });
    canvas.addEventListener("wheel", (event) => {
      // Without a modifier the page scrolls on, as a reader expects.
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault(); zoom(event.deltaY + event.deltaX < 0 ? 1.3 : 1 / 1.3, event.offsetX, event.offsetY);
    }, { passive: false });
    let grip = null;
    canvas.addEventListener("pointerdown", (event) => { grip = [event.clientX, event.clientY, 0]; canvas.setPointerCapture(event.pointerId); });
    canvas.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const [a, b] = [event.clientX - grip[0], event.clientY - grip[1]];
      grip = [event.clientX, event.clientY, grip[2] + Math.abs(a) + Math.abs(b)]; pan(a, b);
    });
    canvas.addEventListener("pointerup", (event) => {
      const still = grip && grip[2] < 4; grip = null;
      if (still && !map.masked) open(event.offsetX, event.offsetY);
    });
    canvas.addEventListener("dblclick", (event) => zoom(2, event.offsetX, event.offsetY));
    const open = (a, b) => {
      let best = null; let least = 14 * 14;
      for (const [x, y, , row] of map.points) {
        const [c, d] = place(x, y);
        const far = (a - c) ** 2 + (b - d) ** 2;
        if (far < least) { least = far; best = row; }
      }
      if (best !== null) location.hash = `#camera-${best}`;
    };
    frame.querySelector("[data-zoom=in]").addEventListener("click", () => zoom(1.6));
    frame.querySelector("[data-zoom=out]").addEventListener("click", () => zoom(1 / 1.6));
    frame.querySelector("[data-zoom=all]").addEventListener("click", reset);
    frame.hidden = false;
    const far = points.filter(([x, y]) => x < west || x > east || y < south || y > north).length;
    if (far && !map.masked) output.textContent = `有 ${far} 路在图外或边上，可缩小查看。`;
    new ResizeObserver(resize).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
    window.addEventListener("beforeprint", draw);
    window.addEventListener("afterprint", later);
    resize();
  };
  if (map && (map.masked ? map.cells.length : map.points.length)) start();
}
