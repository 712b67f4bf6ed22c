// What is wrong with the page shown, as sentences: an empty list is what is wanted.
() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 120)}`);

  if (document.documentElement.lang !== "fr") faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  for (const landmark of ["header", "main", "footer", "nav"]) if (!all(landmark).length) faults.push(`no ${landmark}`);
  if (all("main").length !== 1) faults.push("not one main");
  all("nav").forEach((nav) => { if (!nav.getAttribute("aria-label") && !nav.getAttribute("aria-labelledby")) say("nameless nav", nav); });

  if (all("h1").length !== 1) faults.push(`${all("h1").length} h1`);
  let level = 0;
  for (const heading of all("main :is(h1, h2, h3, h4, h5, h6)")) {
    const here = Number(heading.localName[1]);
    if (level && here > level + 1) say("skipped heading", heading);
    if (!heading.textContent.trim()) say("empty heading", heading);
    level = here;
  }

  all("img").forEach((image) => { if (!image.hasAttribute("alt")) say("no alt", image); });
  for (const link of all("a[href], button")) {
    const name = link.getAttribute("aria-label") || link.textContent.trim() || [...link.querySelectorAll("img")].map((image) => image.alt).join("");
    if (!name) say("nameless link", link);
  }
  const ids = all("[id]").map((element) => element.id);
  new Set(ids.filter((id, index) => ids.indexOf(id) !== index)).forEach((id) => faults.push(`twice the id ${id}`));

  // Contrast of each text against the nearest painted background; text over pictures is looked at by eye.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const luminance = (rgb) => rgb
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const over = (top, bottom) => top.rgb.map((part, index) => part * top.a + bottom[index] * (1 - top.a));
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = rgba(getComputedStyle(at).backgroundColor);
      layers.unshift(layer);
      if (layer.a === 1) break;
    }
    const sheet = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    return layers.reduce((bottom, layer) => over(layer, bottom), sheet);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || seen.has(element) || !shown(element)) continue;
    seen.add(element);
    if (element.closest("[aria-hidden=true], .visually-hidden, script, style, noscript")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const paper = behind(element);
    const [light, dark] = [luminance(over(rgba(style.color), paper)), luminance(paper)].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < (large ? 3 : 4.5)) say(`contrast ${contrast.toFixed(2)}`, element);
  }
  return faults;
}
