
// ---- texts

const number = (n) => n.toLocaleString("en-US");
const percent = (part, all) => all === 0 ? "0 %" : `${(100 * part / all).toFixed(2)} %`;
const value = (v) => v === 0 || (Math.abs(v) >= 0.01 && Math.abs(v) < 1e5) ? String(+v.toPrecision(4)) : v.toExponential(2);
const range = (r) => !r ? "" : r[0] === r[1] ? value(r[0]) : `${value(r[0])} … ${value(r[1])}`;
const plural = (n, word, ending = "s") => `${number(n)} ${word}${n === 1 ? "" : ending}`;
const total = (list) => list.reduce((a, b) => a + b, 0);

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, v] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", v);
    else element.setAttribute(key, v);
  }
  element.append(...children);
  return element;
}

// A table; a head that begins with `#` is of a column of numbers. Cells are texts or elements.
function table(heads, rows) {
  const numeric = heads.map((h) => h.startsWith("#"));
  const cell = (tag, content, i) => make(tag, numeric[i] ? { class: "n" } : {}, content);
  return make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((h, i) => cell("th", h.replace("#", ""), i)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((c, i) => cell("td", c, i))))));
}

const meter = (share) => make("span", { class: "meter" }, make("i", { style: `width:${100 * Math.min(1, share)}%` }));

// ---- what is known of each chip

const zeros = () => new Array(CHIPS).fill(0);
const resource = Object.fromEntries(data.resources.map((r) => [r.key, r]));
const input = zeros(), defects = zeros(), lost = zeros();
const populations = Array.from({ length: CHIPS }, () => []);
const sent = Array.from({ length: CHIPS }, () => []);
const landing = Array.from({ length: CHIPS }, () => []);
for (const p of data.populations) {
  each(p.chips, 2, (chip, n) => {
    populations[chip].push([p, n]);
    if (p.external) input[chip] += n;
  });
}
for (const kind of data.defects) each(kind.chips, 2, (chip, n) => { defects[chip] += n; });
for (const p of data.projections) each(p.losses, 3, (chip, cause, n) => { if (chip >= 0) lost[chip] += n; });
for (const bus of data.buses) {
  sent[bus.chip].push(bus);
  each(bus.drivers, 2, (chip, n) => landing[chip].push([bus, n]));
}

// ---- what is chosen

const trunk = drawTrunks(data.buses, trunkLayer, { class: "trunk" });
const state = { overlay: "use", resource: "synapse_drivers", projection: null, bus: null, held: null, at: null };
const dark = matchMedia("(prefers-color-scheme: dark)");

function roundUp(v) {
  const power = 10 ** Math.floor(Math.log10(v));
  return power * [1, 2, 4, 8, 10].find((step) => v <= step * power * (1 + 1e-9));
}

// An end of a scale of counts whose quarters are whole numbers.
const countEnd = (v) => v <= 20 ? 4 * Math.max(1, Math.ceil(v / 4)) : roundUp(v);

// Values of all chips, their largest, title, unit, and which chips have one.
function overlay() {
  const holds = (chip) => data.chips.role[chip] === ROLE.NEURONS;
  const configured = (chip) => data.chips.role[chip] >= ROLE.TRANSIT;
  if (state.overlay === "use") {
    const r = resource[state.resource];
    const values = r.used.map((n, chip) => r.usable[chip] === 0 ? 0 : n / r.usable[chip]);
    const inner = ["denmems", "synapse_drivers", "synapses", "buses_landing"].includes(r.key);
    return { title: `${r.words} in use`, unit: "% of those usable on the chip", share: true, values,
      max: 1, has: inner ? holds : configured };
  }
  if (state.overlay === "loss") {
    let values = lost;
    if (state.projection) {
      values = zeros();
      each(state.projection.losses, 3, (chip, cause, n) => { if (chip >= 0) values[chip] += n; });
    }
    return { title: state.projection ? `synapses lost of ${state.projection.label}` : "synapses lost",
      unit: "by the chip of the target neuron", share: false, values, max: countEnd(Math.max(...values)), has: holds };
  }
  if (state.overlay === "lines") {
    const h = resource.hlines, v = resource.vlines;
    const values = h.used.map((n, chip) => (n + v.used[chip]) / Math.max(1, h.usable[chip] + v.usable[chip]));
    return { title: "L1 lines in use", unit: "% of those usable on the chip", share: true, values,
      max: roundUp(Math.max(0.01, ...values)), has: configured };
  }
  return { title: "defects", unit: "components marked on the chip", share: false, values: defects,
    max: countEnd(Math.max(...defects)), has: () => true };
}

const words = (o, v) => o.share ? `${+(100 * v).toFixed(1)} %` : number(+v.toFixed(1));

function paint() {
  const o = overlay();
  const colours = data.scales[state.overlay][dark.matches ? "dark" : "light"];
  const roles = ["var(--defect)", "var(--unused)", "var(--transit)", "var(--transit)", "var(--transit)"];
  chipRects.forEach((rect, chip) => {
    const step = Math.round(Math.min(1, o.values[chip] / o.max) * (colours.length - 1));
    rect.setAttribute("fill", o.has(chip) ? colours[step] : roles[data.chips.role[chip]]);
  });
  byId("scale-title").replaceChildren(make("strong", {}, o.title[0].toUpperCase() + o.title.slice(1)),
    make("span", { class: "faint" }, `, ${o.unit}`));
  byId("scale").style.background = `linear-gradient(to right, ${colours.join(", ")})`;
  byId("scale").setAttribute("aria-label", `colours from 0 to ${words(o, o.max)}`);
  byId("ticks").replaceChildren(...[0, .25, .5, .75, 1].map((t) => make("span", {}, words(o, t * o.max))));
  byId("resource").disabled = state.overlay !== "use";
  trunkLayer.setAttribute("visibility", byId("trunks").checked ? "visible" : "hidden");
  drawMarks(input, defects, byId("marks").checked);
  keys(colours);
}

function keys(colours) {
  const key = (text, draw) => {
    const sign = svg("svg", { viewBox: "0 0 14 16", "aria-hidden": "true" });
    draw(sign);
    return make("li", {}, sign, text);
  };
  const box = (fill, more) => (sign) => svg("rect", { x: 1, y: 1, width: 9, height: 14, rx: 1, fill, ...more }, sign);
  const list = [
    key("holds neurons", box(colours[14], { class: "chip neurons" })),
    key("lines run over it", box("var(--transit)", { class: "chip" })),
    key("not used", box("var(--unused)", { class: "chip" })),
  ];
  if (total(input) > 0) list.push(key("takes external input", (sign) => triangle(7, 8, sign)));
  if (data.defects.length > 0) {
    list.push(key("chip unusable", (sign) => { box("var(--defect)", { class: "chip" })(sign); cross(5.5, 8, 3.5, sign); }));
  }
  if (byId("marks").checked) list.push(key("components defect", (sign) => cross(7, 8, 2.5, sign)));
  if (byId("trunks").checked) {
    const width = trunk.perLine * trunk.most;
    list.push(key(plural(trunk.most, "line"), (sign) => svg("rect", { class: "trunk", y: 8 - width / 2, width: 14, height: width }, sign)));
  }
  if (state.projection || state.bus) {
    const many = shownBuses().length > MOST_WIRES;
    list.push(key(many ? "buses from their senders, wider where there are more" : "bus from its sender", (sign) => {
      svg("path", { class: "wire", "stroke-width": 1.8, d: "M3 8H14" }, sign);
      svg("circle", { class: "start", cx: 4, cy: 8, r: 3.5 }, sign);
    }));
    if (shownBuses().length <= MOST_WIRES) list.push(key("reaches drivers here", (sign) => svg("rect", { class: "landing", y: 6, width: 14, height: 4.2 }, sign)));
  }
  byId("keys").replaceChildren(...list);
}

// ---- a chip

function losses(chip) {
  const causes = data.causes.map(() => 0), byProjection = [];
  for (const p of data.projections) {
    let n = 0;
    each(p.losses, 3, (at, cause, count) => { if (at === chip) { causes[cause] += count; n += count; } });
    if (n > 0) byProjection.push([p, n]);
  }
  byProjection.sort((a, b) => b[1] - a[1]);
  return { causes, byProjection };
}

// The first rows, and how many more there are.
function most(rows, n, rest) {
  return rows.length <= n ? rows : [...rows.slice(0, n), rest(rows.slice(n))];
}

function showChip(chip) {
  const panel = byId("chip");
  if (chip === null) {
    panel.replaceChildren(make("h3", {}, "Chips"),
      make("p", { class: "faint" }, "Point at a chip, or move with the arrow keys, to see what it does. "
        + "A click or Enter holds it, Escape lets go."));
    return;
  }
  const role = ["defect", "not used", "lines run over it", "takes external input", "holds neurons"];
  const parts = [
    make("h3", {}, `HICANN ${chip}`),
    make("p", { class: "faint" }, `x ${data.chips.x[chip]}, y ${data.chips.y[chip]} · FPGA ${data.chips.fpga[chip]} · `
      + role[data.chips.role[chip]]),
    table(["resource", "", "#used", "#usable"], data.resources.map((r) => [r.words,
      meter(r.usable[chip] === 0 ? 0 : r.used[chip] / r.usable[chip]), number(r.used[chip]), number(r.usable[chip])])),
  ];
  if (populations[chip].length > 0) {
    const rows = [...populations[chip]].sort((a, b) => b[1] - a[1])
      .map(([p, n]) => [p.label, p.external ? "sources" : "neurons", number(n)]);
    parts.push(table(["population", "", "#cells"],
      most(rows, 8, (rest) => [`and ${rest.length} more`, "", ""])));
  }
  if (lost[chip] > 0) {
    const { causes, byProjection } = losses(chip);
    parts.push(table(["lost by cause", "#synapses"],
      causes.map((n, cause) => [n, cause]).filter(([n]) => n > 0).sort((a, b) => b[0] - a[0])
        .map(([n, cause]) => [data.causes[cause].words, number(n)])));
    parts.push(table(["lost by projection", "#synapses"], most(byProjection.map(([p, n]) => [p.label, number(n)]), 6,
      (rest) => [`and ${rest.length} more`, number(total(rest.map((r) => +r[1].replaceAll(",", ""))))])));
  }
  const broken = data.defects.map((kind) => {
    let n = 0;
    each(kind.chips, 2, (at, count) => { if (at === chip) n = count; });
    return [kind.words, n];
  }).filter(([, n]) => n > 0);
  if (broken.length > 0) parts.push(table(["defect", "#components"], broken.map(([w, n]) => [w, number(n)])));
  if (sent[chip].length > 0) parts.push(make("p", {}, `sends ${sent[chip].length === 1 ? "bus" : "buses"} ${sent[chip].map((b) => b.name).join(", ")}`));
  panel.replaceChildren(...parts);
}

function move(chip) {
  state.at = chip;
  const shown = chip ?? state.held;
  cursor.setAttribute("visibility", shown === null ? "hidden" : "visible");
  if (shown !== null) {
    cursor.setAttribute("x", chipX(shown));
    cursor.setAttribute("y", chipY(shown));
    cursor.setAttribute("class", shown === state.held ? "at held quiet" : "at quiet");
  }
  showChip(shown);
}

function hold(chip) {
  state.held = state.held === chip ? null : chip;
  move(chip);
}

map.addEventListener("pointermove", (e) => {
  const chip = e.target.dataset.chip;
  const next = chip === undefined ? null : +chip;
  if (next !== state.at) move(next);
});
map.addEventListener("pointerleave", () => move(null));
map.addEventListener("click", (e) => { if (e.target.dataset.chip !== undefined) hold(+e.target.dataset.chip); });
map.addEventListener("keydown", (e) => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
  const from = state.at ?? state.held;
  if (step && from === null) {
    move(Math.max(0, data.chips.role.indexOf(ROLE.NEURONS)));
  } else if (step) {
    // rows have different lengths: the nearest chip of the row
    const y = data.chips.y[from] + step[1];
    let x = data.chips.x[from] + step[0];
    if (step[1] !== 0) while (x < 36 && y >= 0 && y < 16 && !chipAt.has(x + 36 * y)) x += x < 18 ? 1 : -1;
    if (x >= 0 && x < 36 && chipAt.has(x + 36 * y)) move(chipAt.get(x + 36 * y));
  } else if (e.key === "Enter" && state.at !== null) {
    hold(state.at);
  } else if (e.key === "Escape") {
    state.held = null;
    move(null);
  } else {
    return;
  }
  e.preventDefault();
});

// ---- projection and bus

const busesOf = (p) => {
  const list = [];
  each(p.buses, 3, (bus, realised, lostThere) => list.push([data.buses[bus], realised, lostThere]));
  return list;
};

const shownBuses = () => state.bus ? [state.bus]
  : state.projection ? busesOf(state.projection).map(([bus]) => bus) : [];

function cellsOf(bus) {
  const list = [];
  each(bus.cells, 2, (p, n) => list.push(`${number(n)} of ${data.populations[p].label}`));
  return list.length > 6 ? `${list.slice(0, 6).join(", ")} and ${list.length - 6} more` : list.join(", ");
}

function showSelection() {
  const panel = byId("selection");
  const p = state.projection;
  const buses = shownBuses();
  const reached = drawRoutes(buses);
  if (!p && !state.bus) {
    panel.replaceChildren(make("h3", {}, "Projections"),
      make("p", { class: "faint" }, "Pick a projection or a bus above to see its lines on the map and its losses."));
    return;
  }
  const parts = [];
  if (p) {
    parts.push(make("h3", {}, p.label),
      make("p", { class: "faint" }, `${data.populations[p.source].label} to ${data.populations[p.target].label}, ${p.receptor}`),
      make("p", {}, `${number(p.realised)} of ${number(p.requested)} synapses realised, `
        + `${number(p.requested - p.realised)} lost (${percent(p.requested - p.realised, p.requested)})`));
    const causes = data.causes.map(() => 0);
    let nowhere = 0;
    each(p.losses, 3, (chip, cause, n) => { causes[cause] += n; if (chip < 0) nowhere += n; });
    if (total(causes) > 0) {
      parts.push(table(["lost by cause", "#synapses"], causes.map((n, c) => [n, c]).filter(([n]) => n > 0)
        .sort((a, b) => b[0] - a[0]).map(([n, c]) => [data.causes[c].words, number(n)])));
    }
    if (nowhere > 0) parts.push(make("p", { class: "faint" }, `${number(nowhere)} of them to neurons without a place, not on the map`));
  }
  if (state.bus) {
    parts.push(make("h3", {}, `Bus ${state.bus.name}`),
      make("p", {}, `carries ${cellsOf(state.bus) || "no cell's events"}; reaches drivers on ${plural(reached, "chip")}`));
  } else if (buses.length === 0) {
    parts.push(make("p", {}, "no bus carries it"));
  } else {
    const rows = busesOf(p).map(([bus, realised, lostThere]) => [
      make("button", { class: "pick", type: "button", onclick: () => chooseBus(bus) }, bus.name), number(realised), number(lostThere)]);
    parts.push(make("p", {}, `on ${plural(buses.length, "bus", "es")} that reach drivers on ${plural(reached, "chip")}`));
    const list = make("div", { class: "scroll", style: "max-height:220px" }, table(["bus", "#realised", "#lost"], rows));
    parts.push(list);
  }
  panel.replaceChildren(...parts);
}

function fillBuses() {
  const list = state.projection ? busesOf(state.projection).map(([bus]) => bus) : data.buses;
  const all = state.projection ? `all ${list.length} of the projection` : `none of ${list.length}`;
  byId("bus").replaceChildren(make("option", { value: "" }, all),
    ...list.map((bus) => make("option", { value: bus.name }, bus.name)));
  byId("bus").value = state.bus && list.includes(state.bus) ? state.bus.name : "";
}

function chooseProjection(p) {
  const before = state.projection;
  state.projection = p;
  state.bus = null;
  byId("hint").textContent = "";
  byId("projection").value = p ? p.label : "";
  if (p && !before && state.overlay === "use" && p.requested > p.realised) chooseOverlay("loss");
  fillBuses();
  showSelection();
  paint();
}

function chooseBus(bus) {
  state.bus = bus;
  fillBuses();
  showSelection();
  paint();
}

function chooseOverlay(name) {
  state.overlay = name;
  document.querySelector(`#overlays input[value=${name}]`).checked = true;
  if (name === "lines") byId("trunks").checked = true;
  if (name !== "lines") byId("trunks").checked = false;
  paint();
}

byId("projection").addEventListener("change", (e) => {
  const label = e.target.value;
  const found = data.projections.find((p) => p.label === label)
    ?? (label === "" ? null : data.projections.filter((p) => p.label.toLowerCase().includes(label.toLowerCase())));
  if (Array.isArray(found)) {
    if (found.length === 1) chooseProjection(found[0]);
    else byId("hint").textContent = found.length === 0 ? "no projection has this in its name" : `${found.length} projections have this in their name`;
  } else {
    chooseProjection(found);
  }
});
byId("bus").addEventListener("change", (e) => chooseBus(data.buses.find((bus) => bus.name === e.target.value) ?? null));
byId("resource").addEventListener("change", (e) => { state.resource = e.target.value; paint(); });
for (const id of ["trunks", "marks"]) byId(id).addEventListener("change", paint);
byId("clear").addEventListener("click", () => {
  state.held = null;
  chooseProjection(null);
  move(null);
});
dark.addEventListener("change", paint);

// ---- the rest of the page

function head() {
  const { neurons, synapses } = data;
  const losses = synapses.requested - synapses.realised;
  byId("network").textContent = data.network;
  byId("made").textContent = `BrainScaleS-1 wafer · strategy ${data.strategy}, seed ${data.seed} · `
    + `${number(data.speedup)} times faster than biology`;
  const used = data.chips.role.filter((r) => r === ROLE.NEURONS).length;
  const figure = (term, v, small) => make("div", {}, make("dt", {}, term), make("dd", {}, v, " ", make("small", {}, small)));
  byId("figures").replaceChildren(
    figure("synapses realised", number(synapses.realised), `of ${number(synapses.requested)}`),
    figure("lost", number(losses), percent(losses, synapses.requested)),
    figure("neurons placed", number(neurons.placed), `of ${number(neurons.requested)}`),
    figure("chips with neurons", number(used), `of ${CHIPS}`),
    figure("buses", number(data.buses.length), ""));
}

function lossSection() {
  const all = data.synapses.requested, losses = all - data.synapses.realised;
  const bar = (label, n, now) => [make("div", { class: "split" }, make("span", {}, label),
    make("span", {}, `${number(n)} (${percent(n, all)})`)),
    make("span", { class: "meter loss" }, make("i", { class: now ? "now" : "", style: `width:${100 * n / Math.max(1, losses)}%` }))];
  byId("loss").replaceChildren(...bar("lost by this mapping", losses, true),
    ...[...data.bounds].reverse().flatMap((b) => bar(`lost at least ${b.words}`, b.synapses, false)));
  byId("causes").replaceChildren(losses === 0 ? make("p", {}, "Nothing was lost.")
    : table(["cause", "meaning", "#synapses", "#of all"], data.causes.filter((c) => c.lost > 0)
      .sort((a, b) => b.lost - a.lost).map((c) => [c.words, c.meaning, number(c.lost), percent(c.lost, all)])));
  byId("reasons-title").parentElement.hidden = data.reasons.length === 0;
  byId("reasons-title").textContent = data.reasons.length < data.reason_count
    ? `The ${data.reasons.length} of ${number(data.reason_count)} reasons that cost most`
    : `Reasons one by one (${data.reason_count})`;
  byId("reasons").replaceChildren(table(["cause", "what was full", "#synapses"],
    data.reasons.map((r) => [data.causes[r.cause].words, r.resource, number(r.count)])));
}

function histogram(r) {
  const inner = ["denmems", "synapse_drivers", "synapses", "buses_landing"].includes(r.key);
  const chips = [...r.used.keys()].filter((c) => r.usable[c] > 0
    && (inner ? data.chips.role[c] === ROLE.NEURONS : data.chips.role[c] >= ROLE.TRANSIT));
  const shares = chips.map((c) => r.used[c] / r.usable[c]).sort((a, b) => a - b);
  const max = roundUp(Math.max(0.01, ...shares)), bins = new Array(20).fill(0);
  for (const s of shares) bins[Math.min(19, Math.floor(20 * s / max))]++;
  const highest = Math.max(1, ...bins);
  const chart = svg("svg", { viewBox: "0 0 230 96", role: "img", "aria-label": `histogram of ${r.words}` });
  bins.forEach((n, i) => {
    const h = 68 * n / highest;
    if (n > 0) {
      const bar = svg("rect", { x: 26 + 10 * i, y: 78 - h, width: 9, height: h }, chart);
      svg("title", {}, bar).textContent = `${plural(n, "chip")}: ${+(5 * i * max).toFixed(2)} to ${+(5 * (i + 1) * max).toFixed(2)} %`;
    }
  });
  svg("line", { x1: 26, x2: 226, y1: 78.5, y2: 78.5 }, chart);
  for (const [t, anchor] of [[0, "start"], [.5, "middle"], [1, "end"]]) {
    svg("text", { x: 26 + 200 * t, y: 91, "text-anchor": anchor }, chart).textContent = `${+(100 * t * max).toFixed(1)} %`;
  }
  svg("text", { x: 22, y: 17, "text-anchor": "end" }, chart).textContent = highest;
  svg("text", { x: 22, y: 79, "text-anchor": "end" }, chart).textContent = 0;
  const median = shares.length === 0 ? 0 : shares[shares.length >> 1];
  return make("div", {}, make("strong", {}, r.words),
    make("div", { class: "faint" }, `${number(total(r.used))} used; median ${+(100 * median).toFixed(1)} % on ${plural(shares.length, "chip")}`), chart);
}

function tables() {
  byId("histograms").replaceChildren(...data.resources.map(histogram));
  byId("projection-table").replaceChildren(data.projections.length === 0 ? "The network has none."
    : table(["projection", "from", "to", "receptor", "#requested", "#realised", "#lost", "#lost of requested"],
      data.projections.map((p) => [
        make("button", { class: "pick", type: "button", onclick: () => { chooseProjection(p); map.scrollIntoView(); } }, p.label),
        data.populations[p.source].label, data.populations[p.target].label, p.receptor, number(p.requested),
        number(p.realised), number(p.requested - p.realised), percent(p.requested - p.realised, p.requested)])));
  byId("changed").replaceChildren(data.changed.length === 0 ? "Everything is as asked."
    : table(["population", "parameter", "how", "#cells", "#requested", "#realised", "why"], data.changed.map((c) => [
      c.population, c.parameter, c.feature, number(c.cells), range(c.requested), range(c.realised), c.reason])));
}

function parameters() {
  byId("parameters").replaceChildren(table(["population or projection", "parameter", "unit", "#requested", "#realised"],
    data.parameters.map((p) => [p.of, p.parameter, p.unit, range(p.requested), range(p.realised)])));
}

function controls() {
  for (const [name, text] of [["use", "use"], ["loss", "loss"], ["lines", "lines"], ["defects", "defects"]]) {
    const radio = make("input", { type: "radio", name: "overlay", value: name });
    radio.addEventListener("change", () => chooseOverlay(name));
    byId("overlays").append(make("label", {}, radio, make("span", {}, text)));
  }
  byId("resource").append(...data.resources.map((r) => make("option", { value: r.key }, r.words)));
  byId("resource").value = state.resource;
  byId("projections").append(...data.projections.map((p) => make("option", { value: p.label })));
  byId("marks").checked = data.defects.length > 0;
}

// the longest table of large networks, so only made when wanted
byId("parameters").parentElement.addEventListener("toggle", parameters, { once: true });

head();
controls();
fillBuses();
chooseOverlay("use");
showSelection();
move(null);
lossSection();
tables();
