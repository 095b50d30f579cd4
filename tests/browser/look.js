// Looks at the elements that SELECTOR names as a reader would: their size, and for each text in them its contrast
// against what lies behind it (WCAG 2's ratio), with opacity and half-transparent grounds taken into account.
const channels = colour => {
  const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
  return colour.startsWith("color(srgb") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
};
const over = ([r, g, b, a], below) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a));
const luminance = rgb => {
  const [r, g, b] = rgb.map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ancestors = element => (element ? [...ancestors(element.parentElement), element] : []);
const ground = element => ancestors(element).reduce(
  (below, one) => over(channels(getComputedStyle(one).backgroundColor), below), [255, 255, 255]);
const contrast = element => {
  const behind = ground(element);
  const opacity = ancestors(element).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);
  const [r, g, b, a] = channels(getComputedStyle(element).color);
  const [light, dark] = [luminance(over([r, g, b, a * opacity], behind)), luminance(behind)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};
const looked = [...document.querySelectorAll(SELECTOR)].map(element => {
  const box = element.getBoundingClientRect();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const parent = walker.currentNode.parentElement;
    if (text && parent.getBoundingClientRect().height > 0) {
      const drawn = parent.closest("[aria-hidden]") !== null;
      texts.push({ text, drawn, contrast: contrast(parent), size: parseFloat(getComputedStyle(parent).fontSize) });
    }
  }
  return { width: box.width, height: box.height, right: box.right, texts, hangs: element.scrollWidth - element.clientWidth };
});
const images = [...document.images].map(image => ({ alt: image.alt, width: image.naturalWidth }));
const result = document.createElement("script");
result.type = "application/json";
result.id = "looked";
result.textContent = JSON.stringify({ looked, images, ground: ground(document.body) }).replaceAll("<", "\\u003c");
document.body.append(result);
