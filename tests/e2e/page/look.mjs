// SPDX-License-Identifier: GPL-2.0-or-later
// Looks at pages of purple-care report in a real browser: light and dark, narrow and wide, zoomed, on paper.
// usage: look.mjs MODULES BROWSER PICTURES PAGE...      prints "ok NAME" or "FAIL NAME" per check
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, browserPath, pictures, ...pages] = process.argv.slice(2);
const require = createRequire(join(modules, "x.js"));
const axeSource = require("axe-core").source;
const { default: puppeteer } = await import(pathToFileURL(join(modules, "puppeteer-core/lib/esm/puppeteer/puppeteer-core.js")));

// All pages are looked at in the first four ways, breakdowns in two of these, a large page in one; the last page in all.
// 700 at 1400 pixels is zoom 200 %; 320 is what WCAG 1.4.10 asks for at most.
const looks = [
  { name: "light-360", width: 360, dark: false },
  { name: "dark-360", width: 360, dark: true },
  { name: "light-1400", width: 1400, dark: false },
  { name: "dark-1400", width: 1400, dark: true },
  { name: "zoomed-700", width: 700, dark: false, scale: 2 },
  { name: "narrow-320", width: 320, dark: true },
  { name: "large-print-360", width: 360, dark: false, font: "200%" },
];

function note(name, faults) {
  console.log(`${faults.length === 0 ? "ok" : "FAIL"} ${name}`);
  for (const fault of faults) console.log(`  ${fault}`);
}

async function axeFaults(page, isEnlarged) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations", "incomplete"] }));
  // What axe can't decide is a fault, too, but for what a chart's words lie on, which chartFaults() sees, and for words that have
  // to be scrolled to, or where a shadow says that they have to be: a table's cells look like those in sight, and where all is twice as large it has been judged before.
  const isOpen = (rule, node) => rule.id !== "color-contrast" || !(isEnlarged || /^<(text|t[hd]|caption|small|bdi)\b/.test(node.html));
  const open = found.incomplete.map((rule) => ({ ...rule, nodes: rule.nodes.filter((node) => isOpen(rule, node)) }));
  return [...found.violations, ...open].filter((rule) => rule.nodes.length > 0).map(
    (rule) => `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")}`);
}

// What axe does not look at: the words in a chart against the paper, and its bars and lines, as they are painted.
function chartFaults() {
  const channel = (value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; };
  const light = (colour) => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const contrast = (a, b) => { const [low, high] = [light(a), light(b)].sort((x, y) => x - y); return (high + 0.05) / (low + 0.05); };
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const faults = [];
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll("text")) {
      const style = getComputedStyle(text), box = text.getBoundingClientRect();
      if (contrast(style.fill, paper) < 4.5) faults.push(`"${text.textContent}" has a contrast of ${contrast(style.fill, paper).toFixed(1)}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.push(`"${text.textContent}" goes out of its chart`);
      if (box.height < 9) faults.push(`"${text.textContent}" is ${box.height} pixels high`);
    }
    const words = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
    words.forEach(([text, a], i) => words.slice(i + 1).forEach(([other, b]) => {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        faults.push(`"${text.textContent}" and "${other.textContent}" overlap`);
    }));
    if (!svg.querySelector("title")?.textContent || !svg.querySelector("desc")?.textContent) faults.push("a chart without title or description");
  }
  for (const ink of ["bar", "line"]) {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(--care-${ink})`;
    if (contrast(getComputedStyle(probe).color, paper) < 3) faults.push(`${ink} has less than 3:1`);
    probe.remove();
  }
  return faults;
}

function layoutFaults() {
  const faults = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].find((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}: ${wide?.outerHTML.slice(0, 80)}`);
  }
  if (document.getAnimations().length > 0) faults.push("something moves");
  const names = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(names).size !== names.length) faults.push("an id is there twice");
  return faults;
}

// On a narrow screen: the score is what is seen first and largest, and a table that is too wide scrolls while its names stay.
function phoneFaults() {
  const faults = [], first = document.querySelector(".big strong, .none"), box = first?.getBoundingClientRect();
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  if (!box || box.bottom > 300) faults.push(`the score ends at ${box?.bottom}`);
  else if ([...document.querySelectorAll("body *")].some((element) => size(element) > size(first))) faults.push("something is larger than the score");
  const scale = document.querySelector("svg[aria-labelledby^=scale]");
  if (scale && scale.getBoundingClientRect().bottom > 500) faults.push("the score's scale is far down");
  for (const wide of document.querySelectorAll(".wide")) {
    if (wide.scrollWidth <= wide.clientWidth) continue;
    wide.scrollLeft = 9999;
    const frame = wide.getBoundingClientRect(), row = wide.querySelector("tbody tr");
    const [name, last] = [row.firstElementChild, row.lastElementChild].map((cell) => cell.getBoundingClientRect());
    if (Math.abs(name.left - frame.left) > 1) faults.push("a row's name goes out of sight");
    if (last.right > frame.right + 1 || last.left < name.right) faults.push("the last figure cannot be scrolled to");
    if (wide.tabIndex !== 0) faults.push("a wide table cannot be scrolled by keys");
    wide.scrollLeft = 0;
  }
  return faults;
}

// One tab for all looks at a file: a new one each time takes longer than looking.
async function look(browser, file, ways) {
  const page = await browser.newPage();
  let faults = [], asked = [];
  await page.setBypassCSP(true); // for axe; test-html reads what the page itself allows
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  if (asked.length !== 1) faults.push(`asked for ${asked.join(" ")}`);
  for (const { name, width, dark, scale = 1, font } of ways) {
    await page.setViewport({ width, height: 800, deviceScaleFactor: scale });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" },
                                     { name: "prefers-reduced-motion", value: "reduce" }]);
    // That the page's own policy would keep it from running is the second lock, which is open here.
    if (await page.evaluate(() => "ran" in window)) faults.push("a script of the store's ran");
    if (font) await page.addStyleTag({ content: `html{font-size:${font}!important}` });
    const label = `${basename(file, ".html")} ${name}`;
    if (process.env.PICTURES) await page.screenshot({ path: join(pictures, `${label.replace(" ", "-")}.png`), fullPage: true });
    faults.push(...await page.evaluate(layoutFaults), ...await page.evaluate(chartFaults));
    if (width <= 360 && !font) faults.push(...await page.evaluate(phoneFaults));
    note(`${label}: layout, contrast of charts, nothing asked for`, faults);
    note(`${label}: axe`, await axeFaults(page, Boolean(font)));
    faults = [];
  }
  await page.close();
}

// On paper it is light whatever the screen is, and nothing is cut off at the right.
async function print(browser, file) {
  const page = await browser.newPage(), faults = [];
  await page.setViewport({ width: 720, height: 1000 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await page.emulateMediaType("print");
  await page.goto(pathToFileURL(file).href);
  const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  if (paper !== "rgb(255, 255, 255)") faults.push(`the paper is ${paper}`);
  faults.push(...await page.evaluate(layoutFaults));
  await page.pdf({ path: join(pictures, `${basename(file, ".html")}.pdf`), format: "A4" });
  note(`${basename(file, ".html")}: prints light and whole`, faults);
  await page.close();
}

// The first key leads past everything to the report.
async function skip(browser, file) {
  const page = await browser.newPage(), faults = [];
  await page.goto(pathToFileURL(file).href);
  await page.keyboard.press("Tab");
  const link = await page.evaluate(() => [document.activeElement.className, document.activeElement.getBoundingClientRect().top >= 0]);
  if (link[0] !== "skip" || !link[1]) faults.push(`the first stop is ${link}`);
  await page.keyboard.press("Enter");
  if (await page.evaluate(() => document.activeElement.id) !== "main") faults.push("it does not lead to the report");
  note(`${basename(file, ".html")}: the skip link is first, seen and leads on`, faults);
  await page.close();
}

const browser = await puppeteer.launch({ executablePath: browserPath, headless: true, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
try {
  for (const file of pages) {
    const last = file === pages.at(-1);
    const isBreakdown = basename(file).startsWith("by-"), isLarge = basename(file) === "large.html"; // axe takes long for it
    await look(browser, file, isLarge ? looks.slice(0, 1) : isBreakdown ? [looks[0], looks[3]] : last ? looks : looks.slice(0, 4));
    if (!isBreakdown) await print(browser, file);
    if (last && !isBreakdown) await skip(browser, file);
  }
} finally {
  await browser.close();
}
