"use strict";

// The map: chips in the wafer's grid, trunks and wires over them. A chip is 5 mm by 10 mm, the wafer 200 mm wide.
const WIDTH = 20, HEIGHT = 40, LEFT = 65, TOP = 110, HTRACKS = 64, VTRACKS = 256;
const ROLE = { DEFECT: 0, UNUSED: 1, TRANSIT: 2, INPUT: 3, NEURONS: 4 };

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const map = byId("map");
const CHIPS = data.chips.x.length;

const columnX = (x) => LEFT + WIDTH * x;
const rowY = (y) => TOP + HEIGHT * y;
const trackX = (x, track) => columnX(x + (track + 0.5) / VTRACKS);
const trackY = (y, track) => rowY(y + (track + 0.5) / HTRACKS);
const chipX = (chip) => columnX(data.chips.x[chip]);
const chipY = (chip) => rowY(data.chips.y[chip]);

function svg(name, attributes, parent) {
  const element = document.createElementNS(map.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (parent) parent.append(element);
  return element;
}

// Calls `visit` with each `n` numbers of a flat list.
function each(list, n, visit) {
  for (let i = 0; i < list.length; i += n) visit(...list.slice(i, i + n));
}

const chipAt = new Map();
for (let chip = 0; chip < CHIPS; chip++) chipAt.set(data.chips.x[chip] + 36 * data.chips.y[chip], chip);

svg("circle", { class: "disc", cx: 425, cy: 430, r: 400 }, map);
const reticles = svg("g", { class: "reticle" }, map);
const chipLayer = svg("g", {}, map);
const trunkLayer = svg("g", { class: "quiet" }, map);
const markLayer = svg("g", { class: "quiet" }, map);
const routeLayer = svg("g", { class: "quiet" }, map);
const cursor = svg("rect", { class: "at quiet", width: WIDTH, height: HEIGHT, rx: 1.5, visibility: "hidden" }, map);

const chipRects = [];
for (let chip = 0; chip < CHIPS; chip++) {
  const x = data.chips.x[chip], y = data.chips.y[chip];
  if (x % 4 === 0 && y % 2 === 0) {
    svg("rect", { x: columnX(x) - .2, y: rowY(y) - .2, width: 4 * WIDTH + .4, height: 2 * HEIGHT + .4 }, reticles);
  }
  const left = x % 4 === 0 ? 1.2 : .7, right = x % 4 === 3 ? 1.2 : .7;
  const top = y % 2 === 0 ? 1.2 : .7, bottom = y % 2 === 1 ? 1.2 : .7;
  chipRects.push(svg("rect", {
    class: data.chips.role[chip] === ROLE.NEURONS ? "chip neurons" : "chip", "data-chip": chip, rx: 1.2,
    x: columnX(x) + left, y: rowY(y) + top, width: WIDTH - left - right, height: HEIGHT - top - bottom,
  }, chipLayer));
}

function cross(x, y, half, parent) {
  const d = `M${x - half} ${y - half}l${2 * half} ${2 * half}m0 ${-2 * half}l${-2 * half} ${2 * half}`;
  svg("path", { class: "halo", "stroke-width": 3, d }, parent);
  svg("path", { class: "out", d }, parent);
}

function triangle(x, y, parent) {
  svg("path", { class: "in", d: `M${x - 4.5} ${y - 3.5}h9l-4.5 7z` }, parent);
}

// Signs of chips that take input or are defect, and of defect components if `components`.
function drawMarks(input, defects, components) {
  markLayer.replaceChildren();
  for (let chip = 0; chip < CHIPS; chip++) {
    const x = chipX(chip) + WIDTH / 2;
    if (input[chip] > 0) triangle(x, chipY(chip) + 7, markLayer);
    if (data.chips.role[chip] === ROLE.DEFECT) cross(x, chipY(chip) + HEIGHT / 2, 5, markLayer);
    else if (components && defects[chip] > 0) cross(x, chipY(chip) + HEIGHT - 7, 2.5, markLayer);
  }
}

// A bar over each chip for the horizontal lines of some buses, and one for either half of the vertical lines, all of
// the same width per line. Returns the most lines of a bar and the width of one line.
function drawTrunks(buses, parent, extra) {
  const used = [0, 1, 2].map(() => new Array(CHIPS).fill(0));
  for (const bus of buses) {
    each(bus.h, 4, (y, track, from, to) => {
      for (let x = from; x <= to; x++) used[0][chipAt.get(x + 36 * y)]++;
    });
    each(bus.v, 4, (x, track, from, to) => {
      for (let y = from; y <= to; y++) used[track < 128 ? 1 : 2][chipAt.get(x + 36 * y)]++;
    });
  }
  const most = used.map((list) => Math.max(1, ...list));
  const perLine = Math.min(8 / most[0], 3.4 / Math.max(most[1], most[2]));
  for (let chip = 0; chip < CHIPS; chip++) {
    const x = chipX(chip), y = chipY(chip), h = perLine * used[0][chip];
    if (h > 0) svg("rect", { ...extra, x, y: y + (HEIGHT - h) / 2, width: WIDTH, height: h }, parent);
    for (const half of [0, 1]) {
      const w = perLine * used[1 + half][chip];
      if (w > 0) svg("rect", { ...extra, x: x + (.25 + .5 * half) * WIDTH - w / 2, y, width: w, height: HEIGHT }, parent);
    }
  }
  return { most: Math.max(...most), perLine };
}

// More buses than this are drawn as trunks: single wires would hide the map.
const MOST_WIRES = 6;

// The lines of some buses, where they begin, and the chips where they reach drivers. Returns how many these are.
function drawRoutes(buses) {
  routeLayer.replaceChildren();
  const landings = new Set();
  for (const bus of buses) each(bus.drivers, 2, (chip) => landings.add(chip));
  if (buses.length > MOST_WIRES) drawTrunks(buses, routeLayer, { class: "route" });
  else drawWires(buses, landings);
  for (const bus of buses) {
    svg("circle", { class: "start", cx: chipX(bus.chip), cy: trackY(data.chips.y[bus.chip], bus.track),
      r: buses.length > MOST_WIRES ? 2.4 : 4.5 }, routeLayer);
  }
  return landings.size;
}

function drawWires(buses, landings) {
  const wires = [], width = buses.length > 2 ? 1.1 : 1.6;
  for (const bus of buses) {
    each(bus.h, 4, (y, track, from, to) => wires.push(`M${columnX(from)} ${trackY(y, track)}H${columnX(to + 1)}`));
    each(bus.v, 4, (x, track, from, to) => wires.push(`M${trackX(x, track)} ${rowY(from)}V${rowY(to + 1)}`));
  }
  const d = wires.join("");
  svg("path", { class: "halo", "stroke-width": width + 1.4, d }, routeLayer);
  svg("path", { class: "wire", "stroke-width": width, d }, routeLayer);
  for (const chip of landings) {
    svg("rect", { class: "landing", x: chipX(chip) + 3, y: chipY(chip) + HEIGHT - 6.2, width: WIDTH - 6, height: 4.2 },
      routeLayer);
  }
  for (const bus of buses) {
    each(bus.junctions, 4, (x, y, h, v) => {
      svg("circle", { class: "start", cx: trackX(x, v), cy: trackY(y, h), r: width + .4 }, routeLayer);
    });
  }
}
